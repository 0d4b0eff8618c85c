"""Plans that people have."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import CheckConstraint, Field, Index

from academy.commerce.models.offers import Interval
from academy.core.fields import EditableRecord, choice, reference, unguessable


class SubscriptionStatus(StrEnum):
    """Where a subscription stands; a surplus one was paid for beside another, and is being given back."""

    ACTIVE = "active"
    PAST_DUE = "past_due"
    SURPLUS = "surplus"
    ENDED = "ended"


class Wish(StrEnum):
    """What somebody wants of a subscription, for the provider to do."""

    GO_ON = "go_on"
    END_WITH_PERIOD = "end_with_period"
    END_NOW = "end_now"


_IN_FORCE = sa.text("status IN ('active', 'past_due')")


class Subscription(EditableRecord, table=True):
    """A plan that somebody has at the provider, and what each period of it costs as agreed when it began.

    `period_start` and `period_end` are of the period it is in, paid or not; `heard_at` is when the provider was asked
    last. `wish` is the latest thing wanted of it, the `wish_number`-th; once it is done, `settled_number` is that too.
    At `ending_at` it was to end by that, so that nothing may be charged for later.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_offer", "offer_id"),
        Index("by_status", "status", "period_end"),
        Index("one_in_force", "user_id", unique=True, sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE),
        CheckConstraint("amount_cents = subtotal_cents + tax_cents", name="ck_subscriptions_total"),
    )

    public_id: str = unguessable()
    user_id: int = reference("users", on_delete="RESTRICT")
    offer_id: int = reference("offers", on_delete="RESTRICT")
    gateway: str
    provider_subscription_id: str = Field(unique=True)
    status: SubscriptionStatus = choice(SubscriptionStatus, default=SubscriptionStatus.ACTIVE)
    interval: Interval = choice(Interval)
    country: str = ""
    tax_name: str = ""
    tax_basis_points: int = 0
    subtotal_cents: int
    tax_cents: int = 0
    amount_cents: int
    currency: str = "usd"
    period_start: datetime
    period_end: datetime
    cancel_at_period_end: bool = False
    ended_at: datetime | None = None
    unpaid_url: str | None = None
    heard_at: datetime
    wish: Wish | None = choice(Wish)
    ending_at: datetime | None = None
    wish_number: int = 0
    settled_number: int = 0
