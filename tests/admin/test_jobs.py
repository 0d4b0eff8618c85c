"""The queue as administrators see it: who may look and step in, what is on record, and what watching costs."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from academy.admin import service
from academy.admin.schemas import JobRow, JobView
from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Denied, SignInRequired
from academy.identity import service as identity
from academy.identity.models import RoleAssignment, ScopedRole
from academy.identity.schemas import Place
from academy.live import ANONYMOUS, Context, Mutation, Query, Viewer
from academy.live.job_queue import claim
from academy.live.models import JobState
from academy.live.tracking import ReadSet, recorded
from tests.admin.conftest import Office, broken
from tests.world import Live

DOINGS: dict[Any, dict[str, Any]] = {
    service.job_counts: {},
    service.job_page: {},
    service.periodic_jobs: {},
    service.job_detail: {"job_id": 1},
    service.retry_jobs: {"job_ids": [1]},
    service.run_job_now: {"job_id": 1},
    service.cancel_job: {"job_id": 1},
}


def audited(live: Live) -> list[tuple[str, str, int | None]]:
    with live.system() as ctx:
        entries = ctx.session.exec(select(AuditEntry).order_by(AuditEntry.id))
        return [(entry.action, entry.summary, entry.actor_id) for entry in entries]


def reads_of(office: Office, query: Query[..., Any], viewer: Viewer, **arguments: Any) -> ReadSet:
    """What a query's result hangs on."""
    with (
        office.runtime.database.snapshot() as connection,
        Session(connection, autoflush=False) as session,
        recorded(connection) as reads,
    ):
        query.body(Context(session, office.clock(), lambda _: viewer), **arguments)
    return reads


def card_of(row: JobRow) -> int:
    (number,) = re.findall(r"card id (\d+)", row.arguments)
    return int(number)


# Who may


@pytest.mark.parametrize("doing", DOINGS, ids=lambda doing: doing.__name__)
def test_only_administrators_may(office: Office, live: Live, doing: Any) -> None:
    cast = office.cast
    for role in (ScopedRole.INSTRUCTOR, ScopedRole.CONTENT_EDITOR, ScopedRole.MODERATOR):
        live.add(RoleAssignment(user_id=cast.ines.user_id, role=role))
    run = office.runtime.write if isinstance(doing, Mutation) else office.runtime.read
    for viewer in (cast.ada, cast.ines, cast.max):
        with pytest.raises(Denied):
            run(doing, viewer, **DOINGS[doing])
    with pytest.raises(SignInRequired):
        run(doing, ANONYMOUS, **DOINGS[doing])


def test_administrators_are_told_in_their_side_bar_how_many_have_failed(office: Office) -> None:
    def jobs_page(viewer: Viewer) -> list[int]:
        me = office.runtime.read(identity.me, viewer)
        assert me is not None
        return [
            page.count
            for place in me.places
            if place.place == Place.ADMIN
            for page in place.pages
            if page.label == "Jobs"
        ]

    assert jobs_page(office.cast.olga) == [0]
    office.fail()
    assert jobs_page(office.cast.olga) == [1]
    assert jobs_page(office.cast.ines) == []


# What is shown


def test_each_job_is_in_the_view_of_its_state(office: Office) -> None:
    office.ask(card_id=1)
    office.run()
    office.fail(card_id=2)
    office.ask(card_id=3)
    with office.runtime.database.locking_transaction() as connection:
        claim(connection, "busy", office.clock(), 9, [])
    office.ask(card_id=4, minutes=30)
    shown = {view: [card_of(row) for row in office.rows(view)] for view in (None, *JobView)}
    assert shown == {
        None: [4, 3, 2, 1],
        JobView.WAITING: [4],
        JobView.RUNNING: [3],
        JobView.FAILED: [2],
        JobView.DONE: [1],
        JobView.PERIODIC: [],
    }
    counts = office.runtime.read(service.job_counts, office.cast.olga)
    assert (counts.waiting, counts.running, counts.failed, counts.periodic) == (1, 1, 1, 1)


def test_a_row_says_when_and_why(office: Office) -> None:
    begun = office.clock()
    waiting = office.ask(minutes=5)
    assert (waiting.title, waiting.domain, waiting.state, waiting.at) == (
        "Send card", "Admin", JobState.WAITING, begun + timedelta(minutes=5),
    )  # fmt: skip
    failed = office.fail()
    assert (failed.state, failed.attempts, failed.at) == (JobState.FAILED, 2, office.clock() - timedelta(minutes=1))
    assert failed.error == "OSError: the post office does not take cards"
    office.clock.advance(timedelta(minutes=5))
    with office.runtime.database.locking_transaction() as connection:
        claim(connection, "busy", office.clock(), 9, [])
    running = office.row(waiting.id)
    assert (running.state, running.at, running.worker) == (JobState.RUNNING, office.clock(), "busy")


def test_lists_follow_what_each_view_is_about(office: Office) -> None:
    for minutes in (30, 10, 20):
        office.ask(minutes=minutes)
    assert [row.at.minute for row in office.rows(JobView.WAITING)] == [10, 20, 30]
    first, second = office.fail(), office.fail()
    assert [row.id for row in office.rows(JobView.FAILED)] == [second.id, first.id]


def test_pages_go_on_where_the_list_ends_though_rows_come_and_go(office: Office) -> None:
    for number in range(60):
        office.ask(card_id=number, minutes=number + 1)
    read = office.runtime.read
    page = read(service.job_page, office.cast.olga, view=JobView.WAITING)
    assert page.has_more
    office.do(service.cancel_job, job_id=page.rows[-1].id)
    office.ask(card_id=99, minutes=0.5)
    longer = read(service.job_page, office.cast.olga, view=JobView.WAITING, until=page.until)
    assert [card_of(row) for row in longer.rows] == [99, *range(24), *range(25, 50)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("send CARD", [30, 12, 120]),
        ("letter", []),
        ("12", [12]),
        ("does not take", [30]),
        ("100%", []),
        ("9" * 30, []),
    ],
)
def test_jobs_are_found_by_name_error_and_number(office: Office, words: str, found: list[int]) -> None:
    office.ask(card_id=120, minutes=60)
    office.ask(card_id=12, minutes=60)
    office.fail(card_id=30, token="12")
    assert [card_of(row) for row in office.rows(words=words)] == found


def test_jobs_can_be_narrowed_to_a_name(office: Office) -> None:
    row = office.ask()
    assert office.rows(name=row.name) == [row]
    assert office.rows(name="academy.other") == []


def test_a_periodic_job_says_when_it_runs_and_how_its_last_turn_ended(office: Office) -> None:
    def shown() -> Any:
        (row,) = office.runtime.read(service.periodic_jobs, office.cast.olga)
        return row

    assert (shown().title, shown().about, shown().schedule) == (
        "Empty letter box", "Empty the letter box.", "At 03:17 UTC",
    )  # fmt: skip
    assert (shown().next_at, shown().ended_at) == (datetime(2026, 3, 3, 3, 17, tzinfo=UTC), None)
    office.clock.advance(timedelta(days=1))
    office.run()
    assert (shown().ended_at, shown().error) == (office.clock(), "")
    office.clock.advance(timedelta(days=1))
    broken.append("box")
    office.run()
    assert (shown().ended_at, shown().error) == (office.clock(), "OSError: it is jammed")


def test_the_whole_story_of_a_job(office: Office) -> None:
    row = office.fail(card_id=7)
    detail = office.runtime.read(service.job_detail, office.cast.olga, job_id=row.id)
    assert detail is not None
    assert (detail.about, detail.attempts, detail.most_attempts) == ("Send a card.", 2, 2)
    assert "in send_card" in detail.traceback
    assert detail.error.endswith("nor anything else")
    assert office.runtime.read(service.job_detail, office.cast.olga, job_id=404) is None


# Stepping in


def test_a_failed_job_is_retried_and_goes_through(office: Office, live: Live) -> None:
    row = office.fail(card_id=7)
    assert office.do(service.retry_jobs, job_ids=[row.id]) == 1
    assert office.run() == 1
    assert office.row(row.id).state == JobState.DONE
    words = "Had the failed job “Send card” (card id 7) tried again."
    assert audited(live) == [("admin.job_retried", words, office.cast.olga.user_id)]


def test_those_that_somebody_else_has_retried_are_left_alone(office: Office, live: Live) -> None:
    ids = [office.fail(card_id=number).id for number in (1, 2)]
    office.do(service.retry_jobs, job_ids=ids[:1])
    assert office.do(service.retry_jobs, job_ids=ids) == 1
    with pytest.raises(Conflict, match="somebody else was faster"):
        office.do(service.retry_jobs, job_ids=ids)
    assert len(audited(live)) == 2


def test_what_waits_is_cancelled(office: Office, live: Live) -> None:
    row = office.ask(minutes=5)
    assert office.do(service.cancel_job, job_id=row.id) == JobState.WAITING
    assert office.rows() == []
    assert audited(live)[0][0] == "admin.job_cancelled"
    with pytest.raises(Conflict, match="nothing left to cancel"):
        office.do(service.cancel_job, job_id=row.id)


def test_what_runs_is_marked_and_not_tried_again(office: Office) -> None:
    row = office.ask()
    with office.runtime.database.locking_transaction() as connection:
        claim(connection, "busy", office.clock(), 9, [])
    assert office.do(service.cancel_job, job_id=row.id) == JobState.RUNNING
    assert [shown.state for shown in office.rows(JobView.RUNNING)] == [JobState.STOPPING]


def test_a_periodic_job_is_run_now(office: Office, live: Live) -> None:
    (row,) = office.runtime.read(service.periodic_jobs, office.cast.olga)
    office.do(service.run_job_now, job_id=row.id)
    assert office.run() == 1
    assert audited(live)[0][1] == "Had the job “Empty letter box” run at once."
    with office.runtime.database.locking_transaction() as connection:
        assert claim(connection, "busy", office.clock() + timedelta(days=1), 9, [])
    with pytest.raises(Conflict, match="runs already"):
        office.do(service.run_job_now, job_id=row.id)


def test_workers_hear_of_it_at_once(office: Office) -> None:
    heard: list[str] = []
    row = office.fail()
    office.runtime.on_scheduled = lambda: heard.append("wake up")
    office.do(service.retry_jobs, job_ids=[row.id])
    assert heard == ["wake up"]


# What watching costs


def test_only_failures_concern_those_who_count_them(office: Office) -> None:
    reads = reads_of(office, identity.me, office.cast.olga)
    assert reads.keys["queued_jobs"] == {"state": {"failed"}}
    assert "queued_jobs" not in reads_of(office, identity.me, office.cast.ines).tables | set(
        reads_of(office, identity.me, office.cast.ines).keys
    )


@pytest.mark.parametrize(
    ("view", "states"),
    [
        (JobView.WAITING, {"waiting"}),
        (JobView.RUNNING, {"running", "stopping"}),
        (JobView.FAILED, {"failed"}),
        (JobView.DONE, {"done"}),
    ],
)
def test_a_list_is_concerned_by_its_own_state_alone(office: Office, view: JobView, states: set[str]) -> None:
    reads = reads_of(office, service.job_page, office.cast.olga, view=view, words="card")
    assert (reads.tables, reads.keys) == (set(), {"queued_jobs": {"state": states}})


def test_the_coming_and_going_of_jobs_does_not_concern_the_periodic_ones(office: Office) -> None:
    reads = reads_of(office, service.periodic_jobs, office.cast.olga)
    assert (reads.tables, set(reads.keys["queued_jobs"])) == (set(), {"unique_key"})
