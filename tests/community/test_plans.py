"""Lists, pages of replies and searches find their rows by an index, on both databases, however many there are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from academy.community import service
from academy.community.models import ThreadCategory
from academy.community.service.boards import Sort
from academy.community.service.opening import Spot
from academy.live import Viewer
from bench.forum import analyze, make_course, make_thread
from tests.world import Cast, Live

THREADS, REPLIES = 300, 150
LARGE = ("discussion_threads", "discussion_replies")
Ask = Callable[[Live, Viewer, str], object]
"""Asks something as somebody, of a thread."""


def _lists(**asked: Any) -> Ask:
    return lambda live, viewer, _: live.read(service.thread_list, viewer, **{"place": "course.vast", **asked})


def _second_page(live: Live, viewer: Viewer, _: str) -> None:
    until = live.read(service.thread_list, viewer, place="course.vast").until
    live.read(service.thread_list, viewer, place="course.vast", until=until)


def _page(number: int) -> Ask:
    return lambda live, viewer, public_id: live.read(service.reply_page, viewer, public_id=public_id, page=number)


def _opening(**asked: Any) -> Ask:
    return lambda live, viewer, public_id: live.read(service.opening, viewer, public_id=public_id, **asked)


ASKED: dict[str, Ask] = {
    "recent": _lists(sort=Sort.RECENT),
    "popular": _lists(sort=Sort.POPULAR),
    "unanswered": _lists(sort=Sort.UNANSWERED),
    "category": _lists(category=ThreadCategory.QUESTION),
    "popular of a category": _lists(category=ThreadCategory.QUESTION, sort=Sort.POPULAR),
    "tag": _lists(tag="prompts"),
    "everything": _lists(place=""),
    "mine": _lists(place="mine"),
    "following": _lists(place="following"),
    "second page": _second_page,
    "marks": lambda live, viewer, _: live.read(service.my_marks, viewer),
    "search": lambda live, viewer, _: live.read(service.search, viewer, q="zeitgeist", place="course.vast"),
    "search everywhere": lambda live, viewer, _: live.read(service.search, viewer, q="zeitgeist"),
    "shortcuts": lambda live, viewer, _: live.read(service.shortcuts, viewer, q="zeitgeist"),
    "first page": _page(0),
    "last page": _page(2),
    "opening": _opening(),
    "latest": _opening(spot=Spot.LATEST),
    "permalink": _opening(reply=77),
    "end": lambda live, viewer, public_id: live.read(service.thread_end, viewer, public_id=public_id),
    "mine in a thread": lambda live, viewer, public_id: live.read(service.my_thread, viewer, public_id=public_id),
}


@pytest.fixture
def public_id(live: Live, cast: Cast) -> str:
    assert cast.ada.user_id is not None
    make_course(live.database, "vast", THREADS, cast.ada.user_id, live.clock())
    made = make_thread(live.database, REPLIES, cast.ada.user_id, live.clock())
    analyze(live.database)
    return made


def test_nothing_that_grows_is_read_from_one_end_to_the_other(live: Live, cast: Cast, public_id: str) -> None:
    found = {}
    for name, ask in ASKED.items():
        with _sent(live) as sent:
            ask(live, cast.ada, public_id)
        if bad := [plan for statement in sent for plan in _plan(live, *statement) if _reads_all(plan)]:
            found[name] = bad
    assert not found


@contextmanager
def _sent(live: Live) -> Iterator[list[tuple[str, Any]]]:
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        sent.append((statement, parameters))

    sa.event.listen(live.database.reader, "before_cursor_execute", note)
    yield sent
    sa.event.remove(live.database.reader, "before_cursor_execute", note)


def _plan(live: Live, statement: str, parameters: Any) -> list[str]:
    """The steps in which the database would go; Postgres is told that reading a table whole is dear, small as it is."""
    if not any(table in statement for table in LARGE) or not statement.lstrip().upper().startswith("SELECT"):
        return []
    with live.database.snapshot() as connection:
        if live.database.is_sqlite:
            return [str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return [str(row[0]) for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)]


def _reads_all(step: str) -> bool:
    whole = ("SCAN", "Seq Scan on", "->  Seq Scan on")
    starts = tuple(f"{words} {table}" for words in whole for table in LARGE)
    return step.strip().startswith(starts) and "VIRTUAL" not in step and "USING" not in step
