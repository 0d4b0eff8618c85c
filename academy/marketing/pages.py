"""Home, the list of courses, and a course."""

from typing import Any

import reflex as rx

from academy import routes
from academy.catalog.components.course import day, outcome
from academy.catalog.models import Audience, SessionType
from academy.catalog.schemas import AUDIENCE_WORDS, LEVEL_WORDS, TYPE_WORDS
from academy.identity.components import public_page
from academy.identity.state import Session
from academy.live import page
from academy.marketing.components import bundles, course_row, offer, skill_row, subscriptions, upcoming_row
from academy.marketing.state import CourseListState, CourseState, HomeState, PlansState
from academy.ui import elements as el
from academy.ui import forms, layout, pages, tables, time, waiting
from academy.ui.document import first_paint

DOORS = (
    (
        "For yourself",
        "Two days, your own work on the table, three workflows running when you leave.",
        Audience.INDIVIDUAL,
    ),
    ("For your team", "Shared habits, shared prompts, and a way to tell whether it helps.", Audience.TEAM),
    (
        "For your company",
        "Seats for your people, cohorts of your own, and one place to look after both.",
        Audience.ENTERPRISE,
    ),
)


def home() -> rx.Component:
    """What the academy is, what starts next, and where to go."""
    return public_page(
        first_paint(HomeState.is_loaded),
        rx.el.div(
            layout.hero(
                "Learn to work with AI, live, with twenty others",
                lead="Small cohorts, real instructors, your own tasks. Seats are counted as you watch: what you see"
                " is what is left.",
                actions=rx.fragment(
                    el.link_button("See all courses", href=routes.COURSES.url(), look="primary", size="big"),
                    el.link_button(
                        "Start with the free webinar",
                        href=routes.COURSES.url(query={"type": SessionType.WEBINAR}),
                        size="big",
                    ),
                ),
            ),
            layout.section(
                "Starting next",
                rx.cond(
                    HomeState.is_loaded,
                    rx.cond(
                        HomeState.upcoming.length() > 0,
                        el.ruled_list(rx.foreach(HomeState.upcoming, upcoming_row), label="Cohorts starting next"),
                        el.empty_state("No cohort is open now", "New dates appear here as soon as they are set."),
                    ),
                    waiting.list_skeleton(6),
                ),
                note=el.live_tag(),
            ),
            layout.section(
                "Three ways in",
                layout.grid(
                    *[
                        rx.el.div(
                            rx.el.h3(el.link(title, href=routes.COURSES.url(query={"for": audience}))),
                            rx.el.p(text, class_name="muted"),
                        )
                        for title, text, audience in DOORS
                    ]
                ),
                note=el.link("Open an account for your company", href=routes.ORG_NEW.url()),
            ),
            class_name="wrap",
        ),
    )


def course_list_page() -> rx.Component:
    """All courses, filtered by the address."""
    return public_page(
        first_paint(CourseListState.is_loaded),
        rx.el.div(
            layout.hero("Courses", lead="Every date in your own time zone, every seat counted as it is taken."),
            tables.filter_bar(
                tables.search("Search the courses"),
                tables.chip_filter("Type", "type", [(kind.value, words) for kind, words in TYPE_WORDS.items()]),
                tables.chip_filter("Level", "level", [(level.value, words) for level, words in LEVEL_WORDS.items()]),
                tables.chip_filter(
                    "For",
                    "for",
                    [(kind.value, words) for kind, words in AUDIENCE_WORDS.items() if kind != Audience.ALL],
                ),
            ),
            rx.cond(
                CourseListState.is_loaded,
                rx.cond(
                    CourseListState.courses.length() > 0,
                    el.ruled_list(rx.foreach(CourseListState.courses, course_row), label="Courses"),
                    el.empty_state(
                        "No course fits",
                        "Take a filter or a word away, or look at everything we teach.",
                        el.link_button("See all courses", href=routes.COURSES.url(), look="primary"),
                    ),
                ),
                waiting.list_skeleton(8),
            ),
            class_name="wrap",
        ),
    )


def _course_body() -> rx.Component:
    course = CourseState.course
    return rx.el.div(
        layout.hero(
            course.title,
            over=rx.fragment(course.type_words, " · ", course.impact_words, " · ", course.level_words),
            lead=course.summary,
        ),
        layout.split(
            rx.fragment(
                layout.prose(rx.el.p(course.description, class_name="as-typed")),
                layout.section(
                    "What happens when",
                    rx.foreach(CourseState.days, day),
                    note=rx.el.span("Times in your zone, ", time.zone_name(), class_name="small muted"),
                ),
                rx.cond(
                    course.outcomes.length() > 0,
                    layout.section(
                        "What you will be able to do",
                        rx.el.ul(rx.foreach(course.outcomes, outcome), class_name="outcomes"),
                    ),
                    rx.fragment(),
                ),
                rx.cond(
                    CourseState.skills.length() > 0,
                    layout.section("Skills", rx.el.ul(rx.foreach(CourseState.skills, skill_row), class_name="skills")),
                    rx.fragment(),
                ),
            ),
            offer(),
            label="Dates and price",
        ),
        class_name="wrap",
    )


def course_detail() -> rx.Component:
    """A course with its sessions by day and its open cohorts."""
    waiting_page = rx.el.div(waiting.page_skeleton(), class_name="wrap")
    return public_page(
        first_paint(CourseState.is_loaded), pages.screen(CourseState, _course_body(), waiting=waiting_page)
    )


def plans_page() -> rx.Component:
    """Subscriptions and bundles."""
    none = el.empty_state(
        "There are no plans and bundles just now",
        "Every course can be taken by itself, and what is new appears here.",
        el.link_button("See all courses", href=routes.COURSES.url(), look="primary"),
    )
    is_empty = PlansState.plans.subscriptions.length() + PlansState.plans.bundles.length() == 0
    return public_page(
        first_paint(PlansState.is_loaded),
        rx.el.div(
            layout.hero(
                "Plans and bundles",
                lead="Learn more than one thing, for less than each by itself.",
            ),
            forms.problem(PlansState.errors["form"]),
            rx.cond(
                PlansState.is_loaded,
                rx.cond(is_empty, none, rx.fragment(subscriptions(), bundles())),
                waiting.list_skeleton(4),
            ),
            class_name="wrap",
        ),
    )


def add_pages(app: rx.App) -> None:
    """Add the public pages."""
    course: Any = CourseState.course
    page(
        app,
        home,
        route=routes.HOME.pattern,
        title="AI Enablement Academy — live AI training in small cohorts",
        description="Live, cohort-based AI training for individuals, teams and companies. See seats go, live.",
        states=(Session, HomeState),
    )
    page(
        app,
        course_list_page,
        route=routes.COURSES.pattern,
        title="Courses — AI Enablement Academy",
        description="Two-day cohorts, webinars and hackathons on working with AI, with dates in your own time zone.",
        states=(Session, CourseListState),
    )
    page(
        app,
        plans_page,
        route=routes.PLANS.pattern,
        title="Plans and bundles — AI Enablement Academy",
        description="Several live AI courses for less than each by itself, or all of them by the month.",
        states=(Session, PlansState),
    )
    page(
        app,
        course_detail,
        route=routes.COURSE.pattern,
        title=rx.cond(course, course.title + " — AI Enablement Academy", "Course — AI Enablement Academy"),
        description="A live course with its sessions, its price and the seats left.",
        states=(Session, CourseState),
    )
