"""What administrators have on screen, and what their buttons do."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.admin import service
from academy.admin.schemas import (
    JobCounts,
    JobDetail,
    JobRow,
    PeriodicRow,
    PersonDetail,
    PersonRow,
    ScopeChoice,
    SentRow,
    TrailRow,
)
from academy.core.numbers import whole_number
from academy.identity import service as identity
from academy.identity.models import ScopedRole
from academy.live import LiveState, Mutation, Page, from_address, from_route, live
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


class PeopleState(LiveState, rx.State):
    people: Page[PersonRow] = live(
        service.person_page,
        default=Page[PersonRow](),
        words=from_address("q"),
        group=from_address("group"),
        organization_id=from_address("company"),
        until=from_address("after"),
    )


class TrailState(LiveState, rx.State):
    trail: Page[TrailRow] = live(
        service.trail_page,
        default=Page[TrailRow](),
        words=from_address("q"),
        domain=from_address("domain"),
        actor_id=from_address("by"),
        until=from_address("after"),
    )


class PersonState(LiveState, rx.State):
    """One person.

    Vars:
        form: Which form is open; empty if none is.
    """

    person: PersonDetail | None = live(service.person_detail, user_id=from_route("user_id"))
    mail: list[SentRow] = live(service.person_mail, user_id=from_route("user_id"), default=[])
    trail: Page[TrailRow] = live(
        service.person_trail,
        default=Page[TrailRow](),
        user_id=from_route("user_id"),
        until=from_address("after"),
    )
    scopes: list[ScopeChoice] = live(service.scope_choices, default=[])
    form: str = ""

    @rx.event
    def open(self, form: str) -> None:
        """Open a form."""
        self.form, self.errors = form, {}

    @rx.event
    def close(self, form: str) -> None:
        """Put a form away, unless another has taken its place."""
        if self.form == form:
            self.form, self.errors = "", {}

    @rx.event
    async def correct_name(self, typed: dict[str, Any]) -> EventSpec | None:
        """Save the name."""
        await self.run(identity.correct_name, user_id=self._user_id, name=str(typed.get("name", "")))
        return self._saved("The name is corrected.")

    @rx.event
    async def give_role(self, typed: dict[str, Any]) -> EventSpec | None:
        """Give the role that was chosen, where it was chosen."""
        await self._give(str(typed.get("role", "")), str(typed.get("where", "")))
        return self._saved("The role is given.")

    @rx.event
    async def take_role(self, assignment_id: int, role: str, where: str) -> EventSpec:
        """Take a role away."""
        await self.run(identity.take_role, assignment_id=assignment_id)
        back = PersonState.give_back(role, where)  # type: ignore[operator]
        return self._said("The role is taken away.", undo=back)

    @rx.event
    async def give_back(self, role: str, where: str) -> EventSpec:
        """Give a role again that was just taken."""
        await self._give(role, where)
        return self._said("The role is given back.")

    @rx.event
    async def make_admin(self) -> EventSpec:
        """Let the person administer the platform."""
        await self.run(identity.give_administration, user_id=self._user_id)
        back = PersonState.take_admin
        return self._said("They administer the platform now.", undo=back)

    @rx.event
    async def take_admin(self) -> EventSpec:
        """Let the person no longer administer the platform."""
        await self.run(service.take_administration, user_id=self._user_id)
        back = PersonState.make_admin
        return self._said("They no longer administer the platform.", undo=back)

    @rx.event
    async def sign_out(self) -> EventSpec:
        """Sign the person out everywhere."""
        await self.run(identity.sign_out_person, user_id=self._user_id)
        return self._said("They are signed out on all devices.")

    @rx.event
    async def mail_link(self) -> EventSpec:
        """Mail the person a link to sign in with."""
        await self.run(identity.mail_sign_in_link, user_id=self._user_id)
        return self._said("The link is on its way to them.")

    @property
    def _user_id(self) -> int:
        assert self.person is not None  # noqa: S101
        return self.person.id

    async def _give(self, role: str, where: str) -> None:
        kind, _, named = where.partition(" ")
        number = whole_number(named)
        scope = {f"{kind}_id": number} if kind in {"course", "cohort"} and number is not None else {}
        await self.run(identity.give_role, user_id=self._user_id, role=ScopedRole(role), **scope)

    def _saved(self, words: str) -> EventSpec | None:
        if self.errors:
            return None
        self.form = ""
        return toast(words)

    def _said(self, words: str, *, undo: Any = None) -> EventSpec:
        problem = next(iter(self.errors.values()), "")
        return toast(problem, tone="bad") if problem else toast(words, undo=undo)
