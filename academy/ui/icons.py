"""The few pictures we use, drawn on a grid of 20 with a line of 1.6; always beside words or with a label."""

from typing import Literal, get_args

import reflex as rx

IconName = Literal[
    "check",
    "cross",
    "up",
    "down",
    "right",
    "plus",
    "search",
    "info",
    "warning",
    "error",
    "done",
    "more",
    "menu",
    "learn",
    "teach",
    "organization",
    "admin",
    "person",
    "leave",
    "calendar",
    "external",
    "bell",
    "community",
]

_PATHS: dict[str, tuple[str, ...]] = {
    "check": ("m4 10.5 4 4 8-9",),
    "cross": ("m5 5 10 10M15 5 5 15",),
    "up": ("m5 12.5 5-5 5 5",),
    "down": ("m5 7.5 5 5 5-5",),
    "right": ("m7.5 5 5 5-5 5",),
    "plus": ("M10 4v12M4 10h12",),
    "search": ("M8.5 3.5a5 5 0 1 0 0 10 5 5 0 0 0 0-10M12.5 12.5l4 4",),
    "info": ("M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15", "M10 9.2v4.3M10 6.5v.1"),
    "warning": ("M10 3 2.2 16.5h15.6z", "M10 8.3v3.6M10 14.1v.1"),
    "error": ("M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15", "M10 6v4.6M10 13.5v.1"),
    "done": ("M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15", "m6.8 10.3 2.2 2.2 4.3-4.8"),
    "more": (
        "M4 10a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0",
        "M9.5 10a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0",
        "M15 10a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0",
    ),
    "menu": ("M3 6h14M3 10h14M3 14h14",),
    "learn": ("M10 5.2C8.3 3.9 6 3.5 3 3.5v11.8c3 0 5.3.4 7 1.7 1.7-1.3 4-1.7 7-1.7V3.5c-3 0-5.3.4-7 1.7M10 5.2V17",),
    "teach": ("M2.5 3.5h15M4 3.5v9h12v-9M10 12.5v2M7 17l3-2.5 3 2.5",),
    "organization": ("M3.5 17V4.5h8V17M11.5 8.5h5V17M2 17h16M6.3 8h2.4M6.3 11.5h2.4",),
    "admin": (
        "M3 6h7M14 6h3M3 14h3M10 14h7",
        "M12 4.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6M8 12.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6",
    ),
    "person": ("M10 3.2a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4M3.8 17c.700-3.2 3.1-4.8 6.2-4.8s5.5 1.6 6.2 4.8",),
    "leave": ("M8 3.5H4v13h4M8 10h9M13.5 6.5 17 10l-3.5 3.5",),
    "calendar": ("M3.5 5h13v12h-13zM3.5 8.5h13M7 3v3M13 3v3",),
    "bell": (
        "M10 3a4.5 4.5 0 0 0-4.5 4.5c0 4.5-2 5.5-2 6.5h13c0-1-2-2-2-6.5A4.5 4.5 0 0 0 10 3",
        "M8.3 16.5a1.8 1.8 0 0 0 3.4 0",
    ),
    "community": (
        "M3 4.5h10.500v7.5H8l-3 2.500V12H3z",
        "M13.5 7.500H17V14h-2v2.300L12.300 14H9.500",
    ),
    "external": ("M8 4.5H4v11.5h11.5v-4M11.5 3.5h5v5M16.5 3.5 9.5 10.5",),
}


def icon(name: IconName, *, size: int = 18) -> rx.Component:
    """A picture that says nothing to a screen reader; the words beside it do."""
    return rx.el.svg(
        *[rx.el.path(d=path) for path in _PATHS[name]],
        width=str(size),
        height=str(size),
        view_box="0 0 20 20",
        fill="none",
        stroke="currentColor",
        stroke_width="1.6",
        stroke_linecap="round",
        stroke_linejoin="round",
        aria_hidden="true",
    )


def place_icon(name: rx.Var[str]) -> rx.Component:
    """The picture of a place whose name is known only in the browser."""
    return rx.match(
        name,
        *[(known, icon(known)) for known in get_args(IconName)],
        icon("right"),
    )
