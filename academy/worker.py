"""What one worker is made of: made after the fork, taken apart when the server stops."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import reflex as rx
from starlette.applications import Starlette

from academy import routes
from academy.catalog import jobs as catalog_jobs
from academy.commerce import jobs as commerce_jobs
from academy.commerce import subscribers as commerce_subscribers
from academy.community import jobs as community_jobs
from academy.community import subscribers as community_subscribers
from academy.core import migrations
from academy.core.database import Database
from academy.core.settings import settings
from academy.enrollment import jobs as enrollment_jobs
from academy.enrollment import subscribers as enrollment_subscribers
from academy.identity import jobs as identity_jobs
from academy.identity.viewer import resolve_viewer, session_token
from academy.live import Runtime, Screens
from academy.live.job_queue import Queue
from academy.live.job_runner import JobRunner
from academy.live.limits import Limits
from academy.live.metrics import Metrics
from academy.live.monitor import Monitor
from academy.live.tracking import watch_reads
from academy.live.wakeups import Listener
from academy.managers import jobs as managers_jobs
from academy.managers import subscribers as managers_subscribers
from academy.notifications import jobs as notifications_jobs
from academy.notifications import subscribers as notifications_subscribers
from academy.organizations import jobs as organizations_jobs
from academy.organizations import subscribers as organizations_subscribers
from academy.tables import metadata
from academy.webhooks import jobs as webhooks_jobs
from academy.webhooks import subscribers as webhooks_subscribers

IN_THE_BACKGROUND = (
    identity_jobs,
    notifications_jobs,
    notifications_subscribers,
    catalog_jobs,
    commerce_jobs,
    commerce_subscribers,
    organizations_jobs,
    organizations_subscribers,
    enrollment_jobs,
    enrollment_subscribers,
    webhooks_jobs,
    webhooks_subscribers,
    managers_jobs,
    community_jobs,
    managers_subscribers,
    community_subscribers,
)
"""Modules that only have to be imported: they subscribe to events and register jobs."""


def metrics_folder() -> Path:
    """Where the workers of this port share their numbers; the supervisor empties it before it starts them."""
    return settings().data_dir / "metrics" / str(settings().port)


def make_runtime(metrics: Metrics | None = None) -> Runtime:
    """Return a runtime over the configured database, for a worker or a command."""
    chosen = settings()
    database = Database(chosen.database, readers=chosen.database_threads, statement_seconds=chosen.live_seconds)
    watch_reads(database.reader, metadata)
    limits = Limits(
        rows=chosen.live_rows,
        seconds=chosen.live_seconds,
        result_bytes=chosen.live_result_bytes,
        subscriptions=chosen.live_subscriptions,
    )
    return Runtime(database, resolve_viewer, scheduler=Queue(), metrics=metrics, limits=limits)


def attach(app: rx.App, api: Starlette) -> None:
    """Let every worker of the app keep its screens true and do its jobs while it serves; routes find its runtime."""

    @contextlib.asynccontextmanager
    async def worker() -> AsyncIterator[None]:
        runtime = api.state.runtime = make_runtime(Metrics(metrics_folder()))
        screens = Screens(
            app,
            runtime,
            credential_of=session_token,
            sign_in_path=routes.SIGN_IN.url(),
            writers=settings().database_threads,
        )
        jobs = JobRunner(runtime)
        await screens.start()
        await asyncio.to_thread(jobs.start)
        listener = Listener(runtime.database, screens.hub.wake)
        monitor = api.state.monitor = Monitor(
            screens.hub,
            screens.census,
            jobs,
            listener,
            revision=migrations.head(),
            hang_seconds=settings().hang_seconds,
        )
        tasks = [asyncio.create_task(listener.run()), asyncio.create_task(monitor.run())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.to_thread(jobs.stop)
            await screens.stop()
            runtime.database.dispose()

    app.register_lifespan_task(worker)
