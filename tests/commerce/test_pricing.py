"""What something costs: whatever is bought, the figures add up and nobody pays more than all or less than nothing."""

from hypothesis import given
from hypothesis import strategies as st

from academy.commerce.pricing import Discount, Quote, quote

CENTS = st.integers(0, 10_000_00)
RATES = st.integers(0, 50_00)
DISCOUNTS = st.one_of(
    st.none(),
    st.integers(1, 100).map(lambda percent: Discount(percent_off=percent)),
    st.integers(1, 20_000_00).map(lambda cents: Discount(amount_off_cents=cents)),
)


@given(CENTS, st.integers(1, 500), DISCOUNTS, RATES)
def test_the_figures_add_up(unit: int, quantity: int, discount: Discount | None, rate: int) -> None:
    price = quote(unit, quantity=quantity, discount=discount, basis_points=rate)
    assert price.total_cents == price.subtotal_cents - price.discount_cents + price.tax_cents
    assert price.subtotal_cents == unit * quantity
    assert 0 <= price.discount_cents <= price.subtotal_cents
    net = price.subtotal_cents - price.discount_cents
    assert 0 <= price.tax_cents <= net
    assert abs(price.tax_cents * 10_000 - net * rate) <= 5_000, "rounded to the nearest cent"


@given(CENTS, DISCOUNTS, RATES)
def test_a_discount_never_makes_it_dearer(unit: int, discount: Discount | None, rate: int) -> None:
    assert quote(unit, discount=discount, basis_points=rate).total_cents <= quote(unit, basis_points=rate).total_cents


@given(CENTS, RATES)
def test_all_off_costs_nothing(unit: int, rate: int) -> None:
    assert quote(unit, discount=Discount(percent_off=100), basis_points=rate).total_cents == 0


def test_halves_are_rounded_up() -> None:
    assert quote(150, discount=Discount(percent_off=1)) == Quote(
        subtotal_cents=150, discount_cents=2, tax_cents=0, total_cents=148
    )
    assert quote(50, basis_points=1900).tax_cents == 10
