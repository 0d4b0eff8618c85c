"""The people of a company: who may do what with whom, leaving and being removed, teams."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import select

from academy.catalog.models import CohortStatus
from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Denied, DomainError, Invalid, NotFound
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.identity.models import User
from academy.live import Mutation, Viewer
from academy.organizations import service
from academy.organizations.models import (
    ManagerPermission,
    ManagerRole,
    Organization,
    OrganizationManager,
    OrganizationMembership,
    SeatStatus,
    Team,
)
from academy.organizations.policy import PRESETS
from academy.organizations.schemas import CompanyFields
from tests.enrollment.seats import make_cohort, make_course
from tests.organizations.company import assert_seat_laws, make_enrollment, make_invite, seats
from tests.organizations.conftest import Meridian
from tests.world import Cast, Live

FIELDS = CompanyFields(name="Meridian", contact_name="Max", contact_email="max@meridian.example")
Given = Callable[[Meridian], dict[str, Any]]
TEAM_MANAGERS = {"admin", "manager", "lead", "clerk", "platform"}
RIGHTS: list[tuple[Mutation[..., Any], Given, set[str]]] = [
    (service.edit_organization, lambda _: {"fields": FIELDS}, {"admin", "platform"}),
    (service.set_role, lambda m: {"user_id": m.mia.user_id, "role": None}, {"admin", "platform"}),
    (service.remove_member, lambda m: {"user_id": m.mia.user_id}, TEAM_MANAGERS),
    (service.restore_member, lambda m: {"user_id": m.mia.user_id}, TEAM_MANAGERS),
    (service.set_department, lambda m: {"user_ids": [m.mia.user_id], "department": "Sales"}, TEAM_MANAGERS),
    (service.create_team, lambda _: {"name": "Sales"}, TEAM_MANAGERS),
    (service.edit_team, lambda m: {"team_id": m.team_id, "name": "Sales"}, TEAM_MANAGERS),
    (service.dissolve_team, lambda m: {"team_id": m.team_id}, TEAM_MANAGERS),
    (service.restore_team, lambda m: {"team_id": m.team_id}, TEAM_MANAGERS),
    (service.put_into_team, lambda m: {"team_id": m.team_id, "user_ids": [m.dan.user_id]}, TEAM_MANAGERS),
    (service.take_out_of_team, lambda m: {"team_id": m.team_id, "user_id": m.mia.user_id}, TEAM_MANAGERS),
]
REFUSALS = {"visitor": "sign_in", "stranger": "not_found", "mia": "not_found"}


@pytest.mark.parametrize(("mutation", "given", "allowed"), RIGHTS, ids=lambda part: getattr(part, "__name__", ""))
def test_permissions_decide(
    live: Live, meridian: Meridian, mutation: Mutation[..., Any], given: Given, allowed: set[str]
) -> None:
    found = {}
    with live.system() as ctx:
        for name, viewer in meridian.everybody().items():
            ctx._known_viewer = viewer
            try:
                mutation.check(ctx, organization_id=meridian.id, **given(meridian))
                found[name] = "allowed"
            except DomainError as error:
                found[name] = error.code
    assert found == {
        name: "allowed" if name in allowed else REFUSALS.get(name, "denied") for name in meridian.everybody()
    }


def left(live: Live, viewer: Viewer) -> bool:
    with live.system() as ctx:
        statement = select(OrganizationMembership.left_at).where(OrganizationMembership.user_id == viewer.user_id)
        return ctx.session.exec(statement).one() is not None


def test_somebody_leaves_with_all_that_was_theirs_in_the_company(live: Live, meridian: Meridian) -> None:
    with live.system() as ctx:
        course = make_course(ctx)
        service.add_seats(ctx, organization_id=meridian.id, course_id=course.id, quantity=1)
        invite = make_invite(ctx, service.lock_organization(ctx, meridian.id), course_id=course.id)
        service.hold_seat(ctx, invite=invite)
        invite.status = "accepted"
        service.keep_for(ctx, invite=invite, user_id=meridian.mia.user_id or 0)
    live.write(service.leave_organization, meridian.mia, organization_id=meridian.id)
    assert left(live, meridian.mia)
    with live.system() as ctx:
        assert_seat_laws(ctx.session)
        assert seats(ctx.session, meridian.id) == {SeatStatus.AVAILABLE: 1}
        assert ctx.session.get_one(Team, meridian.team_id).member_count == 1
        assert ctx.session.get_one(User, meridian.mia.user_id).organization_id is None
    with pytest.raises(NotFound):
        live.write(service.leave_organization, meridian.mia, organization_id=meridian.id)


def test_whoever_is_removed_keeps_what_they_learned(live: Live, meridian: Meridian) -> None:
    with live.system() as ctx:
        course = make_course(ctx)
        cohort = make_cohort(ctx, course, status=CohortStatus.IN_PROGRESS)
        company = service.lock_organization(ctx, meridian.id)
        enrollment = make_enrollment(ctx, company, meridian.mia.user_id or 0, course.id, cohort.id)
    live.write(service.remove_member, meridian.admin, organization_id=meridian.id, user_id=meridian.mia.user_id)
    with live.system() as ctx:
        assert ctx.session.get_one(Enrollment, enrollment.id).status == EnrollmentStatus.ACTIVE
        actor = select(AuditEntry.actor_id).where(AuditEntry.action == "organizations.member_removed")
        assert ctx.session.exec(actor).one() == meridian.admin.user_id
    assert left(live, meridian.mia)


@pytest.mark.parametrize(("who", "whom"), [("lead", "dan"), ("clerk", "mia"), ("lead", "admin")])
def test_nobody_reaches_beyond_what_they_look_after(live: Live, meridian: Meridian, who: str, whom: str) -> None:
    viewer, target = getattr(meridian, who), getattr(meridian, whom).user_id
    given: dict[str, Any] = {"organization_id": meridian.id}
    with pytest.raises(NotFound):
        live.write(service.remove_member, viewer, user_id=target, **given)
    with pytest.raises(NotFound):
        live.write(service.set_department, viewer, user_ids=[target], department="Finance", **given)
    with pytest.raises(NotFound):
        live.write(service.put_into_team, viewer, team_id=meridian.team_id, user_ids=[target], **given)


def test_whoever_looks_after_a_part_makes_no_teams(live: Live, meridian: Meridian) -> None:
    with pytest.raises(Denied):
        live.write(service.create_team, meridian.lead, organization_id=meridian.id, name="Sales")
    with pytest.raises(NotFound):
        live.write(service.dissolve_team, meridian.clerk, organization_id=meridian.id, team_id=meridian.team_id)


def test_a_manager_removes_no_manager(live: Live, meridian: Meridian) -> None:
    with pytest.raises(Denied, match="choose the company's managers"):
        live.write(
            service.remove_member, meridian.manager, organization_id=meridian.id, user_id=meridian.viewer.user_id
        )


def test_departments_are_set_within_ones_own(live: Live, meridian: Meridian) -> None:
    given: dict[str, Any] = {"organization_id": meridian.id, "user_ids": [meridian.dan.user_id]}
    with pytest.raises(Invalid, match="You look after Finance"):
        live.write(service.set_department, meridian.clerk, department="Sales", **given)
    live.write(service.set_department, meridian.admin, department="  People   & Culture ", **given)
    with live.system() as ctx:
        statement = select(OrganizationMembership.department).where(
            OrganizationMembership.user_id == meridian.dan.user_id
        )
        assert ctx.session.exec(statement).one() == "People & Culture"


def test_the_last_administrator_stays(live: Live, meridian: Meridian) -> None:
    given: dict[str, Any] = {"organization_id": meridian.id}
    own = {"user_id": meridian.admin.user_id, **given}
    for attempt in (
        lambda: live.write(service.leave_organization, meridian.admin, **given),
        lambda: live.write(service.set_role, meridian.admin, role=ManagerRole.VIEWER, **own),
        lambda: live.write(service.set_role, meridian.platform, role=None, **own),
        lambda: live.write(service.remove_member, meridian.platform, **own),
    ):
        with pytest.raises(Conflict, match="Admin is the last administrator of Meridian"):
            attempt()
    live.write(service.set_role, meridian.admin, user_id=meridian.mia.user_id, role=ManagerRole.ADMIN, **given)
    live.write(service.leave_organization, meridian.admin, **given)
    assert left(live, meridian.admin)


def test_of_two_administrators_who_leave_at_once_one_stays(live: Live, meridian: Meridian) -> None:
    given: dict[str, Any] = {"organization_id": meridian.id}
    live.write(service.set_role, meridian.admin, user_id=meridian.mia.user_id, role=ManagerRole.ADMIN, **given)
    start = Barrier(2)

    def leave(viewer: Viewer) -> bool:
        start.wait()
        try:
            live.write(service.leave_organization, viewer, **given)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(leave, [meridian.admin, meridian.mia])) == [False, True]
    with live.system() as ctx:
        admins = select(OrganizationManager.id).where(
            OrganizationManager.role == ManagerRole.ADMIN, OrganizationManager.is_active
        )
        assert len(ctx.session.exec(admins).all()) == 1


def test_a_role_is_a_preset_of_permissions_which_decide(live: Live, meridian: Meridian) -> None:
    given: dict[str, Any] = {"organization_id": meridian.id}
    live.write(
        service.set_role,
        meridian.admin,
        user_id=meridian.moe.user_id,
        role=ManagerRole.VIEWER,
        permissions=[ManagerPermission.MANAGE_TEAM],
        team_ids=[meridian.team_id],
        **given,
    )
    live.write(service.remove_member, meridian.moe, user_id=meridian.mia.user_id, **given)
    with pytest.raises(NotFound):
        live.write(service.remove_member, meridian.moe, user_id=meridian.dan.user_id, **given)
    live.write(service.set_role, meridian.admin, user_id=meridian.moe.user_id, role=None, **given)
    with pytest.raises(NotFound):
        live.write(service.set_department, meridian.moe, user_ids=[meridian.moe.user_id], department="", **given)


def test_single_permissions_differ_from_the_role_until_it_is_given_anew(live: Live, meridian: Meridian) -> None:
    person = {"organization_id": meridian.id, "user_id": meridian.manager.user_id}
    fewer = [one for one in PRESETS[ManagerRole.MANAGER] if one != ManagerPermission.MANAGE_TEAM]

    def held() -> set[ManagerPermission]:
        with live.system() as ctx:
            of_person = select(OrganizationManager).where(OrganizationManager.user_id == meridian.manager.user_id)
            return set(ctx.session.exec(of_person).one().permissions)

    live.write(service.set_role, meridian.admin, role=ManagerRole.MANAGER, permissions=fewer, **person)
    assert held() == set(fewer)
    with pytest.raises(Denied):
        live.write(service.create_team, meridian.manager, organization_id=meridian.id, name="Sales")
    more = [*fewer, ManagerPermission.MANAGE_SETTINGS]
    live.write(service.set_role, meridian.admin, role=ManagerRole.MANAGER, permissions=more, **person)
    live.write(service.edit_organization, meridian.manager, organization_id=meridian.id, fields=FIELDS)
    live.write(service.set_role, meridian.admin, role=ManagerRole.VIEWER, **person)
    assert held() == set(PRESETS[ManagerRole.VIEWER])
    live.write(service.set_role, meridian.admin, role=ManagerRole.ADMIN, permissions=[], **person)
    assert held() == set(ManagerPermission), "an administrator may do everything"


def test_roles_are_given_to_members_and_for_teams_of_the_company(live: Live, cast: Cast, meridian: Meridian) -> None:
    given: dict[str, Any] = {"organization_id": meridian.id, "role": ManagerRole.MANAGER}
    with pytest.raises(NotFound):
        live.write(service.set_role, meridian.admin, user_id=cast.ben.user_id, **given)
    with pytest.raises(NotFound, match="no such team"):
        live.write(service.set_role, meridian.admin, user_id=meridian.mia.user_id, team_ids=[0], **given)
    with pytest.raises(Invalid, match="whole company"):
        live.write(
            service.set_role,
            meridian.admin,
            user_id=meridian.mia.user_id,
            departments=["Finance"],
            **given | {"role": ManagerRole.ADMIN},
        )


def test_teams_are_made_changed_and_dissolved(live: Live, meridian: Meridian) -> None:
    given: dict[str, Any] = {"organization_id": meridian.id}
    team_id = live.write(service.create_team, meridian.manager, name=" Sales  team ", description="Sells.", **given)
    with pytest.raises(Invalid, match="of this name already"):
        live.write(service.create_team, meridian.manager, name="Sales team", **given)
    people = [meridian.mia.user_id, meridian.dan.user_id]
    for _ in range(2):
        live.write(service.put_into_team, meridian.manager, team_id=team_id, user_ids=people, **given)
    live.write(service.take_out_of_team, meridian.manager, team_id=team_id, user_id=meridian.dan.user_id, **given)
    live.write(service.edit_team, meridian.manager, team_id=team_id, name="Sales", **given)
    with live.system() as ctx:
        team = ctx.session.get_one(Team, team_id)
        assert (team.name, team.description, team.member_count) == ("Sales", None, 1)
    live.write(service.dissolve_team, meridian.manager, team_id=team_id, **given)
    with live.system() as ctx:
        assert not ctx.session.get_one(Team, team_id).is_active
    with pytest.raises(NotFound):
        live.write(service.edit_team, meridian.manager, team_id=team_id, name="Again", **given)


def test_whoever_opens_an_account_for_a_company_looks_after_it(live: Live, cast: Cast) -> None:
    fields = CompanyFields(
        name=" Orbit  Ltd ",
        domain="https://www.Orbit.example/about",
        contact_name="Ada",
        contact_email="ADA@orbit.example",
    )
    public_id = live.write(service.create_organization, cast.ada, fields=fields)
    with live.system() as ctx:
        organization = ctx.session.exec(select(Organization).where(Organization.public_id == public_id)).one()
        assert (organization.name, organization.domain, organization.status) == (
            "Orbit Ltd",
            "orbit.example",
            "pending_payment",
        )
    live.write(
        service.edit_organization,
        cast.ada,
        organization_id=organization.id,
        fields=fields.model_copy(update={"name": "Orbit", "low_seat_threshold": 2}),
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"domain": "gmail.com"}, "domain"),
        ({"domain": "me@gmail.com"}, "domain"),
        ({"domain": "localhost"}, "domain"),
        ({"contact_name": ""}, "contact_name"),
        ({"contact_email": "ada"}, "contact_email"),
        ({"low_seat_threshold": -1}, "low_seat_threshold"),
        ({"billing_address": "x" * 601}, "billing_address"),
    ],
)
def test_what_a_company_says_of_itself_has_to_be_sensible(
    live: Live, cast: Cast, changed: dict[str, Any], field: str
) -> None:
    good = {"name": "Orbit", "domain": "orbit.example", "contact_name": "Ada", "contact_email": "ada@orbit.example"}
    with pytest.raises(Invalid) as refused:
        live.write(service.create_organization, cast.ada, fields=CompanyFields(**{**good, **changed}))
    assert refused.value.field == field


def suspended(live: Live, viewer: Viewer) -> list[str]:
    return [company.name for company in live.read(service.my_companies, viewer) if company.is_suspended]


def test_members_hear_that_their_company_is_suspended(live: Live, meridian: Meridian) -> None:
    assert suspended(live, meridian.mia) == []
    with live.system() as ctx:
        service.suspend(ctx, organization_id=meridian.id, reason="Overdue.")
    assert suspended(live, meridian.mia) == ["Meridian"]
    assert suspended(live, meridian.stranger) == []
