"""Courses and their sessions: making, changing, publishing, putting away."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from academy.catalog import service as catalog
from academy.catalog.events import CoursePublished
from academy.catalog.models import CourseStatus, SessionType
from academy.catalog.schemas import CourseFields, SessionFields
from academy.catalog.service import Direction
from academy.core.errors import Conflict, Denied, DomainError, Invalid, NotFound
from academy.identity.models import ScopedRole
from academy.live import SYSTEM
from tests.catalog.conftest import COURSE, Catalog, audit_of, give_role, listen, seen
from tests.world import Cast, FrozenClock, Live

Refused = Callable[..., None]
SESSION = SessionFields(title="Closing", day_number=2, duration_minutes=30)

listen(CoursePublished)


def sessions(live: Live, course_id: int) -> list[tuple[int, int, str]]:
    page = live.read(catalog.course_editor_page, SYSTEM, course_id=course_id)
    return [(row.fields.day_number, row.order, row.fields.title) for row in page.sessions]


def session_id(live: Live, course_id: int, title: str) -> int:
    page = live.read(catalog.course_editor_page, SYSTEM, course_id=course_id)
    return next(row.id for row in page.sessions if row.fields.title == title)


def test_an_editor_makes_a_draft(live: Live, cast: Cast, made: Catalog) -> None:
    give_role(live, cast.ada, ScopedRole.CONTENT_EDITOR)
    fields = CourseFields(title=" Agents ", slug="agents", outcomes=["  Build one ", ""])
    course_id = live.write(catalog.create_course, cast.ada, fields=fields)
    page = live.read(catalog.course_editor_page, cast.ada, course_id=course_id)
    assert (page.fields.title, page.status, page.fields.outcomes) == ("Agents", CourseStatus.DRAFT, ["Build one"])
    assert (page.is_editable, page.is_admin) == (True, False)
    assert audit_of(live, course_id) == [("Ada", "Created the course “Agents”.")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("title", "x" * 121),
        ("slug", ""),
        ("slug", "AI Fundamentals"),
        ("slug", "a--b"),
        ("slug", "ai-fundamentals"),
        ("summary", "x" * 241),
        ("price_b2c", -1),
        ("price_b2b", -1),
        ("currency", "xxx"),
        ("max_participants", 0),
        ("outcomes", ["one"] * 13),
    ],
)
def test_wrong_fields_are_named(live: Live, made: Catalog, field: str, value: Any) -> None:
    fields = CourseFields(title="Agents", slug="agents").model_copy(update={field: value})
    with pytest.raises(Invalid) as refusal:
        live.write(catalog.create_course, SYSTEM, fields=fields)
    assert refusal.value.field == field


def test_a_change_is_on_record_with_old_and_new(live: Live, cast: Cast, made: Catalog) -> None:
    fields = COURSE.model_copy(update={"title": "AI Basics", "price_b2c": 399_00})
    live.write(
        catalog.edit_course, cast.olga, course_id=made.course_id, seen_at=seen(live, made.course_id), fields=fields
    )
    row = live.read(catalog.course_history, cast.olga, course_id=made.course_id).rows[0]
    assert (row.actor_name, row.summary, row.at) == ("Olga", "Edited the course “AI Basics”.", live.clock())
    assert {(change.field, change.before, change.after) for change in row.changes} == {
        ("Title", "AI Fundamentals", "AI Basics"),
        ("Price", "349.00", "399.00"),
    }
    assert live.read(catalog.course_page, slug=made.slug).title == "AI Basics"


def test_the_record_is_read_page_by_page(live: Live, made: Catalog, clock: FrozenClock) -> None:
    for at in range(60):
        fields = COURSE.model_copy(update={"title": f"Title {at}"})
        when = seen(live, made.course_id)
        clock.advance(timedelta(seconds=at % 2))
        live.write(catalog.edit_course, SYSTEM, course_id=made.course_id, seen_at=when, fields=fields)
    first = live.read(catalog.course_history, SYSTEM, course_id=made.course_id)
    second = live.read(catalog.course_history, SYSTEM, course_id=made.course_id, after=first.next_key)
    assert len(first.rows) == 50
    assert second.next_key == 0
    ids = [row.id for row in first.rows + second.rows]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == len(set(ids)) == 67


def test_nobody_writes_over_what_another_has_saved(live: Live, cast: Cast, made: Catalog, clock: FrozenClock) -> None:
    began = seen(live, made.course_id)
    clock.advance(timedelta(minutes=1))
    hers = COURSE.model_copy(update={"title": "Hers"})
    saved = live.write(catalog.edit_course, cast.olga, course_id=made.course_id, seen_at=began, fields=hers)
    his = COURSE.model_copy(update={"title": "His"})
    with pytest.raises(Conflict, match="Olga has saved this meanwhile"):
        live.write(catalog.edit_course, SYSTEM, course_id=made.course_id, seen_at=began, fields=his)
    assert live.read(catalog.course_page, slug=made.slug).title == "Hers"
    live.write(catalog.edit_course, SYSTEM, course_id=made.course_id, seen_at=saved, fields=his)
    assert live.read(catalog.course_page, slug=made.slug).title == "His"


def test_the_address_of_a_published_course_stays(live: Live, made: Catalog) -> None:
    moved = {"seen_at": seen(live, made.course_id), "fields": COURSE.model_copy(update={"slug": "elsewhere"})}
    with pytest.raises(Invalid, match="address stays"):
        live.write(catalog.edit_course, SYSTEM, course_id=made.course_id, **moved)
    moved["seen_at"] = seen(live, made.draft_id)
    live.write(catalog.edit_course, SYSTEM, course_id=made.draft_id, **moved)


def test_a_course_that_is_not_ready_says_all_that_is_missing(live: Live, heard: list[object], made: Catalog) -> None:
    course_id = live.write(catalog.create_course, SYSTEM, fields=CourseFields(title="Agents", slug="agents"))
    with pytest.raises(Conflict) as refusal:
        live.write(catalog.publish_course, SYSTEM, course_id=course_id)
    for word in ("summary", "description", "session", "price"):
        assert word in refusal.value.message
    assert len(live.read(catalog.course_editor_page, SYSTEM, course_id=course_id).obstacles) == 4
    assert CoursePublished(course_id) not in heard


def test_a_webinar_may_be_free(live: Live, made: Catalog) -> None:
    fields = COURSE.model_copy(update={"slug": "free", "price_b2c": 0, "session_type": SessionType.WEBINAR})
    course_id = live.write(catalog.create_course, SYSTEM, fields=fields)
    live.write(catalog.add_session, SYSTEM, course_id=course_id, fields=SESSION)
    live.write(catalog.publish_course, SYSTEM, course_id=course_id)
    assert live.read(catalog.course_page, slug="free").price_cents == 0


def test_publishing_tells_the_others_once(live: Live, cast: Cast, made: Catalog, heard: list[object]) -> None:
    live.write(catalog.add_session, cast.olga, course_id=made.draft_id, fields=SESSION)
    heard.clear()
    for _ in range(2):
        live.write(catalog.publish_course, cast.olga, course_id=made.draft_id)
    assert heard == [CoursePublished(made.draft_id)]
    assert audit_of(live, made.draft_id)[0] == ("Olga", "Published the course “Prompting”.")
    assert live.read(catalog.course_page, slug="prompting").is_published


def test_what_is_taken_back_or_archived_is_on_record(live: Live, cast: Cast, made: Catalog) -> None:
    for run, words in (
        (catalog.unpublish_course, "Took the course “AI Fundamentals” back to a draft."),
        (catalog.archive_course, "Archived the course “AI Fundamentals”."),
    ):
        live.write(run, cast.olga, course_id=made.course_id)
        assert audit_of(live, made.course_id)[0] == ("Olga", words)
        with pytest.raises(NotFound):
            live.read(catalog.course_page, slug=made.slug)
    live.write(catalog.publish_course, cast.olga, course_id=made.course_id)


def test_a_published_course_keeps_what_it_needs(live: Live, made: Catalog) -> None:
    fields = COURSE.model_copy(update={"summary": ""})
    with pytest.raises(Invalid, match="summary"):
        live.write(
            catalog.edit_course, SYSTEM, course_id=made.course_id, seen_at=seen(live, made.course_id), fields=fields
        )
    for title in ("Spark", "Workshop"):
        live.write(catalog.delete_session, SYSTEM, session_id=session_id(live, made.course_id, title))
    with pytest.raises(Conflict, match="at least one session"):
        live.write(catalog.delete_session, SYSTEM, session_id=session_id(live, made.course_id, "Office"))


def test_editors_change_drafts_only(live: Live, cast: Cast, made: Catalog) -> None:
    give_role(live, cast.ada, ScopedRole.CONTENT_EDITOR)
    draft = {"course_id": made.draft_id, "seen_at": seen(live, made.draft_id)}
    live.write(catalog.edit_course, cast.ada, fields=COURSE.model_copy(update={"slug": "prompting"}), **draft)
    published = {"course_id": made.course_id, "seen_at": seen(live, made.course_id)}
    with pytest.raises(Denied, match="Only administrators"):
        live.write(catalog.edit_course, cast.ada, fields=COURSE, **published)
    with pytest.raises(Denied, match="Only administrators"):
        live.write(catalog.delete_session, cast.ada, session_id=session_id(live, made.course_id, "Spark"))
    for run in (catalog.publish_course, catalog.unpublish_course, catalog.archive_course):
        with pytest.raises(Denied):
            live.write(run, cast.ada, course_id=made.draft_id)


def test_an_editor_of_one_course_sees_and_changes_only_it(live: Live, cast: Cast, made: Catalog) -> None:
    give_role(live, cast.ada, ScopedRole.CONTENT_EDITOR, course_id=made.draft_id)
    assert [row.id for row in live.read(catalog.course_table, cast.ada)] == [made.draft_id]
    live.write(catalog.add_session, cast.ada, course_id=made.draft_id, fields=SESSION)
    with pytest.raises(Denied):
        live.read(catalog.course_editor_page, cast.ada, course_id=made.course_id)
    with pytest.raises(Denied):
        live.write(catalog.create_course, cast.ada, fields=CourseFields(title="Agents", slug="agents"))


def test_sessions_are_added_edited_and_deleted(live: Live, cast: Cast, made: Catalog, clock: FrozenClock) -> None:
    added = live.write(catalog.add_session, cast.olga, course_id=made.course_id, fields=SESSION)
    assert sessions(live, made.course_id)[-1] == (2, 2, "Closing")
    began = live.clock()
    clock.advance(timedelta(minutes=1))
    changed = SESSION.model_copy(update={"title": "Farewell", "day_number": 1})
    live.write(catalog.edit_session, cast.olga, session_id=added, seen_at=began, fields=changed)
    assert sessions(live, made.course_id) == [(1, 1, "Spark"), (1, 2, "Workshop"), (1, 3, "Farewell"), (2, 1, "Office")]
    with pytest.raises(Conflict, match="Somebody has saved"):
        live.write(catalog.edit_session, cast.olga, session_id=added, seen_at=began, fields=SESSION)
    live.write(catalog.delete_session, cast.olga, session_id=added)
    assert len(sessions(live, made.course_id)) == 3
    assert [summary for _, summary in audit_of(live, made.course_id)[:3]] == [
        "Deleted the session “Farewell” of day 1.",
        "Edited the session “Farewell”.",
        "Added the session “Closing” to day 2.",
    ]
    with pytest.raises(NotFound):
        live.write(catalog.delete_session, cast.olga, session_id=added)


@pytest.mark.parametrize(("field", "value"), [("title", ""), ("day_number", 0), ("duration_minutes", 4)])
def test_wrong_fields_of_a_session_are_named(live: Live, made: Catalog, field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        live.write(
            catalog.add_session,
            SYSTEM,
            course_id=made.course_id,
            fields=SESSION.model_copy(update={field: value}),
        )
    assert refusal.value.field == field


def test_sessions_move_within_and_across_days(live: Live, cast: Cast, made: Catalog) -> None:
    def move(title: str, direction: Direction) -> list[tuple[int, int, str]]:
        found = session_id(live, made.course_id, title)
        live.write(catalog.move_session, cast.olga, session_id=found, direction=direction)
        return sessions(live, made.course_id)

    assert move("Workshop", Direction.UP) == [(1, 1, "Workshop"), (1, 2, "Spark"), (2, 1, "Office")]
    assert move("Spark", Direction.DOWN) == [(1, 1, "Workshop"), (2, 1, "Spark"), (2, 2, "Office")]
    assert move("Spark", Direction.UP) == [(1, 1, "Workshop"), (1, 2, "Spark"), (2, 1, "Office")]
    assert move("Workshop", Direction.UP) == [(1, 1, "Workshop"), (1, 2, "Spark"), (2, 1, "Office")]
    assert audit_of(live, made.course_id)[0] == ("Olga", "Moved the session “Spark” up.")


def test_moving_one_session_does_not_spoil_the_edit_of_another(live: Live, made: Catalog, clock: FrozenClock) -> None:
    page = live.read(catalog.course_editor_page, SYSTEM, course_id=made.course_id)
    spark, workshop = page.sessions[0], page.sessions[1]
    clock.advance(timedelta(minutes=1))
    live.write(catalog.move_session, SYSTEM, session_id=workshop.id, direction=Direction.UP)
    live.write(catalog.edit_session, SYSTEM, session_id=spark.id, seen_at=spark.updated_at, fields=spark.fields)


def test_outsiders_change_nothing(live: Live, made: Catalog, refused: Refused) -> None:
    course, when = {"course_id": made.course_id}, seen(live, made.course_id)
    session = {"session_id": session_id(live, made.course_id, "Spark")}
    refused(live.write, catalog.create_course, fields=CourseFields(title="Agents", slug="agents"))
    refused(live.write, catalog.edit_course, seen_at=when, fields=COURSE, **course)
    refused(live.write, catalog.publish_course, **course)
    refused(live.write, catalog.unpublish_course, **course)
    refused(live.write, catalog.archive_course, **course)
    refused(live.write, catalog.add_session, fields=SESSION, **course)
    refused(live.write, catalog.edit_session, seen_at=when, fields=SESSION, **session)
    refused(live.write, catalog.move_session, direction=Direction.UP, **session)
    refused(live.write, catalog.delete_session, **session)


def test_outsiders_see_nothing_of_the_workshop(live: Live, made: Catalog, refused: Refused) -> None:
    refused(live.read, catalog.course_table)
    for read in (catalog.course_editor_page, catalog.cohort_table, catalog.course_history, catalog.preview_course):
        refused(live.read, read, course_id=made.course_id)
    refused(live.read, catalog.cohort_choices)


def test_a_course_that_is_gone_is_not_found(live: Live, cast: Cast, made: Catalog) -> None:
    for run in (catalog.publish_course, catalog.unpublish_course, catalog.archive_course):
        with pytest.raises(NotFound):
            live.write(run, cast.olga, course_id=404)
    with pytest.raises(NotFound):
        live.read(catalog.course_editor_page, cast.olga, course_id=404)
    with pytest.raises(DomainError):
        live.write(catalog.move_session, cast.olga, session_id=404, direction=Direction.UP)
