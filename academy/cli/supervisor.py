"""The supervisor: forks the workers, and another one for each that ends."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

PAUSE_SECONDS = 1.0
"""A worker that ended sooner than this after its start is not started again at once."""


class Supervisor:
    """Keeps a number of workers alive until it is told to stop. Linux and macOS.

    Args:
        work: What a worker does, in its own process, until it gets SIGTERM.
        workers: How many.
    """

    def __init__(self, work: Callable[[], None], *, workers: int) -> None:
        self._work = work
        self._workers = workers
        self._started: dict[int, float] = {}
        self._is_stopping = False

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; returns when all workers have ended."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for _ in range(self._workers):
            self._start()
        while self._started:
            pid, _ = os.wait()
            began = self._started.pop(pid, None)
            if began is None or self._is_stopping:
                continue
            if time.monotonic() - began < PAUSE_SECONDS:
                time.sleep(PAUSE_SECONDS)
            self._start()

    def _start(self) -> None:
        pid = os.fork()
        if pid == 0:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
            code = 1
            try:
                self._work()
                code = 0
            finally:
                os._exit(code)
        self._started[pid] = time.monotonic()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._is_stopping = True
        for pid in self._started:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)


def _end_with(supervisor: int) -> None:
    """End this worker when its supervisor was killed: nobody else would, and it holds the port."""
    while os.getppid() == supervisor:
        time.sleep(0.5)
    os._exit(1)
