"""Setting what others see of oneself."""

from typing import Any

import reflex as rx

from academy.community.components.person import shown
from academy.community.service.people import ABOUT_LENGTH, HEADLINE_LENGTH
from academy.community.state.profile import CardState
from academy.ui import elements as el
from academy.ui import forms

SWITCHES = [
    ("shows_title", "What you do", "As it stands in your profile."),
    ("shows_company", "Company", "As it stands in your profile."),
    ("shows_linkedin", "LinkedIn", "A link to your page there."),
    (
        "shows_courses",
        "Courses",
        "What you have a seat in, by title. Your cohorts are shown only to people who are in them with you.",
    ),
    ("shows_skills", "Skills", "Those you have come furthest in."),
]


def card_form() -> rx.Component:
    """The words of one's card."""
    fields: Any = CardState.fields
    errors = CardState.errors
    return forms.form(
        forms.text_field(
            "headline",
            "Headline",
            value=fields.headline,
            help="One line below your name: what you work on, or what you could help with.",
            error=errors["headline"],
            is_optional=True,
            max_length=HEADLINE_LENGTH,
        ),
        forms.textarea_field(
            "about",
            "About you",
            value=fields.about,
            help=f"A few sentences of plain text, up to {ABOUT_LENGTH} characters.",
            error=errors["about"],
            is_optional=True,
            rows=4,
        ),
        forms.text_field(
            "linkedin_url",
            "LinkedIn",
            value=fields.linkedin_url,
            help="Such as linkedin.com/in/your-name. It is shown only if you switch it on.",
            error=errors["linkedin_url"],
            is_optional=True,
            auto_complete="url",
            spell_check=False,
        ),
        forms.form_end(forms.submit_button("Save my card"), error=errors["form"]),
        on_submit=CardState.save,
    )


def switches() -> rx.Component:
    """What of the rest is shown; each takes effect at once."""
    fields: Any = CardState.fields
    return rx.el.div(*[_switch(fields, *one) for one in SWITCHES])


def suggestible() -> rx.Component:
    """Whether one is suggested to others."""
    fields: Any = CardState.fields
    return _switch(
        fields,
        "is_suggestible",
        "Suggest me to others",
        "To people in your cohorts and courses, and to those you have written with.",
    )


def preview() -> rx.Component:
    """One's card as others see it."""
    card: Any = CardState.card
    return rx.el.div(
        rx.el.p(el.person(card.name), class_name="title"),
        shown(card),
        class_name="person-card preview",
    )


def _switch(fields: Any, name: str, label: str, help: str) -> rx.Component:
    return forms.switch(name, label, value=fields[name], on_change=lambda is_on: CardState.show(name, is_on), help=help)
