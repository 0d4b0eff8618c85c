"""Places: finding one by its key, and who reads and writes there."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlmodel import col, select

from academy import routes
from academy.catalog.models import Cohort, Course, CourseSession
from academy.community.models import ThreadScope
from academy.community.policy import (
    GENERAL,
    NO_THREAD,
    leads,
    may_moderate,
    may_write,
    of_cohort,
    of_course,
    require_reader,
    require_writer,
    suspension_of,
)
from academy.community.schemas.places import PlaceRef, PlaceRights, PlaceView
from academy.community.schemas.threads import PlaceChip
from academy.core.errors import NotFound, SignInRequired
from academy.core.numbers import whole_number
from academy.identity.policy import is_signed_in, opens
from academy.identity.schemas import Place, PlacePage
from academy.learning.models import Lesson
from academy.live import Context, query, signed_in

opens(Place.COMMUNITY, PlacePage(label="Discussion", url=routes.COMMUNITY.url()))(is_signed_in)


class OwnList(StrEnum):
    """Lists of the viewer's own, which stand where the key of a place does."""

    EVERYTHING = ""
    FOLLOWING = "following"
    BOOKMARKED = "bookmarked"
    MINE = "mine"


OWN = {
    OwnList.EVERYTHING: "All discussions",
    OwnList.FOLLOWING: "Following",
    OwnList.BOOKMARKED: "Bookmarked",
    OwnList.MINE: "Started by you",
}
EVERYBODY = "Everybody at the academy"


def find_place(ctx: Context, key: str) -> PlaceRef:
    """Return the place of a key, whoever asks: `general`, `course.<slug>`, `cohort.<public id>`, and its sessions
    and lessons, `session.<public id>.<session id>` and `lesson.<public id>.<lesson id>`.

    Raises:
        NotFound: There is none.
    """
    kind, *parts = key.split(".")
    match kind, parts:
        case "general", []:
            return PlaceRef(key=key, audience=GENERAL, scope=ThreadScope.GENERAL, name=EVERYBODY)
        case "course", [slug]:
            return _course(ctx, key, slug)
        case "cohort", [public_id]:
            return _cohort(ctx, key, public_id)
        case "session" | "lesson", [public_id, text] if (number := whole_number(text)) is not None:
            return _part(ctx, key, _cohort(ctx, key, public_id), ThreadScope(kind), number)
    raise NotFound(NO_THREAD)


def reader_of_place(ctx: Context, *, place: str, **_arguments: Any) -> None:
    """Who may read a place may; for others it is as if there were none."""
    require_reader(ctx, _sought(ctx, place).audience)


def writer_in_place(ctx: Context, *, place: str, **_arguments: Any) -> None:
    """Who may write in a place may; somebody suspended is told so."""
    require_writer(ctx, _sought(ctx, place).audience)


def reader_of_list(ctx: Context, *, place: str = "", **_arguments: Any) -> None:
    """Who may read a place may; lists of one's own are for everybody who is signed in."""
    if place in OWN:
        signed_in(ctx)
    else:
        reader_of_place(ctx, place=place)


@query(policy=reader_of_list)
def place_view(ctx: Context, *, place: str = "") -> PlaceView:
    """A place or a list of one's own, as its page shows it."""
    if place in OWN:
        return PlaceView(key=place, name=OWN[OwnList(place)], within="", within_key="", is_own=True)
    ref = find_place(ctx, place)
    cohort = place.split(".")[1] if ref.within else ""
    dates = (
        ctx.session.exec(select(Cohort.start_date, Cohort.end_date).where(Cohort.id == ref.cohort_id)).one()
        if ref.cohort_id
        else (None, None)
    )
    return PlaceView(
        key=place,
        name=ref.name,
        within=ref.within,
        within_key=f"cohort.{cohort}" if cohort else "",
        starts_at=dates[0],
        ends_at=dates[1],
        session_key=f"session.{cohort}.{ref.session_id}" if ref.session_id else "",
        lessons=[PlaceChip(key=f"lesson.{cohort}.{number}", name=title) for number, title in _lessons(ctx, ref)],
    )


@query(policy=reader_of_list)
def place_rights(ctx: Context, *, place: str = "") -> PlaceRights:
    """What the viewer may do in a place; in lists of their own, choose where to write."""
    if place in OWN:
        return PlaceRights(may_write=True, leads=False, may_moderate=False)
    audience = find_place(ctx, place).audience
    suspension = suspension_of(ctx, ctx.user_id, audience)
    return PlaceRights(
        may_write=may_write(ctx, audience),
        leads=leads(ctx, audience),
        may_moderate=may_moderate(ctx, audience),
        suspended=suspension.reason if suspension else "",
    )


def _sought(ctx: Context, key: str) -> PlaceRef:
    """Find a place for somebody: who is not signed in learns nothing of what there is."""
    if ctx.viewer.user_id is None and not ctx.viewer.is_system:
        raise SignInRequired
    return find_place(ctx, key)


def _course(ctx: Context, key: str, slug: str) -> PlaceRef:
    found = ctx.session.exec(select(Course.id, Course.title).where(Course.slug == slug)).first()
    if found is None:
        raise NotFound(NO_THREAD)
    course_id, title = found
    return PlaceRef(key=key, audience=of_course(course_id), scope=ThreadScope.COURSE, name=title, course_id=course_id)


def _cohort(ctx: Context, key: str, public_id: str) -> PlaceRef:
    found = ctx.session.exec(
        select(Cohort.id, Cohort.name, Cohort.course_id).where(Cohort.public_id == public_id)
    ).first()
    if found is None:
        raise NotFound(NO_THREAD)
    cohort_id, name, course_id = found
    return PlaceRef(
        key=key,
        audience=of_cohort(cohort_id),
        scope=ThreadScope.COURSE,
        name=name,
        course_id=course_id,
        cohort_id=cohort_id,
    )


def _lessons(ctx: Context, ref: PlaceRef) -> Sequence[tuple[int, str]]:
    """The lessons of the session that a place is about or within, in their order."""
    if ref.session_id is None:
        return ()
    lessons = select(Lesson.id, Lesson.title).where(Lesson.session_id == ref.session_id)
    return ctx.session.exec(lessons.order_by(col(Lesson.order_in_session), col(Lesson.id))).all()


def _part(ctx: Context, key: str, cohort: PlaceRef, scope: ThreadScope, number: int) -> PlaceRef:
    sessions = select(CourseSession.id, CourseSession.title).where(CourseSession.course_id == cohort.course_id)
    if scope is ThreadScope.LESSON:
        lessons = select(Lesson.session_id, Lesson.title).join(CourseSession)
        found = ctx.session.exec(
            lessons.where(Lesson.id == number, CourseSession.course_id == cohort.course_id)
        ).first()
    else:
        found = ctx.session.exec(sessions.where(CourseSession.id == number)).first()
    if found is None:
        raise NotFound(NO_THREAD)
    session_id, title = found
    return cohort.model_copy(
        update={
            "key": key,
            "scope": scope,
            "name": title,
            "within": cohort.name,
            "session_id": session_id,
            "lesson_id": number if scope is ThreadScope.LESSON else None,
        }
    )
