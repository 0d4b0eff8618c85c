"""Where places and threads are, of values that a page knows only once it is shown."""

from typing import Any

import reflex as rx

from academy import routes


def place_href(key: Any) -> Any:
    """The address of the list of a place."""
    return routes.COMMUNITY.url() + "?place=" + key


def thread_href(public_id: Any, number: Any = 0) -> Any:
    """The address of a thread, or of a reply in it."""
    thread = routes.THREAD.url(public_id="") + public_id
    return rx.cond(number > 0, thread + "?reply=" + number.to(str), thread) if isinstance(number, rx.Var) else thread
