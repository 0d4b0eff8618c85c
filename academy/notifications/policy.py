"""Who may read other people's mail: nobody, except in a demo academy that cannot send any. Samples are nobody's."""

from typing import Any

from academy.core.errors import NotFound
from academy.core.settings import settings
from academy.live import Context


def inbox_is_open(_ctx: Context, **_arguments: Any) -> None:
    """Anybody may where the demo academy has no other way to deliver its mail."""
    if not settings().has_inbox:
        raise NotFound("There is no such page.")


def in_the_demo(_ctx: Context, **_arguments: Any) -> None:
    """Anybody may in the demo academy."""
    if not settings().demo:
        raise NotFound("There is no such page.")
