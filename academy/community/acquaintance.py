"""Whose card somebody may see: people meet where both belong, where one of them wrote, or by a connection.

A course is no meeting place for those whose cohort is their company's own: nobody outside learns that they are there,
until they write to all of the course themselves.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, or_, select

from academy.catalog.models import Cohort
from academy.community.models import (
    ConnectionStatus,
    ContentStatus,
    DiscussionReply,
    DiscussionThread,
    PeerConnection,
    PersonBlock,
)
from academy.community.policy import BELONGS, LEADS, audiences
from academy.core.errors import NotFound, SignInRequired
from academy.enrollment.models import Enrollment
from academy.identity.models import RoleAssignment, User
from academy.live import Context

NOBODY = "There is no such person here."
IS_PUBLIC = sa.and_(col(Cohort.organization_id).is_(None), col(Cohort.is_b2b).is_(False))


def card_reader(ctx: Context, *, user_id: int = 0, **_arguments: Any) -> None:
    """Those who have met the person may; for others there is no such person. Nobody is asked for by 0."""
    if user_id or ctx.viewer.user_id is None:
        who_has_met(ctx, user_id=user_id)


def who_has_met(ctx: Context, *, user_id: int, **_arguments: Any) -> None:
    """Those who have met the person may; for others there is no such person."""
    if ctx.viewer.user_id is None:
        raise SignInRequired
    if not acquainted(ctx, [user_id]):
        raise NotFound(NOBODY)


def acquainted(ctx: Context, ids: Iterable[int]) -> set[int]:
    """Return those of these people whose cards the viewer may see."""
    asked = sorted(set(ids))
    mine = audiences(ctx)
    if mine is None:
        return set(ctx.session.exec(select(User.id).where(col(User.id).in_(asked))))
    known = {ctx.user_id} & set(asked)
    for meeting in (_blocked, _connected, _in_cohorts, _in_courses, _leading, _writing):
        if rest := [user_id for user_id in asked if user_id not in known]:
            known |= meeting(ctx, rest, mine)
    return known


def numbered(mine: Iterable[str], kind: str) -> list[int]:
    """Return the ids of the audiences of a kind, `course` or `cohort`."""
    return [int(number) for name, _, number in (audience.partition(":") for audience in mine) if name == kind]


def _blocked(ctx: Context, ids: list[int], _mine: list[str]) -> set[int]:
    """Those the viewer has blocked: the viewer knows of them, and may take it back."""
    mine = select(PersonBlock.blocked_id).where(
        PersonBlock.user_id == ctx.user_id, col(PersonBlock.blocked_id).in_(ids)
    )
    return set(ctx.session.exec(mine))


def _connected(ctx: Context, ids: list[int], _mine: list[str]) -> set[int]:
    """Those the viewer is connected with, and those who have asked to be: by asking they show who they are."""
    low, high = col(PeerConnection.user_id), col(PeerConnection.connected_user_id)
    asks = sa.and_(
        col(PeerConnection.status) == ConnectionStatus.PENDING, col(PeerConnection.requester_id) != ctx.user_id
    )
    is_near = or_(col(PeerConnection.status) == ConnectionStatus.ACCEPTED, asks)
    pairs = ((high, low), (low, high))
    return {
        other_id
        for other, me in pairs
        for other_id in ctx.session.exec(select(other).where(me == ctx.user_id, other.in_(ids), is_near))
    }


def _in_cohorts(ctx: Context, ids: list[int], mine: list[str]) -> set[int]:
    seated = select(Enrollment.user_id).where(
        col(Enrollment.user_id).in_(ids),
        col(Enrollment.cohort_id).in_(numbered(mine, "cohort")),
        col(Enrollment.status).in_(BELONGS),
    )
    return set(ctx.session.exec(seated))


def _in_courses(ctx: Context, ids: list[int], mine: list[str]) -> set[int]:
    seated = (
        select(Enrollment.user_id)
        .join(Cohort, col(Cohort.id) == Enrollment.cohort_id)
        .where(
            col(Enrollment.user_id).in_(ids),
            col(Enrollment.course_id).in_(numbered(mine, "course")),
            col(Enrollment.status).in_(BELONGS),
            IS_PUBLIC,
        )
    )
    return set(ctx.session.exec(seated))


def _leading(ctx: Context, ids: list[int], mine: list[str]) -> set[int]:
    """Those who teach or moderate where the viewer belongs."""
    cohorts, courses = numbered(mine, "cohort"), numbered(mine, "course")
    if not cohorts and not courses:
        return set()
    course, cohort = col(RoleAssignment.course_id), col(RoleAssignment.cohort_id)
    everywhere = sa.and_(course.is_(None), cohort.is_(None))
    assigned = select(RoleAssignment.user_id).where(
        col(RoleAssignment.user_id).in_(ids),
        col(RoleAssignment.role).in_(LEADS),
        or_(everywhere, course.in_(courses), cohort.in_(cohorts)),
    )
    named = select(Cohort.instructor_id).where(col(Cohort.id).in_(cohorts), col(Cohort.instructor_id).in_(ids))
    found = {*ctx.session.exec(assigned), *ctx.session.exec(named)}
    return {user_id for user_id in found if user_id is not None}


def _writing(ctx: Context, ids: list[int], mine: list[str]) -> set[int]:
    """Those who wrote something that the viewer may read."""
    thread, reply = DiscussionThread, DiscussionReply
    is_open = sa.and_(
        col(thread.audience).in_(mine), col(thread.status) == ContentStatus.ACTIVE, col(thread.deleted_at).is_(None)
    )
    started = select(thread.id).where(col(thread.author_id) == User.id, is_open)
    replied = (
        select(reply.id)
        .join(thread, col(thread.id) == reply.thread_id)
        .where(
            col(reply.author_id) == User.id,
            col(reply.status) == ContentStatus.ACTIVE,
            col(reply.deleted_at).is_(None),
            is_open,
        )
    )
    return {
        user_id
        for wrote in (started, replied)
        for user_id in ctx.session.exec(select(User.id).where(col(User.id).in_(ids), wrote.exists()))
    }
