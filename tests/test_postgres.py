"""The embedded Postgres: kept for as long as its holder lives, in whatever way that or its keeper ends."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from academy.core import embedded
from academy.core.settings import EMBEDDED, ROOT

HOLD = """
import sys
from academy.cli import postgres
with postgres.provided(workers=int(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


class Place:
    """A data folder whose Postgres anybody may hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = os.environ | {"ACADEMY_DATA_DIR": str(folder), "ACADEMY_DATABASE_URL": EMBEDDED}

    @contextmanager
    def held(self, *, workers: int = 1) -> Iterator[subprocess.Popen[str]]:
        """Let a process hold it; in the end it is let go in order if it is still held."""
        command = [sys.executable, "-c", HOLD, str(workers)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        with subprocess.Popen(command, cwd=ROOT, env=self.environment, text=True, **pipes) as holder:  # type: ignore[call-overload]
            yield holder

    def select(self, statement: str) -> object:
        with psycopg.connect(embedded.address(self.folder), autocommit=True) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            return cursor.fetchone()[0] if cursor.description else None

    def servers(self) -> list[psutil.Process]:
        """The Postgres servers over this folder."""
        return [
            process
            for process in psutil.process_iter(["cmdline"])
            if (process.info["cmdline"] or [""])[0].endswith("postgres")
            and str(embedded.data_folder(self.folder)) in process.info["cmdline"]
        ]

    def answers(self) -> bool:
        try:
            return self.select("SELECT 1") == 1
        except psycopg.OperationalError:
            return False


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("place"))


def says(holder: subprocess.Popen[str]) -> str:
    assert holder.stdout is not None
    return holder.stdout.readline()


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_it_runs_while_it_is_held_and_keeps_its_data(place: Place) -> None:
    leftover = place.folder / "postgres.new" / "PG_VERSION"
    leftover.parent.mkdir()
    leftover.write_text("half made")
    with place.held() as holder:
        assert "starting" in says(holder)
        assert "ready" in says(holder)
        assert says(holder) == "held\n"
        place.select("CREATE TABLE kept AS SELECT 42 AS number")
    assert holder.returncode == 0
    assert place.servers() == []
    with place.held(workers=0) as holder:
        assert says(holder) == "held\n"
        assert place.select("SELECT number FROM kept") == 42
        assert place.select("SHOW listen_addresses") == ""
        assert place.select("SELECT lower('ÄÉ')") == "äé"
    assert place.servers() == []


def test_it_ends_with_a_holder_that_is_killed(place: Place) -> None:
    with place.held(workers=0) as holder:
        assert says(holder) == "held\n"
        holder.kill()
    until(lambda: place.servers() == [])


def test_one_that_was_left_behind_is_replaced(place: Place) -> None:
    with place.held(workers=0) as holder:
        assert says(holder) == "held\n"
        (keeper,) = psutil.Process(holder.pid).children()
        keeper.kill()
    (orphan,) = place.servers()
    with place.held(workers=0) as holder:
        assert says(holder) == "held\n"
        assert place.answers()
        assert orphan not in place.servers()
    assert place.servers() == []


def test_one_that_is_killed_is_started_again(place: Place) -> None:
    with place.held(workers=0) as holder:
        assert says(holder) == "held\n"
        (before,) = place.servers()
        before.kill()
        until(lambda: place.servers() not in ([], [before]) and place.answers())


def test_a_command_shares_what_a_server_holds_and_another_server_may_not(place: Place) -> None:
    with place.held() as server:
        assert [says(server) for _ in range(3)][-1] == "held\n"
        with place.held(workers=0) as command:
            assert says(command) == "held\n"
        assert place.answers()
        with place.held() as other:
            assert "Another academy keeps the Postgres" in other.communicate()[0]
        assert other.returncode == 1


def test_data_of_another_version_is_left_alone(tmp_path: Path) -> None:
    data = embedded.data_folder(tmp_path)
    data.mkdir()
    (data / "PG_VERSION").write_text("16\n")
    with Place(tmp_path).held() as holder:
        said = holder.communicate()[0]
    assert "is of Postgres 16, this program brings 18" in said
    assert "pg_dump" in said
    assert [file.name for file in data.iterdir()] == ["PG_VERSION"]


def test_a_long_path_has_its_socket_elsewhere(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a long name for a folder"] * 6)
    assert len(str(embedded.socket_folder(deep) / embedded.SOCKET)) <= embedded.LONGEST_PATH
    assert embedded.socket_folder(deep) != embedded.socket_folder(deep / "another")
    assert embedded.socket_folder(Path("/srv/academy")) == embedded.data_folder(Path("/srv/academy"))
