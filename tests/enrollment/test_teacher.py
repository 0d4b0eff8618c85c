"""What instructors see of their cohorts and the people in them."""

from datetime import datetime, timedelta

import pytest

from academy.catalog.models import Cohort, CohortStatus
from academy.core.errors import Denied, NotFound, SignInRequired
from academy.enrollment import service
from academy.enrollment.models import EnrollmentStatus
from academy.enrollment.schemas import TaughtCohort
from academy.identity.models import RoleAssignment, ScopedRole, User
from academy.live import Viewer
from academy.organizations.models import Organization
from tests.enrollment.seats import make_cohort, make_course, make_sessions
from tests.world import Cast, FrozenClock, Live, next_change

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def cohorts(live: Live) -> dict[str, int]:
    """Two cohorts of a course and one of another, in the order they start."""
    with live.system() as ctx:
        course, webinar = make_course(ctx), make_course(ctx, price=0, slug="webinar")
        made = {
            "april": make_cohort(ctx, course, seats=5),
            "may": make_cohort(ctx, course, name="May", starts_in=timedelta(days=60)),
            "webinar": make_cohort(ctx, webinar, seats=5, name="Webinar", starts_in=timedelta(days=90)),
        }
        for cohort in made.values():
            make_sessions(ctx, cohort)
        return {name: cohort.id for name, cohort in made.items()}


def assign(
    live: Live,
    viewer: Viewer,
    *,
    role: ScopedRole = ScopedRole.INSTRUCTOR,
    course_id: int | None = None,
    cohort_id: int | None = None,
) -> RoleAssignment:
    assert viewer.user_id is not None
    return live.add(RoleAssignment(user_id=viewer.user_id, role=role, course_id=course_id, cohort_id=cohort_id))


def taught(live: Live, viewer: Viewer) -> list[TaughtCohort]:
    return live.read(service.taught_cohorts, viewer).current


class TestTaughtCohorts:
    def test_are_those_one_is_assigned_to(self, live: Live, cast: Cast, cohorts: dict[str, int]) -> None:
        assign(live, cast.ines, cohort_id=cohorts["may"])
        assert [row.id for row in taught(live, cast.ines)] == [cohorts["may"]]

    def test_are_those_one_is_named_on(self, live: Live, cast: Cast, cohorts: dict[str, int]) -> None:
        with live.system() as ctx:
            named = make_cohort(ctx, make_course(ctx, slug="other"), instructor_id=cast.ines.user_id).id
        assert [row.id for row in taught(live, cast.ines)] == [named]

    def test_are_all_of_a_course_one_teaches(self, live: Live, cast: Cast, cohorts: dict[str, int]) -> None:
        with live.system() as ctx:
            course_id = ctx.session.get_one(Cohort, cohorts["april"]).course_id
        assign(live, cast.ines, course_id=course_id)
        assert [row.id for row in taught(live, cast.ines)] == [cohorts["april"], cohorts["may"]]

    def test_are_all_for_administrators_and_instructors_everywhere(
        self, live: Live, cast: Cast, cohorts: dict[str, int]
    ) -> None:
        assign(live, cast.ines)
        for viewer in (cast.olga, cast.ines):
            assert [row.id for row in taught(live, viewer)] == list(cohorts.values())

    def test_count_seats_and_who_is_paying_until_the_hold_runs_out(
        self, live: Live, cast: Cast, clock: FrozenClock, cohorts: dict[str, int]
    ) -> None:
        assign(live, cast.ines, cohort_id=cohorts["april"])
        live.write(service.reserve_seat, cast.ada, cohort_id=cohorts["april"])
        [row] = taught(live, cast.ines)
        assert (row.enrolled, row.held, row.capacity) == (0, 1, 5)
        assert next_change(live, service.taught_cohorts, cast.ines) == clock.now + HALF_AN_HOUR
        clock.advance(HALF_AN_HOUR)
        [row] = taught(live, cast.ines)
        assert (row.enrolled, row.held) == (0, 0)

    def test_move_on_from_session_to_session_and_then_are_over(
        self, live: Live, cast: Cast, clock: FrozenClock, cohorts: dict[str, int]
    ) -> None:
        assign(live, cast.ines, cohort_id=cohorts["april"])
        [row] = taught(live, cast.ines)
        assert row.next_session is not None
        assert row.next_session.title == "Day 1"
        clock.now = row.next_session.ends_at
        [later] = taught(live, cast.ines)
        assert later.next_session is not None
        assert later.next_session.title == "Day 2"
        clock.now = row.ends_at
        teaching = live.read(service.taught_cohorts, cast.ines)
        assert (teaching.current, [one.id for one in teaching.past]) == ([], [cohorts["april"]])

    def test_say_whose_private_ones_are(self, live: Live, cast: Cast) -> None:
        company = live.add(
            Organization(name="Meridian", domain="m.example", contact_email="m@m.example", contact_name="M")
        )
        with live.system() as ctx:
            cohort = make_cohort(ctx, make_course(ctx), organization_id=company.id, instructor_id=cast.ines.user_id).id
        assert [row.company for row in taught(live, cast.ines)] == ["Meridian"]
        assert live.read(service.roster, cast.ines, cohort_id=cohort).company == "Meridian"

    def test_leave_out_cancelled_ones(self, live: Live, cast: Cast) -> None:
        with live.system() as ctx:
            make_cohort(ctx, make_course(ctx), status=CohortStatus.CANCELLED, instructor_id=cast.ines.user_id)
        assert taught(live, cast.ines) == []

    def test_are_none_for_moderators(self, live: Live, cast: Cast, cohorts: dict[str, int]) -> None:
        assign(live, cast.ben, role=ScopedRole.MODERATOR, cohort_id=cohorts["april"])
        assert taught(live, cast.ben) == []

    def test_are_refused_to_others(self, live: Live, cast: Cast, cohorts: dict[str, int]) -> None:
        for viewer in (cast.ada, cast.ben, cast.ines, cast.max):
            with pytest.raises(Denied):
                live.read(service.taught_cohorts, viewer)
        with pytest.raises(SignInRequired):
            live.read(service.taught_cohorts, cast.nobody)


class TestRoster:
    def test_names_who_is_enrolled_and_not_who_only_holds(
        self, live: Live, cast: Cast, clock: FrozenClock, cohorts: dict[str, int]
    ) -> None:
        assign(live, cast.ines, cohort_id=cohorts["webinar"])
        _call(live, cast.ben, name="ben okafor", company="Northwind", title="Analyst")
        live.write(service.reserve_seat, cast.ben, cohort_id=cohorts["webinar"])
        live.write(service.reserve_seat, cast.ada, cohort_id=cohorts["webinar"])
        roster = live.read(service.roster, cast.ines, cohort_id=cohorts["webinar"])
        assert [(row.name, row.company, row.title) for row in roster.people] == [
            ("Ada", None, None),
            ("ben okafor", "Northwind", "Analyst"),
        ]
        assert {(row.status, row.enrolled_at) for row in roster.people} == {(EnrollmentStatus.ACTIVE, clock.now)}
        live.write(service.reserve_seat, cast.ada, cohort_id=cohorts["april"])
        held = live.read(service.roster, cast.olga, cohort_id=cohorts["april"])
        assert (held.people, held.held) == ([], 1)

    def test_tells_no_address_and_nothing_of_money(
        self, live: Live, cast: Cast, clock: FrozenClock, cohorts: dict[str, int]
    ) -> None:
        live.write(service.reserve_seat, cast.ada, cohort_id=cohorts["webinar"])
        told = live.read(service.roster, cast.olga, cohort_id=cohorts["webinar"]).model_dump_json()
        assert "ada@example.com" not in told
        assert not any(word in told for word in ("email", "amount", "payment", "stripe", "meet.example"))

    def test_opens_the_room_to_the_instructor_in_time(
        self, live: Live, cast: Cast, clock: FrozenClock, cohorts: dict[str, int]
    ) -> None:
        def next_door(at: datetime) -> str | None:
            clock.now = at
            following = live.read(service.roster, cast.olga, cohort_id=cohorts["april"]).next_session
            return following.join_url if following else None

        starts_at = live.read(service.roster, cast.olga, cohort_id=cohorts["april"]).starts_at
        opens_at = next_change(live, service.roster, cast.olga, cohort_id=cohorts["april"])
        assert opens_at == starts_at - timedelta(minutes=15)
        assert next_door(opens_at - timedelta(seconds=1)) is None
        assert next_door(opens_at) == "https://meet.example/day"

    def test_changes_when_a_hold_runs_out(
        self, live: Live, cast: Cast, clock: FrozenClock, cohorts: dict[str, int]
    ) -> None:
        live.write(service.reserve_seat, cast.ada, cohort_id=cohorts["april"])
        arguments = {"cohort_id": cohorts["april"]}
        assert next_change(live, service.roster, cast.olga, **arguments) == clock.now + HALF_AN_HOUR
        clock.advance(HALF_AN_HOUR)
        assert live.read(service.roster, cast.olga, **arguments).held == 0

    def test_is_refused_to_others(self, live: Live, cast: Cast, cohorts: dict[str, int]) -> None:
        assign(live, cast.ines, cohort_id=cohorts["may"])
        assign(live, cast.ben, role=ScopedRole.MODERATOR, cohort_id=cohorts["april"])
        live.write(service.reserve_seat, cast.ada, cohort_id=cohorts["april"])
        for viewer in (cast.ada, cast.ben, cast.ines, cast.max):
            with pytest.raises(Denied):
                live.read(service.roster, viewer, cohort_id=cohorts["april"])
        with pytest.raises(SignInRequired):
            live.read(service.roster, cast.nobody, cohort_id=cohorts["april"])

    def test_closes_when_the_role_is_taken_away(self, live: Live, cast: Cast, cohorts: dict[str, int]) -> None:
        assigned = assign(live, cast.ines, cohort_id=cohorts["may"]).id
        assert live.read(service.roster, cast.ines, cohort_id=cohorts["may"]).id == cohorts["may"]
        with live.system() as ctx:
            ctx.session.delete(ctx.session.get_one(RoleAssignment, assigned))
        with pytest.raises(Denied):
            live.read(service.roster, cast.ines, cohort_id=cohorts["may"])

    def test_of_no_cohort_there_is_none(self, live: Live, cast: Cast) -> None:
        with pytest.raises(NotFound):
            live.read(service.roster, cast.olga, cohort_id=4711)


def _call(live: Live, viewer: Viewer, *, name: str, company: str, title: str) -> None:
    with live.system() as ctx:
        user = ctx.session.get_one(User, viewer.user_id)
        user.name, user.company, user.title = name, company, title
