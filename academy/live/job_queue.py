"""The queue as a table: every function here is a statement or two in the caller's transaction."""

import json
from collections.abc import Collection, Iterable
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
from academy.live.models import JobState, QueuedJob
from academy.live.names import JOB_REQUEST, REQUESTS

LEASE = timedelta(seconds=30)
"""A worker that has not spoken up for its jobs for this long counts as dead, and they are tried again."""

KEEP_FAILED = timedelta(days=90)
KEEP_DONE = 1000
"""So many of the jobs that are done are kept, the latest."""

jobs: sa.Table = QueuedJob.metadata.tables["queued_jobs"]
INSERT = sa.insert(jobs)
TAKEN = (JobState.RUNNING, JobState.WAITING)
"""What a worker takes when its moment has come: first what another left behind when it died."""

_is_elsewhere = jobs.c.id.not_in(sa.bindparam("running", expanding=True))
_next_moments = sa.select(
    *[
        sa.select(jobs.c.next_try_at)
        .where(jobs.c.state == state, _is_elsewhere)
        .order_by(jobs.c.next_try_at)
        .limit(1)
        .scalar_subquery()
        for state in TAKEN
    ]
)
_due = (
    sa.select(jobs.c.id, jobs.c.name, jobs.c.arguments, jobs.c.run_id, jobs.c.attempts + 1, jobs.c.schedule)
    .where(jobs.c.state == sa.bindparam("taken"), jobs.c.next_try_at <= sa.bindparam("now"), _is_elsewhere)
    .order_by(jobs.c.next_try_at, jobs.c.id)
    .limit(sa.bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_take = (
    sa.update(jobs)
    .where(jobs.c.id.in_(sa.bindparam("taken", expanding=True)))
    .values(
        state=JobState.RUNNING,
        worker=sa.bindparam("by"),
        started_at=sa.bindparam("now"),
        next_try_at=sa.bindparam("lease_end"),
        attempts=jobs.c.attempts + 1,
        unique_key=sa.case((jobs.c.schedule.is_not(None), jobs.c.unique_key)),
    )
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt at a job, by one worker."""

    worker: str
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


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong in an attempt: a line of words, and where."""

    error: str
    traceback: str


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
            "state": JobState.WAITING,
            "next_try_at": when,
            "attempts": 0,
        }
        if not job.is_unique:
            session.execute(INSERT, values)
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


# What workers do


def next_moment(connection: Connection, running: Iterable[int]) -> datetime | None:
    """Return when the next job wants to be tried, those `running` here aside."""
    moments = connection.execute(_next_moments, {"running": list(running)}).one()
    return min((moment for moment in moments if moment is not None), default=None)


def claim(connection: Connection, worker: str, now: datetime, limit: int, running: Iterable[int]) -> list[Claim]:
    """Take up to `limit` jobs that are due. A job may have another of its kind scheduled from then on."""
    wanted = {"now": now, "limit": limit, "running": list(running)}
    due = [row for state in TAKEN for row in connection.execute(_due, wanted | {"taken": state})]
    claims = [Claim(worker, *row) for row in due[:limit]]
    if claims:
        taken = {"by": worker, "now": now, "lease_end": now + LEASE, "taken": [claim.id for claim in claims]}
        connection.execute(_take, taken)
    return claims


def keep(connection: Connection, worker: str, now: datetime) -> None:
    """Say that a worker is still at its jobs."""
    is_at_work = jobs.c.state.in_([JobState.RUNNING, JobState.STOPPING])
    connection.execute(sa.update(jobs).where(is_at_work, jobs.c.worker == worker).values(next_try_at=now + LEASE))


def finish(connection: Connection, claim: Claim, now: datetime) -> None:
    """Note that a job is done; one with a schedule waits for its next turn."""
    _end(connection, claim, now, {"state": JobState.DONE} | _next_turn(claim, now))


def put_back(connection: Connection, claim: Claim, now: datetime, failure: Failure, pause: timedelta) -> None:
    """Have a job tried again after a pause, unless somebody cancelled it meanwhile."""
    _end(connection, claim, now, {"state": JobState.WAITING, "next_try_at": now + pause}, failure)


def give_up(connection: Connection, claim: Claim, now: datetime, failure: Failure) -> None:
    """Keep a job as failed, for a person to look at; one with a schedule waits for its next turn."""
    _end(connection, claim, now, {"state": JobState.FAILED} | _next_turn(claim, now), failure)


# What people do


def retry(connection: Connection, job_ids: Collection[int], now: datetime) -> list[int]:
    """Put jobs that failed for good back into the queue, with all their tries; returns which of them there were."""
    statement = sa.update(jobs).where(jobs.c.id.in_(job_ids), jobs.c.state == JobState.FAILED)
    values = {"state": JobState.WAITING, "next_try_at": now, "attempts": 0}
    return list(connection.scalars(statement.values(values).returning(jobs.c.id)))


def run_now(connection: Connection, job_id: int, now: datetime) -> bool:
    """Bring forward the next turn of a periodic job, or the next try of one that failed; tells whether it waited."""
    comes_again = sa.or_(jobs.c.schedule.is_not(None), jobs.c.attempts > 0)
    statement = sa.update(jobs).where(jobs.c.id == job_id, jobs.c.state == JobState.WAITING, comes_again)
    return connection.execute(statement.values(next_try_at=now)).rowcount > 0


def cancel(connection: Connection, job_id: int) -> JobState | None:
    """Take a job that waits or has failed out of the queue; one that runs cannot be stopped, but is not tried again.

    Returns:
        The state it was in; none if there was nothing to cancel, since it is done or periodic.
    """
    one_off = (jobs.c.id == job_id, jobs.c.schedule.is_(None))
    for state in (JobState.WAITING, JobState.FAILED):
        if connection.execute(sa.delete(jobs).where(*one_off, jobs.c.state == state)).rowcount:
            return state
    running = sa.update(jobs).where(*one_off, jobs.c.state == JobState.RUNNING)
    is_running = connection.execute(running.values(state=JobState.STOPPING)).rowcount > 0
    return JobState.RUNNING if is_running else None


# Upkeep


def schedule_crons(connection: Connection, crons: Iterable[Job[Any]], now: datetime) -> None:
    """Make the queue hold exactly these periodic jobs.

    The next turn of one that was there already stays, unless it is later than it can be: the clock was wrong then.
    """
    names = []
    for cron in crons:
        names.append(cron.name)
        turn = next_turn(cron.schedule or "", now)
        is_too_late = sa.and_(jobs.c.state == JobState.WAITING, jobs.c.next_try_at > turn)
        statement = _insert(connection).values(
            name=cron.name,
            arguments={},
            created_at=now,
            run_id=public_id(),
            state=JobState.WAITING,
            next_try_at=turn,
            attempts=0,
            schedule=cron.schedule,
            unique_key=cron.name,
        )
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=[jobs.c.unique_key],
                set_={name: statement.excluded[name] for name in ("schedule", "next_try_at")},
                where=sa.or_(statement.excluded.schedule != jobs.c.schedule, is_too_late),
            )
        )
    connection.execute(sa.delete(jobs).where(jobs.c.schedule.is_not(None), jobs.c.name.not_in(names)))


def next_turn(schedule: str, after: datetime) -> datetime:
    """Return the first moment of a crontab schedule after another."""
    turn: datetime = croniter(schedule, after).get_next(datetime)
    return turn


def prune(connection: Connection, now: datetime) -> None:
    """Forget jobs that failed long ago, all but the latest that are done, and what was written once for jobs gone."""
    oldest_kept = (
        sa.select(jobs.c.ended_at)
        .where(jobs.c.state == JobState.DONE)
        .order_by(jobs.c.ended_at.desc())
        .offset(KEEP_DONE - 1)
        .limit(1)
        .scalar_subquery()
    )
    for state, is_over in (
        (JobState.FAILED, jobs.c.ended_at < now - KEEP_FAILED),
        (JobState.DONE, jobs.c.ended_at < oldest_kept),
        (JobState.STOPPING, jobs.c.next_try_at <= now),
    ):
        connection.execute(sa.delete(jobs).where(jobs.c.state == state, is_over))
    connection.execute(
        sa.text(
            f"DELETE FROM {REQUESTS} WHERE id LIKE '{JOB_REQUEST}%' AND substr(id, {len(JOB_REQUEST) + 1}, {ID_LENGTH})"  # noqa: S608
            f" NOT IN (SELECT run_id FROM queued_jobs WHERE state <> '{JobState.DONE}')"
        )
    )


def census(connection: Connection, now: datetime) -> Census:
    """Count the jobs."""
    is_due = jobs.c.state.in_(TAKEN) & (jobs.c.next_try_at <= now)
    conditions = {
        "due": is_due,
        "waiting": (jobs.c.state == JobState.WAITING) & ~is_due,
        "running": jobs.c.state.in_([JobState.RUNNING, JobState.STOPPING]) & ~is_due,
        "failed": jobs.c.state == JobState.FAILED,
    }
    counts = [sa.func.count(sa.case((condition, 1))) for condition in conditions.values()]
    due_since = sa.func.min(sa.case((is_due, jobs.c.next_try_at)))
    *numbers, since = connection.execute(sa.select(*counts, due_since).where(jobs.c.state != JobState.DONE)).one()
    lag = (now - since).total_seconds() if isinstance(since, datetime) else 0.0
    return Census(dict(zip(conditions, numbers, strict=True)), lag)


def _end(
    connection: Connection, claim: Claim, now: datetime, values: dict[str, Any], failure: Failure | None = None
) -> None:
    """Note how an attempt ended, unless another worker has taken the job meanwhile."""
    mine = (jobs.c.id == claim.id, jobs.c.worker == claim.worker)
    ended = sa.update(jobs).where(*mine).values(worker=None, ended_at=now, error=None, traceback=None, **values)
    if failure is None:
        connection.execute(ended)
        return
    failed = ended.where(jobs.c.state == JobState.RUNNING).values(error=failure.error, traceback=failure.traceback)
    if connection.execute(failed).rowcount == 0:
        connection.execute(sa.delete(jobs).where(*mine, jobs.c.state == JobState.STOPPING))


def _next_turn(claim: Claim, now: datetime) -> dict[str, Any]:
    if claim.schedule is None:
        return {}
    turn = next_turn(claim.schedule, now)
    return {"state": JobState.WAITING, "run_id": public_id(), "next_try_at": turn, "attempts": 0}


def _insert(connection: Connection) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(jobs) if connection.dialect.name == "sqlite" else postgresql.insert(jobs)
