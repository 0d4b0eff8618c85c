"""Who is here: on every worker, for as long as the page is open."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from academy.live import Tab, presence
from academy.live.context import Context
from academy.live.functions import everyone, mutation, query
from academy.live.presence import ACTIVE, LEASE, Presences, Present
from academy.live.runtime import Runtime
from tests.live import sample
from tests.live.conftest import FrozenClock

ADA, BOB = Present(user_id=1, is_active=False), Present(user_id=2, is_active=False)


@query(policy=everyone)
def people_here(ctx: Context, *, room_id: int) -> list[Present]:
    return presence.here(ctx, f"room:{room_id}")


@mutation(policy=sample.member_of_room)
def enter_room(ctx: Context, *, room_id: int, tab: Tab) -> None:
    presence.enter(ctx, f"room:{room_id}", tab)


@mutation(policy=everyone)
def write_in_room(ctx: Context, *, room_id: int, tab: Tab) -> None:
    presence.touch(ctx, f"room:{room_id}", tab)


@pytest.fixture
def members(runtime: Runtime) -> None:
    with runtime.database.transaction() as connection:
        people = [{"room_id": room, "user_id": user} for room in (1, 2) for user in (1, 2)]
        connection.execute(sa.insert(sample.Member), people)


class Worker:
    """A worker's presences; `connected` are the browsers that have a socket there."""

    def __init__(self, runtime: Runtime, executor: ThreadPoolExecutor) -> None:
        self.connected: set[str] = set()
        self.presences = Presences(runtime, executor, lambda client: client in self.connected)

    def enter(self, client: str, credential: str, room_id: int = 1) -> None:
        self.connected.add(client)
        self.presences.enter(client, enter_room, credential, {"room_id": room_id})


@asynccontextmanager
async def working(runtime: Runtime) -> AsyncIterator[Worker]:
    executor = ThreadPoolExecutor(1)
    yield Worker(runtime, executor)
    executor.shutdown()


@pytest.mark.usefixtures("members")
def test_everybody_sees_who_comes_and_goes_on_any_worker(runtime: Runtime, audience: Callable[[], Any]) -> None:
    async def scenario() -> None:
        async with audience() as people, working(runtime) as one, working(runtime) as other:
            assert await people.watch("x", people_here, room_id=1) == []
            one.enter("tab 1", "ada")
            await people.until(lambda: people.shown["x", "people_here"] == [ADA])
            other.enter("tab 2", "bob")
            await people.until(lambda: people.shown["x", "people_here"] == [ADA, BOB])
            one.presences.leave("tab 1")
            await people.until(lambda: people.shown["x", "people_here"] == [BOB])
            await other.presences.stop()
            await people.until(lambda: people.shown["x", "people_here"] == [])

    asyncio.run(scenario())


@pytest.mark.usefixtures("members")
def test_a_person_with_two_pages_is_here_once_until_both_are_closed(
    runtime: Runtime, audience: Callable[[], Any]
) -> None:
    async def scenario() -> None:
        async with audience() as people, working(runtime) as one:
            await people.watch("x", people_here, room_id=1)
            await people.watch("y", people_here, room_id=2)
            one.enter("tab 1", "ada")
            one.enter("tab 2", "ada")
            await people.until(lambda: people.shown["x", "people_here"] == [ADA])
            one.enter("tab 1", "ada", room_id=2)
            await people.until(lambda: people.shown["y", "people_here"] == [ADA])
            assert runtime.read(people_here, room_id=1) == [ADA]
            one.presences.leave("tab 2")
            await people.until(lambda: people.shown["x", "people_here"] == [])
            assert runtime.read(people_here, room_id=2) == [ADA]

    asyncio.run(scenario())


def test_who_may_not_enter_is_not_seen(runtime: Runtime, audience: Callable[[], Any]) -> None:
    async def scenario() -> None:
        async with audience() as people, working(runtime) as one:
            await people.watch("x", people_here, room_id=1)
            one.enter("tab 1", "ada")
            await people.settled()
            await people.until(lambda: not one.presences._clients)
            assert people.shown["x", "people_here"] == []

    asyncio.run(scenario())


@pytest.mark.usefixtures("members")
def test_writing_is_seen_and_ends_by_itself(runtime: Runtime, audience: Callable[[], Any], clock: FrozenClock) -> None:
    async def scenario() -> None:
        async with audience() as people, working(runtime) as one:
            await people.watch("x", people_here, room_id=1)
            one.enter("tab 1", "ada")
            await people.until(lambda: people.shown["x", "people_here"] == [ADA])
            tab = Tab(client="tab 1", worker=one.presences.worker)
            await asyncio.to_thread(runtime.write, write_in_room, room_id=1, tab=tab)
            await people.until(lambda: people.shown["x", "people_here"][0].is_active)
            clock.advance(seconds=ACTIVE.total_seconds())
            await people.settled()
            assert people.shown["x", "people_here"] == [ADA]

    asyncio.run(scenario())


@pytest.mark.usefixtures("members")
def test_a_page_that_comes_back_was_never_gone_and_one_that_does_not_is(
    runtime: Runtime, audience: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "GRACE_SECONDS", 0.0)

    async def scenario() -> None:
        async with audience() as people, working(runtime) as one, working(runtime) as other:
            await people.watch("x", people_here, room_id=1)
            one.enter("tab 1", "ada")
            one.enter("tab 2", "bob")
            await people.until(lambda: people.shown["x", "people_here"] == [ADA, BOB])
            one.connected.clear()
            other.enter("tab 1", "ada")
            await people.until(lambda: people.shown["x", "people_here"] == [ADA, BOB])
            one.presences.disconnect("tab 1")
            one.presences.disconnect("tab 2")
            await people.until(lambda: people.shown["x", "people_here"] == [ADA])
            assert all(
                shown == [ADA, BOB][: len(shown)] or shown == [ADA] for shown in [people.shown["x", "people_here"]]
            )

    asyncio.run(scenario())


@pytest.mark.usefixtures("members")
def test_nobody_is_here_through_a_worker_that_died(
    runtime: Runtime, audience: Callable[[], Any], clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "BEAT_SECONDS", 0.01)

    async def scenario() -> None:
        async with audience() as people, working(runtime) as dead, working(runtime) as other:
            await people.watch("x", people_here, room_id=1)
            dead.enter("tab 1", "ada")
            await people.until(lambda: people.shown["x", "people_here"] == [ADA])
            other.enter("tab 2", "bob")
            await people.until(lambda: people.shown["x", "people_here"] == [ADA, BOB])
            other.presences.start()
            clock.advance(seconds=LEASE.total_seconds() - 1)
            await people.settled()
            assert people.shown["x", "people_here"] == [ADA, BOB]
            clock.advance(seconds=2)
            await people.until(lambda: people.shown["x", "people_here"] == [BOB])
            await other.presences.stop()

    asyncio.run(scenario())
