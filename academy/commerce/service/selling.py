"""Beginning to buy: the terms, the checkout at the gateway, and giving it up."""

from datetime import datetime

from academy.commerce.events import CheckoutAbandoned
from academy.commerce.gateway import CheckoutRequest
from academy.commerce.models import Offer, PaymentMethod, PromotionCode, Purchase, PurchaseStatus
from academy.commerce.schemas import PaymentTicket
from academy.commerce.service.plan_prices import plan_terms
from academy.commerce.service.purchases import abandon, by_reference, move, of_enrollment, under_way
from academy.commerce.service.terms import terms_of
from academy.core.errors import NotFound
from academy.identity.models import User
from academy.identity.policy import system_only
from academy.live import Context, mutation

TERMS = (
    "subtotal_cents",
    "discount_cents",
    "tax_cents",
    "amount_cents",
    "currency",
    "quantity",
    "promotion_code_id",
    "country",
    "tax_name",
    "tax_basis_points",
)
"""The fields of a purchase that say what is bought for how much."""


def start_purchase(
    ctx: Context,
    *,
    user_id: int,
    offer_id: int,
    quantity: int = 1,
    unit_price_cents: int | None = None,
    currency: str = "",
    enrollment_id: int | None = None,
    organization_id: int | None = None,
    code: str = "",
    country: str = "",
    method: PaymentMethod = PaymentMethod.CARD,
) -> Purchase:
    """Return the payment under way for an enrollment, or begin one; without an enrollment, always begin one.

    `unit_price_cents` of `currency` is what
    was promised for one, if that is not what the offer asks today.

    Raises:
        Invalid: The promotion code does not hold here and now.
    """
    pending = None if enrollment_id is None else under_way(ctx, enrollment_id=enrollment_id)
    if pending is not None:
        return pending
    offer = ctx.session.get_one(Offer, offer_id)
    terms = terms_of(
        ctx,
        offer,
        user_id=user_id,
        unit_cents=offer.price_cents if unit_price_cents is None else unit_price_cents,
        currency=currency or offer.currency,
        quantity=quantity,
        code=code,
        country=country,
    )
    purchase = Purchase(
        user_id=user_id,
        offer_id=offer_id,
        enrollment_id=enrollment_id,
        organization_id=organization_id,
        method=method,
        gateway="",
        **terms,
    )
    ctx.session.add(purchase)
    ctx.session.flush()
    return purchase


def renew(ctx: Context, purchase: Purchase) -> Purchase:
    """Begin anew what was declined just now, on the same terms.

    It is done where the decline is noted: so a promotion code that counted for the one counts for the other, and
    nobody uses it in between.
    """
    kept = {"user_id", "offer_id", "enrollment_id", "organization_id", "course_ids", "method", *TERMS}
    again = Purchase(gateway="", **purchase.model_dump(include=kept))
    ctx.session.add(again)
    ctx.session.flush()
    return again


def change_terms(ctx: Context, purchase: Purchase, *, code: str, country: str) -> Purchase:
    """Let a payment under way be on other terms; one the gateway knows of is given up for a new one.

    Raises:
        Invalid: The promotion code does not hold here and now.
    """
    offer = ctx.session.get_one(Offer, purchase.offer_id)
    terms = terms_of(
        ctx,
        offer,
        user_id=purchase.user_id,
        unit_cents=purchase.subtotal_cents // purchase.quantity,
        currency=purchase.currency,
        quantity=purchase.quantity,
        code=code,
        country=country,
        but=purchase.id,
    )
    if all(getattr(purchase, name) == value for name, value in terms.items()):
        return purchase
    if purchase.begun_at is not None:
        abandon(ctx, purchase)
        owners = {"user_id", "offer_id", "enrollment_id", "organization_id", "course_ids", "method"}
        purchase = Purchase(gateway="", amount_cents=0, subtotal_cents=0, **purchase.model_dump(include=owners))
        ctx.session.add(purchase)
    purchase.sqlmodel_update(terms)
    ctx.session.flush()
    return purchase


def begin_checkout(
    ctx: Context,
    purchase: Purchase,
    *,
    gateway: str,
    expires_at: datetime,
    description: str,
    page: str,
    return_url: str = "",
) -> PaymentTicket:
    """Let the terms of a payment stand, because the gateway is asked for it now; what costs nothing is paid.

    `page` is ours, to come back to, at `return_url` once it is paid. Whoever begins again asks for the same, whatever
    was renamed meanwhile.
    """
    if purchase.begun_at is None:
        purchase.begun_at = ctx.now
        purchase.gateway = gateway
        purchase.expires_at = expires_at
    if not purchase.description:
        purchase.description = description
        purchase.customer_email = ctx.session.get_one(User, purchase.user_id).email
    ctx.session.flush()
    if purchase.amount_cents == 0 and purchase.status == PurchaseStatus.PENDING:
        move(ctx, purchase, PurchaseStatus.COMPLETED)
    request = CheckoutRequest(
        reference=purchase.public_id,
        description=purchase.description,
        amount_cents=purchase.amount_cents,
        currency=purchase.currency,
        customer_email=purchase.customer_email,
        expires_at=purchase.expires_at or expires_at,
        return_url=return_url or page,
        cancel_url=page,
        plan=plan_terms(ctx, purchase, gateway=purchase.gateway),
    )
    return PaymentTicket(request=request, checkout_url=page if purchase.amount_cents == 0 else purchase.checkout_url)


@mutation(policy=system_only)
def record_checkout(ctx: Context, *, reference: str, session_id: str, url: str) -> None:
    """Note the checkout that the gateway opened for a purchase."""
    purchase = by_reference(ctx, reference)
    if purchase is None:
        raise NotFound("There is no such purchase.")
    purchase.gateway_session_id = session_id
    purchase.checkout_url = url
    if purchase.status == PurchaseStatus.EXPIRED:
        ctx.publish(CheckoutAbandoned(session_id))


def abandon_purchases(ctx: Context, *, enrollment_id: int, but: int | None = None) -> None:
    """Give up the payment under way for an enrollment, except the purchase `but`, and close its checkout."""
    for purchase in ctx.session.exec(of_enrollment(enrollment_id, PurchaseStatus.PENDING)).all():
        if purchase.id != but:
            abandon(ctx, purchase)


def assign(ctx: Context, purchase: Purchase, *, enrollment_id: int) -> None:
    """Let a purchase pay for another enrollment of the same person, whose own payment is given up."""
    abandon_purchases(ctx, enrollment_id=enrollment_id, but=purchase.id)
    purchase.enrollment_id = enrollment_id
    ctx.session.flush()


def code_of(ctx: Context, purchase: Purchase) -> str:
    """Return the promotion code that a purchase is made with."""
    promotion = ctx.session.get(PromotionCode, purchase.promotion_code_id) if purchase.promotion_code_id else None
    return promotion.code if promotion else ""


def what_of(ctx: Context, purchase: Purchase) -> str:
    """Say what a purchase is for."""
    title = ctx.session.get_one(Offer, purchase.offer_id).title
    return title if purchase.quantity == 1 else f"{purchase.quantity} × {title}"
