"""`make run` from its first line to Ctrl-C, and a server whose processes are killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from academy.core.settings import ROOT
from scripts.site import Site, free_port


class Launch:
    """One `make run`, in a process group of its own as in a terminal; `said` is what it printed until it was up."""

    def __init__(self, folder: Path, port: int) -> None:
        environment = os.environ | {"ACADEMY_DATA_DIR": str(folder), "ACADEMY_PORT": str(port)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "academy", "run"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""
        while "Ctrl-C" not in self.said:
            assert self.process.stdout is not None
            line = self.process.stdout.readline()
            assert line, f"ended:\n{self.said}"
            self.said += line

    def interrupt(self) -> int:
        """Press Ctrl-C and return the exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        rest, _ = self.process.communicate(timeout=30)
        assert "Traceback" not in rest
        return self.process.returncode


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_second_start_finds_everything_done(site: Site, tmp_path: Path) -> None:
    port = free_port()
    first = Launch(tmp_path, port)
    assert f"http://localhost:{port}" in first.said
    assert "Priya Raman" in first.said
    assert "seeded with" in first.said
    assert first.interrupt() == 0
    second = Launch(tmp_path, port)
    assert "Frontend  up to date" in second.said
    assert "Database  up to date" in second.said
    assert "demo academy" not in second.said
    assert second.interrupt() == 0


def test_a_worker_that_dies_is_replaced(own_site: Site) -> None:
    worker = psutil.Process(own_site.pid).children()[0]
    worker.kill()
    eventually(lambda: not worker.is_running() and own_site.answers())


def test_workers_end_with_a_killed_supervisor(own_site: Site) -> None:
    supervisor = psutil.Process(own_site.pid)
    workers = supervisor.children()
    supervisor.kill()
    eventually(lambda: not any(worker.is_running() for worker in workers))
    assert not own_site.answers()
