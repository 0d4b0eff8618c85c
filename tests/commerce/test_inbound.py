"""The ledger of what providers tell us."""

from datetime import timedelta

import pytest

from academy.commerce import service
from academy.commerce.jobs import ask_for_lost_events
from academy.commerce.models import EventOutcome, PurchaseStatus
from academy.commerce.service.inbound import KEPT_UNSIGNED
from academy.core.errors import Denied, Invalid
from academy.live import SYSTEM
from tests.commerce.till import Till
from tests.world import Cast, FrozenClock, Live


@pytest.fixture
def paid_event(till: Till, cast: Cast, cohort_id: int) -> str:
    till.pay(till.begin(cast.ada, till.reserve(cast.ada, cohort_id)))
    return till.events()[0]


def test_an_event_is_written_down_and_acted_on(till: Till, clock: FrozenClock, paid_event: str) -> None:
    assert till.deliver(paid_event)[0].outcome == EventOutcome.APPLIED
    (row,) = till.ledger()
    assert (row.kind, row.body, row.is_signature_valid) == ("checkout.session.completed", paid_event, True)
    assert row.received_at == row.processed_at == clock.now
    assert till.purchases()[0].status == PurchaseStatus.COMPLETED


def test_a_repeated_event_is_answered_as_before(till: Till, paid_event: str) -> None:
    till.deliver(paid_event)
    (again,) = till.deliver(paid_event)
    assert (again.outcome, again.is_repeated) == (EventOutcome.APPLIED, True)
    assert len(till.ledger()) == 1


def test_an_unsigned_event_changes_nothing(live: Live, till: Till, paid_event: str) -> None:
    arguments = {"provider": "local", "body": paid_event + " " * 5000, "is_signature_valid": False}
    for _ in range(2):
        assert live.write(service.receive_event, SYSTEM, **arguments).outcome == EventOutcome.REFUSED
    (row,) = till.ledger()
    assert len(row.body) == KEPT_UNSIGNED
    assert till.purchases()[0].status == PurchaseStatus.PENDING
    assert till.deliver(paid_event)[0].outcome == EventOutcome.APPLIED, "it does not stand in the real one's way"


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ('{"id": "evt_1", "type": "customer.created", "data": {"object": {}}}', EventOutcome.IGNORED),
        (
            '{"id": "evt_2", "type": "checkout.session.expired",'
            ' "data": {"object": {"id": "cs", "client_reference_id": "nobody\'s"}}}',
            EventOutcome.UNKNOWN_PURCHASE,
        ),
    ],
)
def test_what_does_not_concern_us_is_written_down_too(till: Till, body: str, outcome: EventOutcome) -> None:
    assert till.deliver(body)[0].outcome == outcome
    assert till.ledger()[0].outcome == outcome


def test_what_is_no_event_is_refused(till: Till) -> None:
    with pytest.raises(Invalid):
        till.deliver("nonsense")
    assert till.ledger() == []


def test_people_may_not(live: Live, cast: Cast) -> None:
    for viewer in (cast.nobody, cast.ada, cast.olga):
        with pytest.raises(Denied):
            live.write(service.receive_event, viewer, provider="local", body="{}", is_signature_valid=True)


def test_a_lost_event_is_asked_for(till: Till, live: Live, clock: FrozenClock, paid_event: str) -> None:
    ask_for_lost_events(live)
    assert till.purchases()[0].status == PurchaseStatus.PENDING, "it may still be on its way"
    clock.advance(timedelta(minutes=6))
    ask_for_lost_events(live)
    assert till.purchases()[0].status == PurchaseStatus.COMPLETED
    assert till.deliver(paid_event)[0].outcome == EventOutcome.UNCHANGED
