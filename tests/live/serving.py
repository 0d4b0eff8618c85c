"""The sample app as a real server, one for all tests of a module, and what its browsers show."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from academy.core.database import Database
from tests.databases import KINDS, lent_database
from tests.live import sample
from tests.live.client import Browser
from tests.live.conftest import make_tables, put_first_rows

ROOM = "tests___live___screen_app____room_state"
PRIVATE = "tests___live___screen_app____private_state"


class Server:
    """The sample app as a process of its own."""

    def __init__(self, database: Database, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.database, self.log = database, log
        self.start()

    def start(self) -> None:
        address = self.database.url.render_as_string(hide_password=False)
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"from tests.live import screen_app; screen_app.serve({self.port})"],
            env={**os.environ, "SAMPLE_DATABASE": address, "REFLEX_WEB_WORKDIR": str(self.log.parent / "web")},
            stdout=self.log.open("a"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                self.pending()
            except OSError:
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(0.05)
            else:
                return
        raise AssertionError(self.log.read_text())

    def pending(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/pending", timeout=10) as answer:
            return dict(json.load(answer))

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def browser(self, address: str = "/?room=1", cookie: str = "") -> Browser:
        return Browser(self.port, address.partition("?")[0], address, cookie)


@pytest.fixture(params=KINDS, scope="module")
def one_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for all tests: it takes seconds to start."""
    folder = tmp_path_factory.mktemp("screens")
    with lent_database(request.param, make_tables) as url:
        server = Server(Database(url), folder / "server.log")
        yield server
        server.kill()
        server.database.dispose()


@pytest.fixture
def database(one_server: Server) -> Database:
    with one_server.database.transaction() as connection:
        for table in reversed(sample.metadata.sorted_tables):
            connection.execute(table.delete())
        put_first_rows(connection)
    return one_server.database


@pytest.fixture
def server(one_server: Server, database: Database) -> Server:
    return one_server


def bodies(browser: Browser, state: str = ROOM, var: str = "messages") -> list[str]:
    return [row["body"] for row in browser.var(state, var) or []]
