"""A crowd of websocket clients in a process of its own, so that its work is not counted as the server's.

`python -m bench.crowd floor PORT SIZE` or `python -m bench.crowd page PORT SIZE PAGE ADDRESS MARK`. It prints lines of
JSON: `{"connected": n}`, then for each broadcast, once all of the crowd have it, `{"last": s, "text": …}` in seconds
of the machine's monotonic clock.
"""

import asyncio
import json
import sys
import time
from typing import Any

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from tests.live.client import Browser


class Count:
    """Counts how many have got the first, the second, … broadcast."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.got: dict[int, int] = {}

    def note(self, number: int, text: str) -> None:
        """One client has its `number`-th broadcast."""
        self.got[number] = self.got.get(number, 0) + 1
        if self.got[number] == self.size:
            _say(last=time.monotonic(), text=text)


class Bare(WSListener):
    """A client of the floor."""

    def __init__(self, count: Count) -> None:
        self.count, self.number = count, 0

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            self.number += 1
            self.count.note(self.number, frame.get_payload_as_utf8_text())


class Watcher(Browser):
    """A browser at a page; once it is counting it only looks whether the mark is in what arrives."""

    def __init__(self, port: int, page: str, address: str, mark: str, count: Count) -> None:
        super().__init__(port, page, address)
        self.mark, self.count, self.number, self.is_counting = mark, count, 0, False

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if not self.is_counting:
            super().on_ws_frame(transport, frame)
        elif frame.msg_type == WSMsgType.TEXT:
            text = frame.get_payload_as_utf8_text()
            if text == "2":
                transport.send(WSMsgType.TEXT, b"3")
            elif self.mark in text:
                self.number += 1
                self.count.note(self.number, text)


async def watch_page(port: int, size: int, page: str, address: str, mark: str) -> None:
    """Watch a page of the academy."""
    count = Count(size)
    watchers = [Watcher(port, page, address, mark, count) for _ in range(size)]
    for at in range(0, size, 25):
        await asyncio.gather(*(watcher.open() for watcher in watchers[at : at + 25]))
    for watcher in watchers:
        watcher.is_counting = True
    _say(connected=size)
    await asyncio.Event().wait()


async def watch_floor(port: int, size: int) -> None:
    """Listen to the floor."""
    count = Count(size)
    for _ in range(size):
        await ws_connect(lambda: Bare(count), f"ws://127.0.0.1:{port}/")
    _say(connected=size)
    await asyncio.Event().wait()


def _say(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    kind, port, size, *rest = sys.argv[1:]
    asyncio.run(watch_floor(int(port), int(size)) if kind == "floor" else watch_page(int(port), int(size), *rest))
