"""Every query and mutation of the community, called by people of every kind in every place.

The functions come from the registry: one that is missing in `tests/community/access/` fails the first test. Each is
called for real, in a transaction that is taken back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import Session

from academy.core.errors import Conflict, Denied, DomainError, Invalid, NotFound, SignInRequired, TooManyRequests
from academy.live import Context, Viewer
from academy.live.events import publish
from academy.live.functions import REGISTRY
from tests.community.access import ACCESS
from tests.community.access.rules import Access
from tests.community.neighbourhood import PLACES, STANDINGS, Neighbourhood, build
from tests.databases import sqlite
from tests.queries.calls import all_queries
from tests.world import Live

REFUSED = (SignInRequired, NotFound, Denied)


def functions() -> set[str]:
    all_queries()
    return {name.removeprefix("academy.community.") for name in REGISTRY if name.startswith("academy.community.")}


def test_every_function_says_who_may_call_it() -> None:
    assert functions() == set(ACCESS)


@pytest.fixture
def hood(live: Live) -> Neighbourhood:
    all_queries()
    return build(live)


@sqlite
def test_who_may_call_what_and_learns_nothing_else(live: Live, hood: Neighbourhood) -> None:
    trials = [
        Trial(name, access, kind, place)
        for name, access in ACCESS.items()
        for kind in STANDINGS
        for place in access.places
    ]
    wrong = [f"{trial}: {problem}" for trial in trials if (problem := _problem(live, hood, trial))]
    assert not wrong, "\n".join(wrong)


def test_what_is_not_there_and_what_is_not_open_are_answered_alike(live: Live, hood: Neighbourhood) -> None:
    nothing = {hood.keys["private"]: "cohort.nothing", hood.threads["private"].public_id: "nothing"}
    told_apart, asked = [], 0
    for name, access in ACCESS.items():
        function = REGISTRY[f"academy.community.{name}"]
        with taken_back(live, hood.people["stranger"]) as ctx:
            arguments = access.prepare(ctx, hood, "stranger", "private") if "private" in access.places else {}
            for argument, value in arguments.items():
                if isinstance(value, str) and value in nothing:
                    asked += 1
                    elsewhere = {**arguments, argument: nothing[value]}
                    if _answer(function, ctx, arguments) != _answer(function, ctx, elsewhere):
                        told_apart.append(name)
    assert asked > 30
    assert not told_apart


def _answer(function: Any, ctx: Context, arguments: dict[str, Any]) -> str:
    try:
        answer: str = function.result.dump_json(function(ctx, **arguments)).decode()
    except DomainError as error:
        return repr(error)
    return answer


@dataclass(frozen=True)
class Trial:
    """One kind of person calls a function in one place."""

    name: str
    access: Access
    kind: str
    place: str

    def __str__(self) -> str:
        return f"{self.name} as {self.kind} in {self.place}"


def _problem(live: Live, hood: Neighbourhood, trial: Trial) -> str:
    function = REGISTRY[f"academy.community.{trial.name}"]
    is_allowed = trial.access.allows(trial.kind, trial.place)
    with taken_back(live, hood.people[trial.kind]) as ctx:
        arguments = trial.access.prepare(ctx, hood, trial.kind, trial.place)
        try:
            told = function.result.dump_json(function(ctx, **arguments)).decode()
        except REFUSED as error:
            return f"is refused ({error})" if is_allowed else ""
        except (Invalid, Conflict, TooManyRequests) as error:
            return f"is not called in earnest ({error.message})"
        except DomainError as error:
            return f"raises {error!r}"
        if not is_allowed:
            return "is not refused"
        return _leak(hood, trial.kind, told)


def _leak(hood: Neighbourhood, kind: str, told: str) -> str:
    learnt = [place for place in PLACES if hood.word(place) in told and place not in STANDINGS[kind].reads]
    return f"learns of {', '.join(learnt)}" if learnt else ""


@contextmanager
def taken_back(live: Live, viewer: Viewer) -> Iterator[Context]:
    """Open a transaction of somebody's that leaves nothing behind."""
    with live.database.writer.connect() as connection, connection.begin() as transaction:
        with Session(connection, info={"now": live.clock()}) as session:
            yield Context(session, live.clock(), lambda _: viewer, publish, live)
        transaction.rollback()
