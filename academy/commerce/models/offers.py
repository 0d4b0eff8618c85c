"""What is on offer, and on which terms."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import CheckConstraint, Field, Index

from academy.core.fields import EditableRecord, Record, choice, reference, unguessable


class OfferKind(StrEnum):
    COURSE = "course"
    PATH = "path"
    SUBSCRIPTION = "subscription"
    COMPANY_SEAT = "company_seat"


class Interval(StrEnum):
    MONTH = "month"
    YEAR = "year"


class Offer(EditableRecord, table=True):
    """Something that can be bought, at a price in cents of `currency`; a subscription costs that each `interval`.

    The offers of a course follow its prices; nobody edits them by hand.
    """

    __tablename__ = "offers"
    __table_args__ = (
        Index("by_course", "course_id", "kind", unique=True),
        Index("by_path", "path_id"),
        Index("by_kind", "kind", "is_active"),
        CheckConstraint("price_cents >= 0", name="ck_offers_price"),
    )

    public_id: str = unguessable()
    kind: OfferKind = choice(OfferKind)
    title: str
    course_id: int | None = reference("courses", on_delete="CASCADE")
    path_id: int | None = reference("learning_paths", on_delete="CASCADE")
    price_cents: int
    currency: str = "usd"
    interval: Interval | None = choice(Interval)
    is_active: bool = True
    provider_price_id: str | None = None


class OfferCourse(Record, table=True):
    """A course that a bundle contains, in the order of `position`."""

    __tablename__ = "offer_courses"
    __table_args__ = (
        Index("by_offer", "offer_id", "course_id", unique=True),
        Index("by_course", "course_id"),
    )

    offer_id: int = reference("offers", on_delete="CASCADE")
    course_id: int = reference("courses", on_delete="RESTRICT")
    position: int


class PromotionCode(EditableRecord, table=True):
    """Words that make something cheaper, by `percent_off` or by `amount_off_cents` of `currency`.

    It holds for everything, or for what `kind` and `course_id` say, from `starts_at` until `ends_at`.
    """

    __tablename__ = "promotion_codes"
    __table_args__ = (
        CheckConstraint("(percent_off IS NULL) <> (amount_off_cents IS NULL)", name="ck_promotion_codes_one_discount"),
        CheckConstraint("percent_off BETWEEN 1 AND 100", name="ck_promotion_codes_percent"),
        CheckConstraint("amount_off_cents > 0", name="ck_promotion_codes_amount"),
    )

    code: str = Field(unique=True)
    percent_off: int | None = None
    amount_off_cents: int | None = None
    currency: str = "usd"
    kind: OfferKind | None = choice(OfferKind)
    course_id: int | None = reference("courses", on_delete="CASCADE")
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    most_redemptions: int | None = None
    most_per_person: int | None = 1
    is_active: bool = True


class TaxRate(EditableRecord, table=True):
    """What a country takes on top of the price, in hundredths of a percent; `country` is two letters of ISO 3166."""

    __tablename__ = "tax_rates"
    __table_args__ = (CheckConstraint("basis_points BETWEEN 0 AND 5000", name="ck_tax_rates_basis_points"),)

    country: str = Field(unique=True)
    name: str = "VAT"
    basis_points: int
    is_active: bool = True
