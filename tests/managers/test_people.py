"""What those who look after a company see of its people, and enrolling these from its seats."""

from typing import Any

import pytest
from sqlmodel import select

from academy.core.errors import Conflict, Denied, DomainError, Invalid, NotFound
from academy.enrollment import service as enrollment
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.identity import service as identity
from academy.identity.models import User
from academy.identity.schemas import Place
from academy.identity.viewer import hashed
from academy.live import Query, Viewer
from academy.managers import service
from academy.managers.state.members import own_permissions
from academy.organizations import service as organizations
from academy.organizations.models import (
    ManagerPermission,
    ManagerRole,
    Organization,
    OrganizationInvite,
    OrganizationManager,
    OrganizationMembership,
    SeatStatus,
    Team,
)
from academy.organizations.policy import PRESETS
from academy.organizations.schemas import Invitation
from tests.managers.conftest import SEATS, Ground
from tests.organizations.company import assert_seat_laws, make_company, make_enrollment, seats
from tests.organizations.conftest import Meridian
from tests.world import Cast, Live

MANAGERS = {"admin", "manager", "viewer", "lead", "clerk"}
RIGHTS: list[tuple[Query[..., Any], set[str]]] = [
    (service.standing, MANAGERS),
    (service.overview, MANAGERS),
    (service.member_page, MANAGERS),
    (service.member_detail, MANAGERS),
    (service.choices, MANAGERS),
    (service.team_list, MANAGERS),
    (service.member_file, MANAGERS - {"viewer"}),
    (service.seat_table, MANAGERS - {"viewer"}),
    (service.ledger, MANAGERS - {"viewer"}),
    (service.invite_counts, MANAGERS - {"viewer"}),
    (service.invite_page, MANAGERS - {"viewer"}),
    (service.company_settings, {"admin"}),
]
REFUSALS = {"visitor": "sign_in", "stranger": "not_found", "mia": "not_found"}


@pytest.mark.parametrize(("query", "allowed"), RIGHTS, ids=lambda part: getattr(part, "__name__", ""))
def test_permissions_decide(
    live: Live, meridian: Meridian, ground: Ground, query: Query[..., Any], allowed: set[str]
) -> None:
    found = {}
    for name, viewer in meridian.everybody().items():
        try:
            live.read(query, viewer, company=ground.public_id)
            found[name] = "allowed"
        except DomainError as error:
            found[name] = error.code
    expected = {name: REFUSALS.get(name, "denied") for name in found} | dict.fromkeys({*allowed, "platform"}, "allowed")
    assert found == expected


def names(live: Live, viewer: Viewer, **asked: Any) -> list[str]:
    return [row.name for row in live.read(service.member_page, viewer, **asked).rows]


def test_members_are_found_by_name_role_team_and_department(live: Live, meridian: Meridian) -> None:
    everybody = ["Admin", "Clerk", "Dan", "Lead", "Manager", "Mia", "Moe", "Viewer"]
    assert names(live, meridian.admin) == everybody
    assert names(live, meridian.admin, words="mi a") == ["Admin", "Mia"]
    assert names(live, meridian.admin, role=ManagerRole.ADMIN) == ["Admin"]
    assert names(live, meridian.admin, team=meridian.team_id) == ["Mia", "Moe"]
    assert names(live, meridian.admin, department="Finance") == ["Dan"]


def test_whoever_looks_after_a_part_sees_that_part(live: Live, meridian: Meridian) -> None:
    assert names(live, meridian.lead) == ["Mia", "Moe"]
    assert names(live, meridian.clerk) == ["Dan"]
    assert live.read(service.member_detail, meridian.lead, user_id=meridian.dan.user_id) is None
    assert [team.name for team in live.read(service.team_list, meridian.clerk)] == []
    assert live.read(service.choices, meridian.clerk).departments == ["Finance"]
    assert "Dan" in live.read(service.member_file, meridian.clerk)
    assert "Mia" not in live.read(service.member_file, meridian.clerk)


def test_somebody_in_detail(live: Live, meridian: Meridian, ground: Ground) -> None:
    live.write(
        service.enroll_people,
        meridian.admin,
        organization_id=meridian.id,
        user_ids=[meridian.mia.user_id],
        cohort_id=ground.cohort_id,
    )
    mia = live.read(service.member_detail, meridian.admin, user_id=meridian.mia.user_id)
    assert mia is not None
    assert (mia.row.teams, mia.row.role, [seat.cohort for seat in mia.row.seats]) == ("Operations", None, ["April"])
    lead = live.read(service.member_detail, meridian.admin, user_id=meridian.lead.user_id)
    assert lead is not None
    assert (lead.row.role, lead.team_ids) == (ManagerRole.MANAGER, [meridian.team_id])


def test_no_exported_cell_is_a_formula(live: Live, meridian: Meridian) -> None:
    with live.system() as ctx:
        ctx.session.get_one(User, meridian.mia.user_id).name = "=HYPERLINK(1)"
        membership = select(OrganizationMembership).where(OrganizationMembership.user_id == meridian.moe.user_id)
        ctx.session.exec(membership).one().department = "@SUM"
    told = live.read(service.member_file, meridian.admin)
    assert "'=HYPERLINK(1)" in told
    assert "'@SUM" in told
    assert ",=" not in told
    assert ",@" not in told


def test_people_are_enrolled_wholly_or_not_at_all(live: Live, meridian: Meridian, cast: Cast, ground: Ground) -> None:
    people = [meridian.mia, meridian.mia, meridian.moe, cast.ada, meridian.dan, meridian.viewer]
    outcomes = live.write(
        service.enroll_people,
        meridian.manager,
        organization_id=meridian.id,
        user_ids=[person.user_id for person in people],
        cohort_id=ground.cohort_id,
    )
    assert [(one.whom, one.is_done) for one in outcomes] == [
        ("Mia", True),
        ("Moe", True),
        ("Somebody", False),
        ("Dan", True),
        ("Viewer", False),
    ]
    assert "does not belong" in outcomes[2].words
    assert "no free seat" in outcomes[4].words
    with live.system() as ctx:
        assert_seat_laws(ctx.session)
        assert seats(ctx.session, meridian.id) == {SeatStatus.ASSIGNED: SEATS}
        enrolled = select(Enrollment.user_id).where(Enrollment.status == EnrollmentStatus.ACTIVE)
        assert set(ctx.session.exec(enrolled)) == {meridian.mia.user_id, meridian.moe.user_id, meridian.dan.user_id}


def test_nobody_enrolls_those_they_do_not_look_after(live: Live, meridian: Meridian, ground: Ground) -> None:
    given = {"organization_id": meridian.id, "cohort_id": ground.cohort_id, "user_ids": [meridian.dan.user_id]}
    (outcome,) = live.write(service.enroll_people, meridian.lead, **given)
    assert not outcome.is_done
    with pytest.raises(Denied):
        live.write(service.enroll_people, meridian.viewer, **given)
    with pytest.raises(NotFound):
        live.write(service.enroll_people, meridian.mia, **given)
    with pytest.raises(Invalid):
        live.write(service.enroll_people, meridian.admin, **given | {"user_ids": []})


def test_nobody_learns_the_names_of_strangers(live: Live, meridian: Meridian, cast: Cast, ground: Ground) -> None:
    (outcome,) = live.write(
        service.enroll_people,
        meridian.lead,
        organization_id=meridian.id,
        user_ids=[cast.ben.user_id],
        cohort_id=ground.cohort_id,
    )
    assert (outcome.whom, outcome.is_done) == ("Somebody", False)


def accept_invitation(live: Live, meridian: Meridian, course_id: int, viewer: Viewer) -> None:
    with live.system() as ctx:
        email = ctx.session.get_one(User, viewer.user_id).email
        invitation = Invitation(email=email, course_id=course_id)
        organizations.invite(ctx, organization_id=meridian.id, invitation=invitation)
        invite = ctx.session.exec(select(OrganizationInvite)).one()
        invite.token_hash = hashed("token")
    assert live.write(service.accept, viewer, token="token").organization == "Meridian"


def test_whoever_sits_in_the_course_already_keeps_no_second_seat(
    live: Live, meridian: Meridian, cast: Cast, ground: Ground
) -> None:
    with live.system() as ctx:
        company = make_company(ctx, "Orbit")
        make_enrollment(ctx, company, cast.ben.user_id or 0, ground.course_id, ground.cohort_id)
    accept_invitation(live, meridian, ground.course_id, cast.ben)
    with live.system() as ctx:
        assert_seat_laws(ctx.session)
        assert seats(ctx.session, meridian.id) == {SeatStatus.AVAILABLE: 3}


def test_a_seat_kept_for_somebody_is_taken_back(live: Live, meridian: Meridian, cast: Cast, ground: Ground) -> None:
    accept_invitation(live, meridian, ground.course_id, cast.ben)
    given = {"organization_id": meridian.id, "user_id": cast.ben.user_id, "course_id": ground.course_id}
    for viewer, error in ((meridian.viewer, Denied), (meridian.lead, NotFound), (cast.ben, NotFound)):
        with pytest.raises(error):
            live.write(service.take_back_kept_seat, viewer, **given)
    live.write(service.take_back_kept_seat, meridian.manager, **given)
    with live.system() as ctx:
        assert seats(ctx.session, meridian.id) == {SeatStatus.AVAILABLE: 3}
    with pytest.raises(Conflict):
        live.write(service.take_back_kept_seat, meridian.manager, **given)


def test_a_large_team_is_shown_in_part(live: Live, meridian: Meridian) -> None:
    with live.system() as ctx:
        people = [User(email=f"{number}@meridian.example", name=f"P{number:02}") for number in range(14)]
        ctx.session.add_all(people)
        ctx.session.flush()
        team = ctx.session.get_one(Team, meridian.team_id)
        for person in people:
            organizations.join(ctx, organization_id=meridian.id, user_id=person.id)
            organizations.join_team(ctx, team, person.id)
    (row,) = live.read(service.team_list, meridian.admin)
    assert (len(row.people), row.others) == (12, 4)


def test_a_seat_comes_back_from_a_cohort_that_has_not_begun(live: Live, meridian: Meridian, ground: Ground) -> None:
    given = {"organization_id": meridian.id}
    live.write(
        service.enroll_people,
        meridian.admin,
        user_ids=[meridian.mia.user_id],
        cohort_id=ground.private_id,
        **given,
    )
    with live.system() as ctx:
        public_id = ctx.session.exec(select(Enrollment.public_id)).one()
    with pytest.raises(NotFound):
        live.write(service.take_out_of_cohort, meridian.clerk, public_id=public_id, **given)
    live.write(service.take_out_of_cohort, meridian.lead, public_id=public_id, **given)
    with live.system() as ctx:
        assert seats(ctx.session, meridian.id) == {SeatStatus.AVAILABLE: 3}


def test_whoever_looks_after_several_companies_turns_to_another(live: Live, meridian: Meridian) -> None:
    with live.system() as ctx:
        other = make_company(ctx, "Orbit")
        organizations.join(ctx, organization_id=other.id, user_id=meridian.admin.user_id or 0)
        ctx.session.add(
            OrganizationManager(user_id=meridian.admin.user_id, organization_id=other.id, role=ManagerRole.VIEWER)
        )
    first = live.read(service.standing, meridian.admin)
    assert (first.name, [one.name for one in first.others]) == ("Meridian", ["Orbit"])
    live.write(service.turn_to, meridian.admin, company=other.public_id)
    assert live.read(service.standing, meridian.admin).name == "Orbit"
    with pytest.raises(NotFound):
        live.write(service.turn_to, meridian.mia, company=other.public_id)
    with live.system() as ctx:
        own = ctx.session.get_one(Organization, meridian.id).public_id
    assert live.read(service.standing, meridian.admin, company=own).name == "Meridian"


def test_a_part_of_the_company_is_counted_as_it_is_listed(live: Live, meridian: Meridian) -> None:
    with live.system() as ctx:
        ctx._known_viewer = meridian.admin
        for number, team_id in enumerate((meridian.team_id, None)):
            invitation = Invitation(email=f"{number}@meridian.example", team_id=team_id)
            organizations.invite(ctx, organization_id=meridian.id, invitation=invitation)
    counted = {}
    for name in ("admin", "lead", "clerk"):
        told = live.read(service.overview, getattr(meridian, name))
        counted[name] = (told.members, told.invited, told.teams)
    assert counted == {"admin": (8, 2, 1), "lead": (2, 1, 1), "clerk": (1, 0, 0)}


def test_the_side_bar_leads_to_what_is_open(live: Live, meridian: Meridian) -> None:
    pages = {}
    for name, viewer in meridian.everybody().items():
        me = live.read(identity.me, viewer)
        places = {opened.place: [page.label for page in opened.pages] for opened in me.places} if me else {}
        pages[name] = places.get(Place.ORGANIZATION)
    assert pages["admin"] == ["Company", "Invitations", "Members", "Seats", "Settings", "Teams"]
    assert pages["manager"] == pages["lead"] == ["Company", "Invitations", "Members", "Seats", "Teams"]
    assert pages["viewer"] == ["Company", "Members", "Teams"]
    assert pages["mia"] is pages["stranger"] is pages["platform"] is pages["visitor"] is None


def test_a_kept_seat_is_shown_to_whom_it_is_kept_for(
    live: Live, meridian: Meridian, cast: Cast, ground: Ground
) -> None:
    accept_invitation(live, meridian, ground.course_id, cast.ben)
    assert live.read(enrollment.included, cast.ben, slug="ai-enablement").company == "Meridian"
    assert live.read(enrollment.included, cast.ada, slug="ai-enablement").company == ""
    [kept] = live.read(enrollment.my_kept_seats, cast.ben)
    assert (kept.course, kept.company) == ("AI Enablement", "Meridian")
    view = live.read(service.invitation, cast.ben, token="token")
    assert (view.stage, view.is_kept) == ("joined", True)
    live.write(enrollment.reserve_seat, cast.ben, cohort_id=ground.cohort_id)
    assert live.read(enrollment.my_kept_seats, cast.ben) == []
    assert not live.read(service.invitation, cast.ben, token="token").is_kept


def test_a_role_brings_its_own_permissions_unless_single_ones_are_ticked(live: Live, meridian: Meridian) -> None:
    manager = live.read(service.member_detail, meridian.admin, user_id=meridian.manager.user_id or 0)
    mia = live.read(service.member_detail, meridian.admin, user_id=meridian.mia.user_id or 0)
    assert manager is not None
    assert mia is not None
    of_manager, billing = list(PRESETS[ManagerRole.MANAGER]), ManagerPermission.MANAGE_BILLING
    assert own_permissions(manager, ManagerRole.VIEWER, of_manager) is None, "another role, no box touched"
    assert own_permissions(manager, ManagerRole.MANAGER, of_manager) == of_manager
    assert own_permissions(manager, ManagerRole.MANAGER, of_manager[1:]) == of_manager[1:]
    assert own_permissions(manager, ManagerRole.VIEWER, [billing]) == [billing]
    assert own_permissions(mia, ManagerRole.VIEWER, []) is None
    assert own_permissions(mia, ManagerRole.VIEWER, [billing]) == [billing]
