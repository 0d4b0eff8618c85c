"""Mail is written with what causes it, sent after, and readable only where nothing else is possible."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from academy.core.database import Database
from academy.core.errors import Denied, NotFound
from academy.identity import jobs as identity_jobs
from academy.identity import service as identity
from academy.identity.models import LoginToken, User
from academy.identity.schemas import Browser
from academy.identity.viewer import resolve_viewer
from academy.live import SYSTEM, Context, Runtime, everyone, mutation
from academy.live.job_queue import Queue, retry
from academy.live.job_runner import JobRunner
from academy.live.models import QueuedJob
from academy.notifications import jobs, service, subscribers
from academy.notifications.letters import write
from academy.notifications.models import MailMessage, MailReport, MailStatus
from academy.notifications.schemas import ProviderReport
from academy.notifications.service import REMOVED
from tests.notifications.conftest import MailServer
from tests.world import MONDAY_MORNING, Cast, FrozenClock, Live, gather_cast

REPORT = ProviderReport(
    event_key="1",
    kind="delivered",
    email="a@b.test",
    public_id="",
    provider_id="",
    reason="",
    happened_at=MONDAY_MORNING,
)
LETTER = write("News", "There is news.")
BROWSER = Browser(login_token="laptop")


@mutation(policy=everyone)
def write_to(ctx: Context, *, to: str, is_secret: bool = False, fails: bool = False) -> None:
    service.send_mail(ctx, to=to, letter=LETTER, template="test.news", is_secret=is_secret)
    if fails:
        raise Denied


@pytest.fixture
def house(database: Database, clock: FrozenClock) -> tuple[Runtime, JobRunner]:
    """A runtime with the real queue, and what works it off."""
    runtime = Runtime(database, resolve_viewer, clock=clock, scheduler=Queue())
    return runtime, JobRunner(runtime)


def messages(runtime: Runtime) -> list[MailMessage]:
    with runtime.database.snapshot() as connection:
        rows = connection.execute(select(*MailMessage.__table__.columns).order_by(MailMessage.id))  # type: ignore[attr-defined]
        return [MailMessage(**row._mapping) for row in rows]


def test_in_the_demo_academy_mail_waits_in_the_inbox(live: Live, cast: Cast) -> None:
    live.write(write_to, None, to="one@example.com")
    live.write(identity.request_sign_in, None, email="ada@example.com", next_path="/", browser=BROWSER)
    link, news = live.read(service.inbox, None)
    assert (news.to_email, news.subject, news.link) == ("one@example.com", "News", "")
    assert link.link.startswith("http://localhost:3000/auth/link?token=")
    assert live.scheduled == []


def test_the_inbox_is_closed_where_mail_is_sent_and_outside_the_demo(
    live: Live, cast: Cast, configure: Callable[..., None]
) -> None:
    live.write(write_to, None, to="one@example.com")
    for values in (
        {"smtp_host": "mail.test"},
        {"smtp_host": "", "brevo_api_key": "k"},
        {"brevo_api_key": "", "demo": False},
    ):
        configure(**values)
        for viewer in (None, cast.olga):
            with pytest.raises(NotFound):
                live.read(service.inbox, viewer)
        assert not live.read(identity.sign_in_options, None).has_inbox


def test_without_a_way_out_secrets_are_not_kept(live: Live, configure: Callable[..., None]) -> None:
    configure(demo=False)
    live.write(write_to, None, to="one@example.com", is_secret=True)
    live.write(write_to, None, to="two@example.com")
    secret, other = messages(live)
    assert (secret.status, secret.text_body, secret.html_body) == (MailStatus.FAILED, REMOVED, REMOVED)
    assert (other.status, other.text_body) == (MailStatus.FAILED, LETTER.text)


def test_secrets_are_not_kept_when_they_cannot_be_delivered(live: Live, configure: Callable[..., None]) -> None:
    configure(smtp_host="mail.test")
    for _ in range(3):
        live.write(write_to, None, to="one@example.com", is_secret=True)
    live.write(write_to, None, to="one@example.com")
    for number in (1, 4):
        live.write(service.note_refused, SYSTEM, message_id=number, error="550 No")
    live.write(service.note_failure, SYSTEM, message_id=2, error="451 Busy", attempts=1)
    live.write(service.note_failure, SYSTEM, message_id=3, error="451 Busy", attempts=2)
    refused, given_up, waiting, open_one = messages(live)
    assert (refused.text_body, refused.html_body, given_up.text_body) == (REMOVED, REMOVED, REMOVED)
    assert (waiting.text_body, open_one.text_body) == (LETTER.text, LETTER.text)
    assert live.write(service.take_up, SYSTEM, message_id=1) is None


def test_mail_goes_with_the_transaction(house: tuple[Runtime, JobRunner], mail_server: MailServer) -> None:
    runtime, runner = house
    with pytest.raises(Denied):
        runtime.write(write_to, None, to="one@example.com", fails=True)
    assert runner.run_due() == 0
    runtime.write(write_to, None, to="two@example.com")
    assert runner.run_due() == 1
    assert mail_server.recipients == ["two@example.com"]
    [sent] = messages(runtime)
    assert (sent.status, sent.attempts, sent.sent_at) == (MailStatus.SENT, 1, runtime.clock())


def test_sending_twice_sends_once(house: tuple[Runtime, JobRunner], mail_server: MailServer) -> None:
    runtime, runner = house
    runtime.write(write_to, None, to="one@example.com")
    [message] = messages(runtime)
    runner.run_due()
    jobs.deliver_mail(runtime, message_id=message.id)
    jobs.deliver_mail(runtime, message_id=404)
    assert len(mail_server.received) == 1


def test_a_busy_server_is_tried_again(
    house: tuple[Runtime, JobRunner], mail_server: MailServer, clock: FrozenClock
) -> None:
    runtime, runner = house
    mail_server.answer = "451 Busy"
    runtime.write(write_to, None, to="one@example.com")
    runner.run_due()
    [waiting] = messages(runtime)
    assert (waiting.status, waiting.attempts) == (MailStatus.QUEUED, 1)
    assert "451" in (waiting.last_error or "")
    mail_server.answer = "250 OK"
    clock.advance(timedelta(minutes=1))
    runner.run_due()
    [sent] = messages(runtime)
    assert (sent.status, sent.attempts, sent.last_error) == (MailStatus.SENT, 2, None)


def test_a_server_that_never_answers_is_given_up(
    house: tuple[Runtime, JobRunner], mail_server: MailServer, clock: FrozenClock
) -> None:
    runtime, runner = house
    mail_server.answer = "451 Busy"
    runtime.write(write_to, None, to="one@example.com")
    for _ in range(10):
        runner.run_due()
        clock.advance(timedelta(hours=2))
    [given_up] = messages(runtime)
    assert (given_up.status, given_up.attempts) == (MailStatus.FAILED, jobs.ATTEMPTS)


def test_mail_that_was_given_up_is_sent_when_somebody_retries_its_job(
    house: tuple[Runtime, JobRunner], clock: FrozenClock, mail_server: MailServer
) -> None:
    runtime, runner = house
    mail_server.answer = "451 Try again later"
    runtime.write(write_to, None, to="one@example.com")
    for _ in range(jobs.ATTEMPTS):
        runner.run_due()
        clock.advance(timedelta(hours=2))
    mail_server.answer = "250 OK"
    with runtime.database.transaction() as connection:
        [job_id] = connection.scalars(select(QueuedJob.id))
        retry(connection, [job_id], clock())
    runner.run_due()
    assert mail_server.recipients == ["one@example.com"]
    [sent] = messages(runtime)
    assert (sent.status, sent.last_error) == (MailStatus.SENT, None)


def test_what_is_refused_for_good_is_not_tried_again(house: tuple[Runtime, JobRunner], mail_server: MailServer) -> None:
    runtime, runner = house
    mail_server.recipient_answer = "550 No such mailbox"
    runtime.write(write_to, None, to="one@example.com")
    runner.run_due()
    [refused] = messages(runtime)
    assert (refused.status, refused.last_error) == (MailStatus.REFUSED, "550 No such mailbox")
    assert runner.run_due() == 0


def test_the_words_of_a_secret_are_gone_once_it_is_sent(
    house: tuple[Runtime, JobRunner], mail_server: MailServer
) -> None:
    runtime, runner = house
    runtime.write(identity.request_sign_in, None, email="ada@example.com", next_path="/", browser=BROWSER)
    runner.run_due()
    [message] = messages(runtime)
    [received] = mail_server.received
    assert "/auth/link?token=" in str(received.get_body(("plain",)))
    assert (message.status, message.text_body, message.html_body) == (MailStatus.SENT, REMOVED, REMOVED)


def test_changing_ones_address_writes_to_both_ends(live: Live, cast: Cast) -> None:
    live.write(identity.ask_for_email_change, cast.ada, new_email="ada.king@example.com")
    new, old = live.read(service.inbox, None)
    assert (old.to_email, new.to_email) == ("ada@example.com", "ada.king@example.com")
    for mail in (old, new):
        live.write(identity.confirm_email_change, None, token=mail.link.partition("token=")[2])
    last = live.read(service.inbox, None)[0]
    assert (last.to_email, last.subject) == ("ada@example.com", "Your e-mail address has been changed")


def test_a_new_way_in_is_told(live: Live, cast: Cast) -> None:
    with live.system() as ctx:
        user = ctx.session.exec(select(User).where(User.email == "ada@example.com")).one()
        ctx.publish(subscribers.ProviderConnected(user.id, "Issuer"))
    assert live.read(service.inbox, None)[0].subject == "Issuer is now connected to your account"


def test_old_mail_is_forgotten(live: Live, clock: FrozenClock) -> None:
    live.write(write_to, None, to="one@example.com")
    clock.advance(timedelta(days=60))
    live.write(write_to, None, to="two@example.com")
    clock.advance(timedelta(days=31))
    jobs.forget_old_mail(live)
    assert [message.to_email for message in messages(live)] == ["two@example.com"]


def test_old_news_and_reports_are_forgotten(live: Live, cast: Cast, clock: FrozenClock) -> None:
    live.write(service.receive_report, SYSTEM, report=REPORT)
    with live.system() as ctx:
        ctx.publish(subscribers.ProviderConnected(cast.ada.user_id or 0, "Issuer"))
    clock.advance(timedelta(days=91))
    jobs.forget_old_mail(live)
    bell = live.read(service.my_bell, cast.ada)
    assert bell is not None
    assert bell.unread == 1
    with live.system() as ctx:
        assert ctx.session.exec(select(MailReport)).all() == []
    clock.advance(timedelta(days=700))
    jobs.forget_old_mail(live)
    assert live.read(service.my_news, cast.ada).ids == []


def test_what_has_run_out_is_forgotten_by_a_job(live: Live, clock: FrozenClock) -> None:
    live.write(identity.request_sign_in, None, email="ada@example.com", next_path="/", browser=BROWSER)
    clock.advance(timedelta(hours=1))
    identity_jobs.forget_expired(live)
    with live.system() as ctx:
        assert ctx.session.exec(select(LoginToken)).all() == []


def test_only_the_system_handles_mail(live: Live) -> None:
    cast = gather_cast(live)
    live.write(write_to, None, to="one@example.com")
    refused: dict[Any, dict[str, Any]] = {
        service.note_sent: {"message_id": 1, "is_secret": False},
        service.note_refused: {"message_id": 1, "error": ""},
        service.note_failure: {"message_id": 1, "error": "", "attempts": 1},
        service.forget_old_mail: {},
        service.take_up: {"message_id": 1},
        service.write_digest: {"user_id": 1, "due_at": live.clock()},
        service.receive_report: {"report": REPORT},
    }
    for viewer in (cast.nobody, cast.ada, cast.olga):
        with pytest.raises(Denied):
            live.read(service.due_digests, viewer)
        for step, arguments in refused.items():
            with pytest.raises(Denied):
                live.write(step, viewer, **arguments)
    assert live.write(service.take_up, SYSTEM, message_id=1) is not None
