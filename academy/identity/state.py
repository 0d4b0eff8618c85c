"""Who is at this browser, and what they do about it."""

import reflex as rx

from academy.identity.schemas import Me
from academy.identity.service import me
from academy.live import LiveState, live


class Session(LiveState, rx.State):
    """The person signed in at this browser; every page has it."""

    me: Me | None = live(me)
