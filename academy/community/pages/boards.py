"""The lists of threads, and the page that starts one."""

from typing import Any

import reflex as rx

from academy import routes
from academy.community.components import boards, starting
from academy.community.components.addresses import place_href
from academy.community.components.network import unmet_line
from academy.community.components.person import person_dialog
from academy.community.components.suspension import suspension_banner
from academy.community.state.boards import BoardState, NewThreadState
from academy.community.state.network import UnmetState
from academy.community.state.person import PersonState
from academy.community.state.suspension import PlaceSuspension
from academy.community.state.writing import Writing
from academy.identity.components import app_page
from academy.identity.state import Session
from academy.live import page
from academy.ui import elements as el
from academy.ui import layout, pages, waiting


def community() -> rx.Component:
    """The threads of a place, and the places beside them."""
    content = rx.el.div(
        boards.places_beside(),
        rx.el.div(suspension_banner(PlaceSuspension), boards.head(), unmet_line(), boards.filters(), boards.board()),
        person_dialog(),
        class_name="community",
    )
    return app_page(pages.screen(BoardState, content, waiting=waiting.list_skeleton()))


def new_thread() -> rx.Component:
    """The form that starts a thread, once it is known where."""
    view: Any = NewThreadState.view
    rights: Any = NewThreadState.rights
    here = layout.crumbs(
        el.anchor("Community", href=routes.COMMUNITY.url()),
        rx.cond(view.is_own, rx.fragment(), el.anchor(view.name, href=place_href(view.key))),
    )
    lead = rx.cond(view.is_own, "Where does it belong?", "Everybody who reads this place sees it at once.")
    shut = el.notice(rights.suspended, title="You cannot write here for now", tone="warn")
    form = rx.cond(rights.may_write, starting.thread_form(), shut)
    return app_page(
        pages.screen(
            NewThreadState,
            layout.page_head("New thread", above=here, lead=lead),
            rx.cond(view.is_own, starting.where(), form),
            waiting=waiting.form_skeleton(4),
        ),
        width="narrow",
    )


def add_pages(app: rx.App) -> None:
    """Add the pages of lists, and what they hang into the frames."""
    boards.hang()
    view: Any = BoardState.view
    page(
        app,
        community,
        route=routes.COMMUNITY.pattern,
        title=rx.cond(view, view.name, "Community") + " — AI Enablement Academy",
        description="What people of the academy discuss: questions, ideas, work they show.",
        states=(Session, BoardState, UnmetState, PlaceSuspension, PersonState),
    )
    page(
        app,
        new_thread,
        route=routes.COMMUNITY_NEW.pattern,
        title="New thread — AI Enablement Academy",
        description="Ask, show or share something with the people of a place.",
        states=(Session, NewThreadState, Writing),
    )
