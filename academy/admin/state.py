"""What administrators have on screen, and what their buttons do."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.admin import service
from academy.admin.schemas import JobCounts, JobDetail, JobRow, PeriodicRow
from academy.live import LiveState, Mutation, Page, from_address, live
from academy.live.models import JobState
from academy.ui.overlays import toast

NOT_AGAIN = "It runs just now and cannot be stopped half-way. It will not be tried again."


class JobsState(LiveState, rx.State):
    counts: JobCounts | None = live(service.job_counts)
    jobs: Page[JobRow] = live(
        service.job_page,
        default=Page[JobRow](),
        view=from_address("view"),
        name=from_address("name"),
        words=from_address("q"),
        until=from_address("after"),
    )
    periodic: list[PeriodicRow] = live(service.periodic_jobs, default=[])
    detail: JobDetail | None = live(service.job_detail, job_id=from_address("job"))

    @rx.event
    async def retry(self, job_id: int) -> EventSpec:
        """Have a failed job tried again."""
        return await self._do("It is tried again.", service.retry_jobs, job_ids=[job_id])

    @rx.event
    async def retry_shown(self) -> EventSpec:
        """Have all failed jobs on the screen tried again."""
        ids = [row.id for row in self.jobs.rows]
        return await self._do("They are tried again.", service.retry_jobs, job_ids=ids)

    @rx.event
    async def run_now(self, job_id: int) -> EventSpec:
        """Have a job run now that was meant for later."""
        return await self._do("It runs as soon as a worker is free.", service.run_job_now, job_id=job_id)

    @rx.event
    async def cancel(self, job_id: int) -> EventSpec:
        """Take a job out of the queue."""
        before = await self.run(service.cancel_job, job_id=job_id)
        if before is None:
            return self._refused()
        return toast(NOT_AGAIN if before == JobState.RUNNING else "The job is cancelled.")

    @rx.event
    def close(self) -> EventSpec:
        """Put the details of a job away."""
        rest = {name: value for name, value in self.router.url.query_parameters.items() if name != "job"}
        return rx.redirect(routes.ADMIN_JOBS.url(query=rest))

    async def _do(self, words: str, mutation: Mutation[..., Any], **arguments: Any) -> EventSpec:
        await self.run(mutation, **arguments)
        return self._refused() if self.errors else toast(words)

    def _refused(self) -> EventSpec:
        return toast(self.errors.get("form", "That did not work."), tone="bad")
