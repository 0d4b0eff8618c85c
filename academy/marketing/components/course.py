"""Parts of the public pages."""

from typing import Any

import reflex as rx

from academy import routes
from academy.catalog.components.course import price, seats
from academy.catalog.schemas import CohortCard, CourseCard, UpcomingCohort
from academy.commerce.offer_schemas import BundleHint
from academy.marketing.state import CourseState
from academy.skills.schemas import SkillOfCourse
from academy.ui import elements as el
from academy.ui import forms, layout, time
from academy.ui.values import live_number, money


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
    held = rx.cond(
        cohort.on_hold > 0,
        rx.el.span(rx.cond(cohort.on_hold == 1, "1 seat", rx.fragment(cohort.on_hold, " seats")), " on hold"),
        rx.fragment(),
    )
    return forms.radio(
        "cohort",
        cohort.public_id,
        rx.el.strong(time.local_dates(cohort.starts_at, cohort.ends_at)),
        rx.el.br(),
        rx.el.span("Starts ", time.local_datetime(cohort.starts_at), ", online", class_name="muted small"),
        is_checked=CourseState.chosen.public_id == cohort.public_id,
        end=rx.el.span(seats(cohort), rx.el.br(), rx.el.span(held, class_name="small live-words")),
        on_change=CourseState.choose(cohort.public_id),
    )


def offer() -> rx.Component:
    """Which cohort, and the one thing to do."""
    chosen, place = CourseState.chosen, CourseState.place
    return rx.el.div(
        layout.row(rx.el.h2("Choose a cohort"), el.live_tag(), apart=True),
        rx.cond(
            CourseState.cohorts.length() > 0,
            rx.fragment(
                forms.radio_list(
                    "Cohort", rx.foreach(CourseState.cohorts, cohort_choice), look="ruled", is_label_hidden=True
                ),
                rx.cond(
                    place.offer_expires_at,
                    _offered(place),
                    rx.cond(chosen.is_full, rx.cond(place.entry_id, _in_queue(place), _full(place)), _reserve()),
                ),
            ),
            rx.fragment(
                el.empty_state("No cohort is open now", "New dates appear here as soon as they are set.", level="h3"),
                rx.cond(place.entry_id, _in_queue(place), _wait_for_course()),
            ),
        ),
        forms.problem(CourseState.errors["form"]),
        rx.cond(
            CourseState.included.by | CourseState.included.company,
            rx.fragment(),
            rx.foreach(CourseState.bundles, _bundle_hint),
        ),
    )


def _bundle_hint(row: rx.Var[BundleHint]) -> rx.Component:
    hint: Any = row
    there = el.link(hint.title, href=routes.PLANS.url() + "#" + hint.public_id.to(str))
    return rx.el.p(
        "Part of the bundle ",
        there,
        ": save ",
        money(hint.saved_cents, hint.currency),
        ".",
        class_name="small muted hint",
    )


def _reserve() -> rx.Component:
    course, by, company = CourseState.course, CourseState.included.by, CourseState.included.company
    held = rx.cond(
        (course.price_cents == 0) | by | company,
        "Your seat is confirmed at once. You can give it back until the cohort starts.",
        "Held for 30 minutes while you pay. Full refund until 14 days before the start.",
    )
    return rx.fragment(
        forms.form(
            forms.submit_button(
                rx.cond(
                    course.price_cents == 0,
                    "Reserve my seat — free",
                    rx.cond(
                        by | company,
                        rx.fragment("Take my seat — ", rx.cond(company, "paid by ", "included in your "), company, by),
                        rx.fragment("Reserve my seat — ", money(course.price_cents, course.currency)),
                    ),
                ),
                size="big",
                is_wide=True,
            ),
            on_submit=CourseState.reserve,
        ),
        rx.el.p(held, class_name="small muted"),
    )


def _offered(place: Any) -> rx.Component:
    left = rx.el.strong(time.countdown(place.offer_expires_at, over="no longer"), class_name="num")
    return rx.el.div(
        el.notice("A seat is kept for you for ", left, ".", title="It is your turn", tone="good"),
        layout.row(
            forms.action_button("Take the seat", on_click=CourseState.accept, look="primary", size="big"),
            forms.action_button("Decline", on_click=CourseState.leave_queue, look="quiet", size="big"),
        ),
        class_name="stack",
    )


def _in_queue(place: Any) -> rx.Component:
    where = rx.cond(place.rank == 1, "You are next", rx.fragment("You are number ", live_number(place.rank)))
    what = rx.cond(place.is_for_course, " for whichever date has a seat first.", " in the queue for this date.")
    wider = forms.action_button("Take any date instead", on_click=CourseState.wait_for_course)
    return rx.el.div(
        el.notice(rx.el.strong(where), what, " We write to you when it is your turn.", title="You are waiting"),
        layout.row(
            rx.cond(place.is_for_course, rx.fragment(), wider),
            forms.action_button("Leave the queue", on_click=CourseState.leave_queue, look="quiet"),
        ),
        class_name="stack",
        aria_live="polite",
    )


def _full(place: Any) -> rx.Component:
    others = rx.cond(place.waiting == 1, "1 person waits", rx.fragment(live_number(place.waiting), " people wait"))
    waiting = rx.cond(place.waiting > 0, rx.el.p(others, " already.", class_name="small muted"), rx.fragment())
    return rx.el.div(
        el.notice(
            "Choose another date above, or wait: a seat that is given back is offered to you in your turn, and kept for"
            " two days.",
            title="This cohort is full",
            tone="warn",
        ),
        forms.action_button(
            "Join the waitlist", on_click=CourseState.wait_for_cohort, look="primary", size="big", is_wide=True
        ),
        _wait_for_course(),
        waiting,
        class_name="stack",
    )


def _wait_for_course() -> rx.Component:
    words = "Wait for whichever date has a seat first"
    return forms.action_button(words, on_click=CourseState.wait_for_course, is_wide=True)


def _course_url(slug: Any) -> Any:
    before, after = routes.COURSE.pattern.split("[slug]")
    return before + slug + after
