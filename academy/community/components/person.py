"""A person's card: over the page that named them, and as a page of its own.

A page that names people with `person_link`, `person_face` or `person` has `PersonState` among its states and
`person_dialog()` somewhere in it.
"""

from typing import Any

import reflex as rx

from academy import routes
from academy.community.schemas.people import Standing
from academy.community.service.connections import NOTE_LENGTH
from academy.community.state.person import PersonState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time, waiting
from academy.ui.types import Child, Text

PARAMETER = "person"


def person_link(user_id: Any, name: Text) -> rx.Component:
    """A name that opens the person's card."""
    return _opens(name, user_id=user_id, class_name="person-link")


def person_face(user_id: Any, name: Text) -> rx.Component:
    """A face that opens the person's card."""
    return _opens(el.avatar(name, is_alone=True), user_id=user_id, class_name="person-face")


def person_dialog() -> rx.Component:
    """The card that the address asks for."""
    card: Any = PersonState.card
    missing = rx.el.p("They may not be in any place with you, or their account has been deleted.", class_name="muted")
    return overlays.address_dialog(
        rx.cond(
            card,
            card_body(PersonState, card),
            rx.cond(PersonState.problem_code, missing, waiting.waiting(waiting.text_skeleton(3))),
        ),
        title=rx.cond(card, card.name, rx.cond(PersonState.problem_code, PersonState.problem, "…")),
        parameter=PARAMETER,
    )


def card_body(state: Any, card: Any) -> rx.Component:
    """What a person shows, without the name, and what one may do about it."""
    return rx.el.div(shown(card), _acts(state, card), class_name="person-card")


def shown(card: Any) -> rx.Component:
    """What a person shows of themselves."""
    work = rx.el.p(card.title, rx.cond(card.title & card.company, ", ", ""), card.company, class_name="muted")
    linkedin = rx.el.p(el.outside_link("LinkedIn", href=card.linkedin_url))
    return rx.fragment(
        rx.cond(card.headline, rx.el.p(card.headline, class_name="headline"), rx.fragment()),
        rx.cond(card.title | card.company, work, rx.fragment()),
        rx.cond(card.about, rx.el.p(card.about, class_name="about"), rx.fragment()),
        rx.cond(card.linkedin_url, linkedin, rx.fragment()),
        _named("You are both in", card.cohorts),
        _named("Courses", card.courses),
        _named("Skills", card.skills),
    )


def ask_form(state: Any, name: Text) -> rx.Component:
    """The note that goes with a request."""
    return forms.form(
        forms.textarea_field(
            "note",
            "A note to go with it",
            help=f"Where you met, or what you would like to talk about. Up to {NOTE_LENGTH} characters.",
            error=state.errors["note"],
            is_optional=True,
            rows=3,
            auto_focus=True,
        ),
        forms.form_end(
            forms.submit_button("Ask ", name, " to connect"),
            el.button("Not now", look="quiet", on_click=state.ask(0)),
            error=state.errors["form"],
        ),
        on_submit=state.connect,
    )


def answers(state: Any, user_id: Any) -> rx.Component:
    """What to do about somebody's request."""
    return rx.fragment(
        forms.action_button("Accept", look="primary", size="compact", on_click=state.accept(user_id)),
        overlays.dialog_close(forms.action_button("Decline", size="compact", on_click=state.decline(user_id))),
    )


def _acts(state: Any, card: Any) -> rx.Component:
    ask = el.button("Connect", look="primary", on_click=state.ask(card.user_id))
    received = rx.fragment(
        rx.el.p(card.name, " asks to be connected with you."),
        rx.cond(card.note, rx.el.blockquote(card.note, class_name="note"), rx.fragment()),
        layout.row(answers(state, card.user_id), _block(state, card)),
    )
    connected = rx.fragment(
        el.tag("Connected", tone="good"),
        rx.el.span("since ", time.local_date(card.since), class_name="small muted"),
        overlays.dialog_close(
            forms.action_button("Remove", look="quiet", size="compact", on_click=state.part(card.user_id))
        ),
    )
    sent = rx.fragment(
        el.tag("You have asked to connect"),
        forms.action_button("Take it back", look="quiet", size="compact", on_click=state.withdraw(card.user_id)),
    )
    stranger = rx.cond(state.asked == card.user_id, ask_form(state, card.name), layout.row(ask, _block(state, card)))
    return rx.match(
        card.standing,
        (Standing.ME.value, el.link_button("Edit your card", href=routes.PROFILE_COMMUNITY.url())),
        (Standing.CONNECTED.value, layout.row(connected, _block(state, card))),
        (Standing.SENT.value, layout.row(sent, _block(state, card))),
        (Standing.RECEIVED.value, received),
        (Standing.BLOCKED.value, _blocked(state, card)),
        stranger,
    )


def _block(state: Any, card: Any) -> rx.Component:
    """What can be undone closes the card, since a message over the page cannot be pressed while a dialog is open."""
    return overlays.dialog_close(
        forms.action_button("Block", look="quiet", size="compact", on_click=state.block(card.user_id, card.standing))
    )


def _blocked(state: Any, card: Any) -> rx.Component:
    return layout.stack(
        rx.el.p("You have blocked ", card.name, ". Neither of you sees more of the other than this name."),
        layout.row(forms.action_button("Take the block back", on_click=state.unblock(card.user_id))),
        gap=3,
    )


def _named(label: str, values: Any) -> rx.Component:
    listed = rx.el.div(
        rx.el.p(label, class_name="name"),
        rx.el.ul(rx.foreach(values, lambda value: rx.el.li(el.tag(value))), class_name="tags", role="list"),
    )
    return rx.cond(values.length() > 0, listed, rx.fragment())


def _opens(*content: Child, user_id: Any, class_name: str) -> rx.Component:
    shown_id = user_id.to(str) if isinstance(user_id, rx.Var) else str(user_id)
    return tables.query_link(*content, changes={PARAMETER: shown_id}, class_name=class_name)
