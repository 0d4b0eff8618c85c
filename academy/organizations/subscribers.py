"""What follows in companies from what happens to people, and from wishes of theirs."""

from datetime import timedelta

from academy.identity.events import SignedInAs
from academy.live import Context, subscribe
from academy.organizations import service
from academy.organizations.events import DomainCheckAsked
from academy.organizations.jobs import look_up_domain


@subscribe(SignedInAs)
def take_in(ctx: Context, fact: SignedInAs) -> None:
    service.take_in_by_domain(ctx, fact.user_id)


@subscribe(DomainCheckAsked)
def look_it_up(ctx: Context, fact: DomainCheckAsked) -> None:
    ctx.jobs.run_after(timedelta(0), look_up_domain, domain_id=fact.domain_id)
