"""The pages of the community, by noun."""

import reflex as rx

from academy.community.pages import boards, elsewhere, moderation, people, thread


def add_pages(app: rx.App) -> None:
    """Add the pages of the community."""
    for noun in (boards, thread, people, moderation, elsewhere):
        noun.add_pages(app)
