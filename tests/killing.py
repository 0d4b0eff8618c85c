"""Processes that are killed (SIGKILL) before the nth statement or commit that they send, and go on where they were."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from academy.core.database import Database
from academy.live.job_queue import Queue
from tests.world import FrozenClock, Live

Stage = Callable[[Live], None]
MOMENTS = ("before_cursor_execute", "commit")


class Academy(Live):
    """An academy whose scheduled work waits in the queue of its database."""

    def __init__(self, database: Database, clock: FrozenClock) -> None:
        super().__init__(database, clock)
        self._queue = Queue()

    def enqueue(self, session: Any, name: str, arguments: dict[str, Any], when: Any) -> None:
        self._queue.enqueue(session, name, arguments, when)


@contextmanager
def academy(url: str, clock: FrozenClock) -> Iterator[Academy]:
    """A process of its own, as far as the database can tell."""
    database = Database(url, readers=1)
    try:
        yield Academy(database, clock)
    finally:
        database.dispose()


def points(stage: Stage, url: str, clock: FrozenClock) -> int:
    """Go through a stage, and count its statements and commits."""
    count = 0

    def note(*_: Any) -> None:
        nonlocal count
        count += 1

    with academy(url, clock) as live, _listening(note):
        stage(live)
    return count


def kill_in(stage: Stage, url: str, clock: FrozenClock, point: int) -> None:
    """Go through a stage in a process that is killed at one of its points."""
    if (process := os.fork()) == 0:
        left = point

        def die(*_: Any) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            with academy(url, clock) as live, _listening(die):
                stage(live)
        finally:
            os._exit(1)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status), "it was killed before it was through"


def spread(count: int, kills: int) -> set[int]:
    """So many of a stage's points, spread evenly over it."""
    return {1 + (count - 1) * step // kills for step in range(1, kills + 1)}


@contextmanager
def _listening(note: Callable[..., None]) -> Iterator[None]:
    for moment in MOMENTS:
        event.listen(sa.Engine, moment, note)
    try:
        yield
    finally:
        for moment in MOMENTS:
            event.remove(sa.Engine, moment, note)
