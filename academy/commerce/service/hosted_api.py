"""The part of the provider's REST API that we call, over the embedded gateway's books.

Requests are forms with nested names (`line_items[0][price_data][currency]`); answers and errors have its shapes.
"""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import col, select

from academy.commerce import stripe_shapes as shapes
from academy.commerce.gateway import CheckoutRequest
from academy.commerce.models import LocalCheckout, LocalCheckoutStatus, LocalObject, LocalRequest
from academy.commerce.schemas import GatewayAnswer
from academy.commerce.service import hosted
from academy.commerce.service import hosted_books as books
from academy.commerce.service.hosted_params import Handler, Params, Refused, Thing, cents, given, metadata
from academy.commerce.service.hosted_plans_api import (
    asked_by,
    cancel_subscription,
    create_price,
    create_product,
    list_invoices,
    plan_of,
    read_subscription,
    update_subscription,
)
from academy.core.errors import DomainError, NotFound
from academy.core.ids import public_id as new_public_id
from academy.core.settings import settings
from academy.identity.policy import system_only
from academy.live import Context, mutation, query
from academy.routes import HOME

LEAST_OPEN, LONGEST_OPEN = timedelta(minutes=30), timedelta(hours=24)
INVOICES_STAY = timedelta(days=365)
LINE = "line_items[0]"


@query(policy=system_only)
def read_from_gateway(ctx: Context, *, path: str, params: Params) -> GatewayAnswer:
    """Answer a GET."""
    return _answer(ctx, READS, path, params)


@mutation(policy=system_only)
def delete_at_gateway(ctx: Context, *, path: str) -> GatewayAnswer:
    """Answer a DELETE."""
    return _answer(ctx, ENDINGS, path, {})


@mutation(policy=system_only)
def post_to_gateway(ctx: Context, *, path: str, params: Params, key: str = "") -> GatewayAnswer:
    """Answer a POST; one that comes again under its idempotency key is answered as before and does nothing."""
    fingerprint = hashlib.sha256(json.dumps([path, params], sort_keys=True).encode()).hexdigest()
    earlier = ctx.session.exec(select(LocalRequest).where(LocalRequest.key == key)).first() if key else None
    if earlier is not None and earlier.fingerprint != fingerprint:
        return _error(400, "idempotency_error", "This key was used for another request.")
    if earlier is not None:
        return GatewayAnswer(status=earlier.status, body=earlier.body)
    answer = _answer(ctx, WRITES, path, params)
    if key:
        ctx.session.add(LocalRequest(key=key, fingerprint=fingerprint, status=answer.status, body=answer.body))
    return answer


def _answer(ctx: Context, handlers: dict[str, Handler], path: str, params: Params) -> GatewayAnswer:
    for pattern, handler in handlers.items():
        if match := re.fullmatch(pattern, path):
            try:
                thing = handler(ctx, params, match["id"] if match.groups() else "")
            except NotFound as error:
                return _error(404, "invalid_request_error", error.message, code="resource_missing", param="id")
            except DomainError as error:
                return _error(400, "invalid_request_error", error.message)
            except Refused as error:
                return _error(400, "invalid_request_error", error.message, code=error.code, param=error.param)
            return GatewayAnswer(status=200, body=json.dumps(thing))
    return _error(404, "invalid_request_error", f"Unrecognized request URL ({path}).")


def _error(status: int, kind: str, message: str, *, code: str = "", param: str = "") -> GatewayAnswer:
    told = {"type": kind, "message": message, "code": code or None, "param": param or None}
    return GatewayAnswer(status=status, body=json.dumps({"error": told}))


def _create_session(ctx: Context, params: Params, _id: str) -> Thing:
    mode = given(params, "mode")
    if mode not in {"payment", "subscription"}:
        raise Refused("This gateway takes payments and subscriptions only.", param="mode")
    expires_at = ctx.now + LONGEST_OPEN
    if "expires_at" in params:
        expires_at = datetime.fromtimestamp(int(params["expires_at"]), UTC)
    if not LEAST_OPEN <= expires_at - ctx.now <= LONGEST_OPEN:
        raise Refused("A session must expire between 30 minutes and 24 hours from now.", param="expires_at")
    plan = plan_of(ctx, params) if mode == "subscription" else None
    request = CheckoutRequest(
        reference=given(params, "client_reference_id"),
        expires_at=expires_at,
        customer_email=params.get("customer_email", ""),
        return_url=given(params, "success_url"),
        cancel_url=params.get("cancel_url", ""),
        **(_asked(params) if plan is None else asked_by(plan)),
    )
    opened = hosted.open_hosted_checkout(ctx, request=request, plan=plan)
    return shapes.session_of(hosted.found(ctx, opened.public_id))


def _asked(params: Params) -> dict[str, Any]:
    cents_each, quantity = cents(params, f"{LINE}[price_data][unit_amount]"), int(params.get(f"{LINE}[quantity]", "1"))
    return {
        "description": given(params, f"{LINE}[price_data][product_data][name]"),
        "amount_cents": cents_each * quantity,
        "currency": given(params, f"{LINE}[price_data][currency]"),
    }


def _session(ctx: Context, params: Params, session_id: str) -> Thing:
    is_expanded = any(name.startswith("expand") for name in params)
    return shapes.session_of(hosted.found(ctx, session_id), is_expanded=is_expanded)


def _expire_session(ctx: Context, _params: Params, session_id: str) -> Thing:
    checkout = hosted.found(ctx, session_id)
    if checkout.status != LocalCheckoutStatus.OPEN:
        raise Refused("Only sessions that are open can be expired.", param="session")
    hosted.expire_hosted_checkout(ctx, public_id=session_id)
    return shapes.session_of(checkout)


def _create_refund(ctx: Context, params: Params, _id: str) -> Thing:
    checkout = hosted.by_intent(ctx, _intent_of(params) or given(params, "payment_intent"))
    left = checkout.amount_cents - checkout.refunded_cents
    amount = cents(params, "amount") if "amount" in params else left
    if left == 0:
        raise Refused("This charge has been refunded already.", code="charge_already_refunded")
    if amount > left:
        raise Refused(f"Refund amount ({amount}) is greater than what is left ({left}).", param="amount")
    return hosted.give_back(ctx, checkout, amount, metadata(params))


def _refunds(ctx: Context, params: Params, _id: str) -> Thing:
    statement = select(LocalObject).where(LocalObject.kind == "refund")
    if intent_id := _intent_of(params):
        statement = statement.where(LocalObject.owner == intent_id)
    rows = ctx.session.exec(statement.order_by(col(LocalObject.id).desc())).all()
    return shapes.list_of([row.body for row in rows], "/v1/refunds")


def _intent_of(params: Params) -> str:
    return params.get("payment_intent") or params.get("charge", "").removeprefix("ch_")


def _intent(ctx: Context, _params: Params, intent_id: str) -> Thing:
    return shapes.intent_of(hosted.by_intent(ctx, intent_id))


def _create_customer(ctx: Context, params: Params, _id: str) -> Thing:
    customer = {
        "id": f"cus_{new_public_id()}",
        "object": "customer",
        "name": params.get("name"),
        "email": params.get("email"),
        "created": shapes.seconds(ctx.now),
        "metadata": metadata(params),
    }
    books.keep(ctx, customer)
    return customer


def _update_customer(ctx: Context, params: Params, customer_id: str) -> Thing:
    row = books.kept(ctx, customer_id)
    changed = {name: params[name] for name in ("name", "email") if name in params}
    row.body = row.body | changed | {"metadata": row.body["metadata"] | metadata(params)}
    return row.body


def _kept(ctx: Context, _params: Params, object_id: str) -> Thing:
    return books.kept(ctx, object_id).body


def _create_invoice(ctx: Context, params: Params, _id: str) -> Thing:
    customer = books.kept(ctx, given(params, "customer")).body
    days = int(given(params, "days_until_due"))
    invoice = {
        "id": f"in_{new_public_id()}",
        "object": "invoice",
        "status": "draft",
        "customer": customer["id"],
        "customer_email": customer["email"],
        "collection_method": params.get("collection_method"),
        "currency": params.get("currency", "usd"),
        "created": shapes.seconds(ctx.now),
        "due_date": shapes.seconds(ctx.now + timedelta(days=days)),
        "total": 0,
        "amount_due": 0,
        "description": "",
        "hosted_invoice_url": None,
        "metadata": metadata(params),
    }
    books.keep(ctx, invoice)
    return invoice


def _create_invoice_item(ctx: Context, params: Params, _id: str) -> Thing:
    row = books.kept(ctx, given(params, "invoice"))
    if row.body["status"] != "draft":
        raise Refused("The invoice is final already.", param="invoice")
    amount = cents(params, "amount")
    total = row.body["total"] + amount
    row.body = row.body | {"total": total, "amount_due": total, "description": params.get("description", "")}
    return {"id": f"ii_{new_public_id()}", "object": "invoiceitem", "amount": amount, "invoice": row.object_id}


def _finalize_invoice(ctx: Context, _params: Params, invoice_id: str) -> Thing:
    row = books.kept(ctx, invoice_id)
    if row.body["status"] != "draft":
        raise Refused("The invoice is final already.")
    row.body = row.body | {"status": "open"}
    due_at = datetime.fromtimestamp(row.body["due_date"], UTC)
    request = CheckoutRequest(
        reference=invoice_id,
        description=row.body["description"],
        amount_cents=row.body["total"],
        currency=row.body["currency"],
        customer_email=row.body["customer_email"] or "",
        expires_at=due_at + INVOICES_STAY,
        return_url=settings().base_url + HOME.url(),
        cancel_url=settings().base_url + HOME.url(),
    )
    made = hosted.open_hosted_checkout(ctx, request=request, invoice_id=invoice_id)
    ctx.jobs.run_at(due_at, hosted.remind_of_invoice, public_id=made.public_id)
    invoice = books.invoice_body(ctx, invoice_id)
    books.tell(ctx, "invoice.finalized", invoice)
    return invoice


def _invoice(ctx: Context, _params: Params, invoice_id: str) -> Thing:
    return books.invoice_body(ctx, invoice_id)


def _void_invoice(ctx: Context, _params: Params, invoice_id: str) -> Thing:
    if books.invoice_body(ctx, invoice_id)["status"] != "open":
        raise Refused("Only open invoices can be voided.")
    checkout = ctx.session.exec(select(LocalCheckout).where(LocalCheckout.invoice_id == invoice_id)).one()
    hosted.expire_hosted_checkout(ctx, public_id=checkout.public_id)
    return books.invoice_body(ctx, invoice_id)


def _pay_invoice(ctx: Context, params: Params, invoice_id: str) -> Thing:
    if params.get("paid_out_of_band") != "true":
        raise Refused("This gateway charges invoices on their page.", param="paid_out_of_band")
    if books.invoice_body(ctx, invoice_id)["status"] != "open":
        raise Refused("Only open invoices can be paid.")
    hosted.settle_hosted_invoice(ctx, invoice_id)
    return books.invoice_body(ctx, invoice_id)


READS: dict[str, Handler] = {
    "/v1/checkout/sessions/(?P<id>[^/]+)": _session,
    "/v1/payment_intents/(?P<id>[^/]+)": _intent,
    "/v1/refunds": _refunds,
    "/v1/refunds/(?P<id>[^/]+)": _kept,
    "/v1/customers/(?P<id>[^/]+)": _kept,
    "/v1/invoices": list_invoices,
    "/v1/invoices/(?P<id>[^/]+)": _invoice,
    "/v1/products/(?P<id>[^/]+)": _kept,
    "/v1/prices/(?P<id>[^/]+)": _kept,
    "/v1/subscriptions/(?P<id>[^/]+)": read_subscription,
}
WRITES: dict[str, Handler] = {
    "/v1/checkout/sessions": _create_session,
    "/v1/checkout/sessions/(?P<id>[^/]+)/expire": _expire_session,
    "/v1/refunds": _create_refund,
    "/v1/customers": _create_customer,
    "/v1/customers/(?P<id>[^/]+)": _update_customer,
    "/v1/invoices": _create_invoice,
    "/v1/invoiceitems": _create_invoice_item,
    "/v1/invoices/(?P<id>[^/]+)/finalize": _finalize_invoice,
    "/v1/invoices/(?P<id>[^/]+)/pay": _pay_invoice,
    "/v1/invoices/(?P<id>[^/]+)/void": _void_invoice,
    "/v1/products": create_product,
    "/v1/prices": create_price,
    "/v1/subscriptions/(?P<id>[^/]+)": update_subscription,
}
ENDINGS: dict[str, Handler] = {
    "/v1/subscriptions/(?P<id>[^/]+)": cancel_subscription,
}
