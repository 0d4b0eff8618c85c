"""The promises of the live layer, one test each, named after them."""

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from academy.core.errors import Conflict, Denied
from academy.live import hub
from academy.live.context import Context
from academy.live.runtime import Runtime
from tests.databases import outside
from tests.live import sample
from tests.live.conftest import FrozenClock
from tests.live.sample import balance, greeting, is_offer_open, messages, my_rooms, post, private_messages

Gather = Callable[[], Any]


def run(coroutine: Any) -> None:
    asyncio.run(coroutine)


def bodies(rows: list[sample.MessageRow]) -> list[str]:
    return [row.body for row in rows]


@pytest.mark.parametrize("way", ["service", "bulk", "raw", "outside", "cascade"])
def test_every_subscribed_browser_gets_the_new_result_however_it_was_written(
    runtime: Runtime, audience: Gather, way: str
) -> None:
    async def scenario() -> None:
        runtime.write(post, room_id=1, body="first")
        async with audience() as people:
            await people.watch("a", messages, room_id=1)
            if way == "service":
                await asyncio.to_thread(runtime.write, post, room_id=1, body="x")
            elif way == "outside":
                await asyncio.to_thread(outside, runtime.database, "UPDATE messages SET body = 'x' WHERE room_id = 1")
            else:
                statement = {
                    "bulk": sa.update(sample.Message).where(sample.Message.room_id == 1).values(body="x"),
                    "raw": sa.text("UPDATE messages SET body = 'x'"),
                    "cascade": sa.delete(sample.Room).where(sample.Room.id == 1),
                }[way]
                with runtime.database.transaction() as connection:
                    connection.execute(statement)
            expected = {"service": ["first", "x"], "cascade": []}.get(way, ["x"])
            await people.until(lambda: bodies(people.shown["a", "messages"]) == expected)

    run(scenario())


def test_no_gap_between_running_a_query_and_being_subscribed_to_it(runtime: Runtime, audience: Gather) -> None:
    """A commit is forced while the query runs, after it has read and before it is subscribed."""

    async def scenario() -> None:
        async with audience() as people:
            body, has_written = messages.body, []

            def read_then_be_overtaken(ctx: Context, *, room_id: int) -> Any:
                rows = body(ctx, room_id=room_id)
                if not has_written:
                    has_written.append(True)
                    writer = threading.Thread(target=partial(runtime.write, post, room_id=1, body="overtook"))
                    writer.start()
                    writer.join()
                return rows

            messages.body = read_then_be_overtaken
            try:
                first = await people.watch("a", messages, room_id=1)
                assert first == []
                await people.until(lambda: bodies(people.shown["a", "messages"]) == ["overtook"])
            finally:
                messages.body = body

    run(scenario())


def test_all_queries_of_one_page_move_together(runtime: Runtime, audience: Gather) -> None:
    async def scenario() -> None:
        async with audience() as people:
            await people.watch_all("a", {"one": (balance, {"account_id": 1}), "two": (balance, {"account_id": 2})})
            sums: list[int] = []
            publish = people.publish

            def publish_and_add(watches: Any) -> None:
                publish(watches)
                sums.append(people.shown["a", "one"] + people.shown["a", "two"])

            people.hub.publish = publish_and_add
            for amount in range(1, 15):
                await asyncio.to_thread(runtime.write, sample.transfer, source=1, target=2, amount=amount)
            await people.until(lambda: people.shown["a", "one"] == 100 - sum(range(1, 15)))
            assert set(sums) == {200}
            assert all(len(frame) == 2 for frame in people.frames)

    run(scenario())


def test_the_same_query_runs_once_for_all_who_watch_it(runtime: Runtime, audience: Gather) -> None:
    async def scenario() -> None:
        async with audience() as people:
            for number in range(1000):
                await people.watch(f"c{number}", messages, credential="ada" if number % 2 else None, room_id=1)
            await people.settled()
            before = people.runs()
            await asyncio.to_thread(runtime.write, post, room_id=1, body="for all")
            await people.until(lambda: bodies(people.shown["c999", "messages"]) == ["for all"])
            assert people.runs() - before == 1
            assert all(bodies(people.shown[f"c{number}", "messages"]) == ["for all"] for number in range(1000))

    run(scenario())


def test_a_query_behind_a_policy_still_runs_once_for_all_who_may_see_it(runtime: Runtime, audience: Gather) -> None:
    async def scenario() -> None:
        with runtime.database.transaction() as connection:
            connection.execute(
                sample.Member.__table__.insert(), [{"room_id": 1, "user_id": 1}, {"room_id": 1, "user_id": 2}]
            )
        async with audience() as people:
            for number in range(50):
                await people.watch(f"c{number}", private_messages, "ada" if number % 2 else "bob", room_id=1)
            await people.settled()
            before = people.runs()
            await asyncio.to_thread(runtime.write, post, room_id=1, body="x")
            await people.until(lambda: bodies(people.shown["c49", "private_messages"]) == ["x"])
            assert people.runs() - before == 1

    run(scenario())


def test_the_viewer_is_part_of_the_key_only_if_the_query_looked_at_the_viewer(
    runtime: Runtime, audience: Gather
) -> None:
    async def scenario() -> None:
        async with audience() as people:
            await people.watch("a", greeting, "ada", room_id=1)
            await people.watch("b", greeting, "bob", room_id=1)
            assert {people.shown["a", "greeting"], people.shown["b", "greeting"]} == {"about one"}
            with runtime.database.transaction() as connection:
                connection.execute(sa.update(sample.Room).where(sample.Room.id == 1).values(topic="you"))
            await people.until(lambda: people.shown["b", "greeting"] == "hello 2")
            assert people.shown["a", "greeting"] == "hello 1"
            await people.watch("c", my_rooms, "ada")
            await people.watch("d", my_rooms, "bob")
            with runtime.database.transaction() as connection:
                connection.execute(sample.Member.__table__.insert(), [{"room_id": 2, "user_id": 1}])
            await people.until(lambda: people.shown["c", "my_rooms"] == [2])
            assert people.shown["d", "my_rooms"] == []

    run(scenario())


def test_an_unchanged_result_is_not_sent(runtime: Runtime, audience: Gather) -> None:
    async def scenario() -> None:
        runtime.write(post, room_id=1, body="x")
        async with audience() as people:
            await people.watch("a", messages, room_id=1)
            await people.settled()
            runs = people.runs()
            with runtime.database.transaction() as connection:
                connection.execute(sa.update(sample.Message).values(hidden_note="only the server knows"))
            await people.settled()
            assert people.runs() > runs
            assert people.frames == []

    run(scenario())


def test_a_change_elsewhere_runs_nothing(runtime: Runtime, audience: Gather) -> None:
    async def scenario() -> None:
        async with audience() as people:
            await people.watch("a", messages, room_id=1)
            await people.settled()
            before = people.runs(), people.checks()
            await asyncio.to_thread(runtime.write, post, room_id=2, body="next door")
            await people.settled()
            assert (people.runs(), people.checks()) == before

    run(scenario())


def test_a_query_may_not_write(runtime: Runtime) -> None:
    with pytest.raises(sa.exc.DBAPIError):
        runtime.read(sample.writing_query)
    with Session(runtime.database.writer) as session:
        assert session.scalars(sa.select(sample.Room).where(sample.Room.topic == "never")).all() == []


def test_a_query_that_depends_on_time_is_run_again_when_it_said(
    runtime: Runtime, audience: Gather, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever puts the clock forward tells nobody; the hub looks now and then, however far away the moment was."""
    monkeypatch.setattr(hub, "LONGEST_WAIT_SECONDS", 0.02)

    async def scenario() -> None:
        expires_at = clock.now + timedelta(hours=48)
        with runtime.database.transaction() as connection:
            connection.execute(sample.Offer.__table__.insert(), [{"id": 1, "expires_at": expires_at}])
        async with audience() as people:
            assert await people.watch("a", is_offer_open, offer_id=1) is True
            await people.settled()
            assert people.shown["a", "is_offer_open"] is True
            clock.now = expires_at
            await people.until(lambda: people.shown["a", "is_offer_open"] is False)

    run(scenario())


def test_mutations_are_serializable_and_retried_on_conflict(runtime: Runtime) -> None:
    """Two withdrawals that are each covered alone: with snapshots only, both would pass."""
    attempts, barrier = [], threading.Barrier(2)
    body = sample.withdraw_if_covered.body

    def meet_after_reading(ctx: Context, *, account_id: int, amount: int) -> None:
        attempts.append(account_id)
        total = sum(ctx.session.scalars(sa.select(sample.Account.balance)))
        if not runtime.database.is_sqlite and len(attempts) <= 2:
            barrier.wait(timeout=10)
        if total < amount:
            raise Conflict("There is not enough money.")
        ctx.session.get_one(sample.Account, account_id).balance -= amount

    refused: list[Conflict] = []

    def withdraw(account_id: int) -> None:
        try:
            runtime.write(sample.withdraw_if_covered, account_id=account_id, amount=150)
        except Conflict as error:
            refused.append(error)

    sample.withdraw_if_covered.body = meet_after_reading
    try:
        threads = [threading.Thread(target=withdraw, args=(account,)) for account in (1, 2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
    finally:
        sample.withdraw_if_covered.body = body
    assert len(refused) == 1
    assert runtime.read(balance, account_id=1) + runtime.read(balance, account_id=2) == 50
    assert len(attempts) == (2 if runtime.database.is_sqlite else 3)


def test_a_mutation_repeated_with_its_request_id_happens_once(runtime: Runtime) -> None:
    """The answer to the first was lost with the socket; the browser asks again."""
    first = runtime.write_once(post, None, "request-1", room_id=1, body="once")
    again = runtime.write_once(post, None, "request-1", room_id=1, body="once")
    assert first == again
    assert bodies(runtime.read(messages, room_id=1)) == ["once"]
    results: list[int] = []
    threads = [
        threading.Thread(
            target=lambda: results.append(runtime.write_once(post, None, "request-2", room_id=2, body="once"))
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(results) == 4
    assert len(set(results)) == 1
    assert bodies(runtime.read(messages, room_id=2)) == ["once"]


def test_pages_of_a_list_stay_gap_free_while_rows_come_and_go(runtime: Runtime, audience: Gather) -> None:
    async def scenario() -> None:
        ids = [runtime.write(post, room_id=1, body=str(number)) for number in range(9)]
        edges = [0, ids[2], ids[5], None]
        async with audience() as people:
            await people.watch_all(
                "a",
                {
                    f"page {number}": (sample.messages_between, {"room_id": 1, "after": after, "until": until})
                    for number, (after, until) in enumerate(pairwise(edges))
                },
            )
            with runtime.database.transaction() as connection:
                connection.execute(sa.delete(sample.Message).where(sample.Message.id.in_([ids[2], ids[3], ids[8]])))
            await asyncio.to_thread(runtime.write, post, room_id=1, body="new")
            await people.settled()
            shown = [row for number in range(3) for row in people.shown["a", f"page {number}"]]
            assert shown == runtime.read(messages, room_id=1)

    run(scenario())


def test_one_raises_on_two(runtime: Runtime, audience: Gather) -> None:
    async def scenario() -> None:
        async with audience() as people:
            assert await people.watch("a", sample.room_about, topic="one") == 1
            with runtime.database.transaction() as connection:
                connection.execute(sa.update(sample.Room).values(topic="one"))
            await people.until(lambda: people.shown["a", "room_about"] == "error")

    run(scenario())


def test_one_raises_on_none_and_the_person_sees_no_half_result(runtime: Runtime, audience: Gather) -> None:
    async def scenario() -> None:
        async with audience() as people:
            assert await people.watch("a", balance, account_id=99) == "error"
            with runtime.database.transaction() as connection:
                connection.execute(sample.Account.__table__.insert(), [{"id": 99, "balance": 7}])
            await people.until(lambda: people.shown["a", "balance"] == 7)

    run(scenario())


@pytest.mark.parametrize("taken", ["membership", "session"])
def test_rights_are_checked_at_every_run_and_revoking_them_clears_the_screen(
    runtime: Runtime, audience: Gather, taken: str
) -> None:
    async def scenario() -> None:
        with runtime.database.transaction() as connection:
            connection.execute(sample.Member.__table__.insert(), [{"room_id": 1, "user_id": 1}])
        runtime.write(post, room_id=1, body="secret")
        async with audience() as people:
            assert bodies(await people.watch("a", private_messages, "ada", room_id=1)) == ["secret"]
            assert await people.watch("b", private_messages, "bob", room_id=1) == "denied"
            assert await people.watch("c", private_messages, None, room_id=1) == "sign_in"
            with runtime.database.transaction() as connection:
                if taken == "membership":
                    connection.execute(sa.delete(sample.Member))
                else:
                    connection.execute(sa.update(sample.Login).values(has_ended=True))
            expected = "denied" if taken == "membership" else "sign_in"
            await people.until(lambda: people.shown["a", "private_messages"] == expected)
            await asyncio.to_thread(runtime.write, post, room_id=1, body="more")
            await people.settled()
            assert people.shown["a", "private_messages"] == expected
            with runtime.database.transaction() as connection:
                if taken == "membership":
                    connection.execute(sample.Member.__table__.insert(), [{"room_id": 1, "user_id": 1}])
                else:
                    connection.execute(sa.update(sample.Login).values(has_ended=False))
            await people.until(lambda: people.shown["a", "private_messages"] != expected)
            assert bodies(people.shown["a", "private_messages"]) == ["secret", "more"]

    run(scenario())


def test_rights_are_checked_where_one_service_calls_another(runtime: Runtime) -> None:
    with pytest.raises(Denied):
        runtime.read(private_messages, "ada", room_id=1)


def test_a_burst_is_coalesced_and_ends_true(runtime: Runtime, audience: Gather) -> None:
    async def scenario() -> None:
        async with audience() as people:
            await people.watch("a", messages, room_id=1)

            def burst() -> None:
                for number in range(200):
                    runtime.write(post, room_id=1, body=str(number))

            await asyncio.to_thread(burst)
            await people.until(lambda: len(people.shown["a", "messages"]) == 200)
            assert len(people.frames) < 150

    run(scenario())


def test_leaving_a_page_forgets_what_it_watched(runtime: Runtime, audience: Gather) -> None:
    async def scenario() -> None:
        async with audience() as people:
            await people.watch("a", messages, room_id=1)
            await people.watch("a", messages, room_id=2)
            await people.settled()
            assert len(people.hub._nodes) == 1
            people.hub.leave("a")
            await people.settled()
            assert len(people.hub._nodes) == 0
            before = people.runs()
            await asyncio.to_thread(runtime.write, post, room_id=2, body="nobody is here")
            await people.settled()
            assert people.runs() == before

    run(scenario())
