"""What was told and may not be read any more goes out of bells and digests; what comes into sight late is told once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from academy.community import service, subscribers
from academy.community.models import (
    ActKind,
    ContentStatus,
    DiscussionReply,
    DiscussionThread,
    PeerConnection,
    PersonBlock,
    ThreadCategory,
)
from academy.community.models.people import ConnectionSource, ConnectionStatus
from academy.live import SYSTEM, Viewer
from academy.notifications import service as notifications
from academy.notifications.models import Category, DigestItem, DigestPace
from tests.community.talk import Talk, talk_of
from tests.world import Cast, FrozenClock, Live

__all__ = ["subscribers"]


@pytest.fixture
def talk(live: Live) -> Talk:
    return talk_of(live)


def viewer(user_id: int) -> Viewer:
    return Viewer(user_id=user_id, role="individual")


def wants_digest(live: Live, user_id: int) -> None:
    live.write(notifications.choose_digest, viewer(user_id), digest=DigestPace.DAILY, hour=8, weekday=0)


def digest_of(live: Live, talk: Talk, user_id: int) -> str:
    """The next digest as somebody gets it; nothing if none comes."""
    live.clock.advance(timedelta(days=1))  # type: ignore[attr-defined]
    before = len(talk.mail(user_id))
    for due in live.read(notifications.due_digests, SYSTEM):
        live.write(notifications.write_digest, SYSTEM, user_id=due.user_id, due_at=due.due_at)
    return "".join(letter.text_body for letter in talk.mail(user_id)[before:])


def test_telling_costs_the_same_however_much_is_unread(live: Live, talk: Talk) -> None:
    """Otherwise each reply in a lively thread holds everybody's writes up for as long as it takes."""
    author, poster, *followers = [talk.person(f"P{number}") for number in range(8)]
    talk.start(author)
    talk.follow(*followers)

    def statements() -> int:
        asked: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            asked.append(statement)

        sa.event.listen(sa.Engine, "before_cursor_execute", note)
        talk.say(poster, "Look.")
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
        return len(asked)

    talk.say(poster)
    few = statements()
    first = talk.reply(poster)
    for number in range(20):
        talk.reply(author if number % 2 else poster, to=first)
    assert statements() == few
    assert talk.bell(followers[0])[0].title == "24 new replies in “How do you keep prompts?”"


def test_what_is_hidden_goes_out_of_bells(live: Live, talk: Talk) -> None:
    ada, ben, mia, poster = (talk.person(name) for name in ("Ada", "Ben", "Mia", "Poster"))
    talk.start(ada)
    talk.follow(ben)
    talk.say(poster, "A word")
    rude = talk.say(poster, f"@[Mia](person:{mia}) @[Ben](person:{ben}) rude")
    assert [talk.bell(one)[0].text for one in (ben, mia)] == ["@Mia @Ben rude · 1 more reply", "@Mia @Ben rude"]
    talk.hide(rude)
    assert [(one.title, one.text) for one in talk.bell(ben)] == [
        ("Poster replied in “How do you keep prompts?”", "A word")
    ]
    assert not talk.bell(mia), "there was nothing else for her"
    talk.hide()
    assert not any(talk.bell(one) for one in (ada, ben, mia))


def test_what_its_author_deletes_goes_too_though_it_was_read(live: Live, talk: Talk) -> None:
    ada, poster = talk.person("Ada"), talk.person("Poster")
    talk.start(ada)
    reply_id = talk.say(poster, "Sorry for this")
    live.write(notifications.mark_all_read, viewer(ada))
    with live.system() as ctx:
        public_id = ctx.session.get_one(DiscussionThread, talk.thread_id).public_id
        number = ctx.session.get_one(DiscussionReply, reply_id).number
    live.write(service.delete_reply, viewer(poster), public_id=public_id, number=number)
    talk.work()
    assert not talk.bell(ada)
    live.write(service.restore_reply, viewer(poster), public_id=public_id, number=number)
    talk.work()
    assert not talk.bell(ada), "it was told once"


def test_a_digest_has_what_may_be_read_when_it_is_written(live: Live, talk: Talk) -> None:
    ada, ben, cleo, dan, eva, poster = (talk.person(name) for name in ("Ada", "Ben", "Cleo", "Dan", "Eva", "Poster"))
    for one in (ben, cleo, dan, eva):
        wants_digest(live, one)
    talk.start(ada)
    talk.follow(ben, cleo, dan, eva)
    talk.say(poster, "Calm")
    rude = talk.say(ada, "Rude")
    live.clock.advance(timedelta(minutes=11))  # type: ignore[attr-defined]
    talk.letters_due()
    talk.leave(cleo)
    talk.block(poster, dan)
    talk.block(dan, ada)
    talk.read(eva, 2)
    talk.hide(rude)
    told = digest_of(live, talk, ben)
    assert "Calm" in told
    assert "Rude" not in told
    for one in (cleo, dan, eva):
        assert not talk.mail(one), "left, blocked, and has read it"


def test_a_digest_tells_of_no_request_that_does_not_wait(live: Live, talk: Talk) -> None:
    ada, ben = sorted((talk.person("Ada"), talk.person("Ben")))
    wants_digest(live, ben)
    row = live.add(
        PeerConnection(
            user_id=ada,
            connected_user_id=ben,
            requester_id=ada,
            connection_source=ConnectionSource.MANUAL,
            status=ConnectionStatus.PENDING,
        )
    )
    title = {"category": Category.CONNECTIONS, "title": "Ada wants to connect with you", "url": "/network"}
    live.add(DigestItem(user_id=ben, about=f"connection:{row.id}", **title))
    live.add(PersonBlock(user_id=ben, blocked_id=ada))
    assert digest_of(live, talk, ben) == ""


def test_what_is_approved_later_is_told_once(live: Live, talk: Talk, clock: FrozenClock) -> None:
    ada, ben, mia, poster = (talk.person(name) for name in ("Ada", "Ben", "Mia", "Poster"))
    talk.start(ada)
    talk.follow(ben)
    held = talk.reply(poster, f"@[Mia](person:{mia}) look", status=ContentStatus.FLAGGED)
    talk.say(poster, "Another")
    talk.read(mia, 2)
    talk.read(ben, 2)
    assert not talk.bell(mia)
    for _ in range(2):
        talk.hide(held, status=ContentStatus.ACTIVE)
    assert [one.title for one in talk.bell(mia)] == ["Poster mentioned you in “How do you keep prompts?”"]
    assert len(talk.mail(mia)) == 1
    assert len(talk.bell(ada)) == 2, "who asked hears of it on its own"
    assert len(talk.bell(ben)) == 1, "who follows has read on"
    clock.advance(timedelta(days=31))
    talk.hide(held, status=ContentStatus.ACTIVE)
    assert len(talk.mail(mia)) == 1, "no news any more"


def test_what_moderators_do_and_take_back_is_followed(live: Live, cast: Cast, talk: Talk) -> None:
    ada, mia, poster = (talk.person(name) for name in ("Ann", "Mia", "Poster"))
    talk.start(ada)
    with live.system() as ctx:
        public_id = ctx.session.get_one(DiscussionThread, talk.thread_id).public_id
    content = f"@[Mia](person:{mia}) https://a.example https://b.example https://c.example"
    asked = {"public_id": public_id, "content": content, "client_key": "k"}
    number = live.write(service.post_reply, viewer(poster), **asked)
    talk.work()
    assert not talk.bell(mia), "a rule holds back what new accounts post with that many links"
    act = live.write(service.moderate, cast.olga, public_id=public_id, number=number, kind=ActKind.APPROVE)
    talk.work()
    assert [one.title for one in talk.bell(mia)] == ["Poster mentioned you in “How do you keep prompts?”"]
    live.write(service.undo, cast.olga, action_id=act)
    talk.work()
    assert not talk.bell(mia)


def test_who_is_mentioned_by_an_edit_is_told_once(live: Live, talk: Talk) -> None:
    ben, mia, poster = (talk.person(name) for name in ("Ben", "Mia", "Poster"))
    talk.start(poster)
    first = talk.say(poster, f"@[Ben](person:{ben}) look")
    both = f"@[Ben](person:{ben}) @[Mia](person:{mia}) look"
    with live.system() as ctx:
        public_id = ctx.session.get_one(DiscussionThread, talk.thread_id).public_id
        number = ctx.session.get_one(DiscussionReply, first).number
    for content in (both, "Nobody", both):
        live.write(service.edit_reply, viewer(poster), public_id=public_id, number=number, content=content)
        talk.work()
    assert [len(talk.bell(one)) for one in (ben, mia, poster)] == [1, 1, 0]
    assert "?reply=1&answer=1" in talk.mail(mia)[0].text_body
    fields = {"title": "Prompts", "category": ThreadCategory.QUESTION, "tags": []}
    for content in (both, "Nobody", both):
        live.write(service.edit_thread, viewer(poster), public_id=public_id, content=content, **fields)
        talk.work()
    assert [len(talk.mail(one)) for one in (ben, mia, poster)] == [1, 2, 0]
