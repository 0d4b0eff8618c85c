"""What somebody has begun to write in a thread and left."""

import reflex as rx
from reflex.event import passthrough_event_spec

from academy.community import client
from academy.community.components.composer import ADDRESSES, ME
from academy.community.state.leading import LeadingState
from academy.community.state.thread import ThreadState
from academy.community.state.writing import Writing
from academy.ui.types import Text


class _Begun(rx.Component):
    library = client.BEGUN
    tag = "Begun"

    owner: rx.Var[int]
    thread: rx.Var[str]
    drafts: rx.Var[dict[str, int]]
    addresses: rx.Var[dict[str, str]]

    on_post: rx.EventHandler[passthrough_event_spec(dict)]  # type: ignore[type-arg, valid-type]
    on_save: rx.EventHandler[passthrough_event_spec(dict)]  # type: ignore[type-arg, valid-type]
    on_save_thread: rx.EventHandler[passthrough_event_spec(dict)]  # type: ignore[type-arg, valid-type]
    on_reply: rx.EventHandler[passthrough_event_spec(int, str)]  # type: ignore[type-arg, valid-type]
    on_edit: rx.EventHandler[passthrough_event_spec(int)]  # type: ignore[type-arg, valid-type]
    on_edit_thread: rx.EventHandler[passthrough_event_spec(bool)]  # type: ignore[type-arg, valid-type]


def begun(thread: Text) -> rx.Component:
    """What waits to be sent goes out with the connection; drafts are gone on with where they belong."""
    return _Begun.create(
        owner=ME,
        thread=thread,
        drafts=Writing.drafts,
        addresses=ADDRESSES,
        on_post=ThreadState.post,
        on_save=ThreadState.save,
        on_save_thread=LeadingState.save,
        on_reply=ThreadState.answer,
        on_edit=ThreadState.edit,
        on_edit_thread=LeadingState.edit,
    )
