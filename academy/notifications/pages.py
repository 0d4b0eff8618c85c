"""A person's news, and the development inbox: where the mail of a demo academy that sends none can be read."""

from typing import Any

import reflex as rx

from academy import routes
from academy.core.settings import settings
from academy.identity.components import app_page, public_page
from academy.identity.state import Session
from academy.live import page
from academy.notifications import components
from academy.notifications.state import InboxState, NewsState
from academy.ui import elements as el
from academy.ui import layout, pages, time, waiting

HARMLESS = "allow-popups allow-popups-to-escape-sandbox"
"""A letter's links open a new tab; it runs no script and is a stranger to our cookies."""


def news() -> rx.Component:
    """All news of the person, the newest first, live."""
    return app_page(
        pages.screen(
            NewsState,
            components.filters(),
            components.news_list(),
            components.looked_at(),
            head=layout.page_head(
                "Notifications", lead="What concerns you, as it happens.", actions=components.read_all()
            ),
            waiting=waiting.list_skeleton(6),
        ),
        width="narrow",
    )


def inbox() -> rx.Component:
    """All mail, the newest first, live."""
    letters = el.ruled_list(rx.foreach(InboxState.mails, _letter), label="Mail")
    nothing = el.empty_state("No mail yet", "Whatever the academy would send appears here by itself.")
    return public_page(
        rx.el.div(
            layout.page_head(
                "Development inbox",
                lead="This demo academy sends no mail: here is what it would have sent, to anybody.",
                actions=el.live_tag(),
            ),
            pages.screen(
                InboxState,
                rx.cond(InboxState.mails.length() > 0, letters, nothing),
                waiting=waiting.list_skeleton(),
            ),
            class_name="wrap inbox",
        )
    )


def _letter(mail: Any) -> rx.Component:
    opened = rx.el.details(
        rx.el.summary("Read it", class_name="link"),
        rx.el.iframe(
            title="Mail: " + mail.subject,
            sandbox=HARMLESS,
            custom_attrs={"srcDoc": mail.html.to(str).replace("<head>", '<head><base target="_blank">')},
            class_name="letter",
            loading="lazy",
        ),
        rx.el.pre(mail.text, class_name="letter-text", tab_index=0, aria_label="The same as plain text"),
    )
    act = rx.cond(mail.link, el.link_button("Open the link", href=mail.link, size="compact", loads=True), rx.fragment())
    to = rx.el.p("To ", mail.to_email, " · ", time.relative(mail.created_at), class_name="muted small")
    return el.item(rx.el.h2(mail.subject, class_name="title"), to, opened, end=act)


def add_pages(app: rx.App) -> None:
    """Add the news, with the bell in every frame, and the inbox where it may ever be open."""
    components.hang()
    page(
        app,
        news,
        route=routes.NEWS.pattern,
        title="Notifications — AI Enablement Academy",
        description="What concerns you: seats, dates, answers, your company.",
        states=(Session, NewsState),
    )
    if settings().demo:
        page(
            app,
            inbox,
            route=routes.DEV_INBOX.pattern,
            title="Development inbox — AI Enablement Academy",
            description="What the demo academy would have sent.",
            states=(Session, InboxState),
        )
