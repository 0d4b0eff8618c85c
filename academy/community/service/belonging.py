"""Who belongs to communities elsewhere: followed from what people have, in the database; the platforms are a job's."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlmodel import and_, col, or_, select

from academy.community.access import API, Belonging, followed, is_open, joined, removed
from academy.community.events import MembershipChanged, MembershipDue
from academy.community.models import (
    CommunityMembership,
    CommunityMembershipStatus,
    ExternalAccount,
    ExternalCommunity,
    Removal,
)
from academy.community.schemas.elsewhere import Task
from academy.community.service.holdings import holdings
from academy.identity.models import User
from academy.identity.policy import system_only
from academy.live import Context, mutation, query

BATCH = 100
PATIENCE = timedelta(hours=1)
"""After so long what a job should have done is asked for again."""


def has_api(community: ExternalCommunity) -> bool:
    """Tell whether people are added and removed by us; else it is done by invite link and by hand."""
    return community.platform in API and bool(community.secret) and community.member_sync_enabled


@mutation(policy=system_only)
def follow_people(ctx: Context, *, user_ids: list[int]) -> None:
    """Let these people belong where they may, and nowhere else; the same again changes nothing."""
    _follow(ctx, user_ids)


@mutation(policy=system_only)
def follow_everybody(ctx: Context, *, after: int) -> int | None:
    """Follow the next people by their id; returns after whom to go on, if there are more."""
    ids = list(ctx.session.exec(select(User.id).where(col(User.id) > after).order_by(col(User.id)).limit(BATCH)))
    _follow(ctx, ids)
    return ids[-1] if len(ids) == BATCH else None


@mutation(policy=system_only)
def take_up_what_is_left(ctx: Context, *, after: int) -> int | None:
    """Ask again for the next things that a job has not done, though it should have long ago.

    Returns after which to go on, if there are more.
    """
    is_asked = and_(
        CommunityMembership.status == CommunityMembershipStatus.INVITED,
        col(CommunityMembership.joined_at).is_not(None),
    )
    left = select(CommunityMembership.id).where(
        CommunityMembership.updated_at < ctx.now - PATIENCE,
        CommunityMembership.failure == "",
        CommunityMembership.id > after,
        or_(CommunityMembership.removal == Removal.DUE, is_asked),
    )
    found = list(ctx.session.exec(left.order_by(col(CommunityMembership.id)).limit(BATCH)))
    for membership_id in found:
        ctx.publish(MembershipDue(membership_id, ctx.now))
    return found[-1] if len(found) == BATCH else None


@query(policy=system_only)
def task_of(ctx: Context, *, membership_id: int) -> Task | None:
    """What a job is to do about a membership now, if there is anything."""
    row = ctx.session.get(CommunityMembership, membership_id)
    if row is None:
        return None
    community = ctx.session.get_one(ExternalCommunity, row.community_id)
    is_joining = row.status == CommunityMembershipStatus.INVITED and row.joined_at is not None
    if not has_api(community) or not (is_joining or row.removal == Removal.DUE):
        return None
    user = ctx.session.get_one(User, row.user_id)
    account = account_of(ctx, user.id, community)
    known, connected = row.external_member_id or "", account.external_id if account else ""
    is_good = account is not None and (account.token_ends_at is None or not ctx.is_past(account.token_ends_at))
    return Task(
        is_joining=is_joining,
        platform=community.platform,
        community_id=community.external_id,
        secret=community.secret,
        role_id=community.settings.role_id,
        channel_ids=community.settings.channel_ids,
        space_ids=community.settings.space_ids,
        email=user.email,
        name=user.name,
        member_id=(connected or known) if is_joining else (known or connected),
        token=account.token if account and is_good else "",
    )


@mutation(policy=system_only)
def note_joined(ctx: Context, *, membership_id: int, member_id: str) -> None:
    """Somebody is a member there now, or was invited, or has to come by the link."""
    row = _locked(ctx, membership_id)
    row.external_member_id = member_id or row.external_member_id
    row.last_sync_at, row.failure = ctx.now, ""
    _become(ctx, row, joined(_now(row), by_api=True))


@mutation(policy=system_only)
def note_removed(ctx: Context, *, membership_id: int) -> None:
    """Somebody is no member there any more."""
    row = _locked(ctx, membership_id)
    row.last_sync_at, row.failure, row.joined_at = ctx.now, "", None
    _become(ctx, row, removed(_now(row)))


@mutation(policy=system_only)
def note_stuck(ctx: Context, *, membership_id: int, words: str) -> None:
    """The platform refuses, and why; somebody who was to be removed is so by hand."""
    row = _locked(ctx, membership_id)
    row.failure, row.last_sync_at = words, ctx.now
    if row.removal == Removal.DUE:
        row.removal = Removal.BY_HAND


@mutation(policy=system_only)
def ask_later(ctx: Context, *, membership_id: int, seconds: float) -> None:
    """The platform wants to be asked again after a while."""
    ctx.publish(MembershipDue(membership_id, ctx.now + timedelta(seconds=seconds)))


def account_of(ctx: Context, user_id: int, community: ExternalCommunity) -> ExternalAccount | None:
    """The account on the platform that somebody has shown to be theirs."""
    mine = select(ExternalAccount).where(
        ExternalAccount.user_id == user_id, ExternalAccount.platform == community.platform
    )
    return ctx.session.exec(mine).first()


def membership_of(ctx: Context, user_id: int, community_id: int) -> CommunityMembership | None:
    """How it stands with somebody in a community, if they ever had to do with it."""
    mine = select(CommunityMembership).where(
        CommunityMembership.user_id == user_id, CommunityMembership.community_id == community_id
    )
    return ctx.session.exec(mine).first()


def due(ctx: Context, membership_id: int, *, at: datetime | None = None) -> None:
    """Have a job do what is to be done about a membership."""
    ctx.publish(MembershipDue(membership_id, at or ctx.now))


def _follow(ctx: Context, user_ids: Collection[int]) -> None:
    """Bring what is on record in line with what these people have."""
    communities = ctx.session.exec(
        select(ExternalCommunity).where(col(ExternalCommunity.is_active)).order_by(col(ExternalCommunity.id))
    ).all()
    known = {(row.user_id, row.community_id): row for row in _memberships(ctx, user_ids)}
    found = holdings(ctx, user_ids)
    for user_id in user_ids:
        for community in communities:
            row = known.get((user_id, community.id))
            may = is_open(community.access_level, community.course_ids or (), found[user_id])
            after = followed(_now(row), may=may, by_api=has_api(community), has_asked=_has_asked(row))
            if after == _now(row):
                continue
            if row is None:
                row = CommunityMembership(user_id=user_id, community_id=community.id)
                ctx.session.add(row)
            _become(ctx, row, after)


def _memberships(ctx: Context, user_ids: Collection[int]) -> Sequence[CommunityMembership]:
    return ctx.session.exec(select(CommunityMembership).where(col(CommunityMembership.user_id).in_(user_ids))).all()


def _now(row: CommunityMembership | None) -> Belonging:
    return Belonging() if row is None else Belonging(row.status, row.removal)


def _become(ctx: Context, row: CommunityMembership, after: Belonging) -> None:
    """Write down how it stands with a membership now, and let others know."""
    assert after.status is not None  # noqa: S101
    is_new = row.id is None
    is_other = is_new or row.status != after.status
    if is_other and after.status == CommunityMembershipStatus.INVITED:
        row.joined_at = None
    row.status, row.removal = after.status, after.removal
    if is_other:
        row.failure = ""
    ctx.session.flush()
    if is_other:
        ctx.publish(MembershipChanged(row.id))
    if after.removal == Removal.DUE:
        ctx.publish(MembershipDue(row.id, ctx.now))


def _locked(ctx: Context, membership_id: int) -> CommunityMembership:
    statement = select(CommunityMembership).where(CommunityMembership.id == membership_id).with_for_update()
    return ctx.session.exec(statement.execution_options(populate_existing=True)).one()


def _has_asked(row: CommunityMembership | None) -> bool:
    return row is not None and row.joined_at is not None
