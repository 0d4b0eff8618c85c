"""A small academy for one test: a runtime over a database of its own, a clock that stands still, and a cast."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ParamSpec, TypeVar

from sqlmodel import Session

from academy.core.database import Database
from academy.core.fields import Record
from academy.identity.models import User, UserRole
from academy.identity.viewer import resolve_viewer
from academy.live import ANONYMOUS, SYSTEM, Context, Query, Runtime, Viewer
from academy.live.events import publish

P = ParamSpec("P")
Row = TypeVar("Row", bound=Record)

MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FrozenClock:
    """The present moment of a test; it moves only when told to."""

    def __init__(self) -> None:
        self.now = MONDAY_MORNING

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


@dataclass(frozen=True)
class Scheduled:
    """Work that a mutation has asked for."""

    job: str
    arguments: dict[str, Any]
    when: datetime


class Live(Runtime):
    """The runtime with what a test needs besides: `write(mutation, cast.ada, …)`, `read(query, cast.ada, …)`.

    Attributes:
        scheduled: What was enqueued so far.
    """

    def __init__(self, database: Database, clock: FrozenClock) -> None:
        self.scheduled: list[Scheduled] = []
        super().__init__(database, resolve_viewer, clock=clock, scheduler=self)

    def enqueue(self, session: Session, name: str, arguments: dict[str, Any], when: datetime) -> None:
        self.scheduled.append(Scheduled(name, arguments, when))

    def add(self, row: Row) -> Row:
        """Put a row into the database and return it."""
        with self.system() as ctx:
            ctx.session.add(row)
        return row

    @contextmanager
    def system(self) -> Iterator[Context]:
        """Open a transaction as the system, to arrange what a test starts from or to look at what it left."""
        with self.database.transaction() as connection, Session(connection, info={"now": self.clock()}) as session:
            yield Context(session, self.clock(), lambda _: SYSTEM, publish, self)
            session.flush()


def next_change(
    live: Live, query: Query[P, Any], viewer: Viewer, /, *args: P.args, **arguments: P.kwargs
) -> datetime | None:
    """Tell when a query's result changes though nobody writes."""
    with live.database.snapshot() as connection, Session(connection, autoflush=False) as session:
        ctx = Context(session, live.clock(), lambda _: viewer)
        query(ctx, *args, **arguments)
        return ctx.next_change_at


@dataclass(frozen=True)
class Cast:
    """People every test may use, as the viewers they are when signed in.

    Ada and Ben learn, Ines teaches (where a test assigns her to), Max manages Meridian's people, Olga administers.
    """

    ada: Viewer
    ben: Viewer
    ines: Viewer
    max: Viewer
    olga: Viewer
    nobody: Viewer = ANONYMOUS


ROLES = {
    "ada": UserRole.INDIVIDUAL,
    "ben": UserRole.INDIVIDUAL,
    "ines": UserRole.INDIVIDUAL,
    "max": UserRole.ORG_ADMIN,
    "olga": UserRole.PLATFORM_ADMIN,
}


def gather_cast(live: Live) -> Cast:
    """Make the people."""
    with live.system() as ctx:
        people = {name: User(email=f"{name}@example.com", name=name.title(), role=role) for name, role in ROLES.items()}
        ctx.session.add_all(people.values())
        ctx.session.flush()
        return Cast(**{name: Viewer(user_id=user.id, role=user.role.value) for name, user in people.items()})
