"""What browsers hold: real sockets against a real server, over Reflex as it is pinned."""

import asyncio
import json

import sqlalchemy as sa

from academy.live.runtime import Runtime
from academy.live.sockets import BACKLOG_BYTES
from tests.live import sample
from tests.live.client import ROOT
from tests.live.serving import PRIVATE, ROOM, Server, bodies, database, one_server, server

__all__ = ["database", "one_server", "server"]


def test_what_one_does_the_others_see(server: Server) -> None:
    async def scenario() -> None:
        a, b = await server.browser().open(), await server.browser().open()
        b.event(f"{ROOT}.{ROOM}.post", body="hello")
        await a.until(lambda: bodies(a) == ["hello"])
        await b.until(lambda: bodies(b) == ["hello"])
        await a.close()
        await b.close()

    asyncio.run(scenario())


def test_a_change_while_a_handler_is_at_work_reaches_that_browser_and_its_handler(
    server: Server, runtime: Runtime
) -> None:
    async def scenario() -> None:
        a = await server.browser().open()
        a.event(f"{ROOT}.{ROOM}.post_slowly", body="own")
        await a.until(lambda: runtime.read(sample.messages, room_id=1) != [])
        await asyncio.to_thread(runtime.write, sample.post, room_id=1, body="another's")
        await a.until(lambda: bodies(a) == ["own", "another's"] and a.var(ROOM, "own") == 1)
        a.event(f"{ROOT}.{ROOM}.count")
        await a.until(lambda: a.var(ROOM, "seen") == [2])
        await a.close()

    asyncio.run(scenario())


def test_what_is_on_the_screen_is_not_sent_again(server: Server) -> None:
    async def scenario() -> None:
        a = await server.browser().open()
        a.event(f"{ROOT}.{ROOM}.post", body="hello")
        await a.until(lambda: bodies(a) == ["hello"] and a.var(ROOM, "own") == 1)
        a.deltas.clear()
        a.event(f"{ROOT}.{ROOM}.look_again")
        await a.until(lambda: a.var(ROOM, "own") == 2)
        told = {name for delta in a.deltas for values in delta.values() for name in values}
        assert "messages_rx_state_" not in told
        await a.close()

    asyncio.run(scenario())


def test_the_value_a_handler_reads_is_the_one_the_browser_shows(server: Server, runtime: Runtime) -> None:
    async def scenario() -> None:
        a = await server.browser().open()
        for number in range(1, 20):
            await asyncio.to_thread(runtime.write, sample.post, room_id=1, body=str(number))
            await a.until(lambda number=number: len(bodies(a)) == number)  # type: ignore[misc]
            a.event(f"{ROOT}.{ROOM}.count")
            await a.until(lambda number=number: (a.var(ROOM, "seen") or [])[-1:] == [number])  # type: ignore[misc]
        await a.close()

    asyncio.run(scenario())


def test_a_slow_client_delays_nobody_and_then_gets_the_latest(server: Server, runtime: Runtime) -> None:
    async def scenario() -> None:
        slow, quick = await server.browser().open(), await server.browser().open()
        slow.pause()
        large = "x" * 12_000
        for number in range(120):
            await asyncio.to_thread(runtime.write, sample.post, room_id=1, body=f"{number} {large}")
            await quick.until(lambda number=number: len(bodies(quick)) > number)  # type: ignore[misc]
        unsent = (await asyncio.to_thread(server.pending))["unsent"]
        assert BACKLOG_BYTES < max(unsent) < 20 * BACKLOG_BYTES
        seen = slow.frames
        slow.resume()
        await slow.until(lambda: len(bodies(slow)) == 120)
        assert slow.frames - seen < 100
        await slow.close()
        await quick.close()

    asyncio.run(scenario())


def test_revoking_rights_clears_the_screen_and_granting_them_fills_it(server: Server, runtime: Runtime) -> None:
    async def scenario() -> None:
        with runtime.database.transaction() as connection:
            connection.execute(sample.Member.__table__.insert(), [{"room_id": 1, "user_id": 1}])
        runtime.write(sample.post, room_id=1, body="secret")
        ada = await server.browser("/private", "login=ada").open()
        assert bodies(ada, PRIVATE, "private_messages") == ["secret"]
        with runtime.database.transaction() as connection:
            connection.execute(sa.update(sample.Login).values(has_ended=True))
        await ada.until(lambda: ada.var(PRIVATE, "problem_code") == "sign_in")
        assert bodies(ada, PRIVATE, "private_messages") == []
        with runtime.database.transaction() as connection:
            connection.execute(sa.update(sample.Login).values(has_ended=False))
        await ada.until(lambda: bodies(ada, PRIVATE, "private_messages") == ["secret"])
        assert ada.var(PRIVATE, "problem_code") == ""
        await ada.close()

    asyncio.run(scenario())


def test_who_comes_next_in_a_tab_is_told_nothing_of_who_was_there(server: Server, runtime: Runtime) -> None:
    """Neither when the page is loaded anew, under the same cookie even, nor when another cookie comes back to it."""

    async def scenario() -> None:
        with runtime.database.transaction() as connection:
            connection.execute(sample.Member.__table__.insert(), [{"room_id": 1, "user_id": 1}])
        runtime.write(sample.post, room_id=1, body="secret")
        for cookie, how in (("login=bob", {}), ("login=ada", {}), ("login=bob", {"screen": {}})):
            ada = await server.browser("/private", "login=ada").open()
            assert bodies(ada, PRIVATE, "private_messages") == ["secret"]
            await ada.close()
            bob = server.browser("/?room=2", cookie)
            bob.token = ada.token
            await bob.open(**how, last=ada.sid)
            assert "secret" not in json.dumps(bob.deltas)
            await bob.close()

    asyncio.run(scenario())


def test_who_must_sign_in_is_sent_there_and_back(server: Server) -> None:
    async def scenario() -> None:
        stranger = await server.browser("/private").open()
        await stranger.until(lambda: stranger.redirects == ["/sign-in?next=%2Fprivate"])
        assert bodies(stranger, PRIVATE, "private_messages") == []
        await stranger.close()

    asyncio.run(scenario())


def test_another_page_lets_go_of_the_last_one_and_a_closed_tab_of_everything(server: Server) -> None:
    async def scenario() -> None:
        a = await server.browser(cookie="login=ada").open()
        await a.until(lambda: server.pending()["nodes"] == 1)
        a.navigate("/private")
        await a.until(lambda: bool(a.vars[ROOT].get("is_hydrated_rx_state_")))
        await a.until(lambda: server.pending()["nodes"] == 3)
        await a.close()
        b = await server.browser().open()
        await b.until(lambda: server.pending()["nodes"] == 1)
        await b.close()

    asyncio.run(scenario())


def test_a_cut_socket_comes_back_with_the_truth_under_the_same_name(server: Server, runtime: Runtime) -> None:
    async def scenario() -> None:
        a = await server.browser().open()
        for number in range(5):
            await a.close()
            await asyncio.to_thread(runtime.write, sample.post, room_id=1, body=str(number))
            token, a = a.token, server.browser()
            a.token = token
            await a.open()
            assert len(bodies(a)) == number + 1
        runtime.write(sample.post, room_id=1, body="and on")
        await a.until(lambda: len(bodies(a)) == 6)
        await a.close()

    asyncio.run(scenario())


def test_after_a_killed_server_everybody_sees_the_truth_again(server: Server, runtime: Runtime) -> None:
    async def scenario() -> None:
        a = await server.browser().open()
        server.kill()
        await a.is_closed.wait()
        runtime.write(sample.post, room_id=1, body="meanwhile")
        server.start()
        again = server.browser()
        again.token = a.token
        await again.open()
        assert bodies(again) == ["meanwhile"]
        await again.close()

    asyncio.run(scenario())
