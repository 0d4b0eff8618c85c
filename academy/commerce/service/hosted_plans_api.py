"""Products, prices and subscriptions in the part of the provider's REST API that the embedded gateway answers."""

from typing import Any

from sqlmodel import select

from academy.commerce import plan_shapes as plans
from academy.commerce import stripe_shapes as shapes
from academy.commerce.models import Interval, LocalObject
from academy.commerce.service import hosted_books as books
from academy.commerce.service.hosted_params import Params, Refused, Thing, cents, given, metadata
from academy.commerce.service.hosted_plans import change_plan, end_plan, invoices_of
from academy.core.ids import public_id as new_public_id
from academy.live import Context

MOST_LINES = 10


def create_product(ctx: Context, params: Params, _id: str) -> Thing:
    """Make a product, under the id that the merchant wants for it."""
    product_id = params.get("id") or f"prod_{new_public_id()}"
    if ctx.session.exec(select(LocalObject.id).where(LocalObject.object_id == product_id)).first() is not None:
        raise Refused("Product already exists.", param="id", code="resource_already_exists")
    product = {
        "id": product_id,
        "object": "product",
        "active": True,
        "name": given(params, "name"),
        "created": shapes.seconds(ctx.now),
        "metadata": metadata(params),
    }
    books.keep(ctx, product)
    return product


def create_price(ctx: Context, params: Params, _id: str) -> Thing:
    """Make a price of a product."""
    product = books.kept(ctx, given(params, "product")).body
    interval = Interval(given(params, "recurring[interval]"))
    price = plans.price_of(product["id"], cents(params, "unit_amount"), given(params, "currency"), interval, ctx.now)
    books.keep(ctx, price)
    return price


def plan_of(ctx: Context, params: Params) -> dict[str, Any]:
    """Return what a checkout would charge each interval: the lines of the request, the first of them at a price."""
    price = books.kept(ctx, given(params, "line_items[0][price]")).body
    interval = price["recurring"]["interval"]
    lines = [(books.kept(ctx, price["product"]).body["name"], price["unit_amount"])]
    for number in range(1, MOST_LINES):
        line = f"line_items[{number}][price_data]"
        if f"{line}[unit_amount]" not in params:
            break
        if given(params, f"{line}[recurring][interval]") != interval:
            raise Refused("All lines of a subscription are charged at the same interval.", param=line)
        lines.append((given(params, f"{line}[product_data][name]"), cents(params, f"{line}[unit_amount]")))
    prefix = "subscription_data[metadata]["
    noted = {name.removeprefix(prefix)[:-1]: value for name, value in params.items() if name.startswith(prefix)}
    return {"interval": interval, "currency": price["currency"], "price": price, "lines": lines, "metadata": noted}


def asked_by(plan: dict[str, Any]) -> dict[str, Any]:
    """Return what a checkout for a subscription takes now."""
    total = sum(cents for _, cents in plan["lines"])
    return {"description": plan["lines"][0][0], "amount_cents": total, "currency": plan["currency"]}


def read_subscription(ctx: Context, _params: Params, subscription_id: str) -> Thing:
    """Show a subscription."""
    return plans.shown(books.kept(ctx, subscription_id).body)


def update_subscription(ctx: Context, params: Params, subscription_id: str) -> Thing:
    """Let a subscription end with its period, or go on."""
    row = _going_on(ctx, subscription_id)
    change_plan(ctx, row, is_ending=given(params, "cancel_at_period_end").lower() == "true")
    return plans.shown(row.body)


def cancel_subscription(ctx: Context, _params: Params, subscription_id: str) -> Thing:
    """End a subscription now."""
    row = _going_on(ctx, subscription_id)
    end_plan(ctx, row)
    return plans.shown(row.body)


def list_invoices(ctx: Context, params: Params, _id: str) -> Thing:
    """List the invoices of a subscription, the latest first."""
    rows = invoices_of(ctx, given(params, "subscription"))
    return shapes.list_of([books.invoice_body(ctx, row.object_id) for row in rows], "/v1/invoices")


def _going_on(ctx: Context, subscription_id: str) -> LocalObject:
    row = books.kept(ctx, subscription_id)
    if row.body["status"] == "canceled":
        raise Refused(f"No such subscription: '{subscription_id}'", param="id", code="resource_missing")
    return row
