"""The ledger of what providers tell us."""

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlmodel import col, select

from academy.commerce import service
from academy.commerce.events import PaymentSucceeded
from academy.commerce.jobs import ask_for_lost_events, forget_old_events
from academy.commerce.models import DisputeStatus, EventOutcome, Purchase, PurchaseStatus
from academy.commerce.service.inbound import KEPT_FOR, KEPT_UNSIGNED, UNSIGNED_FROM_ONE, UNSIGNED_IN_ALL
from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Denied, Invalid, NotFound, TooManyRequests
from academy.live import SYSTEM, Context, events
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


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Handing over what was paid for raises as long as the list has something in it."""
    faults = [True]

    def fail(ctx: Context, fact: PaymentSucceeded) -> None:
        if faults:
            ctx.session.get_one(Purchase, fact.purchase_id).gateway = "half done"
            ctx.session.flush()
            raise RuntimeError("the shelf is empty")

    monkeypatch.setitem(events._subscribers, PaymentSucceeded, [fail])
    return faults


def test_an_event_that_cannot_be_acted_on_is_kept_with_the_reason(
    till: Till, cast: Cast, paid_event: str, broken: list[bool]
) -> None:
    assert till.deliver(paid_event)[0].outcome == EventOutcome.FAILED
    (row,) = till.ledger()
    assert (row.attempts, row.error) == (1, "RuntimeError: the shelf is empty")
    (purchase,) = till.purchases()
    assert (purchase.status, purchase.gateway) == (PurchaseStatus.PENDING, "local"), "none of it was done"
    broken.clear()
    assert till.deliver(paid_event)[0].outcome == EventOutcome.APPLIED, "sent again, it is tried again"
    (row,) = till.ledger()
    assert (row.attempts, row.error, row.purchase_id) == (2, "", till.purchases()[0].id)


def test_an_administrator_replays_it(live: Live, till: Till, cast: Cast, paid_event: str, broken: list[bool]) -> None:
    till.deliver(paid_event)
    (row,) = till.ledger()
    broken.clear()
    for viewer in (cast.ada, cast.max):
        with pytest.raises(Denied):
            live.write(service.replay_event, viewer, event_id=row.id)
    assert live.write(service.replay_event, cast.olga, event_id=row.id) == EventOutcome.APPLIED
    assert live.write(service.replay_event, cast.olga, event_id=row.id) == EventOutcome.UNCHANGED
    assert till.purchases()[0].status == PurchaseStatus.COMPLETED
    with live.system() as ctx:
        entries = ctx.session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
        assert [entry.changes["outcome"] for entry in entries] == [("failed", "applied"), ("applied", "unchanged")]


def test_administrators_read_the_ledger(
    live: Live, till: Till, cast: Cast, paid_event: str, broken: list[bool]
) -> None:
    till.deliver(paid_event)
    for viewer in (cast.ada, cast.max):
        with pytest.raises(Denied):
            live.read(service.inbound_events, viewer)
        with pytest.raises(Denied):
            live.read(service.inbound_event, viewer, event_id=1)
    (row,) = live.read(service.inbound_events, cast.olga, outcome=EventOutcome.FAILED, words="SHELF checkout").rows
    assert live.read(service.inbound_events, cast.olga, outcome=EventOutcome.APPLIED).rows == []
    assert live.read(service.inbound_events, cast.olga, provider="local").rows == [row]
    assert live.read(service.inbound_events, cast.olga, provider="stripe").rows == []
    assert live.read(service.inbound_events, cast.olga, words="checkout_session").rows == []
    detail = live.read(service.inbound_event, cast.olga, event_id=row.id)
    assert detail is not None
    assert (detail.body, detail.can_replay) == (paid_event, True)
    with live.system() as ctx:
        assert service.events_to_look_at(ctx) == 1


def test_what_is_not_signed_is_kept_only_so_far(live: Live, till: Till, clock: FrozenClock, paid_event: str) -> None:
    """So much from one sender, so much from all; what is signed is taken all the same."""

    def flood(sender: str) -> int:
        taken = 0
        with suppress(TooManyRequests):
            while True:
                live.write(
                    service.receive_event,
                    SYSTEM,
                    provider="local",
                    body=f"{sender} {taken}",
                    is_signature_valid=False,
                    sender=sender,
                )
                taken += 1
        return taken

    assert flood("a") == UNSIGNED_FROM_ONE.times
    assert flood("b") == UNSIGNED_FROM_ONE.times
    assert sum(flood(f"{number}") for number in range(50)) == UNSIGNED_IN_ALL.times - 2 * UNSIGNED_FROM_ONE.times
    assert till.deliver(paid_event)[0].outcome == EventOutcome.APPLIED
    assert len(till.ledger()) == UNSIGNED_IN_ALL.times + 1
    clock.advance(timedelta(days=1))
    assert flood("another") == UNSIGNED_FROM_ONE.times


def test_old_events_are_forgotten_and_what_they_did_is_not(
    till: Till, live: Live, clock: FrozenClock, paid_event: str
) -> None:
    till.deliver(paid_event)
    clock.advance(KEPT_FOR)
    forget_old_events(live)
    assert len(till.ledger()) == 1
    clock.advance(timedelta(seconds=1))
    forget_old_events(live)
    assert till.ledger() == []
    assert till.purchases()[0].status == PurchaseStatus.COMPLETED
    assert till.deliver(paid_event)[0].outcome == EventOutcome.UNCHANGED


def test_what_is_not_signed_is_not_replayed(live: Live, till: Till, cast: Cast, paid_event: str) -> None:
    live.write(service.receive_event, SYSTEM, provider="local", body=paid_event, is_signature_valid=False)
    with pytest.raises(Conflict, match="not signed"):
        live.write(service.replay_event, cast.olga, event_id=till.ledger()[0].id)
    with pytest.raises(NotFound):
        live.write(service.replay_event, cast.olga, event_id=0)


def test_a_dispute_heard_of_before_the_payment_waits_for_it(live: Live, till: Till, paid_event: str) -> None:
    intent = json.loads(paid_event)["data"]["object"]["payment_intent"]
    thing = {"id": "dp_1", "payment_intent": intent, "status": "needs_response"}
    dispute = json.dumps({"id": "evt_d", "type": "charge.dispute.created", "data": {"object": thing}})
    assert till.deliver(dispute)[0].outcome == EventOutcome.UNKNOWN_PURCHASE
    till.deliver(paid_event)
    assert till.purchases()[0].dispute == DisputeStatus.OPEN
    assert {row.outcome for row in till.ledger()} == {EventOutcome.APPLIED}
    lost = dispute.replace("created", "closed").replace("needs_response", "lost").replace("evt_d", "evt_l")
    till.deliver(lost, dispute.replace("evt_d", "evt_again"))
    assert till.purchases()[0].dispute == DisputeStatus.LOST


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
