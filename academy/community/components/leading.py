"""The menu of a thread for its author and for those who lead where it is, and the form that changes it."""

from typing import Any

import reflex as rx

from academy.community.components import desk_forms
from academy.community.components.categories import CATEGORIES
from academy.community.components.composer import composer
from academy.community.schemas.moderation import CaseHere
from academy.community.service.items import OPENING
from academy.community.service.threads import LONGEST_TAG, LONGEST_TITLE, MOST_TAGS
from academy.community.state.leading import LeadingState
from academy.community.state.overseeing import ThreadDesk
from academy.community.state.thread import ThreadState
from academy.ui import forms, overlays

head: Any = ThreadState.head
hidden: Any = ThreadState.hidden
rights: Any = ThreadState.rights


def leading_menu() -> rx.Component:
    """What one may do with the thread; nothing for who may do nothing."""
    entry = overlays.menu_entry
    own = rx.fragment(
        rx.cond(rights.may_edit, entry("Edit the thread", on_click=LeadingState.edit(True)), rx.fragment()),
        rx.cond(rights.may_delete, entry("Delete the thread", on_click=LeadingState.remove), rx.fragment()),
        rx.cond(rights.may_restore, entry("Bring the thread back", on_click=LeadingState.restore), rx.fragment()),
    )
    lead = rx.fragment(
        _switch(head.is_pinned, "pin", "Pin to the top", "Do not pin any more"),
        _switch(head.is_announcement, "announce", "Make it an announcement", "Make it an ordinary thread"),
        _switch(head.is_locked, "lock", "Lock: no more replies", "Open for replies"),
        *[_move(category, words) for category, words in CATEGORIES.items()],
    )
    menu = overlays.menu(
        own,
        rx.cond(rights.may_lead, lead, rx.fragment()),
        rx.cond(rights.is_author, rx.fragment(), _order()),
        label="Manage this thread",
        trigger="Manage",
        size="compact",
        place="start",
    )
    cases: Any = ThreadDesk.cases
    is_anything = rights.may_edit | rights.may_delete | rights.may_restore | rights.may_lead | (cases.length() > 0)
    return rx.cond(rights & is_anything, menu, rx.fragment())


def edit_dialog() -> rx.Component:
    """The thread's title, text, category and tags, to be changed by its author."""
    errors: Any = LeadingState.errors
    now = rx.cond(head.removed, hidden, head)
    form = composer(
        forms.text_field("title", "Title", value=now.title, error=errors["title"], max_length=LONGEST_TITLE),
        forms.select_field("category", "Category", tuple(CATEGORIES.items()), value=head.category),
        forms.text_field(
            "tags",
            "Tags",
            value=now.tags.to(list[str]).join(", "),
            help=f"Up to {MOST_TAGS}, with commas between them, each of at most {LONGEST_TAG} characters.",
            error=errors["tags"],
            is_optional=True,
        ),
        spot="edit:" + head.public_id.to(str),
        thread=head.public_id,
        initial=now.content,
        closed=rx.cond(rights.may_edit, "", "This thread cannot be changed any more."),
        words="Save the change",
        label="Text",
        on_send=LeadingState.save,
        on_cancel=LeadingState.edit(False),
    )
    return overlays.dialog(
        rx.cond(LeadingState.is_editing, form, rx.fragment()),
        title="Edit the thread",
        is_open=LeadingState.is_editing,
        on_close=LeadingState.edit(False),
    )


def order_dialogs() -> rx.Component:
    """What asks for words before who keeps order does something, about the thread or a reply."""
    return rx.fragment(desk_forms.words(ThreadDesk, is_there=True), desk_forms.warning(ThreadDesk, is_there=True))


def _order() -> rx.Component:
    """What who keeps order does about somebody else's thread."""
    entry = overlays.menu_entry
    decisions = rx.fragment(
        rx.cond(head.removed, entry("Approve", on_click=ThreadDesk.approve(OPENING)), rx.fragment()),
        entry("Hide or delete…", on_click=ThreadDesk.ask("words", OPENING)),
        entry("Warn the author…", on_click=ThreadDesk.ask("warn", OPENING)),
    )

    def case(one: rx.Var[CaseHere]) -> rx.Component:
        return rx.cond(one.number == OPENING, overlays.menu_link("Open the case", href=one.url), rx.fragment())

    return rx.fragment(rx.cond(rights.may_lead, decisions, rx.fragment()), rx.foreach(ThreadDesk.cases, case))


def _switch(is_on: Any, wish: str, on: str, off: str) -> rx.Component:
    return overlays.menu_entry(rx.cond(is_on, off, on), on_click=LeadingState.lead(wish, ~is_on))


def _move(category: str, words: str) -> rx.Component:
    entry = overlays.menu_entry(f"Move to {words}", on_click=LeadingState.move(category, head.category))
    return rx.cond(head.category == category, rx.fragment(), entry)
