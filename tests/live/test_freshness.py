"""Whatever is asked and however it is written, what every subscriber holds equals a fresh run, after each step.

Random queries over random schemas, watched by clients of one hub or two, while services, strangers and transactions
that take their time write. `FRESHNESS=30 pytest tests/live/test_freshness.py` tries thirty times as much as usual.
"""

import asyncio
import logging
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from academy.core.database import Database
from academy.core.errors import DomainError
from academy.live import capture, hub
from academy.live.context import ANONYMOUS, Context, Viewer
from academy.live.hub import Hub
from academy.live.nodes import Wanted, Watch
from academy.live.runtime import Runtime
from academy.live.tracking import watch_reads
from tests.databases import empty_database
from tests.live.conftest import START
from tests.live.random_programs import Program, add_views, programs, random_program, run_guarded_program, run_program
from tests.live.random_schemas import Chance, first_rows, random_schema
from tests.live.random_writes import LOSE_TO_NOBODY, Transaction, random_transaction, run, transactions

pytestmark = [
    pytest.mark.filterwarnings("ignore:SELECT statement has a cartesian product"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

MORE = int(os.environ.get("FRESHNESS", "1"))
EXAMPLES = {"sqlite": 20, "postgres": 8}
STEPS = 40
PROGRAMS = 8
TRIES = 3
Place = tuple[int, str, str]
"""A target on the screen of a client of one of the hubs."""

WAYS = ["service", "service", "ours", "stranger", "careless stranger"]
"""Who writes, and how."""
chances = st.integers(0, 2**64 - 1).map(Chance.of)


class Freshness(RuleBasedStateMachine):
    """A database that many write to, and screens that show what is in it."""

    def __init__(self, url: str) -> None:
        super().__init__()
        programs.clear()
        transactions.clear()
        self.url = url
        self.loop = asyncio.new_event_loop()
        self.asked: dict[Place, int] = {}
        self.shown: dict[Place, Any] = {}
        self.slow: tuple[Transaction, Session] | None = None
        self.runtimes: list[Runtime] = []
        self.hubs: list[Hub] = []

    @initialize(chance=chances, number=st.integers(1, 2))
    def begin(self, chance: Chance, number: int) -> None:
        self.schema = random_schema(chance)
        for at in range(number):
            database = Database(self.url)
            watch_reads(database.reader, self.schema.metadata)
            self.runtimes.append(Runtime(database, _nobody))
            self.hubs.append(Hub(self.runtimes[-1], partial(self._publish, at)))
        self.database = self.runtimes[0].database
        self.dialect = self.database.writer.dialect
        with Session(self.database.writer) as session, session.begin():
            self.schema.metadata.create_all(session.connection())
            capture.install(session.connection(), self.schema.metadata)
            for row in first_rows(chance, self.schema):
                run(partial(_send, row), session)
            run(partial(add_views, chance, self.schema), session)
        for each in self.hubs:
            self.loop.run_until_complete(each.start())
        for client in ("ada", "ben"):
            self._open_page(chance.below(number), client, chance)

    @rule(chance=chances, what=st.sampled_from([*WAYS, "come or go", "take time"]))
    def step(self, chance: Chance, what: str) -> None:
        """Take one of all steps: of several rules Hypothesis leaves some out, and with them whole examples."""
        if what == "come or go":
            self._come_or_go(chance)
        elif what == "take time" and not self.database.is_sqlite:
            self._begin_or_end_slowly(chance)
        else:
            way = chance.pick(*WAYS) if what == "take time" else what
            self._transaction(chance, way).run(chance.pick(*self.runtimes))

    @invariant()
    def all_is_fresh(self) -> None:
        for each in self.hubs:
            self.loop.run_until_complete(each.turn())
        with self.database.snapshot() as connection:
            fresh = {number: _fresh(connection, number) for number in set(self.asked.values())}
        for place, number in self.asked.items():
            assert self.shown[place] == fresh[number], f"{programs[number]}\n{self.shown[place]}\n{fresh[number]}"

    def teardown(self) -> None:
        if self.slow is not None:
            self.slow[1].close()
        for each in self.hubs:
            self.loop.run_until_complete(each.stop())
        for runtime in self.runtimes:
            runtime.database.dispose()
        if self.runtimes:
            self.schema.mapped.dispose()
        self.loop.close()

    def _come_or_go(self, chance: Chance) -> None:
        """Open a page, ask for something more on it, or leave it."""
        at, client = self._somebody(chance)
        match chance.pick("ask", "ask", "ask", "open", "leave"):
            case "ask":
                self._ask(at, client, self._programs(chance, 2), is_all=False)
            case "open":
                self._open_page(at, client, chance)
            case "leave":
                self._forget(at, client)
                self.hubs[at].leave(client)

    def _open_page(self, at: int, client: str, chance: Chance) -> None:
        numbers = self._programs(chance, PROGRAMS)
        self._forget(at, client)
        self._ask(at, client, numbers, is_all=True)

    def _begin_or_end_slowly(self, chance: Chance) -> None:
        """Begin a transaction and leave it open, or end the one that is; it does not lose to those between."""
        if self.slow is None:
            transaction = self._transaction(chance, "ours")
            self.slow = transaction, transaction.begin(self.database, LOSE_TO_NOBODY)
        else:
            transaction, session = self.slow
            transaction.end(session)
            self.slow = None

    def _somebody(self, chance: Chance) -> tuple[int, str]:
        return chance.below(len(self.hubs)), chance.pick("ada", "ben")

    def _publish(self, at: int, watches: list[Watch]) -> None:
        for watch in watches:
            assert (at, watch.client, watch.target) in self.asked
            self.shown[at, watch.client, watch.target] = _visible(watch.outcome)

    def _programs(self, chance: Chance, number: int) -> list[int]:
        found = (self._program(chance) for _ in range(number))
        return [program for program in found if program is not None]

    def _program(self, chance: Chance) -> int | None:
        """Choose a program that somebody has asked for, or another one that the database understands."""
        if self.asked and chance.one_in(4):
            number: int = chance.pick(*self.asked.values())
            return number
        program = self._new_program(chance)
        if program is None:
            return None
        programs.append(program)
        if chance.one_in(4):
            program.overtaken_by.append(partial(self._transaction(chance, "ours").run, self.runtimes[0]))
        return len(programs) - 1

    def _new_program(self, chance: Chance) -> Program | None:
        """Choose a program that finds something now, or else the last that the database understands."""
        understood = None
        for _ in range(TRIES):
            try:
                program = random_program(chance, self.schema, self.dialect)
                with self.database.snapshot() as connection, Session(connection) as session:
                    if program.guard:
                        program.guard(session, [])
                    found = program.run(session)
            except (SQLAlchemyError, LookupError):
                continue
            understood = program
            if any(found):
                break
        return understood

    def _transaction(self, chance: Chance, way: str) -> Transaction:
        return random_transaction(chance, self.schema, self.dialect, way)

    def _ask(self, at: int, client: str, numbers: list[int], *, is_all: bool) -> None:
        wanted = {f"{number}": Wanted(_query(number), {"number": number}, None) for number in numbers}
        outcomes = self.loop.run_until_complete(self.hubs[at].watch(client, wanted, is_all=is_all))
        for number in numbers:
            programs[number].overtaken_by.clear()
        for target, outcome in outcomes.items():
            self.asked[at, client, target] = int(target)
            self.shown[at, client, target] = _visible(outcome)

    def _forget(self, at: int, client: str) -> None:
        for place in [place for place in self.asked if place[:2] == (at, client)]:
            del self.asked[place], self.shown[place]


def _fresh(connection: Connection, number: int) -> Any:
    with Session(connection, autoflush=False) as session:
        try:
            return _query(number)(Context(session, START, lambda _: ANONYMOUS), number=number)
        except DomainError as error:
            return error.code
        except (SQLAlchemyError, LookupError):
            session.rollback()
            return "error"


def _nobody(_context: Context, _credential: str) -> Viewer:
    return ANONYMOUS


def _send(statement: sa.Executable, session: Session) -> None:
    session.execute(statement)


def _query(number: int) -> Any:
    return run_guarded_program if programs[number].guard else run_program


def _visible(outcome: Any) -> Any:
    return outcome.problem.code if outcome.problem else outcome.value


def _new_file(folder: Path) -> str:
    return f"sqlite:///{folder / uuid4().hex}.db"


def _emptied(url: str) -> str:
    with sa.create_engine(url, poolclass=sa.NullPool).begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    return url


def hold(kind: str, examples: int, folder: Path, **more: Any) -> None:
    """Try so many examples."""
    with empty_database(kind, folder) as url:
        url_of: Callable[[], str] = partial(_new_file, folder) if kind == "sqlite" else partial(_emptied, url)
        run_state_machine_as_test(
            lambda: Freshness(url_of()),
            settings=settings(
                max_examples=examples,
                stateful_step_count=STEPS,
                deadline=None,
                derandomize=True,
                print_blob=True,
                suppress_health_check=[*HealthCheck],
                **more,
            ),
        )


@pytest.mark.parametrize("kind", EXAMPLES)
def test_what_every_subscriber_holds_equals_a_fresh_run(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "academy.live.turn")
    monkeypatch.setattr(hub, "TURN_SECONDS", 0)
    hold(kind, EXAMPLES[kind] * MORE, tmp_path)
