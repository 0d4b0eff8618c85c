"""Stripe, by its own SDK. Without a key the same SDK speaks to the embedded gateway, in this process."""

from functools import lru_cache
from typing import Any

import stripe
from stripe import CardError, InvalidRequestError, StripeClient
from stripe.params.checkout import SessionCreateParams, SessionCreateParamsLineItem

from academy.commerce.embedded import EmbeddedClient
from academy.commerce.gateway import (
    Checkout,
    CheckoutRequest,
    Invoice,
    InvoiceRequest,
    Payment,
    PaymentReport,
    PriceRequest,
    RefundRefused,
    SubscriptionReport,
    api_key,
    is_embedded,
)
from academy.commerce.stripe_events import NO_REFUND, checkout_report, invoice_report, refund_books
from academy.commerce.stripe_plans import plan_params, subscription_report
from academy.core.settings import settings
from academy.live import Runtime

RETRIES = 2


class StripeGateway:
    """Speaks `PaymentGateway` to whoever answers at the client's address."""

    def __init__(self, client: StripeClient, *, name: str) -> None:
        self.name = name
        self._api = client.v1

    def create_checkout(self, request: CheckoutRequest) -> Checkout:
        common: SessionCreateParams = {
            "client_reference_id": request.reference,
            "customer_email": request.customer_email,
            "success_url": settings().base_url + request.return_url,
            "cancel_url": settings().base_url + request.cancel_url,
        }
        peculiar = plan_params(request, request.plan) if request.plan else _payment_params(request)
        session = self._api.checkout.sessions.create(
            {**common, **peculiar}, {"idempotency_key": f"checkout:{request.reference}"}
        )
        return Checkout(session_id=session.id, url=own_path(session.url or ""))

    def expire_checkout(self, session_id: str) -> None:
        try:
            self._api.checkout.sessions.expire(session_id)
        except InvalidRequestError:
            if self._api.checkout.sessions.retrieve(session_id).status == "open":
                raise

    def fetch(self, session_id: str) -> PaymentReport:
        session = self._api.checkout.sessions.retrieve(session_id, {"expand": ["payment_intent"]})
        found = session.to_dict()
        intent = found.get("payment_intent") or {}
        payment = {"open": Payment.OPEN, "expired": Payment.EXPIRED}.get(found["status"], Payment.PAID)
        if found["status"] == "complete" and found["payment_status"] == "unpaid":
            payment = Payment.FAILED if intent.get("status") == "requires_payment_method" else Payment.OPEN
        return self._with_books(checkout_report(found, payment))

    def refund(self, payment_intent_id: str, *, amount_cents: int, paid_cents: int, reference: str) -> int:
        given = self._refunds(payment_intent_id)
        for refund in given:
            if (refund.get("metadata") or {}).get("refund") == reference:
                return int(refund["amount"])
        left = paid_cents - sum(refund["amount"] for refund in given if refund["status"] not in NO_REFUND)
        amount = min(amount_cents, left)
        if amount > 0:
            try:
                self._api.refunds.create(
                    {"payment_intent": payment_intent_id, "amount": amount, "metadata": {"refund": reference}},
                    {"idempotency_key": f"refund:{reference}:{amount}"},
                )
            except (InvalidRequestError, CardError) as refused:
                raise RefundRefused(refused.user_message or "It was refused.") from refused
        return max(amount, 0)

    def send_invoice(self, request: InvoiceRequest) -> Invoice:
        customer_id = request.customer_id
        made = self._api.invoices.create(
            {
                "customer": customer_id,
                "collection_method": "send_invoice",
                "days_until_due": request.days_until_due,
                "currency": request.currency,
                "auto_advance": False,
                "metadata": {"reference": request.reference},
            },
            {"idempotency_key": f"invoice:{request.reference}"},
        )
        if made.status == "draft":
            self._api.invoice_items.create(
                {
                    "customer": customer_id,
                    "invoice": made.id,
                    "amount": request.amount_cents,
                    "currency": request.currency,
                    "description": request.description,
                },
                {"idempotency_key": f"invoice-item:{request.reference}"},
            )
        invoice = self._api.invoices.retrieve(made.id)
        if invoice.status == "draft":
            invoice = self._api.invoices.finalize_invoice(made.id)
        return Invoice(invoice_id=invoice.id, url=own_path(invoice.hosted_invoice_url or ""))

    def fetch_invoice(self, invoice_id: str) -> PaymentReport:
        invoice = self._api.invoices.retrieve(invoice_id, {"expand": ["payments"]})
        return self._with_books(invoice_report(invoice.to_dict()) or PaymentReport(invoice_id=invoice_id))

    def settle_invoice(self, invoice_id: str) -> None:
        try:
            self._api.invoices.pay(invoice_id, {"paid_out_of_band": True})
        except InvalidRequestError:
            if self._api.invoices.retrieve(invoice_id).status == "open":
                raise

    def void_invoice(self, invoice_id: str) -> None:
        try:
            self._api.invoices.void_invoice(invoice_id)
        except InvalidRequestError:
            if self._api.invoices.retrieve(invoice_id).status == "open":
                raise

    def create_customer(self, reference: str, *, name: str, email: str) -> str:
        customer = self._api.customers.create(
            {"name": name, "email": email, "metadata": {"reference": reference}},
            {"idempotency_key": f"customer:{reference}:{name}:{email}"},
        )
        return customer.id

    def create_price(self, request: PriceRequest) -> str:
        product_id = f"offer_{request.reference}"
        terms = f"{request.amount_cents}:{request.currency}:{request.interval}"
        try:
            self._api.products.create({"id": product_id, "name": request.description})
        except InvalidRequestError as error:
            if error.code != "resource_already_exists":
                raise
        price = self._api.prices.create(
            {
                "product": product_id,
                "unit_amount": request.amount_cents,
                "currency": request.currency,
                "recurring": {"interval": request.interval.value},
            },
            {"idempotency_key": f"price:{request.reference}:{terms}"},
        )
        return price.id

    def fetch_subscription(self, subscription_id: str) -> SubscriptionReport:
        subscription = self._api.subscriptions.retrieve(subscription_id)
        listed = self._api.invoices.list({"subscription": subscription_id, "limit": 100, "expand": ["data.payments"]})
        bills = [bill.to_dict() for bill in listed.auto_paging_iter()]
        own = [bill | {"hosted_invoice_url": own_path(bill.get("hosted_invoice_url") or "")} for bill in bills]
        return subscription_report(subscription.to_dict(), own)

    def set_ending(self, subscription_id: str, *, is_ending: bool) -> None:
        try:
            self._api.subscriptions.update(subscription_id, {"cancel_at_period_end": is_ending})
        except InvalidRequestError:
            if not self._has_ended(subscription_id):
                raise

    def end_subscription(self, subscription_id: str) -> None:
        try:
            self._api.subscriptions.cancel(subscription_id)
        except InvalidRequestError:
            if not self._has_ended(subscription_id):
                raise

    def _has_ended(self, subscription_id: str) -> bool:
        return self._api.subscriptions.retrieve(subscription_id).status in {"canceled", "incomplete_expired"}

    def _with_books(self, report: PaymentReport) -> PaymentReport:
        if report.payment != Payment.PAID or report.payment_intent_id is None:
            return report
        return report.model_copy(update={"books": refund_books(self._refunds(report.payment_intent_id))})

    def _refunds(self, payment_intent_id: str) -> list[dict[str, Any]]:
        listed = self._api.refunds.list({"payment_intent": payment_intent_id, "limit": 100})
        return [refund.to_dict() for refund in listed.auto_paging_iter()]


def _payment_params(request: CheckoutRequest) -> SessionCreateParams:
    line: SessionCreateParamsLineItem = {
        "quantity": 1,
        "price_data": {
            "currency": request.currency,
            "unit_amount": request.amount_cents,
            "product_data": {"name": request.description},
        },
    }
    return {
        "mode": "payment",
        "line_items": [line],
        "payment_intent_data": {"metadata": {"reference": request.reference}},
    }


def gateway_of(runtime: Runtime) -> StripeGateway:
    """Return the gateway that payments go through."""
    client = _client(runtime if is_embedded() else None, api_key(), settings().stripe_url)
    return StripeGateway(client, name=gateway_name())


def gateway_name() -> str:
    """Return what the gateway is called in the books."""
    return "local" if is_embedded() else "stripe"


def own_path(url: str) -> str:
    """Leave our own origin out of an address, so that whoever came by another name of this machine stays there."""
    return url.removeprefix(settings().base_url)


@lru_cache(maxsize=4)
def _client(runtime: Runtime | None, key: str, url: str) -> StripeClient:
    stripe.enable_telemetry = False
    if runtime is None:
        return StripeClient(key, base_addresses={"api": url} if url else {}, max_network_retries=RETRIES)
    return StripeClient(key, http_client=EmbeddedClient(runtime))
