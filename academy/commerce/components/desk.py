"""Orders as administrators see them: in lists, and one in detail with what can be done about it."""

from typing import Any

import reflex as rx

from academy import routes
from academy.commerce.components.price import price_lines
from academy.commerce.models import OfferKind, SeatAfter
from academy.commerce.schemas import OrderRow
from academy.commerce.state import OrdersState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time
from academy.ui.values import live_number, marked, money

VIEWS = [
    ("", "All"),
    ("paid", "Paid"),
    ("open", "Open"),
    ("refunds", "Refunds under way"),
    ("failed_refunds", "Refunds that failed"),
    ("disputed", "Disputed"),
    ("overdue", "Overdue"),
]
KINDS = [
    (OfferKind.COURSE.value, "Course"),
    (OfferKind.COMPANY_SEAT.value, "Company seat"),
    (OfferKind.PATH.value, "Bundle"),
    (OfferKind.SUBSCRIPTION.value, "Plan"),
]
SEATS = [(SeatAfter.KEEP.value, "They keep the seat"), (SeatAfter.FREE.value, "The seat is free again")]
STATUSES = {
    "pending": ("Open", "info"),
    "completed": ("Paid", "good"),
    "failed": ("Declined", "warn"),
    "expired": ("Given up", ""),
    "partially_refunded": ("Partly refunded", "warn"),
    "refunded": ("Refunded", ""),
}


def views() -> rx.Component:
    """The lists there are, with how many orders want a person."""
    counts: Any = OrdersState.counts
    shown = {name: getattr(counts, name) for name in ("refunds", "failed_refunds", "disputed", "overdue")}
    return tables.tabs("Orders", "view", [(value, _view(words, shown.get(value))) for value, words in VIEWS])


def order_list() -> rx.Component:
    """The orders of the view, or what an empty list means."""
    orders: Any = OrdersState.orders
    return tables.paged_list(
        orders,
        _order,
        label="Orders",
        empty=el.empty_state(
            "No order fits",
            "Orders show up here as soon as somebody goes to pay. Look for a name, an address or a receipt's number.",
            el.link_button("See all orders", href=routes.ADMIN_ORDERS.url()),
        ),
    )


def details() -> rx.Component:
    """Everything about one order, in a dialog that has an address of its own."""
    order: Any = OrdersState.detail
    return overlays.dialog(
        rx.cond(
            order,
            rx.fragment(
                rx.cond(order.dispute == "open", _dispute(order)),
                el.facts(
                    ("Buyer", rx.fragment(order.buyer_name, " · ", order.buyer_email)),
                    ("Company", rx.cond(order.organization_name, order.organization_name, "none")),
                    ("Status", _status(order)),
                    ("By", rx.cond(order.is_paid_outside, "invoice, paid by bank transfer", order.method)),
                    ("Due", rx.cond(order.due_at, time.local_date(order.due_at), "at once")),
                    ("At the provider", _at_the_provider(order)),
                    ("Receipt", _receipt(order)),
                ),
                price_lines(order.price),
                layout.section("What happened", _timeline(order)),
                rx.cond(order.can_mark_paid, _mark_paid_form()),
                rx.cond(order.transfer_cents > 0, _transfer_form(order)),
                rx.cond(order.can_refund, _refund_form(order)),
                _actions(order),
            ),
        ),
        title=order.title,
        is_open=rx.cond(order, True, False),
        on_close=OrdersState.close,
    )


def _view(words: str, count: Any) -> rx.Component:
    if count is None:
        return rx.fragment(words)
    return rx.fragment(words, rx.cond(count > 0, rx.el.span(live_number(count), class_name="count")))


def _order(order: rx.Var[OrderRow]) -> rx.Component:
    row: Any = order
    who = rx.cond(row.organization_name, row.organization_name + " · " + row.buyer_name, row.buyer_name)
    return el.item(
        layout.row(
            tables.query_link(row.title, changes={"order": row.public_id}, class_name="title"), _status(row), gap=2
        ),
        rx.el.p(who, " · ", row.buyer_email, class_name="small muted"),
        end=rx.fragment(
            rx.el.p(money(row.amount_cents, row.currency), class_name="num"),
            rx.el.p(time.relative(row.ordered_at), class_name="small muted"),
        ),
        key=row.public_id,
    )


def _status(order: Any) -> rx.Component:
    tags = [(value, el.tag(words, tone=tone)) for value, (words, tone) in STATUSES.items()]
    asked = order.refund_requested_cents > order.refunded_cents
    return layout.row(
        marked(order.status, rx.match(order.status, *tags, el.tag("Open"))),
        rx.cond(asked, el.tag("Refund under way", tone="info")),
        rx.cond(order.is_overdue, el.tag("Overdue", tone="bad")),
        rx.match(
            order.dispute,
            ("open", el.tag("Disputed", tone="bad")),
            ("lost", el.tag("Dispute lost", tone="bad")),
            ("won", el.tag("Dispute won", tone="good")),
            rx.fragment(),
        ),
        gap=1,
    )


def _dispute(order: Any) -> rx.Component:
    return el.notice(
        "The buyer has asked their bank to take this payment back. Answer it at the payment provider; how it ends is"
        " shown here.",
        title="This payment is disputed",
        tone="bad",
    )


def _at_the_provider(order: Any) -> rx.Component:
    nothing = rx.cond(order.is_paid_outside, "nothing was paid there", "nothing yet")
    return rx.cond(order.payment_intent_id, order.payment_intent_id, nothing)


def _receipt(order: Any) -> rx.Component:
    before, after = routes.RECEIPT.pattern.split("[public_id]")
    link = rx.el.a(
        order.receipt_number, href=before + order.public_id.to(str) + after, class_name="link", target="_blank"
    )
    return rx.cond(order.receipt_number, link, "none")


def _timeline(order: Any) -> rx.Component:
    return el.ruled_list(
        rx.foreach(
            order.timeline,
            lambda entry: el.item(
                rx.el.p(entry.words),
                rx.cond(entry.detail, rx.el.p(entry.detail, class_name="small muted")),
                end=rx.el.p(time.local_short(entry.at), class_name="small muted"),
            ),
        ),
        label="What happened",
    )


def _refund_form(order: Any) -> rx.Component:
    errors: Any = OrdersState.errors
    seats_back = forms.number_field(
        "seats_back", "Seats to take back", value="0", least=0, step=1, error=errors["seats_back"]
    )
    form = forms.form(
        forms.pair(
            forms.text_field(
                "amount",
                "Amount",
                value=order.left,
                input_mode="decimal",
                after=order.currency.upper(),
                error=errors["amount"],
                help="All that is left stands there; type less for a part.",
            ),
            rx.cond(order.is_company, seats_back, forms.select_field("seat", "And the seat", SEATS)),
        ),
        forms.text_field("reason", "Why", error=errors["reason"], help="The buyer reads it too."),
        forms.form_end(forms.submit_button("Give it back"), error=errors["form"]),
        on_submit=OrdersState.refund,
    )
    return layout.section(
        "Give money back",
        layout.stack(
            rx.cond(
                order.is_paid_outside,
                el.notice(
                    "The payment provider has not had this money and cannot give it back. Write down here what goes"
                    " back, transfer it, and then note that you have.",
                    title="It was paid by bank transfer",
                ),
            ),
            form,
        ),
    )


def _mark_paid_form() -> rx.Component:
    return layout.section(
        "Paid by bank transfer?",
        _words_form(
            "Mark as paid",
            "The day and the bank's reference, such as 12 March, MERIDIAN 1042.",
            on_submit=OrdersState.mark_paid,
        ),
    )


def _transfer_form(order: Any) -> rx.Component:
    words = rx.cond(
        order.is_paid_outside,
        " are on their way back and go by bank transfer: make it, and note it here.",
        " could not be given back as they were paid. Transfer them instead, and note it here.",
    )
    return layout.section(
        "Given back by bank transfer?",
        layout.stack(
            rx.el.p(money(order.transfer_cents, order.currency), words, class_name="small muted"),
            _words_form(
                "Note that it is given back",
                "The day and the bank's reference.",
                rx.el.input(type="hidden", name="cents", value=order.transfer_cents.to_string()),
                on_submit=OrdersState.note_given_back,
            ),
        ),
    )


def _words_form(label: str, help: str, *hidden: rx.Component, on_submit: Any) -> rx.Component:
    errors: Any = OrdersState.errors
    return forms.form(
        *hidden,
        forms.text_field("words", "When and how", error=errors["words"], help=help),
        forms.form_end(forms.submit_button(label), error=errors["form"]),
        on_submit=on_submit,
    )


def _actions(order: Any) -> rx.Component:
    buttons = (
        (order.can_withdraw, "Withdraw the order", OrdersState.withdraw),
        (order.can_ask, "Ask the provider now", OrdersState.ask),
        (order.receipt_number, "Send the receipt again", OrdersState.resend),
        (order.can_retry, "Try the refund again", OrdersState.retry),
    )
    return overlays.dialog_actions(
        *[
            rx.cond(is_possible, forms.action_button(words, on_click=handler(order.public_id)), rx.fragment())
            for is_possible, words, handler in buttons
        ]
    )
