"""What people chose holds: by kind and way, in a digest, not in their quiet hours, not any more."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from academy.core.database import Database
from academy.core.errors import Invalid, SignInRequired
from academy.identity import service as identity
from academy.identity.viewer import resolve_viewer
from academy.live import SYSTEM, Runtime
from academy.live.job_queue import Queue
from academy.live.job_runner import JobRunner
from academy.notifications import jobs, service
from academy.notifications.models import Category, Channel, DigestPace, MailMessage, MailStatus
from tests.notifications.conftest import MailServer
from tests.notifications.test_telling import happen, mails, titles, told
from tests.world import Cast, FrozenClock, Live, gather_cast

BERLIN = "Europe/Berlin"
DAILY = {"digest": DigestPace.DAILY, "hour": 8, "weekday": 0}


def inbox(live: Live) -> list[str]:
    return [mail.subject for mail in live.read(service.inbox, None)]


def test_one_chooses_by_kind_and_way(live: Live, cast: Cast) -> None:
    live.write(service.choose, cast.ada, category=Category.SEATS, channel=Channel.BELL, is_on=False)
    told(live, cast.ada)
    told(live, cast.ben)
    assert (titles(live, cast.ada), titles(live, cast.ben), mails(live)) == ([], ["News"], 2)
    live.write(service.choose, cast.ada, category=Category.SEATS, channel=Channel.MAIL, is_on=False)
    told(live, cast.ada)
    assert mails(live) == 2
    [seats] = [row for row in live.read(service.my_preferences, cast.ada).categories if row.category == Category.SEATS]
    assert (seats.in_bell, seats.by_mail) == (False, False)


def test_a_digest_holds_what_came_and_comes_once(live: Live, cast: Cast, clock: FrozenClock) -> None:
    live.write(identity.adopt_zone, cast.ada, zone=BERLIN)
    live.write(service.choose_digest, cast.ada, **DAILY)
    assert live.read(service.my_preferences, cast.ada).next_digest_at == datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
    told(live, cast.ada, title="One")
    told(live, cast.ada, title="Two")
    told(live, cast.ada, title="Three", is_essential=True)
    assert inbox(live) == ["News"], "only the essential"
    clock.advance(timedelta(hours=22))
    jobs.send_digests(live)
    jobs.send_digests(live)
    assert inbox(live) == ["2 pieces of news for you", "News"]
    digest = live.read(service.inbox, None)[0]
    assert "One" in digest.text
    assert "Two" in digest.html
    assert "/unsubscribe/" in digest.text
    clock.advance(timedelta(days=1))
    jobs.send_digests(live)
    assert len(inbox(live)) == 2, "an empty digest is not sent"
    assert live.read(service.my_preferences, cast.ada).next_digest_at == datetime(2026, 3, 5, 7, 0, tzinfo=UTC)


def test_a_digest_is_written_once_however_often_it_is_asked_for(live: Live, cast: Cast, clock: FrozenClock) -> None:
    live.write(service.choose_digest, cast.ada, **DAILY)
    told(live, cast.ada)
    clock.advance(timedelta(days=1))
    [due] = live.read(service.due_digests, SYSTEM)
    for _ in range(2):
        live.write(service.write_digest, SYSTEM, user_id=due.user_id, due_at=due.due_at)
        told(live, cast.ada)
    assert mails(live) == 1


def test_a_digest_follows_its_person_into_another_zone(live: Live, cast: Cast) -> None:
    live.write(identity.adopt_zone, cast.ada, zone=BERLIN)
    live.write(service.choose_digest, cast.ada, digest=DigestPace.WEEKLY, hour=8, weekday=4)
    fields = {"name": "Ada", "title": "", "company": "", "phone_number": ""}
    live.write(identity.edit_profile, cast.ada, **fields, zone="America/New_York")
    assert live.read(service.my_preferences, cast.ada).next_digest_at == datetime(2026, 3, 6, 13, 0, tzinfo=UTC)


def test_what_waits_comes_at_once_when_digests_are_switched_off(live: Live, cast: Cast) -> None:
    live.write(service.choose_digest, cast.ada, **DAILY)
    told(live, cast.ada)
    live.write(service.choose_digest, cast.ada, digest=DigestPace.OFF, hour=8, weekday=0)
    jobs.send_digests(live)
    jobs.send_digests(live)
    assert inbox(live) == ["News for you"]
    assert live.read(service.my_preferences, cast.ada).next_digest_at is None
    told(live, cast.ada)
    assert inbox(live) == ["News", "News for you"]


def test_what_is_switched_off_meanwhile_is_not_in_the_digest(live: Live, cast: Cast, clock: FrozenClock) -> None:
    live.write(service.choose_digest, cast.ada, **DAILY)
    told(live, cast.ada)
    live.write(service.choose, cast.ada, category=Category.SEATS, channel=Channel.MAIL, is_on=False)
    clock.advance(timedelta(days=1))
    jobs.send_digests(live)
    assert mails(live) == 0


def test_mail_waits_for_the_end_of_quiet_hours_and_the_essential_does_not(
    database: Database, clock: FrozenClock, mail_server: MailServer
) -> None:
    runtime = Runtime(database, resolve_viewer, clock=clock, scheduler=Queue())
    runner = JobRunner(runtime)
    cast = gather_cast(Live(database, clock))
    runtime.write(service.choose_quiet_hours, cast.ada, start="08:00", end="12:30")
    runtime.write(happen, None, user_id=cast.ada.user_id or 0, is_essential=True)
    runtime.write(happen, None, user_id=cast.ada.user_id or 0)
    runner.run_due()
    assert len(mail_server.received) == 1
    assert "List-Unsubscribe" not in mail_server.received[0]
    clock.advance(timedelta(hours=3, minutes=31))
    runner.run_due()
    assert len(mail_server.received) == 2
    link = mail_server.received[1]["List-Unsubscribe"]
    assert link.startswith("<http://localhost:3000/unsubscribe/")
    assert link[1:-1] in str(mail_server.received[1].get_body(("plain",)))
    assert mail_server.received[1]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_is_not_wanted_any_more_when_it_is_due_is_withheld(
    database: Database, clock: FrozenClock, mail_server: MailServer
) -> None:
    runtime = Runtime(database, resolve_viewer, clock=clock, scheduler=Queue())
    live = Live(database, clock)
    cast = gather_cast(live)
    runtime.write(service.choose_quiet_hours, cast.ada, start="08:00", end="12:30")
    runtime.write(happen, None, user_id=cast.ada.user_id or 0)
    runtime.write(service.choose, cast.ada, category=Category.SEATS, channel=Channel.MAIL, is_on=False)
    clock.advance(timedelta(hours=4))
    JobRunner(runtime).run_due()
    assert mail_server.received == []
    with live.system() as ctx:
        assert ctx.session.exec(select(MailMessage.status)).one() == MailStatus.WITHHELD


def test_times_that_are_none_are_refused(live: Live, cast: Cast) -> None:
    for start, end, field in (
        ("22:00", "", "quiet_until"),
        ("late", "7:00", "quiet_from"),
        ("24:00", "07:00", "quiet_from"),
        ("22:00", "22:00", "quiet_until"),
    ):
        with pytest.raises(Invalid) as refusal:
            live.write(service.choose_quiet_hours, cast.ada, start=start, end=end)
        assert refusal.value.field == field
    live.write(service.choose_quiet_hours, cast.ada, start="22:00", end="07:00")
    live.write(service.choose_quiet_hours, cast.ada, start="", end="")
    assert live.read(service.my_preferences, cast.ada).quiet_from == ""
    with pytest.raises(Invalid):
        live.write(service.choose_digest, cast.ada, digest=DigestPace.DAILY, hour=24, weekday=0)


def test_visitors_choose_nothing(live: Live) -> None:
    with pytest.raises(SignInRequired):
        live.write(service.choose, None, category=Category.SEATS, channel=Channel.BELL, is_on=True)
    with pytest.raises(SignInRequired):
        live.write(service.choose_digest, None, **DAILY)
    with pytest.raises(SignInRequired):
        live.write(service.choose_quiet_hours, None, start="", end="")
    with pytest.raises(SignInRequired):
        live.read(service.my_preferences, None)
