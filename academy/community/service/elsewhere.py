"""Communities elsewhere, as people see them: what they are, what opens them, and joining."""

from collections.abc import Collection
from datetime import timedelta

from sqlmodel import col, select

from academy import routes
from academy.catalog.models import Course, CourseStatus
from academy.community.access import Holding, is_open
from academy.community.events import MembershipChanged
from academy.community.models import (
    CommunityAccess,
    CommunityMembership,
    CommunityMembershipStatus,
    CommunityPlatform,
    ExternalAccount,
    ExternalCommunity,
    Removal,
)
from academy.community.schemas.elsewhere import CommunityCard, Door
from academy.community.service.belonging import account_of, due, has_api, membership_of
from academy.community.service.holdings import holdings
from academy.core.cleaning import clean_line
from academy.core.errors import Conflict, Denied, NotFound
from academy.core.secrets import locked
from academy.identity.policy import is_signed_in, opens, system_only
from academy.identity.schemas import Place, PlacePage
from academy.live import Context, mutation, query, signed_in

MISSING = "There is no such community."
ACCOUNT = "external account"
"""What tokens of connected accounts are locked for."""
WORDS = {
    CommunityAccess.ALL_USERS: "everybody with an account",
    CommunityAccess.ENROLLED: "everybody who has a seat in a course",
    CommunityAccess.ALUMNI: "everybody who has completed a course",
    CommunityAccess.PREMIUM: "everybody with a plan",
}

opens(Place.COMMUNITY, PlacePage(label="Elsewhere", url=routes.ELSEWHERE.url()))(is_signed_in)


@query(policy=signed_in)
def my_communities(ctx: Context) -> list[CommunityCard]:
    """The communities there are, those that are open to the viewer first.

    One of courses that nobody sees who has no seat is shown to nobody else either.
    """
    rows = ctx.session.exec(
        select(ExternalCommunity).where(col(ExternalCommunity.is_active)).order_by(col(ExternalCommunity.id))
    ).all()
    holding = holdings(ctx, [ctx.user_id])[ctx.user_id]
    cards = [card for row in rows if (card := _card(ctx, row, holding)) is not None]
    return sorted(cards, key=lambda card: card.door in (Door.CLOSED, Door.ENDED))


@mutation(policy=signed_in)
def join_community(ctx: Context, *, public_id: str) -> str:
    """Join a community; returns the address to go to, or nothing if the platform is told by a job.

    Raises:
        NotFound: There is none.
        Denied: It is not open to the viewer.
        Conflict: Their account there has to be connected first.
    """
    community = _open_community(ctx, public_id)
    row = membership_of(ctx, ctx.user_id, community.id)
    if row is None:
        row = CommunityMembership(user_id=ctx.user_id, community_id=community.id)
        ctx.session.add(row)
    if row.status == CommunityMembershipStatus.ACTIVE:
        return community.url
    row.joined_at, row.failure = ctx.now, ""
    row.status, row.removal = CommunityMembershipStatus.INVITED, Removal.NONE
    if not has_api(community):
        row.status = CommunityMembershipStatus.ACTIVE
        ctx.session.flush()
        ctx.publish(MembershipChanged(row.id))
        return community.url
    if community.platform == CommunityPlatform.DISCORD and account_of(ctx, ctx.user_id, community) is None:
        raise Conflict("Please connect your Discord account first, so that it can be added to the server.")
    ctx.session.flush()
    due(ctx, row.id)
    return ""


@query(policy=signed_in)
def connecting_client(ctx: Context, *, public_id: str) -> str:
    """The client id of the application that the viewer connects their account with."""
    community = _open_community(ctx, public_id)
    if community.platform != CommunityPlatform.DISCORD or not community.settings.client_id:
        raise NotFound(MISSING)
    return community.settings.client_id


@query(policy=system_only)
def connecting_secret(ctx: Context, *, public_id: str) -> str:
    """What the application shows itself with, encrypted; for the route that connects accounts."""
    return ctx.session.exec(select(ExternalCommunity.secret).where(ExternalCommunity.public_id == public_id)).one()


@mutation(policy=signed_in)
def connect_account(ctx: Context, *, public_id: str, external_id: str, name: str, token: str, seconds: int) -> None:
    """Keep the account that the viewer has shown to be theirs, and join the community they came for.

    Raises:
        Conflict: It is somebody else's.
    """
    community = _open_community(ctx, public_id)
    taken = select(ExternalAccount.user_id).where(
        ExternalAccount.platform == community.platform, ExternalAccount.external_id == external_id
    )
    if ctx.session.exec(taken).first() not in (None, ctx.user_id):
        raise Conflict("This Discord account is connected with somebody else's account here. Use another one.")
    account = account_of(ctx, ctx.user_id, community)
    if account is None:
        account = ExternalAccount(user_id=ctx.user_id, platform=community.platform, external_id="", name="")
        ctx.session.add(account)
    account.external_id, account.name, account.token = external_id, clean_line(name), locked(ACCOUNT, token)
    account.token_ends_at = ctx.now + timedelta(seconds=seconds)
    ctx.session.flush()
    join_community(ctx, public_id=public_id)


@mutation(policy=signed_in)
def disconnect_account(ctx: Context, *, platform: CommunityPlatform) -> None:
    """Forget an account of the viewer's; who is a member there stays one."""
    mine = select(ExternalAccount).where(ExternalAccount.user_id == ctx.user_id, ExternalAccount.platform == platform)
    if (account := ctx.session.exec(mine).first()) is not None:
        ctx.session.delete(account)


def opens_for(ctx: Context, access: CommunityAccess, course_ids: Collection[int]) -> str:
    """Say for whom a community is."""
    if not course_ids:
        return WORDS[access]
    titles = ctx.session.exec(select(Course.title).where(col(Course.id).in_(course_ids)).order_by(Course.title)).all()
    courses = " or ".join(titles)
    return {
        CommunityAccess.ALL_USERS: f"everybody who has or had a seat in {courses}",
        CommunityAccess.ENROLLED: f"everybody who has a seat in {courses}",
        CommunityAccess.ALUMNI: f"everybody who has completed {courses}",
        CommunityAccess.PREMIUM: f"everybody with a plan who has or had a seat in {courses}",
    }[access]


def _card(ctx: Context, community: ExternalCommunity, holding: Holding) -> CommunityCard | None:
    row = membership_of(ctx, ctx.user_id, community.id)
    courses = community.course_ids or []
    may = is_open(community.access_level, courses, holding)
    known = courses if may or row is not None else _known(ctx, courses, holding)
    if courses and not known:
        return None
    door = _door(row, may=may, by_api=has_api(community))
    needs_account = has_api(community) and community.platform == CommunityPlatform.DISCORD
    account = account_of(ctx, ctx.user_id, community) if needs_account else None
    return CommunityCard(
        public_id=community.public_id,
        platform=community.platform,
        name=community.name,
        description=community.description or "",
        door=door,
        why=opens_for(ctx, community.access_level, known),
        url=community.url if door == Door.MEMBER else "",
        needs_account=needs_account,
        account=account.name if account else "",
        failure=row.failure if row and may else "",
        joined_at=row.joined_at if row else None,
    )


def _known(ctx: Context, course_ids: Collection[int], holding: Holding) -> list[int]:
    """Those of the courses that everybody may know of, or the viewer has a seat in."""
    public = select(Course.id).where(col(Course.id).in_(course_ids), Course.status == CourseStatus.PUBLISHED)
    own = (holding.enrolled | holding.completed) & {*course_ids}
    return sorted({*ctx.session.exec(public), *own})


def _door(row: CommunityMembership | None, *, may: bool, by_api: bool) -> Door:
    if not may:
        return Door.ENDED if row is not None else Door.CLOSED
    if row is None or row.status == CommunityMembershipStatus.INACTIVE:
        return Door.OPEN
    if row.status == CommunityMembershipStatus.ACTIVE:
        return Door.MEMBER
    return Door.JOINING if by_api and row.joined_at is not None and not row.failure else Door.OPEN


def _open_community(ctx: Context, public_id: str) -> ExternalCommunity:
    statement = select(ExternalCommunity).where(
        ExternalCommunity.public_id == public_id, col(ExternalCommunity.is_active)
    )
    community = ctx.session.exec(statement).first()
    if community is None:
        raise NotFound(MISSING)
    holding = holdings(ctx, [ctx.user_id])[ctx.user_id]
    courses = community.course_ids or []
    if not is_open(community.access_level, courses, holding):
        known = _known(ctx, courses, holding)
        if courses and not known:
            raise NotFound(MISSING)
        raise Denied(f"This is for {opens_for(ctx, community.access_level, known)}.")
    return community
