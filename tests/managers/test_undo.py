"""Taking back what a button did: somebody removed, oneself gone, a team dissolved, an invitation withdrawn."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from academy.core.errors import Conflict, Invalid, NotFound
from academy.enrollment import service as enrollment
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.identity.models import User, UserRole
from academy.live import Viewer
from academy.managers import service
from academy.managers.schemas import MemberDetail
from academy.notifications.models import Notification
from academy.organizations import service as organizations
from academy.organizations.models import InviteStatus, OrganizationInvite, SeatStatus, Team, TeamRole
from academy.organizations.schemas import Invitation
from academy.organizations.service.seats import keep_again
from tests.enrollment.seats import make_course
from tests.managers.conftest import Ground
from tests.organizations.company import assert_seat_laws, seats
from tests.organizations.conftest import Meridian
from tests.world import FrozenClock, Live


def detail(live: Live, meridian: Meridian, person: Viewer) -> MemberDetail | None:
    return live.read(service.member_detail, meridian.admin, user_id=person.user_id or 0)


def enroll(live: Live, meridian: Meridian, person: Viewer, cohort_id: int) -> None:
    given: dict[str, Any] = {"organization_id": meridian.id, "user_ids": [person.user_id], "cohort_id": cohort_id}
    assert live.write(service.enroll_people, meridian.admin, **given)[0].is_done


def equip(live: Live, meridian: Meridian, ground: Ground) -> None:
    """Give the lead all that somebody can have: a role, a team of theirs, a department, a seat taken and one kept."""
    enroll(live, meridian, meridian.lead, ground.private_id)
    with live.system() as ctx:
        team = ctx.session.get_one(Team, meridian.team_id)
        team.manager_id = meridian.lead.user_id
        ctx.session.get_one(User, meridian.lead.user_id).role = UserRole.ORG_ADMIN
        organizations.join_team(ctx, team, meridian.lead.user_id or 0, TeamRole.LEAD)
        other = make_course(ctx, slug="other")
        organizations.add_seats(ctx, organization_id=meridian.id, course_id=other.id, quantity=1)
        keep_again(ctx, organization_id=meridian.id, course_id=other.id, user_id=meridian.lead.user_id or 0)


def test_somebody_removed_is_back_with_all_they_had(live: Live, meridian: Meridian, ground: Ground) -> None:
    given: dict[str, Any] = {"organization_id": meridian.id, "user_id": meridian.lead.user_id}
    equip(live, meridian, ground)
    before = detail(live, meridian, meridian.lead)
    live.write(organizations.remove_member, meridian.admin, **given)
    assert detail(live, meridian, meridian.lead) is None
    with live.system() as ctx:
        assert seats(ctx.session, meridian.id) == {SeatStatus.AVAILABLE: 4}
    assert live.write(organizations.restore_member, meridian.admin, **given) is True
    after = detail(live, meridian, meridian.lead)
    assert before is not None
    assert after is not None
    assert [(seat.course, seat.cohort) for seat in after.row.seats] == [
        (seat.course, seat.cohort) for seat in before.row.seats
    ]
    hidden: dict[str, Any] = {"seats": []}
    assert after.row.model_copy(update=hidden) == before.row.model_copy(update=hidden)
    assert (after.permissions, after.team_ids) == (before.permissions, before.team_ids)
    with live.system() as ctx:
        assert ctx.session.get_one(Team, meridian.team_id).manager_id == meridian.lead.user_id
        lead = ctx.session.get_one(User, meridian.lead.user_id)
        assert (lead.organization_id, lead.role) == (meridian.id, UserRole.ORG_ADMIN)
        assert_seat_laws(ctx.session)
    assert live.read(service.standing, meridian.lead).name == "Meridian"
    assert [seat.course for seat in live.read(enrollment.my_kept_seats, meridian.lead)] != []


def test_a_seat_that_is_gone_meanwhile_stays_gone(live: Live, meridian: Meridian, ground: Ground) -> None:
    given: dict[str, Any] = {"organization_id": meridian.id, "user_id": meridian.mia.user_id}
    enroll(live, meridian, meridian.mia, ground.cohort_id)
    live.write(organizations.remove_member, meridian.admin, **given)
    for person in (meridian.moe, meridian.dan, meridian.viewer):
        enroll(live, meridian, person, ground.cohort_id)
    assert live.write(organizations.restore_member, meridian.admin, **given) is False
    back = detail(live, meridian, meridian.mia)
    assert back is not None
    assert (back.row.teams, back.row.seats) == ("Operations", [])
    with live.system() as ctx:
        assert_seat_laws(ctx.session)


def test_only_who_did_it_takes_it_back_and_only_at_once(live: Live, meridian: Meridian, clock: FrozenClock) -> None:
    given: dict[str, Any] = {"organization_id": meridian.id, "user_id": meridian.mia.user_id}
    live.write(organizations.remove_member, meridian.admin, **given)
    with pytest.raises(Conflict):
        live.write(organizations.restore_member, meridian.manager, **given)
    clock.advance(timedelta(minutes=11))
    with pytest.raises(Conflict):
        live.write(organizations.restore_member, meridian.admin, **given)


def test_whoever_left_comes_back_and_is_not_fetched_back(live: Live, meridian: Meridian, ground: Ground) -> None:
    enroll(live, meridian, meridian.mia, ground.private_id)
    live.write(organizations.leave_organization, meridian.mia, organization_id=meridian.id)
    given: dict[str, Any] = {"organization_id": meridian.id, "user_id": meridian.mia.user_id}
    with pytest.raises(Conflict):
        live.write(organizations.restore_member, meridian.admin, **given)
    assert [company.name for company in live.read(organizations.my_companies, meridian.mia)] == []
    assert live.write(organizations.return_to_organization, meridian.mia, organization_id=meridian.id) is True
    [company] = live.read(organizations.my_companies, meridian.mia)
    assert (company.name, company.manages) == ("Meridian", False)
    with live.system() as ctx:
        active = select(Enrollment.cohort_id).where(Enrollment.status == EnrollmentStatus.ACTIVE)
        assert ctx.session.exec(active).all() == [ground.private_id]
        told = select(Notification.title).where(Notification.user_id == meridian.mia.user_id)
        assert [title.partition(" in ")[0] for title in ctx.session.exec(told.order_by(Notification.id))] == [  # type: ignore[arg-type]
            "Your seat",
            "Your company has your seat",
            "Your seat",
        ]


def test_coming_back_gives_no_rights_over_the_platform(live: Live, meridian: Meridian) -> None:
    with live.system() as ctx:
        organizations.join(ctx, organization_id=meridian.id, user_id=meridian.platform.user_id or 0)
    live.write(organizations.leave_organization, meridian.platform, organization_id=meridian.id)
    with live.system() as ctx:
        ctx.session.get_one(User, meridian.platform.user_id).role = UserRole.INDIVIDUAL
    live.write(organizations.return_to_organization, meridian.platform, organization_id=meridian.id)
    with live.system() as ctx:
        assert ctx.session.get_one(User, meridian.platform.user_id).role == UserRole.ORG_MEMBER


def test_somebody_waits_again_where_they_did(live: Live, meridian: Meridian, ground: Ground) -> None:
    with live.system() as ctx:
        organizations.add_seats(ctx, organization_id=meridian.id, course_id=ground.course_id, quantity=5)
    for person in (meridian.admin, meridian.manager, meridian.viewer, meridian.clerk):
        enroll(live, meridian, person, ground.private_id)
    live.write(enrollment.join_waitlist, meridian.mia, cohort_id=ground.private_id)
    live.write(enrollment.join_waitlist, meridian.moe, cohort_id=ground.private_id)
    live.write(organizations.leave_organization, meridian.mia, organization_id=meridian.id)
    assert live.read(enrollment.my_waitlist, meridian.mia) == []
    live.write(organizations.return_to_organization, meridian.mia, organization_id=meridian.id)
    [mia], [moe] = (live.read(enrollment.my_waitlist, person) for person in (meridian.mia, meridian.moe))
    assert (mia.rank, moe.rank) == (1, 2)


def test_a_team_dissolved_is_back_with_its_people(live: Live, meridian: Meridian) -> None:
    given: dict[str, Any] = {"organization_id": meridian.id, "team_id": meridian.team_id}
    live.write(organizations.dissolve_team, meridian.manager, **given)
    assert live.read(service.team_list, meridian.admin) == []
    assert live.read(service.member_page, meridian.lead).rows == []
    live.write(organizations.restore_team, meridian.manager, **given)
    [team] = live.read(service.team_list, meridian.admin)
    assert [person.words for person in team.people] == ["Mia", "Moe"]
    with pytest.raises(NotFound):
        live.write(organizations.restore_team, meridian.manager, **given)
    live.write(organizations.dissolve_team, meridian.manager, **given)
    live.write(organizations.create_team, meridian.manager, organization_id=meridian.id, name="Operations")
    with pytest.raises(Invalid, match="of this name already"):
        live.write(organizations.restore_team, meridian.manager, **given)


def test_an_invitation_withdrawn_is_good_again(
    live: Live, meridian: Meridian, ground: Ground, clock: FrozenClock
) -> None:
    with live.system() as ctx:
        ctx._known_viewer = meridian.admin
        invitation = Invitation(email="una@meridian.example", course_id=ground.course_id)
        invite = organizations.invite(ctx, organization_id=meridian.id, invitation=invitation)
        invite_id, link = invite.id, invite.token_hash
    live.write(organizations.revoke_invite, meridian.manager, invite_id=invite_id)
    with pytest.raises(NotFound):
        live.write(organizations.restore_invite, meridian.lead, invite_id=invite_id)
    for _ in range(2):
        live.write(organizations.restore_invite, meridian.manager, invite_id=invite_id)
    with live.system() as ctx:
        row = ctx.session.get_one(OrganizationInvite, invite_id)
        assert (row.status, row.token_hash) == (InviteStatus.PENDING, link)
        assert seats(ctx.session, meridian.id) == {SeatStatus.HELD: 1, SeatStatus.AVAILABLE: 2}
        assert_seat_laws(ctx.session)
    live.write(organizations.revoke_invite, meridian.manager, invite_id=invite_id)
    clock.advance(timedelta(days=15))
    with pytest.raises(Conflict):
        live.write(organizations.restore_invite, meridian.manager, invite_id=invite_id)
