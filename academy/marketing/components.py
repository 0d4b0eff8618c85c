"""Parts of the public pages."""

from typing import Any

import reflex as rx

from academy import routes
from academy.catalog.components.course import price, seats
from academy.catalog.schemas import CohortCard, CourseCard, UpcomingCohort
from academy.marketing.state import CourseState
from academy.skills.schemas import SkillOfCourse
from academy.ui import elements as el
from academy.ui import forms, layout, time
from academy.ui.values import money


def course_row(course: rx.Var[CourseCard]) -> rx.Component:
    """A course in a list."""
    cohort = course.next_cohort
    next_dates = rx.cond(
        cohort,
        rx.fragment(time.local_dates(cohort.starts_at, cohort.ends_at), " · ", seats(cohort)),
        "No date set yet",
    )
    return el.item(
        el.anchor(rx.el.h2(course.title, class_name="title"), href=_course_url(course.slug)),
        rx.el.p(course.summary, class_name="muted"),
        rx.el.p(course.type_words, " · ", course.impact_words, " · ", course.level_words, class_name="small muted"),
        end=rx.el.div(
            rx.el.p(price(course.price_cents, course.currency), class_name="num title"),
            rx.el.p(next_dates, class_name="small muted"),
        ),
    )


def upcoming_row(cohort: rx.Var[UpcomingCohort]) -> rx.Component:
    """A cohort in the list of those that start soon."""
    return el.item(
        el.anchor(
            rx.el.h3(cohort.course_title),
            href=_course_url(cohort.course_slug) + "?cohort=" + cohort.public_id,
        ),
        rx.el.p(
            time.local_dates(cohort.starts_at, cohort.ends_at),
            " · ",
            cohort.type_words,
            " · ",
            price(cohort.price_cents, cohort.currency),
            class_name="small muted",
        ),
        end=seats(cohort),
    )


def skill_row(skill: rx.Var[SkillOfCourse]) -> rx.Component:
    """A skill and how far the course takes it."""
    return rx.el.li(
        rx.el.span(skill.name, class_name="strong"),
        rx.el.span(skill.depth, class_name="muted"),
        el.bar(skill.percent, label=skill.name),
    )


def cohort_choice(cohort: rx.Var[CohortCard]) -> rx.Component:
    """A cohort to choose."""
    paying = rx.cond(
        cohort.checking_out > 0,
        rx.el.span(
            rx.cond(cohort.checking_out == 1, "1 person is", rx.fragment(cohort.checking_out, " people are")),
            " checking out",
            class_name="small live-words",
        ),
        rx.fragment(),
    )
    return forms.radio(
        "cohort",
        cohort.public_id,
        rx.el.strong(time.local_dates(cohort.starts_at, cohort.ends_at)),
        rx.el.br(),
        rx.el.span("Starts ", time.local_datetime(cohort.starts_at), ", online", class_name="muted small"),
        is_checked=CourseState.chosen.public_id == cohort.public_id,
        end=rx.el.span(seats(cohort), rx.el.br(), paying),
        on_change=CourseState.choose(cohort.public_id),
    )


def offer() -> rx.Component:
    """Which cohort, and the one thing to do."""
    course, chosen = CourseState.course, CourseState.chosen
    reserve = forms.form(
        forms.problem(CourseState.errors["form"]),
        forms.submit_button(
            rx.cond(
                course.price_cents == 0,
                "Reserve my seat — free",
                rx.fragment("Reserve my seat — ", money(course.price_cents, course.currency)),
            ),
            size="big",
            is_wide=True,
        ),
        on_submit=CourseState.reserve,
    )
    full = el.notice(
        "Choose another date above, or come back: when a seat is given back, it shows here at once.",
        title="This cohort is full",
        tone="warn",
    )
    none = el.empty_state("No cohort is open now", "New dates appear here as soon as they are set.", level="h3")
    held = rx.cond(
        course.price_cents == 0,
        "Your seat is confirmed at once. You can give it back until the cohort starts.",
        "Held for 30 minutes while you pay. Full refund until 14 days before the start.",
    )
    return rx.el.div(
        layout.row(rx.el.h2("Choose a cohort"), el.live_tag(), apart=True),
        rx.cond(
            CourseState.cohorts.length() > 0,
            rx.fragment(
                forms.radio_list(
                    "Cohort", rx.foreach(CourseState.cohorts, cohort_choice), look="ruled", is_label_hidden=True
                ),
                rx.cond(chosen.is_full, full, rx.fragment(reserve, rx.el.p(held, class_name="small muted"))),
            ),
            none,
        ),
    )


def _course_url(slug: Any) -> Any:
    before, after = routes.COURSE.pattern.split("[slug]")
    return before + slug + after
