"""Tells somebody that they may not write here for now, why, until when, and whom to write to."""

from typing import Any

import reflex as rx

from academy.ui import elements as el
from academy.ui import time


def suspension_banner(state: Any) -> rx.Component:
    """Stands above a thread or a list; `state` is `ThreadSuspension` or `PlaceSuspension`."""
    mine = state.mine
    where = rx.cond(mine.is_everywhere, "in the community", "here")
    until = rx.cond(mine.until, rx.fragment("until ", time.local_datetime(mine.until)), "until a moderator lifts it")
    return rx.cond(
        mine,
        el.notice(
            rx.el.p("You cannot post ", where, " ", until, ". The reason: ", mine.reason),
            rx.el.p(
                "You read everything as before, and your courses go on. If you think this is a mistake, write to ",
                rx.el.a(mine.write_to, href="mailto:" + mine.write_to, class_name="link"),
                ".",
            ),
            title="You are suspended",
            tone="warn",
        ),
        rx.fragment(),
    )
