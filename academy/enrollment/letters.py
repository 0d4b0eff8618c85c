"""The letters about seats."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from academy import routes
from academy.core.money import amount
from academy.core.settings import settings
from academy.notifications.letters import Action, sample, write
from academy.notifications.schemas import Letter

WHY_WAITING = "You get this because you joined the queue for a seat."
WHY = "You get this because it concerns a seat you took."


@dataclass(frozen=True, slots=True)
class Seat:
    """Whose seat it is and where; times are told in `zone`. `public_id` is the enrollment's, `slug` the course's.

    `included_in` says that a bundle or a plan gave it.
    """

    user_id: int
    name: str
    course: str
    slug: str
    cohort: str
    starts_at: datetime
    zone: str
    public_id: str
    paid_cents: int
    currency: str
    included_in: str = ""

    @property
    def moment(self) -> str:
        """When the cohort starts, in words."""
        return moment(self.starts_at, self.zone)


def moment(when: datetime, zone: str) -> str:
    """Say a moment in somebody's zone."""
    local = when.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B %Y} at {local:%H:%M} ({zone})"


@dataclass(frozen=True, slots=True)
class Wait:
    """Who waits for which cohort; times are told in `zone`, `slug` is the course's."""

    user_id: int
    name: str
    course: str
    slug: str
    cohort: str
    zone: str


SEAT = Seat(
    user_id=1,
    name="Amara Okafor",
    course="AI Fundamentals",
    slug="ai-fundamentals",
    cohort="March, Europe",
    starts_at=datetime(2026, 3, 9, 8, 0, tzinfo=UTC),
    zone="Europe/Berlin",
    public_id="a-seat",
    paid_cents=349_00,
    currency="usd",
)


BY_BUNDLE = replace(SEAT, paid_cents=0, included_in="bundle")

WAIT = Wait(
    user_id=1,
    name="Amara Okafor",
    course="AI Fundamentals",
    slug="ai-fundamentals",
    cohort="March, Europe",
    zone="Europe/Berlin",
)


@sample(seat=SEAT)
@sample(seat=BY_BUNDLE)
def confirmed(seat: Seat) -> Letter:
    """The seat is theirs."""
    paid = [f"We received {amount(seat.paid_cents, seat.currency)}. Thank you."] if seat.paid_cents else []
    if seat.included_in:
        paid.append(f"It is included in your {seat.included_in}, so there is nothing to pay.")
    return write(
        f"Your seat in {seat.course}",
        f"Hello {seat.name},",
        f"you are enrolled in {seat.course}, {seat.cohort}. It starts on {seat.moment}.",
        *paid,
        action=Action("Open my course", _mine(seat)),
        after=[
            "There you find every session in your own time zone, a file for your calendar, and the way into the room"
            " from a quarter of an hour before each start."
        ],
        why=WHY,
    )


@sample(seat=SEAT, refund_cents=349_00)
@sample(seat=BY_BUNDLE, refund_cents=0)
def cancelled(seat: Seat, *, refund_cents: int) -> Letter:
    """They gave the seat back."""
    refund = [f"{amount(refund_cents, seat.currency)} are on their way back to you."] if refund_cents else []
    if seat.included_in:
        refund.append(f"Your {seat.included_in} still includes the course: take another date when you like.")
    return write(
        f"You have cancelled your seat in {seat.course}",
        f"Hello {seat.name},",
        f"your seat in {seat.course}, {seat.cohort}, is free again.",
        *refund,
        action=Action("See all courses", settings().base_url + routes.COURSES.url()),
        why=WHY,
    )


@sample(seat=SEAT)
def taken_back(seat: Seat) -> Letter:
    """Their company has the seat back that it had given them."""
    return write(
        f"Your company has your seat in {seat.course} back",
        f"Hello {seat.name},",
        f"your seat in {seat.course}, {seat.cohort}, was one of your company's, and it has taken it back.",
        action=Action("See all courses", settings().base_url + routes.COURSES.url()),
        after=["If you did not expect this, ask whoever looks after your company's seats."],
        why=WHY,
    )


@sample(seat=SEAT, refund_cents=349_00)
def ended(seat: Seat, *, refund_cents: int) -> Letter:
    """The academy gave their money back, and with it the seat ended."""
    refund = [f"You get {amount(refund_cents, seat.currency)} back."] if refund_cents else []
    return write(
        f"Your seat in {seat.course} has ended",
        f"Hello {seat.name},",
        f"your money goes back to you, and your seat in {seat.course}, {seat.cohort}, is free for somebody else.",
        *refund,
        action=Action("See all courses", settings().base_url + routes.COURSES.url()),
        after=["If you did not expect this, write to us."],
        why=WHY,
    )


@sample(seat=BY_BUNDLE)
def not_included(seat: Seat) -> Letter:
    """What gave them the seat has ended, and with it the seat, which was yet to begin."""
    return write(
        f"Your seat in {seat.course} has ended",
        f"Hello {seat.name},",
        f"your {seat.included_in} has ended, and with it your seat in {seat.course}, {seat.cohort}, which was yet to"
        " begin. What you have learned and all your records stay with you.",
        action=Action("See bundles and plans", settings().base_url + routes.PLANS.url()),
        after=["If you did not expect this, write to us."],
        why=WHY,
    )


@sample(seat=SEAT, until=datetime(2026, 2, 27, 9, 0, tzinfo=UTC))
def called_off(seat: Seat, *, until: datetime) -> Letter:
    """The cohort will not take place; they choose what they want instead."""
    back = "take all you paid back" if seat.paid_cents else "give your seat up"
    otherwise = "all you paid goes back to you by itself" if seat.paid_cents else "your seat ends by itself"
    return write(
        f"{seat.course} does not take place",
        f"Hello {seat.name},",
        f"we are sorry: {seat.course}, {seat.cohort}, has been called off.",
        f"You can move your seat to another date, or {back}. Please choose until {moment(until, seat.zone)}; after"
        f" that {otherwise}.",
        action=Action("Choose", _mine(seat)),
        why=WHY,
    )


@sample(seat=SEAT, amount_cents=349_00)
def payment_returned(seat: Seat, *, amount_cents: int) -> Letter:
    """They paid for a seat that could not be given."""
    return write(
        f"Your payment for {seat.course} goes back to you",
        f"Hello {seat.name},",
        f"your payment for {seat.course}, {seat.cohort}, reached us when the seat was no longer held for you and could"
        f" not be given. All of it, {amount(amount_cents, seat.currency)}, is on its way back.",
        action=Action("See the next dates", _course(seat)),
        why=WHY,
    )


@sample(seat=SEAT)
def rescheduled(seat: Seat) -> Letter:
    """The cohort has other dates."""
    return write(
        f"New dates for {seat.course}",
        f"Hello {seat.name},",
        f"{seat.course}, {seat.cohort}, now starts on {seat.moment}. Your access moves with it.",
        action=Action("See the new dates", _mine(seat)),
        after=["If they do not suit you, you can move your seat to another date there, or give it back."],
        why=WHY,
    )


@sample(seat=SEAT, session="What these tools are", starts_at=SEAT.starts_at, in_an_hour=False)
@sample(seat=SEAT, session="What these tools are", starts_at=SEAT.starts_at, in_an_hour=True)
def reminder(seat: Seat, *, session: str, starts_at: datetime, in_an_hour: bool) -> Letter:
    """A day of their cohort is near."""
    return write(
        f"{seat.course} begins within {'the hour' if in_an_hour else 'a day'}",
        f"Hello {seat.name},",
        f"“{session}” begins on {moment(starts_at, seat.zone)}.",
        action=Action("Open my course", _mine(seat)),
        after=["The way into the room opens a quarter of an hour before."],
        why=WHY,
    )


@sample(seat=SEAT, before="February, Europe")
def moved(seat: Seat, *, before: str) -> Letter:
    """They have a seat in another cohort now."""
    return write(
        f"Your seat in {seat.course} is moved",
        f"Hello {seat.name},",
        f"you were in {before}; from now on your seat is in {seat.cohort}, which starts on {seat.moment}. What you paid"
        " counts for it, and your access moves with it.",
        action=Action("Open my course", _mine(seat)),
        why=WHY,
    )


@sample(wait=WAIT, until=datetime(2026, 3, 1, 9, 0, tzinfo=UTC))
def offered(wait: Wait, *, until: datetime) -> Letter:
    """It is their turn."""
    return write(
        f"A seat in {wait.course} is free for you",
        f"Hello {wait.name},",
        f"it is your turn: a seat in {wait.course}, {wait.cohort}, is kept for you until {moment(until, wait.zone)}.",
        action=Action("Take or decline it", _learn()),
        after=["If you do nothing, it goes to the next in the queue then."],
        why=WHY_WAITING,
    )


@sample(wait=WAIT)
def offer_ended(wait: Wait) -> Letter:
    """They did not answer in time."""
    return write(
        f"The seat in {wait.course} went to the next",
        f"Hello {wait.name},",
        f"the time for the seat we kept for you in {wait.course}, {wait.cohort}, is over; you are out of the queue.",
        action=Action("See all dates", _about(wait.slug)),
        after=["If you would still like to come, you can join the queue again there."],
        why=WHY_WAITING,
    )


@sample(wait=WAIT)
def queue_closed(wait: Wait) -> Letter:
    """What they waited for has begun, or does not take place."""
    return write(
        f"No seat came free in {wait.course}",
        f"Hello {wait.name},",
        f"{wait.course}, {wait.cohort}, can no longer be joined, so the queue for it has ended.",
        action=Action("See other dates", _about(wait.slug)),
        after=["There you can reserve a seat in another cohort, or wait for whichever has one first."],
        why=WHY_WAITING,
    )


def _mine(seat: Seat) -> str:
    return settings().base_url + routes.LEARN_ENROLLMENT.url(public_id=seat.public_id)


def _course(seat: Seat) -> str:
    return _about(seat.slug)


def _about(slug: str) -> str:
    return settings().base_url + routes.COURSE.url(slug=slug)


def _learn() -> str:
    return settings().base_url + routes.LEARN.url()
