"""Signing in, and one's own profile."""

import reflex as rx

from academy import routes
from academy.identity.components import (
    about_form,
    address_form,
    already_in,
    app_page,
    code_step,
    connection_row,
    demo_people,
    email_step,
    public_page,
    session_row,
    switches,
)
from academy.identity.state import ProfileState, Session, SignIn
from academy.live import page
from academy.ui import elements as el
from academy.ui import forms, layout, pages, waiting


def sign_in() -> rx.Component:
    """By mail, by a provider, or into a demo person."""
    options = SignIn.options
    return public_page(
        rx.el.div(
            layout.stack(
                rx.el.h1("Sign in"),
                already_in(),
                rx.cond(SignIn.sent_to, code_step(), email_step()),
                gap=5,
            ),
            rx.cond(options & (options.demo.length() > 0), demo_people()),
            class_name="wrap sign-in",
            on_mount=SignIn.open,
        )
    )


def profile() -> rx.Component:
    """What a person may see and change of themselves."""
    return app_page(
        pages.screen(
            ProfileState,
            layout.section("About you", about_form()),
            layout.section(
                "Notifications",
                switches(),
                el.link("Choose what you hear of, and when", href=routes.PREFERENCES.url()),
            ),
            layout.section(
                "In the community",
                layout.row(
                    el.link("Choose what others see of you", href=routes.PROFILE_COMMUNITY.url()),
                    el.link("See your network", href=routes.NETWORK.url()),
                    gap=5,
                ),
            ),
            layout.section("Your plan", el.link("See your plan and its receipts", href=routes.PLAN.url())),
            layout.section("E-mail address", address_form()),
            rx.cond(
                ProfileState.connections.length() > 0,
                layout.section(
                    "Connected sign-ins",
                    el.ruled_list(rx.foreach(ProfileState.connections, connection_row), label="Connected sign-ins"),
                ),
            ),
            layout.section(
                "Where you are signed in",
                el.ruled_list(rx.foreach(ProfileState.sessions, session_row), label="Devices"),
                forms.posted_form(
                    rx.el.button("Sign out everywhere", type="submit", class_name="btn"),
                    action=routes.SIGN_OUT_EVERYWHERE.url(),
                    class_name="after-list",
                ),
                note=el.live_tag(),
            ),
            head=layout.page_head("Your profile"),
            waiting=waiting.form_skeleton(5),
        ),
        width="narrow",
    )


def add_pages(app: rx.App) -> None:
    """Add the pages about people."""
    page(
        app,
        sign_in,
        route=routes.SIGN_IN.pattern,
        title="Sign in — AI Enablement Academy",
        description="Sign in by a link in a mail, without a password. If you are new, this makes your account.",
        states=(Session, SignIn),
    )
    page(
        app,
        profile,
        route=routes.PROFILE.pattern,
        title="Your profile — AI Enablement Academy",
        description="Your name, time zone, notifications and the devices you are signed in with.",
        states=(Session, ProfileState),
    )
