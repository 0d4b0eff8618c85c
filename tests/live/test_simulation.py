"""Everything that can go wrong between workers and browsers, in any order, and nobody ends stale.

A simulation: several workers over one database, browsers that watch through them, and a seeded chance that decides what
happens next. Hub, runtime, change log and database are the real ones; simulated is when a hub hears of a commit,
when it takes its turn, and when a browser reads. A failure is replayed by its seed, which is in the test's name:
`pytest tests/live/test_simulation.py -k "sqlite-3"`. `SIMULATIONS=200 pytest …` tries more seeds.
"""

import asyncio
import os
import random
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa

from academy.core.database import Database
from academy.core.errors import DomainError
from academy.live import changes
from academy.live.changes import RETENTION
from academy.live.context import Context
from academy.live.functions import everyone, mutation
from academy.live.hub import Hub
from academy.live.nodes import Wanted, Watch
from academy.live.runtime import Runtime
from academy.live.tracking import watch_reads
from tests.live import sample
from tests.live.conftest import FrozenClock
from tests.live.sample import Account, Login, Member, Message

SEEDS = range(int(os.environ.get("SIMULATIONS", "6")))
STEPS = 200
VERSION = 3
"""The account whose balance every mutation raises by one: it never goes back on any screen."""
PAGE = {
    "version": (sample.balance, {"account_id": VERSION}),
    "first": (sample.balance, {"account_id": 1}),
    "second": (sample.balance, {"account_id": 2}),
    "messages": (sample.messages, {"room_id": 1}),
    "private": (sample.private_messages, {"room_id": 2}),
    "rooms": (sample.my_rooms, {}),
}


@mutation(policy=everyone)
def do(ctx: Context, *, what: str, which: int) -> int:
    """One of the things that people do; returns the version it made."""
    session = ctx.session
    version = session.get_one(Account, VERSION)
    version.balance += 1
    match what:
        case "post":
            session.add(Message(room_id=1 + which % 2, body=str(which)))
        case "delete":
            session.execute(sa.delete(Message).where(Message.id % 3 == which % 3))
        case "edit":
            session.execute(sa.update(Message).where(Message.room_id == 1 + which % 2).values(body=f"edited {which}"))
        case "move":
            session.execute(sa.update(Message).where(Message.id % 2 == 0).values(room_id=1 + which % 2))
        case "transfer":
            session.get_one(Account, 1).balance -= which
            session.get_one(Account, 2).balance += which
        case "join":
            session.add(Member(room_id=2, user_id=1 + which % 2))
        case "part":
            session.execute(sa.delete(Member).where(Member.user_id == 1 + which % 2))
        case "login":
            session.execute(sa.update(Login).where(Login.user_id == 1 + which % 2).values(has_ended=which % 3 == 0))
    return version.balance


DEEDS = ("post", "post", "post", "delete", "edit", "move", "transfer", "transfer", "join", "part", "login")


class Stepped(Hub):
    """A hub that takes a turn when it is told to."""

    async def step(self) -> None:
        joining, leaving = list(self._joining), list(self._leaving)
        self._joining.clear()
        self._leaving.clear()
        self._tell(joining, self._turn(joining, leaving), threading.Event())
        await asyncio.sleep(0)


@dataclass(eq=False)
class Browser:
    name: str
    credential: str | None
    worker: "Worker | None" = None
    is_stalled: bool = False
    shown: dict[str, Any] = field(default_factory=dict)
    unread: dict[str, Watch] = field(default_factory=dict)
    highest: int = 0

    def read(self) -> None:
        """Take in what was sent: all of it, or of what piled up the latest."""
        self.show({target: watch.outcome for target, watch in self.unread.items() if watch.is_active})
        self.unread.clear()

    def show(self, outcomes: dict[str, Any]) -> None:
        self.shown.update({t: o.problem.code if o.problem else o.value for t, o in outcomes.items()})
        if outcomes:
            assert self.shown["version"] >= self.highest, f"{self.name} went back in time"
            assert self.shown["first"] + self.shown["second"] == 200, f"{self.name} shows two moments at once"
            self.highest = self.shown["version"]


class Worker:
    def __init__(self, world: "World") -> None:
        self.database = Database(world.url)
        watch_reads(self.database.reader, sample.metadata)
        self.runtime = Runtime(self.database, sample.resolve_viewer, clock=world.clock)
        self.hub = Stepped(self.runtime, self.publish)
        self.world = world
        self.has_heard = True

    def publish(self, watches: list[Watch]) -> None:
        for watch in watches:
            self.world.browsers[watch.client].unread[watch.target] = watch
        for browser in {self.world.browsers[watch.client] for watch in watches}:
            if not browser.is_stalled:
                browser.read()


class World:
    """What there is, and the chance that rules it."""

    def __init__(self, url: str, clock: FrozenClock, seed: int) -> None:
        self.url, self.clock, self.chance = url, clock, random.Random(seed)
        self.workers = [Worker(self) for _ in range(3)]
        credentials = ["ada", "ada", "bob", None]
        self.browsers = {f"{who} {n}": Browser(f"{who} {n}", who) for n, who in enumerate(credentials)}
        self.deeds = 0
        self.unanswered: list[tuple[str, dict[str, Any]]] = []
        self.late = ExitStack()

    async def connect(self, browser: Browser) -> None:
        browser.worker = worker = self.chance.choice(self.workers)
        wanted = {name: Wanted(query, arguments, browser.credential) for name, (query, arguments) in PAGE.items()}
        watching = asyncio.create_task(worker.hub.watch(browser.name, wanted))
        await asyncio.sleep(0)
        await worker.hub.step()
        browser.unread.clear()
        browser.show(await watching)

    def cut(self, browser: Browser) -> None:
        if browser.worker is not None:
            browser.worker.hub.leave(browser.name)
        browser.worker = None

    def write(self, request_id: str, deed: dict[str, Any], *, is_new: bool = True) -> None:
        """Do something through any worker; a wake-up for each may get lost on its way, or come later, or twice."""
        worker = self.chance.choice(self.workers)
        if is_new:
            worker.runtime.write_new(do, None, request_id, **deed)
        else:
            worker.runtime.write_once(do, None, request_id, **deed)
        for other in self.workers:
            other.has_heard = other.has_heard or self.chance.random() < 0.8

    # What can happen

    async def somebody_does_something(self) -> None:
        self.deeds += 1
        request = f"event:{self.deeds}", {"what": self.chance.choice(DEEDS), "which": self.chance.randrange(60)}
        self.write(*request)
        if self.chance.random() < 0.3:
            self.unanswered.append(request)

    async def the_answer_was_lost_so_it_is_sent_again(self) -> None:
        if self.unanswered:
            request = self.unanswered.pop(self.chance.randrange(len(self.unanswered)))
            self.write(*request, is_new=self.chance.random() < 0.5)

    async def a_worker_takes_its_turn(self) -> None:
        worker = self.chance.choice(self.workers)
        if worker.has_heard:
            worker.has_heard = self.chance.random() < 0.2
            await worker.hub.step()
            for browser in self.browsers.values():
                if browser.worker is worker and not browser.is_stalled:
                    self.must_be_true(browser)

    async def a_socket_is_cut_and_comes_back(self) -> None:
        browser = self.chance.choice(list(self.browsers.values()))
        self.cut(browser)
        if self.chance.random() < 0.7:
            await self.connect(browser)

    async def a_browser_stalls_or_reads_on(self) -> None:
        browser = self.chance.choice(list(self.browsers.values()))
        browser.is_stalled = not browser.is_stalled
        if not browser.is_stalled and browser.worker is not None:
            browser.read()

    async def a_worker_is_killed_between_commit_and_publishing(self) -> None:
        await self.somebody_does_something()
        number = self.chance.randrange(len(self.workers))
        dead, self.workers[number] = self.workers[number], Worker(self)
        dead.database.dispose()
        for browser in self.browsers.values():
            if browser.worker is dead:
                browser.worker = None

    async def the_log_is_pruned_while_a_worker_slept(self) -> None:
        self.clock.advance(seconds=RETENTION.total_seconds() * 2)
        with self.workers[0].database.locking_transaction() as connection:
            connection.execute(sa.text("UPDATE live_changes SET at = '2000-01-01'"))
            changes.prune(connection, self.clock())

    async def somebody_else_writes_past_us_and_commits_late(self) -> None:
        """Only where several may write at once: later changes are seen, and then an earlier one is committed."""
        self.late.close()
        database = self.workers[0].database
        if database.is_sqlite:
            return
        engine = sa.create_engine(self.url)
        self.late.callback(engine.dispose)
        connection = self.late.enter_context(closing(engine.connect()))
        connection.execute(sa.insert(Message), [{"room_id": 1 + self.chance.randrange(2), "body": "late"}])
        self.late.callback(connection.commit)

    async def run(self) -> None:
        for browser in self.browsers.values():
            await self.connect(browser)
        usual = (self.somebody_does_something, *[self.a_worker_takes_its_turn] * 4)
        faults = (
            self.the_answer_was_lost_so_it_is_sent_again,
            self.a_socket_is_cut_and_comes_back,
            self.a_browser_stalls_or_reads_on,
            self.a_worker_is_killed_between_commit_and_publishing,
            self.the_log_is_pruned_while_a_worker_slept,
            self.somebody_else_writes_past_us_and_commits_late,
        )
        for _ in range(STEPS):
            await self.chance.choice(usual if self.chance.random() < 0.8 else faults)()
        self.late.close()
        for request in self.unanswered:
            self.write(*request, is_new=False)

    async def settle(self) -> None:
        """All are connected and read; each worker takes the turn with which it is asked now and then how it is."""
        for browser in self.browsers.values():
            browser.is_stalled = False
            if browser.worker is None:
                await self.connect(browser)
        for worker in self.workers:
            await worker.hub.step()
        for browser in self.browsers.values():
            browser.read()

    def must_be_true(self, browser: Browser) -> None:
        """What a browser shows is what a fresh run shows to it."""
        assert browser.shown == {name: self.fresh(browser, name) for name in PAGE}, browser.name

    def fresh(self, browser: Browser, name: str) -> Any:
        query, arguments = PAGE[name]
        try:
            return self.workers[0].runtime.read(query, browser.credential, **arguments)
        except DomainError as error:
            return error.code

    def close(self) -> None:
        self.late.close()
        for worker in self.workers:
            worker.database.dispose()


@contextmanager
def world_of(database: Database, clock: FrozenClock, seed: int) -> Iterator[World]:
    with database.transaction() as connection:
        connection.execute(sa.insert(Account), [{"id": VERSION, "balance": 0}])
    world = World(database.url.render_as_string(hide_password=False), clock, seed)
    yield world
    world.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_ends_stale_or_goes_back_and_nothing_happens_twice(
    database: Database, clock: FrozenClock, seed: int
) -> None:
    with world_of(database, clock, seed) as world:

        async def scenario() -> None:
            await world.run()
            await world.settle()

        asyncio.run(scenario())
        assert world.workers[0].runtime.read(sample.balance, account_id=VERSION) == world.deeds
        for browser in world.browsers.values():
            world.must_be_true(browser)
