"""An academy with a queue, a worker that runs what is due when told to, and a receiver on this machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from academy.core.settings import settings
from academy.identity.policy import system_only
from academy.identity.viewer import resolve_viewer
from academy.live import SYSTEM, Context, Mutation, Query, Runtime, mutation
from academy.live.job_runner import JobRunner
from academy.live.models import QueuedJob
from academy.webhooks import catalogue, service, subscribers  # noqa: F401
from academy.webhooks.models import WebhookAttempt
from academy.webhooks.schemas import DeliveryDetail, DeliveryRow, EndpointDetail, EndpointFields
from academy.webhooks.signing import shown
from tests.receivers import Receiver, receiver
from tests.world import Cast, FrozenClock, Live

EVERYTHING = [kind.name for kind in catalogue.CHOICES]


@mutation(policy=system_only)
def happen(ctx: Context, *, kind: str, organization_id: int | None) -> None:
    """Something happens, as the catalogue's example."""
    of = catalogue.KINDS[kind]
    service.tell(ctx, of, of.example, organization_id=organization_id)


@dataclass
class Office:
    """The academy's webhooks, looked after by Olga, and somebody who receives them."""

    runtime: Runtime
    runner: JobRunner
    clock: FrozenClock
    cast: Cast
    receiver: Receiver

    def endpoint(self, **fields: Any) -> int:
        """Add an endpoint, by default one that hears of everything."""
        return self.add(**fields)[0]

    def add(self, **fields: Any) -> tuple[int, str]:
        """Add an endpoint and return it with its secret."""
        values = {"url": self.receiver.url(), "kinds": EVERYTHING, **fields}
        made = self.do(service.create_endpoint, fields=EndpointFields(**values))
        return made.endpoint_id, shown(made.locked)

    def happen(self, kind: str = "course.published", *, organization_id: int | None = None) -> None:
        self.runtime.write(happen, SYSTEM, kind=kind, organization_id=organization_id)

    def run(self) -> int:
        """Run what is due."""
        return self.runner.run_due()

    def wait(self, **time: float) -> None:
        """Let time pass, and what becomes due be done on the way."""
        end = self.clock.now + timedelta(**time)
        while (moment := self._next_moment()) is not None and moment <= end:
            self.clock.now = max(moment, self.clock.now)
            self.run()
        self.clock.now = end

    def do(self, doing: Mutation[..., Any] | Query[..., Any], **arguments: Any) -> Any:
        """Do or see something as Olga."""
        act = self.runtime.write if isinstance(doing, Mutation) else self.runtime.read
        return act(doing, self.cast.olga, **arguments)

    def rows(self, **arguments: Any) -> list[DeliveryRow]:
        rows: list[DeliveryRow] = self.do(service.delivery_page, **arguments).rows
        return rows

    def delivery(self, delivery_id: int) -> DeliveryDetail:
        found: DeliveryDetail = self.do(service.delivery_detail, delivery_id=delivery_id)
        return found

    def detail(self, endpoint_id: int) -> EndpointDetail:
        found: EndpointDetail = self.do(service.endpoint_detail, endpoint_id=endpoint_id)
        return found

    def all(self, table: type[Any]) -> list[Any]:
        with self.runtime.database.snapshot() as connection:
            return list(connection.execute(select(table.__table__).order_by(table.__table__.c.id)))

    def attempts(self) -> list[Any]:
        return self.all(WebhookAttempt)

    def _next_moment(self) -> datetime | None:
        waiting = [row.next_try_at for row in self.all(QueuedJob) if row.state == "waiting" and row.schedule is None]
        return min(waiting, default=None)


@pytest.fixture
def office(live: Live, cast: Cast, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Webhooks may go to this machine, by the setting for development; the clock stands still at the present."""
    monkeypatch.setenv("ACADEMY_OUTBOUND_LOOPBACK", "true")
    settings.cache_clear()
    clock.now = datetime.now(UTC)
    runtime = Runtime(live.database, resolve_viewer, clock=clock)
    with receiver() as made:
        yield Office(runtime, JobRunner(runtime), clock, cast, made)
