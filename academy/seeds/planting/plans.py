"""Plans on offer, and somebody who has one."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from stripe import StripeClient

from academy.commerce import service as commerce
from academy.commerce.embedded import EmbeddedClient
from academy.commerce.gateway import PaymentGateway, api_key
from academy.commerce.models import Interval, Offer, OfferKind
from academy.commerce.service.subscriptions import start
from academy.commerce.stripe_gateway import StripeGateway, gateway_name
from academy.live import Context, Runtime
from academy.seeds.content.people import INDIVIDUALS
from academy.seeds.planting.ground import Ground
from academy.seeds.planting.past import back_then

MONTHLY = ("Every course, monthly", Interval.MONTH, 89_00)
YEARLY = ("Every course, yearly", Interval.YEAR, 890_00)
SUBSCRIBER = INDIVIDUALS[4]
BEGUN_BEFORE = timedelta(days=10)


@dataclass(frozen=True)
class Inside:
    """A runtime within one transaction."""

    ctx: Context

    def read(self, query: Any, _credential: Any, **arguments: Any) -> Any:
        """Run a query here."""
        return query(self.ctx, **arguments)

    write = read


def plant_plans(ground: Ground) -> None:
    """Put two plans on sale, and let somebody have the one by the month."""
    monthly, yearly = (
        Offer(
            created_at=ground.opened_at,
            kind=OfferKind.SUBSCRIPTION,
            title=title,
            interval=interval,
            price_cents=cents,
        )
        for title, interval, cents in (MONTHLY, YEARLY)
    )
    ground.plant(monthly, yearly)
    moment = ground.now - BEGUN_BEFORE
    person = back_then(ground.ctx, moment, ground.users[SUBSCRIBER.email])
    order = start(person, monthly).public_id
    ticket = commerce.begin_order_payment(person, public_id=order, gateway=gateway_name())
    ctx = back_then(ground.ctx, moment)
    gateway = _gateway(ctx)
    asked, plan = ticket.request, ticket.request.plan
    if plan is None:
        raise ValueError("what was just ordered is no plan")
    price_id = gateway.create_price(plan.price)
    commerce.record_price(ctx, terms=plan.price, price_id=price_id, gateway=gateway.name)
    priced = asked.model_copy(update={"plan": plan.model_copy(update={"price_id": price_id})})
    checkout = gateway.create_checkout(priced)
    commerce.record_checkout(ctx, reference=order, session_id=checkout.session_id, url=checkout.url)
    commerce.pay_hosted_checkout(ctx, public_id=checkout.session_id)
    begun = gateway.fetch(checkout.session_id).subscription_id or ""
    commerce.receive_subscription(ctx, report=gateway.fetch_subscription(begun), asked_at=moment)


def _gateway(ctx: Context) -> PaymentGateway:
    client = StripeClient(api_key(), http_client=EmbeddedClient(cast(Runtime, Inside(ctx))))
    return StripeGateway(client, name=gateway_name())
