"""Plans in tests: on offer, begun at the till, and what the academy's books say of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from academy.commerce import service
from academy.commerce.gateway import Checkout
from academy.commerce.models import Entitlement, Interval, LocalCheckout, Offer, OfferKind, Purchase, Subscription
from academy.commerce.service import subscriptions
from academy.commerce.stripe_shapes import GOOD_CARD
from academy.live import SYSTEM, Context, Viewer
from academy.notifications.models import MailMessage
from tests.commerce.till import Till

MONTHLY, YEARLY = 4_900, 49_000


@dataclass
class Plans:
    """A monthly and a yearly plan, and a till."""

    till: Till
    monthly_id: int
    yearly_id: int
    delivered: int = 0

    @classmethod
    def on_offer(cls, till: Till) -> "Plans":
        prices = {Interval.MONTH: MONTHLY, Interval.YEAR: YEARLY}
        offers = [
            till.live.add(
                Offer(
                    kind=OfferKind.SUBSCRIPTION, title=f"Every course, by the {each}", price_cents=cents, interval=each
                )
            )
            for each, cents in prices.items()
        ]
        return cls(till, *(offer.id for offer in offers))

    def order(self, person: Viewer, offer_id: int | None = None, *, country: str = "") -> str:
        """Order a plan, the monthly one by default, and return the order's public id."""
        with self.till.live.system() as ctx:
            acting = Context(ctx.session, ctx.now, lambda _: person, ctx._publish, ctx._scheduler)
            offer = ctx.session.get_one(Offer, offer_id or self.monthly_id)
            return subscriptions.start(acting, offer, country=country).public_id

    def open(self, person: Viewer, order: str) -> Checkout:
        """Go to payment, as the order's button does."""
        live, gateway = self.till.live, self.till.gateway
        ticket = live.write(service.begin_order_payment, person, public_id=order, gateway="local")
        asked = ticket.request
        assert asked.plan is not None
        if not asked.plan.price_id:
            price_id = gateway.create_price(asked.plan.price)
            live.write(service.record_price, SYSTEM, terms=asked.plan.price, price_id=price_id, gateway="local")
            asked = asked.model_copy(update={"plan": asked.plan.model_copy(update={"price_id": price_id})})
        checkout = gateway.create_checkout(asked)
        noted = {"reference": order, "session_id": checkout.session_id, "url": checkout.url}
        live.write(service.record_checkout, SYSTEM, **noted)
        return checkout

    def pay(self, checkout: Checkout, *, card: str = GOOD_CARD) -> None:
        self.till.live.write(service.pay_hosted_checkout, public_id=checkout.session_id, card=card)

    def subscribe(
        self, person: Viewer, offer_id: int | None = None, *, card: str = GOOD_CARD, country: str = ""
    ) -> None:
        """Order a plan, pay it, and have the academy hear of it."""
        self.pay(self.open(person, self.order(person, offer_id, country=country)), card=card)
        self.hear()

    def hear(self) -> None:
        """Do all work that is due at the gateway and here, and deliver what it sets off."""
        self.till.work()
        while news := self.till.events()[self.delivered :]:
            self.delivered += len(news)
            self.till.deliver(*news)
            self.till.work()

    def wait_until(self, moment: datetime) -> None:
        """Let time pass until then, and do what is due."""
        self.till.wait(moment - self.till.live.clock())
        self.hear()

    def kept(self) -> list[Subscription]:
        """The academy's subscriptions, the first one first."""
        with self.till.live.system() as ctx:
            rows = list(ctx.session.exec(select(Subscription).order_by(col(Subscription.id))).all())
            ctx.session.expunge_all()
            return rows

    def until(self) -> datetime | None:
        """Until when the one subscription there is opens something."""
        with self.till.live.system() as ctx:
            return ctx.session.exec(select(Entitlement.until)).one()

    def periods(self) -> list[Purchase]:
        """What was paid for periods, in order."""
        return [purchase for purchase in self.till.purchases() if purchase.completed_at is not None]

    def letters(self) -> list[str]:
        """The kinds of letters that were written, in order."""
        with self.till.live.system() as ctx:
            return [row.template for row in ctx.session.exec(select(MailMessage).order_by(col(MailMessage.id))).all()]

    def pages(self) -> list[LocalCheckout]:
        """The gateway's pages of invoices, in order."""
        return [book for book in self.till.books() if book.invoice_id is not None]
