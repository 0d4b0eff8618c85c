"""Work that commerce's own events set off after the commit."""

from academy.catalog.events import CourseChanged
from academy.commerce import jobs, service
from academy.commerce.events import CheckoutAbandoned, HostedEventWritten, RefundRequested
from academy.live import Context, subscribe


@subscribe(CourseChanged)
def follow_the_course(ctx: Context, fact: CourseChanged) -> None:
    """Let what is on offer be what the course says."""
    service.keep_offers(ctx, course_id=fact.course_id)


@subscribe(RefundRequested)
def refund(ctx: Context, fact: RefundRequested) -> None:
    """Have the money given back."""
    ctx.jobs.run_at(ctx.now, jobs.refund_purchase, purchase_id=fact.purchase_id)


@subscribe(CheckoutAbandoned)
def close(ctx: Context, fact: CheckoutAbandoned) -> None:
    """Have the checkout closed."""
    ctx.jobs.run_at(ctx.now, jobs.close_checkout, session_id=fact.session_id)


@subscribe(HostedEventWritten)
def tell(ctx: Context, fact: HostedEventWritten) -> None:
    """Have the merchant told."""
    ctx.jobs.run_at(ctx.now, jobs.tell_merchant, event_id=fact.event_id)
