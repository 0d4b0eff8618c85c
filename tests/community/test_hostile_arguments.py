"""Every query and mutation of the community, called with what no page asks: it ends in an answer or in words."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from math import inf, nan
from typing import Any, get_type_hints

from academy.core.errors import DomainError
from academy.live.functions import REGISTRY
from tests.community.access import ACCESS
from tests.community.neighbourhood import Neighbourhood
from tests.community.test_access import taken_back
from tests.queries.calls import all_queries
from tests.world import Live

NUMBERS = [10**30, 2**31 - 1, -1]
NINES = "9" * 40
VALUES: dict[Any, list[Any]] = {
    int: NUMBERS,
    int | None: NUMBERS,
    float: [inf, -inf, nan, 1e300],
    list[int]: [[number] for number in NUMBERS],
    list[list[int]]: [[[]], [[1]], *([[number] * 3] for number in NUMBERS)],
    list[str]: [["\0"]],
    datetime: [
        datetime.fromisoformat("2026-03-01T10:00:00"),
        datetime.min.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
    ],
}
TEXTS: dict[str, list[str]] = {
    "place": [f"cohort.{NINES}", f"session.{{april}}.{NINES}", "lesson.{april}.٣", "lesson.{april}.-1", "." * 1000],
    "content": ["Hi @[x](person:9999999999)", "[" * 10_000],
    "until": ["[" * 5000, f"[{NINES}]", f'["2020-01-01T00:00:00Z", {NINES}]', '["9999-12-31T23:59:59-10:00", 1]'],
}


def hostile(function: Any, arguments: dict[str, Any], hood: Neighbourhood) -> Iterator[dict[str, Any]]:
    """Yield the arguments with one of them replaced, in every way."""
    for name, kind in get_type_hints(function.body).items():
        if name in {"ctx", "return"}:
            continue
        values = VALUES.get(kind, [])
        if kind is str:
            april = hood.rows["april"].public_id
            values = ["\ud800", "\0", *(text.format(april=april) for text in TEXTS.get(name, []))]
        yield from ({**arguments, name: value} for value in values)


def test_nothing_that_is_asked_ends_otherwise_than_in_words(live: Live, hood: Neighbourhood) -> None:
    all_queries()
    wrong = []
    for name, access in ACCESS.items():
        function = REGISTRY[f"academy.community.{name}"]
        with taken_back(live, hood.people["admin"]) as ctx:
            prepared = access.prepare(ctx, hood, "admin", access.places[0])
            for arguments in hostile(function, prepared, hood):
                changed = {key: value for key, value in arguments.items() if value is not prepared.get(key)}
                try:
                    with suppress(DomainError), ctx.session.begin_nested():
                        function.result.dump_json(function(ctx, **arguments))
                        ctx.session.flush()
                except Exception as error:
                    wrong.append(f"{name}({str(changed)[:90]}): {str(error).splitlines()[0]!r:.150}")
    assert not wrong, "\n".join(wrong)
