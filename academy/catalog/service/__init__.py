"""The catalog's public API: what everybody may read, and how courses and cohorts are edited."""

from academy.catalog.service.board import (
    cohort_choices,
    cohort_table,
    course_editor_page,
    course_history,
    course_table,
    preview_course,
)
from academy.catalog.service.calendar import (
    delete_cohort_session,
    edit_cohort_session,
    generate_sessions,
    move_day,
)
from academy.catalog.service.cohorts import (
    advance_cohorts,
    create_cohort,
    duplicate_cohort,
    edit_cohort,
    move_cohort,
    set_capacity,
)
from academy.catalog.service.courses import (
    archive_course,
    create_course,
    edit_course,
    publish_course,
    unpublish_course,
)
from academy.catalog.service.desk import editors_here, enter_course, write_in_course
from academy.catalog.service.public import (
    chosen_cohort,
    course_days,
    course_list,
    course_page,
    open_cohorts,
    upcoming_cohorts,
)
from academy.catalog.service.sessions import Direction, add_session, delete_session, edit_session, move_session

__all__ = [
    "Direction",
    "add_session",
    "advance_cohorts",
    "archive_course",
    "chosen_cohort",
    "cohort_choices",
    "cohort_table",
    "course_days",
    "course_editor_page",
    "course_history",
    "course_list",
    "course_page",
    "course_table",
    "create_cohort",
    "create_course",
    "delete_cohort_session",
    "delete_session",
    "duplicate_cohort",
    "edit_cohort",
    "edit_cohort_session",
    "edit_course",
    "edit_session",
    "editors_here",
    "enter_course",
    "generate_sessions",
    "move_cohort",
    "move_day",
    "move_session",
    "open_cohorts",
    "preview_course",
    "publish_course",
    "set_capacity",
    "unpublish_course",
    "upcoming_cohorts",
    "write_in_course",
]
