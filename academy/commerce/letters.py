"""The letters about money."""

from datetime import UTC, datetime

from academy.core.money import amount
from academy.notifications.letters import Action, sample, write
from academy.notifications.schemas import Letter

WHY = "You get this because it concerns something you bought."
DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@sample(name="Amara", what="AI Fundamentals", number="1042", amount_cents=34_900, currency="usd", url="https://x.test")
def receipt(*, name: str, what: str, number: str, amount_cents: int, currency: str, url: str) -> Letter:
    """They paid; here is the receipt."""
    return write(
        f"Your receipt {number}",
        f"Hello {name},",
        f"thank you. We received {amount(amount_cents, currency)} for {what}.",
        action=Action("Download the receipt", url),
        after=["It goes along with this letter, and is on the page of what you bought whenever you need it."],
        why=WHY,
    )


@sample(
    name="Amara",
    what="AI Fundamentals",
    amount_cents=9_900,
    currency="usd",
    reason="The second day fell out.",
    url="https://x.test",
)
def refund(*, name: str, what: str, amount_cents: int, currency: str, reason: str, url: str) -> Letter:
    """An administrator gives them money back."""
    return write(
        f"{amount(amount_cents, currency)} are on their way back to you",
        f"Hello {name},",
        f"we are giving you back {amount(amount_cents, currency)} of what you paid for {what}.",
        *([f"The reason: {reason}"] if reason else []),
        action=Action("See what you bought", url),
        after=["As a rule it arrives on the card you paid with within a few days."],
        why=WHY,
    )


@sample(
    name="Max",
    company="Meridian",
    what="10 × AI Fundamentals: seat for a company",
    amount_cents=299_000,
    currency="usd",
    due_at=DAY,
    url="https://x.test",
)
def invoice(
    *, name: str, company: str, what: str, amount_cents: int, currency: str, due_at: datetime, url: str
) -> Letter:
    """A company is billed."""
    return write(
        f"Your invoice over {amount(amount_cents, currency)}",
        f"Hello {name},",
        f"this is for {what}, which you ordered for {company}. Please pay until {due_at:%-d %B %Y}.",
        action=Action("See and pay the invoice", url),
        after=["The seats are yours as soon as it is paid."],
        why=WHY,
    )


@sample(
    name="Max",
    company="Meridian",
    what="10 × AI Fundamentals: seat for a company",
    amount_cents=299_000,
    currency="usd",
    due_at=DAY,
    url="https://x.test",
)
def invoice_overdue(
    *, name: str, company: str, what: str, amount_cents: int, currency: str, due_at: datetime, url: str
) -> Letter:
    """A company has not paid in time."""
    return write(
        f"An invoice over {amount(amount_cents, currency)} is overdue",
        f"Hello {name},",
        f"the invoice for {what}, due on {due_at:%-d %B %Y}, is not paid yet. Until it is, {company} cannot use its"
        " seats; whoever has begun a course goes on learning.",
        action=Action("See and pay the invoice", url),
        after=["If you have paid in the last days, nothing is left to do: it opens by itself."],
        why=WHY,
    )
