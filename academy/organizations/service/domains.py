"""The domains of a company's mail: shown to be its own by a TXT record or a mailbox, and joined by their people.

Only mailboxes count that a domain keeps for whoever runs it, as certificate authorities do it: anybody may have
another one there. A domain that is shown to be one company's is nobody else's.
"""

from datetime import timedelta

from sqlmodel import col, func, select

from academy.core import limits
from academy.core.errors import Conflict, Invalid, NotFound
from academy.core.limits import Allowance
from academy.core.secrets import new_token
from academy.identity.models import User
from academy.identity.policy import system_only
from academy.identity.viewer import hashed
from academy.live import Context, everyone, mutation, query, signed_in
from academy.organizations.events import DomainAsked, DomainCheckAsked, DomainVerified
from academy.organizations.mail_domains import clean_domain, domain_of
from academy.organizations.models import (
    AutoJoin,
    DomainMethod,
    ManagerPermission,
    Organization,
    OrganizationDomain,
    OrganizationStatus,
)
from academy.organizations.policy import permitted
from academy.organizations.schemas import DomainChallenge, DomainClaim, JoinableCompany
from academy.organizations.service.belonging import join, membership
from academy.organizations.service.standing import lock_organization, note

RECORD = "_academy-challenge"
VALUE = "academy-verification="
MAILBOXES = ("postmaster", "hostmaster", "webmaster", "admin", "administrator")
TOKEN_LASTS = timedelta(days=3)
PER_DOMAIN = Allowance(5, timedelta(hours=1))
PER_COMPANY = Allowance(10, timedelta(days=1))
MOST_DOMAINS = 20
TAKEN = "{} belongs to another company here. If that is wrong, write to us."
NO_SUCH_DOMAIN = "There is no such domain in this company."
DEAD_LINK = "This link has been used, has expired, or is not complete."

settings_manager = permitted(ManagerPermission.MANAGE_SETTINGS)


@mutation(policy=settings_manager)
def add_domain(ctx: Context, *, organization_id: int, domain: str) -> int:
    """Name a domain of a company's mail, to be shown to be its own; returns its id.

    Raises:
        Invalid: It is none, or everybody's.
        Conflict: The company has named it already, or it is another company's.
    """
    organization, name = lock_organization(ctx, organization_id), clean_domain(domain)
    same = select(OrganizationDomain.id).where(
        OrganizationDomain.organization_id == organization_id, OrganizationDomain.domain == name
    )
    if ctx.session.exec(same).first() is not None:
        raise Conflict("This domain stands in the list already.", field="domain")
    _require_free(ctx, name)
    there = select(func.count()).where(OrganizationDomain.organization_id == organization_id)
    if ctx.session.exec(there).one() >= MOST_DOMAINS:
        raise Conflict(f"A company has up to {MOST_DOMAINS} domains. Take one away first.", field="domain")
    row = OrganizationDomain(organization_id=organization_id, domain=name)
    ctx.session.add(row)
    ctx.session.flush()
    note(ctx, organization, "domain_added", f"Named the domain {name}.")
    return row.id


@mutation(policy=settings_manager)
def check_domain(ctx: Context, *, organization_id: int, domain_id: int) -> None:
    """Have a domain's TXT record looked up; the result stands beside it as soon as there is one.

    Raises:
        NotFound: There is no such domain.
        TooManyRequests: It was looked up several times just now.
    """
    row = _own(ctx, organization_id, domain_id)
    limits.spend(ctx.session, PER_DOMAIN, now=ctx.now, key=f"domain_check:{row.id}")
    row.method, row.problem, row.updated_at = DomainMethod.DNS, "", ctx.now
    ctx.publish(DomainCheckAsked(row.id))


@mutation(policy=settings_manager)
def ask_mailbox(ctx: Context, *, organization_id: int, domain_id: int, mailbox: str) -> None:
    """Mail a link to a mailbox that a domain keeps for whoever runs it.

    Raises:
        NotFound: There is no such domain.
        Invalid: Anybody might have that mailbox.
        TooManyRequests: It was asked several times just now.
    """
    row = _own(ctx, organization_id, domain_id)
    if mailbox not in MAILBOXES:
        raise Invalid(f"Please choose one of {', '.join(MAILBOXES)}: anybody may have another one.", field="mailbox")
    limits.spend(ctx.session, PER_DOMAIN, now=ctx.now, key=f"domain_mail:{row.domain}")
    limits.spend(ctx.session, PER_COMPANY, now=ctx.now, key=f"domain_mail_of:{organization_id}")
    token = new_token()
    row.method, row.mailbox, row.problem = DomainMethod.MAILBOX, f"{mailbox}@{row.domain}", ""
    row.token_hash, row.token_expires_at = hashed(token), ctx.now + TOKEN_LASTS
    ctx.publish(DomainAsked(row.id, token))


@query(policy=everyone)
def domain_claim(ctx: Context, *, token: str) -> DomainClaim | None:
    """Tell what a link from such a mail would confirm. Looking uses nothing up."""
    row = _by_token(ctx, token)
    if row is None:
        return None
    return DomainClaim(
        company=ctx.session.exec(select(Organization.name).where(Organization.id == row.organization_id)).one(),
        domain=row.domain,
    )


@mutation(policy=everyone)
def confirm_domain(ctx: Context, *, token: str) -> None:
    """Confirm a domain from its mailbox: whoever has the link has read that.

    Raises:
        NotFound: The link is dead.
        Conflict: The domain has become another company's meanwhile.
    """
    row = _by_token(ctx, token)
    if row is None:
        raise NotFound(DEAD_LINK)
    _require_free(ctx, row.domain)
    row.token_hash = row.token_expires_at = None
    _verify(ctx, row)


@mutation(policy=settings_manager)
def set_auto_join(ctx: Context, *, organization_id: int, domain_id: int, auto_join: AutoJoin) -> None:
    """Say what happens when somebody whose address is at a domain signs in.

    Raises:
        NotFound: There is no such domain.
    """
    row = _own(ctx, organization_id, domain_id)
    before, row.auto_join = row.auto_join, auto_join
    organization = lock_organization(ctx, organization_id)
    changes = {"auto_join": (before.value, auto_join.value)}
    note(ctx, organization, "auto_join_set", f"Changed how people join by {row.domain}.", dict(changes))


@mutation(policy=settings_manager)
def remove_domain(ctx: Context, *, organization_id: int, domain_id: int) -> None:
    """Take a domain away; whoever joined by it stays.

    Raises:
        NotFound: There is no such domain.
    """
    row = _own(ctx, organization_id, domain_id)
    note(ctx, lock_organization(ctx, organization_id), "domain_removed", f"Took away the domain {row.domain}.")
    ctx.session.delete(row)


@query(policy=system_only)
def challenge_of(ctx: Context, *, domain_id: int) -> DomainChallenge | None:
    """Return what has to stand where; nothing for a domain that is gone or verified."""
    row = ctx.session.get(OrganizationDomain, domain_id)
    if row is None or row.verified_at is not None:
        return None
    return DomainChallenge(record=record_of(row), value=value_of(row))


@mutation(policy=system_only)
def note_check(ctx: Context, *, domain_id: int, found: list[str], is_unanswered: bool = False) -> None:
    """Note what a look-up of a domain has found; the right record makes the domain the company's own."""
    row = ctx.session.get(OrganizationDomain, domain_id)
    if row is None or row.verified_at is not None:
        return
    row.checked_at = ctx.now
    if value_of(row) in found:
        if _owner(ctx, row.domain) is None:
            _verify(ctx, row)
        else:
            row.problem = TAKEN.format(row.domain)
    elif is_unanswered:
        row.problem = "The name servers of this domain did not answer. Please try again in a while."
    elif found:
        row.problem = "The record holds something else. Please compare it with the value shown."
    else:
        row.problem = "There is no such record yet. New ones may take an hour to be seen everywhere."


@query(policy=signed_in)
def joinable(ctx: Context) -> list[JoinableCompany]:
    """The companies that the viewer is asked to join, because their address is at a domain of theirs."""
    return [
        JoinableCompany(id=organization.id, name=organization.name, domain=row.domain)
        for row, organization in _open_to(ctx, ctx.user_id, AutoJoin.ASK)
    ]


@mutation(policy=signed_in)
def join_by_domain(ctx: Context, *, organization_id: int) -> None:
    """Join a company by the domain of one's address.

    Raises:
        NotFound: It does not take in people so, or the viewer has left it before.
    """
    if organization_id not in [organization.id for _, organization in _open_to(ctx, ctx.user_id, AutoJoin.ASK)]:
        raise NotFound("This company takes in nobody with your address. Ask it for an invitation.")
    _take_in(ctx, organization_id, ctx.user_id)


def take_in_by_domain(ctx: Context, user_id: int) -> None:
    """Let somebody who has just signed in belong to the companies that take in their domain without asking."""
    for _, organization in _open_to(ctx, user_id, AutoJoin.JOIN):
        _take_in(ctx, organization.id, user_id)


def record_of(row: OrganizationDomain) -> str:
    """The name of the TXT record that shows a domain to be a company's own."""
    return f"{RECORD}.{row.domain}"


def value_of(row: OrganizationDomain) -> str:
    """What that record holds."""
    return f"{VALUE}{row.challenge}"


def _open_to(ctx: Context, user_id: int, how: AutoJoin) -> list[tuple[OrganizationDomain, Organization]]:
    email = ctx.session.exec(select(User.email).where(User.id == user_id)).one()
    statement = (
        select(OrganizationDomain, Organization)
        .join(Organization, col(Organization.id) == OrganizationDomain.organization_id)
        .where(
            OrganizationDomain.domain == domain_of(email),
            col(OrganizationDomain.verified_at).is_not(None),
            OrganizationDomain.auto_join == how,
            Organization.status != OrganizationStatus.SUSPENDED,
        )
    )
    return [
        (row, organization)
        for row, organization in ctx.session.exec(statement).all()
        if membership(ctx, organization_id=organization.id, user_id=user_id) is None
    ]


def _take_in(ctx: Context, organization_id: int, user_id: int) -> None:
    organization = lock_organization(ctx, organization_id)
    join(ctx, organization_id=organization_id, user_id=user_id)
    name = ctx.session.get_one(User, user_id).name
    note(ctx, organization, "joined_by_domain", f"{name} joined by the domain of their address.")


def _verify(ctx: Context, row: OrganizationDomain) -> None:
    row.verified_at, row.problem = ctx.now, None
    organization = lock_organization(ctx, row.organization_id)
    note(ctx, organization, "domain_verified", f"{row.domain} was shown to be {organization.name}'s own.")
    ctx.publish(DomainVerified(row.organization_id, row.domain))


def _require_free(ctx: Context, domain: str) -> None:
    if _owner(ctx, domain) is not None:
        raise Conflict(TAKEN.format(domain), field="domain")


def _owner(ctx: Context, domain: str) -> int | None:
    statement = select(OrganizationDomain.organization_id).where(
        OrganizationDomain.domain == domain, col(OrganizationDomain.verified_at).is_not(None)
    )
    return ctx.session.exec(statement).first()


def _own(ctx: Context, organization_id: int, domain_id: int) -> OrganizationDomain:
    row = ctx.session.get(OrganizationDomain, domain_id)
    if row is None or row.organization_id != organization_id:
        raise NotFound(NO_SUCH_DOMAIN)
    return row


def _by_token(ctx: Context, token: str) -> OrganizationDomain | None:
    statement = select(OrganizationDomain).where(OrganizationDomain.token_hash == hashed(token))
    row = ctx.session.exec(statement).first()
    if row is None or row.token_expires_at is None or ctx.is_past(row.token_expires_at):
        return None
    return row
