"""Asking, answering, parting and blocking, one by one."""

from datetime import timedelta

import pytest
from sqlmodel import select

from academy import routes
from academy.catalog.models import Cohort
from academy.community import service, subscribers
from academy.community.events import ConnectionAccepted, ConnectionRequested
from academy.community.models import ConnectionStatus, PeerConnection
from academy.community.schemas.people import PersonCard, Standing
from academy.community.service.connections import forget_note
from academy.core.errors import Conflict, Invalid, NotFound, TooManyRequests
from academy.identity import service as identity
from academy.live import SYSTEM, Context, Viewer, events
from tests.community.acquaintances import asked_by, key, known_to, take_seat, waiting_for
from tests.enrollment.seats import make_cohort, make_course, make_people
from tests.world import Cast, Live

__all__ = ["subscribers"]

pytestmark = pytest.mark.usefixtures("cohort")


@pytest.fixture
def cohort(live: Live, cast: Cast) -> Cohort:
    """A cohort that Ada and Ben are in."""
    with live.system() as ctx:
        made = make_cohort(ctx, make_course(ctx))
        for person in (cast.ada, cast.ben):
            take_seat(ctx, person, made)
    return made


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What is told of, instead of being acted upon."""
    told: list[object] = []

    def note(_ctx: Context, fact: object) -> None:
        told.append(fact)

    for fact in (ConnectionRequested, ConnectionAccepted):
        monkeypatch.setitem(events._subscribers, fact, [note])
    return told


def ask(live: Live, one: Viewer, other: Viewer, note: str = "") -> bool:
    return live.write(service.ask_to_connect, one, user_id=key(other), note=note)


def card(live: Live, viewer: Viewer, person: Viewer) -> PersonCard:
    found = live.read(service.person_card, viewer, user_id=key(person))
    assert found is not None
    return found


def mark(live: Live, person: Viewer) -> int:
    """What stands beside the network in the side bar."""
    me = live.read(identity.me, person)
    assert me is not None
    return next(page.count for place in me.places for page in place.pages if page.url == routes.NETWORK.url())


def row(live: Live) -> PeerConnection:
    with live.system() as ctx:
        return ctx.session.exec(select(PeerConnection)).one()


def test_a_request_is_accepted(live: Live, cast: Cast, facts: list[object]) -> None:
    assert not ask(live, cast.ada, cast.ben, " We met\u200b in April. ")
    (request,) = live.read(service.my_requests, cast.ben).received
    assert (request.user_id, request.note, request.cohorts) == (
        key(cast.ada),
        "We met in April.",
        ["AI Enablement, April"],
    )
    assert live.read(service.open_requests, cast.ben) == 1
    assert live.read(service.open_requests, cast.ada) == 0
    assert mark(live, cast.ben) == 1
    assert card(live, cast.ada, cast.ben).standing == Standing.SENT
    live.write(service.accept, cast.ben, user_id=key(cast.ada))
    assert mark(live, cast.ben) == 0
    assert known_to(live, cast.ada) == {key(cast.ben)}
    assert known_to(live, cast.ben) == {key(cast.ada)}
    assert card(live, cast.ben, cast.ada).standing == Standing.CONNECTED
    assert facts == [ConnectionRequested(row(live).id), ConnectionAccepted(row(live).id)]
    assert row(live).user_id < row(live).connected_user_id


def test_requests_that_cross_accept_each_other(live: Live, cast: Cast, facts: list[object]) -> None:
    ask(live, cast.ada, cast.ben)
    assert ask(live, cast.ben, cast.ada)
    assert known_to(live, cast.ada) == {key(cast.ben)}
    assert facts == [ConnectionRequested(row(live).id), ConnectionAccepted(row(live).id)]


def test_a_decline_is_silent_for_thirty_days(live: Live, cast: Cast, facts: list[object]) -> None:
    ask(live, cast.ada, cast.ben, "We met in April.")
    live.write(service.decline_request, cast.ben, user_id=key(cast.ada))
    assert asked_by(live, cast.ada) == {key(cast.ben)}, "it stands, as far as Ada knows"
    assert waiting_for(live, cast.ben) == set()
    live.write(service.withdraw, cast.ada, user_id=key(cast.ben))
    assert asked_by(live, cast.ada) == set()
    assert not ask(live, cast.ada, cast.ben), "asking anew seems to work"
    assert waiting_for(live, cast.ben) == set(), "but Ben is left alone"
    assert len(facts) == 1
    live.clock.advance(timedelta(days=30))  # type: ignore[attr-defined]
    assert asked_by(live, cast.ada) == set()
    ask(live, cast.ada, cast.ben)
    assert waiting_for(live, cast.ben) == {key(cast.ada)}
    assert len(facts) == 2


def test_whoever_declined_may_ask(live: Live, cast: Cast) -> None:
    ask(live, cast.ada, cast.ben)
    live.write(service.decline_request, cast.ben, user_id=key(cast.ada))
    assert ask(live, cast.ben, cast.ada), "Ada's request still stands for her"


def test_a_decline_can_be_undone_for_a_moment(live: Live, cast: Cast) -> None:
    ask(live, cast.ada, cast.ben, "We met in April.")
    asked = live.read(service.my_requests, cast.ben).received
    live.write(service.decline_request, cast.ben, user_id=key(cast.ada))
    assert (card(live, cast.ben, cast.ada).note, card(live, cast.ada, cast.ben).note) == ("", "")
    live.write(service.undo_decline, cast.ben, user_id=key(cast.ada))
    assert live.read(service.my_requests, cast.ben).received == asked, "as it was, with what was written"
    live.scheduled.clear()
    live.write(service.decline_request, cast.ben, user_id=key(cast.ada))
    [forgetting] = live.scheduled
    live.clock.advance(timedelta(minutes=10))  # type: ignore[attr-defined]
    live.write(forget_note, SYSTEM, **forgetting.arguments)
    assert (forgetting.when, row(live).note) == (live.clock(), ""), "what was written goes"
    with pytest.raises(Conflict):
        live.write(service.undo_decline, cast.ben, user_id=key(cast.ada))


def test_a_request_is_taken_back(live: Live, cast: Cast) -> None:
    ask(live, cast.ada, cast.ben)
    live.write(service.withdraw, cast.ada, user_id=key(cast.ben))
    assert waiting_for(live, cast.ben) == set()
    with pytest.raises(Conflict, match="taken back"):
        live.write(service.accept, cast.ben, user_id=key(cast.ada))


def test_nobody_accepts_their_own_request(live: Live, cast: Cast) -> None:
    ask(live, cast.ada, cast.ben)
    for mutation in (service.accept, service.decline_request):
        with pytest.raises(Conflict):
            live.write(mutation, cast.ada, user_id=key(cast.ben))
    with pytest.raises(Conflict):
        live.write(service.withdraw, cast.ben, user_id=key(cast.ada))


def test_whoever_parts_may_come_back_for_a_moment(live: Live, cast: Cast) -> None:
    ask(live, cast.ada, cast.ben)
    live.write(service.accept, cast.ben, user_id=key(cast.ada))
    live.write(service.part, cast.ben, user_id=key(cast.ada))
    assert known_to(live, cast.ada) == known_to(live, cast.ben) == set()
    with pytest.raises(Conflict):
        live.write(service.undo_part, cast.ada, user_id=key(cast.ben))
    live.write(service.undo_part, cast.ben, user_id=key(cast.ada))
    assert known_to(live, cast.ada) == {key(cast.ben)}
    live.write(service.part, cast.ben, user_id=key(cast.ada))
    assert not ask(live, cast.ada, cast.ben), "either may ask anew at once"
    assert waiting_for(live, cast.ben) == {key(cast.ada)}


def test_what_cannot_be_asked(live: Live, cast: Cast) -> None:
    for whom, note, error in ((cast.ada, "", Invalid), (cast.ben, "x" * 301, Invalid), (cast.max, "", NotFound)):
        with pytest.raises(error):
            ask(live, cast.ada, whom, note)


def test_asking_is_limited(live: Live, cast: Cast, cohort: Cohort) -> None:
    with live.system() as ctx:
        many = make_people(ctx, 21)
        for person in many:
            take_seat(ctx, person, cohort)
    for person in many[:20]:
        ask(live, cast.ada, person)
    with pytest.raises(TooManyRequests):
        ask(live, cast.ada, many[20])


def test_a_block_ends_what_there_is_and_is_silent(live: Live, cast: Cast, facts: list[object]) -> None:
    ask(live, cast.ada, cast.ben)
    live.write(service.accept, cast.ben, user_id=key(cast.ada))
    live.write(service.block, cast.ben, user_id=key(cast.ada))
    assert known_to(live, cast.ada) == set()
    assert card(live, cast.ada, cast.ben) == PersonCard(user_id=key(cast.ben), name="Ben")
    assert card(live, cast.ben, cast.ada).standing == Standing.BLOCKED
    told = len(facts)
    assert not ask(live, cast.ada, cast.ben, "Hello?")
    assert card(live, cast.ada, cast.ben).standing == Standing.SENT, "it looks as if nobody answered"
    assert waiting_for(live, cast.ben) == set()
    assert len(facts) == told
    assert [row.user_id for row in live.read(service.my_blocks, cast.ben)] == [key(cast.ada)]
    assert live.read(service.my_blocks, cast.ada) == []
    with pytest.raises(Conflict, match="blocked"):
        ask(live, cast.ben, cast.ada)
    live.write(service.unblock, cast.ben, user_id=key(cast.ada))
    assert waiting_for(live, cast.ben) == set(), "what came in the meantime stays away"
    assert known_to(live, cast.ben) == set()


def test_a_block_takes_the_others_request_out_of_sight(live: Live, cast: Cast) -> None:
    ask(live, cast.ada, cast.ben)
    live.write(service.block, cast.ben, user_id=key(cast.ada))
    assert waiting_for(live, cast.ben) == set()
    assert asked_by(live, cast.ada) == {key(cast.ben)}
    assert row(live).status == ConnectionStatus.DECLINED


def test_a_block_is_no_way_around_a_decline(live: Live, cast: Cast) -> None:
    ask(live, cast.ada, cast.ben)
    live.write(service.decline_request, cast.ben, user_id=key(cast.ada))
    live.write(service.block, cast.ada, user_id=key(cast.ben))
    live.write(service.unblock, cast.ada, user_id=key(cast.ben))
    ask(live, cast.ada, cast.ben)
    assert waiting_for(live, cast.ben) == set()


def test_who_is_blocked_is_known_to_other_services(live: Live, cast: Cast) -> None:
    live.write(service.block, cast.ben, user_id=key(cast.ada))
    with live.system() as ctx:
        assert service.is_blocked(ctx, key(cast.ada), key(cast.ben))
        assert service.blocked_pairs(ctx, key(cast.ada)) == {key(cast.ben)}
        assert service.blocked_pairs(ctx, key(cast.max)) == set()
