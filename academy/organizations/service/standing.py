"""The standing of companies: locked while something changes, suspended and reinstated, and what is put on record."""

from sqlmodel import col, select

from academy.core import audit
from academy.core.audit import Change
from academy.core.errors import Conflict, NotFound
from academy.live import Context
from academy.organizations.events import OrganizationReinstated, OrganizationSuspended
from academy.organizations.models import Organization, OrganizationStatus


def lock_organization(ctx: Context, organization_id: int) -> Organization:
    """Return an organization as it is now; nobody else changes its seats or people before this transaction ends.

    Raises:
        NotFound: There is no such organization.
    """
    ctx.session.flush()
    statement = select(Organization).where(col(Organization.id) == organization_id).with_for_update()
    organization = ctx.session.exec(statement.execution_options(populate_existing=True)).first()
    if organization is None:
        raise NotFound("There is no such organization.")
    return organization


def suspend(ctx: Context, *, organization_id: int, reason: str) -> None:
    """Stop an organization from using its seats; whoever has begun goes on learning. Doing so again changes the reason.

    Raises:
        NotFound: There is no such organization.
    """
    organization = lock_organization(ctx, organization_id)
    before, was_suspended = organization.status, organization.status == OrganizationStatus.SUSPENDED
    organization.suspended_reason = reason
    if was_suspended:
        return
    organization.status, organization.suspended_at = OrganizationStatus.SUSPENDED, ctx.now
    note(
        ctx,
        organization,
        "suspended",
        f"Suspended {organization.name}: {reason}",
        {"status": (before.value, organization.status.value)},
    )
    ctx.publish(OrganizationSuspended(organization_id))


def reinstate(ctx: Context, *, organization_id: int) -> None:
    """Let an organization use its seats again; one that is not suspended stays as it is.

    Raises:
        NotFound: There is no such organization.
    """
    organization = lock_organization(ctx, organization_id)
    if organization.status != OrganizationStatus.SUSPENDED:
        return
    has_seats = organization.seats_purchased > 0
    organization.status = OrganizationStatus.ACTIVE if has_seats else OrganizationStatus.PENDING_PAYMENT
    organization.suspended_at = organization.suspended_reason = None
    changes: dict[str, Change] = {"status": (OrganizationStatus.SUSPENDED.value, organization.status.value)}
    note(ctx, organization, "reinstated", f"Reinstated {organization.name}.", changes)
    ctx.publish(OrganizationReinstated(organization_id))


def require_active(organization: Organization) -> None:
    """Refuse what an organization may not do while it is suspended.

    Raises:
        Conflict: It is.
    """
    if organization.status == OrganizationStatus.SUSPENDED:
        raise Conflict(
            f"{organization.name} is suspended, so none of its seats can be used. Its administrators see why, "
            "and what to do, on their organization's page."
        )


def note(
    ctx: Context, organization: Organization, action: str, summary: str, changes: dict[str, Change] | None = None
) -> None:
    """Put on record what somebody did to or in a company: `action` is a verb in the past tense."""
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action=f"organizations.{action}",
        subject=organization,
        summary=summary,
        changes=changes,
    )
