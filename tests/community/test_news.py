"""Who hears of what is written: each once, for the most specific reason, by what they chose."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.community import service as community
from academy.community import subscribers
from academy.community.events import BestAnswerChosen, ReplyPosted
from academy.community.jobs import news as jobs
from academy.community.models import ContentStatus, DiscussionReply, DiscussionThread
from academy.community.service.readers import readers_among
from academy.enrollment.models import EnrollmentStatus
from academy.live import SYSTEM, Context, Viewer, everyone, mutation
from academy.notifications import service as notifications
from academy.notifications.models import Category, Channel, DigestPace, NotificationPreference
from tests.community.neighbourhood import STANDINGS, build
from tests.community.talk import Talk, talk_of
from tests.queries.calls import all_queries
from tests.world import FrozenClock, Live

__all__ = ["subscribers"]

ROLES = ("parent", "mentioned", "follower", "muted", "blocks", "blocked", "present", "left", "has_read")


@pytest.fixture
def talk(live: Live) -> Talk:
    return talk_of(live)


def expected(roles: set[str], *, is_author: bool, is_by_instructor: bool) -> Category | None:
    """What the rules say, in the words of the brief: mentioned, answered, instructor, follower; else nothing."""
    if roles & {"left", "blocks", "blocked", "has_read"}:
        return None
    if roles & {"mentioned", "parent"}:
        return Category.REPLIES
    if "muted" in roles or not (is_author or "follower" in roles):
        return None
    if is_by_instructor:
        return Category.INSTRUCTOR_REPLIES
    if is_author:
        return Category.REPLIES
    return None if "present" in roles else Category.THREADS


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(st.sets(st.sampled_from(ROLES)), min_size=1, max_size=5), is_by_instructor=st.booleans())
def test_each_hears_of_a_reply_once_and_why(live: Live, people: list[set[str]], is_by_instructor: bool) -> None:
    with live.system() as ctx:
        ctx.session.connection().exec_driver_sql("DELETE FROM live_presence")
    talk = _new_talk(live)
    poster = talk.person(f"Poster {talk.cohort_id}")
    ids = [talk.person(f"P{number} {talk.cohort_id}") for number in range(len(people))]
    talk.start(ids[0])
    parents = [user_id for user_id, roles in zip(ids, people, strict=True) if "parent" in roles][:1]
    parent = talk.reply(parents[0]) if parents else None
    content = " ".join(f"@[P](person:{one})" for one, roles in zip(ids, people, strict=True) if "mentioned" in roles)
    for user_id, roles in zip(ids, people, strict=True):
        _play(talk, user_id, roles, poster)
    talk.follow(poster)
    talk.say(poster, content or "Look.", to=parent, is_instructor_reply=is_by_instructor)
    talk.letters_due()
    live.clock.advance(timedelta(minutes=11))  # type: ignore[attr-defined]
    talk.letters_due()
    for number, (user_id, roles) in enumerate(zip(ids, people, strict=True)):
        is_parent = user_id in parents
        said = roles if is_parent else roles - {"parent"}
        category = expected(said, is_author=number == 0, is_by_instructor=is_by_instructor)
        assert [one.category for one in talk.bell(user_id)] == ([category] if category else []), (said, number)
        is_mailed = category is not None and "present" not in said
        assert [one.category for one in talk.mail(user_id)] == ([category] if is_mailed else []), (said, number)
    assert not talk.bell(poster), "nobody hears of their own"
    assert not talk.mail(poster)


def _new_talk(live: Live) -> Talk:
    with live.system() as ctx:
        number = len(ctx.session.connection().exec_driver_sql("SELECT id FROM cohorts").all())
    return talk_of(live, slug=f"course-{number}")


def _play(talk: Talk, user_id: int, roles: set[str], poster: int) -> None:
    acts: dict[str, Any] = {
        "follower": lambda: talk.follow(user_id),
        "muted": lambda: talk.mute(user_id),
        "blocks": lambda: talk.block(user_id, poster),
        "blocked": lambda: talk.block(poster, user_id),
        "present": lambda: talk.be_there(user_id),
        "left": lambda: talk.leave(user_id),
        "has_read": lambda: talk.read(user_id, 99),
    }
    for role in sorted(roles & acts.keys()):
        acts[role]()


def test_posting_costs_one_statement_for_news(live: Live, talk: Talk) -> None:
    """However many follow: they are told by a job."""
    author = talk.person("Ada")
    talk.start(author)
    reply_id = talk.reply(author)
    live.write(posted, None, reply_id=reply_id)
    assert [(one.job, one.arguments) for one in live.scheduled] == [(jobs.spread_reply.name, {"reply_id": reply_id})]


@mutation(policy=everyone)
def posted(ctx: Context, *, reply_id: int) -> None:
    ctx.publish(ReplyPosted(reply_id))


@mutation(policy=everyone)
def tell_apart(ctx: Context, *, user_id: int, about: str) -> None:
    notifications.tell(
        ctx, user_id=user_id, category=Category.REPLIES, kind="k", title="You are mentioned", about=about
    )


@mutation(policy=everyone)
def chosen(ctx: Context, *, reply_id: int) -> None:
    ctx.publish(BestAnswerChosen(reply_id))


def test_many_followers_are_told_in_batches(live: Live, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.community.service.news.BATCH", 2)
    poster, *followers = [talk.person(f"P{number}") for number in range(8)]
    talk.start(poster)
    talk.follow(*followers)
    talk.say(poster, f"@[P](person:{followers[3]}) look")
    assert [len(talk.bell(one)) for one in followers] == [1] * 7


def test_ten_replies_in_ten_minutes_make_one_letter(live: Live, talk: Talk, clock: FrozenClock) -> None:
    ada, ben, poster = (talk.person(name) for name in ("Ada", "Ben", "Poster"))
    talk.start(ada)
    talk.follow(ben)
    for number in range(10):
        talk.say(poster, f"Reply {number}")
        clock.advance(timedelta(seconds=50))
        talk.letters_due()
    assert len(talk.mail(ben)) == 0
    clock.advance(timedelta(minutes=10))
    talk.letters_due()
    [letter] = talk.mail(ben)
    assert letter.subject == "10 new replies in “How do you keep prompts?”"
    assert "Reply 0" in letter.text_body
    assert "There are 5 more replies in the thread." in letter.text_body
    [rung] = talk.bell(ben)
    assert rung.title == "10 new replies in “How do you keep prompts?”"
    assert rung.text == "Reply 9"


def test_the_next_letter_waits_an_hour_unless_they_have_read(live: Live, talk: Talk, clock: FrozenClock) -> None:
    ada, poster = talk.person("Ada"), talk.person("Poster")
    talk.start(ada)
    talk.say(poster)
    talk.letters_due()
    assert len(talk.mail(ada)) == 1, "what concerns them goes out at once"
    clock.advance(timedelta(minutes=1))
    talk.say(poster)
    talk.letters_due()
    assert len(talk.mail(ada)) == 1
    clock.advance(timedelta(hours=1))
    talk.letters_due()
    assert len(talk.mail(ada)) == 2
    talk.read(ada, 2)
    clock.advance(timedelta(minutes=1))
    talk.say(poster)
    talk.letters_due()
    assert len(talk.mail(ada)) == 3


def test_a_letter_whose_job_was_lost_is_planned_anew(live: Live, talk: Talk, clock: FrozenClock) -> None:
    ada, poster = talk.person("Ada"), talk.person("Poster")
    talk.start(ada)
    talk.say(poster, "One")
    live.scheduled.clear()
    clock.advance(timedelta(minutes=11))
    talk.say(poster, "Two")
    talk.letters_due()
    [letter] = talk.mail(ada)
    assert "One" in letter.text_body
    assert "Two" in letter.text_body


def test_a_letter_that_waits_tells_what_is_still_to_be_read(live: Live, talk: Talk, clock: FrozenClock) -> None:
    ada, ben, poster = (talk.person(name) for name in ("Ada", "Ben", "Poster"))
    talk.start(ada)
    talk.follow(ben)
    talk.say(poster, "One")
    hidden = talk.say(poster, "Two")
    talk.say(poster, "Three")
    talk.read(ben, 1)
    with live.system() as ctx:
        ctx.session.get_one(DiscussionReply, hidden).status = ContentStatus.FLAGGED
    clock.advance(timedelta(minutes=10))
    talk.letters_due()
    [letter] = talk.mail(ben)
    assert letter.subject == "Poster replied in “How do you keep prompts?”"
    assert "Three" in letter.text_body
    assert "One" not in letter.text_body
    assert "Two" not in letter.text_body


@pytest.mark.parametrize("loss", ["left", "muted", "blocked", "deleted", "unfollowed", "unwanted"])
def test_rights_are_asked_again_when_a_letter_is_written(live: Live, talk: Talk, clock: FrozenClock, loss: str) -> None:
    ada, ben, poster = (talk.person(name) for name in ("Ada", "Ben", "Poster"))
    talk.start(ada)
    talk.follow(ben)
    talk.say(poster)
    if loss == "deleted":
        with live.system() as ctx:
            ctx.session.get_one(DiscussionThread, talk.thread_id).deleted_at = ctx.now
    elif loss == "unfollowed":
        with live.system() as ctx:
            ctx.session.connection().exec_driver_sql("DELETE FROM thread_interactions")
    elif loss == "unwanted":
        _choose(live, ben, Category.THREADS, Channel.MAIL)
    else:
        _play(talk, ben, {loss}, poster)
    clock.advance(timedelta(minutes=10))
    talk.letters_due()
    assert not talk.mail(ben)


def test_a_mention_leads_the_entry_in_the_bell(live: Live, talk: Talk) -> None:
    ada, ben, poster = (talk.person(name) for name in ("Ada", "Ben", "Poster"))
    talk.start(ada)
    talk.follow(ben)
    talk.say(poster, "One")
    talk.say(poster, f"Two, @[Ben](person:{ben})")
    talk.say(poster, "Three")
    [rung] = talk.bell(ben)
    assert rung.title == "Poster mentioned you in “How do you keep prompts?”"
    assert rung.text == "Two, @Ben · 2 more replies"
    assert rung.url.endswith("?reply=2")
    talk.letters_due()
    [letter] = talk.mail(ben)
    assert "?reply=2&answer=1" in letter.text_body, "the button opens the composer at that reply"


def test_who_reads_the_thread_has_read_what_the_bell_says_of_it(live: Live, talk: Talk, clock: FrozenClock) -> None:
    ada, poster = talk.person("Ada"), talk.person("Poster")
    thread_id = talk.start(ada)
    with live.system() as ctx:
        public_id = ctx.session.get_one(DiscussionThread, thread_id).public_id

    def read(number: int) -> bool:
        clock.advance(timedelta(minutes=1))
        live.write(community.mark_read, Viewer(user_id=ada), public_id=public_id, number=number)
        return talk.bell(ada)[-1].read_at is not None

    talk.say(poster, "One")
    clock.advance(timedelta(minutes=1))
    talk.say(poster, "Two")
    assert [read(1), read(1), read(2)] == [False, False, True]
    clock.advance(timedelta(minutes=1))
    talk.say(poster, "Three")
    assert len(talk.bell(ada)) == 2, "what is new after that is news of its own"
    talk.reply(poster, "Four", status=ContentStatus.FLAGGED)
    clock.advance(timedelta(minutes=1))
    live.write(tell_apart, SYSTEM, user_id=ada, about=f"thread:{thread_id}:3")
    assert read(3), "also what it says of one reply alone, whatever is held back after that"


@pytest.mark.parametrize("channel", Channel)
def test_what_they_chose_is_respected(live: Live, talk: Talk, clock: FrozenClock, channel: Channel) -> None:
    ada, ben, poster = (talk.person(name) for name in ("Ada", "Ben", "Poster"))
    talk.start(ada)
    talk.follow(ben)
    _choose(live, ben, Category.THREADS, channel)
    talk.say(poster)
    clock.advance(timedelta(minutes=10))
    talk.letters_due()
    told = {Channel.BELL: talk.bell(ben), Channel.MAIL: talk.mail(ben)}
    assert {one: len(rows) for one, rows in told.items()} == {one: int(one != channel) for one in Channel}


def test_a_digest_has_a_thread_once_with_all_that_is_new(live: Live, talk: Talk, clock: FrozenClock) -> None:
    ada, ben, poster = (talk.person(name) for name in ("Ada", "Ben", "Poster"))
    talk.start(ada)
    talk.follow(ben)
    viewer = _viewer(ben)
    live.write(notifications.choose_digest, viewer, digest=DigestPace.DAILY, hour=8, weekday=0)
    for number in range(3):
        talk.say(poster, f"Reply {number}")
        clock.advance(timedelta(hours=2))
        talk.letters_due()
    assert not talk.mail(ben)
    clock.advance(timedelta(days=1))
    [due] = live.read(notifications.due_digests, SYSTEM)
    live.write(notifications.write_digest, SYSTEM, user_id=ben, due_at=due.due_at)
    [letter] = talk.mail(ben)
    assert letter.text_body.count("3 new replies in “How do you keep prompts?”") == 1
    assert "Threads you follow" in letter.text_body


def test_an_announcement_tells_everybody_once(live: Live, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.community.service.announcements.BATCH", 2)
    leader, *others = [talk.person(f"P{number}") for number in range(6)]
    gone = talk.person("Gone", status=EnrollmentStatus.CANCELLED)
    talk.start(leader, content=f"@[P1](person:{others[0]}) and all", is_announcement=True)
    thread = {"thread_id": talk.thread_id}
    jobs.spread_thread(live, **thread)
    jobs.spread_announcement(live, **thread)
    assert [len(talk.bell(one)) for one in (leader, *others, gone)] == [0, 1, 1, 1, 1, 1, 0]
    assert [len(talk.mail(one)) for one in (leader, *others, gone)] == [0, 2, 1, 1, 1, 1, 0]
    assert talk.mail(others[1])[0].subject == "Announcement: How do you keep prompts?"


def test_who_wrote_and_who_asked_hear_of_a_best_answer(live: Live, talk: Talk, clock: FrozenClock) -> None:
    ada, ben, leader = (talk.person(name) for name in ("Ada", "Ben", "Leader"))
    talk.start(ada)
    reply_id = talk.reply(ben)
    live.write(chosen, _viewer(leader), reply_id=reply_id)
    [asked] = live.scheduled
    assert asked.when > clock()
    jobs.tell_of_best_answer(live, **asked.arguments)
    assert not talk.bell(ben), "it was taken back meanwhile"
    with live.system() as ctx:
        ctx.session.get_one(DiscussionThread, talk.thread_id).best_reply_id = reply_id
    for _ in range(2):
        jobs.tell_of_best_answer(live, **asked.arguments)
        clock.advance(timedelta(days=3))
    assert [one.title for one in talk.bell(ben)] == ["Your answer is the best in “How do you keep prompts?”"]
    assert [one.title for one in talk.bell(ada)] == ["“How do you keep prompts?” has a best answer"]
    assert not talk.bell(leader)
    assert [len(talk.mail(one)) for one in (ada, ben, leader)] == [1, 1, 0], "once, though it was chosen again"


def test_who_reads_is_the_same_whether_asked_or_looked_up(live: Live) -> None:
    """What the policy says of the viewer, and what news says of people who are not there."""
    all_queries()
    hood = build(live)
    people = {viewer.user_id: kind for kind, viewer in hood.people.items() if viewer.user_id is not None}
    with live.system() as ctx:
        for place, thread in hood.threads.items():
            found = {people[user_id] for user_id in readers_among(ctx, thread.audience, people)}
            assert found & STANDINGS.keys() == {kind for kind, standing in STANDINGS.items() if place in standing.reads}


def _viewer(user_id: int) -> Viewer:
    return Viewer(user_id=user_id, role="individual")


def _choose(live: Live, user_id: int, category: Category, channel: Channel) -> None:
    live.add(NotificationPreference(user_id=user_id, category=category, channel=channel, is_on=False))
