"""Starting threads, changing them, and leading them."""

from typing import Any

import pytest
from sqlmodel import select

from academy.community import service
from academy.community.events import ContentEdited, ThreadStarted
from academy.community.models import (
    ContentRevision,
    ContentStatus,
    DiscussionThread,
    FlagReason,
    ThreadCategory,
    ThreadInteraction,
    ThreadReading,
    ThreadTag,
)
from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Denied, Invalid
from academy.live import events
from tests.community.neighbourhood import Neighbourhood, build
from tests.world import Live

TEXT = {"title": "What is a token?", "content": "Is it a **word**?", "tags": ["Tokens", "#Words ", "tokens"]}


@pytest.fixture
def hood(live: Live) -> Neighbourhood:
    return build(live)


def start(live: Live, hood: Neighbourhood, *, by: str = "april learner", place: str = "april", **more: object) -> str:
    asked = {"place": hood.keys[place], "client_key": "k1", **TEXT, **more}
    path: str = live.write(service.start_thread, hood.people[by], **asked)  # type: ignore[arg-type]
    return path.rpartition("/")[2]


def thread_of(live: Live, public_id: str) -> DiscussionThread:
    with live.system() as ctx:
        return ctx.session.exec(select(DiscussionThread).where(DiscussionThread.public_id == public_id)).one()


def test_a_thread_belongs_to_its_place(live: Live, hood: Neighbourhood) -> None:
    thread = thread_of(live, start(live, hood, place="session"))
    april, session = hood.rows["april"], hood.rows["session"]
    assert (thread.audience, thread.scope, thread.cohort_id) == (f"cohort:{april.id}", "session", april.id)
    assert (thread.session_id, thread.course_id) == (session.id, april.course_id)
    assert thread.tags == ["tokens", "words"]
    with live.system() as ctx:
        found = select(ThreadTag.tag).where(ThreadTag.thread_id == thread.id).order_by(ThreadTag.tag)
        assert list(ctx.session.exec(found)) == ["tokens", "words"]


def test_its_author_follows_it_and_has_read_it(live: Live, hood: Neighbourhood) -> None:
    thread, author = thread_of(live, start(live, hood)), hood.people["april learner"]
    with live.system() as ctx:
        follows = ctx.session.exec(select(ThreadInteraction).where(ThreadInteraction.thread_id == thread.id)).one()
        read = ctx.session.exec(select(ThreadReading).where(ThreadReading.thread_id == thread.id)).one()
    assert (follows.user_id, follows.interaction, read.user_id) == (author.user_id, "subscribe", author.user_id)
    assert thread.public_id not in live.read(service.my_marks, author).unread


def test_what_is_sent_twice_is_posted_once(live: Live, hood: Neighbourhood) -> None:
    assert start(live, hood) == start(live, hood, title="Quite another one")
    assert start(live, hood, by="may learner", place="course") != start(live, hood)


def test_it_is_told_once_it_stands(live: Live, hood: Neighbourhood, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    monkeypatch.setitem(
        events._subscribers,
        ThreadStarted,
        [lambda ctx, fact: heard.append(ctx.session.get_one(DiscussionThread, fact.thread_id).id)],
    )
    monkeypatch.setitem(events._subscribers, ContentEdited, [lambda _ctx, fact: heard.append(fact.thread_id)])
    public_id = start(live, hood)
    live.write(service.edit_thread, hood.people["april learner"], public_id=public_id, **edited())
    assert heard == [thread_of(live, public_id).id] * 2


def edited(**more: Any) -> dict[str, Any]:
    return {"category": ThreadCategory.QUESTION, **TEXT, "content": "Half a word?", **more}


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("title", {"title": " "}),
        ("title", {"title": "\u200b\u200bOh"}),
        ("title", {"title": "x" * 141}),
        ("content", {"content": ""}),
        ("content", {"content": "word " * 5000}),
        ("tags", {"tags": list("abcdef")}),
        ("tags", {"tags": ["x" * 25]}),
    ],
)
def test_what_is_not_taken_is_said_beside_its_field(
    live: Live, hood: Neighbourhood, field: str, wrong: dict[str, object]
) -> None:
    with pytest.raises(Invalid) as refusal:
        start(live, hood, **wrong)
    assert refusal.value.field == field


def test_only_those_who_lead_announce(live: Live, hood: Neighbourhood) -> None:
    with pytest.raises(Denied):
        start(live, hood, is_announcement=True)
    assert thread_of(live, start(live, hood, by="april instructor", is_announcement=True)).is_announcement


def test_what_it_said_before_is_kept(live: Live, hood: Neighbourhood) -> None:
    public_id, author = start(live, hood), hood.people["april learner"]
    live.write(service.edit_thread, author, public_id=public_id, **edited(tags=["new"]))
    thread = thread_of(live, public_id)
    assert (thread.content, thread.tags, thread.category) == ("Half a word?", ["new"], "question")
    with live.system() as ctx:
        before = ctx.session.exec(select(ContentRevision).where(ContentRevision.thread_id == thread.id)).one()
    assert (before.title, before.content, before.editor_id) == (TEXT["title"], TEXT["content"], author.user_id)
    live.write(service.edit_thread, author, public_id=public_id, before=TEXT["content"], **edited())
    with pytest.raises(Conflict, match="changed on another page since you began"):
        live.write(
            service.edit_thread, author, public_id=public_id, before=TEXT["content"], **edited(content="A third one?")
        )
    with pytest.raises(Denied):
        live.write(service.edit_thread, hood.people["april instructor"], public_id=public_id, **edited())


def test_readers_see_what_it_said_before_unless_moderators_had_to_look(live: Live, hood: Neighbourhood) -> None:
    public_id, author, reader = start(live, hood), hood.people["april learner"], hood.people["finisher"]
    live.write(service.edit_thread, author, public_id=public_id, **edited(title="Another title"))
    (before,) = live.read(service.history, reader, public_id=public_id, number=0)
    assert (before.title, "<strong>word</strong>" in before.html) == (TEXT["title"], True)
    assert live.read(service.history, reader, public_id=public_id, number=-1) == []
    live.write(service.flag_content, reader, public_id=public_id, reason=FlagReason.PRIVATE_DATA)
    assert live.read(service.history, reader, public_id=public_id, number=0) == []
    for may in (author, hood.people["april moderator"]):
        assert live.read(service.history, may, public_id=public_id, number=0) == [before]


def test_one_that_a_moderator_has_hidden_is_not_changed(live: Live, hood: Neighbourhood) -> None:
    public_id, author = start(live, hood), hood.people["april learner"]
    hide(live, public_id)
    with pytest.raises(Conflict):
        live.write(service.edit_thread, author, public_id=public_id, **edited())


def hide(live: Live, public_id: str) -> None:
    thread = thread_of(live, public_id)
    with live.system() as ctx:
        ctx.session.get_one(DiscussionThread, thread.id).status = ContentStatus.HIDDEN


def test_a_deleted_thread_leaves_no_word_and_comes_back(live: Live, hood: Neighbourhood) -> None:
    public_id, author, other = start(live, hood), hood.people["april learner"], hood.people["finisher"]
    live.write(service.delete_thread, author, public_id=public_id)
    head = live.read(service.thread_head, other, public_id=public_id)
    assert (head.title, head.html, head.content, head.author, head.tags) == ("", "", "", None, [])
    assert "deleted by its author" in head.removed
    assert live.read(service.hidden_thread, other, public_id=public_id) is None
    with pytest.raises(Denied):
        live.write(service.restore_thread, other, public_id=public_id)
    live.write(service.restore_thread, author, public_id=public_id)
    assert "<strong>word</strong>" in live.read(service.thread_head, other, public_id=public_id).html


def test_nobody_deletes_what_is_anothers(live: Live, hood: Neighbourhood) -> None:
    public_id = start(live, hood)
    for kind in ("finisher", "april moderator"):
        with pytest.raises(Denied):
            live.write(service.delete_thread, hood.people[kind], public_id=public_id)


def test_a_hidden_thread_is_seen_by_its_author_and_moderators_only(live: Live, hood: Neighbourhood) -> None:
    public_id = start(live, hood)
    hide(live, public_id)
    for kind, sees in (("april learner", True), ("april moderator", True), ("finisher", False)):
        assert "hidden" in live.read(service.thread_head, hood.people[kind], public_id=public_id).removed
        assert bool(live.read(service.hidden_thread, hood.people[kind], public_id=public_id)) is sees


def test_what_leaders_do_is_on_record(live: Live, hood: Neighbourhood) -> None:
    public_id, leader = start(live, hood), hood.people["april instructor"]
    for lead in (service.pin_thread, service.announce_thread, service.lock_thread):
        live.write(lead, leader, public_id=public_id, is_on=True)
    live.write(service.lock_thread, leader, public_id=public_id, is_on=True)
    live.write(service.move_thread, leader, public_id=public_id, category=ThreadCategory.RESOURCE)
    thread = thread_of(live, public_id)
    assert (thread.is_pinned, thread.is_announcement, thread.is_locked, thread.category) == (
        True,
        True,
        True,
        "resource",
    )
    with live.system() as ctx:
        noted = ctx.session.exec(
            select(AuditEntry.action).where(AuditEntry.subject_table == "discussion_threads").order_by(AuditEntry.id)
        ).all()
    assert [action.partition("_")[2] for action in noted] == ["pinned", "announced", "locked", "moved"]


def test_rights_follow_the_thread(live: Live, hood: Neighbourhood) -> None:
    public_id = start(live, hood)
    rights = live.read(service.thread_rights, hood.people["april learner"], public_id=public_id)
    assert (rights.is_author, rights.may_edit, rights.may_lead) == (True, True, False)
    live.write(service.lock_thread, hood.people["april instructor"], public_id=public_id, is_on=True)
    assert live.read(service.thread_rights, hood.people["april instructor"], public_id=public_id).may_lead
