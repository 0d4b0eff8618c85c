"""People are reminded of a day of their cohort: a day and an hour before, once, at the moment it is moved to."""

from datetime import timedelta

import pytest
from sqlmodel import select

from academy.catalog.models import Cohort, CohortSession, CohortStatus
from academy.core.errors import Denied
from academy.enrollment import jobs, service
from academy.enrollment.models import Enrollment
from academy.notifications import service as notifications
from tests.enrollment.seats import make_cohort, make_course
from tests.world import Cast, FrozenClock, Live

HOUR = timedelta(hours=1)
TOMORROW, SOON = "AI Enablement begins within a day", "AI Enablement begins within the hour"


@pytest.fixture
def cohort_id(live: Live, cast: Cast) -> int:
    """Ada is in a cohort that meets twice in 48 hours from now."""
    with live.system() as ctx:
        cohort = make_cohort(ctx, make_course(ctx, price=0), starts_in=48 * HOUR)
        for hours in (0, 3):
            starts_at = cohort.start_date + hours * HOUR
            ctx.session.add(
                CohortSession(
                    cohort_id=cohort.id,
                    title=f"Part {hours}",
                    starts_at=starts_at,
                    ends_at=starts_at + 2 * HOUR,
                    zone="Europe/Berlin",
                )
            )
        cohort_id = cohort.id
    live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
    return cohort_id


def heard(live: Live, cast: Cast) -> list[str]:
    """What Ada was reminded of, in order."""
    jobs.remind_of_sessions(live)
    jobs.remind_of_sessions(live)
    mails = [mail.subject for mail in live.read(notifications.inbox, None) if "begins within" in mail.subject]
    bell = live.read(notifications.my_bell, cast.ada)
    assert bell is not None
    assert [row.title for row in bell.latest if "begins within" in row.title] == mails
    return mails[::-1]


def move(live: Live, cohort_id: int, by: timedelta) -> None:
    with live.system() as ctx:
        for session in ctx.session.exec(select(CohortSession).where(CohortSession.cohort_id == cohort_id)):
            session.starts_at += by
            session.ends_at += by


def test_a_day_and_an_hour_before_the_first_of_a_day_and_once(
    live: Live, cast: Cast, clock: FrozenClock, cohort_id: int
) -> None:
    assert heard(live, cast) == []
    clock.advance(24 * HOUR)
    assert heard(live, cast) == [TOMORROW]
    clock.advance(22 * HOUR)
    assert heard(live, cast) == [TOMORROW]
    clock.advance(HOUR)
    assert heard(live, cast) == [TOMORROW, SOON]
    clock.advance(3 * HOUR)
    assert heard(live, cast) == [TOMORROW, SOON], "not of the second part of the day"


def test_what_is_moved_is_reminded_of_when_it_is_then(
    live: Live, cast: Cast, clock: FrozenClock, cohort_id: int
) -> None:
    clock.advance(25 * HOUR)
    assert heard(live, cast) == [TOMORROW]
    move(live, cohort_id, 72 * HOUR)
    clock.advance(22 * HOUR + HOUR / 2)
    assert heard(live, cast) == [TOMORROW]
    clock.advance(49 * HOUR)
    assert heard(live, cast) == [TOMORROW, TOMORROW]


def test_nobody_is_reminded_of_what_does_not_take_place_or_of_a_seat_given_back(
    live: Live, cast: Cast, clock: FrozenClock, cohort_id: int
) -> None:
    clock.advance(25 * HOUR)
    with live.system() as ctx:
        ctx.session.get_one(Cohort, cohort_id).status = CohortStatus.CANCELLED
    assert heard(live, cast) == []
    with live.system() as ctx:
        ctx.session.get_one(Cohort, cohort_id).status = CohortStatus.OPEN
        public_id = ctx.session.exec(select(Enrollment.public_id)).one()
    live.write(service.cancel_enrollment, cast.ada, public_id=public_id)
    assert heard(live, cast) == []


def test_a_reminder_that_quiet_hours_would_make_late_is_not_mailed(
    live: Live, cast: Cast, clock: FrozenClock, cohort_id: int
) -> None:
    live.write(notifications.choose_quiet_hours, cast.ada, start="07:00", end="10:00")
    clock.advance(47 * HOUR + HOUR / 2)
    jobs.remind_of_sessions(live)
    assert all(mail.subject != SOON for mail in live.read(notifications.inbox, None))
    bell = live.read(notifications.my_bell, cast.ada)
    assert bell is not None
    assert bell.latest[0].title == SOON


def test_only_the_system_reminds(live: Live, cast: Cast, clock: FrozenClock, cohort_id: int) -> None:
    clock.advance(25 * HOUR)
    [reminder] = live.read(service.due_reminders, jobs.SYSTEM)
    for viewer in (None, cast.ada, cast.olga):
        with pytest.raises(Denied):
            live.read(service.due_reminders, viewer)
        with pytest.raises(Denied):
            live.write(service.remind, viewer, reminder=reminder)
