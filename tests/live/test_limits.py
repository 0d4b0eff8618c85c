"""A run that asks for too much ends with words, and holds up nobody else."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from academy.core.database import Database
from academy.live.context import Context
from academy.live.functions import everyone, mutation, query
from academy.live.limits import LimitReached, Limits
from academy.live.runtime import Runtime
from academy.live.tracking import watch_reads
from tests.live import sample
from tests.live.conftest import FrozenClock, gather

COUNT_FOR_EVER = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


@query(policy=everyone)
def count_for_ever(ctx: Context) -> int:
    return int(ctx.session.scalar(sa.text(COUNT_FOR_EVER)) or 0)


@mutation(policy=everyone)
def delete_after_counting_for_ever(ctx: Context) -> None:
    ctx.session.execute(sa.delete(sample.Room))
    ctx.session.execute(sa.text(COUNT_FOR_EVER))


@pytest.fixture
def strict(database: Database, clock: FrozenClock) -> Iterator[Runtime]:
    again = Database(database.url.render_as_string(hide_password=False), statement_seconds=0.2)
    watch_reads(again.reader, sample.metadata)
    limits = Limits(rows=5, seconds=0.2, result_bytes=200, subscriptions=2)
    yield Runtime(again, sample.resolve_viewer, clock=clock, limits=limits)
    again.dispose()


def add_messages(runtime: Runtime, count: int, body: str = "x") -> None:
    with runtime.database.transaction() as connection:
        connection.execute(sample.Message.__table__.insert(), [{"room_id": 1, "body": body}] * count)


def test_a_query_that_reads_too_many_rows_is_stopped(strict: Runtime) -> None:
    add_messages(strict, 5)
    assert len(strict.read(sample.messages, room_id=1)) == 5
    add_messages(strict, 1)
    with pytest.raises(LimitReached, match="5 rows"):
        strict.read(sample.messages, room_id=1)


def test_a_query_that_takes_too_long_is_stopped(strict: Runtime) -> None:
    with pytest.raises(LimitReached, match=r"0\.2 seconds"):
        strict.read(count_for_ever)
    assert strict.read(sample.balance, account_id=1) == 100


def test_a_mutation_that_takes_too_long_is_stopped_and_leaves_nothing(strict: Runtime) -> None:
    with pytest.raises(LimitReached, match=r"0\.2 seconds"):
        strict.write(delete_after_counting_for_ever)
    with strict.database.snapshot() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(sample.Room)) == 2


@pytest.mark.parametrize("large", [{"count": 6}, {"count": 1, "body": "x" * 300}], ids=["rows", "bytes"])
def test_a_screen_says_what_is_too_much_and_comes_back_when_it_is_not(strict: Runtime, large: dict[str, Any]) -> None:
    async def scenario() -> None:
        async with gather(strict) as people:
            assert await people.watch("a", sample.messages, room_id=1) == []
            assert await people.watch("b", sample.balance, account_id=1) == 100
            await asyncio.to_thread(add_messages, strict, **large)
            await people.until(lambda: people.shown["a", "messages"] == "limit")
            with strict.database.transaction() as connection:
                connection.execute(sa.delete(sample.Message))
                connection.execute(sa.update(sample.Account).values(balance=7))
            await people.until(lambda: people.shown["a", "messages"] == [])
            await people.until(lambda: people.shown["b", "balance"] == 7)

    asyncio.run(scenario())


def test_a_slow_query_costs_its_own_screen_alone(strict: Runtime) -> None:
    async def scenario() -> None:
        async with gather(strict) as people:
            assert await people.watch("a", count_for_ever) == "limit"
            assert await people.watch("b", sample.balance, account_id=1) == 100

    asyncio.run(scenario())


def test_one_browser_may_watch_only_so_much(strict: Runtime) -> None:
    async def scenario() -> None:
        wanted = {f"{n}": (sample.balance, {"account_id": 1}) for n in range(3)}
        async with gather(strict) as people:
            assert await people.watch_all("a", wanted) == {"0": 100, "1": 100, "2": "limit"}
            assert await people.watch_all("b", {"0": wanted["0"]}) == {"0": 100}

    asyncio.run(scenario())
