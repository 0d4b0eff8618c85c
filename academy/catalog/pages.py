"""Where courses and cohorts are edited."""

from typing import Any

import reflex as rx

from academy import routes
from academy.catalog import service as catalog
from academy.catalog.components.cohorts import cohorts
from academy.catalog.components.course import day, outcome, price, seats
from academy.catalog.components.details import STATUSES, TYPES, course_actions, details, obstacles, status_tag
from academy.catalog.components.history import history
from academy.catalog.components.others import others_here
from academy.catalog.components.sessions import sessions
from academy.catalog.schemas import CohortCard, CourseRow
from academy.catalog.state import CohortsState, CourseEditorState, CourseTableState, PreviewState
from academy.identity.components import app_page
from academy.identity.state import Session
from academy.live import from_route, page, present
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, pages, tables, time, waiting
from academy.ui.icons import icon
from academy.ui.values import live_number

EDITOR_TABS = [("", "Details"), ("sessions", "Sessions"), ("history", "History")]
ADMIN_TABS = [*EDITOR_TABS[:2], ("cohorts", "Cohorts"), EDITOR_TABS[2]]


def course_table() -> rx.Component:
    """All courses that one may edit."""
    return app_page(
        pages.screen(
            CourseTableState,
            _table(),
            _new_course(),
            head=rx.fragment(
                layout.page_head(
                    "Courses",
                    lead="What the academy teaches, and how full the cohorts to come are.",
                    actions=el.button(icon("plus"), "New course", look="primary", on_click=CourseTableState.begin),
                ),
                tables.filter_bar(
                    tables.search("Search the courses"),
                    tables.chip_filter("Status", "status", STATUSES),
                    tables.chip_filter("Type", "type", TYPES),
                ),
            ),
            waiting=waiting.table_skeleton(8, 6),
        ),
    )


def course_editor() -> rx.Component:
    """A course: its fields, sessions, cohorts and history."""
    return app_page(pages.screen(CourseEditorState, _editor(), waiting=waiting.page_skeleton()))


def course_preview() -> rx.Component:
    """A course as a visitor would see it."""
    return app_page(pages.screen(PreviewState, _preview(), waiting=waiting.page_skeleton()))


def add_pages(app: rx.App) -> None:
    """Add the editors' pages."""
    page(
        app,
        course_table,
        route=routes.ADMIN_COURSES.pattern,
        title="Courses — Admin",
        description="Every course with its status, its next cohort and its seats.",
        states=(Session, CourseTableState),
    )
    course: Any = CourseEditorState.course
    page(
        app,
        course_editor,
        route=routes.ADMIN_COURSE.pattern,
        title=rx.cond(course, course.fields.title + " — Admin", "Course — Admin"),
        description="A course with its sessions, its cohorts and what was changed.",
        states=(Session, CourseEditorState, CohortsState),
        present=present(catalog.enter_course, course_id=from_route("course_id")),
    )
    page(
        app,
        course_preview,
        route=routes.ADMIN_COURSE_PREVIEW.pattern,
        title="Preview — Admin",
        description="A course as a visitor would see it.",
        states=(Session, PreviewState),
    )


def _table() -> rx.Component:
    columns = [
        tables.Column("Course"),
        tables.Column("Status"),
        tables.Column("Next cohort"),
        tables.Column("Seats taken", is_number=True),
        tables.Column("Price", is_number=True),
        tables.Column("Changed", is_number=True),
    ]
    return rx.cond(
        CourseTableState.courses.length() > 0,
        tables.table("Courses", columns, rx.foreach(CourseTableState.courses, _row)),
        el.empty_state(
            "No course here",
            "Take a filter or a word away, or make the first course.",
            el.link_button("See all courses", href=routes.ADMIN_COURSES.url()),
        ),
    )


def _row(course: rx.Var[CourseRow]) -> rx.Component:
    return tables.table_row(
        tables.head_cell(
            el.anchor(course.title, href=_address(routes.ADMIN_COURSE, course.id), class_name="link"),
            rx.el.p(rx.match(course.session_type, *TYPES, ""), " · ", _sessions(course), class_name="below"),
        ),
        tables.cell(status_tag(course.status)),
        tables.cell(
            rx.cond(
                course.next_cohort_at,
                time.local_date(course.next_cohort_at),
                rx.el.span("None planned", class_name="muted"),
            )
        ),
        tables.number_cell(
            rx.cond(
                course.cohort_count > 0,
                rx.fragment(live_number(course.seats_taken), " of ", live_number(course.capacity)),
                rx.el.span("–", class_name="muted"),
            )
        ),
        tables.number_cell(price(course.price_cents, course.currency)),
        tables.number_cell(time.relative(course.updated_at)),
        key=course.id,
    )


def _sessions(course: Any) -> rx.Component:
    return rx.cond(course.session_count == 1, "1 session", rx.fragment(course.session_count, " sessions"))


def _new_course() -> rx.Component:
    errors = CourseTableState.errors
    return overlays.dialog(
        forms.form(
            forms.text_field("title", "Title", error=errors["title"], max_length=120, auto_focus=True),
            forms.text_field(
                "slug",
                "Address",
                before="/courses/",
                help="Leave it empty to take it from the title. It can be changed until the course is published.",
                error=errors["slug"],
                is_optional=True,
            ),
            forms.form_end(
                forms.submit_button("Make a draft"),
                el.button("Discard", look="quiet", on_click=CourseTableState.close),
                error=errors["form"],
            ),
            on_submit=CourseTableState.create,
        ),
        title="New course",
        is_open=CourseTableState.form == "course",
        on_close=CourseTableState.close,
    )


def _editor() -> rx.Component:
    course: Any = CourseEditorState.course
    tab: Any = rx.State.router.url.query_parameters["tab"]
    public = el.link_button("View", href=_address(routes.COURSE, course.fields.slug))
    preview = el.link_button("Preview", href=_address(routes.ADMIN_COURSE_PREVIEW, course.id))
    return rx.fragment(
        layout.page_head(
            course.fields.title,
            above=layout.crumbs(el.anchor("Courses", href=routes.ADMIN_COURSES.url())),
            lead=status_tag(course.status),
            actions=rx.fragment(rx.cond(course.status == "published", public, preview), course_actions()),
        ),
        others_here(),
        obstacles(),
        rx.cond(
            course.is_admin,
            tables.tabs("Parts of the course", "tab", ADMIN_TABS),
            tables.tabs("Parts of the course", "tab", EDITOR_TABS),
        ),
        forms.typing_area(
            rx.match(
                tab,
                ("sessions", sessions()),
                ("cohorts", pages.screen(CohortsState, cohorts(), waiting=waiting.list_skeleton())),
                ("history", history()),
                details(),
            ),
            on_typing=CourseEditorState.writes.throttle(2000),
        ),
    )


def _preview() -> rx.Component:
    shown: Any = PreviewState.shown
    course: Any = shown.course
    return rx.fragment(
        el.notice(
            "Only people who edit this course see this page. ",
            el.link("Back to editing", href=rx.State.router.url.path.to(str).replace("/preview", "")),
            title="This is how visitors would see it",
            tone="info",
        ),
        layout.hero(
            course.title,
            over=rx.fragment(course.type_words, " · ", course.impact_words, " · ", course.level_words),
            lead=course.summary,
        ),
        layout.prose(rx.el.p(course.description, class_name="as-typed")),
        layout.section("What happens when", rx.foreach(shown.days, day)),
        layout.section(
            "What you will be able to do", rx.el.ul(rx.foreach(course.outcomes, outcome), class_name="outcomes")
        ),
        layout.section(
            "Choose a cohort",
            rx.cond(
                shown.cohorts.length() > 0,
                el.ruled_list(rx.foreach(shown.cohorts, _cohort), label="Cohorts"),
                rx.el.p("No cohort is open now.", class_name="muted"),
            ),
            note=price(course.price_cents, course.currency),
        ),
    )


def _cohort(cohort: rx.Var[CohortCard]) -> rx.Component:
    return el.item(rx.el.strong(time.local_dates(cohort.starts_at, cohort.ends_at)), end=seats(cohort))


def _address(route: routes.Route, part: Any) -> Any:
    before, _, rest = route.pattern.partition("[")
    return f"{before}{part}{rest.partition(']')[2]}"
