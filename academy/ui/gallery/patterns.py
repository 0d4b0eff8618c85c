"""What pages are made of: tables, forms, choices, dialogs."""

import reflex as rx

from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time, values, waiting
from academy.ui.gallery.parts import END, START
from academy.ui.gallery.state import GalleryState
from academy.ui.types import Tone


def _row(name: str, team: str, tone: Tone, why: str, progress: int) -> rx.Component:
    return tables.table_row(
        tables.head_cell(el.person(name)),
        tables.cell(team, is_muted=True),
        tables.cell(el.tag(why, tone=tone)),
        tables.number_cell(time.local_short(START)),
        tables.number_cell(f"{progress} %"),
    )


def show_tables() -> rx.Component:
    """A table with filters, tabs, a list with a menu."""
    return layout.section(
        "Tables and lists",
        tables.filter_bar(
            tables.chip_filter("Level", "level", [("fundamentals", "Fundamentals"), ("advanced", "Advanced")]),
            tables.chip_filter("Format", "format", [("live", "Live cohort"), ("path", "Path")]),
        ),
        tables.table(
            "Learners who need attention",
            [
                tables.Column("Learner", sort="name"),
                tables.Column("Team", sort="team"),
                tables.Column("Why"),
                tables.Column("Last active", is_number=True, sort="active"),
                tables.Column("Progress", is_number=True),
            ],
            _row("Ines Marquez", "Sales EMEA", "warn", "No activity for 9 days", 42),
            _row("Tomi Okafor", "Finance", "bad", "Deadline in 2 days", 71),
            _row("Lena Wirth", "Operations", "warn", "Behind plan", 35),
            footer=rx.el.tr(rx.el.th("3 people", scope="row", col_span=4), rx.el.td("49 %", class_name="r")),
            initial_sort="name",
        ),
        tables.pager("3 of 84 people", next_key="17"),
        rx.el.div(
            tables.tabs("View", "view", [("", "Overview"), ("people", "People"), ("settings", "Settings")]),
            style={"marginBlock": "var(--s6)"},
        ),
        el.ruled_list(
            el.item(
                rx.el.p("AI Fundamentals", class_name="title"),
                rx.el.p(time.local_dates(START, END), class_name="muted small"),
                end=el.tag("Paid", tone="good"),
            ),
            el.item(
                rx.el.p("Automation for teams", class_name="title"),
                rx.el.p("Date to be chosen", class_name="muted small"),
                end=overlays.menu(
                    overlays.menu_entry("Choose a date", on_click=GalleryState.fill),
                    overlays.menu_entry("Leave this course", on_click=GalleryState.fail, is_danger=True),
                    label="More about Automation for teams",
                ),
            ),
            label="My courses",
        ),
    )


def show_choice() -> rx.Component:
    """Choosing one of several cohorts."""

    def cohort(key: str, when: str, how: str, left: str, is_full: bool = False) -> rx.Component:
        return forms.radio(
            "cohort",
            key,
            rx.el.b(when),
            rx.el.br(),
            rx.el.span(how, class_name="muted small"),
            is_checked=key == "a",
            disabled=is_full,
            end=el.tag("Full")
            if is_full
            else rx.fragment(rx.el.b(left, class_name="num"), rx.el.span(" of 20 left", class_name="muted small")),
        )

    return layout.section(
        "Choose a cohort",
        rx.el.div(
            forms.radio_list(
                "Cohorts",
                cohort("a", "4–5 March", "Thu–Fri, 09:00–17:00, online", "6"),
                cohort("b", "18–19 March", "Thu–Fri, 15:00–23:00, online", "17"),
                cohort("c", "11–12 February", "Thu–Fri, 09:00–17:00, online", "0", is_full=True),
                look="ruled",
                is_label_hidden=True,
            ),
            el.button("Reserve my seat — ", values.money(349_00, "USD"), look="primary", size="big", is_wide=True),
            style={"maxWidth": "24.5rem", "display": "grid", "gap": "var(--s5)"},
        ),
        note=el.live_tag(),
    )


def show_forms() -> rx.Component:
    """A form with every control."""
    return layout.section(
        "Forms",
        forms.form(
            forms.text_field(
                "name",
                "Name",
                help="As it should stand on the certificate.",
                error=GalleryState.error,
                auto_complete="name",
            ),
            forms.email_field(
                "email", "Work e-mail", value="priya@example", error="This address lacks its ending, such as .com."
            ),
            forms.pair(
                forms.number_field("seats", "Seats", value=20, least=1, most=500, after="people"),
                forms.text_field("price", "Price", value="349", before="$", input_mode="decimal"),
            ),
            forms.datetime_field(
                "starts",
                "Starts",
                zone="Europe/Berlin",
                value="2027-03-04T09:00",
                help="On the clock of the cohort's zone.",
            ),
            *_choices(),
            forms.form_end(forms.submit_button("Save my profile"), el.button("Discard", look="quiet")),
            on_submit=GalleryState.send,
        ),
        _switches(),
    )


def _choices() -> list[rx.Component]:
    return [
        forms.select_field("level", "Level", [("fundamentals", "Fundamentals"), ("advanced", "Advanced")]),
        forms.textarea_field("about", "What should we know?", is_optional=True, placeholder="Allergies, access, hopes"),
        forms.radio_list(
            "Format",
            forms.radio("format", "live", "Live, online", is_checked=True),
            forms.radio("format", "place", "On site"),
            help="You can change it until the day before.",
        ),
        forms.checkbox_field(
            "terms", rx.fragment("I have read the ", el.link("terms", href="/dev/ui")), error="Tick this to go on."
        ),
    ]


def _switches() -> rx.Component:
    return rx.el.div(
        forms.switch(
            "mail",
            "Mail about my courses",
            value=GalleryState.wants_mail,
            on_change=GalleryState.set_mail,
            help="Dates, changes, certificates.",
        ),
        forms.switch("digest", "Weekly digest", value=GalleryState.wants_digest, on_change=GalleryState.set_digest),
        style={"maxWidth": "34rem", "marginTop": "var(--s6)"},
    )


def show_overlays() -> rx.Component:
    """Dialogs and a menu."""
    return layout.section(
        "Over the page",
        layout.row(
            overlays.dialog(
                rx.el.p(
                    "The seat goes to whoever is next on the waitlist. You get your money back within five days.",
                    class_name="muted",
                ),
                overlays.dialog_actions(
                    overlays.dialog_close(el.button("Keep my seat", look="quiet")),
                    overlays.dialog_close(
                        el.button("Give my seat back", look="danger", on_click=GalleryState.give_back)
                    ),
                ),
                title="Give your seat back?",
                trigger=el.button("Open a dialog"),
            ),
            el.button("Open one from the server", on_click=GalleryState.open_dialog),
            overlays.dialog(
                rx.el.p("The state says when it shows."),
                title="From the server",
                is_open=GalleryState.is_dialog_open,
                on_close=GalleryState.close_dialog,
            ),
            overlays.menu(
                overlays.menu_entry("Rename", on_click=GalleryState.fill),
                overlays.menu_entry("Archive", on_click=GalleryState.fail, is_danger=True),
                label="Menu",
                trigger=rx.fragment("Menu"),
                look="plain",
                place="start",
            ),
        ),
    )


def show_waiting() -> rx.Component:
    """Skeletons."""
    return layout.section(
        "While waiting",
        layout.stack(
            waiting.stats_skeleton(),
            waiting.list_skeleton(2),
            waiting.table_skeleton(3),
            waiting.form_skeleton(2),
            gap=6,
        ),
    )
