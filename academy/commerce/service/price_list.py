"""What administrators set: offers that follow no course, promotion codes, and the tax of countries."""

import re

from sqlmodel import col, select

from academy import routes
from academy.commerce.models import Offer, PromotionCode, TaxRate
from academy.commerce.schemas import CodeFields, CodeRow, OfferRow, TaxRow
from academy.commerce.service.orders import percent
from academy.commerce.service.terms import redemptions_by_code
from academy.core import audit
from academy.core.countries import COUNTRIES
from academy.core.errors import Invalid, NotFound
from academy.core.fields import EditableRecord
from academy.identity.policy import is_admin, opens, platform_admin
from academy.identity.schemas import Place, PlacePage
from academy.live import Context, mutation, query

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{2,31}")
MOST_TAX = 5000

opens(Place.ADMIN, PlacePage(label="Offers", url=routes.ADMIN_OFFERS.url()))(is_admin)


@query(policy=platform_admin)
def offer_list(ctx: Context) -> list[OfferRow]:
    """All that is on offer, what can be bought first."""
    statement = select(Offer).order_by(col(Offer.is_active).desc(), col(Offer.title), col(Offer.kind), col(Offer.id))
    return [
        OfferRow(
            public_id=offer.public_id,
            kind=offer.kind,
            title=offer.title,
            price_cents=offer.price_cents,
            currency=offer.currency,
            is_active=offer.is_active,
            course_id=offer.course_id,
        )
        for offer in ctx.session.exec(statement).all()
    ]


@query(policy=platform_admin)
def code_list(ctx: Context) -> list[CodeRow]:
    """All promotion codes with how often they were used, those in force first."""
    statement = select(PromotionCode).order_by(col(PromotionCode.is_active).desc(), col(PromotionCode.code))
    used = redemptions_by_code(ctx)
    return [
        CodeRow(
            id=code.id,
            code=code.code,
            percent_off=code.percent_off,
            amount_off_cents=code.amount_off_cents,
            currency=code.currency,
            kind=code.kind,
            ends_at=code.ends_at,
            most_redemptions=code.most_redemptions,
            most_per_person=code.most_per_person,
            redemptions=used.get(code.id, 0),
            is_active=code.is_active,
            is_over=code.ends_at is not None and ctx.is_past(code.ends_at),
        )
        for code in ctx.session.exec(statement).all()
    ]


@mutation(policy=platform_admin)
def create_code(ctx: Context, *, fields: CodeFields) -> int:
    """Make a promotion code and return its id.

    Raises:
        Invalid: A field is missing or wrong, or there is such a code.
    """
    text = fields.code.strip().upper()
    if not CODE.fullmatch(text):
        raise Invalid("Use 3 to 32 letters, digits and hyphens, such as SPRING-20.", field="code")
    if ctx.session.exec(select(PromotionCode.id).where(PromotionCode.code == text)).first() is not None:
        raise Invalid("There is such a code already. Choose another.", field="code")
    if (fields.percent_off is None) == (fields.amount_off_cents is None):
        raise Invalid("Say how much it takes off: a percentage, or an amount.", field="percent_off")
    if fields.percent_off is not None and not 0 < fields.percent_off <= 100:
        raise Invalid("Choose between 1 and 100 percent.", field="percent_off")
    if fields.amount_off_cents is not None and fields.amount_off_cents <= 0:
        raise Invalid("An amount is more than nothing.", field="amount_off")
    if fields.most_redemptions is not None and fields.most_redemptions < 1:
        raise Invalid("Let it be used at least once, or leave this empty.", field="most_redemptions")
    if fields.ends_at is not None and ctx.is_past(fields.ends_at):
        raise Invalid("This moment is over. Choose one to come, or leave it empty.", field="ends_at")
    code = PromotionCode(**fields.model_dump(exclude={"code"}), code=text)
    ctx.session.add(code)
    _note(ctx, code, "code_created", f"Made the promotion code {text}.")
    return code.id


@mutation(policy=platform_admin)
def switch_code(ctx: Context, *, code_id: int, is_active: bool) -> None:
    """Let a promotion code hold, or not any more; what was bought with it stays as it was."""
    code = ctx.session.get(PromotionCode, code_id)
    if code is None:
        raise NotFound("There is no such code.")
    if code.is_active != is_active:
        code.is_active = is_active
        words = "Took up" if is_active else "Stopped"
        _note(ctx, code, "code_switched", f"{words} the promotion code {code.code}.")


@query(policy=platform_admin)
def tax_list(ctx: Context) -> list[TaxRow]:
    """The taxes that are added to prices, by country."""
    return [
        TaxRow(
            country=rate.country,
            country_name=COUNTRIES.get(rate.country, rate.country),
            name=rate.name,
            percent=percent(rate.basis_points),
            is_active=rate.is_active,
        )
        for rate in ctx.session.exec(select(TaxRate).order_by(col(TaxRate.country))).all()
    ]


@mutation(policy=platform_admin)
def set_tax(ctx: Context, *, country: str, name: str, basis_points: int, is_active: bool = True) -> None:
    """Set what a country takes on top of the price, for whatever is bought from now on.

    Raises:
        Invalid: A field is missing or wrong.
    """
    if country not in COUNTRIES:
        raise Invalid("Choose a country.", field="country")
    if not name.strip():
        raise Invalid("Say what the tax is called there, such as VAT.", field="name")
    if not 0 <= basis_points <= MOST_TAX:
        raise Invalid("Choose between 0 and 50 percent.", field="percent")
    rate = ctx.session.exec(select(TaxRate).where(TaxRate.country == country).with_for_update()).first()
    before = (percent(rate.basis_points) if rate.is_active else "none") if rate else None
    rate = rate or TaxRate(country=country, basis_points=0)
    rate.name, rate.basis_points, rate.is_active = name.strip(), basis_points, is_active
    ctx.session.add(rate)
    after = percent(basis_points) if is_active else "none"
    words = f"Set the tax of {COUNTRIES[country]} to {after}."
    _note(ctx, rate, "tax_set", words, {"percent": (before, after)})


def _note(
    ctx: Context, subject: EditableRecord, action: str, summary: str, changes: dict[str, audit.Change] | None = None
) -> None:
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action=f"commerce.{action}",
        subject=subject,
        summary=summary,
        changes=changes,
    )
