"""A card for each community elsewhere."""

from typing import Any

import reflex as rx

from academy import routes
from academy.community.schemas.elsewhere import CommunityCard
from academy.community.state.elsewhere import ElsewhereState
from academy.ui import elements as el
from academy.ui import forms, layout, time
from academy.ui.values import marked

PLATFORMS = {"circle": "Circle", "skool": "Skool", "discord": "Discord", "slack": "Slack", "other": "Another platform"}


def platform_name(platform: Any) -> rx.Var[str]:
    """What a platform is called."""
    return rx.match(platform.to(str), *PLATFORMS.items(), "")


def cards() -> rx.Component:
    """The communities, or what it means that there are none."""
    found: Any = ElsewhereState.cards
    return rx.cond(
        found.length() > 0,
        layout.grid(rx.foreach(found, _card), least="20rem"),
        el.empty_state(
            "No community elsewhere yet",
            "Once the academy has a place on Discord, Slack or the like, you find the way in here.",
            el.link_button("Discuss here", href=routes.COMMUNITY.url(), look="primary"),
        ),
    )


def _card(card: rx.Var[CommunityCard]) -> rx.Component:
    return rx.el.article(
        layout.stack(
            layout.row(el.eyebrow(platform_name(card.platform)), _door_tag(card), apart=True),
            rx.el.h2(card.name),
            rx.cond(card.description, rx.el.p(card.description), rx.fragment()),
            rx.el.p(_why(card), class_name="muted small"),
            rx.cond(card.failure, el.notice(card.failure, title="This did not work", tone="warn"), rx.fragment()),
            _act(card),
            gap=3,
        ),
        key=card.public_id,
    )


def _door_tag(card: Any) -> rx.Component:
    return marked(
        card.door,
        rx.match(
            card.door.to(str),
            ("member", el.tag("You are in", tone="good")),
            ("joining", el.tag("On its way", tone="info")),
            ("open", el.tag("Open to you")),
            ("ended", el.tag("Not open any more")),
            el.tag("Not open to you"),
        ),
    )


def _why(card: Any) -> rx.Component:
    return rx.match(
        card.door.to(str),
        ("closed", rx.fragment("It is for ", card.why, ".")),
        ("ended", rx.fragment("It is for ", card.why, ". You do not have that any more.")),
        rx.fragment("Open to you, because it is for ", card.why, "."),
    )


def _act(card: Any) -> rx.Component:
    connect = el.link_button(
        "Connect Discord and join",
        href=routes.DISCORD.url() + "?community=" + card.public_id,
        look="primary",
        loads=True,
    )
    join = forms.action_button(
        "Join", el.hushed(" ", card.name), on_click=ElsewhereState.join(card.public_id), look="primary"
    )
    connected = rx.cond(
        card.account,
        layout.row(
            rx.el.span("Connected as ", card.account, class_name="muted small"),
            forms.action_button(
                "Disconnect", on_click=ElsewhereState.disconnect(card.platform), look="quiet", size="compact"
            ),
        ),
        rx.fragment(),
    )
    since = rx.cond(
        card.joined_at, rx.el.span("since ", time.local_date(card.joined_at), class_name="muted small"), rx.fragment()
    )
    is_stuck = card.failure.to(str) != ""
    return layout.stack(
        rx.match(
            card.door.to(str),
            ("member", layout.row(el.outside_link("Open ", card.name, href=card.url), since)),
            ("open", rx.cond(card.needs_account & ((card.account == "") | is_stuck), connect, join)),
            rx.fragment(),
        ),
        connected,
        gap=2,
    )
