"""That one may not write here for now."""

import reflex as rx

from academy.community import service
from academy.community.schemas.moderation import MySuspension
from academy.live import LiveState, from_address, from_route, live


class ThreadSuspension(LiveState, rx.State):
    """What keeps the viewer from writing in the thread of the page."""

    mine: MySuspension | None = live(service.my_suspension, public_id=from_route("public_id"))


class PlaceSuspension(LiveState, rx.State):
    """What keeps the viewer from writing in the place of the page."""

    mine: MySuspension | None = live(service.my_suspension, place=from_address("place"))
