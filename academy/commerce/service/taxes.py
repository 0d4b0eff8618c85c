"""What countries take on top of prices, as administrators set it."""

from sqlmodel import col, select

from academy.commerce.models import TaxRate
from academy.commerce.offer_schemas import TaxRow
from academy.commerce.service.offer_desk import note
from academy.commerce.service.orders import percent
from academy.core.countries import COUNTRIES
from academy.core.errors import Invalid
from academy.identity.policy import platform_admin
from academy.live import Context, mutation, query

MOST_TAX = 5000


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
    note(ctx, rate, "tax_set", words, {"percent": (before, after)})
