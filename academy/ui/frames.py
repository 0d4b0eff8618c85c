"""The frames around pages: a top bar for visitors, a side bar (on phones a bottom bar) for people who work here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import reflex as rx

from academy import routes
from academy.ui.elements import avatar, classes, hushed, link_button
from academy.ui.forms import posted_form
from academy.ui.frame_parts import (
    BellNews,
    Known,
    Palette,
    PaletteButton,
    Place,
    ZoneChoice,
    connection_sign,
    nav_link,
    theme_switch,
)
from academy.ui.icons import icon, place_icon
from academy.ui.overlays import popover
from academy.ui.types import Child, Flag, Text


@dataclass(frozen=True)
class FrameVars:
    """What the frames show of the person; whoever knows people wires it to their state."""

    is_ready: Flag = False
    """The server has answered: whether somebody is signed in is known."""
    is_signed_in: Flag = False
    name: Text = ""
    email: Text = ""
    zone: Text = ""
    """The zone of the person's profile; empty means the browser's."""
    places: list[Place] | rx.Var[list[Place]] = field(default_factory=list)
    """The parts of the academy that the person's role opens."""
    is_connected: Flag = True
    """False until the page's state has arrived."""


@dataclass(frozen=True)
class Bell:
    """What the bell of a person who is signed in shows; whoever knows of news hangs it up."""

    unread: Any
    """How much news is unread; not a number before that is known."""
    is_calm: Flag
    """They have looked at all of it before."""
    panel: Callable[[], rx.Component]
    """What its popover holds."""


_bells: list[Bell] = []


def hang_bell(bell: Bell) -> None:
    """Put a bell into every frame of people who are signed in."""
    _bells.append(bell)


_counts: dict[str, tuple[Any, str]] = {}


def hang_count(url: str, count: Any, counted: str) -> None:
    """Let links of the frames to a page tell how many things there are `counted`, such as `unread`."""
    _counts[url] = (count, counted)


_finders: list[str] = []


def hang_finder(address: str) -> None:
    """Let the palette of people who are signed in ask this address for what else they look for.

    It answers `?q=` with `{"found": [{"label", "hint", "url"}]}`.
    """
    _finders.append(address)


def brand() -> rx.Component:
    """The name of the house, which leads home."""
    return nav_link("Enablement", rx.el.i("."), "Academy", href=routes.HOME.url(), is_exact=True, class_name="brand")


def _skip_link() -> rx.Component:
    return rx.el.a("Skip to the content", href="#content", class_name="skip")


def _main(*content: Child, class_name: str = "") -> rx.Component:
    return rx.el.main(*content, id="content", tab_index=-1, class_name=class_name)


def _places(frame: FrameVars) -> Any:
    given = frame.places
    known = given if isinstance(given, rx.Var) else rx.Var.create([place.model_dump() for place in given])
    return known.to(list[Place])


def _count(bell: Bell) -> rx.Component:
    pill = rx.el.span(
        rx.cond(bell.unread > 99, "99+", bell.unread), class_name=rx.cond(bell.is_calm, "count calm", "count")
    )
    return rx.cond(bell.unread > 0, rx.fragment(pill, hushed(" unread")), rx.fragment())


def _bell_buttons(*words: Child, trigger_class: str, class_name: str) -> list[rx.Component]:
    """Buttons with a popover; one without `words` has a picture only."""
    return [
        popover(
            bell.panel(),
            trigger=rx.fragment(icon("bell"), *words, _count(bell)),
            label="" if words else rx.cond(bell.unread > 0, f"Notifications, {bell.unread} unread", "Notifications"),
            trigger_class=trigger_class,
            class_name=class_name,
        )
        for bell in _bells
    ]


def _bell_links(*words: Child, class_name: str = "") -> list[rx.Component]:
    """Links to the page, where there is no room for a popover."""
    return [
        nav_link(
            icon("bell"),
            *(words or (hushed("Notifications"),)),
            _count(bell),
            href=routes.NEWS.url(),
            class_name=class_name,
        )
        for bell in _bells
    ]


def _unseen(frame: FrameVars) -> rx.Component:
    """The parts of a frame that only show when needed."""
    commands = [
        {"label": "Courses", "url": routes.COURSES.url(), "hint": ""},
        {"label": "Plans and bundles", "url": routes.PLANS.url(), "hint": ""},
        {"label": "Home", "url": routes.HOME.url(), "hint": ""},
        {"label": "Notifications", "url": routes.NEWS.url(), "hint": ""},
        {"label": "Profile", "url": routes.PROFILE.url(), "hint": "Account"},
        {"label": "Open an account for a company", "url": routes.ORG_NEW.url(), "hint": ""},
    ]
    return rx.fragment(
        ZoneChoice.create(zone=frame.zone, is_ready=frame.is_ready),
        Known.create(is_ready=frame.is_ready, is_signed_in=frame.is_signed_in),
        Palette.create(
            places=_places(frame),
            commands=rx.cond(frame.is_signed_in, commands, commands[:3]),
            finders=rx.cond(frame.is_signed_in, _finders, []),
        ),
        *[BellNews.create(unread=bell.unread) for bell in _bells],
    )


def _account_entries(frame: FrameVars) -> list[rx.Component]:
    return [
        rx.el.div(
            rx.el.strong(frame.name), rx.el.br(), rx.el.span(frame.email, class_name="muted small"), class_name="who"
        ),
        rx.el.hr(),
        nav_link(icon("person"), "Profile", href=routes.PROFILE.url()),
        rx.el.div("Theme", theme_switch(), class_name="theme-row"),
        rx.el.hr(),
        posted_form(
            rx.el.button(icon("leave"), "Sign out", type="submit", class_name="entry"), action=routes.SIGN_OUT.url()
        ),
    ]


def _is_signed_out(frame: FrameVars) -> Any:
    """Whether it is known that nobody is signed in, as on a page whose session has ended while it was open."""
    is_ready, is_signed_in = map(rx.Var.create, (frame.is_ready, frame.is_signed_in))
    return is_ready & ~is_signed_in


def _visitor_end(frame: FrameVars) -> rx.Component:
    sign_in = rx.el.span(link_button("Sign in", href=routes.SIGN_IN.url(), look="quiet"), class_name="unknown-yet")
    places = rx.foreach(_places(frame), lambda place: _place_link(place, place_icon(place.icon), place.label))
    account = popover(
        places,
        rx.cond(_places(frame).length() > 0, rx.el.hr(), rx.fragment()),
        *_account_entries(frame),
        trigger=rx.fragment(avatar(frame.name), hushed("Your account")),
        trigger_class="btn quiet square",
    )
    buttons = _bell_buttons(trigger_class="btn quiet square", class_name="bell wide")
    bells = rx.fragment(*buttons, *_bell_links(class_name="btn quiet square narrow bell"))
    return rx.el.div(rx.cond(frame.is_signed_in, rx.fragment(bells, account), sign_in), class_name="end")


def public_frame(*content: Child, frame: FrameVars | None = None) -> rx.Component:
    """The frame of pages that everybody may see."""
    frame = frame or FrameVars()
    return rx.el.div(
        _skip_link(),
        rx.el.header(
            rx.el.div(
                brand(),
                rx.el.nav(
                    nav_link("Courses", href=routes.COURSES.url()),
                    nav_link("Plans", href=routes.PLANS.url(), class_name="wide"),
                    aria_label="Main",
                ),
                _visitor_end(frame),
                class_name="wrap",
            ),
            class_name="top",
        ),
        _main(*content),
        rx.el.footer(
            rx.el.div(
                rx.el.span("AI Enablement Academy"),
                rx.el.nav(
                    nav_link("Courses", href=routes.COURSES.url()),
                    nav_link("Plans", href=routes.PLANS.url()),
                    nav_link("For companies", href=routes.ORG_NEW.url()),
                    rx.cond(frame.is_signed_in, rx.fragment(), nav_link("Sign in", href=routes.SIGN_IN.url())),
                    aria_label="Footer",
                ),
                rx.el.div(connection_sign(frame.is_connected), theme_switch(), class_name="end"),
                class_name="wrap",
            ),
            class_name="foot",
        ),
        _unseen(frame),
        class_name="public",
    )


def _place_link(place: Any, *content: Child, class_name: str = "") -> rx.Component:
    has_pages = place.links.length() > 0
    return nav_link(
        *content,
        href=rx.cond(has_pages, place.links[0].url, place.url),
        around=rx.cond(has_pages, place.url, ""),
        keeps=rx.cond(has_pages, place.links[0].keeps, ""),
        class_name=class_name,
    )


def _page_words(page: Any) -> rx.Component:
    count = rx.el.span(page.count, hushed(" ", page.counted), class_name="count")
    return rx.fragment(page.label, rx.cond(page.count > 0, count, _hung_count(page.url)))


def _hung_count(url: Any) -> rx.Component:
    """The count that was hung to an address, if any."""

    def pill(count: Any, counted: str) -> rx.Component:
        shown = rx.el.span(rx.cond(count > 99, "99+", count), hushed(" ", counted), class_name="count calm")
        return rx.cond(count > 0, shown, rx.fragment())

    return rx.match(url, *[(known, pill(*hung)) for known, hung in _counts.items()], rx.fragment())


def _place(place: Any) -> rx.Component:
    pages = rx.foreach(
        place.links,
        lambda page: rx.el.li(
            nav_link(
                _page_words(page),
                href=page.url,
                is_exact=page.url == place.url,
                keeps=page.keeps,
                class_name="place sub",
            )
        ),
    )
    return rx.el.li(
        _place_link(place, place_icon(place.icon), place.label, class_name="place"),
        rx.cond(place.links.length() > 0, rx.el.ul(pages), rx.fragment()),
    )


def _sign_in_link() -> rx.Component:
    return nav_link(icon("person"), "Sign in", href=routes.SIGN_IN.url(), class_name="place")


def _side(frame: FrameVars) -> rx.Component:
    account = popover(
        *_account_entries(frame),
        trigger=rx.fragment(
            avatar(frame.name),
            hushed("Your account "),
            rx.el.span(frame.name, class_name="words"),
            icon("down", size=14),
        ),
        trigger_class="account",
        place="start up",
    )
    bells = _bell_buttons("Notifications", trigger_class="place", class_name="bell")
    return rx.el.header(
        brand(),
        PaletteButton.create(icon("search"), "Go to", class_name="place"),
        *[rx.cond(frame.is_signed_in, bell, rx.fragment()) for bell in bells],
        rx.el.nav(
            rx.el.ul(rx.foreach(_places(frame), _place)),
            rx.el.ul(rx.el.li(nav_link(icon("calendar"), "Courses", href=routes.COURSES.url(), class_name="place"))),
            aria_label="Main",
        ),
        rx.el.span(class_name="spring"),
        connection_sign(frame.is_connected),
        rx.cond(_is_signed_out(frame), _sign_in_link(), account),
        class_name="side",
    )


def _bottom_bar(frame: FrameVars) -> rx.Component:
    place = rx.foreach(
        _places(frame),
        lambda place: rx.el.div(
            _place_link(place, place_icon(place.icon), rx.el.span(place.label), _hung_count(place.url))
        ),
    )
    more = popover(
        rx.foreach(
            _places(frame),
            lambda place: rx.cond(
                place.links.length() > 0,
                rx.fragment(
                    rx.el.p(place.label, class_name="name"),
                    rx.foreach(place.links, lambda page: nav_link(_page_words(page), href=page.url, keeps=page.keeps)),
                    rx.el.hr(),
                ),
                rx.fragment(),
            ),
        ),
        nav_link(icon("calendar"), "Courses", href=routes.COURSES.url()),
        rx.el.hr(),
        rx.cond(_is_signed_out(frame), _sign_in_link(), rx.fragment(*_account_entries(frame))),
        trigger=rx.fragment(icon("menu"), "More"),
        trigger_class="",
    )
    news = [rx.cond(frame.is_signed_in, rx.el.div(link), rx.fragment()) for link in _bell_links(rx.el.span("News"))]
    return rx.el.nav(place, *news, more, class_name="bottom-bar", aria_label="Places")


def app_frame(*content: Child, frame: FrameVars | None = None, width: Literal["", "narrow"] = "") -> rx.Component:
    """The frame of pages for people who are signed in."""
    frame = frame or FrameVars()
    return rx.el.div(
        _skip_link(),
        _side(frame),
        _main(*content, class_name=classes("main", width)),
        _bottom_bar(frame),
        _unseen(frame),
        class_name="app",
    )
