"""What a learner hears of bundles and plans: courses to choose a date of, and one that has ended."""

from typing import Any

import reflex as rx

from academy import routes
from academy.commerce.offer_schemas import BundledCourse
from academy.learning.components.sessions import address
from academy.ui import elements as el
from academy.ui import layout


def lapsed_notice(by: Any) -> rx.Component:
    """Says that what gave somebody their seats has ended, and what that closes."""
    words = rx.el.p(
        "Materials, office hours and the tutor of what you took with it are closed. Nothing of yours is lost: with a"
        " plan they open again."
    )
    way = layout.row(el.link_button("See plans and bundles", href=routes.PLANS.url(), look="primary", size="compact"))
    return rx.cond(by, el.notice(words, way, title="Your " + by.to(str) + " has ended", tone="warn"), rx.fragment())


def course_to_choose(row: rx.Var[BundledCourse]) -> rx.Component:
    """A course of a bundle without a date yet."""
    course: Any = row
    there = address(routes.COURSE, course.slug)
    return el.item(
        rx.el.h3(el.anchor(course.title, href=there, class_name="title")),
        rx.el.p("Included in your bundle", class_name="small muted"),
        end=el.link_button("Choose a date", href=there, look="primary"),
    )
