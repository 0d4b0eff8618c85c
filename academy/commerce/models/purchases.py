"""What was bought, paid and given back, and what it entitles to."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import CheckConstraint, Index

from academy.commerce.models.offers import OfferKind
from academy.core.fields import EditableRecord, choice, embedded, reference, unguessable


class PaymentMethod(StrEnum):
    CARD = "card"
    INVOICE = "invoice"


class DisputeStatus(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class RefundStatus(StrEnum):
    REQUESTED = "requested"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class SeatAfter(StrEnum):
    """What becomes of the seat that was paid for when money goes back."""

    KEEP = "keep"
    FREE = "free"


class PurchaseStatus(StrEnum):
    PENDING = "pending"
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"


_PENDING = sa.text("status = 'pending'")


class Purchase(EditableRecord, table=True):
    """A payment for something on offer. Amounts are cents of `currency`; `amount_cents` is all there is to pay.

    It pays for a seat (`enrollment_id`), for a company's seats (`organization_id`), for a period of a subscription, or
    for none of these; for a bundle, `course_ids` is what that held when it was ordered. Once `begun_at` is set its
    terms stand: the gateway has been asked for that amount, by the name of `description` and for the `customer_email`
    of that moment. `refund_requested_cents` is what we want given back in all, `refunded_cents` what the gateway has
    given back; what `is_paid_outside`, by bank transfer, it cannot. A period given up before its end ended at
    `period_ended_at`.
    """

    __tablename__ = "purchases"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_enrollment", "enrollment_id"),
        Index("by_organization", "organization_id"),
        Index("by_offer", "offer_id"),
        Index("by_promotion_code", "promotion_code_id"),
        Index("by_subscription", "subscription_id"),
        Index("by_status", "status"),
        Index("by_created", "created_at"),
        Index("by_dispute", "dispute"),
        Index("by_overdue", "overdue_at"),
        Index("by_gateway_session", "gateway_session_id", unique=True),
        Index("by_invoice", "invoice_id", unique=True),
        Index("by_payment_intent", "payment_intent_id"),
        Index("by_receipt", "receipt_number", unique=True),
        Index(
            "one_pending",
            "enrollment_id",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        CheckConstraint("quantity > 0", name="ck_purchases_quantity"),
        CheckConstraint("amount_cents = subtotal_cents - discount_cents + tax_cents", name="ck_purchases_total"),
        CheckConstraint("discount_cents BETWEEN 0 AND subtotal_cents", name="ck_purchases_discount"),
        CheckConstraint("refunded_cents <= amount_cents", name="ck_purchases_refunded"),
        CheckConstraint("refund_requested_cents <= amount_cents", name="ck_purchases_refund_requested"),
    )

    public_id: str = unguessable()
    user_id: int = reference("users", on_delete="RESTRICT")
    offer_id: int = reference("offers", on_delete="RESTRICT")
    quantity: int = 1
    enrollment_id: int | None = reference("enrollments", on_delete="RESTRICT")
    organization_id: int | None = reference("organizations", on_delete="RESTRICT")
    course_ids: list[int] = embedded(list[int], default=list)
    promotion_code_id: int | None = reference("promotion_codes", on_delete="RESTRICT")
    subscription_id: int | None = reference("subscriptions", on_delete="RESTRICT")
    period_start: datetime | None = None
    period_end: datetime | None = None
    period_ended_at: datetime | None = None
    country: str = ""
    tax_name: str = ""
    tax_basis_points: int = 0
    subtotal_cents: int
    discount_cents: int = 0
    tax_cents: int = 0
    amount_cents: int
    refund_requested_cents: int = 0
    refunded_cents: int = 0
    currency: str = "usd"
    method: PaymentMethod = choice(PaymentMethod, default=PaymentMethod.CARD)
    status: PurchaseStatus = choice(PurchaseStatus, default=PurchaseStatus.PENDING)
    gateway: str
    description: str = ""
    customer_email: str = ""
    gateway_session_id: str | None = None
    payment_intent_id: str | None = None
    invoice_id: str | None = None
    checkout_url: str | None = None
    begun_at: datetime | None = None
    completed_at: datetime | None = None
    expires_at: datetime | None = None
    due_at: datetime | None = None
    overdue_at: datetime | None = None
    is_paid_outside: bool = False
    receipt_number: int | None = None
    dispute: DisputeStatus | None = choice(DisputeStatus)
    disputed_at: datetime | None = None


class Refund(EditableRecord, table=True):
    """Money to go back for a purchase: why, who wants it (nobody if it follows by itself), and what of the seat.

    What the gateway cannot give back is given by bank transfer: then it `is_transferred`.
    """

    __tablename__ = "refunds"
    __table_args__ = (
        Index("by_purchase", "purchase_id"),
        Index("by_status", "status"),
        CheckConstraint("amount_cents > 0", name="ck_refunds_amount"),
    )

    public_id: str = unguessable()
    purchase_id: int = reference("purchases", on_delete="RESTRICT")
    amount_cents: int
    reason: str = ""
    requested_by_id: int | None = reference("users", on_delete="SET NULL")
    seat: SeatAfter = choice(SeatAfter, default=SeatAfter.FREE)
    status: RefundStatus = choice(RefundStatus, default=RefundStatus.REQUESTED)
    provider_refund_id: str | None = None
    is_transferred: bool = False
    problem: str = ""


class Entitlement(EditableRecord, table=True):
    """What somebody, or a company, may have: bought by a purchase or a subscription, else granted by an administrator.

    It opens the course or the path, or for a subscription everything, until `until` or until it is revoked. One of a
    bundle is good for one seat in its course: `cohort_id` says in which cohort that is, once it is taken.
    """

    __tablename__ = "entitlements"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_organization", "organization_id"),
        Index("by_purchase", "purchase_id", "course_id", unique=True),
        Index("by_subscription", "subscription_id", unique=True),
        CheckConstraint("(user_id IS NULL) <> (organization_id IS NULL)", name="ck_entitlements_one_holder"),
    )

    user_id: int | None = reference("users", on_delete="CASCADE")
    organization_id: int | None = reference("organizations", on_delete="CASCADE")
    kind: OfferKind = choice(OfferKind)
    course_id: int | None = reference("courses", on_delete="CASCADE")
    path_id: int | None = reference("learning_paths", on_delete="CASCADE")
    cohort_id: int | None = reference("cohorts", on_delete="SET NULL")
    purchase_id: int | None = reference("purchases", on_delete="SET NULL")
    subscription_id: int | None = reference("subscriptions", on_delete="CASCADE")
    quantity: int = 1
    until: datetime | None = None
    revoked_at: datetime | None = None
