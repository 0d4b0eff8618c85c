"""Mail leaves the house through a real SMTP server, or over HTTP to whatever answers like Brevo."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import httpx
import pytest

from academy.notifications.schemas import Attachment, OutgoingMail
from academy.notifications.transports import MailRefused, send
from tests.notifications.conftest import MailServer

MAIL = OutgoingMail(
    public_id="abc123",
    to_email="ada@example.com",
    subject="Grüße — 你好",
    text="Plain Ünïcode.\n.\nAfter a lonely dot.\n",
    html="<p>Fancy Ünïcode.</p>",
)


def test_smtp_carries_both_forms(mail_server: MailServer) -> None:
    send(MAIL)
    [message] = mail_server.received
    assert mail_server.recipients == ["ada@example.com"]
    assert message["Subject"] == MAIL.subject
    assert message["From"] == "AI Enablement Academy <academy@example.org>"
    assert "abc123@example.org" in message["Message-ID"]
    plain, fancy = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert fancy is not None
    assert plain.get_content().replace("\r\n", "\n") == MAIL.text
    assert "Fancy Ünïcode." in fancy.get_content()
    assert mail_server.logins == []


def test_smtp_signs_in_where_it_has_a_name(mail_server: MailServer, configure: Callable[..., None]) -> None:
    configure(smtp_username="academy", smtp_password="hush")
    send(MAIL)
    assert mail_server.logins == [(b"academy", b"hush")]
    assert len(mail_server.received) == 1
    configure(smtp_password="wrong")
    with pytest.raises(OSError, match="535"):
        send(MAIL)


@pytest.mark.parametrize("final", [{"answer": "554 No"}, {"recipient_answer": "550 No such mailbox"}])
def test_what_is_refused_for_good_is_said_to_be(mail_server: MailServer, final: dict[str, str]) -> None:
    vars(mail_server).update(final)
    with pytest.raises(MailRefused, match="No"):
        send(MAIL)


@pytest.mark.parametrize("not_now", [{"answer": "451 Busy"}, {"recipient_answer": "450 Greylisted"}])
def test_what_is_not_taken_now_may_be_taken_later(mail_server: MailServer, not_now: dict[str, str]) -> None:
    vars(mail_server).update(not_now)
    with pytest.raises(OSError) as error:  # noqa: PT011
        send(MAIL)
    assert not isinstance(error.value, MailRefused)


def test_a_server_that_is_down_may_come_back(configure: Callable[..., None]) -> None:
    configure(smtp_host="127.0.0.1", smtp_port=9, smtp_security="none")
    with pytest.raises(OSError, match="refused"):
        send(MAIL)


def test_without_encryption_nothing_is_sent_where_it_is_wanted(
    mail_server: MailServer, configure: Callable[..., None]
) -> None:
    configure(smtp_security="starttls")
    with pytest.raises(OSError, match="STARTTLS"):
        send(MAIL)
    assert mail_server.received == []


class Brevo(BaseHTTPRequestHandler):
    """Answers as Brevo does."""

    asked: ClassVar[list[tuple[str, str | None, dict[str, Any]]]] = []
    status: ClassVar[int] = 201

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        type(self).asked.append((self.path, self.headers["api-key"], body))
        self.send_response(type(self).status)
        self.end_headers()
        self.wfile.write(b'{"messageId":"1"}' if type(self).status == 201 else b'{"code":"invalid_parameter"}')

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def brevo(configure: Callable[..., None]) -> Iterator[type[Brevo]]:
    Brevo.asked.clear()
    Brevo.status = 201
    server = ThreadingHTTPServer(("127.0.0.1", 0), Brevo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    configure(brevo_url=f"http://127.0.0.1:{server.server_port}", brevo_api_key="key", smtp_host="ignored.test")
    yield Brevo
    server.shutdown()
    server.server_close()


def test_brevo_is_asked_over_http(brevo: type[Brevo]) -> None:
    send(MAIL)
    [(path, key, body)] = brevo.asked
    assert (path, key) == ("/v3/smtp/email", "key")
    assert body["to"] == [{"email": "ada@example.com"}]
    assert (body["subject"], body["textContent"], body["htmlContent"]) == (MAIL.subject, MAIL.text, MAIL.html)
    assert body["sender"]["email"] == "academy@localhost"


def test_brevo_is_told_the_way_out_our_id_and_whether_to_drop_it(
    brevo: type[Brevo], configure: Callable[..., None]
) -> None:
    taken = send(MAIL.model_copy(update={"unsubscribe_url": "https://a.test/u"}))
    assert taken.provider_id == "1"
    configure(brevo_sandbox=True)
    send(MAIL)
    (_, _, first), (_, _, second) = brevo.asked
    assert first["headers"] == {
        "X-Mailin-custom": "abc123",
        "List-Unsubscribe": "<https://a.test/u>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert second["headers"] == {"X-Mailin-custom": "abc123", "X-Sib-Sandbox": "drop"}


def test_brevo_gets_files_in_base64(brevo: type[Brevo]) -> None:
    send(MAIL, Attachment(filename="a.pdf", content_type="application/pdf", content=b"\xff\x00"))
    [(_, _, body)] = brevo.asked
    assert body["attachment"] == [{"name": "a.pdf", "content": "/wA="}]


def test_brevo_refuses_for_good_or_for_now(brevo: type[Brevo]) -> None:
    brevo.status = 400
    with pytest.raises(MailRefused, match="invalid_parameter"):
        send(MAIL)
    for status in (401, 429, 500):
        brevo.status = status
        with pytest.raises(httpx.HTTPStatusError):
            send(MAIL)
