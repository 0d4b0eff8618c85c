"""How the hub does what `test_promises` holds it to: what it need not run, and what it does when a turn breaks."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from academy.core.database import Database
from academy.live.context import Context
from academy.live.evidence import Evidence
from academy.live.functions import Query
from academy.live.nodes import Node, Nodes
from academy.live.runtime import Runtime
from academy.live.tracking import ReadSet, watch_reads
from tests.databases import postgres
from tests.live import sample
from tests.live.conftest import START, FrozenClock, gather
from tests.live.sample import balance, greeting, is_offer_open, message_count, messages, post, transfer
from tests.live.test_promises import Gather, bodies, run


@contextmanager
def replaced(query: Query[..., Any], body: Any) -> Iterator[None]:
    """Let a query do something else for a while."""
    original = query.body
    query.body = body
    try:
        yield
    finally:
        query.body = original


def test_what_would_see_the_same_rows_is_not_run(runtime: Runtime, audience: Gather) -> None:
    async def scenario() -> None:
        runtime.write(post, room_id=1, body="x")
        async with audience() as people:
            await people.watch("a", message_count, room_id=1)
            await people.settled()
            runs = people.runs()
            with runtime.database.transaction() as connection:
                connection.execute(sa.update(sample.Message).values(body="y"))
            await people.settled()
            assert people.runs() == runs
            await asyncio.to_thread(runtime.write, post, room_id=1, body="z")
            await people.settled()
            assert people.shown["a", "message_count"] == 2

    run(scenario())


def test_asking_again_runs_only_what_is_new_and_shows_all_as_it_is_now(runtime: Runtime, audience: Gather) -> None:
    async def scenario() -> None:
        async with audience() as people:
            first = {"messages": (messages, {"room_id": 1}), "count": (message_count, {"room_id": 1})}
            await people.watch_all("a", first)
            await people.settled()
            runs = people.runs()
            assert (await people.watch_all("a", first))["count"] == 0
            assert people.runs() == runs
            again = first | {"count": (message_count, {"room_id": 2})}
            await people.watch_all("a", again)
            assert people.runs() == runs + 1
            await asyncio.to_thread(runtime.write, post, room_id=1, body="x")
            shown = await people.watch_all("a", again | {"balance": (balance, {"account_id": 1})})
            assert [message.body for message in shown["messages"]] == ["x"]

    run(scenario())


def test_rows_moved_while_nothing_was_run_are_seen_at_their_new_place(runtime: Runtime, audience: Gather) -> None:
    """A reference that points elsewhere brings the same rows at first, and others later."""

    async def scenario() -> None:
        with runtime.database.transaction() as connection:
            connection.execute(sa.update(sample.Room).values(topic="same"))
            connection.execute(sa.insert(sample.Member), [{"id": 9, "room_id": 1, "user_id": 1}])
        async with audience() as people:
            await people.watch("a", sample.topic_of_member, member_id=9)
            for statement in (
                sa.update(sample.Member).where(sample.Member.id == 9).values(room_id=2),
                sa.update(sample.Room).where(sample.Room.id == 2).values(topic="other"),
            ):
                with runtime.database.transaction() as connection:
                    connection.execute(statement)
                await people.settled()
            assert people.shown["a", "topic_of_member"] == "other"

    run(scenario())


def test_a_moment_that_comes_is_no_matter_of_rows(runtime: Runtime, audience: Gather, clock: FrozenClock) -> None:
    async def scenario() -> None:
        with runtime.database.transaction() as connection:
            connection.execute(sa.insert(sample.Offer), [{"id": 1, "expires_at": clock.now}])
        clock.advance(hours=-1)
        async with audience() as people:
            assert await people.watch("a", is_offer_open, offer_id=1)
            clock.advance(hours=1)
            await people.settled()
            assert not people.shown["a", "is_offer_open"]

    run(scenario())


@pytest.mark.usefixtures("runtime")
def test_a_shared_query_that_begins_to_look_at_the_viewer_is_shared_no_longer(
    runtime: Runtime, audience: Gather
) -> None:
    async def scenario() -> None:
        async with audience() as people:
            for name, token in (("a", "ada"), ("b", "bob")):
                await people.watch(name, greeting, token, room_id=1)
            with runtime.database.transaction() as connection:
                connection.execute(sa.update(sample.Room).where(sample.Room.id == 1).values(topic="you"))
            await people.settled()
            assert [people.shown[name, "greeting"] for name in "ab"] == ["hello 1", "hello 2"]

    run(scenario())


@postgres
def test_a_connection_lost_in_the_middle_of_a_turn_shows_nobody_an_error_and_leaves_nobody_stale(
    runtime: Runtime, audience: Gather
) -> None:
    """It is lost after another query of the same turn has come out different."""

    async def scenario() -> None:
        body, cut = messages.body, []

        def cut_the_first_time(ctx: Context, *, room_id: int) -> Any:
            if not cut:
                cut.append(True)
                ctx.session.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))
            return body(ctx, room_id=room_id)

        async with audience() as people:
            await people.watch("a", balance, account_id=1)
            await people.watch("b", messages, room_id=1)
            with replaced(messages, cut_the_first_time):
                with runtime.database.transaction() as connection:
                    connection.execute(sa.update(sample.Account).where(sample.Account.id == 1).values(balance=7))
                    connection.execute(sa.insert(sample.Message), [{"room_id": 1, "body": "x"}])
                await people.until(lambda: bool(cut) and people.shown["b", "messages"] != [])
            assert bodies(people.shown["b", "messages"]) == ["x"]
            assert people.shown["a", "balance"] == 7

    run(scenario())


def test_a_query_that_breaks_does_not_part_the_others_of_its_turn(runtime: Runtime, audience: Gather) -> None:
    """Money moves while it breaks; those before it and those after it still are of one moment."""

    async def scenario() -> None:
        moved: list[bool] = []

        def move_money_and_break(ctx: Context, *, room_id: int) -> Any:
            if not moved:
                moved.append(True)
                runtime.write(transfer, source=1, target=2, amount=30)
            ctx.session.execute(sa.text(f"SELECT nothing FROM nowhere_{room_id}"))

        async with audience() as people:
            with replaced(messages, move_money_and_break):
                sums = await people.watch_all(
                    "a",
                    {
                        "before": (balance, {"account_id": 1}),
                        "broken": (messages, {"room_id": 1}),
                        "after": (balance, {"account_id": 2}),
                    },
                )
            assert sums["broken"] == "error"
            assert sums["before"] + sums["after"] == 200
            await people.settled()
            assert (people.shown["a", "before"], people.shown["a", "after"]) == (70, 130)

    run(scenario())


def test_what_screens_are_given_while_a_turn_is_under_way_is_of_the_one_before(
    runtime: Runtime, audience: Gather
) -> None:
    """As those are that could not be told at once, because they were busy or slow."""

    async def scenario() -> None:
        body, is_waiting, may_go_on = balance.body, threading.Event(), threading.Event()

        def wait_at_the_second(ctx: Context, *, account_id: int) -> Any:
            if account_id == 2:
                is_waiting.set()
                may_go_on.wait()
            return body(ctx, account_id=account_id)

        async with audience() as people:
            accounts = {"first": (balance, {"account_id": 1}), "second": (balance, {"account_id": 2})}
            await people.watch_all("a", accounts)
            await people.settled()
            with replaced(balance, wait_at_the_second):
                await asyncio.to_thread(runtime.write, transfer, source=1, target=2, amount=30)
                await asyncio.to_thread(is_waiting.wait)
                shown = [watch.outcome.value for watch in people.hub.watches_of("a").values()]
                may_go_on.set()
                assert shown == [100, 100]
                await people.until(lambda: people.shown["a", "second"] == 130)

    run(scenario())


def test_a_moment_is_waited_for(database: Database) -> None:
    """By the clock of the machine, with nobody touching anything."""
    watch_reads(database.reader, sample.metadata)
    runtime = Runtime(database, sample.resolve_viewer)

    async def scenario() -> None:
        with database.transaction() as connection:
            soon = runtime.clock() + timedelta(seconds=0.5)
            connection.execute(sa.insert(sample.Offer), [{"id": 1, "expires_at": soon}])
        async with gather(runtime) as people:
            await people.watch("a", is_offer_open, offer_id=1)
            await people.until(lambda: people.shown["a", "is_offer_open"] is False)

    run(scenario())


def test_moments_that_are_waited_for_no_more_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.live.nodes.SPARE_MOMENTS", 3)
    nodes, first, second = Nodes(), Node(("a",), str, None, None), Node(("b",), str, None, None)
    for node in (first, second):
        nodes.note(node, ReadSet(), Evidence(), START)
        nodes.keep(node)
    for minutes in (*range(1, 50), 5):
        nodes.note(first, ReadSet(), Evidence(), START + timedelta(minutes=minutes))
        assert len(nodes._moments) < 10
    assert nodes.due(START) == [second]
    nodes.note(second, ReadSet(), Evidence(), None)
    assert nodes.next_moment() == START + timedelta(minutes=5)
    nodes.forget(first)
    assert nodes.next_moment() is None
