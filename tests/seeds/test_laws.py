"""The laws that hold in the demo academy, at whatever moment it is planted."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from academy.catalog.models import Cohort, CohortSession, CohortStatus, Course, CourseSession, SeatHold
from academy.commerce.models import Entitlement, Purchase, Subscription
from academy.core.database import Database
from academy.core.errors import Conflict, Denied
from academy.enrollment.models import Enrollment, EnrollmentStatus, WaitlistEntry, WaitlistStatus
from academy.identity.models import User
from academy.live.limits import Limits
from academy.organizations.models import (
    InviteStatus,
    Organization,
    OrganizationDomain,
    OrganizationInvite,
    OrganizationSeat,
    SeatStatus,
    Suspension,
    Team,
    TeamMember,
)
from academy.seeds import is_empty, seed
from academy.seeds.content.cohorts import COHORTS
from academy.seeds.content.courses import COURSES
from academy.seeds.content.people import EVERYBODY, LEARNERS, PERSONAS
from academy.seeds.seeding import has_nothing, plant_academy
from academy.tables import metadata
from tests.databases import KINDS, academy_database
from tests.organizations.company import assert_seat_laws
from tests.world import Cast, FrozenClock, Live

SEATED = (EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED)
SECRET_COLUMNS = {
    "public_id",
    "purchase_public_id",
    "token_hash",
    "challenge",
    "reference",
    "object_id",
    "provider_event_id",
    "invoice_id",
    "checkout_url",
    "stripe_customer_id",
    "event_id",
    "owner",
    "body",
    "url",
    "text_body",
    "html_body",
    "return_url",
    "cancel_url",
    "gateway_session_id",
    "payment_intent_id",
    "stripe_checkout_session_id",
    "stripe_payment_intent_id",
    "secrets",
    "provider_subscription_id",
    "provider_price_id",
    "plan",
    "key",
    "fingerprint",
}


NO_TIME = Limits(seconds=0)
"""Planting takes as long as it takes."""


@pytest.fixture(params=KINDS, scope="module")
def planted(request: pytest.FixtureRequest) -> Iterator[Live]:
    """A demo academy to look at, on each engine; nobody may change it."""
    with academy_database(request.param) as url:
        live = Live(Database(url), FrozenClock())
        usual, live.limits = live.limits, NO_TIME
        seed(live)
        live.limits = usual
        yield live
        live.database.dispose()


def test_an_empty_database_is_empty(live: Live) -> None:
    assert is_empty(live)


def test_seeding_fills_a_database_and_refuses_to_do_so_again(planted: Live) -> None:
    assert not is_empty(planted)
    with planted.system() as ctx:
        for table, count in ((User, len(EVERYBODY)), (Course, len(COURSES)), (Cohort, len(COHORTS))):
            assert ctx.session.exec(select(func.count()).select_from(table)).one() == count
    with pytest.raises(Conflict):
        seed(planted)


def test_nobody_may_seed_from_a_browser(live: Live, cast: Cast) -> None:
    for viewer in (cast.olga, cast.ada, cast.nobody):
        with pytest.raises(Denied):
            live.write(plant_academy, viewer, scale=1)
        with pytest.raises(Denied):
            live.read(has_nothing, viewer)


def test_all_counters_equal_the_rows(planted: Live) -> None:
    with planted.system() as ctx:
        assert_counters(ctx.session)
        assert_capacity(ctx.session, ctx.now)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_larger_academy_keeps_the_laws(live: Live) -> None:
    summary = seed(live, scale=2)
    assert summary.people == len(EVERYBODY) + len(LEARNERS)
    assert summary.cohorts > 1.8 * len(COHORTS)
    with live.system() as ctx:
        assert_counters(ctx.session)
        assert_capacity(ctx.session, ctx.now)
        emails = ctx.session.exec(select(User.email)).all()
    assert all(email.isascii() and email == email.lower() and email.endswith(".example") for email in emails)


def test_cohorts_span_their_sessions_and_nothing_comes_from_the_future(planted: Live) -> None:
    with planted.system() as ctx:
        for cohort in ctx.session.exec(select(Cohort)).all():
            dates = ctx.session.exec(select(CohortSession).where(CohortSession.cohort_id == cohort.id)).all()
            assert cohort.start_date == min(part.starts_at for part in dates)
            assert cohort.end_date == max(part.ends_at for part in dates)
            assert {part.zone for part in dates} == {cohort.zone}
        for table in metadata.tables.values():
            for name in {"created_at", "updated_at"} & set(table.c.keys()):
                newest = ctx.session.scalar(select(func.max(table.c[name])))
                assert newest is None or newest <= ctx.now, (table.name, name)


def test_the_calendar_shows_every_kind_of_cohort(planted: Live) -> None:
    with planted.system() as ctx:
        taken = seats_taken(ctx.session, ctx.now)
        cohorts = ctx.session.exec(select(Cohort)).all()
        left = {cohort.id: cohort.max_capacity - taken[cohort.id] for cohort in cohorts if is_public(cohort)}
        waiting = set(ctx.session.exec(select(WaitlistEntry.cohort_id)).all())
        held = ctx.session.exec(select(Enrollment).where(Enrollment.status == EnrollmentStatus.HELD)).all()
        free = ctx.session.exec(select(Course.id).where(Course.price_b2c == 0)).all()

    assert {cohort.status for cohort in cohorts} == set(CohortStatus)
    assert any(seats == 0 for seats in left.values())
    assert any(1 <= seats <= 3 for seats in left.values())
    assert any(seats > 5 for seats in left.values())
    assert all(left[cohort_id] == 0 for cohort_id in waiting if cohort_id is not None)
    assert held
    assert any(cohort.is_b2b and cohort.status is CohortStatus.OPEN for cohort in cohorts)
    assert any(cohort.course_id in free and is_public(cohort) for cohort in cohorts)


def test_every_embedded_value_can_be_read(planted: Live) -> None:
    with planted.system() as ctx:
        for table in metadata.tables.values():
            ctx.session.execute(select(table)).all()


def test_embedded_ids_lead_somewhere(planted: Live) -> None:
    targets = {
        "skill_ids": "skills",
        "target_skills": "skills",
        "prerequisites": "skills",
        "target_courses": "courses",
        "course_ids": "courses",
        "target_paths": "learning_paths",
        "team_ids": "teams",
        "related_term_ids": "glossary_terms",
    }
    with planted.system() as ctx:
        for table in metadata.tables.values():
            for name in targets.keys() & set(table.c.keys()):
                known = set(ctx.session.scalars(select(metadata.tables[targets[name]].c.id)))
                for ids in ctx.session.scalars(select(table.c[name])):
                    assert set(ids or ()) <= known, (table.name, name)


def test_the_same_moment_gives_the_same_academy_on_every_engine(planted: Live) -> None:
    with academy_database("sqlite") as url:
        twin = Live(Database(url), FrozenClock())
        seed(twin)
        assert contents(twin.database) == contents(planted.database)
        twin.database.dispose()


def test_only_work_that_is_still_to_come_is_scheduled(planted: Live) -> None:
    with planted.system() as ctx:
        ends = ctx.session.exec(select(SeatHold.expires_at)).all()
        due = [
            moment for moment in ctx.session.exec(select(Purchase.due_at)).all() if moment and moment > planted.clock()
        ]
        plans = [plan.period_end for plan in ctx.session.exec(select(Subscription)).all()]
        open_until = [moment for moment in ctx.session.exec(select(Entitlement.until)).all() if moment]
    moments = sorted([*ends, *due, *due, *plans, *open_until])
    assert sorted(work.when for work in planted.scheduled) == moments, "holds, due invoices, and plans"
    assert all(work.when > planted.clock() for work in planted.scheduled)


def test_personas_come_first_and_all_addresses_are_examples(planted: Live) -> None:
    with planted.system() as ctx:
        emails = ctx.session.exec(select(User.email).order_by(col(User.id))).all()
    assert emails[: len(PERSONAS)] == [person.email for person in PERSONAS]
    assert all(email.isascii() and email == email.lower() and email.endswith(".example") for email in emails)


def test_private_cohorts_hold_only_people_of_their_company(planted: Live) -> None:
    with planted.system() as ctx:
        strangers = ctx.session.exec(
            select(Enrollment.id)
            .join(Cohort, col(Cohort.id) == Enrollment.cohort_id)
            .join(User, col(User.id) == Enrollment.user_id)
            .where(Cohort.is_b2b, sa.func.coalesce(User.organization_id, 0) != Cohort.organization_id)
        ).all()
    assert strangers == []


def test_who_learns_at_a_companys_expense_has_a_seat_of_it(planted: Live) -> None:
    with planted.system() as ctx:
        paid = ctx.session.exec(
            select(Enrollment.id, Cohort.status)
            .join(Cohort, col(Cohort.id) == Enrollment.cohort_id)
            .where(col(Enrollment.organization_id).is_not(None), col(Enrollment.status).in_(SEATED))
        ).all()
        seats = dict(ctx.session.exec(select(OrganizationSeat.enrollment_id, OrganizationSeat.status)).all())
    begun = (CohortStatus.IN_PROGRESS, CohortStatus.COMPLETED)
    assert paid
    for enrollment_id, status in paid:
        assert seats[enrollment_id] == (SeatStatus.ACTIVATED if status in begun else SeatStatus.ASSIGNED)


def test_companies_show_all_that_can_become_of_them_and_of_their_invitations(planted: Live) -> None:
    with planted.system() as ctx:
        invited = ctx.session.exec(select(OrganizationInvite.status, OrganizationInvite.expires_at)).all()
        domains = ctx.session.exec(select(OrganizationDomain.verified_at)).all()
        [suspended] = ctx.session.exec(select(Organization).where(Organization.status == "suspended")).all()
        [overdue] = ctx.session.exec(select(Purchase).where(col(Purchase.overdue_at).is_not(None))).all()
        kept = select(OrganizationSeat.status).where(
            OrganizationSeat.organization_id == suspended.id, col(OrganizationSeat.user_id).is_not(None)
        )
        assert ctx.session.exec(kept).all() == [SeatStatus.HELD]
        assert_seat_laws(ctx.session)
    assert {status for status, _ in invited} == set(InviteStatus)
    assert all((expires_at <= planted.clock()) for status, expires_at in invited if status == InviteStatus.EXPIRED)
    assert {verified_at is None for verified_at in domains} == {True, False}
    assert (overdue.organization_id, list(suspended.suspended_for)) == (suspended.id, [Suspension.BILLING])


def test_every_course_has_days_that_fit_its_kind(planted: Live) -> None:
    with planted.system() as ctx:
        days = Counter(ctx.session.exec(select(CourseSession.course_id, CourseSession.day_number).distinct()).all())
        courses = ctx.session.exec(select(Course)).all()
    assert {course.id for course in courses} == {course_id for course_id, _ in days}


def is_public(cohort: Cohort) -> bool:
    return cohort.status is CohortStatus.OPEN and not cohort.is_b2b


def seats_taken(session: Session, now: datetime) -> Counter[int]:
    rows = session.exec(
        select(Enrollment.cohort_id).where(
            col(Enrollment.status).in_(SEATED)
            | ((col(Enrollment.status) == EnrollmentStatus.HELD) & (col(Enrollment.hold_expires_at) > now))
        )
    ).all()
    return Counter(rows)


def assert_counters(session: Session) -> None:
    for cohort in session.exec(select(Cohort)):
        rows = session.exec(
            select(Enrollment.id).where(Enrollment.cohort_id == cohort.id, col(Enrollment.status).in_(SEATED))
        ).all()
        assert cohort.current_enrollment == len(rows), cohort.name
    for team in session.exec(select(Team)):
        assert team.member_count == len(session.exec(select(TeamMember.id).where(TeamMember.team_id == team.id)).all())
    assert_seat_laws(session)

    held = select(Enrollment.id, Enrollment.cohort_id, Enrollment.hold_expires_at)
    kept = select(SeatHold.enrollment_id, SeatHold.cohort_id, SeatHold.expires_at)
    assert set(session.exec(held.where(Enrollment.status == EnrollmentStatus.HELD))) == set(session.exec(kept))


def assert_capacity(session: Session, now: datetime) -> None:
    taken = seats_taken(session, now)
    for cohort in session.exec(select(Cohort)):
        assert taken[cohort.id] <= cohort.max_capacity, cohort.name
    waiting = session.exec(select(WaitlistEntry).where(WaitlistEntry.status == WaitlistStatus.WAITING)).all()
    places = Counter((entry.cohort_id, entry.position) for entry in waiting)
    assert all(count == 1 for count in places.values())


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the database but ids, and what is random so that nobody can guess it.

    Which id a row gets after others were deleted depends on the engine; what refers to it is here.
    """
    with database.snapshot() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(
                    sa.select(*(column for column in table.c if column.name not in {"id", *SECRET_COLUMNS})).order_by(
                        *table.primary_key.columns
                    )
                )
            ]
            for table in metadata.sorted_tables
        }
