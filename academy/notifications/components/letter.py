"""A letter, shown without trusting it."""

from typing import Any

import reflex as rx

from academy.ui.types import Text

HARMLESS = "allow-popups allow-popups-to-escape-sandbox"
"""A letter's links open a new tab; it runs no script and is a stranger to our cookies."""


def letter(subject: Text, html: Any, *, is_dark: bool = False) -> rx.Component:
    """The HTML form, in a frame of its own."""
    return rx.el.iframe(
        title="Mail: " + subject,
        sandbox=HARMLESS,
        custom_attrs={"srcDoc": html.to(str).replace("<head>", '<head><base target="_blank">')},
        class_name="letter dark" if is_dark else "letter",
        loading="lazy",
    )


def letter_text(text: Any) -> rx.Component:
    """The text form."""
    return rx.el.pre(text, class_name="letter-text", tab_index=0, aria_label="The same as plain text")
