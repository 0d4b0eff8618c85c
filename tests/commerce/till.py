"""Paying in tests: what the network and the job runner do, done when the test says so."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from academy.commerce import service, subscribers  # noqa: F401
from academy.commerce.gateway import Checkout, PaymentGateway
from academy.commerce.jobs import tell_merchant
from academy.commerce.models import InboundEvent, LocalCheckout, LocalEvent, LocalObject, Purchase
from academy.commerce.schemas import EventReceipt
from academy.commerce.service import hosted, hosted_books
from academy.commerce.stripe_gateway import gateway_of
from academy.enrollment import service as enrollment
from academy.enrollment import subscribers as enrollment_subscribers  # noqa: F401
from academy.live import SYSTEM, Viewer
from academy.live.functions import REGISTRY, Mutation
from academy.live.jobs import JOBS
from tests.world import FrozenClock, Live

POST = tell_merchant.name


@dataclass
class Till:
    """A till over a world. Events wait in `events` until they are delivered, jobs until `work`."""

    live: Live

    @property
    def gateway(self) -> PaymentGateway:
        return gateway_of(self.live)

    def reserve(self, person: Viewer, cohort_id: int) -> str:
        """Take a seat and return the enrollment's public id."""
        return self.live.write(enrollment.reserve_seat, person, cohort_id=cohort_id).public_id

    def begin(self, person: Viewer, public_id: str) -> Checkout:
        """Go to payment, as the checkout page's button does."""
        ticket = self.live.write(enrollment.begin_payment, person, public_id=public_id, gateway="local")
        checkout = self.gateway.create_checkout(ticket.request)
        reference, session_id = ticket.request.reference, checkout.session_id
        self.live.write(service.record_checkout, SYSTEM, reference=reference, session_id=session_id, url=checkout.url)
        return checkout

    def pay(self, checkout: Checkout) -> None:
        self.live.write(service.pay_hosted_checkout, public_id=checkout.session_id)

    def decline(self, checkout: Checkout) -> None:
        self.live.write(service.decline_hosted_checkout, public_id=checkout.session_id)

    def refund(self, intent: str, *, total_cents: int) -> None:
        """Give back so much in all at the gateway itself, as somebody does in its own office."""
        self.live.write(service.refund_hosted_payment, SYSTEM, payment_intent_id=intent, total_cents=total_cents)

    def fail_refund(self, refund_id: str) -> None:
        """Let the bank send back what was given back."""
        with self.live.system() as ctx:
            row = hosted_books.kept(ctx, refund_id)
            if row.body["status"] == "succeeded":
                row.body = row.body | {"status": "failed", "failure_reason": "declined"}
                hosted.by_intent(ctx, row.body["payment_intent"]).refunded_cents -= row.body["amount"]
                hosted_books.tell(ctx, "refund.failed", row.body)

    def refunds(self, intent: str) -> list[dict[str, Any]]:
        """Return what the gateway has given back of a payment, with what failed."""
        with self.live.system() as ctx:
            rows = select(LocalObject.body).where(LocalObject.owner == intent, LocalObject.kind == "refund")
            return list(ctx.session.exec(rows.order_by(col(LocalObject.id))).all())

    def events(self) -> list[str]:
        """Return all that the gateway has had to tell so far, in order."""
        with self.live.system() as ctx:
            return list(ctx.session.exec(select(LocalEvent.body).order_by(col(LocalEvent.id))).all())

    def deliver(self, *bodies: str) -> list[EventReceipt]:
        """Hand events to the academy, as its webhook does once their signatures are checked; all by default."""
        arguments = {"provider": "local", "is_signature_valid": True}
        return [
            self.live.write(service.receive_event, SYSTEM, body=body, **arguments) for body in bodies or self.events()
        ]

    def wait(self, time: timedelta) -> None:
        """Let time pass."""
        assert isinstance(self.live.clock, FrozenClock)
        self.live.clock.advance(time)

    def work(self) -> None:
        """Do the scheduled jobs that are due, and what they schedule, but for delivering events."""
        while due := [
            job for job in self.live.scheduled if job.job != tell_merchant.name and job.when <= self.live.clock()
        ]:
            for found in due:
                self.live.scheduled.remove(found)
                if found.job in JOBS:
                    JOBS[found.job](self.live, **found.arguments)
                else:
                    mutation = REGISTRY[found.job]
                    assert isinstance(mutation, Mutation)
                    self.live.write(mutation, SYSTEM, **found.arguments)

    def purchases(self) -> list[Purchase]:
        with self.live.system() as ctx:
            rows = list(ctx.session.exec(select(Purchase).order_by(col(Purchase.id))).all())
            ctx.session.expunge_all()
            return rows

    def ledger(self) -> list[InboundEvent]:
        with self.live.system() as ctx:
            rows = list(ctx.session.exec(select(InboundEvent).order_by(col(InboundEvent.id))).all())
            ctx.session.expunge_all()
            return rows

    def books(self) -> list[LocalCheckout]:
        with self.live.system() as ctx:
            rows = list(ctx.session.exec(select(LocalCheckout).order_by(col(LocalCheckout.id))).all())
            ctx.session.expunge_all()
            return rows


def kind_of(body: str) -> str:
    """Return the kind of an event."""
    return str(json.loads(body)["type"])
