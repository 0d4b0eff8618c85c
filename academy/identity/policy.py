"""Who may do what: the platform role, and the roles somebody holds in a course, a cohort or everywhere.

The `is_…`, `teaches_…` and `may_…` functions only tell, and are true for administrators and the system; the others
are policies to give to `@query` and `@mutation`. Whatever they read is watched: taking a role away clears the screens.
"""

from collections.abc import Callable
from itertools import chain
from typing import Any

from sqlmodel import SQLModel, and_, col, or_, select

from academy.core.errors import Denied, SignInRequired
from academy.identity.models import RoleAssignment, ScopedRole, UserRole
from academy.identity.schemas import OpenPlace, Place, PlacePage
from academy.live import Context

Question = Callable[[Context], bool]


Door = Callable[[Context], list[PlacePage] | None]
"""A way into a place: the pages behind it for the viewer; nothing if it is shut to them."""

_doors: dict[Place, list[Door]] = {}


def opens(
    place: Place, page: PlacePage | None = None, *, count: Callable[[Context], int] | None = None
) -> Callable[[Question], Question]:
    """Let a higher domain say for whom a place opens: `@opens(Place.TEACH) def teaches_anything(ctx): …`.

    Args:
        place: What opens.
        page: The page it opens onto, where the place has several.
        count: How much there wants to be looked at; asked only if it opens.
    """

    def decorate(question: Question) -> Question:
        def door(ctx: Context) -> list[PlacePage] | None:
            if not question(ctx):
                return None
            return [page.model_copy(update={"count": count(ctx)}) if count else page] if page else []

        opens_onto(place)(door)
        return question

    return decorate


def opens_onto(place: Place) -> Callable[[Door], Door]:
    """Let a higher domain say which pages of a place are open to whom, where they go together."""

    def decorate(door: Door) -> Door:
        _doors.setdefault(place, []).append(door)
        return door

    return decorate


def open_places(ctx: Context) -> list[OpenPlace]:
    """The places that the viewer may enter."""
    places = []
    for place in Place:
        behind = [pages for door in _doors.get(place, ()) if (pages := door(ctx)) is not None]
        if behind:
            pages = sorted(chain.from_iterable(behind), key=lambda page: page.label)
            places.append(OpenPlace(place=place, pages=pages))
    return places


@opens(Place.LEARN)
@opens(Place.COMMUNITY)
def is_signed_in(ctx: Context) -> bool:
    """Tell whether somebody is signed in."""
    return ctx.viewer.user_id is not None


@opens(Place.ADMIN)
def is_admin(ctx: Context) -> bool:
    """Tell whether the viewer administers the platform."""
    return ctx.viewer.is_system or ctx.viewer.role == UserRole.PLATFORM_ADMIN


def teaches_course(ctx: Context, course_id: int | None = None) -> bool:
    """Tell whether the viewer is an instructor of the course, or without one of everything."""
    return _holds(ctx, ScopedRole.INSTRUCTOR, course_id=course_id)


def teaches_cohort(ctx: Context, cohort_id: int) -> bool:
    """Tell whether the viewer is an instructor of the cohort, of its course, or the one named on it."""
    if is_admin(ctx):
        return True
    cohorts = SQLModel.metadata.tables["cohorts"]
    found = ctx.session.execute(
        select(cohorts.c.course_id, cohorts.c.instructor_id).where(cohorts.c.id == cohort_id)
    ).first()
    if found is None or not is_signed_in(ctx):
        return False
    course_id, instructor_id = found
    return instructor_id == ctx.user_id or _holds(ctx, ScopedRole.INSTRUCTOR, course_id=course_id, cohort_id=cohort_id)


@opens(Place.TEACH)
def teaches_anything(ctx: Context) -> bool:
    """Tell whether the viewer is an instructor of anything; being an administrator is not enough."""
    if not is_signed_in(ctx):
        return False
    cohorts = SQLModel.metadata.tables["cohorts"]
    assigned = select(RoleAssignment.id).where(
        RoleAssignment.user_id == ctx.user_id, RoleAssignment.role == ScopedRole.INSTRUCTOR
    )
    named = select(cohorts.c.id).where(cohorts.c.instructor_id == ctx.user_id)
    return any(ctx.session.execute(statement.limit(1)).first() for statement in (assigned, named))


def may_edit_content(ctx: Context, course_id: int | None = None) -> bool:
    """Tell whether the viewer may edit content: of one course, or everything."""
    return _holds(ctx, ScopedRole.CONTENT_EDITOR, course_id=course_id)


def may_moderate(ctx: Context, *, course_id: int | None = None, cohort_id: int | None = None) -> bool:
    """Tell whether the viewer may moderate what people write: in a course, a cohort, or everywhere."""
    return _holds(ctx, ScopedRole.MODERATOR, course_id=course_id, cohort_id=cohort_id)


def moderates_anything(ctx: Context) -> bool:
    """Tell whether the viewer moderates what people write somewhere; being an administrator is not enough."""
    if not is_signed_in(ctx):
        return False
    assigned = select(RoleAssignment.id).where(
        RoleAssignment.user_id == ctx.user_id, RoleAssignment.role == ScopedRole.MODERATOR
    )
    return ctx.session.exec(assigned.limit(1)).first() is not None


def platform_admin(ctx: Context, **_arguments: Any) -> None:
    """Administrators of the platform may."""
    require(ctx, is_admin(ctx))


def content_editor(ctx: Context, **_arguments: Any) -> None:
    """Those who may edit all content may."""
    require(ctx, may_edit_content(ctx))


def system_only(_ctx: Context, **_arguments: Any) -> None:
    """Only jobs, routes and commands may; they pass every policy."""
    raise Denied


def require(ctx: Context, is_allowed: bool) -> None:
    """Refuse unless allowed; visitors are asked to sign in first.

    Raises:
        SignInRequired: Nobody is signed in.
        Denied: Somebody is, who may not.
    """
    if is_allowed:
        return
    if is_signed_in(ctx):
        raise Denied
    raise SignInRequired


def _holds(ctx: Context, role: ScopedRole, *, course_id: int | None = None, cohort_id: int | None = None) -> bool:
    if is_admin(ctx):
        return True
    if not is_signed_in(ctx):
        return False
    scopes = [and_(col(RoleAssignment.course_id).is_(None), col(RoleAssignment.cohort_id).is_(None))]
    if course_id is not None:
        scopes.append(and_(RoleAssignment.course_id == course_id, col(RoleAssignment.cohort_id).is_(None)))
    if cohort_id is not None:
        scopes.append(and_(RoleAssignment.cohort_id == cohort_id))
    assigned = select(RoleAssignment.id).where(
        RoleAssignment.user_id == ctx.user_id, RoleAssignment.role == role, or_(*scopes)
    )
    return ctx.session.exec(assigned.limit(1)).first() is not None
