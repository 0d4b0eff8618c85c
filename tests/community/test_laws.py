"""Whatever people do in a thread, in whatever order: what is counted is what is there, and pages show all of it."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from threading import Barrier

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import select

from academy.community import service
from academy.community.models import ContentStatus, DiscussionReply
from academy.community.service.standing import is_in_sight, set_status
from academy.core.errors import DomainError
from academy.live import SYSTEM, Viewer
from tests.community.threads import all_replies, post, shown, start, thread
from tests.databases import academy_database, opened
from tests.world import Cast, FrozenClock, Live, gather_cast

WRITERS = 8
people = st.sampled_from(("ada", "ben", "olga"))
some = st.integers(0, 60)


class Talk(RuleBasedStateMachine):
    """Three people in one thread; a page's worth of replies is there from the start."""

    kind: str

    @initialize()
    def open(self) -> None:
        self.world = ExitStack()
        database = opened(self.world.enter_context(academy_database(self.kind)), readers=1)
        self.world.callback(database.dispose)
        self.live = Live(database, FrozenClock())
        self.cast = gather_cast(self.live)
        self.talk = start(self.live, self.cast.ada)
        post(self.live, self.cast.ben, self.talk)
        self.likes: set[tuple[str, int]] = set()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.close()

    @rule(who=people, at=some, is_top=st.booleans())
    def reply(self, who: str, at: int, is_top: bool) -> None:
        with suppress(DomainError):
            post(self.live, self.who(who), self.talk, parent=None if is_top else self.number(at))

    @rule(who=people, at=some, act=st.sampled_from(("delete_reply", "restore_reply", "choose_best")))
    def change(self, who: str, at: int, act: str) -> None:
        with suppress(DomainError):
            self.live.write(getattr(service, act), self.who(who), public_id=self.talk, number=self.number(at))

    @rule(who=people, at=some, words=st.sampled_from(("One", "Two")))
    def edit(self, who: str, at: int, words: str) -> None:
        with suppress(DomainError):
            edited = {"public_id": self.talk, "number": self.number(at), "content": words}
            self.live.write(service.edit_reply, self.who(who), **edited)

    @rule(who=people, at=some, is_on=st.booleans())
    def like(self, who: str, at: int, is_on: bool) -> None:
        number = self.number(at)
        with suppress(DomainError):
            act = service.like_reply if is_on else service.unlike_reply
            self.live.write(act, self.who(who), public_id=self.talk, number=number)
            (self.likes.add if is_on else self.likes.discard)((who, number))

    @rule(who=people)
    def clear(self, who: str) -> None:
        with suppress(DomainError):
            self.live.write(service.clear_best, self.who(who), public_id=self.talk)

    @rule(at=some, status=st.sampled_from(ContentStatus))
    def moderate(self, at: int, status: ContentStatus) -> None:
        with self.live.system() as ctx:
            statement = select(DiscussionReply).where(DiscussionReply.number == self.number(at))
            set_status(ctx, ctx.session.exec(statement).one(), status)

    @invariant()
    def the_laws_hold(self) -> None:
        if hasattr(self, "talk"):
            self.last = assert_laws(self.live, self.talk, self.cast.ada)
            liked = {(number, len([one for one in self.likes if one[1] == number])) for _, number in self.likes}
            assert {(row.number, row.like_count) for row in all_replies(self.live) if row.like_count} == liked

    def who(self, name: str) -> Viewer:
        return getattr(self.cast, name)

    def number(self, at: int) -> int:
        return at % self.last + 1


def assert_laws(live: Live, public_id: str, reader: Viewer) -> int:
    """Hold a thread to its laws, and return how many replies it has had."""
    counted, replies = thread(live, public_id), all_replies(live)
    assert [row.number for row in replies] == list(range(1, len(replies) + 1))
    tops = [row.position for row in replies if row.depth == 0]
    assert tops == list(range(1, len(tops) + 1))
    assert (counted.last_number, counted.top_count) == (len(replies), len(tops))
    standing = [row for row in replies if is_in_sight(row)]
    assert counted.reply_count == len(standing)
    last = standing[-1] if standing else counted
    assert (counted.last_activity_at, counted.last_author_id) == (last.created_at, last.author_id)
    assert counted.last_shown == (standing[-1].number if standing else 0)
    assert [row.id for row in replies if row.is_best_answer] == [one for one in [counted.best_reply_id] if one]
    assert live.write(service.reconcile_threads, SYSTEM) == 0
    seen = shown(live, reader, public_id)
    assert sorted(row.number for row in seen) == list(range(1, len(replies) + 1)), "pages and branches show each once"
    assert {row.number for row in seen if row.gone is None} == {row.number for row in standing}
    return len(replies)


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 3), ("postgres", 1)])
def test_the_laws_hold_in_any_order(kind: str, examples: int) -> None:
    here = type("Here", (Talk,), {"kind": kind})
    chosen = settings(
        max_examples=int(os.environ.get("ORDERS", examples)),
        stateful_step_count=20,
        deadline=None,
        phases=Phase if "ORDERS" in os.environ else (Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(here, settings=chosen)


def test_pages_and_branches_hold_all_of_a_large_thread(live: Live, cast: Cast) -> None:
    talk = start(live, cast.ada)
    for _ in range(22):
        post(live, cast.olga, talk)
    for parent in [*[1] * 12, 34, 35, *[24] * 2, 22]:
        post(live, cast.olga, talk, parent=parent)
    assert_laws(live, talk, cast.ada)


def test_who_writes_and_likes_at_once_is_counted_once_each(live: Live, cast: Cast) -> None:
    talk = start(live, cast.ada)
    post(live, cast.ada, talk)
    start_at_once = Barrier(WRITERS)
    everybody = [cast.ada, cast.ben, cast.ines, cast.olga] * (WRITERS // 4)

    def write(number: int) -> int:
        start_at_once.wait()
        who = everybody[number]
        live.write(service.like_reply, who, public_id=talk, number=1)
        return live.write(service.post_reply, who, public_id=talk, content="Me!", client_key=f"k{number}")

    with ThreadPoolExecutor(WRITERS) as threads:
        assert sorted(threads.map(write, range(WRITERS))) == list(range(2, WRITERS + 2))
    assert_laws(live, talk, cast.ada)
    assert all_replies(live)[0].like_count == 4
