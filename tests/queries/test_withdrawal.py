"""A right withdrawn while somebody is watching: the screen clears at once, with no further event.

No query of the academy depends on a consent yet; the first one that does has a policy of its own, and
`test_every_policy_is_withdrawn` asks for a case here.
"""

import asyncio
import logging
from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest

from academy.identity.policy import system_only
from academy.identity.service.demo import demo_mode
from academy.live import everyone
from academy.notifications.policy import in_the_demo, inbox_is_open
from tests.live.conftest import Audience
from tests.queries.calls import Call, all_queries
from tests.queries.rights import RIGHTS, Right
from tests.queries.town import Town, session_of
from tests.queries.watching import Look, assert_true, turn, watch
from tests.world import Live

NOT_OF_PEOPLE = {everyone, system_only, demo_mode, inbox_is_open, in_the_demo}
"""Policies that do not ask who is looking, so that nobody can lose anything."""


def test_every_policy_is_withdrawn() -> None:
    """Somebody loses what a policy opened; a policy without a case needs one in `RIGHTS`."""
    lost = {query.policy for right in RIGHTS.values() if isinstance(right.then, str) for query in right.opens}
    missing = {query.policy for query in all_queries()} - lost - NOT_OF_PEOPLE
    assert not missing, f"let somebody lose what these open (RIGHTS in tests/queries/rights.py): {missing}"


def test_a_right_withdrawn_clears_the_screen_at_once(
    live: Live, town: Town, audience: Callable[[], Any], caplog: pytest.LogCaptureFixture
) -> None:
    """They are withdrawn one by one. Otto, who loses nothing, looks at the same; his screens stay true."""
    sign_in_for_each(live, town)
    lost = {
        name: [Look(name if right.holder else None, Call(query, of(town))) for query, of in right.opens.items()]
        for name, right in RIGHTS.items()
    }
    calls = {str(look.call): look.call for looks in lost.values() for look in looks}
    looks = [*chain(*lost.values()), *(Look("otto", call) for call in calls.values())]

    async def scenario() -> None:
        people: Audience
        async with audience() as people:
            await watch(people, looks)
            for name, right in RIGHTS.items():
                before = [people.shown[str(look), ""] for look in lost[name]]
                assert not any(is_lost(right, shown) for shown in before), f"{name}: {before}"
                await asyncio.to_thread(right.withdraw, live, town, name)
                await turn(live, people)
                after = [people.shown[str(look), ""] for look in lost[name]]
                assert all(is_lost(right, shown) for shown in after), f"{name}: {after}"
                assert_true(live, people, lost[name], name)
            assert_true(live, people, looks, "in the end")

    with caplog.at_level(logging.ERROR, "academy.live"):
        asyncio.run(scenario())
    assert not caplog.records, "no query failed on the way"


def sign_in_for_each(live: Live, town: Town) -> None:
    """Let the holder of each right look in a browser of its own."""
    with live.system() as ctx:
        for name, right in RIGHTS.items():
            if right.holder is not None and name not in town:
                town[name] = session_of(ctx, town[right.holder], name)
                ctx.session.add(town[name])


def is_lost(right: Right, shown: Any) -> bool:
    if isinstance(right.then, str):
        return bool(shown == right.then)
    return not isinstance(shown, str) and right.then(shown)
