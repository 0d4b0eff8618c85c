"""Companies themselves: founded and edited."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from academy.core import limits
from academy.core.audit import Change
from academy.core.cleaning import clean_line
from academy.core.errors import Conflict, Invalid
from academy.core.limits import Allowance
from academy.identity.models import User
from academy.identity.service.accounts import clean_email
from academy.live import Context, mutation, signed_in
from academy.organizations.events import OrganizationCreated
from academy.organizations.mail_domains import clean_domain
from academy.organizations.models import (
    ManagerPermission,
    ManagerRole,
    Organization,
    OrganizationDomain,
    OrganizationManager,
)
from academy.organizations.policy import PRESETS, permitted
from academy.organizations.schemas import CompanyFields
from academy.organizations.service.belonging import join
from academy.organizations.service.standing import lock_organization, note

PER_PERSON = Allowance(5, timedelta(days=1))
NAME_LENGTH = 120
ADDRESS_LENGTH = 600
MOST_SEATS_TO_WARN_AT = 1000


@mutation(policy=signed_in)
def create_organization(ctx: Context, *, fields: CompanyFields) -> str:
    """Open an account for a company, of which the viewer becomes the administrator; returns its public id.

    Raises:
        Invalid: Something about it is missing, or its domain is everybody's.
        Conflict: Another company has shown that the domain is its own.
        TooManyRequests: The viewer has opened several today.
    """
    limits.spend(ctx.session, PER_PERSON, now=ctx.now, key=f"organizations_of:{ctx.user_id}")
    organization = found(ctx, fields)
    join(ctx, organization_id=organization.id, user_id=ctx.user_id)
    ctx.session.add(
        OrganizationManager(
            user_id=ctx.user_id,
            organization_id=organization.id,
            role=ManagerRole.ADMIN,
            permissions=list(PRESETS[ManagerRole.ADMIN]),
        )
    )
    ctx.session.get_one(User, ctx.user_id).organization_id = organization.id
    return organization.public_id


def found(ctx: Context, fields: CompanyFields) -> Organization:
    """Make an organization that has nobody and no seats yet, and has its domain still to show."""
    values = {**_clean(fields), "domain": clean_domain(fields.domain)}
    owner = (
        select(Organization.name)
        .join(OrganizationDomain, col(OrganizationDomain.organization_id) == Organization.id)
        .where(OrganizationDomain.domain == values["domain"], col(OrganizationDomain.verified_at).is_not(None))
    )
    if (name := ctx.session.exec(owner).first()) is not None:
        raise Conflict(
            f"{values['domain']} belongs to {name}, which is here already. Ask whoever looks after it to invite you.",
            field="domain",
        )
    organization = Organization(**values)
    ctx.session.add(organization)
    ctx.session.flush()
    ctx.session.add(OrganizationDomain(organization_id=organization.id, domain=organization.domain))
    note(ctx, organization, "created", f"Opened an account for {organization.name}.")
    ctx.publish(OrganizationCreated(organization.id))
    return organization


@mutation(policy=permitted(ManagerPermission.MANAGE_SETTINGS))
def edit_organization(ctx: Context, *, organization_id: int, fields: CompanyFields) -> None:
    """Change what a company says of itself; its domains are shown and verified apart.

    Raises:
        Invalid: Something about it is missing.
    """
    organization = lock_organization(ctx, organization_id)
    changes: dict[str, Change] = {}
    for field, value in _clean(fields).items():
        if (before := getattr(organization, field)) != value:
            changes[field] = (before, value)
            setattr(organization, field, value)
    if changes:
        note(ctx, organization, "edited", f"Changed the particulars of {organization.name}.", changes)


def _clean(fields: CompanyFields) -> dict[str, Any]:
    def line(value: str, field: str, missing: str) -> str:
        words = clean_line(value)
        if not words:
            raise Invalid(missing, field=field)
        if len(words) > NAME_LENGTH:
            raise Invalid(f"This is longer than {NAME_LENGTH} characters.", field=field)
        return words

    if len(fields.billing_address) > ADDRESS_LENGTH:
        raise Invalid(f"An address has up to {ADDRESS_LENGTH} characters.", field="billing_address")
    if not 0 <= fields.low_seat_threshold <= MOST_SEATS_TO_WARN_AT:
        raise Invalid(f"Please choose a number from 0 to {MOST_SEATS_TO_WARN_AT}.", field="low_seat_threshold")
    return {
        "name": line(fields.name, "name", "Please enter the company's name."),
        "contact_name": line(fields.contact_name, "contact_name", "Please say whom we may turn to."),
        "contact_email": clean_email(fields.contact_email, field="contact_email"),
        "billing_address": fields.billing_address.strip() or None,
        "low_seat_threshold": fields.low_seat_threshold,
    }
