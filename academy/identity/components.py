"""The frames, filled with the person at this browser."""

import json
from typing import Any, Literal

import reflex as rx

from academy import routes
from academy.identity.schemas import Place
from academy.identity.state import Session
from academy.ui import frames
from academy.ui.types import Child

PLACES = {
    Place.LEARN: frames.Place(label="Learn", url=routes.LEARN.url(), icon="learn"),
    Place.TEACH: frames.Place(label="Teach", url=routes.TEACH.url(), icon="teach"),
    Place.ADMIN: frames.Place(
        label="Admin",
        url=routes.ADMIN_COURSES.url(),
        icon="admin",
        links=[frames.PlaceLink(label="Courses", url=routes.ADMIN_COURSES.url())],
    ),
}


def frame_vars() -> frames.FrameVars:
    """What the frames show of the person."""
    me: Any = Session.me
    by_name = json.dumps({place: link.model_dump() for place, link in PLACES.items()})
    places: rx.Var[Any] = rx.Var(
        f"({me.places!s} ?? []).map((place) => ({by_name})[place]).filter(Boolean)", _var_data=me._get_all_var_data()
    )
    return frames.FrameVars(
        is_ready=Session.is_loaded,
        is_signed_in=rx.cond(me, True, False),
        name=rx.cond(me, me.name, ""),
        email=rx.cond(me, me.email, ""),
        zone=rx.cond(me, me.zone, ""),
        places=places.to(list[frames.Place]),
        is_connected=rx.State.is_hydrated,
    )


def public_page(*content: Child) -> rx.Component:
    """A page for everybody."""
    return frames.public_frame(*content, frame=frame_vars())


def app_page(*content: Child, width: Literal["", "narrow"] = "") -> rx.Component:
    """A page for people who are signed in."""
    return frames.app_frame(*content, frame=frame_vars(), width=width)
