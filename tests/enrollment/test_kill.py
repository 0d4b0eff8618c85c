"""A process killed (SIGKILL) in the middle of checkout, webhook, refund or sweep: in the end nobody can tell.

Another one goes on where it was, and people do again what they were at.
"""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from sqlmodel import select

from academy.catalog.models import Cohort
from academy.commerce import service as commerce
from academy.commerce.jobs import tell_merchant
from academy.commerce.models import LocalCheckout, Purchase, Refund
from academy.core.errors import Conflict
from academy.enrollment import service
from academy.enrollment.jobs import sweep
from academy.enrollment.models import Enrollment, WaitlistEntry
from academy.live import SYSTEM, Context, Runtime, Viewer
from academy.live.job_queue import LEASE
from academy.live.job_runner import JobRunner
from academy.notifications.models import MailMessage, Notification
from tests.commerce.till import Till
from tests.databases import academy_database
from tests.enrollment.seats import assert_laws, make_cohort, make_course, make_people
from tests.killing import Stage, academy, kill_in, points, spread
from tests.world import FrozenClock, Live

ADA, BEN, CLEO = (Viewer(user_id=number, role="individual") for number in (1, 2, 3))
APRIL = 1
KILLS = {"sqlite": 4, "postgres": 2}
"""At so many points of each stage a process is killed."""


@pytest.fixture(autouse=True)
def the_gateway_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the embedded gateway has to tell arrives without a network between."""

    def deliver(runtime: Runtime, *, event_id: str) -> None:
        body = runtime.read(commerce.hosted_event, SYSTEM, event_id=event_id)
        runtime.write(commerce.receive_event, SYSTEM, provider="local", body=body, is_signature_valid=True)

    monkeypatch.setattr(tell_merchant, "body", deliver)


def prepare(live: Live) -> None:
    """One seat in April; Ada, Ben and Cleo would like it."""
    with live.system() as ctx:
        make_people(ctx, 3)
        assert make_cohort(ctx, make_course(ctx), seats=1).id == APRIL


def check_out(live: Live) -> None:
    """Ada takes the seat and pays at the gateway, whose page she may open again."""
    till = Till(live)
    with suppress(Conflict):
        till.pay(till.begin(ADA, till.reserve(ADA, APRIL)))


def hear(live: Live) -> None:
    """The webhook and whatever follows from it."""
    JobRunner(live).run_due()


def wait_and_refund(live: Live) -> None:
    """Ben and Cleo stand in the queue; Ada gives her seat back, and her money goes the same way."""
    for person in (BEN, CLEO):
        with suppress(Conflict):
            live.write(service.join_waitlist, person, cohort_id=APRIL)
    with live.system() as ctx:
        public_id = ctx.session.exec(select(Enrollment.public_id).where(Enrollment.user_id == ADA.user_id)).one()
    live.write(service.cancel_enrollment, ADA, public_id=public_id)
    JobRunner(live).run_due()


def sweep_up(live: Live) -> None:
    """Ben has not answered in two days: the seat is offered to Cleo."""
    assert isinstance(live.clock, FrozenClock)
    sweep(live)
    JobRunner(live).run_due()


STAGES: dict[Stage, timedelta] = {
    check_out: timedelta(0),
    hear: timedelta(0),
    wait_and_refund: timedelta(minutes=5),
    sweep_up: timedelta(hours=49),
}
"""What happens, and how long after the stage before."""


def end_state(live: Live) -> dict[str, Counter[tuple[Any, ...]]]:
    """What people have in the end: seats, places, money, news and mail."""
    with live.system() as ctx:
        assert_laws(ctx.session, ctx.now)
        return {
            "seats": _count(ctx, Enrollment.user_id, Enrollment.status, Enrollment.payment_status),
            "places": _count(ctx, WaitlistEntry.user_id, WaitlistEntry.status),
            "purchases": _count(ctx, Purchase.user_id, Purchase.status, Purchase.refunded_cents),
            "refunds": _count(ctx, Refund.purchase_id, Refund.status, Refund.amount_cents),
            "books": _count(ctx, LocalCheckout.status, LocalCheckout.refunded_cents),
            "news": _count(ctx, Notification.user_id, Notification.kind),
            "mail": _count(ctx, MailMessage.user_id, MailMessage.template),
            "taken": _count(ctx, Cohort.id, Cohort.current_enrollment),
        }


def _count(ctx: Context, *columns: Any) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(row) for row in ctx.session.exec(select(*columns)).all())


def go_through(url: str, *, killed: Stage | None = None, point: int = 0) -> dict[str, Counter[tuple[Any, ...]]]:
    """Let all stages happen, the process being killed in one of them, and return what people have then."""
    clock = FrozenClock()
    with academy(url, clock) as live:
        prepare(live)
    for stage, later in STAGES.items():
        clock.advance(later)
        if stage is killed:
            kill_in(stage, url, clock, point)
            clock.advance(LEASE + timedelta(seconds=1))
        with academy(url, clock) as live:
            stage(live)
    clock.advance(timedelta(minutes=1))
    with academy(url, clock) as live:
        JobRunner(live).run_due()
        return end_state(live)


@cache
def undisturbed(kind: str) -> dict[str, Counter[tuple[Any, ...]]]:
    """What people have if nothing is killed."""
    with academy_database(kind) as url:
        return go_through(url)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
@pytest.mark.parametrize("kind", KILLS)
def test_nothing_is_lost_or_doubled(kind: str, stage: Stage) -> None:
    expected = undisturbed(kind)
    assert expected["seats"] == {(1, "cancelled", "refunded"): 1}
    assert expected["places"] == {(2, "expired"): 1, (3, "offered"): 1}

    clock = FrozenClock()
    with academy_database(kind) as url:
        with academy(url, clock) as live:
            prepare(live)
        for before, later in STAGES.items():
            clock.advance(later)
            count = points(before, url, clock)
            if before is stage:
                break
    for point in spread(count, KILLS[kind]):
        with academy_database(kind) as url:
            assert go_through(url, killed=stage, point=point) == expected, f"killed at {point} of {count}"
