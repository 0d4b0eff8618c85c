"""Cohorts: their dates, seats and states, for administrators."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from academy.catalog import service as catalog
from academy.catalog.events import CapacityChanged, CohortCancelled, CohortRescheduled
from academy.catalog.jobs import advance_cohorts
from academy.catalog.models import CohortStatus
from academy.catalog.schemas import CohortRow, CohortSessionFields
from academy.core.errors import Conflict, Denied, Invalid, NotFound
from academy.identity.models import ScopedRole
from academy.live import SYSTEM
from academy.organizations.models import Organization
from tests.catalog.conftest import (
    COHORT,
    NINE,
    Catalog,
    audit_of,
    cohort_row,
    enroll,
    give_role,
    hold,
    listen,
    open_cohort,
    soon,
)
from tests.world import Cast, FrozenClock, Live

listen(CapacityChanged, CohortCancelled, CohortRescheduled)


def shown(live: Live, made: Catalog, cohort_id: int | None = None) -> CohortRow:
    rows = live.read(catalog.cohort_table, SYSTEM, course_id=made.course_id)
    return next(row for row in rows if row.id == (cohort_id or made.cohort_id))


def edit(live: Live, made: Catalog, **values: Any) -> None:
    row = shown(live, made)
    fields = row.fields.model_copy(update=values)
    live.write(catalog.edit_cohort, SYSTEM, cohort_id=row.id, seen_at=row.updated_at, fields=fields)


def company(live: Live) -> int:
    row = Organization(name="Meridian", domain="meridian.example", contact_email="m@x.example", contact_name="M")
    return live.add(row).id


def test_a_cohort_takes_its_days_from_the_course(live: Live, cast: Cast, made: Catalog) -> None:
    row = shown(live, made)
    assert (row.status, row.fields.capacity, row.seats_left) == (CohortStatus.OPEN, 3, 3)
    assert row.starts_at == datetime(2026, 3, 26, 8, 0, tzinfo=UTC)
    assert row.ends_at == datetime(2026, 3, 27, 9, 0, tzinfo=UTC)
    assert [(day.day, day.opens, [s.fields.title for s in day.sessions]) for day in row.days] == [
        (date(2026, 3, 26), NINE, ["Spark", "Workshop"]),
        (date(2026, 3, 27), NINE, ["Office"]),
    ]
    assert audit_of(live, made.course_id)[1:2] == [(None, "Created the cohort “March”.")]


def test_days_keep_their_clock_time_when_clocks_change(live: Live, made: Catalog) -> None:
    cohort_id = open_cohort(live, made.course_id, first_day=date(2026, 3, 28))
    starts = [day.sessions[0].starts_at for day in shown(live, made, cohort_id).days]
    assert starts == [datetime(2026, 3, 28, 8, 0, tzinfo=UTC), datetime(2026, 3, 29, 7, 0, tzinfo=UTC)]


def test_a_time_that_clocks_skip_is_refused(live: Live, made: Catalog) -> None:
    fields = COHORT.model_copy(update={"first_day": date(2026, 3, 29)})
    with pytest.raises(Invalid, match="put forward") as refusal:
        live.write(catalog.create_cohort, SYSTEM, course_id=made.course_id, fields=fields, opens=time(2, 30))
    assert refusal.value.field == "opens"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("zone", "Europe/Atlantis"),
        ("capacity", 0),
        ("capacity", 2001),
        ("zoom_link", "zoom.us/j/1"),
        ("instructor_id", 404),
        ("organization_id", 404),
        ("first_day", date(2026, 3, 1)),
    ],
)
def test_wrong_fields_are_named(live: Live, made: Catalog, field: str, value: Any) -> None:
    fields = COHORT.model_copy(update={field: value})
    with pytest.raises(Invalid) as refusal:
        live.write(catalog.create_cohort, SYSTEM, course_id=made.course_id, fields=fields, opens=NINE)
    assert refusal.value.field == field


def test_a_course_without_sessions_or_archived_has_no_cohorts(live: Live, made: Catalog) -> None:
    with pytest.raises(Conflict, match="sessions first"):
        live.write(catalog.create_cohort, SYSTEM, course_id=made.draft_id, fields=COHORT, opens=NINE)
    live.write(catalog.archive_course, SYSTEM, course_id=made.course_id)
    with pytest.raises(Conflict, match="archived"):
        live.write(catalog.create_cohort, SYSTEM, course_id=made.course_id, fields=COHORT, opens=NINE)


def test_capacity_never_falls_below_the_seats_taken(live: Live, cast: Cast, made: Catalog, heard: list[object]) -> None:
    enroll(live, made.cohort_id, 1)
    hold(live, made.cohort_id, cast.ada, soon(live, 1 / 48))
    for run in (lambda: edit(live, made, capacity=1), lambda: set_capacity(live, cast, made, 1)):
        with pytest.raises(Invalid, match="at least 2 seats") as refusal:
            run()
        assert refusal.value.field == "capacity"
    assert heard == []
    edit(live, made, capacity=2)
    set_capacity(live, cast, made, 10)
    assert heard == [CapacityChanged(made.cohort_id, 3, 2), CapacityChanged(made.cohort_id, 2, 10)]
    assert shown(live, made).seats_left == 8
    assert audit_of(live, made.course_id)[0] == ("Olga", "Changed the capacity of the cohort “March”.")


def set_capacity(live: Live, cast: Cast, made: Catalog, capacity: int) -> None:
    live.write(catalog.set_capacity, cast.olga, cohort_id=made.cohort_id, capacity=capacity)


def test_taking_a_seat_does_not_spoil_an_edit(live: Live, made: Catalog, clock: FrozenClock) -> None:
    row = shown(live, made)
    clock.advance(timedelta(minutes=1))
    with live.system() as ctx:
        ctx.session.connection().exec_driver_sql("UPDATE cohorts SET current_enrollment = 1")
    live.write(catalog.edit_cohort, SYSTEM, cohort_id=row.id, seen_at=row.updated_at, fields=row.fields)


def test_nobody_writes_over_what_another_has_saved(live: Live, made: Catalog, clock: FrozenClock) -> None:
    row = shown(live, made)
    clock.advance(timedelta(minutes=1))
    edit(live, made, name="Spring")
    with pytest.raises(Conflict, match="meanwhile"):
        live.write(catalog.edit_cohort, SYSTEM, cohort_id=row.id, seen_at=row.updated_at, fields=row.fields)


def test_another_first_day_moves_all_sessions_at_the_same_times(live: Live, made: Catalog, heard: list[object]) -> None:
    before = shown(live, made)
    edit(live, made, first_day=date(2026, 4, 9))
    row = shown(live, made)
    assert [(day.day, day.opens) for day in row.days] == [(date(2026, 4, 9), NINE), (date(2026, 4, 10), NINE)]
    assert row.starts_at == datetime(2026, 4, 9, 7, 0, tzinfo=UTC)
    assert heard == [CohortRescheduled(made.cohort_id, before.starts_at, before.ends_at)]


def test_another_zone_keeps_the_times_on_the_clock(live: Live, made: Catalog, heard: list[object]) -> None:
    edit(live, made, zone="America/New_York")
    row = shown(live, made)
    assert [(day.day, day.opens) for day in row.days] == [(date(2026, 3, 26), NINE), (date(2026, 3, 27), NINE)]
    assert row.starts_at == datetime(2026, 3, 26, 13, 0, tzinfo=UTC)
    assert len(heard) == 1


def test_changes_are_on_record_in_words(live: Live, cast: Cast, made: Catalog) -> None:
    edit(live, made, instructor_id=cast.ines.user_id, first_day=date(2026, 4, 9), organization_id=company(live))
    row = live.read(catalog.course_history, SYSTEM, course_id=made.course_id).rows[0]
    assert {(change.field, change.before, change.after) for change in row.changes} == {
        ("Instructor", "nothing", "Ines"),
        ("Organization", "nothing", "Meridian"),
        ("Private to a company", "no", "yes"),
        ("Starts", "26 March 2026, 08:00 UTC", "9 April 2026, 07:00 UTC"),
        ("Ends", "27 March 2026, 09:00 UTC", "10 April 2026, 08:00 UTC"),
    }


def test_a_private_cohort_is_its_companys(live: Live, made: Catalog) -> None:
    edit(live, made, organization_id=company(live))
    assert cohort_row(live, made.cohort_id).is_b2b
    assert shown(live, made).organization_name == "Meridian"
    assert live.read(catalog.open_cohorts, slug=made.slug) == []
    enroll(live, made.cohort_id, 1)
    with pytest.raises(Invalid, match="enrolled") as refusal:
        edit(live, made, organization_id=None)
    assert refusal.value.field == "organization_id"


def test_a_day_starts_at_another_time(live: Live, cast: Cast, made: Catalog, heard: list[object]) -> None:
    live.write(catalog.move_day, cast.olga, cohort_id=made.cohort_id, day=date(2026, 3, 26), opens=time(13, 15))
    first, second = shown(live, made).days
    assert [s.fields.starts.time() for s in first.sessions] == [time(13, 15), time(13, 45)]
    assert second.opens == NINE
    assert shown(live, made).starts_at == datetime(2026, 3, 26, 12, 15, tzinfo=UTC)
    assert len(heard) == 1
    assert audit_of(live, made.course_id)[0] == ("Olga", "Moved 26 March of the cohort “March” to 13:15.")
    with pytest.raises(Conflict, match="that day"):
        live.write(catalog.move_day, cast.olga, cohort_id=made.cohort_id, day=date(2026, 5, 1), opens=NINE)


def test_a_session_of_a_cohort_is_edited(
    live: Live, cast: Cast, made: Catalog, clock: FrozenClock, heard: list[object]
) -> None:
    row = shown(live, made).days[1].sessions[0]
    clock.advance(timedelta(minutes=1))
    fields = CohortSessionFields(
        title="Office hour",
        starts=datetime.fromisoformat("2026-03-27T10:00"),
        minutes=45,
        join_url="https://zoom.example/1",
    )
    arguments = {"cohort_session_id": row.id, "seen_at": row.updated_at}
    live.write(catalog.edit_cohort_session, cast.olga, fields=fields, **arguments)
    assert shown(live, made).days[1].sessions[0].fields == fields
    assert shown(live, made).ends_at == datetime(2026, 3, 27, 9, 45, tzinfo=UTC)
    assert len(heard) == 1
    with pytest.raises(Conflict, match="meanwhile"):
        live.write(catalog.edit_cohort_session, cast.olga, fields=fields, **arguments)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("minutes", 4),
        ("join_url", "http://zoom.example"),
        ("recording_url", "nowhere"),
        ("starts", datetime.fromisoformat("2026-03-29T02:30")),
    ],
)
def test_wrong_fields_of_a_session_are_named(live: Live, made: Catalog, field: str, value: Any) -> None:
    row = shown(live, made).days[0].sessions[0]
    with pytest.raises(Invalid) as refusal:
        live.write(
            catalog.edit_cohort_session,
            SYSTEM,
            cohort_session_id=row.id,
            seen_at=row.updated_at,
            fields=row.fields.model_copy(update={field: value}),
        )
    assert refusal.value.field == field


def test_sessions_are_deleted_but_the_last(live: Live, cast: Cast, made: Catalog) -> None:
    spark, workshop, office = (session for day in shown(live, made).days for session in day.sessions)
    for session in (spark, office):
        live.write(catalog.delete_cohort_session, cast.olga, cohort_session_id=session.id)
    row = shown(live, made)
    assert (row.starts_at, row.ends_at) == (workshop.starts_at, workshop.ends_at)
    assert audit_of(live, made.course_id)[0] == ("Olga", "Took “Office” out of the cohort “March”.")
    with pytest.raises(Conflict, match="only session"):
        live.write(catalog.delete_cohort_session, cast.olga, cohort_session_id=workshop.id)


def test_sessions_are_made_anew_from_the_course(live: Live, cast: Cast, made: Catalog) -> None:
    live.write(
        catalog.generate_sessions, cast.olga, cohort_id=made.cohort_id, first_day=date(2026, 4, 1), opens=time(14)
    )
    row = shown(live, made)
    assert [(day.day, day.opens) for day in row.days] == [(date(2026, 4, 1), time(14)), (date(2026, 4, 2), time(14))]
    assert audit_of(live, made.course_id)[0] == ("Olga", "Made the sessions of the cohort “March” anew.")


def test_a_cohort_is_duplicated(live: Live, cast: Cast, made: Catalog) -> None:
    edit(live, made, instructor_id=cast.ines.user_id, zoom_link="https://zoom.example/1")
    live.write(catalog.move_day, SYSTEM, cohort_id=made.cohort_id, day=date(2026, 3, 27), opens=time(11))
    enroll(live, made.cohort_id, 2)
    copy_id = live.write(
        catalog.duplicate_cohort, cast.olga, cohort_id=made.cohort_id, name="April", first_day=date(2026, 4, 13)
    )
    row = shown(live, made, copy_id)
    assert (row.fields.name, row.status, row.enrolled, row.instructor_name) == (
        "April",
        CohortStatus.SCHEDULED,
        0,
        "Ines",
    )
    assert [(day.day, day.opens) for day in row.days] == [(date(2026, 4, 13), NINE), (date(2026, 4, 14), time(11))]
    assert audit_of(live, made.course_id)[0] == ("Olga", "Created the cohort “April” as a copy of “March”.")
    with pytest.raises(Invalid, match="passed"):
        live.write(
            catalog.duplicate_cohort, cast.olga, cohort_id=made.cohort_id, name="Past", first_day=date(2026, 2, 1)
        )


def move(live: Live, made: Catalog, status: CohortStatus) -> None:
    live.write(catalog.move_cohort, SYSTEM, cohort_id=made.cohort_id, status=status)


def test_cohorts_go_their_way(live: Live, made: Catalog, clock: FrozenClock) -> None:
    for status, reason in (
        (CohortStatus.COMPLETED, "cannot become completed"),
        (CohortStatus.IN_PROGRESS, "not reached its start"),
    ):
        with pytest.raises(Conflict, match=reason):
            move(live, made, status)
    move(live, made, CohortStatus.SCHEDULED)
    move(live, made, CohortStatus.OPEN)
    clock.now = shown(live, made).starts_at
    move(live, made, CohortStatus.IN_PROGRESS)
    with pytest.raises(Conflict, match="sessions to come"):
        move(live, made, CohortStatus.COMPLETED)
    clock.now = shown(live, made).ends_at
    move(live, made, CohortStatus.COMPLETED)
    assert shown(live, made).is_settled
    assert [summary for _, summary in audit_of(live, made.course_id)[:4]] == [
        "Completed the cohort “March”.",
        "Started the cohort “March”.",
        "Opened the cohort “March”.",
        "Closed the cohort “March”.",
    ]
    with pytest.raises(Conflict, match="stays as it is"):
        edit(live, made, name="Other")


def test_cohorts_start_and_end_by_themselves(live: Live, cast: Cast, made: Catalog, clock: FrozenClock) -> None:
    assert live.write(catalog.advance_cohorts, SYSTEM) == 0
    clock.now = shown(live, made).starts_at
    assert live.write(catalog.advance_cohorts, SYSTEM) == 1
    assert shown(live, made).status == CohortStatus.IN_PROGRESS
    clock.now = shown(live, made).ends_at
    advance_cohorts(live)
    assert shown(live, made).status == CohortStatus.COMPLETED
    assert audit_of(live, made.course_id)[0] == (None, "Completed the cohort “March”.")
    with pytest.raises(Denied):
        live.write(catalog.advance_cohorts, cast.olga)


def test_cancelling_tells_the_others(live: Live, made: Catalog, heard: list[object]) -> None:
    for _ in range(2):
        move(live, made, CohortStatus.CANCELLED)
    assert heard == [CohortCancelled(made.cohort_id)]
    with pytest.raises(Conflict, match="cannot become open"):
        move(live, made, CohortStatus.OPEN)
    with pytest.raises(Conflict, match="sessions stay"):
        live.write(catalog.move_day, SYSTEM, cohort_id=made.cohort_id, day=date(2026, 3, 26), opens=NINE)


def test_a_cohort_opens_only_if_people_can_join_it(live: Live, made: Catalog, clock: FrozenClock) -> None:
    move(live, made, CohortStatus.SCHEDULED)
    live.write(catalog.unpublish_course, SYSTEM, course_id=made.course_id)
    with pytest.raises(Conflict, match="Publish the course"):
        move(live, made, CohortStatus.OPEN)
    live.write(catalog.publish_course, SYSTEM, course_id=made.course_id)
    clock.now = shown(live, made).starts_at
    with pytest.raises(Conflict, match="started already"):
        move(live, made, CohortStatus.OPEN)


def test_the_table_shows_what_is_taken(live: Live, cast: Cast, made: Catalog) -> None:
    enroll(live, made.cohort_id, 1)
    hold(live, made.cohort_id, cast.ada, soon(live, 1 / 48))
    row = shown(live, made)
    assert (row.enrolled, row.held, row.seats_left) == (1, 1, 1)
    listed = next(row for row in live.read(catalog.course_table, cast.olga) if row.id == made.course_id)
    assert (listed.seats_taken, listed.capacity, listed.next_cohort_at) == (2, 3, row.starts_at)


def test_who_may_be_chosen(live: Live, cast: Cast, made: Catalog) -> None:
    give_role(live, cast.ines, ScopedRole.INSTRUCTOR)
    company(live)
    choices = live.read(catalog.cohort_choices, cast.olga)
    assert choices.instructors == [(str(cast.ines.user_id), "Ines"), (str(cast.olga.user_id), "Olga")]
    assert [name for _, name in choices.organizations] == ["Meridian"]


def test_only_administrators_touch_cohorts(live: Live, cast: Cast, made: Catalog, refused: Callable[..., None]) -> None:
    row = shown(live, made)
    session = row.days[0].sessions[0]
    give_role(live, cast.ada, ScopedRole.CONTENT_EDITOR)
    cohort, kept = {"cohort_id": row.id}, {"cohort_session_id": session.id}
    refused(live.write, catalog.create_cohort, course_id=made.course_id, fields=COHORT, opens=NINE)
    refused(live.write, catalog.edit_cohort, seen_at=row.updated_at, fields=row.fields, **cohort)
    refused(live.write, catalog.set_capacity, capacity=9, **cohort)
    refused(live.write, catalog.move_cohort, status=CohortStatus.CANCELLED, **cohort)
    refused(live.write, catalog.duplicate_cohort, name="Mine", first_day=date(2026, 5, 1), **cohort)
    refused(live.write, catalog.generate_sessions, first_day=date(2026, 5, 1), opens=NINE, **cohort)
    refused(live.write, catalog.move_day, day=date(2026, 3, 26), opens=NINE, **cohort)
    refused(live.write, catalog.edit_cohort_session, seen_at=session.updated_at, fields=session.fields, **kept)
    refused(live.write, catalog.delete_cohort_session, **kept)
    with pytest.raises(Denied):
        live.read(catalog.cohort_table, cast.ada, course_id=made.course_id)


def test_a_cohort_that_is_gone_is_not_found(live: Live, cast: Cast, made: Catalog) -> None:
    for run, arguments in (
        (catalog.set_capacity, {"cohort_id": 404, "capacity": 3}),
        (catalog.move_cohort, {"cohort_id": 404, "status": CohortStatus.OPEN}),
        (catalog.delete_cohort_session, {"cohort_session_id": 404}),
    ):
        with pytest.raises(NotFound):
            live.write(run, cast.olga, **arguments)
