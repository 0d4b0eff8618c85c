"""Payments: purchases, what providers tell us, and the embedded gateway's own books."""

from academy.commerce.service.hosted import (
    decline_hosted_checkout,
    expire_hosted_checkout,
    hosted_checkout,
    hosted_event,
    open_hosted_checkout,
    pay_hosted_checkout,
    refund_hosted_payment,
)
from academy.commerce.service.hosted_api import post_to_gateway, read_from_gateway
from academy.commerce.service.inbound import receive_event, receive_report, replay_event, unanswered_checkouts
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
    "hosted_event",
    "keep_offers",
    "latest",
    "offer_of",
    "open_hosted_checkout",
    "pay_hosted_checkout",
    "paying",
    "payments_of",
    "post_to_gateway",
    "read_from_gateway",
    "receive_event",
    "receive_report",
    "record_checkout",
    "refund_due",
    "refund_hosted_payment",
    "refunds_of",
    "replay_event",
    "request_refund",
    "start_purchase",
    "unanswered_checkouts",
    "under_way",
]
