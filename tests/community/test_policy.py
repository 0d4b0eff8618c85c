"""The policy against what the neighbourhood says of everybody."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlmodel import Session

from academy.community.models import UserSuspension
from academy.community.policy import audiences, may_moderate, may_read, may_write, moderated_audiences
from academy.live import Context, Viewer
from tests.community.neighbourhood import PLACES, STANDINGS, Neighbourhood, build
from tests.world import Live


@pytest.fixture
def hood(live: Live) -> Neighbourhood:
    return build(live)


def test_everybody_reads_writes_and_moderates_where_they_should(live: Live, hood: Neighbourhood) -> None:
    found = {}
    for kind in STANDINGS:
        with seen_by(live, hood.people[kind]) as ctx:
            found[kind] = [
                {place for place in PLACES if may(ctx, hood.threads[place].audience)}
                for may in (may_read, may_write, may_moderate)
            ]
    assert found == {kind: [said.reads, said.writes, said.moderates] for kind, said in STANDINGS.items()}


def test_lists_of_audiences_agree_with_what_may_be_read_and_moderated(live: Live, hood: Neighbourhood) -> None:
    for kind, said in STANDINGS.items():
        with seen_by(live, hood.people[kind]) as ctx:
            lists = ((audiences(ctx), said.reads), (moderated_audiences(ctx), said.moderates))
        for listed, places in lists:
            there = {place for place in PLACES if listed is None or hood.threads[place].audience in listed}
            assert there == places, kind


def test_who_is_suspended_keeps_no_order_there(live: Live, hood: Neighbourhood) -> None:
    april = {"april", "session"}
    for kind in ("moderator", "course instructor", "april moderator", "admin"):
        viewer, said = hood.people[kind], STANDINGS[kind]
        live.add(UserSuspension(user_id=viewer.user_id, audience=hood.threads["april"].audience, reason="Shouting."))
        with seen_by(live, viewer) as ctx:
            listed = moderated_audiences(ctx)
            allowed = {place for place in PLACES if may_moderate(ctx, hood.threads[place].audience)}
            read = {place for place in PLACES if may_read(ctx, hood.threads[place].audience)}
        there = {place for place in PLACES if listed is None or hood.threads[place].audience in listed}
        assert there == allowed == said.moderates - (set() if kind == "admin" else april), kind
        assert read == said.reads, kind


@contextmanager
def seen_by(live: Live, viewer: Viewer) -> Iterator[Context]:
    with live.database.snapshot() as connection, Session(connection) as session:
        yield Context(session, live.clock(), lambda _: viewer)
