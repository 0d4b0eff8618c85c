"""Amounts as people read them."""

SIGNS = {"usd": "$", "eur": "€", "gbp": "£"}


def amount(cents: int, currency: str) -> str:
    """Write an amount given in cents: $349, or $12.50."""
    whole = f"{cents // 100:,}" if cents % 100 == 0 else f"{cents / 100:,.2f}"
    sign = SIGNS.get(currency.lower())
    return f"{sign}{whole}" if sign else f"{whole} {currency.upper()}"
