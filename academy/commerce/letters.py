"""The letters about money."""

from datetime import UTC, datetime
from typing import Any

from academy.core.money import amount
from academy.notifications.letters import Action, sample, write
from academy.notifications.schemas import Letter

WHY = "You get this because it concerns something you bought."
DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
INVOICED: dict[str, Any] = {
    "name": "Max",
    "company": "Meridian",
    "what": "10 × AI Fundamentals: seat for a company",
    "amount_cents": 299_000,
    "currency": "usd",
    "due_at": DAY,
    "url": "https://x.test",
}


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
def refund(
    *, name: str, what: str, amount_cents: int, currency: str, reason: str, url: str, is_transfer: bool = False
) -> Letter:
    """An administrator gives them money back."""
    way = "It comes by bank transfer, as you paid" if is_transfer else "As a rule it arrives on the card you paid with"
    return write(
        f"{amount(amount_cents, currency)} are on their way back to you",
        f"Hello {name},",
        f"we are giving you back {amount(amount_cents, currency)} of what you paid for {what}.",
        *([f"The reason: {reason}"] if reason else []),
        action=Action("See what you bought", url),
        after=[f"{way}, within a few days."],
        why=WHY,
    )


@sample(**INVOICED)
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


@sample(**INVOICED)
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


@sample(name="Amara", plan="Everything, monthly", each="$ 49.00 each month", renews_at=DAY, url="https://x.test")
def plan_begun(*, name: str, plan: str, each: str, renews_at: datetime, url: str) -> Letter:
    """They have a plan from now on."""
    return write(
        f"Your plan has begun: {plan}",
        f"Hello {name},",
        f"from now on your plan opens every course. It costs {each} and renews on {renews_at:%-d %B %Y}.",
        action=Action("See your plan", url),
        after=["You can end it there whenever you like; what is paid stays yours until then."],
        why=WHY,
    )


@sample(name="Amara", plan="Everything, monthly", price="$ 49.00", until=DAY, url="https://x.test")
def renewal_failed(*, name: str, plan: str, price: str, until: datetime, url: str) -> Letter:
    """Their card was refused when the plan was to renew."""
    return write(
        "Your plan could not be renewed",
        f"Hello {name},",
        f"we could not charge {price} for {plan}: your card was refused. We try again over the next days. Everything"
        f" stays open to you until {until:%-d %B %Y}; if it is not paid by then, your plan ends.",
        action=Action("Pay now", url),
        after=["You can pay with another card there; the plan then goes on with that one."],
        why=WHY,
    )


@sample(name="Amara", plan="Everything, monthly", until=DAY, url="https://x.test")
@sample(name="Amara", plan="Everything, monthly", until=None, url="https://x.test")
def plan_ended(*, name: str, plan: str, until: datetime | None, url: str) -> Letter:
    """Their plan is over; what is paid may reach further than that."""
    still = f" What it opens stays open until {until:%-d %B %Y}, because that is paid." if until else ""
    return write(
        f"Your plan has ended: {plan}",
        f"Hello {name},",
        f"your plan has ended, and nothing more is charged.{still} Your records and receipts stay.",
        action=Action("See the plans", url),
        after=["You are welcome back at any time."],
        why=WHY,
    )


@sample(name="Amara", plan="Everything, yearly", price="$ 490.00", renews_at=DAY, url="https://x.test")
def plan_renews_soon(*, name: str, plan: str, price: str, renews_at: datetime, url: str) -> Letter:
    """A yearly plan renews in a week."""
    return write(
        f"Your plan renews on {renews_at:%-d %B %Y}",
        f"Hello {name},",
        f"your plan {plan} goes on for another year on that day, and {price} are charged to your card. There is nothing"
        " you need to do.",
        action=Action("See your plan", url),
        after=["If you would rather let it end, you can say so there until that day."],
        why=WHY,
    )
