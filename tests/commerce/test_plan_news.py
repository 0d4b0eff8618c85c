"""News of subscriptions may come late, twice, in any order or never: in the end the books are the provider's."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from academy.commerce import jobs, service
from academy.commerce.gateway import SubscriptionReport
from academy.commerce.models import (
    Entitlement,
    LocalCheckoutStatus,
    Purchase,
    SeatAfter,
    Subscription,
    SubscriptionStatus,
)
from academy.commerce.stripe_shapes import GOOD_CARD, ONCE_GOOD_CARD
from academy.core.errors import Conflict
from academy.identity.models import User, UserRole
from academy.live import SYSTEM, Context, Viewer
from tests.commerce.plans import MONTHLY, Plans
from tests.commerce.till import Till, kind_of
from tests.world import Cast, Live

ORDERS = 60
DAY = timedelta(days=1)


def state(ctx: Context, user_id: int) -> list[Any]:
    """All that should not depend on how news came."""
    plan = ctx.session.exec(select(Subscription).where(Subscription.user_id == user_id)).one()
    paid = select(Purchase).where(Purchase.subscription_id == plan.id).order_by(col(Purchase.period_start))
    until = ctx.session.exec(select(Entitlement.until).where(Entitlement.subscription_id == plan.id)).one()
    periods = [(row.period_start, row.period_end, row.amount_cents, row.status) for row in ctx.session.exec(paid)]
    return [plan.status, plan.period_end, plan.cancel_at_period_end, plan.unpaid_url, until, periods]


def life(plans: Plans, person: Viewer) -> list[tuple[datetime, SubscriptionReport]]:
    """A life at the gateway: refused once, paid late, renewed, ending; with what was answered whenever asked."""
    till, live = plans.till, plans.till.live
    order = plans.order(person)
    plans.pay(plans.open(person, order), card=ONCE_GOOD_CARD)
    session = next(book for book in till.books() if book.plan is not None)
    provider_id = str((session.plan or {})["subscription"])
    told = []

    def ask() -> None:
        told.append((live.clock(), till.gateway.fetch_subscription(provider_id)))

    ask()
    for days in (28, 3, 1):
        till.wait(days * DAY)
        with_gateway_alone(till)
        ask()
    till.wait(3 * DAY)
    with_gateway_alone(till)
    live.write(service.pay_hosted_checkout, public_id=plans.pages()[-1].public_id)
    ask()
    till.wait(31 * DAY)
    with_gateway_alone(till)
    ask()
    till.wait(DAY)
    till.gateway.set_ending(provider_id, is_ending=True)
    ask()
    return told


def with_gateway_alone(till: Till) -> None:
    """Do what is due at the gateway, and nothing here."""
    ours = [job for job in till.live.scheduled if "hosted_plan" not in job.job]
    till.live.scheduled[:] = [job for job in till.live.scheduled if "hosted_plan" in job.job]
    till.work()
    till.live.scheduled.extend(ours)


def test_whatever_is_heard_when_the_last_word_counts(live: Live, plans: Plans, cast: Cast) -> None:
    told = life(plans, cast.ada)
    with live.system() as ctx:
        for asked_at, report in told:
            service.receive_subscription(ctx, report=report, asked_at=asked_at)
        end = state(ctx, cast.ada.user_id or 0)
        reference = told[0][1].reference
        first = ctx.session.exec(select(Purchase).where(Purchase.public_id == reference)).one()
        terms = first.model_dump(include={"offer_id", "subtotal_cents", "amount_cents", "gateway"})
    assert end[0] == SubscriptionStatus.ACTIVE
    assert len(end[-1]) == 3
    for seed in range(ORDERS):
        chance = random.Random(seed)
        heard = [*chance.choices(told[:-1], k=chance.randrange(12)), told[-1]]
        chance.shuffle(heard)
        with live.system() as ctx:
            somebody = User(email=f"{seed}@example.com", name="Somebody")
            ctx.session.add(somebody)
            ctx.session.flush()
            ctx.session.add(Purchase(public_id=f"order {seed}", user_id=somebody.id, **terms))
            ctx.session.flush()
            for asked_at, report in heard:
                service.receive_subscription(ctx, report=renamed(report, seed), asked_at=asked_at)
            assert state(ctx, somebody.id) == end, f"seed {seed}"


def renamed(report: SubscriptionReport, seed: int) -> SubscriptionReport:
    """The same about another subscription."""
    bills = [
        bill.model_copy(
            update={"invoice_id": f"{bill.invoice_id} {seed}", "payment_intent_id": f"{bill.payment_intent_id} {seed}"}
        )
        for bill in report.bills
    ]
    own = {"subscription_id": f"{report.subscription_id} {seed}", "reference": f"order {seed}", "bills": bills}
    return report.model_copy(update=own)


@pytest.mark.parametrize("seed", range(2))
def test_through_the_ledger(live: Live, till: Till, plans: Plans, cast: Cast, seed: int) -> None:
    chance = random.Random(seed)
    life(plans, cast.ada)
    bodies = till.events()
    told = [*bodies, *chance.choices(bodies, k=5)]
    chance.shuffle(told)
    for body in told:
        till.deliver(body)
        if chance.random() < 0.3:
            till.work()
    till.work()
    assert len(till.ledger()) == len(bodies)
    assert not [row.kind for row in till.ledger() if row.outcome in {"failed", "unknown_purchase"}]
    paid = [page for page in plans.pages() if page.status == LocalCheckoutStatus.PAID]
    assert [period.invoice_id for period in plans.periods()] == [page.invoice_id for page in paid]
    assert plans.kept()[0].cancel_at_period_end


def test_what_nobody_told_us_is_asked(live: Live, till: Till, plans: Plans, cast: Cast) -> None:
    plans.pay(plans.open(cast.ada, plans.order(cast.ada)))
    till.wait(timedelta(minutes=6))
    jobs.ask_for_lost_events(live)
    till.work()
    assert len(plans.periods()) == 1
    till.wait(31 * DAY)
    with_gateway_alone(till)
    jobs.look_after_subscriptions(live)
    assert len(plans.periods()) == 2
    assert live.read(service.unsettled_subscriptions, SYSTEM) == []


def test_what_is_not_ours_is_left_alone(live: Live, till: Till, plans: Plans, cast: Cast) -> None:
    plans.subscribe(cast.ada)
    stranger = till.gateway.fetch_subscription(plans.kept()[0].provider_subscription_id)
    other = stranger.model_copy(update={"subscription_id": "sub_other", "reference": "nobody's"})
    live.write(service.receive_subscription, SYSTEM, report=other, asked_at=live.clock())
    assert len(plans.kept()) == 1


def test_the_gateway_tells_of_each_step(live: Live, till: Till, plans: Plans, cast: Cast) -> None:
    life(plans, cast.ada)
    kinds = {kind_of(body) for body in till.events()}
    assert kinds == {
        "customer.subscription.created",
        "customer.subscription.updated",
        "invoice.paid",
        "invoice.payment_failed",
        "checkout.session.completed",
    }


STEPS = ("day", "week", "month", "end", "keep", "settle", "refund", "free", "hear", "poll")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(card=st.sampled_from([GOOD_CARD, ONCE_GOOD_CARD]), steps=st.lists(st.sampled_from(STEPS), max_size=8))
def test_each_period_is_paid_once_and_open_to_its_end(
    live: Live, plans: Plans, cast: Cast, card: str, steps: list[str]
) -> None:
    user = live.add(User(email=f"{len(plans.kept())}@example.com", name="S", role=UserRole.INDIVIDUAL))
    person = Viewer(user_id=user.id, role=UserRole.INDIVIDUAL.value)
    plans.subscribe(person, card=card)
    for step in steps:
        take(plans, person, cast, step)
        hold(live, plans, person)
    plans.hear()
    jobs.look_after_subscriptions(live)
    hold(live, plans, person)
    plans.till.gateway.end_subscription(plans.kept()[-1].provider_subscription_id)
    plans.hear()


def take(plans: Plans, person: Viewer, cast: Cast, step: str) -> None:
    """Let something happen; what cannot happen now does not."""
    live, till = plans.till.live, plans.till
    mine = [row for row in till.purchases() if row.user_id == person.user_id and row.completed_at is not None]
    try:
        match step:
            case "day" | "week" | "month":
                till.wait({"day": 1, "week": 7, "month": 31}[step] * DAY)
                with_gateway_alone(till)
            case "end":
                live.write(service.end_my_plan, person)
            case "keep":
                live.write(service.keep_my_plan, person)
            case "settle":
                live.write(service.pay_hosted_checkout, public_id=plans.pages()[-1].public_id)
            case "refund" | "free":
                seat = SeatAfter.KEEP if step == "refund" else SeatAfter.FREE
                order, left = mine[-1], mine[-1].amount_cents - mine[-1].refund_requested_cents
                give = {"amount_cents": left, "reason": "x", "seat": seat}
                if left:
                    live.write(service.refund_order, cast.olga, public_id=order.public_id, **give)
            case "hear":
                plans.hear()
            case "poll":
                jobs.look_after_subscriptions(live)
    except Conflict:
        return


def hold(live: Live, plans: Plans, person: Viewer) -> None:
    """The laws: what came in is the periods that are known, each once, and what is paid and kept is open to its end."""
    pages = {page.invoice_id for page in plans.pages() if page.status == LocalCheckoutStatus.PAID}
    with live.system() as ctx:
        plan = ctx.session.exec(select(Subscription).where(Subscription.user_id == person.user_id)).one()
        paid = ctx.session.exec(select(Purchase).where(Purchase.subscription_id == plan.id)).all()
        until = ctx.session.exec(select(Entitlement.until).where(Entitlement.subscription_id == plan.id)).one()
        periods = {row.period_start for row in paid}
        assert sum(row.amount_cents for row in paid) == MONTHLY * len(periods)
        assert {row.invoice_id for row in paid} <= pages
        kept = [row.period_end for row in paid if row.period_ended_at is None and row.period_end is not None]
        assert until is not None
        assert all(until >= end for end in kept)
