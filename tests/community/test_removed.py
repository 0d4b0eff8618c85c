"""What a moderator took away is away for others, and what those may still do who are suspended."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from academy.community import service
from academy.community.models import (
    ActKind,
    DiscussionThread,
    ModerationAction,
    ModerationCase,
    ThreadCategory,
)
from academy.community.schemas.moderation import Desk
from academy.community.schemas.reading import ThreadEnd
from academy.core.errors import Conflict, Denied, NotFound, TooManyRequests
from academy.core.limits import RateLimit
from tests.community.court import Court, convene
from tests.community.neighbourhood import Neighbourhood
from tests.world import FrozenClock, Live

TEXT = {"title": "Another title", "content": "Other words.", "category": ThreadCategory.QUESTION, "tags": []}


@pytest.fixture
def court(live: Live) -> Court:
    return convene(live)


def replies_for(court: Court, name: str) -> tuple[int, ThreadEnd, str]:
    """How many replies somebody sees, how far the thread goes for them, and what the first one says."""
    who, of = court[name], {"public_id": court.public_id}
    page = court.live.read(service.reply_page, who, **of, page=0)
    source = court.live.read(service.reply_source, who, **of, number=1)
    assert court.live.read(service.opening, who, **of, reply=1).number == (1 if page.rows else 0)
    return len(page.rows), court.live.read(service.thread_end, who, **of), source.content if source else ""


def deeds(court: Court, author: str) -> dict[str, Callable[[], object]]:
    """What people do in a thread, by the name of what it uses up."""
    write, of, ada, ben = court.live.write, {"public_id": court.public_id}, court[author], court["ben"]
    return {
        f"like:{ben.user_id}": lambda: write(service.like_thread, ben, **of),
        f"like:{ada.user_id}": lambda: write(service.like_reply, ada, **of, number=1),
        f"choose:{ada.user_id}": lambda: write(service.choose_best, ada, **of, number=1),
        f"edit:{ben.user_id}": lambda: write(service.edit_reply, ben, **of, number=1, content="Other words."),
        f"edit:{ada.user_id}": lambda: write(service.edit_thread, ada, **of, **TEXT),
    }


@pytest.mark.parametrize("kind", [ActKind.HIDE, ActKind.DELETE])
def test_the_replies_of_a_thread_that_a_moderator_took_away_are_away(court: Court, kind: ActKind) -> None:
    seen = replies_for(court, "una")
    assert seen[0] == 1
    act = court.moderate(kind, number=0)
    assert replies_for(court, "una") == replies_for(court, "ben") == (0, ThreadEnd(), "")
    assert replies_for(court, "ada") == replies_for(court, "mia") == seen, "its author and moderators see them"
    for deed in deeds(court, "ada").values():
        with pytest.raises(Conflict):
            deed()
    court.undo(act)
    assert replies_for(court, "una") == seen
    court.live.write(service.delete_thread, court["ada"], public_id=court.public_id)
    assert replies_for(court, "una") == seen, "its author takes away what they said, and nobody else's"


def test_an_author_does_not_bring_back_what_a_moderator_deleted(court: Court) -> None:
    court.moderate(ActKind.DELETE, number=0)
    with court.live.system() as ctx:
        ctx.session.execute(sa.update(DiscussionThread).values(deleted_by_id=None))
    with pytest.raises(Denied, match="keeps order here"):
        court.live.write(service.restore_thread, court["ada"], public_id=court.public_id)


def test_what_is_done_too_often_is_refused_in_words(court: Court) -> None:
    keys = deeds(court, "ada")
    thread = f"thread:{court['ada'].user_id}"
    for key in (*keys, thread):
        court.live.add(RateLimit(key=key, free_at=court.live.clock() + timedelta(hours=1)))
    for deed in keys.values():
        with pytest.raises(TooManyRequests, match="Please try again"):
            deed()
    with pytest.raises(TooManyRequests):
        court.live.write(service.start_thread, court["ada"], place="general", client_key="k", **TEXT)


def test_a_locked_thread_stays_as_it_is(court: Court) -> None:
    court.live.write(service.lock_thread, court["mia"], public_id=court.public_id, is_on=True)
    assert not court.live.read(service.thread_rights, court["ada"], public_id=court.public_id).may_edit
    with pytest.raises(Conflict, match="locked"):
        court.live.write(service.edit_thread, court["ada"], public_id=court.public_id, **TEXT)


def test_who_is_suspended_may_take_back_their_own_words(court: Court) -> None:
    court.suspend()
    court.suspend(number=0)
    for name, take, give, more in (
        ("ben", service.delete_reply, service.restore_reply, {"number": 1}),
        ("ada", service.delete_thread, service.restore_thread, {}),
    ):
        for mutation in (take, give):
            court.live.write(mutation, court[name], public_id=court.public_id, **more)  # type: ignore[arg-type]
    assert (court.reply().deleted_at, court.thread().deleted_at) == (None, None)


def test_who_is_suspended_keeps_no_order(court: Court, clock: FrozenClock) -> None:
    hide = court.moderate(ActKind.HIDE)
    number = court.post("mia", "I too.")
    court.suspend(by="olga", number=number, days=7)
    for refused in (
        lambda: court.moderate(ActKind.DELETE),
        lambda: court.undo(hide),
        lambda: court.queue(),
        lambda: court.case(),
        lambda: court.live.write(service.announce_thread, court["mia"], public_id=court.public_id, is_on=True),
    ):
        with pytest.raises(Denied):
            refused()
    assert replies_for(court, "mia")[0] == 2, "they read as before"
    counts = court.live.read(service.desk_counts, court["olga"], desk=Desk.ADMIN)
    clock.advance(timedelta(days=7))
    court.undo(hide)
    after = court.live.read(service.desk_counts, court["olga"], desk=Desk.ADMIN)
    assert (counts.suspended, after.suspended) == (1, 0)


def test_nobody_learns_what_was_done_where_they_keep_no_order(live: Live, hood: Neighbourhood) -> None:
    author = hood.people["author"].user_id
    april, private = (hood.threads[place] for place in ("april", "private"))
    case = live.add(ModerationCase(thread_id=april.id, audience=april.audience, opened_at=live.clock()))
    for kind in (ActKind.HIDE, ActKind.WARN):
        live.add(ModerationAction(kind=kind, subject_id=author, thread_id=private.id, audience=private.audience))
    known = [
        live.read(service.case_detail, hood.people[kind], case_id=case.id).author  # type: ignore[union-attr]
        for kind in ("april instructor", "admin")
    ]
    assert [(one.posts, one.upheld, one.warnings) for one in known] == [(6, 0, 0), (15, 1, 1)]


def test_a_place_that_is_not_ones_own_is_like_none(live: Live, hood: Neighbourhood) -> None:
    stranger = hood.people["stranger"]
    for place in (hood.keys["private"], "cohort.nowhere", "course.nope", "what"):
        assert live.read(service.my_suspension, stranger, place=place) is None
        with pytest.raises(NotFound) as problem:
            live.read(service.place_rights, stranger, place=place)
        assert problem.value.message == "There is no such place or thread, or it is not open to you."
