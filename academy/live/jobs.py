"""Durable jobs: work that runs after the commit that asked for it, though the process be killed meanwhile.

    @job()
    def deliver_mail(runtime: Runtime, *, message_id: int) -> None: ...

    @cron("*/5 * * * *")
    def forget_old_logins(runtime: Runtime) -> None: ...

    ctx.jobs.run_after(timedelta(minutes=30), deliver_mail, message_id=7)  # inside a mutation, part of its transaction

A job runs at least once: it is tried again when it raises, and when its worker dies. What it writes through
`write_once` happens exactly once all the same. A mutation can be scheduled like a job, and then runs once.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar

from croniter import croniter

from academy.live.context import SYSTEM
from academy.live.functions import REGISTRY, Mutation
from academy.live.names import JOB_REQUEST
from academy.live.signature import Signature

if TYPE_CHECKING:
    from academy.live.runtime import Runtime

ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(hours=1)

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

running_id: ContextVar[str] = ContextVar("running_id", default="")
"""The `run_id` of the job that runs in this thread."""


class Job(Generic[P]):
    """Work that can be scheduled. Called directly it simply runs.

    Attributes:
        attempts: How often it is tried before it counts as failed.
        is_unique: Whether scheduling it is left out while one with the same arguments waits.
        schedule: When it runs by itself, as in crontab, in UTC.
    """

    def __init__(
        self,
        body: Callable[Concatenate["Runtime", P], None],
        *,
        attempts: int,
        is_unique: bool = False,
        schedule: str | None = None,
    ) -> None:
        self.body = body
        self.attempts = attempts
        self.is_unique = is_unique
        self.schedule = schedule
        self.signature = Signature(body)
        self.__doc__ = body.__doc__
        self.__name__ = body.__name__
        self.__qualname__ = body.__qualname__
        self.__module__ = body.__module__
        self.name = f"{body.__module__}.{body.__qualname__}"

    def __call__(self, runtime: "Runtime", /, *args: P.args, **arguments: P.kwargs) -> None:
        self.body(runtime, *args, **arguments)

    def __repr__(self) -> str:
        return f"<job {self.name}>"


JOBS: dict[str, Job[Any]] = {}
"""Every job by name."""


def job(
    *, attempts: int = ATTEMPTS, is_unique: bool = False
) -> Callable[[Callable[Concatenate["Runtime", P], None]], Job[P]]:
    """Make a function a job. It is tried again after 2 s, 8 s, 32 s and so on, up to an hour apart.

    Args:
        attempts: How often it is tried before it counts as failed. Eight take about two hours.
        is_unique: Do not schedule it while one with the same arguments waits; the earlier moment holds.
    """

    def decorate(body: Callable[Concatenate["Runtime", P], None]) -> Job[P]:
        return _register(Job(body, attempts=attempts, is_unique=is_unique))

    return decorate


def cron(schedule: str, *, attempts: int = 3) -> Callable[[Callable[["Runtime"], None]], Job[[]]]:
    """Make a function a job that runs by itself, never twice at the same time however many workers there are.

    Args:
        schedule: Minute, hour, day of month, month, day of week, as in crontab, in UTC. Turns missed while no
            worker ran are made up for once.
        attempts: How often one turn is tried before it is left out.
    """
    if not croniter.is_valid(schedule):
        raise ValueError(f"{schedule!r} is no crontab schedule")

    def decorate(body: Callable[["Runtime"], None]) -> Job[[]]:
        return _register(Job(body, attempts=attempts, schedule=schedule))

    return decorate


def write_once(runtime: "Runtime", mutation: Mutation[P, R], /, *args: P.args, **arguments: P.kwargs) -> R:
    """Run a mutation as the system, once in the life of the running job, however often that is tried.

    A call with other arguments is another call. Where no job is running it is an ordinary write.
    """
    request_id = ""
    if run_id := running_id.get():
        call = json.dumps(Signature(mutation.body).dump(arguments), sort_keys=True)
        request_id = f"{JOB_REQUEST}{run_id}:{mutation.name}:{call}"
    return runtime.write_once(mutation, SYSTEM, request_id, *args, **arguments)


@contextmanager
def alone(thing: str) -> Iterator[None]:
    """Let what goes wrong with one thing be logged, and stand in the way of no other."""
    try:
        yield
    except Exception:
        log.exception("%s could not be seen to", thing)


def usual_pause(attempts: int) -> timedelta:
    """About how long after so many attempts that failed a job is tried again."""
    return min(FIRST_PAUSE * 4 ** min(attempts - 1, 9), LONGEST_PAUSE)


def find(name: str) -> Job[Any]:
    """Return the job of that name, or one that runs the mutation of that name.

    Raises:
        LookupError: There is neither.
    """
    if name in JOBS:
        return JOBS[name]
    mutation = REGISTRY.get(name)
    if not isinstance(mutation, Mutation):
        raise LookupError(f"there is no job or mutation {name}")
    return _as_job(mutation)


def _register(made: Job[P]) -> Job[P]:
    if made.name in JOBS:
        raise TypeError(f"{made.name} is defined twice")
    JOBS[made.name] = made
    return made


def _as_job(mutation: Mutation[P, R]) -> Job[P]:
    def run(runtime: "Runtime", /, *args: P.args, **arguments: P.kwargs) -> None:
        write_once(runtime, mutation, *args, **arguments)

    made = Job(run, attempts=ATTEMPTS)
    made.name, made.signature, made.__doc__ = mutation.name, Signature(mutation.body), mutation.__doc__
    return made
