"""What stands in place of a page that cannot be shown."""

import json
from typing import Any

import reflex as rx

from academy import routes
from academy.core.errors import Denied
from academy.live import LiveState
from academy.ui.elements import link_button
from academy.ui.frames import FrameVars, public_frame
from academy.ui.types import Child, Text

NOT_YOURS = Denied().message


def _instead(title: Text, text: Child, *actions: rx.Component, code: Child | None = None) -> rx.Component:
    return rx.el.div(
        rx.el.h1(title),
        rx.el.p(text),
        rx.el.p("If you write to us about it, this number helps: ", rx.el.code(code), class_name="small")
        if code is not None
        else rx.fragment(),
        rx.el.div(*actions, class_name="row"),
        class_name="empty hero",
    )


def not_found(
    text: Text = "The address may be mistyped, or what was here has moved or been taken away.",
) -> rx.Component:
    """There is nothing at this address, or nothing this person may know of."""
    return _instead(
        "There is no such page",
        text,
        link_button("See all courses", href=routes.COURSES.url(), look="primary"),
        link_button("Go to the start page", href=routes.HOME.url()),
    )


def not_found_page(frame: FrameVars | None = None) -> rx.Component:
    """The page at every address that leads nowhere."""
    return public_frame(rx.el.div(not_found(), class_name="wrap"), frame=frame)


def broken(code: Text) -> rx.Component:
    """Something went wrong on our side; `code` finds it in the log."""
    return _instead(
        "This did not work",
        "It is our mistake, and it has been reported. What you saved is safe. Trying again usually helps.",
        link_button("Go to the start page", href=routes.HOME.url()),
        code=code,
    )


def denied(text: Text = NOT_YOURS) -> rx.Component:
    """The person is known and may not see this."""
    return _instead(
        "This page is not open to you",
        text,
        link_button("Go to the start page", href=routes.HOME.url(), look="primary"),
        link_button("Sign in as somebody else", href=routes.SIGN_IN.url()),
    )


def sign_in_needed() -> rx.Component:
    """Only somebody who is signed in may see this; they come back here. Another tab may have signed in meanwhile."""
    here: Any = rx.State.router.url
    away: Any = rx.Var(
        f"{json.dumps(routes.SIGN_IN.url())} + '?next='"
        f" + encodeURIComponent({here.path!s} + ({here.query!s} ? '?' + {here.query!s} : ''))",
        _var_data=here._get_all_var_data(),
    )
    return _instead(
        "Please sign in",
        "You are not signed in here, or not any more. It takes a minute, and no password.",
        link_button("Sign in", href=away.to(str), look="primary", loads=True),
        link_button("See all courses", href=routes.COURSES.url()),
    )


def screen(
    state: type[LiveState], *content: Child, waiting: rx.Component, head: rx.Component | None = None
) -> rx.Component:
    """What a page shows of its state: a skeleton until it is loaded, then the content, or why it cannot be shown.

    The `head` stands above the skeleton and the content.
    """
    return rx.match(
        state.problem_code,
        ("", rx.fragment(head or rx.fragment(), rx.cond(state.is_loaded, rx.fragment(*content), waiting))),
        ("sign_in", sign_in_needed()),
        ("denied", denied(state.problem)),
        ("not_found", not_found(state.problem)),
        _instead("This cannot be shown", state.problem, link_button("Go to the start page", href=routes.HOME.url())),
    )
