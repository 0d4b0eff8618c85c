"""The outbox in administrators' hands: found, read, tried again, addresses let in again; each act is in the log."""

from collections.abc import Callable

import pytest
from sqlmodel import col, select

from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Denied, NotFound, SignInRequired
from academy.identity import service as identity
from academy.identity.schemas import Browser
from academy.live import SYSTEM
from academy.notifications import service
from academy.notifications.models import MailMessage, MailStatus, MailSuppression, SuppressionCause
from academy.notifications.schemas import MailView
from tests.notifications.test_telling import told
from tests.world import Cast, Live

CODE_ASKED = {"email": "ada@example.com", "next_path": "/", "browser": Browser(login_token="laptop")}


@pytest.fixture
def failed(live: Live, cast: Cast, configure: Callable[..., None]) -> str:
    """A letter to Ada that was given up."""
    configure(smtp_host="mail.test")
    told(live, cast.ada)
    live.write(service.note_failure, SYSTEM, message_id=1, error="451 Busy\nmore", attempts=1)
    with live.system() as ctx:
        return ctx.session.exec(select(MailMessage.public_id)).one()


def subjects(live: Live, cast: Cast, **asked: object) -> list[str]:
    return [row.subject for row in live.read(service.mail_page, cast.olga, **asked).rows]  # type: ignore[arg-type]


def actions(live: Live) -> list[tuple[str, int | None]]:
    with live.system() as ctx:
        rows = ctx.session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
        return [(row.action, row.actor_id) for row in rows]


def test_mail_is_found_by_its_state_and_words(live: Live, cast: Cast, failed: str) -> None:
    told(live, cast.ben, kind="test.other")
    assert subjects(live, cast) == ["News", "News"]
    assert len(subjects(live, cast, view=MailView.FAILED)) == 1
    assert len(subjects(live, cast, view=MailView.QUEUED)) == 1
    assert subjects(live, cast, view=MailView.BOUNCED) == []
    for words, count in (("BEN@", 1), ("news", 2), ("test.other", 1), ("100%", 0)):
        assert len(subjects(live, cast, words=words)) == count, words
    counts = live.read(service.mail_counts, cast.olga)
    assert (counts.queued, counts.failed, counts.bounced, counts.suppressed) == (1, 1, 0, 0)
    assert live.read(service.mail_page, cast.olga, view=MailView.FAILED).rows[0].error == "451 Busy"


def test_each_try_is_kept_with_its_answer(live: Live, cast: Cast, failed: str) -> None:
    detail = live.read(service.mail_detail, cast.olga, public_id=failed)
    assert detail is not None
    assert [(one.is_taken, one.answer) for one in detail.attempts] == [(False, "451 Busy\nmore")]
    assert (detail.person, detail.status, detail.can_retry) == ("Ada", MailStatus.FAILED, True)
    assert "There is news." in detail.text
    assert live.read(service.mail_detail, cast.olga, public_id="gone") is None


def test_what_failed_is_tried_again(live: Live, cast: Cast, failed: str) -> None:
    before = len(live.scheduled)
    live.write(service.retry_mail, cast.olga, public_id=failed)
    assert len(live.scheduled) == before + 1
    assert len(subjects(live, cast, view=MailView.QUEUED)) == 1
    assert actions(live) == [("notifications.mail_retried", cast.olga.user_id)]
    with pytest.raises(Conflict):
        live.write(service.retry_mail, cast.olga, public_id=failed)
    with pytest.raises(NotFound):
        live.write(service.retry_mail, cast.olga, public_id="gone")


def test_an_address_without_mail_has_to_be_let_in_first(live: Live, cast: Cast, failed: str) -> None:
    live.add(MailSuppression(email="ada@example.com", cause=SuppressionCause.COMPLAINT))
    assert [row.email for row in live.read(service.suppressed_page, cast.olga, words="ADA").rows] == ["ada@example.com"]
    assert live.read(service.suppressed_page, cast.olga, words="ben").rows == []
    with pytest.raises(Conflict, match="gets no mail"):
        live.write(service.retry_mail, cast.olga, public_id=failed)
    live.write(service.lift_suppression, cast.olga, email="Ada@example.com")
    live.write(service.retry_mail, cast.olga, public_id=failed)
    assert [action for action, _ in actions(live)] == [
        "notifications.suppression_lifted",
        "notifications.mail_retried",
    ]
    with pytest.raises(Conflict):
        live.write(service.lift_suppression, cast.olga, email="ada@example.com")


def test_without_a_mail_server_nothing_is_tried(
    live: Live, cast: Cast, failed: str, configure: Callable[..., None]
) -> None:
    configure(smtp_host="")
    with pytest.raises(Conflict, match="No way to send mail"):
        live.write(service.retry_mail, cast.olga, public_id=failed)


def test_secrets_are_shown_to_nobody(live: Live, cast: Cast, configure: Callable[..., None]) -> None:
    configure(smtp_host="mail.test")
    live.write(identity.request_sign_in, None, **CODE_ASKED)  # type: ignore[arg-type]
    [row] = live.read(service.mail_page, cast.olga).rows
    detail = live.read(service.mail_detail, cast.olga, public_id=row.public_id)
    assert detail is not None
    assert (detail.text, detail.html, detail.is_secret) == ("", "", True)
    assert row.subject == detail.subject == "Sign in to the academy"
    assert subjects(live, cast, words="Sign in") == []


def test_only_administrators_see_the_outbox(live: Live, cast: Cast, failed: str) -> None:
    for viewer, refusal in ((cast.ada, Denied), (cast.max, Denied), (None, SignInRequired)):
        for query in (service.mail_counts, service.mail_page, service.suppressed_page, service.mail_detail):
            with pytest.raises(refusal):
                live.read(query, viewer)  # type: ignore[arg-type]
        with pytest.raises(refusal):
            live.write(service.retry_mail, viewer, public_id=failed)
        with pytest.raises(refusal):
            live.write(service.lift_suppression, viewer, email="ada@example.com")
