"""The processes of a measurement: started, listened to, their CPU and memory read, and ended with it."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psutil

from academy.core.settings import ROOT

PATIENCE_SECONDS = 90


class Helper:
    """A program of this folder that is told, and tells, in lines of JSON."""

    def __init__(self, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._arguments = arguments
        self.pid = self._process.pid

    def tell(self, facts: Any) -> None:
        """Send it a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(facts) + "\n")
        self._process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Wait for its next line.

        Raises:
            RuntimeError: It says that something went wrong, has ended, or says nothing for long and is ended.
        """
        assert self._process.stdout is not None
        impatience = threading.Timer(PATIENCE_SECONDS, self._process.kill)
        impatience.start()
        line = self._process.stdout.readline()
        impatience.cancel()
        if not line:
            raise RuntimeError(f"nothing is heard of {' '.join(self._arguments)}")
        said: dict[str, Any] = json.loads(line)
        if "problem" in said:
            raise RuntimeError(said["problem"])
        return said

    def end(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()


@contextmanager
def helper(*arguments: str) -> Iterator[Helper]:
    """Run a helper as long as the block lasts."""
    started = Helper(*arguments)
    try:
        yield started
    finally:
        started.end()


def say(**facts: Any) -> None:
    """What a helper says to whoever started it."""
    print(json.dumps(facts), flush=True)


def family(leader: int) -> list[int]:
    """A process and all that it has started, by id."""
    process = psutil.Process(leader)
    return [leader, *(child.pid for child in process.children(recursive=True))]


def cpu_seconds(pids: Iterable[int]) -> float:
    """CPU that processes have used since they began, in seconds; on Linux to the nanosecond."""
    return sum(map(_cpu_seconds, pids))


def _cpu_seconds(pid: int) -> float:
    if sys.platform == "linux":
        return time.clock_gettime(~pid << 3 | 2)  # clock_getcpuclockid(3), which Python does not have
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def resident_bytes(pids: Iterable[int]) -> int:
    """Memory that processes hold, in bytes."""
    return sum(psutil.Process(pid).memory_info().rss for pid in pids)
