"""The small parts, in every state."""

import reflex as rx

from academy.ui import elements as el
from academy.ui import forms, layout, time, values
from academy.ui.gallery.state import GalleryState

START = "2027-03-04T08:00:00+00:00"
END = "2027-03-05T16:00:00+00:00"
DAY_END = "2027-03-04T16:00:00+00:00"


def show_buttons() -> rx.Component:
    """Every look and size."""
    return layout.section(
        "Buttons",
        layout.stack(
            layout.row(
                el.button("Reserve my seat — ", values.money(349_00, "USD"), look="primary"),
                el.button("Export"),
                el.button("Not now", look="quiet"),
                el.button("Delete for ever", look="danger"),
                el.link_button("A link", href="/dev/ui"),
                el.icon_button("more", "More"),
            ),
            layout.row(
                el.button("Big", look="primary", size="big"),
                el.button("Big", size="big"),
                el.button("Compact", look="primary", size="compact"),
                el.button("Compact", size="compact"),
                el.icon_button("cross", "Close", size="compact"),
            ),
            layout.row(
                el.button("Disabled", look="primary", disabled=True),
                el.button("Disabled", disabled=True),
                el.button("Saving", look="primary", pending=True),
                el.button("Saving", pending=True),
                el.button("Deleting", look="danger", pending=True),
            ),
        ),
        note="the words say what it does",
    )


def show_small() -> rx.Component:
    """Tags, faces, links, bars, facts."""
    return layout.section(
        "Small parts",
        layout.stack(
            layout.row(
                el.tag("prompting"),
                el.tag("Instructor", tone="good"),
                el.tag("Behind plan", tone="warn"),
                el.tag("Deadline in 2 days", tone="bad"),
                el.tag("New", tone="info"),
                el.live_tag(),
            ),
            layout.row(
                el.person("Priya Nair"),
                el.person("Marta Brandt", below="Instructor"),
                el.avatar("Lena Wirth", is_alone=True, size="big", is_strong=True),
                el.faces(
                    el.avatar("Ines Marquez", is_alone=True),
                    el.avatar("Tomi Okafor", is_alone=True),
                    el.avatar("Lena Wirth", is_alone=True),
                ),
                gap=5,
            ),
            el.eyebrow("Two-day cohort · Individual adoption · Fundamentals"),
            rx.el.p(
                "Running text with ",
                el.link("a link to a page", href="/courses"),
                " and ",
                el.outside_link("one to elsewhere", href="https://example.org"),
                ".",
            ),
            layout.row(
                rx.el.div(el.bar(70, label="Prompt engineering"), style={"width": "12rem"}),
                rx.el.div(el.bar(96, label="Seats", tone="warn"), style={"width": "12rem"}),
            ),
            el.facts(("Level", "Fundamentals"), ("Length", "2 days"), ("Price", values.money(349_00, "USD"))),
        ),
    )


def show_figures() -> rx.Component:
    """Figures, still and live."""
    return layout.section(
        "Figures",
        el.stats(
            el.stat("Seats used", "84 ", rx.el.small("of 100"), share=el.bar(84, label="Seats used")),
            el.stat("Active this week", "61", note="+7", note_tone="good"),
            el.stat("Learning gain (class g)", "0.54", note="medium, 38 people measured"),
            el.stat("Certificates", values.live_number(GalleryState.seats), note="changes when you press"),
        ),
        rx.el.div(
            layout.row(
                forms.action_button("Take a seat", look="primary", on_click=GalleryState.take_seat),
                el.button("Add a hundred", on_click=GalleryState.fill),
                el.button("Fail", on_click=GalleryState.fail),
                el.button("Crash", on_click=GalleryState.crash),
                el.button("Break the page", on_click=GalleryState.break_page),
                rx.el.span("Left: ", rx.el.b(values.live_number(GalleryState.seats))),
                rx.el.span("Status: ", values.marked(GalleryState.status)),
                values.money(349_00, GalleryState.currency),
            ),
            style={"marginTop": "var(--s5)"},
        ),
        note="counts to its new value, marked for a moment",
    )


def show_times() -> rx.Component:
    """Dates, times, money."""
    return layout.section(
        "Times and money",
        el.facts(
            ("Zone", time.zone_name()),
            ("local_dates", time.local_dates(START, END)),
            ("local_times", time.local_times(START, DAY_END)),
            ("local_range", time.local_range(START, DAY_END)),
            ("local_date", time.local_date(START)),
            ("local_day", time.local_day(START)),
            ("local_short", time.local_short(START)),
            ("local_time", time.local_time(START)),
            (
                "in Tokyo",
                rx.fragment(time.local_datetime(START, zone="Asia/Tokyo"), " ", time.zone_name("Asia/Tokyo")),
            ),
            ("relative", time.relative("2026-11-20T08:00:00+00:00")),
            (
                "countdown",
                rx.fragment(
                    time.countdown(START),
                    " · ",
                    rx.cond(
                        GalleryState.hold_ends_at,
                        time.countdown(GalleryState.hold_ends_at, over="the hold is over"),
                        el.button("Hold for half a minute", size="compact", on_click=GalleryState.start_hold),
                    ),
                ),
            ),
            (
                "money",
                rx.fragment(
                    values.money(349_00, "USD"), " · ", values.money(1200_50, "EUR"), " · ", values.money(5000, "JPY")
                ),
            ),
        ),
    )


def show_notices() -> rx.Component:
    """Notices and an empty place."""
    return layout.section(
        "Notices and empty places",
        layout.stack(
            el.notice("Times are shown in your zone, Europe/Berlin."),
            el.notice(
                "Your seat is paid. We have sent the confirmation to priya@example.org.",
                title="You are in",
                tone="good",
            ),
            el.notice("Your hold ends in 4 minutes.", title="Finish paying soon", tone="warn"),
            el.notice(
                "The card was declined. No money was taken; try another card.",
                title="The payment did not go through",
                tone="bad",
            ),
            el.notice("This cohort is only for people of Northwind Traders.", tone="info"),
        ),
        el.empty_state(
            "No courses yet",
            "When you take a seat in a cohort it shows up here, with its dates and everything you need.",
            el.link_button("See all courses", href="/courses", look="primary"),
        ),
    )
