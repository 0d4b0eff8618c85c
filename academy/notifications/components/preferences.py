"""What a person chooses about being told."""

from typing import Any

import reflex as rx

from academy.notifications.models import Channel
from academy.notifications.schemas import CategoryRow
from academy.notifications.state import PreferencesState
from academy.ui import elements as el
from academy.ui import forms, layout, tables, time

PACES = [("off", "One by one, as it happens"), ("daily", "Once a day"), ("weekly", "Once a week")]
HOURS = [(str(hour), f"{hour:02}:00") for hour in range(24)]
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
WEEKDAYS = [(str(number), day) for number, day in enumerate(DAYS)]
COLUMNS = (tables.Column("About"), tables.Column("In the academy"), tables.Column("By mail"))


def suppression() -> rx.Component:
    """Says that one's address gets no mail."""
    known: Any = PreferencesState.preferences
    words = (
        "Until then we send nothing there but sign-in links you ask for. Once one of them arrives, or you confirm"
        " another address on your profile, mail comes again; or write to us."
    )
    return rx.cond(
        known.suppression,
        el.notice(rx.el.p(words), title=known.suppression + " (" + known.email + ")", tone="warn"),
        rx.fragment(),
    )


def categories() -> rx.Component:
    """Each kind of news, by each way."""
    known: Any = PreferencesState.preferences
    return tables.table("What you hear of, and how", COLUMNS, rx.foreach(known.categories, _category))


def mail_switch() -> rx.Component:
    """The master switch."""
    known: Any = PreferencesState.preferences
    return forms.switch(
        "mail",
        "Mail",
        value=known.is_mail_on,
        on_change=PreferencesState.switch_mail,
        help="Switched off, only what you need comes: sign-in links, receipts, cancellations.",
    )


def digest_form() -> rx.Component:
    """Mail that comes together."""
    known: Any = PreferencesState.preferences
    when = rx.el.p("The next one comes ", time.local_datetime(known.next_digest_at), ".", class_name="muted small")
    return forms.form(
        forms.select_field(
            "digest",
            "Mail that is not urgent comes",
            PACES,
            value=known.digest,
            help="What is urgent or about money always comes at once.",
        ),
        forms.pair(
            forms.select_field("digest_hour", "At", HOURS, value=known.digest_hour.to(str), help=_zone()),
            forms.select_field(
                "digest_weekday", "On", WEEKDAYS, value=known.digest_weekday.to(str), help="If it comes once a week."
            ),
        ),
        rx.cond(known.next_digest_at, when, rx.fragment()),
        forms.form_end(
            forms.submit_button("Save when mail comes", look="plain"), error=PreferencesState.errors["digest_hour"]
        ),
        on_submit=PreferencesState.save_digest,
    )


def quiet_form() -> rx.Component:
    """No mail at night."""
    known: Any = PreferencesState.preferences
    errors = PreferencesState.errors
    start = forms.text_field(
        "quiet_from", "From", type="time", value=known.quiet_from, error=errors["quiet_from"], is_optional=True
    )
    end = forms.text_field(
        "quiet_until",
        "Until",
        type="time",
        value=known.quiet_until,
        help=_zone(),
        error=errors["quiet_until"],
        is_optional=True,
    )
    return forms.form(
        rx.el.p("Mail that is not urgent waits until they are over. Leave both empty for none.", class_name="muted"),
        forms.pair(start, end),
        forms.form_end(forms.submit_button("Save the quiet hours", look="plain"), error=errors["form"]),
        on_submit=PreferencesState.save_quiet,
    )


def _zone() -> rx.Var[Any]:
    known: Any = PreferencesState.preferences
    return "Time zone: " + known.zone


def _category(row: rx.Var[CategoryRow]) -> rx.Component:
    always = rx.el.span("always", class_name="muted small")
    by_mail = rx.cond(row.is_always_mailed, always, _switch(row, Channel.MAIL, row.by_mail, " by mail"))
    return tables.table_row(
        tables.head_cell(row.label, rx.el.p(row.about, class_name="below")),
        tables.cell(_switch(row, Channel.BELL, row.in_bell, " in the academy")),
        tables.cell(by_mail),
        key=row.category.to(str),
    )


def _switch(row: Any, channel: Channel, value: Any, where: str) -> rx.Component:
    return layout.row(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                role="switch",
                checked=value,
                on_change=lambda is_on: PreferencesState.choose(row.category, channel.value, is_on),
                aria_label=row.label + where,
            ),
            class_name="switch",
        )
    )
