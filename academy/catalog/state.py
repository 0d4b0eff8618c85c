"""What the editors' screens hold: live rows, the row that an open form started from, and what the forms do.

A form keeps what was typed by itself. When somebody else has saved meanwhile, the first attempt to save is refused and
says so; sending the form again, with their changes in sight, is meant to put one's own in their place.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.catalog import entries
from academy.catalog import service as catalog
from academy.catalog.models import CohortStatus
from academy.catalog.schemas import (
    AuditPage,
    CohortChoices,
    CohortRow,
    CohortSessionRow,
    CourseEditor,
    CourseFields,
    CoursePreview,
    CourseRow,
    EditorHere,
    SessionEntry,
)
from academy.core.errors import Invalid
from academy.live import LiveState, from_address, from_route, live
from academy.ui.overlays import toast

T = TypeVar("T")
Typed = dict[str, Any]


class EditorState(LiveState, mixin=True):
    """What the forms have in common.

    Vars:
        form: Which form is open; empty if none is.
    """

    form: str = ""

    def _read(self, reader: Callable[[Mapping[str, str]], T], typed: Typed) -> T | None:
        self.errors = {}
        try:
            return reader(typed)
        except Invalid as problem:
            self.errors = {problem.field: problem.message}
            return None

    def _open(self, form: str) -> None:
        self.form = form
        self.errors = {}

    def _was_refused(self) -> bool:
        """Tell whether the last attempt to save was refused as a whole, most likely for another's changes."""
        return "form" in self.errors

    @rx.event
    def close(self) -> None:
        """Put the form away."""
        self._open("")


class CourseTableState(EditorState, rx.State):
    courses: list[CourseRow] = live(
        catalog.course_table,
        status=from_address("status"),
        type=from_address("type"),
        words=from_address("q"),
        default=[],
    )

    @rx.event
    def begin(self) -> None:
        """Ask for the title of a new course."""
        self._open("course")

    @rx.event
    async def create(self, typed: Typed) -> EventSpec | None:
        """Make a draft and go on to its page."""
        title = str(typed.get("title", ""))
        fields = CourseFields(title=title, slug=str(typed.get("slug") or "").strip() or entries.address_of(title))
        course_id = await self.run(catalog.create_course, fields=fields)
        if course_id is None:
            return None
        self._open("")
        return rx.redirect(routes.ADMIN_COURSE.url(course_id=course_id))


class CourseEditorState(EditorState, rx.State):
    course: CourseEditor | None = live(catalog.course_editor_page, course_id=from_route("course_id"))
    history: AuditPage | None = live(
        catalog.course_history, course_id=from_route("course_id"), after=from_address("after")
    )
    editors: list[EditorHere] = live(catalog.editors_here, course_id=from_route("course_id"), default=[])
    edited: CourseEditor | None = None
    session: SessionEntry | None = None

    @property
    def _course_id(self) -> int:
        assert self.course is not None  # noqa: S101
        return self.course.id

    @rx.event
    async def writes(self) -> None:
        """Somebody types into one of the page's forms."""
        await self.signal(catalog.write_in_course, course_id=self._course_id)

    # The course

    @rx.event
    def edit(self) -> None:
        """Open the form of the course."""
        self._open("course")
        self.edited = self.course

    @rx.event
    async def save(self, typed: Typed) -> EventSpec | None:
        """Save what was typed."""
        begun = self.course if self._was_refused() else self.edited
        fields = self._read(entries.course_fields, typed)
        if fields is None or begun is None:
            return None
        course_id = self._course_id
        saved = await self.run(catalog.edit_course, course_id=course_id, seen_at=begun.updated_at, fields=fields)
        if saved is None:
            return None
        self._open("")
        return toast("The course is saved.")

    @rx.event
    async def publish(self) -> EventSpec | None:
        """Show the course to everybody."""
        await self.run(catalog.publish_course, course_id=self._course_id)
        return self._told("Everybody can see the course now.", undo=CourseEditorState.unpublish)

    @rx.event
    async def unpublish(self) -> EventSpec | None:
        """Make it a draft again."""
        await self.run(catalog.unpublish_course, course_id=self._course_id)
        return self._told("The course is a draft again; visitors no longer see it.")

    @rx.event
    async def archive(self) -> EventSpec | None:
        """Put it away."""
        back = self.course is not None and self.course.status == "published"
        await self.run(catalog.archive_course, course_id=self._course_id)
        undo = CourseEditorState.publish if back else CourseEditorState.unpublish
        return self._told("The course is archived.", undo=undo)

    # Its sessions

    @rx.event
    def add_session(self) -> None:
        """Open the form of a new session."""
        self._open("session")
        self.session = None

    @rx.event
    def edit_session(self, session_id: int) -> None:
        """Open the form of a session."""
        self._open("session")
        self.session = self._session(session_id)

    @rx.event
    async def save_session(self, typed: Typed) -> EventSpec | None:
        """Save what was typed, as a new session or in the place of the old."""
        begun = self._session(self.session.id) if self.session and self._was_refused() else self.session
        fields = self._read(entries.session_fields, typed)
        if fields is None:
            return None
        if self.session is None:
            is_saved = await self.run(catalog.add_session, course_id=self._course_id, fields=fields) is not None
        elif begun is not None:
            seen_at: datetime = begun.updated_at
            saved_at = await self.run(catalog.edit_session, session_id=begun.id, seen_at=seen_at, fields=fields)
            is_saved = saved_at is not None
        else:
            self.errors = {"form": "Somebody has deleted this session meanwhile."}
            is_saved = False
        if not is_saved:
            return None
        self._open("")
        return toast(f"“{fields.title}” is saved.")

    @rx.event
    async def move_session(self, session_id: int, direction: str) -> EventSpec | None:
        """Put a session one place up or down."""
        await self.run(catalog.move_session, session_id=session_id, direction=catalog.Direction(direction))
        return self._told("")

    @rx.event
    async def delete_session(self, session_id: int) -> EventSpec | None:
        """Take a session out; it can be put back at the end of its day."""
        self.session = self._session(session_id)
        await self.run(catalog.delete_session, session_id=session_id)
        return self._told("The session is deleted.", undo=CourseEditorState.restore_session)

    @rx.event
    async def restore_session(self) -> EventSpec | None:
        """Put the session deleted last back."""
        if self.session is None:
            return None
        await self.run(catalog.add_session, course_id=self._course_id, fields=self.session.fields)
        return self._told("The session is back, at the end of its day.")

    def _session(self, session_id: int) -> SessionEntry | None:
        sessions = self.course.sessions if self.course else []
        return next((session for session in sessions if session.id == session_id), None)

    def _told(self, message: str, *, undo: Any = None) -> EventSpec | None:
        return _told(self.errors, message, undo=undo)


class CohortsState(EditorState, rx.State):
    cohorts: list[CohortRow] = live(catalog.cohort_table, course_id=from_route("course_id"), default=[])
    choices: CohortChoices | None = live(catalog.cohort_choices)
    cohort: CohortRow | None = None
    session: CohortSessionRow | None = None

    @rx.event
    def show(self, form: str, cohort_id: int) -> None:
        """Open a form about a cohort, or (0) a new one: `create`, `edit`, `copy`, `generate` or `cancel`."""
        self._open(form)
        self.cohort = self._cohort(cohort_id)

    @rx.event
    async def create(self, typed: Typed) -> EventSpec | None:
        """Make a cohort."""
        fields = self._read(entries.cohort_fields, typed)
        opens = self._read(lambda data: entries.clock_time(data, "opens"), typed) if fields else None
        if fields is None or opens is None:
            return None
        editor = await self.get_state(CourseEditorState)
        if editor.course is None:
            return None
        made = await self.run(catalog.create_cohort, course_id=editor.course.id, fields=fields, opens=opens)
        return self._saved(made, f"“{fields.name}” is planned. Open it when people may enroll.")

    @rx.event
    async def save(self, typed: Typed) -> EventSpec | None:
        """Save what was typed."""
        begun = self._cohort(self.cohort.id) if self.cohort and self._was_refused() else self.cohort
        fields = self._read(entries.cohort_fields, typed)
        if fields is None or begun is None:
            return None
        saved = await self.run(catalog.edit_cohort, cohort_id=begun.id, seen_at=begun.updated_at, fields=fields)
        return self._saved(saved, f"“{fields.name}” is saved.")

    @rx.event
    async def copy_cohort(self, typed: Typed) -> EventSpec | None:
        """Make another cohort like this one."""
        first_day = self._read(lambda data: entries.day(data, "first_day"), typed)
        if first_day is None or self.cohort is None:
            return None
        name = str(typed.get("name", ""))
        made = await self.run(catalog.duplicate_cohort, cohort_id=self.cohort.id, name=name, first_day=first_day)
        return self._saved(made, f"“{name}” is planned. Open it when people may enroll.")

    @rx.event
    async def generate(self, typed: Typed) -> EventSpec | None:
        """Make the sessions of the cohort anew."""
        first_day = self._read(lambda data: entries.day(data, "first_day"), typed)
        opens = self._read(lambda data: entries.clock_time(data, "opens"), typed) if first_day else None
        if first_day is None or opens is None or self.cohort is None:
            return None
        await self.run(catalog.generate_sessions, cohort_id=self.cohort.id, first_day=first_day, opens=opens)
        return self._saved(None if self.errors else True, "The sessions are as in the course again.")

    @rx.event
    async def move(self, cohort_id: int, status: str) -> EventSpec | None:
        """Open, close, start, complete or cancel a cohort."""
        await self.run(catalog.move_cohort, cohort_id=cohort_id, status=CohortStatus(status))
        if not self.errors:
            self._open("")
        return _told(self.errors, f"The cohort is now {status.replace('_', ' ')}.")

    @rx.event
    async def move_day(self, typed: Typed) -> EventSpec | None:
        """Let a day start at another time."""
        cohort_id, day = int(typed["cohort_id"]), entries.day(typed, "day")
        opens = self._read(lambda data: entries.clock_time(data, "opens"), typed)
        if opens is not None:
            await self.run(catalog.move_day, cohort_id=cohort_id, day=day, opens=opens)
        return _told(self.errors, "The day is moved.")

    @rx.event
    def edit_session(self, cohort_id: int, session_id: int) -> None:
        """Open the form of a session."""
        self._open("session")
        self.cohort = self._cohort(cohort_id)
        self.session = self._session(session_id)

    @rx.event
    async def save_session(self, typed: Typed) -> EventSpec | None:
        """Save what was typed."""
        begun = self._session(self.session.id) if self.session and self._was_refused() else self.session
        fields = self._read(entries.cohort_session_fields, typed)
        if fields is None or begun is None:
            return None
        seen_at: datetime = begun.updated_at
        saved = await self.run(catalog.edit_cohort_session, cohort_session_id=begun.id, seen_at=seen_at, fields=fields)
        return self._saved(saved, f"“{fields.title}” is saved.")

    @rx.event
    async def delete_session(self, session_id: int) -> EventSpec | None:
        """Take a session out of its cohort."""
        await self.run(catalog.delete_cohort_session, cohort_session_id=session_id)
        return _told(self.errors, "The session is deleted.")

    def _cohort(self, cohort_id: int) -> CohortRow | None:
        return next((cohort for cohort in self.cohorts if cohort.id == cohort_id), None)

    def _session(self, session_id: int) -> CohortSessionRow | None:
        sessions = (session for cohort in self.cohorts for day in cohort.days for session in day.sessions)
        return next((session for session in sessions if session.id == session_id), None)

    def _saved(self, result: object, message: str) -> EventSpec | None:
        if result is None:
            return None
        self._open("")
        return toast(message)


class PreviewState(LiveState, rx.State):
    shown: CoursePreview | None = live(catalog.preview_course, course_id=from_route("course_id"))


def _told(errors: Mapping[str, str], message: str, *, undo: Any = None) -> EventSpec | None:
    """Say how something without a form of its own went."""
    if errors:
        return toast(next(iter(errors.values())), tone="bad")
    return toast(message, undo=undo) if message else None
