"""What is told to the gateway, and what the embedded gateway tells us; all of it may be tried again."""

import logging

import httpx

from academy.commerce import service
from academy.commerce.gateway import RefundRefused, is_embedded, webhook_secret
from academy.commerce.models import Wish
from academy.commerce.stripe_events import SIGNATURE_HEADER, sign
from academy.commerce.stripe_gateway import gateway_of
from academy.core.settings import settings
from academy.live import SYSTEM, Runtime
from academy.live.jobs import alone, cron, job
from academy.routes import PAYMENT_WEBHOOK

TIMEOUT_SECONDS = 15
TELLING_ATTEMPTS = 12

log = logging.getLogger(__name__)


@job()
def refund_purchase(runtime: Runtime, *, purchase_id: int) -> None:
    """Have the gateway give back what is owed for a purchase."""
    due = runtime.read(service.refunds_due, SYSTEM, purchase_id=purchase_id)
    gateway = gateway_of(runtime)
    intent = due.payment_intent_id
    if due.refunds and intent is None and due.invoice_id is not None:
        report = gateway.fetch_invoice(due.invoice_id)
        runtime.write(service.receive_report, SYSTEM, report=report)
        intent = report.payment_intent_id
    is_less = False
    for refund in due.refunds if intent is not None else []:
        asked = {"amount_cents": refund.amount_cents, "paid_cents": due.paid_cents}
        try:
            is_less |= gateway.refund(intent or "", reference=refund.reference, **asked) < refund.amount_cents
        except RefundRefused as refused:
            runtime.write(
                service.note_refused, SYSTEM, purchase_id=purchase_id, reference=refund.reference, reason=str(refused)
            )
    if is_less:
        ask_about(runtime, purchase_id=purchase_id)


@job()
def close_checkout(runtime: Runtime, *, session_id: str) -> None:
    """Close a checkout at the gateway that nobody should pay any more; if somebody has, we hear of it here."""
    gateway = gateway_of(runtime)
    gateway.expire_checkout(session_id)
    runtime.write(service.receive_report, SYSTEM, report=gateway.fetch(session_id))


@job()
def write_invoice(runtime: Runtime, *, purchase_id: int) -> None:
    """Have the gateway bill what was ordered by invoice, to the one customer that a company is there."""
    ticket = runtime.read(service.invoice_to_write, SYSTEM, purchase_id=purchase_id)
    if ticket is None:
        return
    gateway, request, company_id = gateway_of(runtime), ticket.request, ticket.organization_id
    if not request.customer_id:
        made = gateway.create_customer(
            f"organization-{company_id}", name=ticket.customer_name, email=ticket.customer_email
        )
        known = runtime.write(service.record_customer, SYSTEM, organization_id=company_id, customer_id=made)
        request = request.model_copy(update={"customer_id": known})
    invoice = gateway.send_invoice(request)
    runtime.write(
        service.record_invoice,
        SYSTEM,
        reference=request.reference,
        invoice_id=invoice.invoice_id,
        url=invoice.url,
        gateway=gateway.name,
    )


@job()
def withdraw_invoice(runtime: Runtime, *, invoice_id: str) -> None:
    """Withdraw an invoice at the gateway that nobody should pay any more; if somebody has, we hear of it here."""
    gateway = gateway_of(runtime)
    gateway.void_invoice(invoice_id)
    runtime.write(service.receive_report, SYSTEM, report=gateway.fetch_invoice(invoice_id))


@job()
def follow_subscription(runtime: Runtime, *, provider_id: str) -> None:
    """Have the gateway do what is wanted of a subscription, then ask where it stands."""
    gateway = gateway_of(runtime)
    errand = runtime.read(service.errand, SYSTEM, provider_id=provider_id)
    if errand is not None and errand.wish == Wish.END_NOW:
        gateway.end_subscription(provider_id)
    elif errand is not None:
        gateway.set_ending(provider_id, is_ending=errand.wish == Wish.END_WITH_PERIOD)
    asked_at = runtime.clock()
    report = gateway.fetch_subscription(provider_id)
    done = errand.number if errand else None
    runtime.write(service.receive_subscription, SYSTEM, report=report, asked_at=asked_at, done=done)


@job()
def settle_invoice(runtime: Runtime, *, invoice_id: str) -> None:
    """Tell the gateway that an invoice was paid by bank transfer, and take in where it stands then."""
    gateway = gateway_of(runtime)
    gateway.settle_invoice(invoice_id)
    runtime.write(service.receive_report, SYSTEM, report=gateway.fetch_invoice(invoice_id))


@job()
def ask_about(runtime: Runtime, *, purchase_id: int) -> None:
    """Ask the gateway where one order stands."""
    session_id, invoice_id, provider_id = runtime.read(service.known_to_gateway, SYSTEM, purchase_id=purchase_id)
    if provider_id:
        follow_subscription(runtime, provider_id=provider_id)
    gateway = gateway_of(runtime)
    by_session = session_id and not provider_id
    report = gateway.fetch(session_id) if by_session else gateway.fetch_invoice(invoice_id)
    runtime.write(service.receive_report, SYSTEM, report=report)


@cron("25 * * * *")
def look_after_invoices(runtime: Runtime) -> None:
    """Ask the gateway about invoices whose payment we may not have heard of, then see which are overdue."""
    gateway = gateway_of(runtime)
    for invoice_id in runtime.read(service.open_invoices, SYSTEM):
        with alone(invoice_id):
            runtime.write(service.receive_report, SYSTEM, report=gateway.fetch_invoice(invoice_id))
    runtime.write(service.note_all_overdue, SYSTEM)


@cron("40 * * * *")
def look_after_subscriptions(runtime: Runtime) -> None:
    """Ask the gateway about subscriptions of which there may be news."""
    for provider_id in runtime.read(service.unsettled_subscriptions, SYSTEM):
        with alone(provider_id):
            follow_subscription(runtime, provider_id=provider_id)


@cron("*/5 * * * *")
def ask_for_lost_events(runtime: Runtime) -> None:
    """Ask the gateway about checkouts whose end we should have heard of by now."""
    gateway = gateway_of(runtime)
    for session_id in runtime.read(service.unanswered_checkouts, SYSTEM):
        with alone(session_id):
            runtime.write(service.receive_report, SYSTEM, report=gateway.fetch(session_id))


@cron("*/15 * * * *")
def look_after_refunds(runtime: Runtime) -> None:
    """See to refunds that should have arrived by now: have them made if they are not, and ask what became of them."""
    for purchase_id in runtime.read(service.refunds_under_way, SYSTEM):
        with alone(f"purchase {purchase_id}"):
            refund_purchase(runtime, purchase_id=purchase_id)
            ask_about(runtime, purchase_id=purchase_id)


@cron("47 3 * * *")
def forget_old_events(runtime: Runtime) -> None:
    """Delete what providers told us that is old."""
    runtime.write(service.forget_old_events, SYSTEM)


@job(attempts=TELLING_ATTEMPTS)
def tell_merchant(runtime: Runtime, *, event_id: str) -> None:
    """Post an event of the embedded gateway to our own webhook, as an outside provider would.

    Where a real provider is set its secret signs no events of ours.

    Raises:
        httpx.HTTPError: It did not arrive or was not taken; it is sent again later.
    """
    if not is_embedded():
        return
    body = runtime.read(service.hosted_event, SYSTEM, event_id=event_id)
    headers = {SIGNATURE_HEADER: sign(body, webhook_secret(), runtime.clock()), "Content-Type": "application/json"}
    address = f"http://{settings().host}:{settings().port}{PAYMENT_WEBHOOK.url()}"
    httpx.post(address, content=body, headers=headers, timeout=TIMEOUT_SECONDS, trust_env=False).raise_for_status()
