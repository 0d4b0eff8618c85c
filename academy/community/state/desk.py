"""What moderators have on screen, and what their buttons and keys do."""

from collections.abc import Mapping
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from academy.community import service
from academy.community.models import ActKind
from academy.community.schemas.moderation import (
    ActRow,
    CaseDetail,
    Desk,
    DeskCounts,
    PhraseRow,
    QueueRow,
    SuspendedRow,
)
from academy.community.state.saying import said
from academy.core.numbers import whole_number
from academy.live import LiveState, Mutation, Page, from_address, live
from academy.ui.overlays import toast

Typed = dict[str, Any]
DONE = {ActKind.APPROVE: "Approved.", ActKind.HIDE: "Hidden.", ActKind.DELETE: "Deleted."}


class Deciding(LiveState, mixin=True):
    """What both desks do.

    Vars:
        form: Which dialog is open; empty if none is.
    """

    form: str = ""

    async def prepare(self, address: Mapping[str, str], *, is_new: bool) -> None:
        """Put the dialog away that belongs to another page."""
        if is_new:
            self.form = ""

    @rx.event
    def begin(self, form: str) -> None:
        """Open a dialog."""
        self.form, self.errors = form, {}

    @rx.event
    def close(self) -> None:
        """Put the dialog away."""
        self.form, self.errors = "", {}

    @rx.event
    async def decide(self, kind: str) -> EventSpec | None:
        """Approve, hide or delete what is shown."""
        return await self._decide(ActKind(kind))

    @rx.event
    async def decide_in_words(self, typed: Typed) -> EventSpec | None:
        """Hide or delete what is shown, with words for its author."""
        kind = ActKind(str(typed.get("kind") or ActKind.HIDE))
        return await self._decide(kind, reason=str(typed.get("reason", "")), note=str(typed.get("note", "")))

    @rx.event
    async def warn(self, typed: Typed) -> EventSpec | None:
        """Warn who wrote it."""
        return await self._say("The warning is on its way to them.", service.warn, words=str(typed.get("words", "")))

    @rx.event
    async def note(self, typed: Typed) -> EventSpec | None:
        """Leave a note for other moderators."""
        return await self._say("The note is kept.", service.add_note, words=str(typed.get("words", "")))

    @rx.event
    async def suspend(self, typed: Typed) -> EventSpec | None:
        """Suspend who wrote it."""
        days = whole_number(str(typed.get("days", "")))
        return await self._say(
            "They are suspended, and told why.",
            service.suspend,
            days=-1 if days is None else days,
            is_everywhere=typed.get("where") == "everywhere",
            reason=str(typed.get("reason", "")),
        )

    @rx.event
    async def undo(self, action_id: int) -> EventSpec:
        """Take back what was done."""
        await self.run(service.undo, action_id=action_id)
        return self._done("It is as it was before.")

    @rx.event
    async def lift(self, suspension_id: int) -> EventSpec:
        """Let somebody write again."""
        done = await self.run(service.lift_suspension, suspension_id=suspension_id)
        return self._done("They can write again.", done)

    async def _decide(self, kind: ActKind, *, reason: str = "", note: str = "") -> EventSpec | None:
        about, seen = self._about()
        if not about:
            return None
        done = await self.run(service.moderate, **about, kind=kind, reason=reason, note=note, seen=seen)
        return self._done(DONE[kind], done)

    async def _say(self, done: str, mutation: Mutation[..., int], **arguments: Any) -> EventSpec | None:
        about, _ = self._about()
        if not about:
            return None
        action_id = await self.run(mutation, **about, **arguments)
        return None if self.errors else self._done(done, action_id)

    def _about(self) -> tuple[dict[str, Any], str]:
        """What is decided about, and how it was seen; nothing if nothing is shown."""
        case: CaseDetail | None = self.case  # type: ignore[attr-defined]
        return ({}, "") if case is None else ({"public_id": case.public_id, "number": case.number}, case.seen)

    def _done(self, words: str, action_id: int | None = None) -> EventSpec:
        """Say what was done, which can be taken back, or what was wrong with it."""
        if not self.errors:
            self.form = ""
        undo = type(self).undo(action_id) if action_id is not None else None  # type: ignore[operator]
        return said(self.errors, words, undo=undo)


def _queue(desk: Desk) -> Any:
    return live(
        service.queue_page,
        default=Page[QueueRow](),
        desk=desk,
        show=from_address("show"),
        until=from_address("after"),
    )


def _log(desk: Desk) -> Any:
    return live(
        service.log_page,
        default=Page[ActRow](),
        desk=desk,
        kind=from_address("kind"),
        by=from_address("by"),
        words=from_address("q"),
        until=from_address("after"),
    )


def _suspended(desk: Desk) -> Any:
    return live(service.suspended_page, default=Page[SuspendedRow](), desk=desk, until=from_address("after"))


class TeachDesk(Deciding, rx.State):
    """What waits where the viewer teaches or moderates."""

    counts: DeskCounts | None = live(service.desk_counts, desk=Desk.TEACH)
    queue: Page[QueueRow] = _queue(Desk.TEACH)
    case: CaseDetail | None = live(service.case_detail, case_id=from_address("case"))
    log: Page[ActRow] = _log(Desk.TEACH)
    suspended: Page[SuspendedRow] = _suspended(Desk.TEACH)


class AdminDesk(Deciding, rx.State):
    """What waits anywhere."""

    counts: DeskCounts | None = live(service.desk_counts, desk=Desk.ADMIN)
    queue: Page[QueueRow] = _queue(Desk.ADMIN)
    case: CaseDetail | None = live(service.case_detail, case_id=from_address("case"))
    log: Page[ActRow] = _log(Desk.ADMIN)
    suspended: Page[SuspendedRow] = _suspended(Desk.ADMIN)
    phrases: list[PhraseRow] = live(service.phrase_list, default=[])

    @rx.event
    async def add_phrase(self, typed: Typed) -> EventSpec | None:
        """Hold back what contains these words."""
        await self.run(service.add_phrase, phrase=str(typed.get("phrase", "")))
        return None if self.errors else toast("Posts with these words wait for a moderator from now on.")

    @rx.event
    async def remove_phrase(self, phrase_id: int) -> EventSpec:
        """Let these words pass again."""
        words = await self.run(service.remove_phrase, phrase_id=phrase_id)
        if words is None:
            return self._done("")
        return toast("These words pass again.", undo=AdminDesk.restore_phrase(words))  # type: ignore[operator]

    @rx.event
    async def restore_phrase(self, words: str) -> EventSpec:
        """Put words back into the list."""
        await self.run(service.add_phrase, phrase=words)
        return self._done("They are back in the list.")
