"""The webhook and the embedded gateway's checkout page, over HTTP."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import httpx
import pytest
from pypdf import PdfReader
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from academy.commerce import http, jobs
from academy.commerce.gateway import Checkout, webhook_secret
from academy.commerce.models import EventOutcome, PurchaseStatus
from academy.commerce.stripe_events import SIGNATURE_HEADER, sign
from academy.core.http import cookie_name
from academy.core.settings import settings
from academy.identity.models import AuthSession
from academy.identity.viewer import SESSION_COOKIE, hashed
from academy.live import SYSTEM, Viewer
from academy.notifications.models import MailMessage
from academy.notifications.service.outbox import attachment
from academy.routes import PAY, PAYMENT_WEBHOOK, RECEIPT, SIGN_IN
from tests.commerce.till import POST, Till
from tests.world import Cast, FrozenClock, Live

DAY = timedelta(days=1)


@pytest.fixture
def client(live: Live) -> TestClient:
    app = Starlette(routes=http.routes)
    app.state.runtime = live
    return TestClient(app, base_url=settings().base_url, follow_redirects=False)


@pytest.fixture
def checkout(till: Till, cast: Cast, cohort_id: int) -> Checkout:
    """Ada's checkout at the gateway."""
    return till.begin(cast.ada, till.reserve(cast.ada, cohort_id))


@pytest.fixture
def event(till: Till, checkout: Checkout) -> str:
    """The event that says that it was paid."""
    till.pay(checkout)
    return till.events()[0]


class TestWebhook:
    def post(self, client: TestClient, body: str, signature: str) -> httpx.Response:
        return client.post(PAYMENT_WEBHOOK.url(), content=body, headers={SIGNATURE_HEADER: signature})

    def test_turns_away_who_floods_it_unsigned(self, client: TestClient, till: Till) -> None:
        answers = [self.post(client, f"nonsense {number}", "").status_code for number in range(25)]
        assert answers == [400] * 20 + [429] * 5
        assert len(till.ledger()) == 20

    def test_takes_a_signed_event_and_the_same_again(
        self, client: TestClient, till: Till, clock: FrozenClock, event: str
    ) -> None:
        signature = sign(event, webhook_secret(), clock.now)
        first, again = (self.post(client, event, signature) for _ in range(2))
        assert (first.status_code, first.json()) == (200, {"outcome": "applied", "repeated": False})
        assert (again.status_code, again.json()) == (200, {"outcome": "applied", "repeated": True})
        assert till.purchases()[0].status == PurchaseStatus.COMPLETED

    @pytest.mark.parametrize("secret", ["", "another"])
    def test_refuses_what_is_not_signed_by_us(
        self, client: TestClient, till: Till, clock: FrozenClock, event: str, secret: str
    ) -> None:
        signature = sign(event, secret, clock.now) if secret else ""
        assert self.post(client, event, signature).status_code == 400
        assert till.purchases()[0].status == PurchaseStatus.PENDING
        assert till.ledger()[0].outcome == EventOutcome.REFUSED

    def test_refuses_nonsense_that_is_signed(self, client: TestClient, till: Till, clock: FrozenClock) -> None:
        assert self.post(client, "nonsense", sign("nonsense", webhook_secret(), clock.now)).status_code == 400
        assert till.ledger() == []

    def test_refuses_what_is_too_large(self, client: TestClient, till: Till) -> None:
        assert self.post(client, "x" * (http.BODY_LIMIT + 1), "").status_code == 413
        assert till.ledger() == []

    def test_is_not_a_page(self, client: TestClient) -> None:
        assert client.get(PAYMENT_WEBHOOK.url()).status_code == 405


class TestCheckoutPage:
    def test_says_what_is_paid_to_whom(self, client: TestClient, checkout: Checkout) -> None:
        page = client.get(checkout.url)
        assert page.status_code == 200
        for words in ("Pay $349", "AI Enablement · April", "ada@example.com", "Go back without paying"):
            assert words in page.text
        assert page.headers["cache-control"] == "no-store"

    @pytest.mark.parametrize(("card", "status"), [("4242", PurchaseStatus.COMPLETED), ("0002", PurchaseStatus.FAILED)])
    def test_pays_or_declines_and_leads_back(
        self, client: TestClient, till: Till, checkout: Checkout, card: str, status: PurchaseStatus
    ) -> None:
        done = client.post(checkout.url, data={"card": card})
        assert done.status_code == 303
        assert done.headers["location"].startswith("/checkout/")
        assert done.headers["location"].endswith("?returned=1")
        till.deliver()
        assert till.purchases()[0].status == status

    def test_pays_once(self, client: TestClient, till: Till, checkout: Checkout) -> None:
        for _ in range(2):
            assert client.post(checkout.url, data={"card": "4242"}).status_code == 303
        assert len(till.events()) == 1
        assert "Payment received" in client.get(checkout.url).text

    def test_says_when_it_is_closed(self, client: TestClient, till: Till, checkout: Checkout) -> None:
        till.gateway.expire_checkout(checkout.session_id)
        assert "This checkout is closed" in client.get(checkout.url).text
        refused = client.post(checkout.url, data={"card": "4242"})
        assert refused.status_code == 409
        assert "Nothing was charged" in refused.text

    def test_is_shut_where_a_real_provider_is_set(
        self, client: TestClient, live: Live, till: Till, event: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Else whoever kept an address would pay with no money."""
        (page,) = till.books()
        address = PAY.url(public_id=page.public_id)
        monkeypatch.setenv("ACADEMY_STRIPE_API_KEY", "sk_live_x")
        settings.cache_clear()
        assert client.get(address).status_code == 404
        assert client.post(address, data={"card": "4242"}).status_code == 404
        for found in [found for found in live.scheduled if found.job == POST]:
            jobs.tell_merchant(live, **found.arguments)
        assert till.ledger() == []

    def test_does_not_exist_for_who_guesses(self, client: TestClient) -> None:
        address = PAY.url(public_id="guess")
        assert client.get(address).status_code == 404
        assert client.post(address, data={"card": "4242"}).status_code == 404


def signed_in(client: TestClient, live: Live, person: Viewer) -> TestClient:
    token, now = "here", live.clock()
    row = AuthSession(token_hash=hashed(token), user_id=person.user_id or 0, last_seen_at=now, expires_at=now + DAY)
    live.add(row)
    client.cookies.set(cookie_name(SESSION_COOKIE), token)
    return client


class TestReceipts:
    @pytest.fixture
    def address(self, live: Live, till: Till, event: str) -> str:
        """Of Ada's receipt."""
        till.deliver(event)
        till.work()
        return RECEIPT.url(public_id=till.purchases()[0].public_id)

    def test_whoever_paid_gets_it_as_a_pdf(self, live: Live, client: TestClient, cast: Cast, address: str) -> None:
        file = signed_in(client, live, cast.ada).get(address)
        assert (file.status_code, file.headers["content-type"]) == (200, "application/pdf")
        assert file.headers["cache-control"] == "private, no-store"
        text = PdfReader(BytesIO(file.content)).pages[0].extract_text()
        for words in ("Receipt 1001", "AI Enablement", "$349.00", "Ada", "ada@example.com", "Paid on 2 March 2026"):
            assert words in text

    def test_the_letter_brings_it_along(self, live: Live, till: Till, address: str) -> None:
        with live.system() as ctx:
            message = ctx.session.exec(select(MailMessage).where(MailMessage.template == "commerce.receipt")).one()
        file = live.read(attachment, SYSTEM, message_id=message.id)
        assert file is not None
        assert (file.filename, file.content_type) == ("receipt-1001.pdf", "application/pdf")
        assert "Receipt 1001" in PdfReader(BytesIO(file.content)).pages[0].extract_text()

    def test_nobody_else_does(self, live: Live, client: TestClient, cast: Cast, address: str) -> None:
        assert client.get(address).headers["location"].startswith(SIGN_IN.url())
        assert signed_in(client, live, cast.ben).get(address).status_code == 404


class TestTellingTheMerchant:
    @pytest.fixture
    def answers(self) -> list[int]:
        """What the network answers before it lets something through."""
        return []

    @pytest.fixture(autouse=True)
    def network(self, client: TestClient, answers: list[int], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """A real server at the academy's address, that hands what it gets to the webhook."""

        class Receiver(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = answers.pop(0) if answers else 0
                if not status:
                    headers = {SIGNATURE_HEADER: self.headers[SIGNATURE_HEADER]}
                    status = client.post(self.path, content=body, headers=headers).status_code
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        with HTTPServer(("127.0.0.1", 0), Receiver) as server:
            monkeypatch.setenv("ACADEMY_PORT", str(server.server_port))
            settings.cache_clear()
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield
            server.shutdown()
        settings.cache_clear()

    def tell(self, live: Live) -> None:
        for found in [found for found in live.scheduled if found.job == POST]:
            jobs.tell_merchant(live, **found.arguments)

    def test_arrives_signed(self, live: Live, till: Till, event: str) -> None:
        self.tell(live)
        assert [(row.provider_event_id, row.outcome) for row in till.ledger()] == [
            (json.loads(event)["id"], EventOutcome.APPLIED)
        ]

    @pytest.mark.parametrize("status", [400, 500, 503])
    def test_fails_loudly_until_it_is_taken(
        self, live: Live, till: Till, event: str, answers: list[int], status: int
    ) -> None:
        answers.append(status)
        with pytest.raises(httpx.HTTPStatusError):
            self.tell(live)
        assert till.ledger() == []
        self.tell(live)
        self.tell(live)
        assert len(till.ledger()) == 1
