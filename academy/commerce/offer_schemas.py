"""What screens may see of what is on offer: courses, bundles, plans, promotion codes and taxes."""

from datetime import datetime

from academy.commerce.models import Interval, OfferKind
from academy.core.schema import ReadModel


class BundledCourse(ReadModel):
    """A course of a bundle; `price_cents` is what a seat in it costs by itself."""

    title: str
    slug: str
    summary: str
    price_cents: int


class BundleCard(ReadModel):
    """Courses that are sold together; `single_cents` is what they cost one by one, 0 where that cannot be compared."""

    public_id: str
    title: str
    price_cents: int
    currency: str
    courses: list[BundledCourse]
    single_cents: int
    saved_cents: int


class BundleHint(ReadModel):
    """A bundle that a course is part of, beside that course."""

    public_id: str
    title: str
    saved_cents: int
    currency: str


class PlanCard(ReadModel):
    """A subscription that can be begun: it costs that much each interval."""

    public_id: str
    title: str
    price_cents: int
    currency: str
    interval: Interval | None


class Plans(ReadModel):
    """What can be bought that is more than one course."""

    subscriptions: list[PlanCard] = []
    bundles: list[BundleCard] = []


class MyPlans(ReadModel):
    """What the viewer has, by the offers' public ids: their plan, and the orders of bundles with dates to choose."""

    plan: str = ""
    bundles: dict[str, str] = {}


class OfferRow(ReadModel):
    """Something on offer; one with a `course_id` follows that course.

    Of a bundle, `courses` names what it contains and `single_cents` is what that costs one by one; it is incomplete
    while one of them is not published.
    """

    public_id: str
    kind: OfferKind
    title: str
    price_cents: int
    currency: str
    interval: Interval | None
    is_active: bool
    course_id: int | None
    courses: str
    single_cents: int
    is_editable: bool
    is_incomplete: bool


class OfferFields(ReadModel):
    """A bundle or a plan as it is typed in; the courses of a bundle in their order."""

    kind: OfferKind
    title: str
    price_cents: int
    currency: str = "usd"
    interval: Interval | None = None
    course_ids: list[int] = []


class OfferEditor(ReadModel):
    """A bundle or a plan as its form shows it, all of it text; a new one has no `public_id`."""

    public_id: str = ""
    kind: OfferKind
    title: str = ""
    price: str = ""
    currency: str = "usd"
    interval: str = Interval.MONTH.value
    courses: list[str] = []
    choices: list[tuple[str, str]] = []


class CodeFields(ReadModel):
    """A promotion code as it is typed in."""

    code: str
    percent_off: int | None = None
    amount_off_cents: int | None = None
    currency: str = "usd"
    kind: OfferKind | None = None
    course_id: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    most_redemptions: int | None = None
    most_per_person: int | None = 1


class CodeEditor(ReadModel):
    """A promotion code as its form shows it, all of it text and moments in UTC; a new one has the id 0."""

    id: int = 0
    code: str = ""
    percent_off: str = ""
    amount_off: str = ""
    currency: str = "usd"
    kind: str = ""
    course_id: str = ""
    starts_at: str = ""
    ends_at: str = ""
    most_redemptions: str = ""
    most_per_person: str = "1"
    redemptions: int = 0
    courses: list[tuple[str, str]] = []


class CodeRow(ReadModel):
    """A promotion code and how often it was used."""

    id: int
    code: str
    percent_off: int | None
    amount_off_cents: int | None
    currency: str
    kind: OfferKind | None
    course_title: str
    starts_at: datetime | None
    ends_at: datetime | None
    most_redemptions: int | None
    most_per_person: int | None
    redemptions: int
    is_active: bool
    is_early: bool
    is_over: bool


class TaxRow(ReadModel):
    """What a country takes on top of the price."""

    country: str
    country_name: str
    name: str
    percent: str
    is_active: bool
