"""News as it is shown: in the bell's popover, and on its page."""

from typing import Any

import reflex as rx

from academy import routes
from academy.notifications.schemas import NewsDay, NewsRow
from academy.notifications.state import BellState, NewsState
from academy.ui import elements as el
from academy.ui import forms, tables, time
from academy.ui.arrivals import arrivals, in_place
from academy.ui.frames import Bell, hang_bell
from academy.ui.values import marked


def bell_panel() -> rx.Component:
    """The latest news, and the ways on."""
    bell: Any = BellState.bell
    head = rx.el.div(
        rx.el.strong("Notifications"),
        rx.cond(bell.unread > 0, _read_all(look="quiet")),
        class_name="row apart",
    )
    none = rx.el.p("Nothing yet. What concerns you shows up here.", class_name="muted small")
    return rx.el.div(
        looked_at(),
        head,
        rx.cond(
            bell.latest.length() > 0,
            rx.el.ul(rx.foreach(bell.latest, _brief), class_name="news", role="list", aria_label="Latest"),
            none,
        ),
        rx.el.hr(),
        rx.el.div(
            el.anchor("See all", href=routes.NEWS.url()),
            el.anchor("Choose what you hear of", href=routes.PREFERENCES.url()),
            class_name="ways-on",
        ),
        class_name="bell-panel",
    )


def looked_at() -> rx.Component:
    """Unseen: whoever has this before them has looked at what is new."""
    bell: Any = BellState.bell
    return rx.cond(bell.has_unseen, rx.el.span(hidden=True, on_mount=BellState.look), rx.fragment())


def hang() -> None:
    """Put the bell into the frames."""
    bell: Any = BellState.bell
    hang_bell(Bell(unread=bell.unread, is_calm=~bell.has_unseen, panel=bell_panel))


def filters() -> rx.Component:
    """All or unread, and what it is about."""
    chips = rx.foreach(
        NewsState.categories,
        lambda one: tables.query_link(
            one.label, changes={"category": one.category.to(str)}, clears=["after"], class_name="chip"
        ),
    )
    everything = tables.query_link("Everything", changes={"category": ""}, clears=["after"], class_name="chip")
    about = rx.el.nav(everything, chips, class_name="filter", aria_label="About")
    return rx.fragment(
        tables.tabs("Notifications", "unread", [("", "All"), ("yes", rx.fragment("Unread", _unread_count()))]),
        rx.cond(NewsState.categories.length() > 1, tables.filter_bar(about), rx.fragment()),
    )


def actions() -> rx.Component:
    """What one does with all of it: choose what there is, mark it as read."""
    bell: Any = BellState.bell
    settings = el.link_button("Choose what you hear of", href=routes.PREFERENCES.url(), look="quiet", size="compact")
    return rx.fragment(settings, rx.cond(bell.unread > 0, _read_all(), rx.fragment()))


def news_list() -> rx.Component:
    """The news by day, or what an empty list means."""
    news: Any = NewsState.news
    return rx.cond(
        news.days.length() > 0,
        rx.fragment(
            arrivals(rx.foreach(news.days, _day), ids=news.ids, key=news.key),
            tables.way_on(news),
        ),
        _nothing(),
    )


def _read_all(*, look: el.Look = "plain") -> rx.Component:
    return forms.action_button("Mark all as read", on_click=BellState.read_all, look=look, size="compact")


def _unread_count() -> rx.Component:
    bell: Any = BellState.bell
    return rx.cond(bell.unread > 0, rx.el.span(bell.unread, class_name="count calm"), rx.fragment())


def _nothing() -> rx.Component:
    asked: Any = rx.State.router.url.query_parameters
    everything = el.link_button("See all notifications", href=routes.NEWS.url())
    return rx.cond(
        asked["unread"] | asked["category"],
        el.empty_state("Nothing here", "You have read all of it, or nothing of this kind has come.", everything),
        el.empty_state(
            "Nothing yet",
            "Seats, dates that change, answers to what you write: whatever concerns you shows up here by itself.",
            el.link_button("See all courses", href=routes.COURSES.url(), look="primary"),
        ),
    )


def _day(day: rx.Var[NewsDay]) -> rx.Component:
    rows: Any = in_place(day.rows, NewsRow)
    shown = rx.el.section(
        rx.el.h2(time.local_day(day.at)), el.ruled_list(rx.foreach(rows, _row)), class_name="news-day"
    )
    return rx.fragment(rx.cond(rows.length() > 0, shown), key=day.day)


def _row(row: rx.Var[NewsRow]) -> rx.Component:
    toggle = rx.cond(
        row.is_read,
        forms.action_button(
            "Mark unread",
            el.hushed(": ", row.title),
            on_click=BellState.unread(row.public_id),
            look="quiet",
            size="compact",
        ),
        forms.action_button(
            "Mark read",
            el.hushed(": ", row.title),
            on_click=BellState.read(row.public_id),
            look="quiet",
            size="compact",
        ),
    )
    return el.item(
        _title(row),
        rx.cond(row.text, rx.el.p(row.text, class_name="muted small"), rx.fragment()),
        start=_dot(row),
        end=rx.fragment(rx.el.span(time.local_time(row.created_at), class_name="muted small"), toggle),
        key=row.public_id,
    )


def _brief(row: rx.Var[NewsRow]) -> rx.Component:
    below = rx.cond(row.text, rx.el.span(row.text, class_name="muted small"), rx.fragment())
    when = rx.el.span(time.relative(row.created_at), class_name="when small")
    return rx.el.li(_dot(row), rx.el.div(_title(row), below), when, key=row.public_id)


def _title(row: Any) -> rx.Component:
    opened = el.anchor(row.title, href=row.url, on_click=BellState.read(row.public_id), class_name="title")
    return rx.cond(row.url, opened, rx.el.span(row.title, class_name="title"))


def _dot(row: Any) -> rx.Component:
    light = rx.fragment(el.dot(), el.hushed("Unread: "))
    return rx.el.span(marked(row.is_read, rx.cond(row.is_read, rx.fragment(), light)), class_name="unread-dot")
