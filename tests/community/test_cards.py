"""What a person's card shows, to whom."""

from typing import Any

import pytest

from academy.community import service
from academy.community.models import DiscussionThread, ThreadScope
from academy.community.schemas.people import PersonCard, Standing
from academy.core.errors import DomainError, Invalid, NotFound
from academy.enrollment.models import EnrollmentStatus
from academy.identity.models import RoleAssignment, ScopedRole, User
from academy.live import Viewer
from academy.organizations.models import Organization
from academy.skills.models import ProgressLevel, Skill, SkillCategory, SkillLevel, UserSkillProgress
from tests.community.acquaintances import key, take_seat
from tests.enrollment.seats import make_cohort, make_course
from tests.world import Cast, Live


def card(live: Live, viewer: Viewer, person: Viewer) -> PersonCard:
    found = live.read(service.person_card, viewer, user_id=key(person))
    assert found is not None
    return found


def is_hidden(live: Live, viewer: Viewer, person: Viewer) -> bool:
    try:
        card(live, viewer, person)
    except NotFound as error:
        return error.message == "There is no such person here."
    return False


def test_nobody_is_asked_for(live: Live, cast: Cast) -> None:
    assert live.read(service.person_card, cast.ada) is None


def test_people_of_a_cohort_see_each_other(live: Live, cast: Cast) -> None:
    with live.system() as ctx:
        april = make_cohort(ctx, make_course(ctx), instructor_id=cast.ines.user_id)
        take_seat(ctx, cast.ada, april)
        take_seat(ctx, cast.ben, april, EnrollmentStatus.COMPLETED)
        take_seat(ctx, cast.max, april, EnrollmentStatus.CANCELLED)
    assert card(live, cast.ada, cast.ben) == PersonCard(
        user_id=key(cast.ben), name="Ben", courses=["AI Enablement"], cohorts=["AI Enablement, April"]
    )
    assert card(live, cast.ada, cast.ines).name == "Ines", "their instructor"
    assert card(live, cast.ines, cast.ada).name == "Ada"
    assert is_hidden(live, cast.ada, cast.max), "who has left"
    assert is_hidden(live, cast.max, cast.ada)
    assert card(live, cast.olga, cast.max).name == "Max", "administrators see everybody"
    assert card(live, cast.ada, cast.ada).standing == Standing.ME


def test_a_companys_own_cohort_shows_nobody_to_the_rest_of_the_course(live: Live, cast: Cast) -> None:
    with live.system() as ctx:
        company = Organization(name="M", domain="m.example", contact_email="m@m.example", contact_name="M")
        ctx.session.add(company)
        ctx.session.flush()
        course = make_course(ctx)
        take_seat(ctx, cast.ada, make_cohort(ctx, course))
        take_seat(ctx, cast.ben, make_cohort(ctx, course, name="Private", organization_id=company.id))
        take_seat(ctx, cast.max, make_cohort(ctx, course, name="May"))
    assert not is_hidden(live, cast.ada, cast.max), "another public cohort of the course"
    assert not is_hidden(live, cast.ben, cast.ada)
    assert is_hidden(live, cast.ada, cast.ben)
    assert card(live, cast.ada, cast.max).cohorts == [], "only what both are in"
    with live.system() as ctx:
        ctx.session.add(thread(ctx.now, cast.ben, f"course:{course.id}", ThreadScope.COURSE))
    assert not is_hidden(live, cast.ada, cast.ben), "they have written to all of the course"


def test_who_writes_for_all_is_seen_by_all(live: Live, cast: Cast) -> None:
    assert is_hidden(live, cast.ada, cast.ben)
    with live.system() as ctx:
        ctx.session.add(thread(ctx.now, cast.ben, "general", ThreadScope.GENERAL))
    assert not is_hidden(live, cast.ada, cast.ben)
    assert is_hidden(live, cast.ben, cast.ada)


def test_those_who_teach_everything_are_seen_where_one_learns(live: Live, cast: Cast) -> None:
    with live.system() as ctx:
        ctx.session.add(RoleAssignment(user_id=key(cast.ines), role=ScopedRole.INSTRUCTOR))
        take_seat(ctx, cast.ada, make_cohort(ctx, make_course(ctx)))
    assert not is_hidden(live, cast.ada, cast.ines)
    assert is_hidden(live, cast.ben, cast.ines)


def test_asking_shows_who_asks(live: Live, cast: Cast) -> None:
    with live.system() as ctx:
        ctx.session.add(thread(ctx.now, cast.ben, "general", ThreadScope.GENERAL))
    live.write(service.ask_to_connect, cast.ada, user_id=key(cast.ben), note="Hello!")
    shown = card(live, cast.ben, cast.ada)
    assert (shown.standing, shown.note) == (Standing.RECEIVED, "Hello!")
    live.write(service.decline_request, cast.ben, user_id=key(cast.ada))
    assert is_hidden(live, cast.ben, cast.ada)


PARTS: dict[str, dict[str, Any]] = {
    "shows_title": {"title": "Analyst"},
    "shows_company": {"company": "Lagoon"},
    "shows_linkedin": {"linkedin_url": "https://www.linkedin.com/in/ben"},
    "shows_courses": {"courses": ["AI Enablement"], "cohorts": ["AI Enablement, April"]},
    "shows_skills": {"skills": ["Charting"]},
}


def test_only_what_is_switched_on_is_shown(live: Live, cast: Cast) -> None:
    with live.system() as ctx:
        april = make_cohort(ctx, make_course(ctx))
        for person in (cast.ada, cast.ben):
            take_seat(ctx, person, april)
        user = ctx.session.get_one(User, cast.ben.user_id)
        user.title, user.company, user.phone_number = "Analyst", "Lagoon", "+441234567890"
        skill = Skill(
            name="Charting",
            slug="charting",
            description="…",
            category=SkillCategory.TECHNICAL,
            level=SkillLevel.FOUNDATIONAL,
        )
        ctx.session.add(skill)
        ctx.session.flush()
        level = ProgressLevel.PRACTITIONER
        ctx.session.add(UserSkillProgress(user_id=key(cast.ben), skill_id=skill.id, current_level=level))
    words = {"headline": "Charts", "about": "I like\nthem.", "linkedin_url": "linkedin.com/in/ben?x=1"}
    live.write(service.edit_card, cast.ben, **words)
    for part, shown in PARTS.items():
        for name in PARTS:
            live.write(service.show_on_card, cast.ben, what=name, is_shown=name == part)
        seen = card(live, cast.ada, cast.ben)
        assert seen == PersonCard(user_id=key(cast.ben), name="Ben", headline="Charts", about="I like\nthem.", **shown)
        mine = live.read(service.my_card, cast.ben)
        assert mine == seen.model_copy(update={"standing": Standing.ME, "cohorts": []}), (
            "the preview is what others see"
        )
    assert live.read(service.my_card_fields, cast.ben).linkedin_url == "https://www.linkedin.com/in/ben"


def test_what_a_card_cannot_say(live: Live, cast: Cast) -> None:
    for field, typed in (
        ("headline", "x" * 121),
        ("about", "x" * 601),
        ("linkedin_url", "https://linkedin.com.evil.example/in/ben"),
        ("linkedin_url", "javascript:alert(1)//linkedin.com/in/ben"),
    ):
        words = {"headline": "", "about": "", "linkedin_url": "", field: typed}
        with pytest.raises(DomainError) as refused:
            live.write(service.edit_card, cast.ben, **words)
        assert refused.value.field == field
    with pytest.raises(Invalid):
        live.write(service.show_on_card, cast.ben, what="user_id", is_shown=True)


def thread(now: Any, author: Viewer, audience: str, scope: ThreadScope) -> DiscussionThread:
    return DiscussionThread(
        title="Hello", content="…", author_id=key(author), scope=scope, audience=audience, last_activity_at=now
    )
