"""An academy of its own, served by a real process on a free port of this machine."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil

from academy.core.settings import ROOT

PATIENCE_SECONDS = 180


class Site:
    """A production server over a folder of data.

    Args:
        folder: Holds the database, the files and `server.log`; made and seeded if it is new.
        workers: How many processes serve it.
        settings: Settings other than the defaults, by name (`demo=False`).
    """

    def __init__(self, folder: Path, *, workers: int = 1, **settings: object) -> None:
        self.folder = folder
        self._workers = workers
        self.log = folder / "server.log"
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        chosen = {"data_dir": folder, "port": self.port, **settings}
        self._environment = os.environ | {f"ACADEMY_{name.upper()}": str(value) for name, value in chosen.items()}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        return self.folder / "academy.db"

    @property
    def pid(self) -> int:
        """The supervisor's process, which leads a process group of its own."""
        assert self._process is not None
        return self._process.pid

    def command(self, *arguments: str) -> str:
        """Run a command of the academy over this data and return what it says; fails if it fails."""
        command = [sys.executable, "-m", "academy", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self._environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}"
        return done.stdout

    def start(self) -> None:
        """Serve, and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "academy", "serve", "--workers", str(self._workers)]
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.answers():
            assert self._process.poll() is None, f"the server ended:\n{self.log.read_text()}"
            assert time.monotonic() < deadline, f"the server does not answer:\n{self.log.read_text()}"
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_health", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def workers(self) -> list[int]:
        """The processes that serve."""
        found = []
        for child in psutil.Process(self.pid).children():
            with suppress(psutil.Error):
                if "serve" in child.cmdline():
                    found.append(child.pid)
        return sorted(found)

    def tell(self, how: signal.Signals) -> None:
        """Send the server a signal."""
        os.kill(self.pid, how)

    def stop(self) -> int:
        """Ask the server to end, as Ctrl-C does, and return its exit code."""
        return self._end(signal.SIGINT)

    def kill(self) -> None:
        """End the server and its workers at once, as a power cut does."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _end(self, how: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(how)
        return self._process.wait(timeout=30)


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
