"""Who may change and see what of the catalog behind the scenes; what is published everybody may see.

Administrators may change everything. Content editors prepare courses: they change those they edit until these are
published, and look at them after.
"""

from typing import Any

from sqlmodel import select

from academy import routes
from academy.catalog.models import Course, CourseSession, CourseStatus
from academy.core.errors import Denied, NotFound
from academy.identity.models import RoleAssignment, ScopedRole
from academy.identity.policy import is_admin, is_signed_in, may_edit_content, opens, require
from academy.identity.schemas import Place, PlacePage
from academy.live import Context


@opens(Place.ADMIN, PlacePage(label="Courses", url=routes.ADMIN_COURSES.url()))
def edits_anything(ctx: Context) -> bool:
    """Tell whether there is any course whose content the viewer may edit."""
    if is_admin(ctx):
        return True
    if not is_signed_in(ctx):
        return False
    held = select(RoleAssignment.id).where(
        RoleAssignment.user_id == ctx.user_id, RoleAssignment.role == ScopedRole.CONTENT_EDITOR
    )
    return ctx.session.exec(held.limit(1)).first() is not None


def any_editor(ctx: Context, **_arguments: Any) -> None:
    """Whoever may edit the content of some course may."""
    require(ctx, edits_anything(ctx))


def course_reader(ctx: Context, *, course_id: int, **_arguments: Any) -> None:
    """Whoever may edit the content of this course may, published or not."""
    require(ctx, may_edit_content(ctx, course_id))


def course_editor(ctx: Context, *, course_id: int, **_arguments: Any) -> None:
    """Administrators may; content editors of the course may while it is a draft."""
    if is_admin(ctx):
        return
    course_reader(ctx, course_id=course_id)
    status = ctx.session.exec(select(Course.status).where(Course.id == course_id)).first()
    if status is not None and status != CourseStatus.DRAFT:
        raise Denied("Only administrators change a course that has been published. Ask one, or propose a new draft.")


def session_editor(ctx: Context, *, session_id: int, **_arguments: Any) -> None:
    """Whoever may change the session's course may."""
    course_id = ctx.session.exec(select(CourseSession.course_id).where(CourseSession.id == session_id)).first()
    if course_id is None:
        any_editor(ctx)
        raise NotFound("This session is no longer part of the course.")
    course_editor(ctx, course_id=course_id)
