"""Events that come again and browsers that come back: what was done is done once, what was on screen is there."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from academy.live.runtime import Runtime
from tests.live import sample
from tests.live.client import ROOT, Browser
from tests.live.serving import PRIVATE, ROOM, Server, bodies, database, one_server, server

__all__ = ["database", "one_server", "server"]

POST = f"{ROOT}.{ROOM}.post"
POST_AND_GO = f"{ROOT}.{ROOM}.post_and_go"
COUNT = f"{ROOT}.{ROOM}.count"


def posted(runtime: Runtime) -> list[str]:
    return [row.body for row in runtime.read(sample.messages, room_id=1)]


async def done(browser: Browser, number: int) -> None:
    await browser.until(lambda: number in browser.done)


def returned(server: Server, gone: Browser) -> Browser:
    """The same tab, about to connect again."""
    again = server.browser()
    again.token = gone.token
    return again


def test_an_event_that_comes_twice_is_done_once(server: Server, runtime: Runtime) -> None:
    async def scenario() -> None:
        a = await server.browser().open()
        a.send(a.message(POST, {"body": "hello"}, 1))
        a.send(a.message(POST, {"body": "hello"}, 1, is_again=True))
        a.send(a.message(POST, {"body": "other"}, 2))
        await done(a, 2)
        assert posted(runtime) == ["hello", "other"]
        assert a.var(ROOM, "own") == 2
        await a.close()

    asyncio.run(scenario())


def test_an_event_is_done_once_though_the_worker_that_did_it_is_killed(server: Server, runtime: Runtime) -> None:
    async def scenario() -> None:
        a = await server.browser().open()
        a.send(a.message(POST_AND_GO, {"body": "seat"}, 77))
        await a.until(lambda: len(posted(runtime)) == 2)
        server.kill()
        await a.is_closed.wait()
        server.start()
        again = returned(server, a)
        await again.open(a.message(POST_AND_GO, {"body": "seat"}, 77, is_again=True), screen={})
        await done(again, 77)
        assert posted(runtime) == ["seat", "seat"]
        assert again.redirects == ["/elsewhere"]
        await again.close()

    asyncio.run(scenario())


def test_one_that_never_arrived_is_done_when_it_comes_again(server: Server, runtime: Runtime) -> None:
    async def scenario() -> None:
        a = server.browser()
        await a.open(a.message(POST, {"body": "late"}, 5, is_again=True), screen={})
        await done(a, 5)
        assert posted(runtime) == ["late"]
        await a.close()

    asyncio.run(scenario())


def test_what_a_browser_was_told_to_do_is_said_again_after_a_cut(server: Server, runtime: Runtime) -> None:
    async def scenario() -> None:
        a = await server.browser().open()
        a.send(a.message(POST_AND_GO, {"body": "seat"}, 3))
        await done(a, 3)
        await a.close()
        again = returned(server, a)
        await again.open(a.message(POST_AND_GO, {"body": "seat"}, 3, is_again=True), screen={})
        await done(again, 3)
        assert again.redirects == ["/elsewhere"]
        assert posted(runtime) == ["seat", "seat"]
        await again.close()

    asyncio.run(scenario())


def test_an_id_is_worth_nothing_to_somebody_else(server: Server, runtime: Runtime) -> None:
    async def scenario() -> None:
        ada, bob = await server.browser(cookie="login=ada").open(), await server.browser(cookie="login=bob").open()
        ada.send(ada.message(POST, {"body": "Ada's"}, 9))
        await done(ada, 9)
        bob.send(ada.message(POST, {"body": "Bob's"}, 9, is_again=True))
        await done(bob, 9)
        assert posted(runtime) == ["Ada's", "Bob's"]
        await ada.close()
        await bob.close()

    asyncio.run(scenario())


def test_one_that_fails_is_answered_too(server: Server) -> None:
    async def scenario() -> None:
        a = await server.browser().open()
        a.send(a.message(f"{ROOT}.{ROOM}.fail", {}, 4))
        await done(a, 4)
        await a.close()

    asyncio.run(scenario())


def test_events_wait_for_the_page_to_be_open_and_keep_their_order(server: Server, runtime: Runtime) -> None:
    async def scenario() -> None:
        await asyncio.to_thread(runtime.write, sample.post, room_id=1, body="there before")
        a = server.browser()
        posts = [a.message(POST, {"body": str(number)}, number) for number in range(1, 6)]
        await a.open(a.message(COUNT, {}, 9), *posts)
        await done(a, 5)
        assert a.var(ROOM, "seen") == [1]
        assert posted(runtime) == ["there before", "1", "2", "3", "4", "5"]
        await a.close()

    asyncio.run(scenario())


def told(browser: Browser, state: str, var: str) -> list[object]:
    """What the browser was told of a var, in order."""
    return [
        delta[f"{ROOT}.{state}"][f"{var}_rx_state_"]
        for delta in browser.deltas
        if f"{var}_rx_state_" in delta.get(f"{ROOT}.{state}", {})
    ]


def test_a_worker_that_does_not_know_a_screen_takes_it_from_the_browser(server: Server, runtime: Runtime) -> None:
    async def scenario() -> None:
        await asyncio.to_thread(runtime.write, sample.post, room_id=1, body="hello")
        a = server.browser()
        state = f"{ROOT}.{ROOM}"
        await a.open(screen={state: {"own_rx_state_": 41, "seen_rx_state_": [7]}})
        assert a.var(ROOM, "own") == 41
        assert a.var(ROOM, "seen") == [7]
        a.event(POST, body="more")
        await a.until(lambda: a.var(ROOM, "own") == 42)
        await a.close()

    asyncio.run(scenario())


def test_a_screen_that_comes_back_is_never_emptied(server: Server, runtime: Runtime) -> None:
    async def scenario() -> None:
        await asyncio.to_thread(runtime.write, sample.post, room_id=1, body="hello")
        a = server.browser()
        await a.open(screen={})
        assert [len(rows) for rows in told(a, ROOM, "messages")] == [1]  # type: ignore[arg-type]
        assert told(a, ROOM, "is_loaded") == [True]
        await a.close()

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "forged",
    [
        {f"{ROOT}.{ROOM}": {"own_rx_state_": "many"}},
        {f"{ROOT}.{ROOM}": {"messages_rx_state_": [{"id": 1, "body": "forged"}], "is_loaded_rx_state_": True}},
        {f"{ROOT}.{PRIVATE}": {"private_messages_rx_state_": [{"id": 1, "body": "forged"}]}},
        {ROOT: {"is_hydrated_rx_state_": True}, "no.such.state": {"var": 1}},
        {f"{ROOT}.{ROOM}": "nonsense"},
        ["nonsense"],
    ],
)
def test_a_browser_cannot_bring_what_a_query_decides_nor_what_does_not_fit(server: Server, forged: object) -> None:
    async def scenario() -> None:
        a = server.browser()
        await a.open(screen=forged)
        assert a.var(ROOM, "own") == 0
        assert "forged" not in json.dumps(a.deltas)
        await a.close()

    asyncio.run(scenario())


def test_a_worker_believes_itself_unless_another_has_shown_the_screen_since(server: Server) -> None:
    async def scenario() -> None:
        a = await server.browser().open()
        a.send(a.message(POST, {"body": "hello"}, 1))
        await done(a, 1)
        await a.close()
        again = returned(server, a)
        await again.open(screen={f"{ROOT}.{ROOM}": {"own_rx_state_": 41}}, last=a.sid)
        assert again.var(ROOM, "own") == 1
        assert bodies(again) == ["hello"]
        await again.close()
        after_another = returned(server, again)
        await after_another.open(screen={f"{ROOT}.{ROOM}": {"seen_rx_state_": [7]}}, last="of another worker")
        assert after_another.var(ROOM, "own") == 0
        assert after_another.var(ROOM, "seen") == [7]
        await after_another.close()

    asyncio.run(scenario())


def test_writes_that_note_their_ids_side_by_side_do_not_lose_to_each_other(runtime: Runtime) -> None:
    with ThreadPoolExecutor(4) as pool:
        for number in range(60):
            pool.submit(runtime.write_new, sample.post, None, f"event:{number}", room_id=number % 2 + 1, body="x")
    lost = [s for m in runtime.metrics.collect() for s in m.samples if s.name == "live_mutation_conflicts_total"]
    assert sum(sample.value for sample in lost) == 0
    assert len(posted(runtime)) == 30
    runtime.write_new(sample.post, None, "event:1", room_id=1, body="again")
    assert len(posted(runtime)) == 30
