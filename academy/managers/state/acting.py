"""Whose company is looked at, and how what one does there is answered."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.core.numbers import whole_number
from academy.live import LiveState, Mutation, from_address, live
from academy.managers import service
from academy.managers.schemas import (
    Outcome,
    Standing,
)
from academy.organizations.schemas import CompanyFields
from academy.ui.overlays import toast

Typed = dict[str, Any]

BACK = "All is as it was."
BACK_IN_PART = "They belong to the company again, but a seat of theirs has gone to somebody else meanwhile."

FEW_SEATS = 5


def words_of(typed: Typed, name: str) -> str:
    """What was typed into a field."""
    return str(typed.get(name) or "").strip()


def number_of(typed: Typed, name: str) -> int | None:
    """The number chosen in a field, if one was."""
    return whole_number(words_of(typed, name))


def said(errors: dict[str, str]) -> EventSpec | None:
    """What stood in the way of the last act, in passing; nothing if nothing did."""
    return toast(next(iter(errors.values())), tone="bad") if errors else None


class CompanyState(LiveState, rx.State):
    company: Standing | None = live(service.standing, company=from_address("company"))

    @rx.event
    async def turn_to(self, public_id: str) -> EventSpec:
        """Look at another of one's companies from now on."""
        await self.run(service.turn_to, company=public_id)
        return rx.redirect(routes.ORG.url(query={"company": public_id}))


class Acting(LiveState, mixin=True):
    """What the pages have in common.

    Vars:
        form: Which form is open; empty if none is.
        outcomes: What became of each person in the last act on many.
    """

    form: str = ""
    outcomes: list[Outcome] = []

    @rx.event
    def begin(self, form: str) -> None:
        """Open a form."""
        self.form, self.errors = form, {}

    @rx.event
    def close(self) -> None:
        """Put the form away."""
        self.form, self.errors = "", {}

    @rx.event
    def dismiss(self) -> None:
        """Put away what became of each person."""
        self.outcomes = []

    async def _company_id(self) -> int:
        state = await self.get_state(CompanyState)
        return state.company.id if state.company is not None else 0

    async def _do(self, done: str, mutation: Mutation[..., Any], *, undo: Any = None, **arguments: Any) -> EventSpec:
        """Run what a button asks for; what stands in the way is said in passing."""
        await self.run(mutation, **arguments)
        return said(self.errors) or toast(done, undo=undo)

    async def _restore(self, mutation: Mutation[..., bool], **arguments: Any) -> EventSpec:
        """Take back that somebody was removed, or has left."""
        is_whole = await self.run(mutation, **arguments)
        return said(self.errors) or toast(BACK if is_whole else BACK_IN_PART)

    async def _save(self, done: str, mutation: Mutation[..., Any], **arguments: Any) -> EventSpec | None:
        """Run what a form asks for, and put it away; what stands in the way is said beside the fields."""
        await self.run(mutation, **arguments)
        if self.errors:
            return None
        self.form = ""
        return toast(done)

    def _without(self, name: str, route: routes.Route) -> EventSpec:
        rest = {key: value for key, value in self.router.url.query_parameters.items() if key != name}
        return rx.redirect(route.url(query=rest))


def fields_of(typed: Typed) -> CompanyFields:
    """What a form says of a company."""
    threshold = number_of(typed, "low_seat_threshold") if "low_seat_threshold" in typed else FEW_SEATS
    return CompanyFields(
        name=words_of(typed, "name"),
        domain=words_of(typed, "domain"),
        contact_name=words_of(typed, "contact_name"),
        contact_email=words_of(typed, "contact_email"),
        billing_address=words_of(typed, "billing_address"),
        low_seat_threshold=-1 if threshold is None else threshold,
    )
