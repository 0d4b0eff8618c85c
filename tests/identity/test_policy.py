"""Who may do what."""

from datetime import timedelta

import pytest

from academy.catalog.models import CapabilityLevel, Cohort, Course, ImpactLevel, SessionType
from academy.core.errors import Denied, SignInRequired
from academy.identity import policy
from academy.identity.models import RoleAssignment, ScopedRole
from academy.identity.policy import Place
from academy.live import ANONYMOUS, SYSTEM, Context, Viewer, everyone, mutation, query
from tests.world import Cast, Live


@query(policy=everyone)
def rights(ctx: Context, *, course_id: int, cohort_id: int) -> set[str]:
    held = {
        "admin": policy.is_admin(ctx),
        "teaches course": policy.teaches_course(ctx, course_id),
        "teaches cohort": policy.teaches_cohort(ctx, cohort_id),
        "edits course": policy.may_edit_content(ctx, course_id),
        "edits all": policy.may_edit_content(ctx),
        "moderates cohort": policy.may_moderate(ctx, course_id=course_id, cohort_id=cohort_id),
        "moderates all": policy.may_moderate(ctx),
    }
    return {name for name, is_held in held.items() if is_held}


@query(policy=everyone)
def places(ctx: Context) -> list[Place]:
    return [opened.place for opened in policy.open_places(ctx)]


@query(policy=policy.platform_admin)
def for_admins(ctx: Context) -> bool:
    return True


@query(policy=policy.content_editor)
def for_editors(ctx: Context) -> bool:
    return True


@mutation(policy=policy.system_only)
def for_the_system(ctx: Context) -> bool:
    return True


@pytest.fixture
def course(live: Live) -> Course:
    return course_named(live, "Foundations")


@pytest.fixture
def cohort(live: Live, course: Course) -> Cohort:
    return cohort_of(live, course)


def course_named(live: Live, title: str) -> Course:
    return live.add(
        Course(
            title=title,
            slug=title.lower(),
            description="",
            session_type=SessionType.HACKATHON,
            price_b2c=0,
            price_b2b=0,
            max_participants=20,
            impact_level=ImpactLevel.L1,
            capability_level=CapabilityLevel.FUNDAMENTALS,
        ),
    )


def cohort_of(live: Live, course: Course, **values: object) -> Cohort:
    start = live.clock() + timedelta(days=10)
    return live.add(
        Cohort(course_id=course.id, name="June", start_date=start, end_date=start, max_capacity=20, **values)
    )


def give_role(live: Live, viewer: Viewer, role: ScopedRole, **scope: int) -> None:
    live.add(RoleAssignment(user_id=viewer.user_id, role=role, **scope))


def rights_of(live: Live, viewer: Viewer, cohort: Cohort) -> set[str]:
    return live.read(rights, viewer, course_id=cohort.course_id, cohort_id=cohort.id)


EVERYTHING = {
    "admin",
    "teaches course",
    "teaches cohort",
    "edits course",
    "edits all",
    "moderates cohort",
    "moderates all",
}


def test_without_a_role_nobody_may_anything(live: Live, cast: Cast, cohort: Cohort) -> None:
    assert rights_of(live, ANONYMOUS, cohort) == set()
    assert rights_of(live, cast.ada, cohort) == set()


def test_administrators_and_the_system_may_everything(live: Live, cast: Cast, cohort: Cohort) -> None:
    assert rights_of(live, cast.olga, cohort) == EVERYTHING
    assert rights_of(live, SYSTEM, cohort) == EVERYTHING


def test_instructors_of_a_course_teach_its_cohorts(live: Live, cast: Cast, cohort: Cohort) -> None:
    give_role(live, cast.ada, ScopedRole.INSTRUCTOR, course_id=cohort.course_id)
    assert rights_of(live, cast.ada, cohort) == {"teaches course", "teaches cohort"}
    assert rights_of(live, cast.ada, cohort_of(live, course_named(live, "Another"))) == set()


def test_instructors_of_a_cohort_teach_only_it(live: Live, cast: Cast, course: Course, cohort: Cohort) -> None:
    give_role(live, cast.ada, ScopedRole.INSTRUCTOR, cohort_id=cohort.id)
    assert rights_of(live, cast.ada, cohort) == {"teaches cohort"}
    assert rights_of(live, cast.ada, cohort_of(live, course)) == set()


def test_a_role_in_a_cohort_of_a_course_is_not_one_in_the_course(
    live: Live, cast: Cast, course: Course, cohort: Cohort
) -> None:
    give_role(live, cast.ada, ScopedRole.INSTRUCTOR, course_id=course.id, cohort_id=cohort.id)
    assert rights_of(live, cast.ada, cohort) == {"teaches cohort"}
    assert rights_of(live, cast.ada, cohort_of(live, course)) == set()


def test_whoever_a_cohort_names_teaches_it(live: Live, cast: Cast, course: Course) -> None:
    assert rights_of(live, cast.ada, cohort_of(live, course, instructor_id=cast.ada.user_id)) == {"teaches cohort"}
    assert live.read(places, cast.ada) == [Place.LEARN, Place.COMMUNITY, Place.TEACH]


def test_a_cohort_that_is_not_there_is_taught_by_nobody(live: Live, cast: Cast, course: Course) -> None:
    assert live.read(rights, cast.ada, course_id=course.id, cohort_id=404) == set()


def test_a_role_without_scope_holds_everywhere(live: Live, cast: Cast, cohort: Cohort) -> None:
    give_role(live, cast.ada, ScopedRole.CONTENT_EDITOR)
    give_role(live, cast.ada, ScopedRole.MODERATOR)
    assert rights_of(live, cast.ada, cohort) == {"edits course", "edits all", "moderates cohort", "moderates all"}


def test_another_persons_role_helps_nobody(live: Live, cast: Cast, cohort: Cohort) -> None:
    give_role(live, cast.ben, ScopedRole.INSTRUCTOR)
    assert rights_of(live, cast.ada, cohort) == set()


def test_places_open_by_role(live: Live, cast: Cast) -> None:
    give_role(live, cast.ben, ScopedRole.INSTRUCTOR)
    assert live.read(places) == []
    assert live.read(places, cast.ada) == [Place.LEARN, Place.COMMUNITY]
    assert live.read(places, cast.ben) == [Place.LEARN, Place.COMMUNITY, Place.TEACH]
    assert live.read(places, cast.olga) == [Place.LEARN, Place.COMMUNITY, Place.ADMIN]


def test_policies_ask_visitors_to_sign_in_and_refuse_others(live: Live, cast: Cast) -> None:
    give_role(live, cast.ben, ScopedRole.CONTENT_EDITOR)
    for closed in (for_admins, for_editors):
        with pytest.raises(SignInRequired):
            live.read(closed)
        with pytest.raises(Denied):
            live.read(closed, cast.ada)
        assert live.read(closed, cast.olga)
    assert live.read(for_editors, cast.ben)
    with pytest.raises(Denied):
        live.read(for_admins, cast.ben)


def test_only_the_system_may_what_is_for_the_system(live: Live, cast: Cast) -> None:
    for viewer in (ANONYMOUS, cast.olga):
        with pytest.raises(Denied):
            live.write(for_the_system, viewer)
    assert live.write(for_the_system, SYSTEM)
