"""Money on its way back, in whatever order it is asked for, given, lost, failed and told of."""

import hashlib
import json
import random
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from academy.commerce import jobs, service
from academy.commerce.models import (
    LocalCheckout,
    LocalCheckoutStatus,
    LocalEvent,
    LocalRequest,
    PaymentMethod,
    Purchase,
    PurchaseStatus,
    Refund,
    RefundStatus,
    SeatAfter,
)
from academy.commerce.service.desk import orders_to_look_at
from academy.core.errors import Conflict
from academy.core.ids import public_id
from academy.live import Viewer
from tests.commerce.test_orders import place
from tests.commerce.till import Till
from tests.world import Cast, Live

PAID = 100
A_QUARTER = timedelta(minutes=15)


@dataclass
class Payment:
    """A payment of one dollar that went through, and what can happen to it."""

    till: Till
    admin: Viewer
    purchase_id: int
    intent: str

    @property
    def live(self) -> Live:
        return self.till.live

    def ask(self, cents: int) -> None:
        """An administrator wants some of it given back."""
        with suppress(Conflict), self.live.system() as ctx:
            purchase = ctx.session.get_one(Purchase, self.purchase_id)
            service.request_refund(ctx, purchase, amount_cents=cents, seat=SeatAfter.KEEP)

    def work(self, _: int) -> None:
        """The job runs that asks the gateway."""
        jobs.refund_purchase(self.live, purchase_id=self.purchase_id)

    def retry(self, _: int) -> None:
        """An administrator has what failed tried again."""
        with suppress(Conflict):
            self.live.write(service.retry_refunds, self.admin, public_id=self.book().reference)

    def give_there(self, cents: int) -> None:
        """Somebody gives some of it back in the provider's own office."""
        total = min(self.book().refunded_cents + cents, PAID)
        self.till.refund(self.intent, total_cents=total)

    def fail(self, number: int) -> None:
        """The bank sends back something that we had asked for."""
        ours = [refund["id"] for refund in self.till.refunds(self.intent) if refund["metadata"]]
        if ours:
            self.till.fail_refund(ours[number % len(ours)])

    def hear(self, number: int) -> None:
        """Something the gateway told arrives, perhaps again, perhaps out of order."""
        if told := self.events():
            self.till.deliver(told[number % len(told)])

    def wonder(self, _: int) -> None:
        """An administrator asks the provider where it stands."""
        jobs.ask_about(self.live, purchase_id=self.purchase_id)

    def events(self) -> list[str]:
        """What the gateway told of this payment."""
        with self.live.system() as ctx:
            told = select(LocalEvent.body).where(col(LocalEvent.body).contains(self.intent))
            return list(ctx.session.exec(told.order_by(col(LocalEvent.id))).all())

    def book(self) -> LocalCheckout:
        """The payment in the gateway's books."""
        with self.live.system() as ctx:
            found = ctx.session.exec(select(LocalCheckout).where(LocalCheckout.payment_intent_id == self.intent)).one()
            ctx.session.expunge(found)
            return found

    def settle(self, seed: int) -> None:
        """All that was told arrives, some of it twice, and what the clock sets off is done."""
        chance = random.Random(seed)
        for _ in range(2):
            told = self.events()
            told += chance.choices(told, k=len(told) // 2)
            chance.shuffle(told)
            if told:
                self.till.deliver(*told)
            self.till.work()
            jobs.look_after_refunds(self.live)
            self.till.wait(A_QUARTER)

    def check(self) -> None:
        """The books are the gateway's."""
        given = self.till.refunds(self.intent)
        back = sum(refund["amount"] for refund in given if refund["status"] == "succeeded")
        with self.live.system() as ctx:
            purchase = ctx.session.get_one(Purchase, self.purchase_id)
            refunds = service.refunds_of(ctx, purchase)
            arrived = sum(refund.amount_cents for refund in refunds if refund.status == RefundStatus.SUCCEEDED)
            assert purchase.refunded_cents == arrived == back <= PAID
            assert purchase.refund_requested_cents == sum(refund.amount_cents for refund in refunds) <= PAID
            assert all(refund.status != RefundStatus.REQUESTED for refund in refunds)
            kept = PurchaseStatus.PARTIALLY_REFUNDED if back else PurchaseStatus.COMPLETED
            assert purchase.status == (PurchaseStatus.REFUNDED if back == PAID else kept)


def payment_of(till: Till, cast: Cast, offer_id: int) -> Payment:
    intent = f"pi_{public_id()}"
    with till.live.system() as ctx:
        book = LocalCheckout(
            public_id=f"cs_{public_id()}",
            reference=public_id(),
            description="AI",
            customer_email="ada@example.com",
            amount_cents=PAID,
            currency="usd",
            status=LocalCheckoutStatus.PAID,
            payment_intent_id=intent,
            return_url="/",
            cancel_url="/",
            expires_at=ctx.now,
        )
        purchase = Purchase(
            public_id=book.reference,
            user_id=cast.ada.user_id,
            offer_id=offer_id,
            subtotal_cents=PAID,
            amount_cents=PAID,
            gateway="local",
            gateway_session_id=book.public_id,
            payment_intent_id=intent,
            status=PurchaseStatus.COMPLETED,
            completed_at=ctx.now,
        )
        ctx.session.add_all([book, purchase])
        ctx.session.flush()
        return Payment(till, cast.olga, purchase.id, intent)


ACTS = (
    Payment.ask,
    Payment.ask,
    Payment.work,
    Payment.work,
    Payment.hear,
    Payment.hear,
    Payment.give_there,
    Payment.fail,
    Payment.retry,
    Payment.wonder,
)
FAILED = [(Payment.ask, 50), (Payment.work, 1), (Payment.fail, 1), (Payment.wonder, 1)]


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 60)), max_size=14))
@example(acts=[(Payment.ask, 1), (Payment.give_there, 1), (Payment.wonder, 1)])
@example(acts=[(Payment.ask, 60), (Payment.give_there, 60), (Payment.work, 1)])
@example(acts=[*FAILED, (Payment.give_there, 20)])
@example(acts=[*FAILED, (Payment.give_there, 60), (Payment.retry, 1)])
def test_in_the_end_the_books_are_the_gateways(
    live: Live, till: Till, cast: Cast, offer_id: int, acts: list[tuple[object, int]]
) -> None:
    payment = payment_of(till, cast, offer_id)
    for act, number in acts:
        assert callable(act)
        act(payment, number)
        assert payment.book().refunded_cents <= PAID
    payment.settle(len(acts))
    payment.check()


class TestLost:
    """Nobody tells us that the money went back."""

    def check(self, live: Live, till: Till, cents: int) -> None:
        (purchase,) = till.purchases()
        jobs.look_after_refunds(live)
        assert till.purchases()[0].refunded_cents == 0, "there is still time"
        till.wait(A_QUARTER)
        jobs.look_after_refunds(live)
        assert till.books()[0].refunded_cents == cents
        with live.system() as ctx:
            assert ctx.session.get_one(Purchase, purchase.id).status == PurchaseStatus.PARTIALLY_REFUNDED
            assert ctx.session.exec(select(Refund.status)).all() == [RefundStatus.SUCCEEDED]

    @pytest.mark.parametrize("is_made", [True, False])
    def test_of_a_card_it_is_asked_for_and_made_if_it_was_not(
        self, live: Live, till: Till, cast: Cast, cohort_id: int, is_made: bool
    ) -> None:
        till.pay(till.begin(cast.ada, till.reserve(cast.ada, cohort_id)))
        till.deliver()
        order = till.purchases()[0].public_id
        live.write(service.refund_order, cast.olga, public_id=order, amount_cents=500, reason="x", seat=SeatAfter.KEEP)
        if is_made:
            till.work()
        self.check(live, till, 500)

    def test_of_an_invoice_it_is_asked_for(
        self, live: Live, till: Till, cast: Cast, company_id: int, course_id: int
    ) -> None:
        place(live, cast.max, company_id, course_id, by=PaymentMethod.INVOICE)
        till.work()
        live.write(service.pay_hosted_checkout, public_id=till.books()[0].public_id)
        till.deliver()
        order = till.purchases()[0].public_id
        live.write(service.refund_order, cast.olga, public_id=order, amount_cents=500, reason="x")
        till.work()
        self.check(live, till, 500)

    def test_one_the_gateway_does_not_know_stops_no_other(
        self, live: Live, till: Till, cast: Cast, offer_id: int
    ) -> None:
        lost, other = payment_of(till, cast, offer_id), payment_of(till, cast, offer_id)
        for payment in (lost, other):
            payment.ask(50)
        with live.system() as ctx:
            ctx.session.get_one(Purchase, lost.purchase_id).payment_intent_id = "pi_none"
        till.wait(A_QUARTER)
        jobs.look_after_refunds(live)
        other.check()


def test_what_the_provider_refuses_is_seen_and_holds_up_nothing(
    live: Live, till: Till, cast: Cast, offer_id: int
) -> None:
    payment = payment_of(till, cast, offer_id)
    payment.ask(10)
    payment.ask(20)
    with live.system() as ctx:
        first, _ = service.refunds_of(ctx, ctx.session.get_one(Purchase, payment.purchase_id))
        params = {"payment_intent": payment.intent, "amount": "10", "metadata[refund]": first.public_id}
        refusal = {"error": {"type": "invalid_request_error", "message": "The charge is disputed."}}
        asked = hashlib.sha256(json.dumps(["/v1/refunds", params], sort_keys=True).encode()).hexdigest()
        key = f"refund:{first.public_id}:10"
        ctx.session.add(LocalRequest(key=key, fingerprint=asked, status=400, body=json.dumps(refusal)))
    payment.work(1)
    with live.system() as ctx:
        rows = service.refunds_of(ctx, ctx.session.get_one(Purchase, payment.purchase_id))
        assert [(row.status, row.problem) for row in rows] == [
            (RefundStatus.FAILED, "The charge is disputed."),
            (RefundStatus.REQUESTED, ""),
        ]
        assert orders_to_look_at(ctx) == 1
    assert payment.book().refunded_cents == 20
    payment.retry(1)
    payment.work(1)
    payment.settle(0)
    payment.check()
    assert payment.book().refunded_cents == 30
