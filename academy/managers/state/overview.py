"""The company at a glance."""

import reflex as rx

from academy.live import LiveState, from_address, live
from academy.managers import service
from academy.managers.schemas import (
    Overview,
)


class OverviewState(LiveState, rx.State):
    overview: Overview | None = live(service.overview, company=from_address("company"))
