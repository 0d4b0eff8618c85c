"""Who is suggested to whom, and why."""

from datetime import timedelta

import pytest

from academy.catalog.models import Cohort, Course
from academy.community import service
from academy.community.models import (
    DiscussionReply,
    DiscussionThread,
    MemberProfile,
    PersonBlock,
    ThreadScope,
    UserSuspension,
)
from academy.core.errors import NotFound
from academy.identity.models import User, UserRole
from academy.live import Context
from academy.organizations.models import Organization
from academy.skills.models import ProgressLevel, Skill, SkillCategory, SkillLevel, UserSkillProgress
from tests.community.acquaintances import key, suggested_to, take_seat
from tests.enrollment.seats import make_cohort, make_course, make_people
from tests.world import Cast, FrozenClock, Live

BOTH = "You are both in AI Enablement, April"


@pytest.fixture
def april(live: Live, cast: Cast) -> Cohort:
    """A cohort that Ada and Ben are in."""
    with live.system() as ctx:
        made = make_cohort(ctx, make_course(ctx))
        for person in (cast.ada, cast.ben):
            take_seat(ctx, person, made)
    return made


def test_those_of_a_cohort_first(live: Live, cast: Cast, april: Cohort) -> None:
    with live.system() as ctx:
        take_seat(ctx, cast.max, make_cohort(ctx, course_of(ctx, april), name="May"))
    assert list(suggested_to(live, cast.ada).items()) == [
        (key(cast.ben), [BOTH]),
        (key(cast.max), ["You both took AI Enablement"]),
    ]


def test_reasons_add_up(live: Live, cast: Cast, april: Cohort) -> None:
    with live.system() as ctx:
        (other,) = make_people(ctx, 1)
        take_seat(ctx, other, april)
        for person in (cast.ada, cast.ben):
            user = ctx.session.get_one(User, person.user_id)
            user.title, user.company = f"Operations Lead {user.name}", "Lagoon"
        skill = make_skill(ctx)
        for person in (cast.ada, cast.ben):
            level = ProgressLevel.PRACTITIONER
            ctx.session.add(UserSkillProgress(user_id=key(person), skill_id=skill.id, current_level=level))
        ctx.session.add(MemberProfile(user_id=key(cast.ben), headline="Charts", shows_skills=True))
        for number in range(2):
            start(ctx, april, key(cast.ada), key(cast.ben), number)
    first, second = live.read(service.my_suggestions, cast.ada)
    assert (first.user_id, first.headline) == (key(cast.ben), "Charts")
    assert first.reasons == [
        BOTH,
        "Both wrote in 2 threads",
        "You both know Charting",
        "You both work at Lagoon",
        "Their work is like yours: Operations Lead Ben",
    ]
    assert (second.user_id, second.reasons) == (key(other), [BOTH])
    for part in ("shows_title", "shows_company", "shows_skills"):
        live.write(service.show_on_card, cast.ben, what=part, is_shown=False)
    assert suggested_to(live, cast.ada)[key(cast.ben)] == [BOTH, "Both wrote in 2 threads"], "only what they show"


def test_nobody_is_suggested_out_of_a_companys_own_cohort(live: Live, cast: Cast, april: Cohort) -> None:
    with live.system() as ctx:
        company = Organization(name="M", domain="m.example", contact_email="m@m.example", contact_name="M")
        ctx.session.add(company)
        ctx.session.flush()
        private = make_cohort(ctx, course_of(ctx, april), name="Private", organization_id=company.id)
        take_seat(ctx, cast.max, private)
        skill = make_skill(ctx)
        for person in (cast.ada, cast.max):
            level = ProgressLevel.PRACTITIONER
            ctx.session.add(UserSkillProgress(user_id=key(person), skill_id=skill.id, current_level=level))
        ctx.session.add(MemberProfile(user_id=key(cast.max), shows_skills=True))
    assert key(cast.max) not in suggested_to(live, cast.ada)
    assert key(cast.ada) in suggested_to(live, cast.max)


def test_who_is_out_of_the_question(live: Live, cast: Cast, april: Cohort, clock: FrozenClock) -> None:
    place, tomorrow = f"cohort.{april.public_id}", clock() + timedelta(days=1)
    with live.system() as ctx:
        others = make_people(ctx, 4)
        for person in others:
            take_seat(ctx, person, april)
    ids = [key(person) for person in others]
    blocks, unwilling, administers, suspended = ids
    assert set(suggested_to(live, cast.ada)) == {key(cast.ben), *ids}
    assert live.read(service.unmet, cast.ada, place=place) == 5
    with live.system() as ctx:
        ctx.session.add(PersonBlock(user_id=blocks, blocked_id=key(cast.ada)))
        ctx.session.add(MemberProfile(user_id=unwilling, is_suggestible=False))
        ctx.session.get_one(User, administers).role = UserRole.PLATFORM_ADMIN
        ctx.session.add(UserSuspension(user_id=suspended, reason="Shouting.", until=tomorrow))
    assert set(suggested_to(live, cast.ada)) == {key(cast.ben)}
    assert live.read(service.unmet, cast.ada, place=place) == 1
    clock.advance(timedelta(days=1))
    assert set(suggested_to(live, cast.ada)) == {key(cast.ben), suspended}


def test_who_is_asked_or_known_is_not_suggested(live: Live, cast: Cast, april: Cohort) -> None:
    live.write(service.ask_to_connect, cast.ada, user_id=key(cast.ben))
    assert suggested_to(live, cast.ada) == suggested_to(live, cast.ben) == {}
    live.write(service.accept, cast.ben, user_id=key(cast.ada))
    assert suggested_to(live, cast.ada) == suggested_to(live, cast.ben) == {}


def test_a_suggestion_is_dismissed_for_good(live: Live, cast: Cast, april: Cohort) -> None:
    live.write(service.dismiss_suggestion, cast.ada, user_id=key(cast.ben))
    live.write(service.dismiss_suggestion, cast.ada, user_id=key(cast.ben))
    assert suggested_to(live, cast.ada) == {}
    assert key(cast.ada) in suggested_to(live, cast.ben)
    live.write(service.undo_dismissal, cast.ada, user_id=key(cast.ben))
    assert key(cast.ben) in suggested_to(live, cast.ada)
    with pytest.raises(NotFound):
        live.write(service.dismiss_suggestion, cast.ada, user_id=key(cast.max))


def test_at_most_twelve(live: Live, cast: Cast, april: Cohort) -> None:
    with live.system() as ctx:
        for person in make_people(ctx, 14):
            take_seat(ctx, person, april)
    assert len(suggested_to(live, cast.ada)) == 12
    assert live.read(service.unmet, cast.ada, place=f"cohort.{april.public_id}") == 15
    for place in ("", "general", "cohort.nowhere", "course.ai-enablement"):
        assert live.read(service.unmet, cast.ada, place=place) == 0


def course_of(ctx: Context, cohort: Cohort) -> Course:
    return ctx.session.get_one(Course, cohort.course_id)


def make_skill(ctx: Context) -> Skill:
    skill = Skill(
        name="Charting",
        slug="charting",
        description="…",
        category=SkillCategory.TECHNICAL,
        level=SkillLevel.FOUNDATIONAL,
    )
    ctx.session.add(skill)
    ctx.session.flush()
    return skill


def start(ctx: Context, cohort: Cohort, author_id: int, replier_id: int, number: int) -> None:
    """Let one start a thread in the cohort, and the other reply."""
    thread = DiscussionThread(
        title=f"Thread {number}",
        content="…",
        author_id=author_id,
        scope=ThreadScope.COURSE,
        audience=f"cohort:{cohort.id}",
        course_id=cohort.course_id,
        cohort_id=cohort.id,
        last_activity_at=ctx.now,
    )
    ctx.session.add(thread)
    ctx.session.flush()
    ctx.session.add(DiscussionReply(thread_id=thread.id, number=1, position=1, author_id=replier_id, content="…"))
