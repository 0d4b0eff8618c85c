"""How much of what somebody may read they have not read yet.

A thread is unread if something happened in it after the moment from which on its audience counts as unread, and there
are replies beyond those they have read, or they have never opened it. The latest of each audience are looked at.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam
from sqlmodel import and_, col, desc, func, select

from academy.catalog.models import Cohort
from academy.community.models import (
    DiscussionThread,
    PlaceReading,
    ThreadInteraction,
    ThreadInteractionType,
    ThreadReading,
)
from academy.community.policy import GENERAL, audiences, of_cohort, of_course
from academy.community.schemas.places import Marks
from academy.community.service.places import find_place, reader_of_place
from academy.community.service.standing import in_sight
from academy.core.errors import Invalid
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.identity.models import User
from academy.live import Context, everyone, mutation, query, signed_in

LATEST = 200
CEILING = 100
"""More than this is not counted."""

_thread: Any = DiscussionThread
_read: Any = ThreadReading.last_number
_latest = (
    select(_thread.id, _thread.public_id, _thread.session_id, _thread.last_shown)
    .where(
        _thread.audience == bindparam("audience"),
        *in_sight(_thread),
        _thread.last_activity_at > bindparam("read_at"),
    )
    .order_by(desc(_thread.last_activity_at), desc(_thread.id))
    .limit(LATEST)
    .subquery()
)
_mine = and_(col(ThreadReading.thread_id) == _latest.c.id, col(ThreadReading.user_id) == bindparam("user_id"))
_muted = select(ThreadInteraction.id).where(
    col(ThreadInteraction.user_id) == bindparam("user_id"),
    ThreadInteraction.interaction == ThreadInteractionType.MUTE,
    ThreadInteraction.thread_id == _latest.c.id,
)
_is_unread = and_(_latest.c.last_shown > func.coalesce(_read, -1), ~_muted.exists())
_UNREAD = (
    select(_latest.c.public_id, _latest.c.session_id, _latest.c.last_shown - _read)
    .join_from(_latest, ThreadReading, _mine, isouter=True)
    .where(_is_unread)
)
_HOW_MANY = (
    select(func.count())
    .select_from(_latest)
    .join(ThreadReading, _mine, isouter=True)
    .where(_is_unread, _latest.c.public_id != bindparam("besides"))
)


class Unread(NamedTuple):
    """A thread that is unread: how many replies are, none if it was never opened."""

    public_id: str
    session_id: int | None
    new: int | None


@query(policy=everyone)
def unread_count(ctx: Context, *, besides: str = "") -> int:
    """How many threads the viewer has not read, up to a hundred, not counting the one before their eyes."""
    if ctx.viewer.user_id is None:
        return 0
    found = 0
    for parameters in _of_each_audience(ctx):
        found += ctx.session.exec(_HOW_MANY, params=parameters | {"besides": besides}).one()
    return min(CEILING, found)


@query(policy=signed_in)
def my_marks(ctx: Context) -> Marks:
    """The threads that the viewer has not read, each with the number of new replies, 0 if it is new itself."""
    return Marks(unread={row.public_id: row.new or 0 for _, rows in unread_by_audience(ctx) for row in rows})


@mutation(policy=reader_of_place)
def mark_place_read(ctx: Context, *, place: str) -> datetime:
    """Count all there is in a place's audience as read; returns since when it was not, so that it can be taken back."""
    audience = find_place(ctx, place).audience
    before = _read_until(ctx).get(audience) or _joined(ctx)
    _set_read(ctx, audience, ctx.now)
    return before


@mutation(policy=reader_of_place)
def mark_place_unread(ctx: Context, *, place: str, since: datetime) -> None:
    """Take back that everything is read: what happened `since` then counts again.

    Raises:
        Invalid: That is not a moment.
    """
    if since.utcoffset() is None:
        raise Invalid("Please name a moment with its zone.")
    _set_read(ctx, find_place(ctx, place).audience, since)


def own_audiences(ctx: Context) -> list[str]:
    """The audiences that the viewer belongs to; of those who may read all, the ones they have to do with."""
    known = audiences(ctx)
    if known is not None:
        return known
    seated = (EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED)
    seats = select(Enrollment.cohort_id, Enrollment.course_id).where(
        Enrollment.user_id == ctx.user_id, col(Enrollment.status).in_(seated)
    )
    led = select(Cohort.id, Cohort.course_id).where(Cohort.instructor_id == ctx.user_id)
    found = {GENERAL}
    for cohort_id, course_id in (*ctx.session.exec(seats), *ctx.session.exec(led)):
        found |= {of_cohort(cohort_id), of_course(course_id)}
    return sorted(found)


def unread_by_audience(ctx: Context) -> Iterator[tuple[str, list[Unread]]]:
    """Yield what is unread of each of the viewer's audiences."""
    for parameters in _of_each_audience(ctx):
        yield parameters["audience"], _unread(ctx, parameters)


def unread_in(ctx: Context, audience: str) -> list[Unread]:
    """Return what the viewer has not read of an audience."""
    return _unread(ctx, _parameters(ctx, audience, _read_until(ctx).get(audience) or _joined(ctx)))


def _unread(ctx: Context, parameters: Mapping[str, Any]) -> list[Unread]:
    return [Unread(*row) for row in ctx.session.exec(_UNREAD, params=parameters)]


def _of_each_audience(ctx: Context) -> Iterator[dict[str, Any]]:
    joined, until = _joined(ctx), _read_until(ctx)
    for audience in own_audiences(ctx):
        yield _parameters(ctx, audience, until.get(audience, joined))


def _parameters(ctx: Context, audience: str, read_at: datetime) -> dict[str, Any]:
    return {"user_id": ctx.user_id, "audience": audience, "read_at": read_at}


def _joined(ctx: Context) -> datetime:
    return ctx.session.exec(select(User.created_at).where(User.id == ctx.user_id)).one()


def _read_until(ctx: Context) -> Mapping[str, datetime]:
    mine = select(PlaceReading.audience, PlaceReading.read_at).where(PlaceReading.user_id == ctx.user_id)
    return dict(ctx.session.exec(mine).all())


def _set_read(ctx: Context, audience: str, moment: datetime) -> None:
    row = ctx.session.exec(
        select(PlaceReading).where(PlaceReading.user_id == ctx.user_id, PlaceReading.audience == audience)
    ).first()
    if row is None:
        ctx.session.add(PlaceReading(user_id=ctx.user_id, audience=audience, read_at=moment))
    else:
        row.read_at = moment
