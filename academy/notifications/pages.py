"""A person's news, and the development inbox: where the mail of a demo academy that sends none can be read."""

from typing import Any

import reflex as rx

from academy import routes
from academy.core.settings import settings
from academy.identity.components import app_page, public_page
from academy.identity.state import Session
from academy.live import page
from academy.notifications.components import desk
from academy.notifications.components import news as news_parts
from academy.notifications.components import preferences as choices
from academy.notifications.components.letter import letter, letter_text
from academy.notifications.state import InboxState, MailDeskState, NewsState, PreferencesState, SamplesState
from academy.ui import elements as el
from academy.ui import layout, pages, tables, time, waiting


def news() -> rx.Component:
    """All news of the person, the newest first, live."""
    return app_page(
        pages.screen(
            NewsState,
            news_parts.filters(),
            news_parts.news_list(),
            news_parts.looked_at(),
            head=layout.page_head(
                "Notifications", lead="What concerns you, as it happens.", actions=news_parts.actions()
            ),
            waiting=waiting.list_skeleton(6),
        ),
        width="narrow",
    )


def preferences() -> rx.Component:
    """What the person wants to hear of, and how."""
    profile = el.link("Your profile", href=routes.PROFILE.url())
    return app_page(
        pages.screen(
            PreferencesState,
            choices.suppression(),
            layout.section("What you hear of", choices.categories()),
            layout.section("By mail", layout.stack(choices.mail_switch(), choices.digest_form(), gap=5)),
            layout.section("Quiet hours", choices.quiet_form()),
            head=layout.page_head(
                "What you hear of, and how",
                lead="What is urgent or about money or your account always comes by mail.",
                above=layout.crumbs(profile, rx.el.span("Notifications")),
            ),
            waiting=waiting.table_skeleton(8, 3),
        ),
        width="narrow",
    )


def mail_desk() -> rx.Component:
    """The outbox of mail."""
    return app_page(
        pages.screen(
            MailDeskState,
            desk.views(),
            desk.lists(),
            desk.details(),
            head=layout.page_head(
                "Mail",
                lead="What the academy wrote to people, and what became of it.",
                actions=el.live_tag(),
            ),
            waiting=waiting.list_skeleton(8),
        ),
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


def samples() -> rx.Component:
    """Every letter of the house in all its forms."""
    shown: Any = SamplesState.shown
    forms = rx.cond(
        shown,
        layout.section(
            shown.subject,
            rx.el.p(shown.kind, " · ", shown.about, class_name="muted"),
            layout.grid(
                letter("Light: " + shown.subject, shown.light),
                letter("Dark: " + shown.subject, shown.dark, is_dark=True),
            ),
            letter_text(shown.text),
            anchor="shown",
        ),
        el.empty_state("Choose a letter", "It is shown as mail programs show it: light, dark, and as plain text."),
    )
    links = rx.foreach(
        SamplesState.samples,
        lambda row: rx.el.li(
            tables.query_link(row.subject, changes={"letter": row.key}, class_name="title"),
            rx.el.p(row.kind, class_name="muted small"),
        ),
    )
    return public_page(
        rx.el.div(
            layout.page_head("Letters", lead="Every letter the academy writes, with made-up facts."),
            pages.screen(
                SamplesState,
                rx.el.div(
                    rx.el.nav(rx.el.ul(links, role="list"), aria_label="Letters"),
                    rx.el.div(forms),
                    class_name="samples",
                ),
                waiting=waiting.list_skeleton(),
            ),
            class_name="wrap inbox",
        )
    )


def _letter(mail: Any) -> rx.Component:
    opened = rx.el.details(
        rx.el.summary("Read it", class_name="link"),
        letter(mail.subject, mail.html),
        letter_text(mail.text),
    )
    act = rx.cond(mail.link, el.link_button("Open the link", href=mail.link, size="compact", loads=True), rx.fragment())
    to = rx.el.p("To ", mail.to_email, " · ", time.relative(mail.created_at), class_name="muted small")
    return el.item(rx.el.h2(mail.subject, class_name="title"), to, opened, end=act)


def add_pages(app: rx.App) -> None:
    """Add the news, with the bell in every frame, and the inbox where it may ever be open."""
    news_parts.hang()
    page(
        app,
        news,
        route=routes.NEWS.pattern,
        title="Notifications — AI Enablement Academy",
        description="What concerns you: seats, dates, answers, your company.",
        states=(Session, NewsState),
    )
    page(
        app,
        preferences,
        route=routes.PREFERENCES.pattern,
        title="What you hear of — AI Enablement Academy",
        description="What you want to hear of, in the academy or by mail, and when mail may come.",
        states=(Session, PreferencesState),
    )
    page(
        app,
        mail_desk,
        route=routes.ADMIN_MAIL.pattern,
        title="Mail — Admin",
        description="What the academy wrote to people: what waits, was sent, came back, or failed.",
        states=(Session, MailDeskState),
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
        page(
            app,
            samples,
            route=routes.DEV_MAIL.pattern,
            title="Letters — AI Enablement Academy",
            description="Every letter the academy writes.",
            states=(Session, SamplesState),
        )
