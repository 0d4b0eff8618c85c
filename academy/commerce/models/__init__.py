"""What is sold and at what price, what was bought, and what payment providers tell us."""

from academy.commerce.models.embedded import LocalCheckout, LocalCheckoutStatus, LocalEvent, LocalObject, LocalRequest
from academy.commerce.models.offers import Interval, Offer, OfferCourse, OfferKind, PromotionCode, TaxRate
from academy.commerce.models.provider import EventOutcome, InboundEvent
from academy.commerce.models.purchases import (
    DisputeStatus,
    Entitlement,
    PaymentMethod,
    Purchase,
    PurchaseStatus,
    Refund,
    RefundStatus,
    SeatAfter,
)
from academy.commerce.models.subscriptions import Subscription, SubscriptionStatus, Wish

__all__ = [
    "DisputeStatus",
    "Entitlement",
    "EventOutcome",
    "InboundEvent",
    "Interval",
    "LocalCheckout",
    "LocalCheckoutStatus",
    "LocalEvent",
    "LocalObject",
    "LocalRequest",
    "Offer",
    "OfferCourse",
    "OfferKind",
    "PaymentMethod",
    "PromotionCode",
    "Purchase",
    "PurchaseStatus",
    "Refund",
    "RefundStatus",
    "SeatAfter",
    "Subscription",
    "SubscriptionStatus",
    "TaxRate",
    "Wish",
]
