"""What the composer needs of a page's state, and what it is told."""

import json
from collections.abc import Mapping
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from academy.community import service
from academy.live import LiveState, live


class Writing(LiveState, rx.State):
    """The drafts of whoever writes; a page with a composer names it among its states."""

    drafts: dict[str, int] = live(service.my_drafts, default={})


def told(typed: Mapping[str, Any], problems: Mapping[str, str]) -> EventSpec:
    """Tell the composer what became of what it sent: it is done, or what is wrong with it, by field.

    The end of every handler that is a composer's `on_send`: `return told(typed, self.errors)`.
    """
    detail = json.dumps({"key": typed.get("client_key"), "problems": dict(problems)})
    return rx.call_script(f"window.dispatchEvent(new CustomEvent('academy:written', {{detail: {detail}}}))")
