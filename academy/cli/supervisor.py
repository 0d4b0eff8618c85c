"""The supervisor: forks the workers, and another one for each that ends.

It waits for three things: signals, workers that say they are ready, and workers that end. Each worker holds the writing
end of a pipe: a byte says that it is ready, and that the kernel closed it says that it has ended, however.
"""

import contextlib
import logging
import os
import selectors
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)

PAUSES = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds until the place of a worker that ended is taken, by how many in a row ended young there before it."""
STEADY_SECONDS = 10.0
"""A worker that lived for so long, and was ready, did not end young."""
START_SECONDS = 60.0
"""A worker that is not ready by then is killed."""
TRIES = 3
"""When so many have ended before any was ever ready, there is no use in going on."""

Work = Callable[[Callable[[], object]], None]


@dataclass(eq=False)
class _Worker:
    pid: int
    pipe: int
    born_at: float
    kill_at: float | None
    is_ready: bool = False
    is_dismissed: bool = False


@dataclass(eq=False)
class _Place:
    """Where one worker should be; two while it is relieved, the elder first."""

    workers: list[_Worker] = field(default_factory=list)
    deaths: int = 0
    fill_at: float = 0.0


class Supervisor:
    """Keeps a number of workers alive until it is told to stop. Linux and macOS.

    SIGTERM and SIGINT end it, the second one at once. SIGHUP relieves the workers, one place after the other: each goes
    when its successor is ready. (They are forks of the same program; a new version wants a new supervisor.)

    Args:
        work: What a worker does in a process of its own until it gets SIGTERM; it calls its argument when it is ready.
        workers: How many.
        grace_seconds: How long a worker may take to end.
    """

    def __init__(self, work: Work, *, workers: int, grace_seconds: float) -> None:
        self._work = work
        self._grace_seconds = grace_seconds
        self._places = [_Place() for _ in range(workers)]
        self._to_relieve: list[_Place] = []
        self._selector = selectors.DefaultSelector()
        self._signals: tuple[int, int] = os.pipe()
        self._has_terminal = os.isatty(0)
        self._is_stopping = False
        self._deaths_before_any_was_ready: int | None = 0

    def run(self) -> bool:
        """Work until told to stop and all workers have ended; returns False if none could be started."""
        for end in self._signals:
            os.set_blocking(end, False)
        self._selector.register(self._signals[0], selectors.EVENT_READ)
        signal.set_wakeup_fd(self._signals[1], warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: None)
        while not self._is_stopping or any(place.workers for place in self._places):
            self._keep_places()
            for key, _ in self._selector.select(self._patience()):
                if key.data is None:
                    self._obey(os.read(self._signals[0], 64))
                else:
                    self._hear(*key.data)
        return not self._is_useless()

    # What is to be done

    def _keep_places(self) -> None:
        """Fill empty places, relieve the next worker if that was asked for, and kill those that take too long."""
        now = time.monotonic()
        for place in self._places:
            for worker in place.workers:
                if worker.kill_at is not None and worker.kill_at <= now:
                    logger.warning("worker %s takes too long to %s; it is killed", worker.pid, _verb(worker))
                    worker.kill_at = None
                    _signal(worker, signal.SIGKILL)
            if not self._is_stopping and not place.workers and place.fill_at <= now:
                self._start(place)
        if not self._is_stopping and self._to_relieve and all(len(place.workers) == 1 for place in self._places):
            self._start(self._to_relieve.pop(0))

    def _patience(self) -> float | None:
        """Return for how many seconds there is nothing to do unless something happens."""
        moments = [w.kill_at for place in self._places for w in place.workers if w.kill_at is not None]
        if not self._is_stopping:
            moments += [place.fill_at for place in self._places if not place.workers]
        return max(0.0, min(moments) - time.monotonic()) if moments else None

    def _start(self, place: _Place) -> None:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            self._become_worker(writing)
        os.close(writing)
        now = time.monotonic()
        worker = _Worker(pid, reading, born_at=now, kill_at=now + START_SECONDS)
        place.workers.append(worker)
        self._selector.register(reading, selectors.EVENT_READ, (place, worker))

    def _become_worker(self, pipe: int) -> None:
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            self._selector.close()
            threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
            self._work(lambda: os.write(pipe, b"r"))
            code = 0
        except SystemExit as ending:
            code = ending.code if isinstance(ending.code, int) else 1
        except BaseException:
            logger.exception("worker %s broke", os.getpid())
        finally:
            os._exit(code)

    def _dismiss(self, worker: _Worker) -> None:
        worker.is_dismissed = True
        worker.kill_at = time.monotonic() + self._grace_seconds
        _signal(worker, signal.SIGTERM)

    # What has happened

    def _obey(self, signals: bytes) -> None:
        for number in signals:
            if number == signal.SIGHUP and not (self._has_terminal and not os.isatty(0)):
                self._to_relieve = list(self._places)
            elif number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                self._stop()

    def _stop(self) -> None:
        workers = [worker for place in self._places for worker in place.workers]
        for worker in workers:
            if self._is_stopping:
                _signal(worker, signal.SIGKILL)
            else:
                self._dismiss(worker)
        self._is_stopping = True

    def _hear(self, place: _Place, worker: _Worker) -> None:
        if not os.read(worker.pipe, 1):
            self._bury(place, worker)
            return
        self._deaths_before_any_was_ready = None
        worker.is_ready = True
        if not worker.is_dismissed:
            worker.kill_at = None
            for elder in place.workers[:-1]:
                self._dismiss(elder)

    def _bury(self, place: _Place, worker: _Worker) -> None:
        self._selector.unregister(worker.pipe)
        os.close(worker.pipe)
        _, status = os.waitpid(worker.pid, 0)
        place.workers.remove(worker)
        if worker.is_dismissed:
            return
        age = time.monotonic() - worker.born_at
        how = f"worker {worker.pid} ended {_manner(status)} after {age:.1f} s"
        if place.workers:
            logger.error("%s, before it was ready; the workers that are there go on", how)
            self._to_relieve.clear()
            return
        place.deaths = 1 if worker.is_ready and age >= STEADY_SECONDS else place.deaths + 1
        pause = PAUSES[min(place.deaths, len(PAUSES)) - 1]
        place.fill_at = time.monotonic() + pause
        if self._deaths_before_any_was_ready is not None:
            self._deaths_before_any_was_ready += 1
        if self._is_useless():
            logger.error("%s, before it was ready. The server cannot start; what is above says why", how)
            self._stop()
        else:
            when = f"in {pause:.0f} s" if pause else "at once"
            logger.error("%s%s; another one starts %s", how, "" if worker.is_ready else ", before it was ready", when)

    def _is_useless(self) -> bool:
        return (self._deaths_before_any_was_ready or 0) >= TRIES


def _signal(worker: _Worker, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(worker.pid, number)


def _verb(worker: _Worker) -> str:
    return "end" if worker.is_dismissed else "start"


def _manner(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"with exit code {code}" if code >= 0 else f"by {signal.Signals(-code).name}"


def _end_with(supervisor: int) -> None:
    """End this worker when its supervisor was killed: nobody else would, and it holds the port."""
    while os.getppid() == supervisor:
        time.sleep(0.5)
    os._exit(1)
