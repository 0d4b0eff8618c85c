"""What a query or mutation may touch: the session, the moment, the viewer, and what it sets off."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, Protocol

from sqlmodel import Session

from academy.core.errors import SignInRequired

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking. `role` is the platform role; finer rights are looked up by the policies."""

    user_id: int | None = None
    role: str | None = None
    session_id: int | None = None
    is_system: bool = False


ANONYMOUS = Viewer()
SYSTEM = Viewer(is_system=True)


class Scheduler(Protocol):
    """Puts durable work into the caller's own transaction."""

    def enqueue(self, session: Session, name: str, arguments: dict[str, Any], when: datetime) -> None: ...


class Publisher(Protocol):
    """Hands an event to its subscribers, inside the transaction."""

    def __call__(self, context: "Context", fact: object) -> None: ...


@dataclass(slots=True)
class Jobs:
    """Work to be done after the commit, though the process be killed; a rollback takes it back."""

    _context: "Context"
    _scheduler: Scheduler | None

    def run_after(
        self, delay: timedelta, job: Callable[Concatenate[Any, P], object], /, *args: P.args, **arguments: P.kwargs
    ) -> None:
        """Run a job, or a mutation as the system, `delay` after now."""
        self.run_at(self._context.now + delay, job, *args, **arguments)

    def run_at(
        self, when: datetime, job: Callable[Concatenate[Any, P], object], /, *args: P.args, **arguments: P.kwargs
    ) -> None:
        """Run a job, or a mutation as the system, at `when` or as soon after it as can be.

        Its arguments are keywords, and JSON-able.
        """
        if self._scheduler is None or args:
            raise RuntimeError("only a mutation may schedule work, with named arguments")
        self._context.has_scheduled = True
        self._scheduler.enqueue(self._context.session, f"{job.__module__}.{job.__qualname__}", arguments, when)


@dataclass(slots=True)
class Context:
    """One run of a query or mutation.

    Attributes:
        session: The open transaction. Never commit it.
        now: The moment of the run (aware, UTC); it does not move while the run lasts.
        jobs: Schedules durable work as part of the transaction.
    """

    session: Session
    now: datetime
    _viewer: Callable[["Context"], Viewer]
    _publish: Publisher | None = None
    _scheduler: Scheduler | None = None
    next_change_at: datetime | None = None
    has_scheduled: bool = False
    _known_viewer: Viewer | None = field(default=None)

    def __post_init__(self) -> None:
        self.session.info["now"] = self.now

    @property
    def viewer(self) -> Viewer:
        """Who is looking, resolved from the session cookie and watched: signing out is a change too."""
        if self._known_viewer is None:
            self._known_viewer = self._viewer(self)
        return self._known_viewer

    @property
    def user_id(self) -> int:
        """The person signed in; raises `SignInRequired` when there is none."""
        if self.viewer.user_id is None:
            raise SignInRequired
        return self.viewer.user_id

    @property
    def jobs(self) -> Jobs:
        return Jobs(self, self._scheduler)

    def publish(self, fact: object) -> None:
        """Tell the other domains what happened; their subscribers run now, in this transaction."""
        if self._publish is None:
            raise RuntimeError("only a mutation may publish events")
        self._publish(self, fact)

    def changes_at(self, when: datetime | None) -> None:
        """Say that the result changes at `when` though no row does: the query is run again then."""
        if when is not None and when > self.now and (self.next_change_at is None or when < self.next_change_at):
            self.next_change_at = when

    def is_past(self, when: datetime) -> bool:
        """Tell whether `when` has come; if not, the query is run again when it does."""
        self.changes_at(when)
        return when <= self.now
