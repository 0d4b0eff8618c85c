"""The queue of durable jobs, as administrators watch it and step in.

Queries say which states they look at, and periodic jobs are looked up by their names: so a job that comes and goes
runs nothing for those who watch what has failed.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast
from sqlalchemy.orm import defer
from sqlmodel import col, desc, func, or_, select

from academy import routes
from academy.admin.schemas import JobCounts, JobDetail, JobRow, JobView, PeriodicRow
from academy.admin.service import wording
from academy.core import audit
from academy.core.errors import Conflict
from academy.core.search import holds
from academy.identity.policy import is_admin, opens, platform_admin
from academy.identity.schemas import Place, PlacePage
from academy.live import Context, Page, job_queue, mutation, page_of, query
from academy.live.jobs import ATTEMPTS, JOBS
from academy.live.models import JobState, QueuedJob

PAGE = 25
CEILING = 1000
"""More jobs in a state than this are not counted."""
AT_WORK = (JobState.RUNNING, JobState.STOPPING)
LONGEST_NUMBER = 18
"""Digits that fit any database's integer."""

_job: Any = QueuedJob
_is_asked_for = col(QueuedJob.schedule).is_(None)
_VIEWS: dict[JobView | None, tuple[list[ColumnElement[bool]], tuple[Any, ...]]] = {
    None: ([_is_asked_for], (desc(_job.id),)),
    JobView.WAITING: ([_job.state == JobState.WAITING, _is_asked_for], (_job.next_try_at, _job.id)),
    JobView.RUNNING: ([_job.state.in_(AT_WORK)], (_job.started_at, _job.id)),
    JobView.FAILED: ([_job.state == JobState.FAILED], (desc(_job.ended_at), desc(_job.id))),
    JobView.DONE: ([_job.state == JobState.DONE], (desc(_job.ended_at), desc(_job.id))),
}


def failed_jobs(ctx: Context) -> int:
    """How many jobs have failed for good, as far as they are counted."""
    return _count(ctx, JobView.FAILED)


opens(Place.ADMIN, PlacePage(label="Jobs", url=routes.ADMIN_JOBS.url(), counted="failed"), count=failed_jobs)(is_admin)


@query(policy=platform_admin)
def job_counts(ctx: Context) -> JobCounts:
    """How many jobs there are of each kind."""
    return JobCounts(
        waiting=_count(ctx, JobView.WAITING),
        running=_count(ctx, JobView.RUNNING),
        failed=failed_jobs(ctx),
        periodic=len(_periodic_names()),
    )


@query(policy=platform_admin)
def job_page(
    ctx: Context, *, view: JobView | None = None, name: str = "", words: str = "", until: str = ""
) -> Page[JobRow]:
    """The jobs of a view, of one name, or found by words: those of a name or an error, or a number they were told."""
    if view == JobView.PERIODIC:
        return Page[JobRow]()
    conditions, order = _VIEWS[view]
    statement = select(QueuedJob).options(defer(_job.traceback)).where(*conditions)
    if name:
        statement = statement.where(QueuedJob.name == name)
    if words.strip():
        statement = statement.where(_fits(words.strip()))
    return page_of(ctx, statement, _row, of=JobRow, order=order, until=until, size=PAGE)


@query(policy=platform_admin)
def periodic_jobs(ctx: Context) -> list[PeriodicRow]:
    """The jobs that run by themselves, by their titles."""
    statement = select(QueuedJob).options(defer(_job.traceback)).where(_job.unique_key.in_(_periodic_names()))
    return sorted((_periodic_row(row) for row in ctx.session.exec(statement)), key=lambda row: row.title)


@query(policy=platform_admin)
def job_detail(ctx: Context, *, job_id: int = 0) -> JobDetail | None:
    """Everything about a job; nothing if it is not there any more."""
    row = ctx.session.get(QueuedJob, job_id)
    return _detail(row) if row else None


@mutation(policy=platform_admin)
def retry_jobs(ctx: Context, *, job_ids: list[int]) -> int:
    """Put jobs that failed for good back into the queue; returns how many of them still had to be.

    Raises:
        Conflict: None had.
    """
    ids = job_queue.retry(ctx.session.connection(), job_ids, ctx.now)
    if not ids:
        raise Conflict(
            "Nothing of this has failed any more: somebody else was faster. The list shows what became of it."
        )
    for row in ctx.session.exec(select(QueuedJob).where(_job.id.in_(ids))):
        _note(ctx, row, "job_retried", "Had the failed job {} tried again.")
    ctx.has_scheduled = True
    return len(ids)


@mutation(policy=platform_admin)
def run_job_now(ctx: Context, *, job_id: int) -> None:
    """Bring forward the next turn of a periodic job, or the next try of one that failed.

    Raises:
        Conflict: It runs already, or is not there any more.
    """
    if not job_queue.run_now(ctx.session.connection(), job_id, ctx.now):
        raise Conflict("This job runs already, or it is done. The list shows what became of it.")
    _note(ctx, ctx.session.get_one(QueuedJob, job_id), "job_run_now", "Had the job {} run at once.")
    ctx.has_scheduled = True


@mutation(policy=platform_admin)
def cancel_job(ctx: Context, *, job_id: int) -> JobState:
    """Take a job out of the queue; one that runs is not tried again. Returns the state it was in.

    Raises:
        Conflict: It is not there any more, or periodic.
    """
    row = ctx.session.get(QueuedJob, job_id)
    before = job_queue.cancel(ctx.session.connection(), job_id)
    if row is None or before is None:
        raise Conflict("There is nothing left to cancel: the job is done, or somebody else was faster.")
    _note(ctx, row, "job_cancelled", "Cancelled the job {}.")
    return before


def _count(ctx: Context, view: JobView) -> int:
    some = select(QueuedJob.id).where(*_VIEWS[view][0]).limit(CEILING).subquery()
    return ctx.session.exec(select(func.count()).select_from(some)).one()


def _periodic_names() -> list[str]:
    return [job.name for job in JOBS.values() if job.schedule]


def _fits(words: str) -> ColumnElement[bool]:
    if words.isdecimal() and len(words) <= LONGEST_NUMBER:
        told = cast(QueuedJob.arguments, String)
        return or_(_job.id == int(words), told.like(f"%: {words},%"), told.like(f"%: {words}}}%"))
    return or_(holds("_".join(words.split()), _job.name), holds(words, _job.error))


def _note(ctx: Context, row: QueuedJob, action: str, sentence: str) -> None:
    told = wording.in_one_line(row.arguments)
    name = f"“{wording.title(row.name)}”" + (f" ({told})" if told else "")
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action=f"admin.{action}",
        subject=row,
        summary=sentence.format(name),
    )


def _moment(row: QueuedJob) -> datetime:
    moment = {JobState.WAITING: row.next_try_at, JobState.RUNNING: row.started_at, JobState.STOPPING: row.started_at}
    return moment.get(row.state, row.ended_at) or row.next_try_at


def _can_run_now(row: QueuedJob) -> bool:
    return row.state == JobState.WAITING and (row.schedule is not None or row.attempts > 0)


def _row(row: QueuedJob) -> JobRow:
    return JobRow(
        id=row.id,
        name=row.name,
        title=wording.title(row.name),
        domain=wording.domain(row.name),
        arguments=wording.in_one_line(row.arguments),
        state=row.state,
        at=_moment(row),
        attempts=row.attempts,
        worker=row.worker or "",
        error=wording.first_line(row.error or ""),
        is_periodic=row.schedule is not None,
        can_run_now=_can_run_now(row),
    )


def _periodic_row(row: QueuedJob) -> PeriodicRow:
    return PeriodicRow(
        id=row.id,
        title=wording.title(row.name),
        domain=wording.domain(row.name),
        about=wording.about(wording.known(row.name)),
        schedule=wording.schedule(row.schedule or ""),
        state=row.state,
        next_at=row.next_try_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        worker=row.worker or "",
        error=wording.first_line(row.error or ""),
    )


def _detail(row: QueuedJob) -> JobDetail:
    job = wording.known(row.name)
    return JobDetail(
        id=row.id,
        name=row.name,
        title=wording.title(row.name),
        domain=wording.domain(row.name),
        about=wording.about(job),
        arguments=wording.arguments(row.arguments),
        schedule=wording.schedule(row.schedule) if row.schedule else "",
        state=row.state,
        attempts=row.attempts,
        most_attempts=job.attempts if job else ATTEMPTS,
        created_at=row.created_at,
        next_try_at=row.next_try_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        worker=row.worker or "",
        error=row.error or "",
        traceback=row.traceback or "",
        can_run_now=_can_run_now(row),
    )
