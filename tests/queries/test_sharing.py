"""No result ever crosses viewers: everybody holds what they would see if they looked alone."""

import asyncio
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from academy.admin import service as admin
from academy.catalog import service as catalog
from academy.catalog.models import CohortStatus
from academy.community import service as community
from academy.community.models import ActKind
from academy.enrollment import service as enrollment
from academy.identity import service as identity
from academy.identity.models import ScopedRole
from academy.identity.schemas import Browser
from academy.live import SYSTEM, Tab, everyone
from academy.live.models import JobState
from academy.tables import metadata
from tests.live.conftest import Audience
from tests.queries.calls import all_calls, forgotten
from tests.queries.town import Town
from tests.queries.watching import assert_true, everybody_at, seen_anew, turn, watch
from tests.world import Live

Deed = Callable[[Live, Town], object]

DEEDS: dict[str, Deed] = {
    "Ben gives his seat back": lambda live, town: live.write(
        enrollment.cancel_hold, "ben", public_id=town["ben in april"].public_id
    ),
    "Cleo takes a seat": lambda live, town: live.write(enrollment.reserve_seat, "cleo", cohort_id=town["april"].id),
    "Ada leaves": lambda live, town: live.write(
        enrollment.cancel_enrollment, "ada", public_id=town["ada in april"].public_id
    ),
    "Ada has another name": lambda live, town: live.write(
        identity.edit_profile, "ada", name="Ada L.", title="", company="", phone_number="", zone="Europe/Berlin"
    ),
    "Ed comes to the draft": lambda live, town: live.write(
        catalog.enter_course, "ed", course_id=town["draft"].id, tab=Tab(client="ed's", worker="w")
    ),
    "Otto comes to the basics, where nobody was": lambda live, town: live.write(
        catalog.enter_course, "otto", course_id=town["basics"].id, tab=Tab(client="otto's", worker="w")
    ),
    "the strategy becomes a draft": lambda live, town: live.write(
        catalog.unpublish_course, "olga", course_id=town["strategy"].id
    ),
    "there are more seats in May": lambda live, town: live.write(
        catalog.set_capacity, "olga", cohort_id=town["may"].id, capacity=9
    ),
    "the private cohort is called off": lambda live, town: live.write(
        catalog.move_cohort, "olga", cohort_id=town["private"].id, status=CohortStatus.CANCELLED
    ),
    "Max may edit everything": lambda live, town: live.write(
        identity.give_role, "olga", user_id=town["max"].id, role=ScopedRole.CONTENT_EDITOR
    ),
    "Ada wants to sign in": lambda live, town: live.write(
        identity.request_sign_in, email="ada@town.test", next_path="/", browser=Browser()
    ),
    "Otto takes the thread of April away": lambda live, town: live.write(
        community.moderate, "otto", public_id=town["thread april"].public_id, kind=ActKind.HIDE
    ),
    "a job is tried again": lambda live, town: live.write(
        admin.retry_jobs, "olga", job_ids=[town[f"job {JobState.FAILED}"].id]
    ),
}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_query_is_forgotten(town: Town) -> None:
    missing = list(forgotten(town))
    assert not missing, f"say in `arguments_of` (tests/queries/calls.py) what these are asked: {', '.join(missing)}"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_town_has_something_of_all_that_is_read(live: Live, town: Town, audience: Callable[[], Any]) -> None:
    """A table that is empty would prove nothing of what depends on it."""

    async def scenario() -> None:
        async with audience() as people:
            await watch(people, everybody_at(all_calls(town), ["ada", "ines", "olga", SYSTEM]))
            reads = [node.reads for node in people.hub._nodes]
        read = {table for one in reads for table in (*one.tables, *one.keys)}
        with live.database.snapshot() as connection:
            empty = {name for name in read if connection.execute(sa.select(metadata.tables[name])).first() is None}
        assert not empty, f"put a row of these into tests/queries/town: {empty}"

    asyncio.run(scenario())


@pytest.mark.parametrize(("database", "seed"), [("sqlite", 1), ("postgres", 2)], indirect=["database"])
def test_no_result_crosses_viewers(live: Live, town: Town, audience: Callable[[], Any], seed: int) -> None:
    """Half of them look before anything happens, the others join when it has, each in any order.

    There is everybody to whom something is shown that is not for everybody, and some of the others.
    """
    chance, looks, deeds = Random(seed), everybody_at(all_calls(town)), list(DEEDS)
    seen = seen_anew(live, looks)
    told = [look for look in looks if look.call.query.policy is not everyone and not isinstance(seen[look], str)]
    looks = told + chance.sample([look for look in looks if look not in told], 300)
    chance.shuffle(looks)
    chance.shuffle(deeds)
    early = looks[: len(looks) // 2]

    async def scenario() -> None:
        people: Audience
        async with audience() as people:
            await watch(people, early)
            assert_true(live, people, early, "at first")
            for deed in deeds:
                await asyncio.to_thread(DEEDS[deed], live, town)
                await turn(live, people)
            assert_true(live, people, early, f"after {deeds}")
            await watch(people, looks[len(early) :])
            assert_true(live, people, looks, f"joining after {deeds}")

    asyncio.run(scenario())
