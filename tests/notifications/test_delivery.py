"""The whole way of a letter, from what happened to a mail server: also where that is slow, says no, or the worker dies.

Mail is sent at least once and, if the worker dies between the server's yes and our note of it, a second time, under the
same Message-ID. It is never lost.
"""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from academy.core.database import Database
from academy.core.settings import ROOT
from academy.identity.events import ProviderConnected
from academy.identity.models import User
from academy.identity.viewer import resolve_viewer
from academy.live import Context, Runtime, everyone, mutation
from academy.live.job_queue import Queue
from academy.live.job_runner import JobRunner
from academy.notifications import transports
from academy.notifications.attachments import Attached, attaches
from academy.notifications.letters import write
from academy.notifications.models import Category, MailAttempt, MailMessage, MailStatus
from academy.notifications.schemas import Attachment
from academy.notifications.service import tell
from tests.notifications.conftest import MailServer
from tests.world import FrozenClock, Live, gather_cast

WORKER = "from tests.notifications.mail_worker import main; main()"


@mutation(policy=everyone)
def connect(ctx: Context, *, user_id: int) -> None:
    ctx.publish(ProviderConnected(user_id, "Google"))


@attaches("test.receipt")
def make_file(ctx: Context, key: str) -> Attachment:
    """Binary, and of the moment it is made."""
    content = b"%PDF\xff\x00" + f"{key} at {ctx.now:%H:%M}".encode()
    return Attachment(filename="Quittung – 1.pdf", content_type="application/pdf", content=content)


@mutation(policy=everyone)
def pay(ctx: Context) -> None:
    user = ctx.session.exec(select(User).where(User.email == "ada@example.com")).one()
    tell(
        ctx,
        user_id=user.id,
        category=Category.SEATS,
        kind="test.receipt",
        title="Your receipt",
        letter=write("Your receipt", "Thank you."),
        is_essential=True,
        attached=Attached("test.receipt", "order 7"),
    )


@pytest.fixture
def runtime(database: Database, clock: FrozenClock) -> Runtime:
    """A runtime with the real queue, and people."""
    gather_cast(Live(database, clock))
    return Runtime(database, resolve_viewer, clock=clock, scheduler=Queue())


def ada_connects(runtime: Runtime) -> None:
    """Something happens of which she is told by mail."""
    with runtime.database.snapshot() as connection:
        ada = connection.scalar(select(User.id).where(User.email == "ada@example.com"))
    assert ada is not None
    runtime.write(connect, user_id=ada)


def outbox(runtime: Runtime) -> tuple[MailStatus, list[tuple[bool, str]]]:
    """What became of the only message, and each try with its answer."""
    with runtime.database.snapshot() as connection:
        status = connection.scalar(select(MailMessage.status))
        tries = connection.execute(select(MailAttempt.is_taken, MailAttempt.answer).order_by(MailAttempt.id)).all()  # type: ignore[arg-type]
    assert status is not None
    return status, [(is_taken, answer) for is_taken, answer in tries]


def test_what_happened_reaches_the_mail_server(runtime: Runtime, mail_server: MailServer) -> None:
    ada_connects(runtime)
    JobRunner(runtime).run_due()
    [letter] = mail_server.received
    assert (letter["To"], letter["Subject"]) == ("ada@example.com", "Google is now connected to your account")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] is None, "nobody can have no more of what is essential"
    assert outbox(runtime) == (MailStatus.SENT, [(True, "Taken by 127.0.0.1.")])


def test_a_file_goes_along_and_is_made_when_the_letter_is_sent(
    runtime: Runtime, mail_server: MailServer, clock: FrozenClock
) -> None:
    mail_server.answer = "451 Busy"
    runtime.write(pay)
    JobRunner(runtime).run_due()
    mail_server.answer = "250 OK"
    clock.advance(timedelta(minutes=5))
    JobRunner(runtime).run_due()
    [letter] = mail_server.received
    [file] = letter.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("Quittung – 1.pdf", "application/pdf")
    assert file.get_content() == b"%PDF\xff\x00order 7 at 09:05"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "Thank you." in body.get_content()


def test_what_nobody_makes_cannot_be_attached() -> None:
    with pytest.raises(LookupError, match=r"test\.unknown"):
        Attached("test.unknown", "1")


@pytest.mark.parametrize(
    ("answer", "status"), [("451 Busy", MailStatus.QUEUED), ("554 We know you", MailStatus.REFUSED)]
)
def test_a_no_is_kept_word_for_word(runtime: Runtime, mail_server: MailServer, answer: str, status: MailStatus) -> None:
    mail_server.answer = answer
    ada_connects(runtime)
    JobRunner(runtime).run_due()
    found, [(is_taken, words)] = outbox(runtime)
    assert (found, is_taken) == (status, False)
    assert answer.partition(" ")[2] in words


def test_a_server_that_says_nothing_is_tried_again(
    runtime: Runtime, configure: Callable[..., None], clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transports, "TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        configure(smtp_host="127.0.0.1", smtp_port=silent.getsockname()[1], smtp_security="none")
        ada_connects(runtime)
        JobRunner(runtime).run_due()
    with runtime.database.snapshot() as connection:
        [(status, next_try_at, error)] = connection.execute(
            select(MailMessage.status, MailMessage.next_try_at, MailMessage.last_error).where(MailMessage.attempts == 1)
        ).all()
    assert status == MailStatus.QUEUED
    assert next_try_at > clock()
    assert "timed out" in error


@pytest.mark.parametrize(("killed_at", "copies"), [("RCPT", 1), ("DATA", 2)])
def test_a_worker_killed_half_way_loses_nothing(
    runtime: Runtime, mail_server: MailServer, killed_at: str, copies: int
) -> None:
    ada_connects(runtime)
    url = runtime.database.url.render_as_string(hide_password=False)
    worker = subprocess.Popen([sys.executable, "-W", "ignore", "-c", WORKER, url], cwd=ROOT)
    mail_server.before[killed_at] = lambda: worker.send_signal(signal.SIGKILL)
    assert worker.wait(60) == -signal.SIGKILL
    mail_server.before.clear()
    later = Runtime(
        runtime.database,
        resolve_viewer,
        clock=lambda: datetime.now(UTC) + timedelta(minutes=2),
        scheduler=Queue(),
    )
    JobRunner(later).run_due()
    assert outbox(later)[0] == MailStatus.SENT
    assert mail_server.recipients == ["ada@example.com"] * copies
    assert len({letter["Message-ID"] for letter in mail_server.received}) == 1
