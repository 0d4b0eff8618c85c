"""On which terms something is sold: what a promotion code takes off, and the tax of the buyer's country."""

from typing import Any

from sqlmodel import col, func, or_, select

from academy.commerce.models import Offer, OfferKind, PromotionCode, Purchase, PurchaseStatus, TaxRate
from academy.commerce.pricing import Discount, quote
from academy.core.errors import Invalid
from academy.core.money import amount
from academy.live import Context

IS_REDEMPTION = or_(col(Purchase.status) == PurchaseStatus.PENDING, col(Purchase.completed_at).is_not(None))


def terms_of(
    ctx: Context,
    offer: Offer,
    *,
    user_id: int,
    unit_cents: int,
    currency: str,
    quantity: int = 1,
    code: str = "",
    country: str = "",
    but: int | None = None,
) -> dict[str, Any]:
    """Return the price of something and what it is made of, as a purchase keeps it; `but` is the one it is for.

    Raises:
        Invalid: The code does not hold here and now.
    """
    promotion = _promotion(ctx, offer, code=code, currency=currency, user_id=user_id, but=but) if code else None
    off = (
        Discount(percent_off=promotion.percent_off, amount_off_cents=promotion.amount_off_cents) if promotion else None
    )
    tax = tax_rate(ctx, country)
    points = tax.basis_points if tax else 0
    price = quote(unit_cents, quantity=quantity, discount=off, basis_points=points)
    return {
        "subtotal_cents": price.subtotal_cents,
        "discount_cents": price.discount_cents,
        "tax_cents": price.tax_cents,
        "amount_cents": price.total_cents,
        "currency": currency,
        "quantity": quantity,
        "promotion_code_id": promotion.id if promotion else None,
        "country": country,
        "tax_name": tax.name if tax else "",
        "tax_basis_points": points,
    }


def tax_rate(ctx: Context, country: str) -> TaxRate | None:
    """Return what a country takes; nothing where no rate is set."""
    if not country:
        return None
    return ctx.session.exec(select(TaxRate).where(TaxRate.country == country, TaxRate.is_active)).first()


def redemptions(ctx: Context, promotion_id: int, *, user_id: int | None = None, but: int | None = None) -> int:
    """Count how often a code was used: what was paid with it, and what is on its way to be."""
    counted = select(func.count()).where(
        Purchase.promotion_code_id == promotion_id, IS_REDEMPTION, col(Purchase.id) != (but or 0)
    )
    if user_id is not None:
        counted = counted.where(Purchase.user_id == user_id)
    return ctx.session.exec(counted).one()


def redemptions_by_code(ctx: Context) -> dict[int, int]:
    """Count how often each code was used, by its id."""
    code: Any = Purchase.promotion_code_id
    counted = select(code, func.count()).where(code.is_not(None), IS_REDEMPTION).group_by(code)
    return dict(ctx.session.exec(counted).all())


def _promotion(ctx: Context, offer: Offer, *, code: str, currency: str, user_id: int, but: int | None) -> PromotionCode:
    """Return a code that holds for this offer and person, locked so that nobody else uses it up meanwhile."""
    if offer.kind == OfferKind.SUBSCRIPTION:
        raise Invalid("Codes do not hold for plans.", field="code")
    statement = select(PromotionCode).where(PromotionCode.code == code.strip().upper()).with_for_update()
    promotion = ctx.session.exec(statement).first()
    if promotion is None or not promotion.is_active:
        raise Invalid("There is no such code. Check how it is written.", field="code")
    if promotion.starts_at is not None and not ctx.is_past(promotion.starts_at):
        raise Invalid("This code does not hold yet.", field="code")
    if promotion.ends_at is not None and ctx.is_past(promotion.ends_at):
        raise Invalid("This code has run out.", field="code")
    if promotion.kind not in {None, offer.kind} or promotion.course_id not in {None, offer.course_id}:
        raise Invalid("This code is for something else.", field="code")
    if promotion.amount_off_cents is not None and promotion.currency != currency:
        sum_off = amount(promotion.amount_off_cents, promotion.currency)
        raise Invalid(f"This code takes off {sum_off}, and this is paid in {currency.upper()}.", field="code")
    most = promotion.most_redemptions
    if most is not None and redemptions(ctx, promotion.id, but=but) >= most:
        raise Invalid("This code has been used up.", field="code")
    mine = promotion.most_per_person
    if mine is not None and redemptions(ctx, promotion.id, user_id=user_id, but=but) >= mine:
        raise Invalid("You have used this code already.", field="code")
    return promotion
