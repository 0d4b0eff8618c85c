"""What identity tells the other domains, taken down."""

from typing import Any

import pytest

from academy.identity import events
from academy.live import Context, subscribe

_told: list[Any] = []


@subscribe(events.SignInRequested)
@subscribe(events.PersonJoined)
@subscribe(events.ProviderConnected)
@subscribe(events.EmailChangeRequested)
@subscribe(events.EmailChanged)
def _take_down(_ctx: Context, fact: object) -> None:
    _told.append(fact)


@pytest.fixture
def told() -> list[Any]:
    """The events published so far."""
    _told.clear()
    return _told
