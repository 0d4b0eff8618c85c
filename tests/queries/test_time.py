"""Time passes and nobody touches anything: what people hold is what they would see if they looked at that moment."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlmodel import select

from academy.catalog.models import Cohort
from academy.live import SYSTEM, Context, everyone, query
from academy.live.runtime import Credential
from academy.tables import metadata
from tests.live.conftest import Audience
from tests.queries.calls import Call, all_calls
from tests.queries.town import Town
from tests.queries.watching import Look, asks_for_time, assert_true, everybody_at, seen_anew, turn, watch
from tests.world import FrozenClock, Live

WATCHERS: tuple[Credential, ...] = ("ada", "ben", "cleo", "mo", "olga", "ed", SYSTEM)
"""Who looks at what: the first of them to whom it shows anything."""

ZONES = ("America/New_York", "Europe/Berlin", "Pacific/Auckland")
SECOND = timedelta(seconds=1)


@query(policy=everyone)
def forgets_the_time(ctx: Context) -> list[int]:
    """Depends on the clock and does not say so."""
    return list(ctx.session.exec(select(Cohort.id).where(Cohort.start_date > ctx.now).order_by(Cohort.id)))


def moments_of(live: Live) -> set[datetime]:
    """All moments that rows name."""
    found: set[datetime] = set()
    with live.database.snapshot() as connection:
        for table in metadata.tables.values():
            columns = [column for column in table.columns if _holds_moments(column)]
            for row in connection.execute(sa.select(*columns)) if columns else ():
                found.update(value for value in row if value is not None)
    return found


def _holds_moments(column: "sa.Column[Any]") -> bool:
    kind = column.type.impl_instance if isinstance(column.type, sa.types.TypeDecorator) else column.type
    return isinstance(kind, sa.DateTime)


def midnights(live: Live) -> Iterator[datetime]:
    """The next one in some zones."""
    for zone in map(ZoneInfo, ZONES):
        tomorrow = live.clock().astimezone(zone).date() + timedelta(days=1)
        yield datetime.combine(tomorrow, time(), zone).astimezone(UTC)


async def let_time_pass(live: Live, people: Audience, looks: Sequence[Look]) -> None:
    """Go through all moments until nothing is to come.

    A second after each that a row names, all must be true. What means to be run again must be true until just before,
    so it has forgotten no earlier moment, and right after.
    """
    named = sorted({moment + SECOND for moment in (*moments_of(live), *midnights(live)) if moment > live.clock()})
    while (alarm := people.hub._nodes.next_moment()) or named:
        if alarm and not (named and named[0] < alarm):
            due = {look: next_change(people, look) for look in looks}
            concerned = [look for look in looks if due[look] == alarm]
            await go_to(live, people, alarm - SECOND, concerned)
            await go_to(live, people, alarm, concerned)
        else:
            await go_to(live, people, named.pop(0), looks)


async def go_to(live: Live, people: Audience, moment: datetime, looks: Sequence[Look]) -> None:
    assert isinstance(live.clock, FrozenClock)
    live.clock.now = max(moment, live.clock.now)
    await turn(live, people)
    assert_true(live, people, looks, f"{moment:%d %b %Y %H:%M:%S}")


def next_change(people: Audience, look: Look) -> datetime | None:
    """When the hub means to run anew what stands behind this screen."""
    watch = people.hub.watches_of(str(look))[""]
    nodes = [node for node in (watch.guard, watch.body) if node is not None]
    nodes += [node.viewer for node in nodes if node.viewer is not None]
    return min((node.next_change_at for node in nodes if node.next_change_at is not None), default=None)


def test_what_is_shown_is_true_at_every_moment(live: Live, town: Town, audience: Callable[[], Any]) -> None:
    async def scenario() -> None:
        async with audience() as people:
            looks = timed(live, all_calls(town)) if live.database.is_sqlite else timed(live, all_calls(town))[::4]
            await watch(people, looks)
            await let_time_pass(live, people, looks)

    asyncio.run(scenario())


def timed(live: Live, calls: Sequence[Call]) -> list[Look]:
    """Who looks at the calls that ask for the time: those to whom they show anything."""
    candidates = everybody_at(calls, WATCHERS)
    shown = seen_anew(live, candidates)
    looks = [*{look.call: look for look in reversed(candidates) if not isinstance(shown[look], str)}.values()]
    return [look for look in looks if asks_for_time(live, look)]


def test_a_query_that_forgets_the_time_is_found(live: Live, town: Town, audience: Callable[[], Any]) -> None:
    async def scenario() -> None:
        async with audience() as people:
            looks = timed(live, [Call(forgets_the_time, {})])
            await watch(people, looks)
            with pytest.raises(AssertionError, match="forgets_the_time"):
                await let_time_pass(live, people, looks)

    asyncio.run(scenario())
