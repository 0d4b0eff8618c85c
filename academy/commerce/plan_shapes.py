"""What the embedded gateway answers and tells of prices and subscriptions, in the provider's own shapes."""

from calendar import monthrange
from datetime import UTC, datetime
from typing import Any

from academy.commerce.models import Interval
from academy.commerce.stripe_plans import FIRST
from academy.commerce.stripe_shapes import Thing, list_of, seconds
from academy.core.ids import public_id as new_public_id

OWN = "own"
"""Under this name a subscription carries what the gateway alone has to know; nobody is shown it."""

MONTHS = {Interval.MONTH: 1, Interval.YEAR: 12}


def price_of(product: str, cents: int, currency: str, interval: Interval, at: datetime) -> Thing:
    """A price that is charged each interval."""
    return {
        "id": f"price_{new_public_id()}",
        "object": "price",
        "active": True,
        "product": product,
        "unit_amount": cents,
        "currency": currency,
        "type": "recurring",
        "recurring": {"interval": interval.value, "interval_count": 1},
        "created": seconds(at),
    }


def subscription_of(customer: Thing, plan: dict[str, Any], own: Thing, at: datetime) -> Thing:
    """A subscription that begins now."""
    subscription_id = f"sub_{new_public_id()}"
    item = {
        "id": f"si_{new_public_id()}",
        "object": "subscription_item",
        "subscription": subscription_id,
        "quantity": 1,
        "price": plan["price"],
        "current_period_start": seconds(at),
        "current_period_end": seconds(after(at, Interval(plan["interval"]), 1)),
    }
    return {
        "id": subscription_id,
        "object": "subscription",
        "status": "active",
        "customer": customer["id"],
        "currency": plan["currency"],
        "collection_method": "charge_automatically",
        "billing_cycle_anchor": seconds(at),
        "start_date": seconds(at),
        "created": seconds(at),
        "cancel_at_period_end": False,
        "canceled_at": None,
        "ended_at": None,
        "latest_invoice": None,
        "metadata": plan["metadata"],
        "items": list_of([item], f"/v1/subscription_items?subscription={subscription_id}"),
        OWN: {**own, "periods": 1, "lines": plan["lines"], "interval": plan["interval"]},
    }


def shown(subscription: Thing) -> Thing:
    """A subscription without what is nobody's business."""
    return {name: value for name, value in subscription.items() if name != OWN}


def next_period(subscription: Thing) -> Thing:
    """The subscription in the period after the one it is in, counted from its beginning."""
    own = subscription[OWN]
    periods = own["periods"] + 1
    anchor = datetime.fromtimestamp(subscription["billing_cycle_anchor"], UTC)
    item = subscription["items"]["data"][0]
    moved = item | {
        "current_period_start": item["current_period_end"],
        "current_period_end": seconds(after(anchor, Interval(own["interval"]), periods)),
    }
    items = subscription["items"] | {"data": [moved]}
    return subscription | {"items": items, OWN: own | {"periods": periods}}


def period_invoice(subscription: Thing, at: datetime) -> Thing:
    """The invoice of the period that a subscription is in."""
    own, item = subscription[OWN], subscription["items"]["data"][0]
    period = {"start": item["current_period_start"], "end": item["current_period_end"]}
    total = sum(cents for _, cents in own["lines"])
    lines = [
        {"id": f"il_{new_public_id()}", "object": "line_item", "description": words, "amount": cents, "period": period}
        for words, cents in own["lines"]
    ]
    invoice_id = f"in_{new_public_id()}"
    details = {"subscription": subscription["id"], "metadata": subscription["metadata"]}
    return {
        "id": invoice_id,
        "object": "invoice",
        "status": "open",
        "billing_reason": FIRST if own["periods"] == 1 else "subscription_cycle",
        "customer": subscription["customer"],
        "customer_email": own["email"],
        "collection_method": "charge_automatically",
        "currency": subscription["currency"],
        "created": seconds(at),
        "due_date": None,
        "total": total,
        "amount_due": total,
        "attempt_count": 1,
        "description": own["lines"][0][0],
        "hosted_invoice_url": None,
        "metadata": {},
        "parent": {"type": "subscription_details", "quote_details": None, "subscription_details": details},
        "lines": list_of(lines, f"/v1/invoices/{invoice_id}/lines"),
    }


def after(start: datetime, interval: Interval, count: int) -> datetime:
    """The moment so many intervals later, on the last day of the month where there is no such day."""
    months = start.month - 1 + MONTHS[interval] * count
    year, month = start.year + months // 12, months % 12 + 1
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))
