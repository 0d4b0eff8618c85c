"""An allowance is what may be done at once; it grows back evenly."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from academy.core import limits
from academy.core.errors import TooManyRequests
from academy.core.limits import Allowance, RateLimit
from tests.world import FrozenClock, Live

THREE_AN_HOUR = Allowance(3, timedelta(hours=1))


def spend(live: Live, key: str = "ada") -> None:
    with live.database.transaction() as connection, Session(connection) as session:
        limits.spend(session, THREE_AN_HOUR, now=live.clock(), key=key)
        session.flush()


def test_it_may_be_used_up_at_once(live: Live) -> None:
    for _ in range(3):
        spend(live)
    with pytest.raises(TooManyRequests, match="in 20 minutes"):
        spend(live)


def test_it_grows_back_evenly(live: Live, clock: FrozenClock) -> None:
    for _ in range(3):
        spend(live)
    clock.advance(timedelta(minutes=20))
    spend(live)
    with pytest.raises(TooManyRequests):
        spend(live)
    clock.advance(timedelta(hours=1))
    for _ in range(3):
        spend(live)


def test_everybody_has_their_own(live: Live) -> None:
    for _ in range(3):
        spend(live, "ada")
    spend(live, "ben")


def test_what_is_whole_again_is_forgotten(live: Live, clock: FrozenClock) -> None:
    spend(live, "ada")
    clock.advance(timedelta(minutes=10))
    spend(live, "ben")
    clock.advance(timedelta(minutes=10))
    with live.database.transaction() as connection, Session(connection) as session:
        limits.forget_spent(session, now=clock.now)
        assert session.exec(select(RateLimit.key)).all() == ["ben"]
