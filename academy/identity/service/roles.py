"""Roles: given and taken by administrators, and noted for good."""

from sqlmodel import select

from academy.core import audit
from academy.core.errors import Conflict, Invalid, NotFound
from academy.identity.models import RoleAssignment, ScopedRole, User, UserRole
from academy.identity.policy import platform_admin, system_only
from academy.identity.service.accounts import clean_email, find_or_make_account
from academy.live import Context, mutation


@mutation(policy=system_only)
def make_admin(ctx: Context, *, email: str) -> None:
    """Make whoever has this address an administrator of the platform, with an account if they have none yet."""
    user = find_or_make_account(ctx, clean_email(email))
    if user.role == UserRole.PLATFORM_ADMIN:
        return
    before, user.role = user.role, UserRole.PLATFORM_ADMIN
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action="identity.admin_made",
        subject=user,
        summary=f"{user.name} became an administrator of the platform.",
        changes={"role": (before.value, user.role.value)},
    )


@mutation(policy=platform_admin)
def give_role(
    ctx: Context, *, user_id: int, role: ScopedRole, course_id: int | None = None, cohort_id: int | None = None
) -> int:
    """Give somebody a role in a course or a cohort, or everywhere, and return its id.

    Raises:
        Invalid: Both a course and a cohort are given.
        NotFound: There is no such person.
        Conflict: They have it already.
    """
    if course_id is not None and cohort_id is not None:
        raise Invalid("A role holds in a course or in a cohort, not in both.")
    user = ctx.session.get(User, user_id)
    if user is None:
        raise NotFound("There is no such person.")
    same = select(RoleAssignment.id).where(
        RoleAssignment.user_id == user_id,
        RoleAssignment.role == role,
        RoleAssignment.course_id == course_id,
        RoleAssignment.cohort_id == cohort_id,
    )
    if ctx.session.exec(same).first() is not None:
        raise Conflict(f"{user.name} has this role already.")
    given = RoleAssignment(
        user_id=user_id, role=role, course_id=course_id, cohort_id=cohort_id, granted_by_id=ctx.viewer.user_id
    )
    ctx.session.add(given)
    _record(ctx, given, user, "identity.role_given", "was given")
    return given.id


@mutation(policy=platform_admin)
def take_role(ctx: Context, *, assignment_id: int) -> None:
    """Take a role away; the screens it opened are cleared at once.

    Raises:
        NotFound: It has been taken already.
    """
    given = ctx.session.get(RoleAssignment, assignment_id)
    if given is None:
        raise NotFound("This role has been taken away already.")
    _record(ctx, given, ctx.session.get_one(User, given.user_id), "identity.role_taken", "lost")
    ctx.session.delete(given)


def _record(ctx: Context, given: RoleAssignment, user: User, action: str, verb: str) -> None:
    scope = {"course_id": given.course_id, "cohort_id": given.cohort_id}
    where = "".join(f" in {name.removesuffix('_id')} {value}" for name, value in scope.items() if value is not None)
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action=action,
        subject=user,
        summary=f"{user.name} {verb} the role {given.role.value.replace('_', ' ')}{where or ' everywhere'}.",
    )
