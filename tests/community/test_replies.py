"""Replying, changing and taking back what one has said, and what everybody sees of it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from academy.community import service
from academy.community.models import ContentStatus, DiscussionReply, DiscussionThread, UserSuspension
from academy.community.schemas.replies import Gone
from academy.community.service.opening import Spot
from academy.community.service.standing import set_status
from academy.core.errors import Conflict, Denied, Invalid, NotFound, SignInRequired
from academy.identity.models import RoleAssignment, ScopedRole
from academy.live import SYSTEM
from tests.community.threads import all_replies, post, row, shown, start, thread
from tests.world import Cast, FrozenClock, Live


@pytest.fixture
def talk(live: Live, cast: Cast) -> str:
    return start(live, cast.ada)


def hide(live: Live, number: int, status: ContentStatus) -> None:
    with live.system() as ctx:
        set_status(ctx, ctx.session.exec(select(DiscussionReply).where(DiscussionReply.number == number)).one(), status)


def change_thread(live: Live, public_id: str, **values: object) -> None:
    with live.system() as ctx:
        found = ctx.session.exec(select(DiscussionThread).where(DiscussionThread.public_id == public_id)).one()
        for name, value in values.items():
            setattr(found, name, value)


def test_a_reply_is_numbered_counted_and_read_by_its_author(
    live: Live, cast: Cast, clock: FrozenClock, talk: str
) -> None:
    clock.advance(timedelta(minutes=5))
    assert [post(live, cast.ben, talk, "One"), post(live, cast.ben, talk, "Two")] == [1, 2]
    counted = thread(live, talk)
    assert (counted.reply_count, counted.last_number, counted.top_count) == (2, 2, 2)
    assert (counted.last_activity_at, counted.last_author_id) == (clock.now, cast.ben.user_id)
    mine = live.read(service.my_thread, cast.ben, public_id=talk)
    assert (mine.is_followed, mine.read_until) == (True, 2)
    assert not live.read(service.my_thread, cast.ada, public_id=talk).is_followed
    assert [one.html for one in shown(live, cast.ada, talk)] == ["<p>One</p>\n", "<p>Two</p>\n"]


def test_sending_twice_makes_one_reply(live: Live, cast: Cast, talk: str) -> None:
    arguments = {"public_id": talk, "content": "Once", "client_key": "k"}
    first = live.write(service.post_reply, cast.ben, **arguments)
    assert live.write(service.post_reply, cast.ben, **arguments) == first
    assert live.write(service.post_reply, cast.ines, **arguments) == first + 1, "another's key is another's"
    assert thread(live, talk).reply_count == 2


def test_replies_hang_where_they_answer(live: Live, cast: Cast, talk: str) -> None:
    post(live, cast.ben, talk)
    post(live, cast.ines, talk, parent=1)
    post(live, cast.ada, talk, parent=2)
    post(live, cast.ben, talk, parent=3)
    post(live, cast.ines, talk)
    rows = {one.number: one for one in live.read(service.reply_page, cast.ada, public_id=talk, page=0).rows}
    assert [(n, one.depth, one.parent, one.folded) for n, one in rows.items()] == [
        (1, 0, 0, 0),
        (2, 1, 1, 2),
        (5, 0, 0, 0),
    ]
    branch = live.read(service.branch, cast.ada, public_id=talk, number=2)
    assert [(one.number, one.depth, one.parent, one.parent_author) for one in branch.rows] == [
        (3, 2, 0, ""),
        (4, 3, 3, "Ada"),
    ]
    assert [one.position for one in all_replies(live)] == [1, None, None, None, 2]


@pytest.mark.parametrize("content", ["", " \n ", "x" * 20_001])
def test_what_is_not_taken_is_said_beside_the_field(live: Live, cast: Cast, talk: str, content: str) -> None:
    with pytest.raises(Invalid) as refused:
        post(live, cast.ben, talk, content)
    assert refused.value.field == "content"


@pytest.mark.parametrize(
    "closed", [{"is_locked": True}, {"status": ContentStatus.HIDDEN}, {"status": ContentStatus.FLAGGED}]
)
def test_a_closed_thread_takes_no_reply_and_says_why(
    live: Live, cast: Cast, talk: str, closed: dict[str, object]
) -> None:
    change_thread(live, talk, **closed)
    with pytest.raises(Conflict) as refused:
        post(live, cast.ben, talk)
    mine = live.read(service.my_thread, cast.ben, public_id=talk)
    assert (mine.closed, mine.may_reply) == (refused.value.message, False)


def test_strangers_and_suspended_people_cannot_reply(live: Live, cast: Cast, talk: str) -> None:
    closed = start(live, cast.olga, audience="cohort:99")
    with pytest.raises(NotFound):
        post(live, cast.ben, closed)
    with pytest.raises(SignInRequired):
        live.write(service.post_reply, cast.nobody, public_id=talk, content="Hi", client_key="k")
    live.add(UserSuspension(user_id=cast.ben.user_id, reason="Links to a shop, three times."))
    with pytest.raises(Denied):
        post(live, cast.ben, talk)
    assert live.read(service.my_thread, cast.ben, public_id=talk).suspended == "Links to a shop, three times."


def test_an_edit_shows_and_keeps_what_was_said(live: Live, cast: Cast, clock: FrozenClock, talk: str) -> None:
    post(live, cast.ben, talk, "First")
    clock.advance(timedelta(minutes=1))
    live.write(service.edit_reply, cast.ben, public_id=talk, number=1, content="First")
    assert row(live, cast.ada, talk, 1).edited_at is None, "nothing has changed"
    live.write(service.edit_reply, cast.ben, public_id=talk, number=1, content="Second")
    seen = row(live, cast.ada, talk, 1)
    assert (seen.html, seen.edited_at) == ("<p>Second</p>\n", clock.now)
    history = live.read(service.history, cast.ada, public_id=talk, number=1)
    assert [one.html for one in history] == ["<p>First</p>\n"]
    change = {"public_id": talk, "number": 1, "before": "First"}
    live.write(service.edit_reply, cast.ben, content="Second", **change)
    with pytest.raises(Conflict, match="changed on another page since you began") as refusal:
        live.write(service.edit_reply, cast.ben, content="From the other page", **change)
    assert refusal.value.field == "content"
    with pytest.raises(Denied):
        live.write(service.edit_reply, cast.olga, public_id=talk, number=1, content="Mine")
    change_thread(live, talk, is_locked=True)
    with pytest.raises(Conflict):
        live.write(service.edit_reply, cast.ben, public_id=talk, number=1, content="Third")


def test_what_is_deleted_leaves_its_place_and_comes_back(live: Live, cast: Cast, clock: FrozenClock, talk: str) -> None:
    post(live, cast.ines, talk, "First")
    clock.advance(timedelta(minutes=1))
    post(live, cast.ben, talk, "Secret")
    post(live, cast.ada, talk, parent=2)
    with pytest.raises(Denied):
        live.write(service.delete_reply, cast.ada, public_id=talk, number=2)
    live.write(service.delete_reply, cast.ben, public_id=talk, number=2)
    live.write(service.delete_reply, cast.ben, public_id=talk, number=2)
    left = row(live, cast.ada, talk, 2)
    assert (left.gone, left.html, left.author, left.author_id) == (Gone.DELETED, "", "", 0)
    assert row(live, cast.ada, talk, 3).parent == 2
    assert thread(live, talk).reply_count == 2
    assert live.read(service.reply_source, cast.ada, public_id=talk, number=2) is None
    with pytest.raises(Conflict):
        post(live, cast.ada, talk, parent=2)
    (own,) = live.read(service.withheld, cast.ben, public_id=talk)
    assert (own.number, own.is_deleted, own.html) == (2, True, "")
    assert live.read(service.withheld, cast.olga, public_id=talk) == []
    live.write(service.restore_reply, cast.ben, public_id=talk, number=2)
    assert row(live, cast.ada, talk, 2).html == "<p>Secret</p>\n"
    assert thread(live, talk).reply_count == 3


def test_out_of_sight_is_for_its_author_and_moderators(live: Live, cast: Cast, talk: str) -> None:
    post(live, cast.ben, talk, "Doubtful")
    hide(live, 1, ContentStatus.FLAGGED)
    assert row(live, cast.ada, talk, 1).gone is Gone.REVIEWED
    assert row(live, cast.ben, talk, 1).html == ""
    assert live.read(service.withheld, cast.ada, public_id=talk) == []
    for may in (cast.ben, cast.olga):
        assert [one.html for one in live.read(service.withheld, may, public_id=talk)] == ["<p>Doubtful</p>\n"]
    assert thread(live, talk).reply_count == 0
    live.write(service.edit_reply, cast.ben, public_id=talk, number=1, content="Better")
    hide(live, 1, ContentStatus.ACTIVE)
    assert row(live, cast.ada, talk, 1).html == "<p>Better</p>\n"
    assert thread(live, talk).reply_count == 1


def test_leaders_are_marked(live: Live, cast: Cast, talk: str) -> None:
    post(live, cast.olga, talk)
    post(live, cast.ben, talk)
    assert [one.is_leader for one in shown(live, cast.ada, talk)] == [True, False]


def test_one_answer_is_the_best(live: Live, cast: Cast, talk: str) -> None:
    for who in (cast.ben, cast.ines):
        post(live, who, talk)
    with pytest.raises(Denied):
        live.write(service.choose_best, cast.ben, public_id=talk, number=1)
    live.write(service.choose_best, cast.ada, public_id=talk, number=1)
    live.write(service.choose_best, cast.olga, public_id=talk, number=2)
    assert [one.is_best for one in shown(live, cast.ben, talk)] == [False, True]
    end = live.read(service.thread_end, cast.ben, public_id=talk)
    assert (end.best, end.best_author) == (2, "Ines")
    live.write(service.delete_reply, cast.ines, public_id=talk, number=2)
    assert live.read(service.thread_end, cast.ben, public_id=talk).best == 0
    live.write(service.clear_best, cast.ada, public_id=talk)
    assert thread(live, talk).best_reply_id is None


def test_a_like_counts_once(live: Live, cast: Cast, talk: str) -> None:
    post(live, cast.ben, talk)
    for who in (cast.ada, cast.ada, cast.ines):
        live.write(service.like_reply, who, public_id=talk, number=1)
        live.write(service.like_thread, who, public_id=talk)
    assert (row(live, cast.ben, talk, 1).likes, thread(live, talk).like_count) == (2, 2)
    mine = live.read(service.my_thread, cast.ada, public_id=talk)
    assert (mine.liked, mine.is_liked) == ([1], True)
    for _ in range(2):
        live.write(service.unlike_reply, cast.ada, public_id=talk, number=1)
        live.write(service.unlike_thread, cast.ada, public_id=talk)
    assert (row(live, cast.ben, talk, 1).likes, thread(live, talk).like_count) == (1, 1)


def test_reading_goes_only_forwards_and_no_further_than_there_is(live: Live, cast: Cast, talk: str) -> None:
    for _ in range(3):
        post(live, cast.ben, talk)
    live.write(service.see_thread, cast.ada, public_id=talk)
    live.write(service.see_thread, cast.ada, public_id=talk)
    assert thread(live, talk).view_count == 1
    for number, then in ((2, 2), (1, 2), (99, 3)):
        live.write(service.mark_read, cast.ada, public_id=talk, number=number)
        assert live.read(service.my_thread, cast.ada, public_id=talk).read_until == then


def test_who_mutes_follows_no_more_and_the_other_way_round(live: Live, cast: Cast, talk: str) -> None:
    def mine() -> tuple[bool, bool, bool]:
        found = live.read(service.my_thread, cast.ben, public_id=talk)
        return found.is_followed, found.is_muted, found.is_bookmarked

    live.write(service.mute, cast.ben, public_id=talk)
    post(live, cast.ben, talk)
    live.write(service.bookmark, cast.ben, public_id=talk, is_on=True)
    assert mine() == (False, True, True)
    live.write(service.follow, cast.ben, public_id=talk)
    assert mine() == (True, False, True)
    live.write(service.unfollow, cast.ben, public_id=talk)
    live.write(service.bookmark, cast.ben, public_id=talk, is_on=False)
    live.write(service.unmute, cast.ben, public_id=talk)
    assert mine() == (False, False, False)


def test_a_thread_opens_at_what_is_new_or_at_what_is_asked_for(live: Live, cast: Cast, talk: str) -> None:
    for _ in range(45):
        post(live, cast.olga, talk)
    for parent in (21, *[21] * 14, 60):
        post(live, cast.olga, talk, parent=parent)
    at = live.read(service.opening, cast.ada, public_id=talk)
    assert (at.page, at.number, at.read_until) == (0, 0, None), "who has never been here starts at the head"
    live.write(service.mark_read, cast.ada, public_id=talk, number=20)
    at = live.read(service.opening, cast.ada, public_id=talk)
    assert (at.page, at.number, at.read_until) == (1, 21, 20)
    assert live.read(service.opening, cast.ada, public_id=talk, reply=45).page == 2
    assert live.read(service.opening, cast.ada, public_id=talk, reply=99).number == 0
    deep = live.read(service.opening, cast.ada, public_id=talk, spot=Spot.LATEST)
    assert (deep.page, deep.number, [one[0] for one in deep.opened]) == (1, 61, [21, 60])
    opened = live.read(service.branches, cast.ada, public_id=talk, opened=deep.opened)
    assert [60 in [one.number for one in opened[0].rows], [one.number for one in opened[1].rows]] == [True, [61]]


def test_who_keeps_order_does_not_choose_the_best_answer(live: Live, cast: Cast, talk: str) -> None:
    live.add(RoleAssignment(user_id=cast.ines.user_id, role=ScopedRole.MODERATOR))
    mine = live.read(service.my_thread, cast.ines, public_id=talk)
    assert not mine.may_choose
    assert live.read(service.thread_rights, cast.ines, public_id=talk).may_lead


def test_what_was_miscounted_is_repaired(live: Live, cast: Cast, talk: str) -> None:
    post(live, cast.ben, talk)
    assert live.write(service.reconcile_threads, SYSTEM) == 0
    change_thread(live, talk, reply_count=7, like_count=3, top_count=0)
    assert live.write(service.reconcile_threads, SYSTEM) == 1
    counted = thread(live, talk)
    assert (counted.reply_count, counted.like_count, counted.top_count) == (1, 0, 1)
