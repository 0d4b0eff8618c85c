"""What is told to the gateway, and what the embedded gateway tells us; all of it may be tried again."""

import httpx

from academy.commerce import service
from academy.commerce.gateway import webhook_secret
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
    if due is not None:
        gateway_of(runtime).refund(due.payment_intent_id, total_cents=due.total_cents)


@job()
def close_checkout(runtime: Runtime, *, session_id: str) -> None:
    """Close a checkout at the gateway that nobody should pay any more."""
    gateway_of(runtime).expire_checkout(session_id)


@cron("*/5 * * * *")
def ask_for_lost_events(runtime: Runtime) -> None:
    """Ask the gateway about checkouts whose end we should have heard of by now."""
    for session_id in runtime.read(service.unanswered_checkouts, SYSTEM):
        report = gateway_of(runtime).fetch(session_id)
        runtime.write(service.receive_report, SYSTEM, report=report)


@job(attempts=TELLING_ATTEMPTS)
def tell_merchant(runtime: Runtime, *, event_id: str) -> None:
    """Post an event of the embedded gateway to our own webhook, as an outside provider would.

    Raises:
        httpx.HTTPError: It did not arrive or was not taken; it is sent again later.
    """
    body = runtime.read(service.hosted_event, SYSTEM, event_id=event_id)
    headers = {SIGNATURE_HEADER: sign(body, webhook_secret(), runtime.clock()), "Content-Type": "application/json"}
    address = f"http://{settings().host}:{settings().port}{PAYMENT_WEBHOOK.url()}"
    httpx.post(address, content=body, headers=headers, timeout=TIMEOUT_SECONDS, trust_env=False).raise_for_status()
