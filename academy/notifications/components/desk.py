"""The outbox as administrators see it: lists, one message in detail, addresses that get no mail."""

from typing import Any

import reflex as rx

from academy import routes
from academy.notifications.components.letter import letter, letter_text
from academy.notifications.schemas import MailRow, SuppressedRow
from academy.notifications.service import CEILING
from academy.notifications.state import MailDeskState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time
from academy.ui.values import live_number, marked

VIEWS = [
    ("", "All"),
    ("queued", "Waiting"),
    ("sent", "Sent"),
    ("failed", "Failed"),
    ("bounced", "Came back"),
    ("withheld", "Not sent"),
    ("suppressed", "Addresses without mail"),
]


def views() -> rx.Component:
    """The lists there are, with how much is in those that may need somebody."""
    counts: Any = MailDeskState.counts
    shown = {name: getattr(counts, name) for name in ("queued", "failed", "bounced", "suppressed")}
    options = [(value, _view(words, value, shown.get(value))) for value, words in VIEWS]
    return tables.tabs("Mail by state", "view", options)


def lists() -> rx.Component:
    """The mail of the view, or the addresses."""
    asked: Any = rx.State.router.url.query_parameters
    return rx.cond(asked["view"] == "suppressed", _addresses(), _mails())


def details() -> rx.Component:
    """Everything about one message, in a dialog that has an address of its own."""
    mail: Any = MailDeskState.detail
    person = rx.cond(mail.person, mail.person + ", ", "")
    when = rx.cond(mail.sent_at, time.local_datetime(mail.sent_at), "not yet")
    return overlays.dialog(
        rx.cond(
            mail,
            rx.fragment(
                el.facts(
                    ("To", rx.fragment(person, mail.to_email)),
                    ("Kind", rx.fragment(mail.kind, rx.cond(mail.category, " · " + mail.category, ""))),
                    ("State", state_tag(mail.status)),
                    ("Written", time.local_datetime(mail.created_at)),
                    ("Sent", when),
                    *[("Next try", rx.cond(mail.next_try_at, time.relative(mail.next_try_at), "none planned"))],
                ),
                rx.cond(mail.attachment, rx.el.p("With a file: ", mail.attachment, class_name="small"), rx.fragment()),
                rx.cond(mail.error, el.notice(rx.el.p(mail.error), title="What went wrong", tone="bad"), rx.fragment()),
                rx.cond(mail.suppression, _suppression(mail), rx.fragment()),
                _history(mail),
                _words(mail),
                overlays.dialog_actions(
                    rx.cond(
                        mail.can_retry,
                        forms.action_button("Try again", on_click=MailDeskState.retry(mail.public_id), look="primary"),
                        rx.fragment(),
                    )
                ),
            ),
        ),
        title=mail.subject,
        is_open=rx.cond(mail, True, False),
        on_close=MailDeskState.close,
    )


def _view(words: str, value: str, count: Any) -> rx.Component:
    if count is None:
        return rx.fragment(words)
    pill = rx.el.span(
        rx.cond(count >= CEILING, f"{CEILING:,}+", live_number(count)),
        class_name="count bad" if value == "failed" else "count",
    )
    return rx.fragment(words, rx.cond(count > 0, pill))


def _mails() -> rx.Component:
    mails: Any = MailDeskState.mails
    return rx.fragment(
        tables.filter_bar(tables.search("An address, a subject, a kind")),
        tables.paged_list(
            mails,
            _mail,
            label="Mail",
            empty=_nothing(),
        ),
    )


def _addresses() -> rx.Component:
    found: Any = MailDeskState.suppressed
    return rx.fragment(
        tables.filter_bar(tables.search("An address")),
        rx.cond(
            found.rows.length() > 0,
            rx.fragment(
                el.ruled_list(rx.foreach(found.rows, _address), label="Addresses without mail"),
                tables.way_on(found, "from"),
            ),
            el.empty_state("Every address gets mail", "One whose mail comes back, or calls it spam, is kept here."),
        ),
    )


def _nothing() -> rx.Component:
    asked: Any = rx.State.router.url.query_parameters
    return rx.cond(
        asked["q"] | asked["view"],
        el.empty_state(
            "Nothing here",
            "No mail in this list, or none with those words.",
            el.link_button("See all mail", href=routes.ADMIN_MAIL.url()),
        ),
        el.empty_state("No mail yet", "Whatever the academy writes to people is kept here for ninety days."),
    )


def _mail(mail: rx.Var[MailRow]) -> rx.Component:
    title = tables.query_link(mail.subject, changes={"mail": mail.public_id}, class_name="title")
    retry = forms.action_button("Try again", on_click=MailDeskState.retry(mail.public_id), size="compact")
    waits = rx.cond(mail.next_try_at, rx.fragment("next try ", time.relative(mail.next_try_at)), rx.fragment())
    return el.item(
        layout.row(title, state_tag(mail.status), gap=2),
        rx.el.p(mail.to_email, " · ", mail.kind, class_name="small muted told"),
        rx.cond(mail.error, rx.el.p(mail.error, class_name="error-line small"), rx.fragment()),
        end=rx.fragment(
            rx.el.p(rx.cond(mail.next_try_at, waits, time.relative(mail.created_at)), class_name="small muted"),
            rx.cond(mail.can_retry, retry, rx.fragment()),
        ),
        key=mail.public_id,
    )


def _address(row: rx.Var[SuppressedRow]) -> rx.Component:
    lift = forms.action_button(
        "Let it get mail again",
        el.hushed(": ", row.email),
        on_click=MailDeskState.lift(row.email),
        size="compact",
    )
    return el.item(
        rx.el.p(row.email, class_name="title told"),
        rx.el.p(row.words, " ", row.reason, class_name="small muted"),
        end=rx.fragment(rx.el.p("since ", time.relative(row.since), class_name="small muted"), lift),
        key=row.email,
    )


def state_tag(status: Any) -> rx.Component:
    """What became of a message."""
    return marked(
        status,
        rx.match(
            status,
            ("queued", el.tag("Waiting", tone="info")),
            ("sent", el.tag("Sent", tone="good")),
            ("delivered", el.tag("Delivered", tone="good")),
            ("bounced", el.tag("Came back", tone="bad")),
            ("refused", el.tag("Refused", tone="bad")),
            ("failed", el.tag("Given up", tone="bad")),
            el.tag("Not sent", tone="warn"),
        ),
    )


def _suppression(mail: Any) -> rx.Component:
    lift = forms.action_button("Let it get mail again", on_click=MailDeskState.lift(mail.to_email), size="compact")
    return el.notice(lift, title=mail.suppression, tone="warn")


def _history(mail: Any) -> rx.Component:
    def attempt(one: Any) -> rx.Component:
        words = rx.cond(one.is_taken, rx.cond(one.answer, one.answer, "Taken."), "Not taken: " + one.answer)
        return rx.el.li(time.local_datetime(one.at), " · ", words)

    def report(one: Any) -> rx.Component:
        words = one.kind.to(str).replace("_", " ")
        return rx.el.li(time.local_datetime(one.at), " · ", words, rx.cond(one.reason, ": " + one.reason, ""))

    rows = rx.el.ul(
        rx.foreach(mail.attempts, attempt), rx.foreach(mail.reports, report), class_name="small told", role="list"
    )
    has_any = (mail.attempts.length() > 0) | (mail.reports.length() > 0)
    return rx.cond(has_any, rx.el.section(rx.el.h3("What happened"), rows), rx.fragment())


def _words(mail: Any) -> rx.Component:
    secret = el.notice("It holds a secret that is only its reader's business.", title="Not shown", tone="info")
    as_text = rx.el.details(rx.el.summary("As plain text", class_name="link"), letter_text(mail.text))
    return rx.cond(mail.is_secret, secret, rx.fragment(letter(mail.subject, mail.html), as_text))
