"""A crowd of websocket clients in a process of its own, so that its work is not counted as the server's.

It talks to the benchmark in lines of JSON: first `{"connected": n}`, then for every broadcast `{"first": s, "last": s,
"bytes": n}` in seconds of the machine's monotonic clock, once all of the crowd have it.
"""

import asyncio
import json
import sys
import time
from typing import Any

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from tests.live.client import Browser


class Count:
    """Counts who has got the current broadcast."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.seen: dict[str, int] = {}
        self.first: dict[str, float] = {}

    def note(self, mark: str, size: int) -> None:
        """One client has it."""
        now = time.monotonic()
        self.first.setdefault(mark, now)
        self.seen[mark] = self.seen.get(mark, 0) + 1
        if self.seen[mark] == self.size:
            _say(mark=mark, first=self.first[mark], last=now, bytes=size)


class Bare(WSListener):
    """A client of the floor."""

    def __init__(self, count: Count) -> None:
        self.count = count

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            payload = frame.get_payload_as_bytes()
            self.count.note(payload[:20].decode().split(" ", 1)[0], len(payload))


async def watch_page(port: int, size: int, page: str, address: str, state: str, var: str) -> None:  # noqa: PLR0917
    """Watch a page of the academy; a broadcast is a delta that carries the var."""
    count, name = Count(size), f"{var}_rx_state_"

    def note(update: dict[str, Any]) -> None:
        value = (update.get("delta") or {}).get(state, {}).get(name)
        if value is not None:
            count.note(json.dumps(value)[-400:], len(json.dumps(value)))

    browsers = [Browser(port, page, address) for _ in range(size)]
    for at in range(0, size, 25):
        await asyncio.gather(*(browser.open() for browser in browsers[at : at + 25]))
    for browser in browsers:
        browser.on_event = note
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
