"""The rooms of `bench/rooms.py`, served as the academy is: a supervisor and its workers."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import sqlalchemy as sa

from academy.core.database import Database
from academy.core.settings import ROOT
from academy.live import capture
from bench import rooms
from bench.counters import counted
from bench.processes import family
from bench.watchers import numbered
from scripts.site import free_port
from tests.live import sample

PATIENCE_SECONDS = 60
KEPT_OPEN_SECONDS = 2
"""The server closes a connection after a pause a little longer than this."""
FILLING = "x" * 1300
SERVE = "import sys; from academy.cli.server import serve; serve(workers=int(sys.argv[1]), target='bench.rooms')"


class Rooms:
    """A server over a database whose rooms have the given numbers of members."""

    def __init__(self, folder: Path, url: str, sizes: Sequence[int], *, workers: int = 1) -> None:
        self.folder, self.url, self.sizes, self.workers = folder, url, sizes, workers
        self.port = free_port()
        self.log = folder / "rooms.log"
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        self._asked = 0.0
        self._number = 0

    def fill(self) -> None:
        """Make the tables, the rooms and the people, each of whom is a member of one room."""
        database = Database(self.url)
        numbers = range(1, len(self.sizes) + 1)
        members = [room for room, size in zip(numbers, self.sizes, strict=True) for _ in range(size)]
        people = range(1, len(members) + 1)
        with database.transaction() as connection:
            sample.metadata.create_all(connection)
            capture.install(connection, sample.metadata)
            for table, rows in (
                (sample.Room, [{"id": number, "topic": f"Room {number}"} for number in numbers]),
                (sample.Login, [{"token": f"person-{user_id}", "user_id": user_id} for user_id in people]),
                (sample.Member, [{"room_id": room, "user_id": u} for room, u in zip(members, people, strict=True)]),
            ):
                connection.execute(sa.insert(table), rows)
        database.dispose()

    def start(self) -> None:
        """Serve, and wait until it answers."""
        settings = {"ACADEMY_PORT": str(self.port), "ACADEMY_DATA_DIR": str(self.folder), "ROOMS_DATABASE": self.url}
        settings["REFLEX_WEB_WORKDIR"] = str(self.folder / "web")
        (self.folder / "web" / "build" / "client").mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            command = [sys.executable, "-c", SERVE, str(self.workers)]
            self.process = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self.runs()
                break
            except (OSError, http.client.HTTPException):
                assert self.process.poll() is None, self.log.read_text()
                assert time.monotonic() < deadline, self.log.read_text()
                time.sleep(0.05)
        self.pids = family(self.process.pid)

    def stop(self) -> None:
        """Ask it to end, and wait until it has; what does not end in time is ended."""
        self._connection.close()
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=PATIENCE_SECONDS)
        finally:
            self.process.kill()

    def watchers(self, page: str = "/members", queries: int = 1) -> list[list[str]]:
        """The first room's members and what they watch, for `bench.watchers`: its latest message.

        They ask for it with that many different arguments, as many people each; the answer is the same.
        """
        people = range(1, self.sizes[0] + 1)
        return [[page, f"{page}?room=1&after={-(n % queries)}", f"{rooms.COOKIE}=person-{n}"] for n in people]

    def write(self) -> float:
        """Post a message to the first room; returns the moment of the commit."""
        self._number += 1
        body = {"room_id": 1, "body": numbered(self._number, FILLING)}
        return float(self._ask("POST", "/write", body)["committed"])

    def ask_for_nothing(self) -> None:
        """Make a request as `write` does, which does nothing."""
        self._ask("POST", "/nothing", {"room_id": 1, "body": FILLING})

    def runs(self) -> Counter[str]:
        """How often the workers' hubs have run which query."""
        return counted(self.port, "live_runs")

    def shares(self) -> list[int]:
        """How many are connected to each worker."""
        connections = [psutil.Process(pid).net_connections("tcp") for pid in self.pids[1:]]
        return [sum(one.laddr.port == self.port and bool(one.raddr) for one in found) for found in connections]

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        if time.monotonic() - self._asked > KEPT_OPEN_SECONDS:
            self._connection.close()
        self._asked = time.monotonic()
        try:
            self._connection.request(method, path, json.dumps(body))
            return json.load(self._connection.getresponse())
        except (OSError, http.client.HTTPException):
            self._connection.close()
            raise


@contextmanager
def serving(folder: Path, url: str, sizes: Sequence[int], *, workers: int = 1) -> Iterator[Rooms]:
    """Serve rooms of these sizes as long as the block lasts."""
    served = Rooms(folder, url, sizes, workers=workers)
    served.fill()
    try:
        served.start()
        yield served
    finally:
        served.stop()
