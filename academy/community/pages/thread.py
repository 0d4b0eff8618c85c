"""The page of a thread."""

from typing import Any

import reflex as rx

from academy import routes
from academy.community import service
from academy.community.components.person import person_dialog
from academy.community.components.suspension import suspension_banner
from academy.community.components.thread import thread_page
from academy.community.state.leading import LeadingState
from academy.community.state.overseeing import ThreadDesk
from academy.community.state.person import PersonState
from academy.community.state.report import ReportState
from academy.community.state.suspension import ThreadSuspension
from academy.community.state.thread import ThreadState
from academy.community.state.writing import Writing
from academy.identity.components import app_page
from academy.identity.state import Session
from academy.live import from_route, page
from academy.live.presence import present
from academy.ui import pages, waiting


def thread() -> rx.Component:
    """A thread with its replies."""
    return app_page(
        pages.screen(
            ThreadState,
            suspension_banner(ThreadSuspension),
            thread_page(),
            person_dialog(),
            waiting=waiting.page_skeleton(),
        ),
        width="narrow",
    )


def add_pages(app: rx.App) -> None:
    """Add the page of a thread."""
    head: Any = ThreadState.head
    page(
        app,
        thread,
        route=routes.THREAD.pattern,
        title=rx.cond(head, head.title, "Discussion") + " — AI Enablement Academy",
        description="A discussion among the people of the academy.",
        states=(Session, ThreadState, LeadingState, ReportState, ThreadDesk, ThreadSuspension, PersonState, Writing),
        present=present(service.enter_thread, public_id=from_route("public_id")),
    )
