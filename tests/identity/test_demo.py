"""Stepping into demo people: in demo mode, into demo people, and never otherwise."""

from collections.abc import Callable

import pytest

from academy.core.errors import NotFound
from academy.core.settings import settings
from academy.identity import service
from academy.identity.models import RoleAssignment, ScopedRole, User, UserRole
from academy.identity.schemas import Browser
from tests.world import Cast, Live


@pytest.fixture
def people(live: Live, cast: Cast) -> dict[str, int]:
    made = {
        name: live.add(User(name=name, email=f"{name}@acme.example", role=role, title="Analyst", company="Acme")).id
        for name, role in {
            "dana": UserRole.INDIVIDUAL,
            "ivo": UserRole.INDIVIDUAL,
            "kim": UserRole.INDIVIDUAL,
            "max": UserRole.ORG_ADMIN,
            "ada": UserRole.PLATFORM_ADMIN,
        }.items()
    }
    live.add(RoleAssignment(user_id=made["ivo"], role=ScopedRole.INSTRUCTOR))
    live.add(RoleAssignment(user_id=made["kim"], role=ScopedRole.MODERATOR))
    return made


@pytest.fixture
def no_demo(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def end() -> None:
        monkeypatch.setenv("ACADEMY_DEMO", "false")
        settings.cache_clear()

    return end


def test_demo_people_are_listed_by_what_they_see(live: Live, people: dict[str, int]) -> None:
    groups = live.read(service.demo_people, None)
    assert [(group.label, [person.name for person in group.people]) for group in groups] == [
        ("Learners", ["dana"]), ("Instructors", ["ivo"]), ("Managers", ["max"]), ("Administrators", ["ada"]),
        ("Team", ["kim"]),
    ]  # fmt: skip
    assert groups[0].people[0].about == "Analyst, Acme"
    assert live.read(service.sign_in_options, None).demo == groups


def test_one_steps_into_a_demo_person(live: Live, people: dict[str, int]) -> None:
    done = live.write(service.step_into, None, user_id=people["ada"], next_path="/admin/courses", browser=Browser())
    me = live.read(service.me, done.token)
    assert me is not None
    assert (me.user_id, done.next_path) == (people["ada"], "/admin/courses")


def test_nobody_steps_into_a_real_person(live: Live, cast: Cast, people: dict[str, int]) -> None:
    for user_id in (cast.olga.user_id, 404, 0):
        with pytest.raises(NotFound):
            live.write(service.step_into, None, user_id=user_id, next_path="/", browser=Browser())


def test_outside_demo_mode_there_are_no_demo_people(
    live: Live, people: dict[str, int], no_demo: Callable[[], None]
) -> None:
    stepped = live.write(service.step_into, None, user_id=people["ada"], next_path="/", browser=Browser())
    no_demo()
    with pytest.raises(NotFound):
        live.read(service.demo_people, None)
    with pytest.raises(NotFound):
        live.write(service.step_into, None, user_id=people["ada"], next_path="/", browser=Browser())
    assert live.read(service.sign_in_options, None).demo == []
    assert live.read(service.me, stepped.token) is None


def test_the_provider_is_offered_once_it_is_configured(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    assert live.read(service.sign_in_options, None).provider == ""
    monkeypatch.setenv("ACADEMY_OIDC_CLIENT_ID", "academy")
    settings.cache_clear()
    assert live.read(service.sign_in_options, None).provider == "Google"
