"""A crowd of websocket clients in a process of its own, so that its work is not counted as the server's.

`python -m bench.watchers PORT`; a line of JSON then says who watches: a list of page, address and cookie each, or a
number of clients for the floor. It says when all have their first data, `{"connected": n, "seconds": s}`, and of each
write, once all of them have it, `{"last": s, "text": …, "number": n}` in seconds of the machine's monotonic clock.

A write is known by the number in its text, `~000017~`. Where the text is not ours to choose every text that contains
a mark is the next write: `python -m bench.watchers PORT MARK`. A mark that ends in a colon has the number after it.
"""

import asyncio
import json
import random
import re
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from picows import WSFrame, WSMsgType, WSTransport, ws_connect

from bench.processes import say
from tests.live.client import ROOT, Browser

AT_ONCE = 25
SIGN = b"~"
DIGITS = 6


def numbered(number: int, filling: str = "") -> str:
    """A text by which a write is known."""
    return f"~{number:0{DIGITS}d}~{filling}"


def number_in(payload: bytes) -> int | None:
    """The number of the write that a text tells of; None if it tells of none."""
    at = payload.find(SIGN) + 1
    end = at + DIGITS
    return int(payload[at:end]) if at and payload[end : end + 1] == SIGN else None


def number_after(mark: bytes, payload: bytes) -> int | None:
    """The number that stands after a mark; None if the mark is not there."""
    found = re.search(re.escape(mark) + rb" ?(\d+)", payload)
    return int(found[1]) if found else None


class Crowd:
    """Counts how many of a crowd have got which write; whoever gets a later one has missed nothing by skipping some.

    Attributes:
        reading: How each tells that they have read what came, if they do: see `Gathering.obey`.
    """

    def __init__(self, size: int, mark: str = "") -> None:
        self.size, self.mark, self.complete = size, mark.encode(), 0
        self.reading: dict[str, Any] = {}
        self._missing: dict[int, int] = {}

    def number_in(self, payload: bytes, seen: int) -> int | None:
        """The number of the write in a text, for somebody who has `seen` so many."""
        if self.mark.endswith(b":"):
            return number_after(self.mark, payload)
        if self.mark:
            return seen + 1 if self.mark in payload else None
        return number_in(payload)

    def note(self, seen: int, number: int) -> int:
        """Somebody who had `seen` so many has them up to `number`; returns which write all have by that, 0 for none."""
        for passed in range(seen + 1, number + 1):
            self._missing[passed] = self._missing.get(passed, self.size) - 1
        before = self.complete
        while self._missing.get(self.complete + 1) == 0:
            self.complete += 1
        return self.complete if self.complete > before else 0


class Watcher(Browser):
    """One of the crowd: a browser that, once all are there, only looks which write a text tells of.

    Args:
        is_bare: A client of the floor, which has no page.
    """

    def __init__(self, crowd: Crowd, port: int, page: str, address: str, cookie: str, *, is_bare: bool) -> None:
        super().__init__(port, page, address, cookie)
        self.crowd, self.seen, self.is_bare = crowd, 0, is_bare
        self.is_about_to_tell = False
        self.is_counting, self.is_live, self.is_leaving = is_bare, asyncio.Event(), False

    async def arrive(self) -> None:
        """Connect, as the same browser as before, and wait for the first data."""
        self.is_counting, self.is_leaving, self.is_closed = self.is_bare, False, asyncio.Event()
        self.vars.clear()
        self.is_live.clear()
        if self.is_bare:
            self._transport, _ = await ws_connect(lambda: self, f"ws://127.0.0.1:{self.port}/")
        else:
            await self.open()
        self.is_counting = True

    async def until(self, condition: Callable[[], bool], seconds: float = 0) -> None:
        """Wait for the first data without looking again and again, which costs much in a crowd."""
        await self.is_live.wait()

    async def leave(self) -> None:
        """Disconnect."""
        self.is_leaving = True
        await self.close()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        super().on_ws_disconnected(transport)
        if not self.is_leaving:
            say(problem="the server has cut a watcher off")

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if not self.is_counting:
            super().on_ws_frame(transport, frame)
            if self.vars[ROOT].get("is_hydrated_rx_state_"):
                self.is_live.set()
        elif frame.msg_type == WSMsgType.TEXT:
            payload = frame.get_payload_as_bytes()
            if payload == b"2":
                transport.send(WSMsgType.TEXT, b"3")
            elif (number := self.crowd.number_in(payload, self.seen)) is not None:
                self._have(number, payload)

    def _have(self, number: int, payload: bytes) -> None:
        if complete := self.crowd.note(self.seen, number):
            say(last=time.monotonic(), text=payload.decode(), number=complete)
        self.seen = max(self.seen, number)
        if self.crowd.reading and not self.is_about_to_tell:
            after, within = self.crowd.reading["after"], self.crowd.reading["within"]
            asyncio.get_running_loop().call_later(after + random.uniform(0, within), self._tell)
            self.is_about_to_tell = True

    def _tell(self) -> None:
        self.is_about_to_tell = False
        self.event(self.crowd.reading["reading"], **self.crowd.reading["payload"], number=self.seen)


class Gathering:
    """Everybody who watches, and what they are told to do."""

    def __init__(self, port: int, who: int | list[list[str]], mark: str = "") -> None:
        is_bare = isinstance(who, int)
        people = [["/", "", ""]] * who if isinstance(who, int) else who
        self.crowd = Crowd(len(people), mark)
        self.watchers = [Watcher(self.crowd, port, *person, is_bare=is_bare) for person in people]

    async def arrive(self, at_once: int) -> None:
        """Connect everybody, so many at once, and say when all have their first data."""
        began = time.monotonic()
        for at in range(0, len(self.watchers), at_once):
            await asyncio.gather(*(watcher.arrive() for watcher in self.watchers[at : at + at_once]))
        say(connected=len(self.watchers), seconds=time.monotonic() - began)

    async def obey(self) -> None:
        """Do as told for ever: `{"reconnect": true}`, `{"event": name}`, which the first of them sends,
        `{"each": name, "payload": {…}, "within": s}`, which each of them sends at a moment of its own, or
        `{"reading": name, "payload": {…}, "after": s, "within": s}`, which from now on each sends so long after a
        write, with the number of the latest that they have by then.
        """
        while line := await asyncio.to_thread(sys.stdin.readline):
            told = json.loads(line)
            if "event" in told:
                self.watchers[0].event(told["event"])
                say(sent=time.monotonic())
            elif "each" in told:
                for watcher in self.watchers:
                    send = partial(watcher.event, told["each"], **told["payload"])
                    asyncio.get_running_loop().call_later(random.uniform(0, told["within"]), send)
            elif "reading" in told:
                self.crowd.reading = told
            else:
                await asyncio.gather(*(watcher.leave() for watcher in self.watchers))
                await self.arrive(len(self.watchers))


async def watch(port: int, mark: str = "") -> None:
    """Connect those named on the first line, then tell of writes."""
    gathering = Gathering(port, json.loads(sys.stdin.readline()), mark)
    await gathering.arrive(AT_ONCE)
    await gathering.obey()


if __name__ == "__main__":
    asyncio.run(watch(int(sys.argv[1]), *sys.argv[2:]))
