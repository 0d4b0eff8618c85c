"""Where people write, and how it looks when they have."""

from typing import Any, TypedDict, Unpack

import reflex as rx
from reflex.event import EventType, no_args_event_spec, passthrough_event_spec

from academy import routes
from academy.community import client
from academy.community.state.writing import Writing
from academy.identity.state import Session
from academy.ui.types import Child, Flag, Text

ADDRESSES = {
    "draft": routes.WRITING_DRAFT.url(),
    "preview": routes.WRITING_PREVIEW.url(),
    "people": routes.WRITING_PEOPLE.url(),
    "upload": routes.FILE_UPLOAD.url(),
}


me: Any = Session.me
ME: Any = rx.cond(me, me.user_id, 0)


class About(TypedDict, total=False):
    """What a composer is about.

    Attributes:
        place: The key of the place that a thread is begun in; who can be mentioned and who sees images hangs on it.
        thread: The public id of the thread that is written in, instead.
        words: What the button says.
        label: What the text is called.
        placeholder: Stands in the field while it is empty.
        extra: Whatever else the handler has to be told, as a dictionary; it is kept with a post that waits.
        initial: What is edited.
        closed: Why nothing can be sent, in a sentence; what was written meanwhile stays to be copied.
        is_focused: Whether one can write at once.
        on_cancel: Offers a way out; what was typed stays as a draft.
    """

    place: Text
    thread: Text
    words: Text
    label: Text
    placeholder: Text
    extra: Any
    initial: Text
    closed: Text
    is_focused: Flag
    on_cancel: EventType[()]


class _Composer(rx.Component):
    library = client.COMPOSER
    tag = "Composer"

    spot: rx.Var[str]
    owner: rx.Var[int]
    drafts: rx.Var[dict[str, int]]
    place: rx.Var[str]
    thread: rx.Var[str]
    extra: rx.Var[dict[str, Any]]
    initial: rx.Var[str]
    closed: rx.Var[str]
    label: rx.Var[str]
    placeholder: rx.Var[str]
    words: rx.Var[str]
    is_focused: rx.Var[bool]
    addresses: rx.Var[dict[str, str]]

    on_send: rx.EventHandler[passthrough_event_spec(dict)]  # type: ignore[type-arg, valid-type]
    on_cancel: rx.EventHandler[no_args_event_spec]  # type: ignore[type-arg, valid-type]


def composer(*above: Child, spot: Text, on_send: EventType[Any], **more: Unpack[About]) -> rx.Component:
    """A form to write a post in. It stands in no other form; its page has `Writing` among its states.

    Args:
        *above: Fields of the same form, such as the title: what stands in named controls is sent and kept along.
        spot: Where drafts are kept: `new:<place>`, `thread:<public id>`, `thread:<public id>:<number of the reply>`,
            `edit:<public id>` or `edit:<public id>:<number>`.
        on_send: A handler that takes `typed`: `content`, `client_key`, the fields, `extra`, and if something is edited
            `before`, what it said then. It ends with `return told(typed, self.errors)`; until then what was typed
            stays, and is sent again under the same key.
        **more: What else is to be said about it.
    """
    about: About = {
        "words": "Reply",
        "label": "Your reply",
        "placeholder": "Write a reply. Markdown works; paste a picture to add it.",
        **more,
    }
    return _Composer.create(
        *above, key=spot, spot=spot, owner=ME, drafts=Writing.drafts, addresses=ADDRESSES, on_send=on_send, **about
    )


def written(html: Any) -> rx.Component:
    """What somebody wrote, from the HTML that `markup.to_html` makes of it."""
    return rx.html(html, class_name="written")
