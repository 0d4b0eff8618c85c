"""What something costs: arithmetic in whole cents, of which every figure is shown before anybody pays."""

from academy.core.schema import ReadModel

WHOLE = 10_000
"""Basis points in one hundred percent."""


class Discount(ReadModel):
    """What a promotion code takes off the subtotal: a share of it, or an amount."""

    percent_off: int | None = None
    amount_off_cents: int | None = None


class Quote(ReadModel):
    """A price and what it is made of, in cents: `total_cents` is the subtotal less the discount, plus tax on that."""

    subtotal_cents: int
    discount_cents: int
    tax_cents: int
    total_cents: int


def quote(unit_cents: int, *, quantity: int = 1, discount: Discount | None = None, basis_points: int = 0) -> Quote:
    """Price a quantity of something: halves of a cent are rounded up, and nothing costs less than nothing."""
    subtotal = unit_cents * quantity
    off = _discount(subtotal, discount) if discount else 0
    tax = _share(subtotal - off, basis_points)
    return Quote(subtotal_cents=subtotal, discount_cents=off, tax_cents=tax, total_cents=subtotal - off + tax)


def tax_within(total_cents: int, basis_points: int) -> int:
    """Return how much of a total is tax."""
    return total_cents - (total_cents * WHOLE + (WHOLE + basis_points) // 2) // (WHOLE + basis_points)


def _discount(subtotal_cents: int, discount: Discount) -> int:
    off = discount.amount_off_cents or 0
    if discount.percent_off is not None:
        off = _share(subtotal_cents, discount.percent_off * 100)
    return min(off, subtotal_cents)


def _share(cents: int, basis_points: int) -> int:
    return (cents * basis_points + WHOLE // 2) // WHOLE
