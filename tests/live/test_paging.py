"""Pages of long lists: no gap, no double, whatever comes and goes."""

import asyncio
import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from academy.core.errors import Invalid
from academy.live import Page, page_of
from academy.live.context import Context
from academy.live.functions import everyone, query
from academy.live.paging import MOST
from academy.live.runtime import Runtime
from tests.live.conftest import START
from tests.live.sample import Message, Offer

SIZE = 3


@query(policy=everyone)
def by_body(ctx: Context, *, until: str = "") -> Page[str]:
    """Falls by body, of which many are the same, then rises by id."""
    return page_of(
        ctx,
        sa.select(Message).where(Message.room_id == 1),
        lambda row: f"{row.body} {row.id}",
        of=str,
        order=(sa.desc(Message.body), Message.id),
        until=until,
        size=SIZE,
    )


@query(policy=everyone)
def by_moment(ctx: Context, *, until: str = "") -> Page[int]:
    """Falls by a moment, of which every two are the same."""
    order = (sa.desc(Offer.expires_at), Offer.id)
    return page_of(ctx, sa.select(Offer), lambda row: row.id, of=int, order=order, until=until, size=SIZE)


def everything(runtime: Runtime) -> list[str]:
    with runtime.database.snapshot() as connection:
        rows = connection.execute(
            sa.select(Message.body, Message.id).where(Message.room_id == 1).order_by(sa.desc(Message.body), Message.id)
        )
        return [f"{body} {number}" for body, number in rows]


def change_something(runtime: Runtime, chance: random.Random) -> None:
    with runtime.database.transaction() as connection:
        ids = list(connection.scalars(sa.select(Message.id)))
        match chance.choice(["insert", "insert", "delete", "move"]):
            case "insert":
                connection.execute(sa.insert(Message), [{"room_id": 1, "body": chance.choice("abcde")}])
            case "delete" if ids:
                connection.execute(sa.delete(Message).where(Message.id == chance.choice(ids)))
            case "move" if ids:
                moved = sa.update(Message).where(Message.id == chance.choice(ids))
                connection.execute(moved.values(body=chance.choice("abcde")))
            case _:
                pass


@pytest.mark.parametrize("seed", range(4))
def test_a_list_is_a_beginning_of_everything_as_far_as_was_asked_for(
    runtime: Runtime, audience: Callable[[], Any], seed: int
) -> None:
    chance = random.Random(seed)

    async def scenario() -> None:
        async with audience() as people:
            until = ""
            await people.watch("a", by_body)
            for _ in range(25):
                await asyncio.to_thread(change_something, runtime, chance)
                await people.settled()
                page, rows = people.shown["a", "by_body"], everything(runtime)
                assert page.rows == rows[: len(page.rows)]
                assert page.has_more == (len(rows) > len(page.rows))
                assert len(page.rows) >= min(SIZE, len(rows))
                if chance.random() < 0.4 and page.until:
                    before, until = page.rows, page.until
                    asked = await people.watch("a", by_body, until=until)
                    assert asked.rows == rows[: len(before) + SIZE]

    asyncio.run(scenario())


def test_what_comes_within_the_range_is_added_and_what_comes_after_it_is_not(runtime: Runtime) -> None:
    with runtime.database.transaction() as connection:
        connection.execute(sa.insert(Message), [{"room_id": 1, "body": body} for body in "gfedcb"])
    until = runtime.read(by_body).until
    with runtime.database.transaction() as connection:
        connection.execute(sa.insert(Message), [{"room_id": 1, "body": body} for body in ("z", "f", "a")])
    assert [row[0] for row in runtime.read(by_body, until=until).rows] == list("zgffe") + list("dcb")


@pytest.mark.parametrize("until", ["x", "[1]", '["a", "b"]', "{}", "[]", '["a", 1, 2]'])
def test_an_end_that_is_not_from_such_a_list_is_refused(runtime: Runtime, until: str) -> None:
    with pytest.raises(Invalid):
        runtime.read(by_body, until=until)


HOSTILE = [
    "[" * 100_000,
    f'["a", {10**30}]',
    f'["a", {"9" * 5000}]',
    '["a", -3000000000]',
    '["\\u0000", 1]',
    '["\\ud800", 1]',
    '["a", 1e300]',
]


@pytest.mark.parametrize("until", HOSTILE, ids=range(len(HOSTILE)))
def test_an_end_that_no_database_can_hold_is_refused(runtime: Runtime, until: str) -> None:
    with pytest.raises(Invalid):
        runtime.read(by_body, until=until)
    for moment in ('["9999-12-31T23:59:59-10:00", 1]', f'["2026-01-01T00:00:00Z", {2**40}]'):
        with pytest.raises(Invalid):
            runtime.read(by_moment, until=moment)


def test_a_key_from_afar_shows_what_stands_before_it_and_not_the_whole_list(runtime: Runtime) -> None:
    count = MOST + 2 * SIZE
    with runtime.database.transaction() as connection:
        offers = [{"id": number, "expires_at": START - timedelta(microseconds=number // 2)} for number in range(count)]
        connection.execute(sa.insert(Offer), offers)
    page = runtime.read(by_moment, until='["2000-01-01T00:00:00Z", 0]')
    assert (page.rows, page.has_more, page.is_cut) == (list(range(2 * SIZE, count)), False, True)
    assert runtime.read(by_moment, until=page.until) == page
    beginning = runtime.read(by_moment)
    assert (beginning.rows, beginning.has_more, beginning.is_cut) == (list(range(SIZE)), True, False)
    last = MOST + 1
    key = json.dumps([(START - timedelta(microseconds=last // 2)).isoformat(), last])
    assert runtime.read(by_moment, until=key).rows == list(range(2, last + 1 + SIZE))


def test_moments_are_keys_too(runtime: Runtime) -> None:
    with runtime.database.transaction() as connection:
        offers = [{"id": number, "expires_at": START - timedelta(microseconds=number // 2)} for number in range(8)]
        connection.execute(sa.insert(Offer), offers)
    page = runtime.read(by_moment)
    for size in (2 * SIZE, 8):
        page = runtime.read(by_moment, until=page.until)
        assert page.rows == list(range(size))
    assert not page.has_more
