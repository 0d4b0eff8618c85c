"""What is told to the gateway, and what the embedded gateway tells us; all of it may be tried again."""

import httpx

from academy.commerce import service
from academy.commerce.gateway import is_embedded, webhook_secret
from academy.commerce.stripe_events import SIGNATURE_HEADER, sign
from academy.commerce.stripe_gateway import gateway_of
from academy.core.settings import settings
from academy.live import SYSTEM, Runtime
from academy.live.jobs import cron, job
from academy.routes import PAYMENT_WEBHOOK

TIMEOUT_SECONDS = 15
TELLING_ATTEMPTS = 12


@job()
def refund_purchase(runtime: Runtime, *, purchase_id: int) -> None:
    """Have the gateway give back what is owed for a purchase."""
    due = runtime.read(service.refund_due, SYSTEM, purchase_id=purchase_id)
    if due is None:
        return
    gateway = gateway_of(runtime)
    intent = due.payment_intent_id
    if intent is None and due.invoice_id is not None:
        report = gateway.fetch_invoice(due.invoice_id)
        runtime.write(service.receive_report, SYSTEM, report=report)
        intent = report.payment_intent_id
    if intent is not None:
        gateway.refund(intent, total_cents=due.total_cents)


@job()
def close_checkout(runtime: Runtime, *, session_id: str) -> None:
    """Close a checkout at the gateway that nobody should pay any more."""
    gateway_of(runtime).expire_checkout(session_id)


@job()
def write_invoice(runtime: Runtime, *, purchase_id: int) -> None:
    """Have the gateway bill what was ordered by invoice."""
    ticket = runtime.read(service.invoice_to_write, SYSTEM, purchase_id=purchase_id)
    if ticket is None:
        return
    gateway = gateway_of(runtime)
    invoice = gateway.send_invoice(ticket.request)
    runtime.write(
        service.record_invoice,
        SYSTEM,
        reference=ticket.request.reference,
        invoice_id=invoice.invoice_id,
        customer_id=invoice.customer_id,
        url=invoice.url,
        gateway=gateway.name,
    )


@job()
def withdraw_invoice(runtime: Runtime, *, invoice_id: str) -> None:
    """Withdraw an invoice at the gateway that nobody should pay any more."""
    gateway_of(runtime).void_invoice(invoice_id)


@job()
def ask_about(runtime: Runtime, *, purchase_id: int) -> None:
    """Ask the gateway where one order stands."""
    session_id, invoice_id = runtime.read(service.known_to_gateway, SYSTEM, purchase_id=purchase_id)
    gateway = gateway_of(runtime)
    report = gateway.fetch(session_id) if session_id else gateway.fetch_invoice(invoice_id)
    runtime.write(service.receive_report, SYSTEM, report=report)


@cron("25 * * * *")
def look_after_invoices(runtime: Runtime) -> None:
    """Ask the gateway about invoices whose payment we may not have heard of, then see which are overdue."""
    gateway = gateway_of(runtime)
    for invoice_id in runtime.read(service.open_invoices, SYSTEM):
        runtime.write(service.receive_report, SYSTEM, report=gateway.fetch_invoice(invoice_id))
    runtime.write(service.note_all_overdue, SYSTEM)


@cron("*/5 * * * *")
def ask_for_lost_events(runtime: Runtime) -> None:
    """Ask the gateway about checkouts whose end we should have heard of by now."""
    for session_id in runtime.read(service.unanswered_checkouts, SYSTEM):
        report = gateway_of(runtime).fetch(session_id)
        runtime.write(service.receive_report, SYSTEM, report=report)


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
