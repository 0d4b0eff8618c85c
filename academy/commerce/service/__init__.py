"""Payments: purchases, what providers tell us, and the embedded gateway's own books."""

from academy.commerce.service.hosted import (
    decline_hosted_checkout,
    expire_hosted_checkout,
    hosted_checkout,
    hosted_checkout_by_id,
    open_hosted_checkout,
    pay_hosted_checkout,
    refund_hosted_payment,
)
from academy.commerce.service.inbound import receive_event, receive_report, unanswered_checkouts
from academy.commerce.service.offers import keep_offers, offer_of
from academy.commerce.service.purchases import (
    abandon_purchases,
    apply_report,
    assign,
    by_reference,
    latest,
    paying,
    payments_of,
    record_checkout,
    refund_due,
    refunds_of,
    request_refund,
    start_purchase,
    under_way,
)

__all__ = [
    "abandon_purchases",
    "apply_report",
    "assign",
    "by_reference",
    "decline_hosted_checkout",
    "expire_hosted_checkout",
    "hosted_checkout",
    "hosted_checkout_by_id",
    "keep_offers",
    "latest",
    "offer_of",
    "open_hosted_checkout",
    "pay_hosted_checkout",
    "paying",
    "payments_of",
    "receive_event",
    "receive_report",
    "record_checkout",
    "refund_due",
    "refund_hosted_payment",
    "refunds_of",
    "request_refund",
    "start_purchase",
    "unanswered_checkouts",
    "under_way",
]
