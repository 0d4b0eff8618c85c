"""The queue as a table: every function here is a statement or two in the caller's transaction."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from croniter import croniter
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlmodel import Session

from academy.core.ids import ID_LENGTH, public_id
from academy.live.jobs import Job, find
from academy.live.models import QueuedJob
from academy.live.names import JOB_REQUEST, REQUESTS

LEASE = timedelta(seconds=30)
"""A worker that has not spoken up for its jobs for this long counts as dead, and they are tried again."""

KEEP_FAILED = timedelta(days=90)

jobs: sa.Table = QueuedJob.metadata.tables["queued_jobs"]
waiting = jobs.c.failed_at.is_(None)


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt at a job."""

    id: int
    name: str
    arguments: dict[str, Any]
    run_id: str
    attempts: int
    schedule: str | None


@dataclass(frozen=True, slots=True)
class Census:
    """How many jobs are `due`, `waiting` for their time, `running` and `failed`, and how long one has been due."""

    counts: dict[str, int]
    lag_seconds: float


class Queue:
    """The scheduler of a running academy."""

    def enqueue(self, session: Session, name: str, arguments: dict[str, Any], when: datetime) -> None:
        """Put a job into the queue, as part of the session's transaction.

        Raises:
            LookupError: Nothing of that name can be scheduled.
            pydantic.ValidationError: The arguments are not the job's.
        """
        job = find(name)
        values = {
            "name": name,
            "arguments": job.signature.dump(arguments),
            "created_at": session.info["now"],
            "run_id": public_id(),
            "next_try_at": when,
            "attempts": 0,
        }
        if not job.is_unique:
            session.execute(sa.insert(jobs), values)
            return
        key = f"{name} {json.dumps(values['arguments'], sort_keys=True)}"
        statement = _insert(session.connection()).values(**values, unique_key=key)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=[jobs.c.unique_key],
                set_={"next_try_at": statement.excluded.next_try_at},
                where=statement.excluded.next_try_at < jobs.c.next_try_at,
            )
        )


def next_moment(connection: Connection, running: Iterable[int]) -> datetime | None:
    """Return when the next job wants to be tried, those `running` here aside."""
    found = connection.execute(
        sa.select(jobs.c.next_try_at).where(waiting, jobs.c.id.not_in(running)).order_by(jobs.c.next_try_at).limit(1)
    )
    moment: datetime | None = found.scalar_one_or_none()
    return moment


def claim(connection: Connection, worker: str, now: datetime, limit: int, running: Iterable[int]) -> list[Claim]:
    """Take up to `limit` jobs that are due. A job may have another of its kind scheduled from then on."""
    due = (
        sa.select(jobs)
        .where(waiting, jobs.c.next_try_at <= now, jobs.c.id.not_in(running))
        .order_by(jobs.c.next_try_at, jobs.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claims = [
        Claim(row.id, row.name, row.arguments, row.run_id, row.attempts + 1, row.schedule)
        for row in connection.execute(due).all()
    ]
    if not claims:
        return []
    connection.execute(
        sa.update(jobs)
        .where(jobs.c.id.in_([claim.id for claim in claims]))
        .values(
            worker=worker,
            next_try_at=now + LEASE,
            attempts=jobs.c.attempts + 1,
            unique_key=sa.case((jobs.c.schedule.is_not(None), jobs.c.unique_key)),
        )
    )
    return claims


def keep(connection: Connection, worker: str, now: datetime) -> None:
    """Say that a worker is still at its jobs."""
    connection.execute(
        sa.update(jobs).where(waiting, jobs.c.worker == worker).values(next_try_at=now + LEASE),
    )


def finish(connection: Connection, worker: str, claim: Claim, now: datetime, error: str | None = None) -> None:
    """Take a job that is done out of the queue; one with a schedule waits for its next turn instead."""
    if claim.schedule is None:
        connection.execute(sa.delete(jobs).where(*_mine(worker, claim)))
        return
    turn = next_turn(claim.schedule, now)
    connection.execute(
        sa.update(jobs)
        .where(*_mine(worker, claim))
        .values(worker=None, run_id=public_id(), next_try_at=turn, attempts=0, error=error)
    )


def retry(connection: Connection, worker: str, claim: Claim, when: datetime, error: str) -> None:
    """Put a job back, to be tried again then."""
    connection.execute(
        sa.update(jobs).where(*_mine(worker, claim)).values(worker=None, next_try_at=when, error=error),
    )


def give_up(connection: Connection, worker: str, claim: Claim, now: datetime, error: str) -> None:
    """Keep a job as failed, for a person to look at."""
    connection.execute(sa.update(jobs).where(*_mine(worker, claim)).values(worker=None, failed_at=now, error=error))


def schedule_crons(connection: Connection, crons: Iterable[Job[Any]], now: datetime) -> None:
    """Make the queue hold exactly these periodic jobs; the next turn of one that was there already stays."""
    names = []
    for cron in crons:
        names.append(cron.name)
        turn = next_turn(cron.schedule or "", now)
        statement = _insert(connection).values(
            name=cron.name,
            arguments={},
            created_at=now,
            run_id=public_id(),
            next_try_at=turn,
            attempts=0,
            schedule=cron.schedule,
            unique_key=cron.name,
        )
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=[jobs.c.unique_key],
                set_={name: statement.excluded[name] for name in ("schedule", "next_try_at")},
                where=statement.excluded.schedule != jobs.c.schedule,
            )
        )
    connection.execute(sa.delete(jobs).where(jobs.c.schedule.is_not(None), jobs.c.name.not_in(names)))


def next_turn(schedule: str, after: datetime) -> datetime:
    """Return the first moment of a crontab schedule after another."""
    turn: datetime = croniter(schedule, after).get_next(datetime)
    return turn


def prune(connection: Connection, now: datetime) -> None:
    """Forget jobs that failed long ago, and what was written once for jobs that are gone."""
    connection.execute(sa.delete(jobs).where(jobs.c.failed_at < now - KEEP_FAILED))
    connection.execute(
        sa.text(
            f"DELETE FROM {REQUESTS} WHERE id LIKE '{JOB_REQUEST}%'"  # noqa: S608
            f" AND substr(id, {len(JOB_REQUEST) + 1}, {ID_LENGTH}) NOT IN (SELECT run_id FROM queued_jobs)"
        )
    )


def census(connection: Connection, now: datetime) -> Census:
    """Count the jobs."""
    is_due = waiting & (jobs.c.next_try_at <= now)
    is_taken = waiting & (jobs.c.next_try_at > now) & jobs.c.worker.is_not(None)
    is_waiting = waiting & (jobs.c.next_try_at > now) & jobs.c.worker.is_(None)
    conditions = {"due": is_due, "waiting": is_waiting, "running": is_taken, "failed": ~waiting}
    counts = [sa.func.count(sa.case((condition, 1))) for condition in conditions.values()]
    row = connection.execute(sa.select(*counts, sa.func.min(sa.case((is_due, jobs.c.next_try_at))))).one()
    *numbers, due_since = row
    lag = (now - due_since).total_seconds() if isinstance(due_since, datetime) else 0.0
    return Census(dict(zip(conditions, numbers, strict=True)), lag)


def _insert(connection: Connection) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(jobs) if connection.dialect.name == "sqlite" else postgresql.insert(jobs)


def _mine(worker: str, claim: Claim) -> tuple[sa.ColumnElement[bool], ...]:
    return jobs.c.id == claim.id, jobs.c.worker == worker
