"""Invitations: sent, sent again, withdrawn, run out and accepted, by whom and with which account."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from academy.core.errors import Conflict, Denied, Invalid, NotFound, SignInRequired, TooManyRequests
from academy.identity.models import User
from academy.live import SYSTEM, Context, Viewer
from academy.live.events import subscribe
from academy.organizations import service
from academy.organizations.events import InviteAccepted, JoinedWithAnotherAddress, PersonInvited
from academy.organizations.models import (
    InviteRole,
    InviteStatus,
    ManagerRole,
    OrganizationInvite,
    OrganizationManager,
    OrganizationMembership,
    SeatStatus,
    Team,
)
from academy.organizations.schemas import Invitation
from tests.enrollment.seats import make_course
from tests.organizations.company import assert_seat_laws, seats
from tests.organizations.conftest import Meridian
from tests.world import FrozenClock, Live

FACTS: list[Any] = []


@subscribe(PersonInvited)
@subscribe(InviteAccepted)
@subscribe(JoinedWithAnotherAddress)
def remember(_ctx: Context, fact: object) -> None:
    FACTS.append(fact)


@pytest.fixture(autouse=True)
def _forget() -> None:
    FACTS.clear()


class Post:
    """Meridian's invitations to a course of which it has two seats."""

    def __init__(self, live: Live, meridian: Meridian) -> None:
        self.live, self.meridian = live, meridian
        with live.system() as ctx:
            self.course_id = make_course(ctx).id
            service.add_seats(ctx, organization_id=meridian.id, course_id=self.course_id, quantity=2)
            self.una = self.account(ctx, "una@meridian.example")
            self.uwe = self.account(ctx, "uwe@private.example")

    def account(self, ctx: Context, email: str) -> Viewer:
        user = User(email=email, name=email.partition("@")[0].title())
        ctx.session.add(user)
        ctx.session.flush()
        return Viewer(user_id=user.id, role=user.role.value)

    def invite(self, email: str = "Una@Meridian.example ", **more: Any) -> int:
        with self.live.system() as ctx:
            ctx._known_viewer = self.meridian.admin
            invitation = Invitation(**{"email": email, "course_id": self.course_id, **more})
            return service.invite(ctx, organization_id=self.meridian.id, invitation=invitation).id

    @property
    def token(self) -> str:
        """The one that the last mail holds."""
        return [fact.token for fact in FACTS if isinstance(fact, PersonInvited)][-1]

    def accept(self, viewer: Viewer, token: str = "", **more: Any) -> Any:
        return self.live.write(service.accept_invite, viewer, token=token or self.token, **more)

    def seats(self) -> dict[SeatStatus, int]:
        with self.live.system() as ctx:
            assert_seat_laws(ctx.session)
            return dict(seats(ctx.session, self.meridian.id))

    def row(self, invite_id: int) -> OrganizationInvite:
        with self.live.system() as ctx:
            return ctx.session.get_one(OrganizationInvite, invite_id)


@pytest.fixture
def post(live: Live, meridian: Meridian) -> Post:
    return Post(live, meridian)


def test_an_invitation_holds_a_seat_and_keeps_only_the_hash_of_its_link(post: Post, live: Live) -> None:
    row = post.row(post.invite())
    assert (row.email, row.status, row.invited_by_id) == (
        "una@meridian.example",
        InviteStatus.PENDING,
        post.meridian.admin.user_id,
    )
    assert post.token not in row.token_hash
    assert post.seats() == {SeatStatus.HELD: 1, SeatStatus.AVAILABLE: 1}
    (work,) = live.scheduled
    assert (work.job, work.when) == (service.expire_invite.name, row.expires_at)


def test_it_is_accepted_once(post: Post, live: Live) -> None:
    invite_id = post.invite(department="Finance", team_id=post.meridian.team_id)
    for _ in range(2):
        assert post.accept(post.una).organization == "Meridian"
    assert post.row(invite_id).accepted_by_id == post.una.user_id
    with live.system() as ctx:
        membership = ctx.session.exec(
            select(OrganizationMembership).where(OrganizationMembership.user_id == post.una.user_id)
        ).one()
        assert (membership.department, membership.left_at) == ("Finance", None)
        assert ctx.session.get_one(Team, post.meridian.team_id).member_count == 3
    assert [fact for fact in FACTS if isinstance(fact, InviteAccepted)] == [
        InviteAccepted(post.meridian.id, post.una.user_id or 0, None)
    ]
    assert post.seats() == {SeatStatus.HELD: 1, SeatStatus.AVAILABLE: 1}
    assert "accepted already" in post.accept(post.uwe, is_meant=True).problem


def test_visitors_sign_in_first(post: Post, meridian: Meridian) -> None:
    post.invite()
    with pytest.raises(SignInRequired):
        post.accept(meridian.visitor)


def test_another_account_joins_once_it_says_that_it_means_it(post: Post) -> None:
    invite_id = post.invite()
    asked = post.accept(post.uwe)
    assert (asked.organization, asked.asks_for) == ("", "u…@meridian.example")
    assert post.accept(post.uwe, is_meant=True).organization == "Meridian"
    assert JoinedWithAnotherAddress(invite_id, post.uwe.user_id or 0) in FACTS


def test_rights_over_others_go_to_the_address_invited_and_no_other(post: Post, live: Live) -> None:
    post.invite(role=InviteRole.MANAGER, course_id=None)
    assert "only that address can accept it" in post.accept(post.uwe, is_meant=True).problem
    assert post.accept(post.una).organization == "Meridian"
    with live.system() as ctx:
        statement = select(OrganizationManager.role).where(OrganizationManager.user_id == post.una.user_id)
        assert ctx.session.exec(statement).one() == ManagerRole.MANAGER


def test_a_link_that_was_never_sent_says_so(post: Post) -> None:
    assert "not complete" in post.accept(post.una, token="nothing").problem


def test_sending_again_kills_the_old_link_and_lasts_anew(post: Post, clock: FrozenClock, live: Live) -> None:
    invite_id, old = post.invite(), post.token
    clock.advance(timedelta(days=13))
    live.write(service.resend_invite, post.meridian.manager, invite_id=invite_id)
    clock.advance(timedelta(days=13))
    live.write(service.expire_invite, SYSTEM, invite_id=invite_id)
    assert "not complete" in post.accept(post.una, token=old).problem
    assert post.accept(post.una).organization == "Meridian"
    assert post.row(invite_id).resent_count == 1
    with pytest.raises(Conflict, match="accepted already"):
        live.write(service.resend_invite, post.meridian.manager, invite_id=invite_id)


def test_withdrawing_gives_the_seat_back(post: Post, live: Live) -> None:
    invite_id = post.invite()
    for _ in range(2):
        live.write(service.revoke_invite, post.meridian.manager, invite_id=invite_id)
    assert post.seats() == {SeatStatus.AVAILABLE: 2}
    assert "was withdrawn" in post.accept(post.una).problem
    with pytest.raises(Conflict, match="was withdrawn"):
        live.write(service.resend_invite, post.meridian.manager, invite_id=invite_id)


def test_what_is_accepted_cannot_be_withdrawn(post: Post, live: Live) -> None:
    invite_id = post.invite()
    post.accept(post.una)
    with pytest.raises(Conflict, match="was faster"):
        live.write(service.revoke_invite, post.meridian.manager, invite_id=invite_id)


def test_after_a_fortnight_it_runs_out_with_its_seat_and_can_be_sent_again(
    post: Post, clock: FrozenClock, live: Live
) -> None:
    invite_id = post.invite()
    clock.advance(timedelta(days=14))
    assert "has expired" in post.accept(post.una).problem
    assert live.write(service.expire_invites, SYSTEM) == 1
    assert live.write(service.expire_invites, SYSTEM) == 0
    assert post.seats() == {SeatStatus.AVAILABLE: 2}
    assert "has expired" in post.accept(post.una).problem
    live.write(service.resend_invite, post.meridian.manager, invite_id=invite_id)
    assert post.seats() == {SeatStatus.HELD: 1, SeatStatus.AVAILABLE: 1}
    assert post.accept(post.una).organization == "Meridian"


def test_one_that_ran_out_is_sent_again_only_if_there_is_a_seat(post: Post, clock: FrozenClock, live: Live) -> None:
    invite_id = post.invite()
    clock.advance(timedelta(days=14))
    live.write(service.expire_invites, SYSTEM)
    for name in ("a", "b"):
        post.invite(f"{name}@meridian.example")
    with pytest.raises(Conflict, match="no free seat"):
        live.write(service.resend_invite, post.meridian.manager, invite_id=invite_id)
    assert post.row(invite_id).status == InviteStatus.EXPIRED


def test_a_suspended_company_invites_nobody_and_takes_nobody_in(post: Post, live: Live) -> None:
    invite_id = post.invite()
    with live.system() as ctx:
        service.suspend(ctx, organization_id=post.meridian.id, reason="Overdue.")
    assert "cannot take anybody in just now" in post.accept(post.una).problem
    with pytest.raises(Conflict, match="suspended"):
        post.invite("b@meridian.example")
    with pytest.raises(Conflict, match="suspended"):
        live.write(service.resend_invite, post.meridian.admin, invite_id=invite_id)


@pytest.mark.parametrize(
    ("email", "error", "words"),
    [
        ("nobody", Invalid, "e-mail address"),
        ("mia@meridian.example", Conflict, "belongs to the company already"),
        ("una@meridian.example", Conflict, "invited already"),
    ],
)
def test_who_cannot_be_invited(post: Post, email: str, error: type[Exception], words: str) -> None:
    post.invite()
    with pytest.raises(error, match=words):
        post.invite(email)
    with pytest.raises(NotFound, match="no such team"):
        post.invite("b@meridian.example", team_id=0)


def test_without_a_seat_nobody_is_invited_to_a_course(post: Post) -> None:
    for name in ("a", "b"):
        post.invite(f"{name}@meridian.example")
    with pytest.raises(Conflict, match="no free seat"):
        post.invite("c@meridian.example")
    post.invite("c@meridian.example", course_id=None)
    assert post.seats() == {SeatStatus.HELD: 2}


@pytest.mark.parametrize("mutation", [service.resend_invite, service.revoke_invite, service.restore_invite])
def test_invitations_are_looked_after_by_those_who_may(post: Post, live: Live, mutation: Any) -> None:
    meridian = post.meridian
    into_team = post.invite("a@meridian.example", team_id=meridian.team_id)
    into_finance = post.invite("b@meridian.example", department="Finance")
    for viewer, invite_id, error in (
        (meridian.visitor, into_team, SignInRequired),
        (meridian.stranger, into_team, NotFound),
        (meridian.mia, into_team, NotFound),
        (meridian.viewer, into_team, Denied),
        (meridian.clerk, into_team, NotFound),
        (meridian.lead, into_finance, NotFound),
        (meridian.admin, 0, NotFound),
        (meridian.platform, 0, NotFound),
        (meridian.visitor, 0, SignInRequired),
    ):
        with pytest.raises(error):
            live.write(mutation, viewer, invite_id=invite_id)
    live.write(mutation, meridian.lead, invite_id=into_team)
    live.write(mutation, meridian.clerk, invite_id=into_finance)


def test_who_may_not_give_roles_revives_no_invitation_of_a_manager(post: Post, clock: FrozenClock, live: Live) -> None:
    invite_id = post.invite(role=InviteRole.ADMIN, course_id=None)
    clock.advance(timedelta(days=14))
    live.write(service.expire_invites, SYSTEM)
    for mutation in (service.resend_invite, service.revoke_invite):
        with pytest.raises(Denied, match="invitations of managers"):
            live.write(mutation, post.meridian.manager, invite_id=invite_id)
    live.write(service.resend_invite, post.meridian.admin, invite_id=invite_id)


@pytest.mark.parametrize("role", [None, ManagerRole.MANAGER])
def test_rights_are_not_given_by_somebody_who_has_lost_their_own(post: Post, live: Live, role: Any) -> None:
    meridian = post.meridian
    given: dict[str, Any] = {"organization_id": meridian.id}
    live.write(service.set_role, meridian.admin, user_id=meridian.mia.user_id, role=ManagerRole.ADMIN, **given)
    invite_id = post.invite(role=InviteRole.ADMIN, course_id=None)
    live.write(service.set_role, meridian.mia, user_id=meridian.admin.user_id, role=role, **given)
    assert "may not give these rights any more" in post.accept(post.una).problem
    live.write(service.resend_invite, meridian.mia, invite_id=invite_id)
    assert post.accept(post.una).organization == "Meridian"


def test_whoever_is_invited_to_look_after_a_team_looks_after_that_team(post: Post, live: Live) -> None:
    post.invite(role=InviteRole.MANAGER, course_id=None, team_id=post.meridian.team_id)
    post.accept(post.una)
    with live.system() as ctx:
        held = ctx.session.exec(
            select(OrganizationManager).where(OrganizationManager.user_id == post.una.user_id)
        ).one()
        assert held.team_ids == [post.meridian.team_id]


def test_nobody_is_written_to_all_the_time(post: Post, live: Live) -> None:
    invite_id = post.invite()
    for _ in range(4):
        live.write(service.resend_invite, post.meridian.admin, invite_id=invite_id)
    with pytest.raises(TooManyRequests):
        live.write(service.resend_invite, post.meridian.admin, invite_id=invite_id)


def test_a_company_that_has_bought_nothing_invites_few(live: Live, meridian: Meridian) -> None:
    with live.system() as ctx:
        for number in range(25):
            invitation = Invitation(email=f"{number}@a.example")
            service.invite(ctx, organization_id=meridian.id, invitation=invitation)
        with pytest.raises(TooManyRequests):
            service.invite(ctx, organization_id=meridian.id, invitation=Invitation(email="z@a.example"))
