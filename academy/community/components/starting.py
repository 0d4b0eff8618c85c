"""The form that starts a thread."""

from typing import Any

import reflex as rx

from academy import routes
from academy.community.components.categories import CATEGORIES
from academy.community.components.composer import composer
from academy.community.models import ThreadCategory
from academy.community.schemas.places import PlaceRow
from academy.community.service.threads import LONGEST_TAG, LONGEST_TITLE, MOST_TAGS
from academy.community.state.boards import NewThreadState
from academy.ui import elements as el
from academy.ui import forms, time

view: Any = NewThreadState.view


def where() -> rx.Component:
    """The places to choose from, before the form."""
    places = el.ruled_list(rx.foreach(NewThreadState.places, _choice), label="Places")
    return rx.fragment(rx.el.h2("Places", class_name="hushed"), places)


def _choice(place: rx.Var[PlaceRow]) -> rx.Component:
    href = routes.COMMUNITY_NEW.url() + "?place=" + place.key
    dates = rx.el.p(time.local_dates(place.starts_at, place.ends_at), class_name="small muted")
    return el.item(
        rx.el.h3(el.anchor(place.name, href=href, class_name="title")),
        rx.cond(place.is_cohort, dates, rx.fragment()),
        key=place.key,
    )


def thread_form() -> rx.Component:
    """Title, text, category and tags."""
    rights: Any = NewThreadState.rights
    errors: Any = NewThreadState.errors
    announce = forms.checkbox_field(
        "is_announcement", "Announcement", help="Everybody here hears of it, as they chose to hear of announcements."
    )
    return composer(
        forms.text_field("title", "Title", error=errors["title"], max_length=LONGEST_TITLE, auto_focus=True),
        forms.select_field("category", "Category", tuple(CATEGORIES.items()), value=ThreadCategory.QUESTION.value),
        forms.text_field(
            "tags",
            "Tags",
            help=f"Up to {MOST_TAGS}, with commas between them, each of at most {LONGEST_TAG} characters.",
            error=errors["tags"],
            is_optional=True,
        ),
        rx.cond(rights.may_moderate, announce, rx.fragment()),
        spot="new:" + view.key,
        place=view.key,
        on_send=NewThreadState.start,
        words="Start the thread",
        label="Text",
        placeholder="What would you like to know, show or share? Markdown works; paste a picture to add it.",
    )
