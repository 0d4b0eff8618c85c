"""What threads are for, in words."""

from typing import Any

import reflex as rx

from academy.community.models import ThreadCategory

CATEGORIES = {
    ThreadCategory.QUESTION.value: "Question",
    ThreadCategory.DISCUSSION.value: "Discussion",
    ThreadCategory.SHOW_AND_TELL.value: "Show and tell",
    ThreadCategory.RESOURCE.value: "Resource",
}


def category_name(category: Any) -> Any:
    """A category's name."""
    return rx.match(category, *CATEGORIES.items(), category)
