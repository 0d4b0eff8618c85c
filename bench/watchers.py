"""A crowd of websocket clients in a process of its own, so that its work is not counted as the server's.

`python -m bench.watchers PORT`; a line of JSON then says who watches: a list of page, address and cookie each, or a
number of clients for the floor. It says when all have their first data, `{"connected": n}`, and of each write, once all
of them have it, `{"last": s, "text": …}` in seconds of the machine's monotonic clock.

A write is known by the number in its text, `~000017~`. Where the text is not ours to choose every text that contains
a mark is the next write: `python -m bench.watchers PORT MARK`.
"""

import asyncio
import json
import sys
import time

from picows import WSFrame, WSMsgType, WSTransport, ws_connect

from bench.processes import say
from tests.live.client import Browser

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


class Crowd:
    """Counts how many of a crowd have got which write; whoever gets a later one has missed nothing by skipping some."""

    def __init__(self, size: int, mark: str = "") -> None:
        self.size, self.mark = size, mark.encode()
        self._missing: dict[int, int] = {}

    def number_in(self, payload: bytes, seen: int) -> int | None:
        """The number of the write in a text, for somebody who has `seen` so many."""
        if self.mark:
            return seen + 1 if self.mark in payload else None
        return number_in(payload)

    def note(self, seen: int, number: int) -> bool:
        """Somebody who had `seen` so many writes has them up to `number`; tells whether all have that one now."""
        for passed in range(seen + 1, number + 1):
            self._missing[passed] = self._missing.get(passed, self.size) - 1
        return number > seen and self._missing[number] == 0


class Watcher(Browser):
    """One of the crowd: a browser that, once all are there, only looks which write a text tells of."""

    def __init__(self, crowd: Crowd, port: int, page: str = "/", address: str = "", cookie: str = "") -> None:
        super().__init__(port, page, address, cookie)
        self.crowd, self.seen, self.is_counting = crowd, 0, False

    async def open_bare(self) -> None:
        """Connect to the floor."""
        await ws_connect(lambda: self, f"ws://127.0.0.1:{self.port}/")
        self.is_counting = True

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if not self.is_counting:
            super().on_ws_frame(transport, frame)
        elif frame.msg_type == WSMsgType.TEXT:
            payload = frame.get_payload_as_bytes()
            if payload == b"2":
                transport.send(WSMsgType.TEXT, b"3")
            elif (number := self.crowd.number_in(payload, self.seen)) is not None:
                self._have(number, payload)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        say(problem="the server has cut a watcher off")

    def _have(self, number: int, payload: bytes) -> None:
        if self.crowd.note(self.seen, number):
            say(last=time.monotonic(), text=payload.decode())
        self.seen = max(self.seen, number)


async def watch(port: int, who: int | list[list[str]], mark: str = "") -> None:
    """Connect everybody, then tell of writes for ever."""
    size = who if isinstance(who, int) else len(who)
    crowd = Crowd(size, mark)
    watchers = [Watcher(crowd, port, *([] if isinstance(who, int) else who[at])) for at in range(size)]
    for at in range(0, size, AT_ONCE):
        await asyncio.gather(
            *((w.open_bare if isinstance(who, int) else w.open)() for w in watchers[at : at + AT_ONCE])
        )
    for watcher in watchers:
        watcher.is_counting = True
    say(connected=size)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(watch(int(sys.argv[1]), json.loads(sys.stdin.readline()), *sys.argv[2:]))
