"""What is sold and paid: offers, purchases, what providers tell us, and the embedded gateway's own books."""

from academy.commerce.service.desk import (
    ask_about_order,
    order_counts,
    order_page,
    refund_order,
    resend_receipt,
    retry_refunds,
    withdraw_order,
)
from academy.commerce.service.history import (
    order_detail,
)
from academy.commerce.service.hosted import (
    decline_hosted_checkout,
    expire_hosted_checkout,
    hosted_checkout,
    hosted_event,
    open_hosted_checkout,
    pay_hosted_checkout,
    refund_hosted_payment,
)
from academy.commerce.service.hosted_api import (
    post_to_gateway,
    read_from_gateway,
)
from academy.commerce.service.inbound import (
    forget_old_events,
    known_to_gateway,
    receive_event,
    receive_report,
    replay_event,
    unanswered_checkouts,
)
from academy.commerce.service.invoices import (
    forgive,
    invoice_to_write,
    note_all_overdue,
    note_overdue,
    open_invoices,
    record_invoice,
)
from academy.commerce.service.ledger import events_to_look_at, inbound_event, inbound_events
from academy.commerce.service.offers import (
    keep_offers,
    offer_of,
)
from academy.commerce.service.orders import (
    begin_order_payment,
    order,
    order_company_seats,
    orders_of,
    plain_price,
    price_of,
    set_order_terms,
)
from academy.commerce.service.price_list import (
    code_list,
    create_code,
    offer_list,
    set_tax,
    switch_code,
    tax_list,
)
from academy.commerce.service.purchases import (
    apply_report,
    by_reference,
    latest,
    paying,
    payments_of,
    under_way,
)
from academy.commerce.service.receipts import (
    issue_receipt,
    number_receipt,
    receipt,
)
from academy.commerce.service.refunds import (
    keeps_seat,
    refund_due,
    refunds_of,
    request_refund,
)
from academy.commerce.service.selling import (
    abandon_purchases,
    assign,
    begin_checkout,
    change_terms,
    record_checkout,
    start_purchase,
)
from academy.commerce.service.terms import (
    terms_of,
)

__all__ = [
    "abandon_purchases",
    "apply_report",
    "ask_about_order",
    "assign",
    "begin_checkout",
    "begin_order_payment",
    "by_reference",
    "change_terms",
    "code_list",
    "create_code",
    "decline_hosted_checkout",
    "events_to_look_at",
    "expire_hosted_checkout",
    "forget_old_events",
    "forgive",
    "hosted_checkout",
    "hosted_event",
    "inbound_event",
    "inbound_events",
    "invoice_to_write",
    "issue_receipt",
    "keep_offers",
    "keeps_seat",
    "known_to_gateway",
    "latest",
    "note_all_overdue",
    "note_overdue",
    "number_receipt",
    "offer_list",
    "offer_of",
    "open_hosted_checkout",
    "open_invoices",
    "order",
    "order_company_seats",
    "order_counts",
    "order_detail",
    "order_page",
    "orders_of",
    "pay_hosted_checkout",
    "paying",
    "payments_of",
    "plain_price",
    "post_to_gateway",
    "price_of",
    "read_from_gateway",
    "receipt",
    "receive_event",
    "receive_report",
    "record_checkout",
    "record_invoice",
    "refund_due",
    "refund_hosted_payment",
    "refund_order",
    "refunds_of",
    "replay_event",
    "request_refund",
    "resend_receipt",
    "retry_refunds",
    "set_order_terms",
    "set_tax",
    "start_purchase",
    "switch_code",
    "tax_list",
    "terms_of",
    "unanswered_checkouts",
    "under_way",
    "withdraw_order",
]
