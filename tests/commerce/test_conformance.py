"""The embedded gateway answers the provider's SDK as others do that imitate the provider: over HTTP, by the same tests.

The other one is `localstripe`. It has no checkout, prices or portal, makes subscriptions of its older plans and says
their period where it is said no more, refuses `send_invoice`, knows refunds by their charge alone and no idempotency
keys; what only the embedded gateway can is tested below for that one.
"""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import stripe
import uvicorn
from starlette.applications import Starlette
from stripe import StripeClient

from academy.commerce import http, service
from academy.commerce.gateway import (
    CheckoutRequest,
    InvoiceRequest,
    Payment,
    PlanTerms,
    PriceRequest,
    RefundRefused,
    Standing,
    api_key,
)
from academy.commerce.models import Interval
from academy.commerce.stripe_gateway import StripeGateway
from academy.core.database import Database
from academy.core.settings import settings
from academy.live import SYSTEM
from academy.routes import GATEWAY
from tests.databases import academy_database
from tests.world import Live

PRICE = 34_900
LOCALSTRIPE = """
from aiohttp import web
from localstripe import resources, server
resources.store.dump_to_disk = lambda: None
web.run_app(server.app, host="127.0.0.1", port={port}, print=None, access_log=None)
"""


@pytest.fixture
def database() -> Iterator[Database]:
    """One kind is enough: what is tested here is how the gateway speaks."""
    with academy_database("sqlite") as url:
        made = Database(url)
        yield made
        made.dispose()


@dataclass
class Provider:
    """Somebody who answers the SDK; `charged` makes a payment there, `subscribed` a subscription; each tells its id."""

    url: str
    charged: Callable[[], str]
    subscribed: Callable[[], str]

    def client(self, key: str = "") -> StripeClient:
        return StripeClient(key or api_key(), base_addresses={"api": self.url}, max_network_retries=0)

    @property
    def v1(self) -> Any:
        return self.client().v1


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(url: str) -> None:
    for _ in range(200):
        try:
            httpx.get(url, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nobody answers at {url}")


@pytest.fixture(scope="module")
def localstripe() -> Iterator[Provider]:
    port = free_port()
    program = [sys.executable, "-W", "ignore", "-c", LOCALSTRIPE.format(port=port)]
    with subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        url = f"http://127.0.0.1:{port}"
        wait_for(url)

        def charged() -> str:
            card = {"number": "4242424242424242", "exp_month": "12", "exp_year": "2040", "cvc": "123"}
            made = httpx.post(
                f"{url}/v1/tokens",
                data={"key": "pk_test", **{f"card[{name}]": value for name, value in card.items()}},
                trust_env=False,
            )
            customer = provider.v1.customers.create({"source": made.json()["id"]})
            given = {"amount": PRICE, "currency": "usd", "customer": customer.id}
            return str(provider.v1.charges.create(given).id)

        def subscribed() -> str:
            product = provider.v1.products.create({"name": "Every course"})
            terms = {"amount": PRICE, "currency": "usd", "interval": "month", "product": product.id}
            plan = provider.v1.plans.create(terms)
            customer = provider.v1.charges.retrieve(charged()).customer
            return str(provider.v1.subscriptions.create({"customer": customer, "items": [{"plan": plan.id}]}).id)

        provider = Provider(url, charged, subscribed)
        yield provider
        running.terminate()


@pytest.fixture
def embedded(live: Live) -> Iterator[Provider]:
    app = Starlette(routes=http.routes)
    app.state.runtime = live
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{port}"
    wait_for(url)

    def charged() -> str:
        session = StripeGateway(provider.client(), name="local").create_checkout(request_for("paid"))
        live.write(service.pay_hosted_checkout, public_id=session.session_id)
        return f"ch_{provider.v1.checkout.sessions.retrieve(session.session_id).payment_intent}"

    def subscribed() -> str:
        gateway = StripeGateway(provider.client(), name="local")
        session = gateway.create_checkout(plan_for(gateway, "plan"))
        live.write(service.pay_hosted_checkout, public_id=session.session_id)
        return gateway.fetch(session.session_id).subscription_id or ""

    provider = Provider(url + GATEWAY.url(), charged, subscribed)
    yield provider
    server.should_exit = True
    thread.join()


@pytest.fixture(params=["embedded", "localstripe"])
def provider(request: pytest.FixtureRequest, live: Live) -> Provider:
    found: Provider = request.getfixturevalue(request.param)
    return found


def request_for(reference: str, cents: int = PRICE) -> CheckoutRequest:
    return CheckoutRequest(
        reference=reference,
        description="AI Enablement · April",
        amount_cents=cents,
        currency="usd",
        customer_email="ada@example.com",
        expires_at=datetime.now(UTC) + timedelta(minutes=30),
        return_url="/back",
        cancel_url="/cancelled",
    )


def plan_for(gateway: StripeGateway, reference: str, tax_cents: int = 0) -> CheckoutRequest:
    price = PriceRequest(
        reference="o1", description="Every course", amount_cents=PRICE, currency="usd", interval=Interval.MONTH
    )
    plan = PlanTerms(price=price, price_id=gateway.create_price(price), tax_cents=tax_cents, tax_name="VAT")
    return request_for(reference, PRICE + tax_cents).model_copy(update={"plan": plan})


class TestBoth:
    def test_customers_are_kept(self, provider: Provider) -> None:
        made = provider.v1.customers.create(
            {"name": "Wärtsilä & Söhne", "email": "ap@w.example", "metadata": {"a": "b"}}
        )
        assert made.id.startswith("cus_")
        found = provider.v1.customers.retrieve(made.id)
        assert (found.object, found.name, found.email) == ("customer", "Wärtsilä & Söhne", "ap@w.example")
        assert found.metadata["a"] == "b"
        assert provider.v1.customers.update(made.id, {"name": "W"}).name == "W"

    def test_what_is_not_there_is_said_to_be_missing(self, provider: Provider) -> None:
        with pytest.raises(stripe.InvalidRequestError) as missing:
            provider.v1.customers.retrieve("cus_nobody")
        assert missing.value.http_status == 404
        with pytest.raises(stripe.InvalidRequestError) as missing:
            provider.v1.refunds.create({"charge": "ch_none", "amount": 1})
        assert missing.value.http_status == 404

    def test_refunds_are_made_and_listed(self, provider: Provider) -> None:
        charge = provider.charged()
        refund = provider.v1.refunds.create({"charge": charge, "amount": 500, "metadata": {"why": "x"}})
        assert (refund.object, refund.status, refund.amount) == ("refund", "succeeded", 500)
        assert (refund.charge, refund.metadata["why"]) == (charge, "x")
        assert [found.id for found in provider.v1.refunds.list({"charge": charge}).data] == [refund.id]

    @pytest.mark.parametrize("amount", [0, -5])
    def test_a_refund_of_nothing_is_refused(self, provider: Provider, amount: int) -> None:
        charge = provider.charged()
        with pytest.raises(stripe.InvalidRequestError) as refused:
            provider.v1.refunds.create({"charge": charge, "amount": amount})
        assert refused.value.http_status == 400

    def test_a_subscription_is_read_let_end_and_kept(self, provider: Provider) -> None:
        subscription_id, subscriptions = provider.subscribed(), provider.v1.subscriptions
        found = subscriptions.retrieve(subscription_id)
        assert (found.object, found.status, found.cancel_at_period_end) == ("subscription", "active", False)
        assert subscriptions.update(subscription_id, {"cancel_at_period_end": True}).cancel_at_period_end
        assert not subscriptions.update(subscription_id, {"cancel_at_period_end": False}).cancel_at_period_end
        (bill,) = provider.v1.invoices.list({"subscription": subscription_id}).data
        assert (bill.status, bill.total) == ("paid", PRICE)
        assert subscriptions.cancel(subscription_id).status == "canceled"

    def test_a_stranger_is_turned_away(self, provider: Provider) -> None:
        with pytest.raises(stripe.AuthenticationError):
            provider.client("no_key").v1.customers.create({"name": "x"})


class TestTheEmbeddedOneAlone:
    @pytest.fixture
    def gateway(self, embedded: Provider) -> StripeGateway:
        return StripeGateway(embedded.client(), name="local")

    def test_a_checkout_asked_for_twice_is_one(self, gateway: StripeGateway) -> None:
        request = request_for("p1")
        assert gateway.create_checkout(request) == gateway.create_checkout(request)

    def test_a_key_is_for_one_request(self, gateway: StripeGateway) -> None:
        gateway.create_checkout(request_for("p1"))
        with pytest.raises(stripe.IdempotencyError):
            gateway.create_checkout(request_for("p1", cents=1))

    def test_where_a_payment_stands(self, live: Live, gateway: StripeGateway) -> None:
        session = gateway.create_checkout(request_for("p1"))
        assert gateway.fetch(session.session_id).payment == Payment.OPEN
        live.write(service.pay_hosted_checkout, public_id=session.session_id)
        paid = gateway.fetch(session.session_id)
        assert (paid.reference, paid.payment, paid.refunded_cents) == ("p1", Payment.PAID, 0)
        for reference, amount in (("a", 500), ("a", 500), ("b", 200)):
            given = gateway.refund(
                paid.payment_intent_id or "", amount_cents=amount, paid_cents=PRICE, reference=reference
            )
            assert given == amount
        books = gateway.fetch(session.session_id).books
        assert books is not None
        assert [(arrival.reference, arrival.amount_cents) for arrival in books.arrivals] == [("b", 200), ("a", 500)]
        gateway.expire_checkout(session.session_id)
        assert gateway.fetch(session.session_id).payment == Payment.PAID, "what is paid is not closed"

    def test_declined_and_closed(self, live: Live, gateway: StripeGateway) -> None:
        declined, closed = (gateway.create_checkout(request_for(name)).session_id for name in "ab")
        live.write(service.decline_hosted_checkout, public_id=declined)
        for _ in range(2):
            gateway.expire_checkout(closed)
        assert gateway.fetch(closed).payment == Payment.EXPIRED

    def test_no_more_goes_back_than_came(self, live: Live, gateway: StripeGateway) -> None:
        session = gateway.create_checkout(request_for("p1"))
        live.write(service.pay_hosted_checkout, public_id=session.session_id)
        intent = gateway.fetch(session.session_id).payment_intent_id or ""
        with pytest.raises(RefundRefused, match="greater than what is left"):
            gateway.refund(intent, amount_cents=PRICE + 1, paid_cents=PRICE + 1, reference="a")
        live.write(service.refund_hosted_payment, SYSTEM, payment_intent_id=intent, total_cents=100)
        for _ in range(2):
            assert gateway.refund(intent, amount_cents=PRICE, paid_cents=PRICE, reference="b") == PRICE - 100
        assert gateway.refund(intent, amount_cents=1, paid_cents=PRICE, reference="c") == 0
        with pytest.raises(RefundRefused, match="refunded already"):
            gateway.refund(intent, amount_cents=1, paid_cents=PRICE + 1, reference="d")

    def test_an_invoice_is_written_paid_and_withdrawn(self, live: Live, gateway: StripeGateway) -> None:
        request = InvoiceRequest(
            reference="p1",
            description="5 × AI Enablement",
            amount_cents=5 * PRICE,
            currency="usd",
            customer_id=gateway.create_customer("organization-1", name="Meridian", email="ap@m.example"),
            days_until_due=14,
        )
        invoice = gateway.send_invoice(request)
        assert gateway.send_invoice(request) == invoice
        assert gateway.fetch_invoice(invoice.invoice_id).payment == Payment.OPEN
        other = gateway.send_invoice(request.model_copy(update={"reference": "p2"}))
        for _ in range(2):
            gateway.void_invoice(other.invoice_id)
        assert gateway.fetch_invoice(other.invoice_id).payment == Payment.EXPIRED
        live.write(service.pay_hosted_checkout, public_id=invoice.url.rpartition("/")[2])
        paid = gateway.fetch_invoice(invoice.invoice_id)
        assert (paid.reference, paid.payment) == ("p1", Payment.PAID)
        assert (paid.payment_intent_id is not None, paid.is_paid_outside) == (True, False)
        third = gateway.send_invoice(request.model_copy(update={"reference": "p3"}))
        for _ in range(2):
            gateway.settle_invoice(third.invoice_id)
        outside = gateway.fetch_invoice(third.invoice_id)
        assert (outside.payment, outside.payment_intent_id, outside.is_paid_outside) == (Payment.PAID, None, True)

    def test_a_plan_is_begun_and_ended(self, live: Live, gateway: StripeGateway) -> None:
        request = plan_for(gateway, "p1", tax_cents=500)
        assert plan_for(gateway, "p1", tax_cents=500).plan == request.plan, "a price is made once"
        session = gateway.create_checkout(request)
        assert gateway.create_checkout(request) == session
        assert gateway.fetch(session.session_id).subscription_id is None
        live.write(service.pay_hosted_checkout, public_id=session.session_id)
        subscription_id = gateway.fetch(session.session_id).subscription_id or ""
        begun = gateway.fetch_subscription(subscription_id)
        (bill,) = begun.bills
        assert (begun.reference, begun.standing, begun.period_end) == ("p1", Standing.ACTIVE, bill.period_end)
        assert (bill.amount_cents, bill.is_first, bill.is_paid) == (PRICE + 500, True, True)
        for is_ending in (True, True, False):
            gateway.set_ending(subscription_id, is_ending=is_ending)
            assert gateway.fetch_subscription(subscription_id).cancel_at_period_end == is_ending
        for _ in range(2):
            gateway.end_subscription(subscription_id)
        gateway.set_ending(subscription_id, is_ending=False)
        assert gateway.fetch_subscription(subscription_id).standing == Standing.ENDED
        gateway.refund(bill.payment_intent_id or "", amount_cents=500, paid_cents=PRICE + 500, reference="a")
        books = gateway.fetch_invoice(bill.invoice_id).books
        assert books is not None
        assert [arrival.amount_cents for arrival in books.arrivals] == [500]

    def test_what_it_does_not_serve_it_says(self, embedded: Provider) -> None:
        with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request"):
            embedded.v1.coupons.create({"percent_off": 10})
        with pytest.raises(stripe.InvalidRequestError, match="Missing required param"):
            embedded.v1.checkout.sessions.create({"mode": "payment"})


def test_the_door_is_shut_where_a_real_provider_is_set(
    live: Live, embedded: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = api_key()
    monkeypatch.setenv("ACADEMY_STRIPE_API_KEY", "sk_live_x")
    settings.cache_clear()
    with pytest.raises(stripe.InvalidRequestError, match="no gateway here"):
        embedded.client(key).v1.customers.create({"name": "x"})
