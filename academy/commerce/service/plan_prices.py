"""What plans cost at the provider: each price of an offer is made there once, and who pays an earlier one keeps it.

An offer notes the id of its price behind whose and what price that is, so that it is never taken for another.
"""

from sqlmodel import select

from academy.commerce.gateway import PlanTerms, PriceRequest
from academy.commerce.models import Offer, Purchase
from academy.identity.policy import system_only
from academy.live import Context, mutation


def plan_terms(ctx: Context, purchase: Purchase, *, gateway: str) -> PlanTerms | None:
    """Return what a purchase has charged each interval; nothing if it is paid once."""
    offer = ctx.session.get_one(Offer, purchase.offer_id)
    if offer.interval is None:
        return None
    price = PriceRequest(
        reference=offer.public_id,
        description=offer.title,
        amount_cents=purchase.subtotal_cents,
        currency=purchase.currency,
        interval=offer.interval,
    )
    noted, mark = offer.provider_price_id or "", _mark(price, gateway)
    return PlanTerms(
        price=price,
        price_id=noted.removeprefix(mark) if noted.startswith(mark) else "",
        tax_cents=purchase.tax_cents,
        tax_name=purchase.tax_name,
    )


@mutation(policy=system_only)
def record_price(ctx: Context, *, terms: PriceRequest, price_id: str, gateway: str) -> None:
    """Note what the provider calls the price of an offer."""
    offer = ctx.session.exec(select(Offer).where(Offer.public_id == terms.reference)).one()
    offer.provider_price_id = _mark(terms, gateway) + price_id


def _mark(terms: PriceRequest, gateway: str) -> str:
    return f"{gateway}:{terms.amount_cents}:{terms.currency}:{terms.interval}:"
