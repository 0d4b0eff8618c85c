"""Whom somebody knows, who asks, whom they might want to know, and whom they have blocked."""

from typing import Any

import reflex as rx

from academy import routes
from academy.community.components.person import answers, ask_form, person_face, person_link
from academy.community.schemas.people import BlockedPerson, NetworkRow, RequestRow, Suggestion
from academy.community.state.network import NetworkState, UnmetState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time
from academy.ui.values import marked

SUGGESTIONS = f"{routes.NETWORK.url()}?view=suggestions"


def views() -> rx.Component:
    """The tabs, with how many requests wait."""
    waiting: Any = NetworkState.requests.received.length()
    requests = rx.cond(waiting > 0, rx.fragment("Requests ", marked(waiting, el.tag(waiting, tone="info"))), "Requests")
    return tables.tabs(
        "Views",
        "view",
        [
            ("", "My network"),
            ("requests", requests),
            ("suggestions", "Suggestions"),
            ("blocked", "Blocked"),
        ],
    )


def lists() -> rx.Component:
    """The list that the address asks for."""
    view: Any = rx.State.router.url.query_parameters["view"]
    shown = rx.match(
        view, ("requests", _requests()), ("suggestions", _suggestions()), ("blocked", _blocked()), _network()
    )
    return rx.el.div(shown, class_name="network")


def unmet_line() -> rx.Component:
    """That there are people in the cohort one has not met; its page has `UnmetState` and a `place` in its address."""
    unmet: Any = UnmetState.unmet
    people = rx.cond(unmet == 1, "1 person", unmet.to(str) + " people")
    line = rx.el.p(el.link(people, " of your cohort you have not met yet", href=SUGGESTIONS), class_name="unmet")
    return rx.cond(unmet > 0, line, rx.fragment())


def _network() -> rx.Component:
    asked = rx.State.router.url.query_parameters
    page: Any = NetworkState.network
    nobody = rx.cond(
        asked["q"],
        el.empty_state(
            "Nobody by that name",
            "Parts of names are found, as they are written.",
            el.link_button("See your whole network", href=routes.NETWORK.url()),
        ),
        el.empty_state(
            "You are not connected with anybody yet",
            "Ask somebody you have learned with, or answer those who ask you.",
            el.link_button("See whom you might know", href=SUGGESTIONS, look="primary"),
        ),
    )
    search = tables.filter_bar(tables.search("A name"))
    return rx.fragment(
        rx.cond(asked["q"] | (page.rows.length() > 0), search, rx.fragment()),
        tables.paged_list(page, _known, label="My network", empty=nobody),
    )


def _known(row: rx.Var[NetworkRow]) -> rx.Component:
    remove = overlays.menu(
        overlays.menu_entry("Remove from my network", on_click=NetworkState.part(row.user_id)),
        overlays.menu_entry("Block", on_click=NetworkState.block(row.user_id, "connected"), is_danger=True),
        label="More about " + row.name,
    )
    return _item(
        row,
        rx.cond(row.headline, rx.el.p(row.headline), rx.fragment()),
        _together(row.cohorts),
        end=rx.fragment(rx.el.span("since ", time.local_date(row.since), class_name="small muted"), remove),
    )


def _requests() -> rx.Component:
    requests: Any = NetworkState.requests
    none = el.empty_state(
        "Nobody is waiting for your answer",
        "Requests to be connected with you appear here at once.",
        el.link_button("See whom you might know", href=SUGGESTIONS, look="primary"),
    )
    return rx.fragment(
        rx.cond(
            requests.received.length() > 0,
            el.ruled_list(rx.foreach(requests.received, _received), label="Requests to you"),
            rx.cond(
                requests.sent.length() > 0, rx.el.p("Nobody is waiting for your answer.", class_name="muted"), none
            ),
        ),
        rx.cond(
            requests.sent.length() > 0,
            layout.section("Sent by you", el.ruled_list(rx.foreach(requests.sent, _sent), label="Sent by you")),
            rx.fragment(),
        ),
    )


def _received(row: rx.Var[RequestRow]) -> rx.Component:
    block = overlays.menu(
        overlays.menu_entry("Block", on_click=NetworkState.block(row.user_id, "received"), is_danger=True),
        label="More about " + row.name,
    )
    return _item(
        row,
        rx.cond(row.headline, rx.el.p(row.headline), rx.fragment()),
        rx.cond(row.note, rx.el.blockquote(row.note, class_name="note"), rx.fragment()),
        _together(row.cohorts, rx.fragment("asked ", time.relative(row.asked_at))),
        end=rx.fragment(answers(NetworkState, row.user_id), block),
    )


def _sent(row: rx.Var[RequestRow]) -> rx.Component:
    back = forms.action_button("Take it back", size="compact", on_click=NetworkState.withdraw(row.user_id))
    return _item(row, _together(row.cohorts, rx.fragment("asked ", time.relative(row.asked_at))), end=back)


def _suggestions() -> rx.Component:
    people: Any = NetworkState.suggestions
    return rx.cond(
        people.length() > 0,
        el.ruled_list(rx.foreach(people, _suggested), label="Suggestions"),
        el.empty_state(
            "Nobody to suggest for now",
            "Whoever learns or writes beside you is suggested here, with the reason.",
            el.link_button("See all courses", href=routes.COURSES.url()),
        ),
    )


def _suggested(row: rx.Var[Suggestion]) -> rx.Component:
    is_asked = NetworkState.asked == row.user_id
    reasons: Any = row.reasons
    return _item(
        row,
        rx.cond(row.headline, rx.el.p(row.headline), rx.fragment()),
        rx.el.ul(rx.foreach(reasons, _reason), class_name="reasons", role="list"),
        rx.cond(is_asked, ask_form(NetworkState, row.name), rx.fragment()),
        end=rx.fragment(
            rx.cond(
                is_asked,
                rx.fragment(),
                el.button("Connect", size="compact", on_click=NetworkState.ask(row.user_id)),
            ),
            forms.action_button(
                "Not them",
                size="compact",
                look="quiet",
                on_click=NetworkState.dismiss(row.user_id),
                aria_label="Not them: do not suggest " + row.name + " again",
            ),
        ),
    )


def _reason(words: rx.Var[str]) -> rx.Component:
    return rx.el.li(words)


def _blocked() -> rx.Component:
    people: Any = NetworkState.blocked
    return rx.cond(
        people.length() > 0,
        el.ruled_list(rx.foreach(people, _shut_out), label="Blocked"),
        el.empty_state(
            "You have blocked nobody",
            "On a person's card you can block them: neither of you hears of the other any more, and they are not told.",
        ),
    )


def _shut_out(row: rx.Var[BlockedPerson]) -> rx.Component:
    back = forms.action_button("Take the block back", size="compact", on_click=NetworkState.unblock(row.user_id))
    return _item(row, rx.el.p("blocked ", time.relative(row.since), class_name="small muted"), end=back)


def _item(row: Any, *words: rx.Component, end: rx.Component) -> rx.Component:
    name = rx.el.p(person_link(row.user_id, row.name), class_name="title")
    return el.item(name, *words, start=person_face(row.user_id, row.name), end=end, key=row.user_id.to(str))


def _together(cohorts: Any, *after: rx.Component) -> rx.Component:
    both = rx.fragment("You are both in ", cohorts.to(list[str]).join(", "))
    rest = rx.fragment(rx.cond(cohorts.length() > 0, " · ", ""), *after) if after else rx.fragment()
    return rx.el.p(rx.cond(cohorts.length() > 0, both, ""), rest, class_name="small muted")
