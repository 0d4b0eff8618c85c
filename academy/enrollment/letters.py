"""The letters about seats."""

from datetime import datetime
from zoneinfo import ZoneInfo

from academy import routes
from academy.core.money import amount
from academy.core.settings import settings
from academy.notifications.letters import Action, write
from academy.notifications.schemas import Letter

WHY = "You get this because it concerns a seat you took."


def confirmed(
    *,
    name: str,
    course: str,
    cohort: str,
    starts_at: datetime,
    zone: str,
    public_id: str,
    paid_cents: int,
    currency: str,
) -> Letter:
    """The seat is theirs."""
    paid = [f"We received {amount(paid_cents, currency)}. Thank you."] if paid_cents else []
    return write(
        f"Your seat in {course}",
        f"Hello {name},",
        f"you are enrolled in {course}, {cohort}. It starts on {_moment(starts_at, zone)}.",
        *paid,
        action=Action("Open my course", _mine(public_id)),
        after=[
            "There you find every session in your own time zone, a file for your calendar, and the way into the room"
            " from a quarter of an hour before each start."
        ],
        why=WHY,
    )


def cancelled(*, name: str, course: str, cohort: str, refund_cents: int, currency: str) -> Letter:
    """They gave the seat back."""
    refund = [f"{amount(refund_cents, currency)} are on their way back to you."] if refund_cents else []
    return write(
        f"You have cancelled your seat in {course}",
        f"Hello {name},",
        f"your seat in {course}, {cohort}, is free again.",
        *refund,
        action=Action("See all courses", settings().base_url + routes.COURSES.url()),
        why=WHY,
    )


def called_off(*, name: str, course: str, cohort: str, slug: str, refund_cents: int, currency: str) -> Letter:
    """The cohort will not take place."""
    refund = [f"All you paid, {amount(refund_cents, currency)}, is on its way back to you."] if refund_cents else []
    return write(
        f"{course} does not take place",
        f"Hello {name},",
        f"we are sorry: {course}, {cohort}, has been called off, and your seat in it is cancelled.",
        *refund,
        action=Action("See other dates", settings().base_url + routes.COURSE.url(slug=slug)),
        why=WHY,
    )


def payment_returned(*, name: str, course: str, cohort: str, slug: str, amount_cents: int, currency: str) -> Letter:
    """They paid for a seat that could not be given."""
    return write(
        f"Your payment for {course} goes back to you",
        f"Hello {name},",
        f"your payment for {course}, {cohort}, reached us when the seat was no longer held for you and could not be"
        f" given. All of it, {amount(amount_cents, currency)}, is on its way back.",
        action=Action("See the next dates", settings().base_url + routes.COURSE.url(slug=slug)),
        why=WHY,
    )


def rescheduled(*, name: str, course: str, cohort: str, starts_at: datetime, zone: str, public_id: str) -> Letter:
    """The cohort has other dates."""
    return write(
        f"New dates for {course}",
        f"Hello {name},",
        f"{course}, {cohort}, now starts on {_moment(starts_at, zone)}. Your access moves with it.",
        action=Action("See the new dates", _mine(public_id)),
        after=["If they do not suit you, you can cancel your seat there."],
        why=WHY,
    )


def _moment(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B %Y} at {local:%H:%M} ({zone})"


def _mine(public_id: str) -> str:
    return settings().base_url + routes.LEARN_ENROLLMENT.url(public_id=public_id)
