"""A thread as one person reads it: the pages of replies that are before them, and what they do."""

import json
from collections.abc import Mapping
from typing import Any, cast

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.community import service
from academy.community.schemas.reading import MyThread, PeopleHere, ThreadEnd
from academy.community.schemas.replies import Branch, Opening, ReplyPage, ReplySource, Revision, Withheld
from academy.community.schemas.threads import HiddenThread, ThreadHead, ThreadRights
from academy.community.service.opening import Spot
from academy.community.service.shown import PAGE
from academy.community.state.saying import OfThread
from academy.community.state.writing import told
from academy.core.numbers import whole_number
from academy.live import from_route, from_state, live
from academy.ui.overlays import toast

SLOTS = 3
"""So many pages of replies are before a reader at most."""
NOWHERE = SHUT = -1
HIGHEST = 2**31

OF_THIS = from_route("public_id")


class ThreadState(OfThread, rx.State):
    """The thread's page.

    Vars:
        page_0, page_1, page_2: The pages before the reader; a page is always in the slot of its number modulo three, so
            that those that stay are not sent anew when the window moves.
        opened: The branches that are open, as `[number, start, size]`.
        new_from, new_until: What is later than the one number, and not than the other, was new when the thread was
            opened; below 0 nothing was.
        spot: Where what is being written is kept as a draft.
        goal: The reply to go to, and a nonce that tells one wish from the next.
        looking_back_at: Of which reply, or with 0 of the thread, one reads what it said before.
        refused: How many likes were refused: what the browser has shown before they were sent is not so.
    """

    head: ThreadHead | None = live(service.thread_head, public_id=OF_THIS)
    hidden: HiddenThread | None = live(service.hidden_thread, public_id=OF_THIS)
    rights: ThreadRights | None = live(service.thread_rights, public_id=OF_THIS)
    end: ThreadEnd = live(service.thread_end, default=ThreadEnd(), public_id=OF_THIS)
    mine: MyThread | None = live(service.my_thread, public_id=OF_THIS)
    here: PeopleHere = live(service.people_here, default=PeopleHere(), public_id=OF_THIS)
    withheld: list[Withheld] = live(service.withheld, default=[], public_id=OF_THIS)
    slot_0: ReplyPage = live(service.reply_page, default=ReplyPage(), public_id=OF_THIS, page=from_state("page_0"))
    slot_1: ReplyPage = live(service.reply_page, default=ReplyPage(), public_id=OF_THIS, page=from_state("page_1"))
    slot_2: ReplyPage = live(service.reply_page, default=ReplyPage(), public_id=OF_THIS, page=from_state("page_2"))
    branches: list[Branch] = live(service.branches, default=[], public_id=OF_THIS, opened=from_state("opened"))
    source: ReplySource | None = live(service.reply_source, public_id=OF_THIS, number=from_state("editing"))
    history: list[Revision] = live(service.history, default=[], public_id=OF_THIS, number=from_state("looking_back_at"))
    page_0: int = NOWHERE
    page_1: int = NOWHERE
    page_2: int = NOWHERE
    opened: list[list[int]] = []
    new_from: int = NOWHERE
    new_until: int = NOWHERE
    goal: dict[str, Any] = {"number": 0, "nonce": 0, "spot": ""}
    asked_for: int = 0
    answering: int = 0
    answering_name: str = ""
    spot: str = ""
    editing: int = 0
    looking_back_at: int = SHUT
    refused: int = 0
    has_help: bool = False

    async def prepare(self, address: Mapping[str, str], *, is_new: bool) -> None:
        """Open where there is something new, or at the reply that the address names, and answer it if that is asked."""
        number = whole_number(address.get("reply", "")) or 0
        self.asked_for, before = number, self.asked_for
        if not is_new and number in (0, before):
            return
        if is_new:
            self._begin()
        found = await self.look_up(service.opening, public_id=address.get("public_id", ""), reply=number)
        if found is None:
            return
        if is_new:
            until = found.read_until
            self.new_from, self.new_until = (NOWHERE, NOWHERE) if until is None else (until, found.last)
        if is_new and number and address.get("answer"):
            await self._answer_from_letter(address.get("public_id", ""), number)
        self._show(found, "" if number else "unread")

    @rx.event
    async def more(self, direction: int) -> None:
        """Bring the page after the last one, or before the first one, that is before the reader.

        After the last one is also the page that the next reply goes to, while that is empty.
        """
        pages = self._pages()
        wanted = pages[-1] + 1 if direction > 0 else pages[0] - 1
        if 0 <= wanted <= self.end.top_count // PAGE:
            kept = [*pages[-(SLOTS - 1) :], wanted] if direction > 0 else [wanted, *pages[: SLOTS - 1]]
            self._set_pages(kept)
            await self.refresh()

    @rx.event
    async def find(self, spot: str) -> EventSpec | None:
        """Go to what is unread, to the latest, or to the reply of a number."""
        public_id, number = self._public_id, whole_number(spot)
        if number is None:
            found = await self.look_up(service.opening, public_id=public_id, spot=Spot(spot))
        else:
            found = await self.look_up(service.opening, public_id=public_id, reply=number)
        if found is None or not found.number:
            return toast("There is nothing new here." if spot == Spot.UNREAD else "There is no such reply.")
        self._show(found, spot if spot == Spot.LATEST else "")
        await self.refresh()
        return None

    @rx.event
    async def branch(self, number: int, start: int, size: int) -> None:
        """Show what is folded below a reply."""
        others = [one for one in self.opened if one[0] != number]
        self.opened = [*others, [number, start, size]][-20:]
        await self.refresh()

    @rx.event
    async def read(self, public_id: str, number: int) -> None:
        """The reader has come as far as this in the thread that they have, or had, before them."""
        await self.run(service.mark_read, public_id=public_id, number=number)

    @rx.event
    async def see(self) -> None:
        """The thread is before somebody's eyes."""
        await self.run(service.see_thread, public_id=self._public_id)

    @rx.event
    async def like(self, number: int, is_on: bool) -> EventSpec | None:
        """Like a reply, or no longer; the number 0 is the thread."""
        if number:
            act = service.like_reply if is_on else service.unlike_reply
            await self.run(act, public_id=self._public_id, number=number)
        else:
            await self.run(service.like_thread if is_on else service.unlike_thread, public_id=self._public_id)
        self.refused += bool(self.errors)
        return self._said()

    @rx.event
    async def best(self, number: int) -> EventSpec | None:
        """Say which answer is the best; the number 0 says that none is."""
        if number:
            await self.run(service.choose_best, public_id=self._public_id, number=number)
        else:
            await self.run(service.clear_best, public_id=self._public_id)
        return self._said()

    @rx.event
    async def remove(self, number: int) -> EventSpec | None:
        """Delete one's reply."""
        await self.run(service.delete_reply, public_id=self._public_id, number=number)
        return self._said("Your reply is deleted.", undo=cast(Any, ThreadState.restore)(number))

    @rx.event
    async def restore(self, number: int) -> EventSpec | None:
        """Bring it back."""
        await self.run(service.restore_reply, public_id=self._public_id, number=number)
        return self._said("Your reply is back.")

    @rx.event
    async def attend(self, wish: str) -> EventSpec | None:
        """Follow, mute or keep the thread, or no longer."""
        wishes: dict[str, tuple[Any, dict[str, Any], str]] = {
            "follow": (service.follow, {}, "You hear of new replies."),
            "unfollow": (service.unfollow, {}, "You hear of new replies no more."),
            "mute": (service.mute, {}, "You hear only what is said to you here."),
            "unmute": (service.unmute, {}, "This thread is not muted any more."),
            "keep": (service.bookmark, {"is_on": True}, "Kept among your bookmarks."),
            "drop": (service.bookmark, {"is_on": False}, "No longer among your bookmarks."),
        }
        if wish not in wishes:
            return None
        act, more, words = wishes[wish]
        await self.run(act, public_id=self._public_id, **more)
        return self._said(words)

    # Writing

    @rx.event
    async def answer(self, number: int, name: str) -> EventSpec:
        """Answer a reply, or with the number 0 the thread; who wrote it is looked up if `name` does not say."""
        if number and not name:
            source = await self.look_up(service.reply_source, public_id=self._public_id, number=number)
            name = source.author if source else "a reply that is not there any more"
        self._answer(number, name)
        return rx.call_script("document.querySelector('.answer textarea')?.focus({ preventScroll: true })")

    @rx.event
    async def quote(self, number: int) -> EventSpec | None:
        """Put a reply's words, with a link to it, into what one writes."""
        source = await self.look_up(service.reply_source, public_id=self._public_id, number=number)
        if source is None:
            return toast("This reply is not there any more.")
        link = routes.THREAD.url(public_id=self._public_id, query={"reply": str(number)})
        said = "\n".join(f"> {line}".rstrip() for line in source.content.splitlines())
        detail = json.dumps({"spot": self.spot, "text": f"> [{source.author}]({link}) wrote:\n>\n{said}\n\n"})
        return rx.call_script(f"window.dispatchEvent(new CustomEvent('academy:quote', {{ detail: {detail} }}))")

    @rx.event
    async def typing(self) -> None:
        """Somebody writes."""
        await self.signal(service.typing, public_id=self._public_id)

    @rx.event
    async def post(self, typed: dict[str, Any]) -> EventSpec:
        """Send a reply."""
        parent = _number(typed.get("parent"))
        number = await self.run(
            service.post_reply,
            public_id=self._public_id,
            content=str(typed.get("content", "")),
            parent=parent or None,
            client_key=str(typed.get("client_key", "")),
        )
        if number is not None and parent == self.answering:
            self._answer(0, "")
            found = await self.look_up(service.opening, public_id=self._public_id, reply=number)
            if found is not None and (found.opened or found.page not in self._pages()):
                self._show(found, "own")
                await self.refresh()
        return told(typed, self.errors)

    @rx.event
    async def edit(self, number: int) -> None:
        """Open one's reply for editing; 0 closes it."""
        self.editing, self.errors = number, {}
        await self.refresh()

    @rx.event
    async def save(self, typed: dict[str, Any]) -> EventSpec:
        """Keep what was changed."""
        number, before = _number(typed.get("number")), typed.get("before")
        await self.run(
            service.edit_reply,
            public_id=self._public_id,
            number=number,
            content=str(typed.get("content", "")),
            before=before if isinstance(before, str) else None,
        )
        if not self.errors and number == self.editing:
            self.editing = 0
            await self.refresh()
        return told(typed, self.errors)

    @rx.event
    async def look_back(self, number: int) -> None:
        """Show what a reply, or with 0 the thread, said before; below 0 it is put away."""
        self.looking_back_at = number
        await self.refresh()

    @rx.event
    def help(self) -> None:
        """Show the keys, or no longer."""
        self.has_help = not self.has_help

    # Inside

    def _begin(self) -> None:
        """Forget what belongs to the thread, or to the visit, before."""
        self.editing, self.looking_back_at, self.has_help, self.opened = 0, SHUT, False, []
        self._set_pages([])
        self._answer(0, "")

    async def _answer_from_letter(self, public_id: str, number: int) -> None:
        """Open the composer for the reply that a letter's button is about."""
        source = await self.look_up(service.reply_source, public_id=public_id, number=number)
        if source is not None:
            self._answer(number, source.author)

    def _answer(self, number: int, name: str) -> None:
        self.answering, self.answering_name = number, name if number else ""
        self.spot = f"thread:{self._public_id}" + (f":{number}" if number else "")

    def _pages(self) -> list[int]:
        return sorted(page for page in (self.page_0, self.page_1, self.page_2) if page >= 0) or [0]

    def _set_pages(self, pages: list[int]) -> None:
        self.page_0, self.page_1, self.page_2 = (
            next((page for page in pages if page % SLOTS == slot), NOWHERE) for slot in range(SLOTS)
        )

    def _show(self, found: Opening, spot: str) -> None:
        if found.page not in self._pages() or self.page_0 == self.page_1 == self.page_2:
            first = max(0, found.page - 1)
            self._set_pages([first, first + 1, first + 2][:SLOTS] if found.page else [0, 1])
        wanted = {one[0]: one for one in [*self.opened, *found.opened]}
        self.opened = list(wanted.values())[-20:]
        self.goal = {"number": found.number, "nonce": self.goal["nonce"] + 1, "spot": spot}


def _number(value: Any) -> int:
    """Return the number of a reply that a browser sent; 0 for none."""
    return value if isinstance(value, int) and 0 < value < HIGHEST else 0
