"""The floor: what the same machine does with nothing of ours in between, measured in the same run.

A bare websocket server that inserts one row and sends the same text to everybody who is connected, whenever one of
them sends a text or a line of JSON comes in: `python -m bench.floor PORT DATABASE_URL`. After a line it says when the
row was committed, in seconds of the machine's monotonic clock.
"""

import asyncio
import json
import sys
import time

import sqlalchemy as sa
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

from academy.core.database import Database
from bench.processes import say

TABLE = sa.Table(
    "bench_floor", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("text", sa.Text)
)


class Client(WSListener):
    """One connection; any text it sends is inserted and goes to all."""

    connected: "set[WSTransport]" = set()
    database: Database

    @classmethod
    def publish(cls, text: str) -> float:
        """Insert a text and send it to everybody; returns the moment of the commit."""
        with cls.database.transaction() as connection:
            connection.execute(TABLE.insert().values(text=text))
        committed = time.monotonic()
        payload = text.encode()
        for client in cls.connected:
            client.send(WSMsgType.TEXT, payload)
        return committed

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.connected.add(transport)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.connected.discard(transport)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            self.publish(frame.get_payload_as_utf8_text())


def _accept(_request: WSUpgradeRequest) -> WSListener:
    return Client()


def _obey() -> None:
    say(committed=Client.publish(json.loads(sys.stdin.readline())))


async def main(port: int, url: str) -> None:
    """Serve until ended."""
    Client.database = Database(url)
    with Client.database.transaction() as connection:
        TABLE.metadata.create_all(connection)
    server = await ws_create_server(_accept, "127.0.0.1", port)
    asyncio.get_running_loop().add_reader(sys.stdin, _obey)
    say(ready=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
