"""The standing of companies: locked while something changes, suspended and reinstated, and what is put on record."""

from sqlmodel import col, select

from academy.core import audit
from academy.core.audit import Change
from academy.core.errors import Conflict, NotFound
from academy.live import Context
from academy.organizations.events import OrganizationReinstated, OrganizationSuspended
from academy.organizations.models import Organization, OrganizationStatus, Suspension


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


def suspend(ctx: Context, *, organization_id: int, reason: str, why: Suspension = Suspension.BILLING) -> None:
    """Stop an organization from using its seats; whoever has begun goes on learning.

    It may be suspended for both causes at once, each with a reason of its own; doing so again changes that.

    Raises:
        NotFound: There is no such organization.
    """
    organization = lock_organization(ctx, organization_id)
    before = organization.status
    _set_causes(organization, {**organization.suspended_for, why: reason})
    organization.status, organization.suspended_at = OrganizationStatus.SUSPENDED, organization.suspended_at or ctx.now
    changes: dict[str, Change] = {"status": (before.value, organization.status.value)}
    note(ctx, organization, "suspended", f"Suspended {organization.name}: {reason}", changes)
    if before != OrganizationStatus.SUSPENDED:
        ctx.publish(OrganizationSuspended(organization_id))


def reinstate(ctx: Context, *, organization_id: int, why: Suspension | None = Suspension.BILLING) -> None:
    """Let an organization use its seats again as far as this cause goes; one not suspended for it stays as it is.

    Args:
        why: The cause that is settled; None settles all of them.

    Raises:
        NotFound: There is no such organization.
    """
    organization = lock_organization(ctx, organization_id)
    left = {} if why is None else {cause: words for cause, words in organization.suspended_for.items() if cause != why}
    if organization.status != OrganizationStatus.SUSPENDED or left == organization.suspended_for:
        return
    _set_causes(organization, left)
    if left:
        return
    has_seats = organization.seats_purchased > 0
    organization.status = OrganizationStatus.ACTIVE if has_seats else OrganizationStatus.PENDING_PAYMENT
    organization.suspended_at = None
    changes: dict[str, Change] = {"status": (OrganizationStatus.SUSPENDED.value, organization.status.value)}
    note(ctx, organization, "reinstated", f"Reinstated {organization.name}.", changes)
    ctx.publish(OrganizationReinstated(organization_id))


def _set_causes(organization: Organization, causes: dict[Suspension, str]) -> None:
    organization.suspended_for = causes
    organization.suspended_reason = " ".join(causes[cause] for cause in Suspension if cause in causes) or None


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
