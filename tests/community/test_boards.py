"""Lists of threads, what of them is unread, and search: each shows what its viewer may read, and no more."""

from datetime import timedelta
from typing import Any

import pytest

from academy.community import service
from academy.community.models import (
    ContentStatus,
    DiscussionReply,
    DiscussionThread,
    ThreadCategory,
    ThreadInteraction,
    ThreadInteractionType,
    ThreadReading,
)
from academy.community.schemas.threads import ThreadList
from academy.community.service.boards import PAGE, Sort
from academy.core.errors import NotFound
from academy.learning.models import Lesson
from tests.community.neighbourhood import PLACES, STANDINGS, Neighbourhood, build
from tests.world import FrozenClock, Live

SEARCHED = ["", "following", "bookmarked", "mine"]


@pytest.fixture
def hood(live: Live) -> Neighbourhood:
    return build(live)


def change(live: Live, thread: DiscussionThread, **values: Any) -> None:
    with live.system() as ctx:
        row = ctx.session.get_one(DiscussionThread, thread.id)
        for name, value in values.items():
            setattr(row, name, value)


def shown(found: ThreadList) -> list[str]:
    return [row.title.removeprefix("About secretof") for row in found.rows]


def some_threads(live: Live, hood: Neighbourhood, count: int) -> list[DiscussionThread]:
    """Threads in April, each younger than the one before."""
    like = hood.threads["april"]
    with live.system() as ctx:
        made = [
            DiscussionThread(
                title=f"Number {number}",
                content="…",
                author_id=like.author_id,
                scope=like.scope,
                audience=like.audience,
                course_id=like.course_id,
                cohort_id=like.cohort_id,
                category="discussion",
                last_activity_at=ctx.now + timedelta(minutes=number),
                like_count=number % 3,
                created_at=ctx.now + timedelta(minutes=number),
            )
            for number in range(1, count + 1)
        ]
        ctx.session.add_all(made)
    return made


def test_a_cohort_lists_what_its_sessions_hold_too(live: Live, hood: Neighbourhood) -> None:
    learner = hood.people["april learner"]
    assert shown(live.read(service.thread_list, learner, place=hood.keys["april"])) == ["session", "april"]
    (row,) = live.read(service.thread_list, learner, place=hood.keys["session"]).rows
    assert (row.place.key, row.place.name) == (hood.keys["session"], "Opening")


def test_a_private_cohort_is_nowhere_for_others(live: Live, hood: Neighbourhood) -> None:
    for kind in STANDINGS:
        if kind == "visitor":
            continue
        viewer, reads = hood.people[kind], STANDINGS[kind].reads
        assert set(shown(live.read(service.thread_list, viewer))) == set(reads), kind
        found = live.read(service.search, viewer, q="secretof")
        titles = {"".join(part.text for part in hit.title) for hit in found.hits}
        assert titles == {f"About {hood.word(place)}" for place in reads}, kind
        marked = set(live.read(service.my_marks, viewer).unread)
        assert not marked & {hood.threads[place].public_id for place in PLACES if place not in reads}, kind
        keys = {place.key for place in live.read(service.my_places, viewer)}
        assert not keys & {hood.keys[place] for place in PLACES if place not in reads}, kind


def test_lists_of_ones_own_follow_the_right_to_read(live: Live, hood: Neighbourhood) -> None:
    for kind, lists in (("private learner", ["private"]), ("april learner", [])):
        viewer, thread = hood.people[kind], hood.threads["private"]
        with live.system() as ctx:
            for how in (ThreadInteractionType.SUBSCRIBE, ThreadInteractionType.BOOKMARK):
                ctx.session.add(ThreadInteraction(user_id=viewer.user_id, thread_id=thread.id, interaction=how))
        assert shown(live.read(service.thread_list, viewer, place="following")) == lists
        assert shown(live.read(service.thread_list, viewer, place="bookmarked")) == lists


def test_one_finds_ones_own_though_it_is_hidden(live: Live, hood: Neighbourhood) -> None:
    change(live, hood.threads["april"], status=ContentStatus.FLAGGED)
    author = hood.people["author"]
    (hidden,) = [row for row in live.read(service.thread_list, author, place="mine").rows if row.is_hidden]
    assert hidden.public_id == hood.threads["april"].public_id
    assert hidden.public_id not in live.read(service.thread_list, author).ids


def test_pinned_threads_come_first(live: Live, hood: Neighbourhood) -> None:
    assert shown(live.read(service.thread_list, hood.people["april learner"], place=hood.keys["april"]))[0] == "session"
    change(live, hood.threads["april"], is_pinned=True)
    found = live.read(service.thread_list, hood.people["april learner"], place=hood.keys["april"])
    assert shown(found) == ["april", "session"]
    assert found.ids == [row.public_id for row in found.rows]


def test_lists_are_narrowed_and_sorted(live: Live, hood: Neighbourhood) -> None:
    some_threads(live, hood, 5)
    viewer, place = hood.people["april learner"], hood.keys["april"]

    def listed(**asked: Any) -> list[str]:
        return shown(live.read(service.thread_list, viewer, place=place, **asked))

    assert listed(category=ThreadCategory.QUESTION) == ["session", "april"]
    assert listed(tag=hood.word("april")) == ["april"]
    assert listed(sort=Sort.UNANSWERED) == [f"Number {number}" for number in (5, 4, 3, 2, 1)]
    assert listed(sort=Sort.POPULAR)[:4] == [f"Number {number}" for number in (5, 2, 4, 1)]


def test_pages_have_neither_gaps_nor_doubles_while_threads_come(live: Live, hood: Neighbourhood) -> None:
    made = some_threads(live, hood, PAGE + 10)
    viewer, place = hood.people["april learner"], hood.keys["april"]
    first = live.read(service.thread_list, viewer, place=place)
    assert (len(first.rows), first.has_more) == (PAGE, True)
    change(live, made[0], last_activity_at=live.clock() + timedelta(hours=9))
    both = live.read(service.thread_list, viewer, place=place, until=first.until)
    assert len(both.ids) == len(set(both.ids)) == PAGE + 12
    assert both.ids[0] == made[0].public_id
    assert not both.has_more


def test_what_is_hidden_or_deleted_is_not_listed_found_or_counted(live: Live, hood: Neighbourhood) -> None:
    viewer, place = hood.people["april learner"], hood.keys["april"]
    change(live, hood.threads["april"], status=ContentStatus.HIDDEN)
    change(live, hood.threads["session"], deleted_at=live.clock())
    assert live.read(service.thread_list, viewer, place=place).rows == []
    assert live.read(service.search, viewer, q="secretof", place=place).hits == []
    assert not live.read(service.my_marks, viewer).unread.keys() & {
        hood.threads[name].public_id for name in ("april", "session")
    }


def test_hidden_replies_are_not_found(live: Live, hood: Neighbourhood) -> None:
    viewer, place = hood.people["april learner"], hood.keys["session"]
    with live.system() as ctx:
        ctx.session.get_one(DiscussionReply, hood.rows["reply in session"].id).status = ContentStatus.FLAGGED
        ctx.session.get_one(DiscussionReply, hood.rows["answer in session"].id).deleted_at = ctx.now
    assert [hit.number for hit in live.read(service.search, viewer, q="secretofses", place=place).hits] == [0]


def test_search_leads_to_the_reply_and_marks_the_words(live: Live, hood: Neighbourhood) -> None:
    found = live.read(service.search, hood.people["april learner"], q="secretofapril another")
    (hit,) = found.hits
    assert hit.url.endswith("?reply=2")
    assert [part.text for part in hit.text if part.is_hit] == ["secretofapril", "another"]
    assert [part.text for part in hit.title if part.is_hit] == ["secretofapril"]


def test_a_search_goes_on_where_it_ends(
    live: Live, hood: Neighbourhood, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("academy.community.service.searching.PAGE", 2)
    monkeypatch.setattr("academy.community.service.searching.MOST", 3)
    viewer = hood.people["admin"]
    first = live.read(service.search, viewer, q="secretof")
    further = live.read(service.search, viewer, q="secretof", beyond=2)
    assert (len(first.hits), first.has_more, first.is_cut) == (2, True, False)
    assert (further.hits[:2], len(further.hits), further.is_cut) == (first.hits, 3, True)
    assert live.read(service.search, viewer, q="secretof", beyond=-5) == first


def test_what_is_unread(live: Live, hood: Neighbourhood, clock: FrozenClock) -> None:
    viewer, april = hood.people["april learner"], hood.threads["april"]
    clock.advance(timedelta(hours=1))
    change(live, april, last_activity_at=clock.now)

    def unread() -> dict[str, int]:
        return live.read(service.my_marks, viewer).unread

    assert unread() == {april.public_id: 0}
    assert live.read(service.unread_count, viewer) == 1
    assert live.read(service.unread_count, viewer, besides=april.public_id) == 0
    assert live.read(service.unread_count, viewer, besides=hood.threads["session"].public_id) == 1
    with live.system() as ctx:
        ctx.session.add(ThreadReading(user_id=viewer.user_id, thread_id=april.id, last_number=1))
    assert unread() == {april.public_id: 1}
    change(live, april, last_number=9)
    assert unread() == {april.public_id: 1}, "replies that a rule holds back count too"
    with live.system() as ctx:
        mute = ThreadInteractionType.MUTE
        ctx.session.add(ThreadInteraction(user_id=viewer.user_id, thread_id=april.id, interaction=mute))
    assert unread() == {}


def test_a_place_is_read_and_unread_again(live: Live, hood: Neighbourhood, clock: FrozenClock) -> None:
    viewer, april = hood.people["april learner"], hood.threads["april"]
    clock.advance(timedelta(hours=1))
    change(live, april, last_activity_at=clock.now)
    clock.advance(timedelta(hours=1))
    before = live.write(service.mark_place_read, viewer, place=hood.keys["april"])
    assert live.read(service.unread_count, viewer) == 0
    live.write(service.mark_place_unread, viewer, place=hood.keys["april"], since=before)
    assert live.read(service.unread_count, viewer) == 1


def test_places_are_in_order_with_what_is_unread_of_each(live: Live, hood: Neighbourhood, clock: FrozenClock) -> None:
    clock.advance(timedelta(hours=1))
    change(live, hood.threads["session"], last_activity_at=clock.now)
    general, course, april = live.read(service.my_places, hood.people["april learner"])
    assert [place.key for place in (general, course, april)] == [
        hood.keys[name] for name in ("general", "course", "april")
    ]
    assert [place.unread for place in (general, course, april)] == [0, 0, 1]
    assert [(part.key, part.unread) for part in april.parts] == [(hood.keys["session"], 1)]


def test_a_session_and_its_lessons_lead_to_each_other(live: Live, hood: Neighbourhood) -> None:
    viewer, (_, cohort, session) = hood.people["april learner"], hood.keys["session"].split(".")
    keys = {}
    for order, title in ((2, "Second"), (1, "First")):
        lesson = Lesson(
            session_id=int(session), title=title, description="…", order_in_session=order, duration_minutes=20
        )
        keys[title] = f"lesson.{cohort}.{live.add(lesson).id}"
    new = {"title": "Which prompt?", "content": "The one in the lesson.", "tags": [], "client_key": "1"}
    live.write(service.start_thread, viewer, place=keys["First"], **new)
    for key in (hood.keys["session"], keys["First"]):
        view = live.read(service.place_view, viewer, place=key)
        assert view.session_key == hood.keys["session"]
        assert [(lesson.key, lesson.name) for lesson in view.lessons] == [
            (keys["First"], "First"), (keys["Second"], "Second"),
        ]  # fmt: skip
        assert "Which prompt?" in [row.title for row in live.read(service.thread_list, viewer, place=key).rows]
    assert not live.read(service.thread_list, viewer, place=keys["Second"]).rows
    assert not live.read(service.place_view, viewer, place=hood.keys["april"]).lessons
    with pytest.raises(NotFound):
        live.read(service.place_view, hood.people["may learner"], place=keys["First"])


@pytest.mark.parametrize("key", ["x", "course.nowhere", "cohort.nothing", "session.x.1", "lesson.x.y", "general.1"])
def test_there_is_no_place_of_such_a_key(live: Live, hood: Neighbourhood, key: str) -> None:
    with pytest.raises(NotFound):
        live.read(service.place_view, hood.people["admin"], place=key)
