"""Roles are given and taken by administrators, and noted."""

import pytest
from sqlmodel import select

from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Denied, Invalid, NotFound, SignInRequired
from academy.identity import policy, service
from academy.identity.models import ScopedRole, User, UserRole
from academy.live import SYSTEM, Context, everyone, query
from tests.world import Cast, Live


@query(policy=everyone)
def may_moderate(ctx: Context) -> bool:
    return policy.may_moderate(ctx)


def notes(live: Live) -> list[tuple[str, str]]:
    with live.system() as ctx:
        return [(entry.action, entry.summary) for entry in ctx.session.exec(select(AuditEntry))]


def test_the_first_admin_is_made_by_a_command(live: Live) -> None:
    for _ in range(2):
        live.write(service.make_admin, SYSTEM, email=" First@Example.com ")
    with live.system() as ctx:
        user = ctx.session.exec(select(User)).one()
        assert (user.email, user.role) == ("first@example.com", UserRole.PLATFORM_ADMIN)
    assert notes(live) == [("identity.admin_made", "First became an administrator of the platform.")]


def test_somebody_with_an_account_becomes_admin(live: Live, cast: Cast) -> None:
    live.write(service.make_admin, SYSTEM, email="ada@example.com")
    me = live.read(service.me, cast.ada)
    assert me is not None
    assert me.role is UserRole.PLATFORM_ADMIN
    with pytest.raises(Invalid):
        live.write(service.make_admin, SYSTEM, email="ada")


def test_nobody_makes_admins_from_a_browser(live: Live, cast: Cast) -> None:
    for viewer in (cast.nobody, cast.ada, cast.olga):
        with pytest.raises(Denied):
            live.write(service.make_admin, viewer, email="ada@example.com")


def test_roles_are_given_and_taken(live: Live, cast: Cast) -> None:
    given = live.write(service.give_role, cast.olga, user_id=cast.ada.user_id, role=ScopedRole.MODERATOR)
    assert live.read(may_moderate, cast.ada)
    live.write(service.take_role, cast.olga, assignment_id=given)
    assert not live.read(may_moderate, cast.ada)
    assert notes(live) == [
        ("identity.role_given", "Ada was given the role moderator everywhere."),
        ("identity.role_taken", "Ada lost the role moderator everywhere."),
    ]
    with pytest.raises(NotFound):
        live.write(service.take_role, cast.olga, assignment_id=given)


def test_a_role_is_given_once_to_somebody_for_something(live: Live, cast: Cast) -> None:
    live.write(service.give_role, cast.olga, user_id=cast.ada.user_id, role=ScopedRole.MODERATOR)
    with pytest.raises(Conflict):
        live.write(service.give_role, cast.olga, user_id=cast.ada.user_id, role=ScopedRole.MODERATOR)
    with pytest.raises(NotFound):
        live.write(service.give_role, cast.olga, user_id=404, role=ScopedRole.MODERATOR)
    with pytest.raises(Invalid):
        live.write(
            service.give_role, cast.olga, user_id=cast.ada.user_id, role=ScopedRole.INSTRUCTOR, course_id=1, cohort_id=1
        )


def test_only_administrators_give_and_take(live: Live, cast: Cast) -> None:
    given = live.write(service.give_role, cast.olga, user_id=cast.ada.user_id, role=ScopedRole.MODERATOR)
    for viewer, error in ((cast.nobody, SignInRequired), (cast.ada, Denied), (cast.max, Denied)):
        with pytest.raises(error):
            live.write(service.give_role, viewer, user_id=cast.ada.user_id, role=ScopedRole.CONTENT_EDITOR)
        with pytest.raises(error):
            live.write(service.take_role, viewer, assignment_id=given)
