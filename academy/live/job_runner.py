"""Running the jobs of the queue: one thread looks for what is due, a few others do it."""

import logging
import os
import random
import secrets
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy.exc import DBAPIError, StatementError

from academy.live import job_queue
from academy.live.job_queue import LEASE, Claim, Failure
from academy.live.jobs import ATTEMPTS, JOBS, find, running_id, usual_pause
from academy.live.masks import without_secrets
from academy.live.runtime import Runtime

logger = logging.getLogger(__name__)

THREADS = 4
LOOK_SECONDS = 1.0
"""How often to look for work that another process scheduled; what this one schedules starts at once."""
STOP_SECONDS = 10.0
ERROR_LENGTH = 2000
TRACEBACK_LENGTH = 8000
"""Longer ones lose their beginning."""


class JobRunner:
    """Runs the queue's jobs in this worker. Make it after the worker has forked; all methods block.

    Args:
        runtime: Handed to every job.
        threads: How many jobs may run at once.
    """

    def __init__(self, runtime: Runtime, *, threads: int = THREADS) -> None:
        self.runtime = runtime
        self.worker = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._threads = threads
        self._running: dict[int, Future[None]] = {}
        self._nudged = threading.Event()
        self._is_stopping = False
        self._kept_at = 0.0
        self._looked_at = runtime.clock()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="job")
        self._looking: threading.Thread | None = None

    def start(self) -> None:
        """Enter the periodic jobs and begin to work."""
        self._schedule_crons()
        self.runtime.on_scheduled = self.wake
        self._looking = threading.Thread(target=self._look, name="jobs", daemon=True)
        self._looking.start()

    def stop(self) -> None:
        """Take no more jobs and give those that run some seconds to end; the rest are tried again by another worker."""
        self._is_stopping = True
        self.wake()
        if self._looking is not None:
            self._looking.join()
        unfinished = wait(list(self._running.values()), timeout=STOP_SECONDS).not_done
        self._pool.shutdown(wait=not unfinished)

    @property
    def is_alive(self) -> bool:
        """Whether it looks for work."""
        return self._looking is not None and self._looking.is_alive()

    def wake(self) -> None:
        """Look for work now. Safe from any thread."""
        self._nudged.set()

    def run_due(self) -> int:
        """Run in this thread whatever is due, also what that schedules for at once; returns how many jobs ran."""
        count = 0
        while claims := self._claim(1):
            self._run(claims[0])
            count += 1
        return count

    def _look(self) -> None:
        while not self._is_stopping:
            self._nudged.clear()
            try:
                pause = self._turn()
            except DBAPIError:
                logger.exception("could not look for jobs; trying again")
                pause = LOOK_SECONDS
            self._nudged.wait(pause)

    def _turn(self) -> float:
        """Start what is due and there is a thread for; returns for how many seconds there is nothing to do."""
        self._mind_the_clock()
        if self._running and time.monotonic() - self._kept_at > LEASE.total_seconds() / 3:
            self._kept_at = time.monotonic()
            self._in_queue(job_queue.keep, self.worker, self.runtime.clock())
        free = self._threads - len(self._running)
        if free == 0:
            return LOOK_SECONDS
        with self.runtime.database.snapshot() as connection:
            moment = job_queue.next_moment(connection, list(self._running))
        if moment is None:
            return LOOK_SECONDS
        if (seconds := (moment - self.runtime.clock()).total_seconds()) > 0:
            return min(seconds, LOOK_SECONDS)
        for claim in self._claim(free):
            self._start(claim)
        return 0

    def _start(self, claim: Claim) -> None:
        if not self._running:
            self._kept_at = time.monotonic()
        future = self._running[claim.id] = self._pool.submit(self._run, claim)
        future.add_done_callback(partial(self._has_ended, claim.id))

    def _has_ended(self, job_id: int, future: Future[None]) -> None:
        del self._running[job_id]
        if (error := future.exception()) is not None:
            logger.error("job %s will be tried again: its end could not be noted", job_id, exc_info=error)
        self.wake()

    def _claim(self, limit: int) -> list[Claim]:
        with self.runtime.database.locking_transaction() as connection:
            return job_queue.claim(connection, self.worker, self.runtime.clock(), limit, list(self._running))

    def _run(self, claim: Claim) -> None:
        token = running_id.set(claim.run_id)
        began = time.monotonic()
        try:
            job = find(claim.name)
            if claim.attempts > job.attempts:
                raise RuntimeError("the worker died each time it was tried")
            job(self.runtime, **job.signature.load(claim.arguments))
        except Exception as error:
            self._note_failure(claim, error)
        else:
            self._in_queue(job_queue.finish, claim, self.runtime.clock())
            self.runtime.metrics.jobs.labels(claim.name).observe(time.monotonic() - began)
        finally:
            running_id.reset(token)

    def _note_failure(self, claim: Claim, error: Exception) -> None:
        now, failure = self.runtime.clock(), _failure(error, claim.arguments)
        attempts = ATTEMPTS
        with suppress(LookupError):
            attempts = find(claim.name).attempts
        if claim.attempts < attempts:
            pause = _pause_after(claim.attempts)
            self.runtime.metrics.job_retries.labels(claim.name).inc()
            logger.warning("job %s %s failed, next try in %s", claim.name, claim.id, pause, exc_info=error)
            self._in_queue(job_queue.put_back, claim, now, failure, pause)
        else:
            self.runtime.metrics.job_failures.labels(claim.name).inc()
            logger.error("job %s %s failed for good", claim.name, claim.id, exc_info=error)
            self._in_queue(job_queue.give_up, claim, now, failure)

    def _mind_the_clock(self) -> None:
        """If it was put back, the next turns of periodic jobs are further away than they can be."""
        before, self._looked_at = self._looked_at, self.runtime.clock()
        if self._looked_at < before:
            self._schedule_crons()

    def _schedule_crons(self) -> None:
        self._looked_at = self.runtime.clock()
        self._in_queue(job_queue.schedule_crons, [job for job in JOBS.values() if job.schedule], self._looked_at)

    def _in_queue(self, step: Callable[..., None], *arguments: Any) -> None:
        with self.runtime.database.locking_transaction() as connection:
            step(connection, *arguments)


def _pause_after(attempts: int) -> timedelta:
    return usual_pause(attempts) * random.uniform(0.75, 1.25)  # noqa: S311


def _failure(error: Exception, arguments: Mapping[str, Any]) -> Failure:
    """Describe an error to an administrator, without secrets and what else was on its way to the database."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, StatementError):
            cause.hide_parameters = True
        cause = cause.__cause__ or cause.__context__
    words = without_secrets(f"{type(error).__name__}: {error}", arguments)
    where = without_secrets("".join(traceback.format_exception(error)), arguments)
    return Failure(words[:ERROR_LENGTH], where[-TRACEBACK_LENGTH:])
