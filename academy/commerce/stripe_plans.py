"""Subscriptions in the provider's shapes: what is asked for, and what an answer says."""

from datetime import UTC, datetime
from typing import Any

from stripe.params.checkout import SessionCreateParams, SessionCreateParamsLineItem

from academy.commerce.gateway import CheckoutRequest, PaymentReport, PeriodBill, PlanTerms, Standing, SubscriptionReport

Thing = dict[str, Any]

STANDINGS = {
    "active": Standing.ACTIVE,
    "trialing": Standing.ACTIVE,
    "incomplete": Standing.PAST_DUE,
    "past_due": Standing.PAST_DUE,
    "paused": Standing.PAST_DUE,
    "unpaid": Standing.UNPAID,
    "canceled": Standing.ENDED,
    "incomplete_expired": Standing.ENDED,
}
FIRST = "subscription_create"


def plan_params(request: CheckoutRequest, plan: PlanTerms) -> SessionCreateParams:
    """Say what of a checkout is peculiar to a subscription."""
    return {
        "mode": "subscription",
        "line_items": _lines(request, plan),
        "subscription_data": {"metadata": {"reference": request.reference}},
    }


def subscription_news(subscription: Thing) -> PaymentReport:
    """Say which subscription there is news of."""
    return PaymentReport(subscription_id=subscription["id"])


def subscription_of(invoice: Thing) -> str | None:
    """Return the subscription that an invoice is for a period of."""
    details = (invoice.get("parent") or {}).get("subscription_details") or {}
    found = details.get("subscription")
    return found["id"] if isinstance(found, dict) else found


def subscription_report(subscription: Thing, invoices: list[Thing]) -> SubscriptionReport:
    """Say what a subscription and its invoices say."""
    item = subscription["items"]["data"][0]
    ended = subscription.get("ended_at")
    return SubscriptionReport(
        subscription_id=subscription["id"],
        reference=str((subscription.get("metadata") or {}).get("reference", "")),
        standing=STANDINGS[subscription["status"]],
        period_start=_moment(item["current_period_start"]),
        period_end=_moment(item["current_period_end"]),
        cancel_at_period_end=bool(subscription["cancel_at_period_end"]),
        ended_at=_moment(ended) if ended else None,
        bills=[_bill(invoice) for invoice in invoices],
    )


def intent_of(invoice: Thing) -> str | None:
    """Return the payment that an invoice was paid by."""
    payments = (invoice.get("payments") or {}).get("data") or []
    intents = [one["payment"]["payment_intent"] for one in payments if one["payment"].get("payment_intent")]
    return intents[0] if intents else None


def _lines(request: CheckoutRequest, plan: PlanTerms) -> list[SessionCreateParamsLineItem]:
    lines: list[SessionCreateParamsLineItem] = [{"price": plan.price_id, "quantity": 1}]
    if plan.tax_cents:
        lines.append(
            {
                "quantity": 1,
                "price_data": {
                    "currency": request.currency,
                    "unit_amount": plan.tax_cents,
                    "recurring": {"interval": plan.price.interval.value},
                    "product_data": {"name": plan.tax_name},
                },
            }
        )
    return lines


def _bill(invoice: Thing) -> PeriodBill:
    periods = [line["period"] for line in invoice["lines"]["data"]]
    return PeriodBill(
        invoice_id=invoice["id"],
        amount_cents=invoice["total"],
        is_first=invoice.get("billing_reason") == FIRST,
        is_paid=invoice["status"] == "paid",
        is_open=invoice["status"] == "open",
        url=invoice.get("hosted_invoice_url") or "",
        payment_intent_id=intent_of(invoice),
        period_start=_moment(min(period["start"] for period in periods)),
        period_end=_moment(max(period["end"] for period in periods)),
    )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
