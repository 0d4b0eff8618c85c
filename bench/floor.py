"""The floor: what the same machine does with nothing of ours in between, measured in the same run.

A bare websocket server that, on being asked, inserts one row and sends one text to everybody who is connected.
`python -m bench.floor PORT DATABASE_URL`
"""

import asyncio
import sys

import sqlalchemy as sa
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

from academy.core.database import Database

TABLE = sa.Table(
    "bench_floor", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("text", sa.Text)
)


class Client(WSListener):
    """One connection; any text it sends is inserted and goes to all."""

    connected: "set[WSTransport]" = set()
    database: Database

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.connected.add(transport)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.connected.discard(transport)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type != WSMsgType.TEXT:
            return
        payload = frame.get_payload_as_bytes()
        with self.database.transaction() as connection:
            connection.execute(TABLE.insert().values(text="x"))
        for client in self.connected:
            client.send(WSMsgType.TEXT, payload)


def _accept(_request: WSUpgradeRequest) -> WSListener:
    return Client()


async def main(port: int, url: str) -> None:
    """Serve until ended."""
    Client.database = Database(url)
    with Client.database.transaction() as connection:
        TABLE.metadata.create_all(connection)
    server = await ws_create_server(_accept, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
