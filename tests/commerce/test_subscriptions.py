"""Subscriptions: begun, renewed, refused, ended; and what they open meanwhile."""

from datetime import datetime, timedelta

import pytest

from academy.commerce import service
from academy.commerce.models import (
    Offer,
    PurchaseStatus,
    SeatAfter,
    SubscriptionStatus,
    TaxRate,
)
from academy.commerce.service.subscriptions import GRACE
from academy.commerce.stripe_shapes import ONCE_GOOD_CARD
from academy.core.errors import Conflict, Invalid, SignInRequired
from academy.live import SYSTEM
from tests.commerce.plans import MONTHLY, YEARLY, Plans
from tests.commerce.till import Till
from tests.world import Cast, FrozenClock, Live


def month(number: int) -> datetime:
    """A Monday in March, so many months later."""
    return datetime.fromisoformat(f"2026-{3 + number:02}-02T09:00:00+00:00")


class TestBeginning:
    def test_what_is_paid_is_open(self, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada)
        (plan,), (period,) = plans.kept(), plans.periods()
        assert (plan.status, plan.amount_cents, plan.user_id) == (SubscriptionStatus.ACTIVE, MONTHLY, cast.ada.user_id)
        assert (plan.period_end, plans.until()) == (month(1), month(1) + GRACE)
        assert (period.status, period.subscription_id, period.amount_cents) == ("completed", plan.id, MONTHLY)
        assert (period.period_start, period.period_end, period.receipt_number) == (month(0), month(1), 1001)
        assert plans.letters() == ["commerce.plan_begun", "commerce.receipt"]

    def test_tax_is_of_the_country_and_charged_each_time(self, live: Live, plans: Plans, cast: Cast) -> None:
        live.add(TaxRate(country="DE", basis_points=1900))
        plans.subscribe(cast.ada, country="DE")
        plans.wait_until(month(1))
        assert [(period.tax_cents, period.amount_cents) for period in plans.periods()] == [(931, 5831)] * 2

    def test_nobody_has_two(self, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada)
        with pytest.raises(Conflict, match="a plan already"):
            plans.order(cast.ada, plans.yearly_id)
        plans.subscribe(cast.ben)
        assert len(plans.kept()) == 2

    def test_going_back_leads_to_the_same_order(self, plans: Plans, cast: Cast) -> None:
        order = plans.order(cast.ada)
        assert plans.order(cast.ada) == order
        assert plans.open(cast.ada, order) == plans.open(cast.ada, order)

    def test_another_plan_takes_the_place_of_an_order(self, till: Till, plans: Plans, cast: Cast) -> None:
        plans.open(cast.ada, plans.order(cast.ada))
        plans.order(cast.ada, plans.yearly_id)
        till.work()
        assert [order.status for order in till.purchases()] == [PurchaseStatus.EXPIRED, PurchaseStatus.PENDING]
        assert [book.status for book in till.books()] == ["expired"]

    def test_a_declined_card_is_no_end(self, till: Till, plans: Plans, cast: Cast) -> None:
        till.decline(plans.open(cast.ada, plans.order(cast.ada)))
        plans.hear()
        assert plans.kept() == []
        plans.subscribe(cast.ada)
        assert [order.status for order in till.purchases()] == [PurchaseStatus.FAILED, PurchaseStatus.COMPLETED]

    def test_a_second_one_paid_all_the_same_is_ended_and_given_back(self, till: Till, plans: Plans, cast: Cast) -> None:
        first = plans.open(cast.ada, plans.order(cast.ada))
        second = plans.open(cast.ada, plans.order(cast.ada, plans.yearly_id))
        plans.pay(second)
        plans.pay(first)
        plans.hear()
        assert [plan.status for plan in plans.kept()] == [SubscriptionStatus.ACTIVE, SubscriptionStatus.SURPLUS]
        kept, given = plans.kept()
        assert given.ended_at is not None
        by_plan = {period.subscription_id: period for period in plans.periods()}
        assert by_plan[kept.id].refunded_cents == 0
        assert by_plan[given.id].refunded_cents == by_plan[given.id].amount_cents
        assert "commerce.refund" in plans.letters()
        assert plans.until() == kept.period_end + GRACE

    @pytest.mark.parametrize("is_first", [True, False])
    def test_a_second_one_that_has_ended_before_we_hear_of_it_is_booked(
        self, till: Till, plans: Plans, cast: Cast, is_first: bool
    ) -> None:
        month_page = plans.open(cast.ada, plans.order(cast.ada))
        year_page = plans.open(cast.ada, plans.order(cast.ada, plans.yearly_id))
        for page in (month_page, year_page):
            plans.pay(page)
        year_id = till.gateway.fetch(year_page.session_id).subscription_id or ""
        till.gateway.end_subscription(year_id)
        heard = [till.gateway.fetch(page.session_id) for page in (month_page, year_page)]
        for report in reversed(heard) if is_first else heard:
            till.live.write(service.receive_report, SYSTEM, report=report)
            till.work()
        plans.hear()
        standing = {plan.amount_cents: plan.status for plan in plans.kept()}
        paid = {period.amount_cents: period.refunded_cents for period in plans.periods()}
        assert standing[MONTHLY] == SubscriptionStatus.ACTIVE
        assert paid == {MONTHLY: 0, YEARLY: 0 if is_first else YEARLY}, "one that was the only one is paid and open"
        assert till.live.read(service.unsettled_subscriptions, SYSTEM) == []

    def test_what_was_given_back_is_not_shown_for_a_plan(self, live: Live, plans: Plans, cast: Cast) -> None:
        pages = [plans.open(cast.ada, plans.order(cast.ada, offer)) for offer in (plans.monthly_id, plans.yearly_id)]
        for page in pages:
            plans.pay(page)
        plans.hear()
        live.write(service.end_my_plan, cast.ada)
        plans.hear()
        plans.wait_until(plans.kept()[0].period_end)
        shown = live.read(service.my_plan, cast.ada)
        assert shown is not None
        assert (shown.public_id, shown.status) == (plans.kept()[0].public_id, SubscriptionStatus.ENDED)

    def test_codes_do_not_hold(self, live: Live, plans: Plans, cast: Cast) -> None:
        order = plans.order(cast.ada)
        with pytest.raises(Invalid, match="do not hold for plans"):
            live.write(service.set_order_terms, cast.ada, public_id=order, code="SPRING", country="")

    def test_a_plan_off_sale_is_not_begun(self, live: Live, plans: Plans, cast: Cast) -> None:
        with live.system() as ctx:
            ctx.session.get_one(Offer, plans.monthly_id).is_active = False
        with pytest.raises(Conflict, match="not on sale"):
            plans.order(cast.ada)


class TestPrices:
    def test_a_price_is_made_once(self, live: Live, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada)
        with live.system() as ctx:
            noted = ctx.session.get_one(Offer, plans.monthly_id).provider_price_id
        plans.subscribe(cast.ben)
        with live.system() as ctx:
            assert ctx.session.get_one(Offer, plans.monthly_id).provider_price_id == noted

    def test_who_has_a_plan_keeps_its_price(self, live: Live, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada)
        with live.system() as ctx:
            ctx.session.get_one(Offer, plans.monthly_id).price_cents = 9_900
        plans.subscribe(cast.ben)
        plans.wait_until(month(1))
        assert sorted(period.amount_cents for period in plans.periods()) == [MONTHLY, MONTHLY, 9_900, 9_900]


class TestRenewing:
    def test_each_period_is_paid_and_opens(self, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada)
        for number in (1, 2, 3):
            plans.wait_until(month(number))
            assert plans.until() == month(number + 1) + GRACE
        periods = plans.periods()
        assert [period.period_start for period in periods] == [month(number) for number in range(4)]
        assert [period.receipt_number for period in periods] == [1001, 1002, 1003, 1004]
        assert len(plans.kept()) == 1

    def test_a_yearly_plan_says_so_a_week_before(self, clock: FrozenClock, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada, plans.yearly_id)
        (plan,) = plans.kept()
        assert plan.period_end == clock.now.replace(year=2027)
        plans.wait_until(plan.period_end - timedelta(days=8))
        assert "commerce.plan_renews_soon" not in plans.letters()
        plans.wait_until(plan.period_end - timedelta(days=7))
        assert plans.letters().count("commerce.plan_renews_soon") == 1
        plans.wait_until(plan.period_end)
        assert [period.amount_cents for period in plans.periods()] == [YEARLY, YEARLY]


class TestRefusedRenewals:
    @pytest.fixture
    def refused(self, plans: Plans, cast: Cast) -> Plans:
        """Ada's plan, whose card was refused when it was to renew."""
        plans.subscribe(cast.ada, card=ONCE_GOOD_CARD)
        plans.wait_until(month(1))
        return plans

    def test_it_stays_open_for_a_while(self, refused: Plans) -> None:
        (plan,) = refused.kept()
        assert (plan.status, refused.until()) == (SubscriptionStatus.PAST_DUE, month(1) + GRACE)
        assert plan.unpaid_url is not None
        assert refused.letters()[-1] == "commerce.renewal_failed"
        assert len(refused.periods()) == 1

    def test_paid_on_its_page_it_goes_on(self, live: Live, refused: Plans) -> None:
        refused.wait_until(month(1) + timedelta(days=4))
        live.write(service.pay_hosted_checkout, public_id=refused.pages()[-1].public_id)
        refused.hear()
        (plan,) = refused.kept()
        assert (plan.status, plan.unpaid_url) == (SubscriptionStatus.ACTIVE, None)
        assert (len(refused.periods()), refused.until()) == (2, month(2) + GRACE)
        refused.wait_until(month(2))
        assert len(refused.periods()) == 3, "the new card is charged from then on"

    def test_never_paid_it_ends(self, live: Live, refused: Plans) -> None:
        for days in (3, 5, 7):
            refused.wait_until(month(1) + timedelta(days=days))
        (plan,) = refused.kept()
        assert (plan.status, plan.unpaid_url, refused.until()) == (SubscriptionStatus.ENDED, None, month(1))
        assert refused.letters().count("commerce.renewal_failed") == 1
        assert refused.letters()[-1] == "commerce.plan_ended"
        with pytest.raises(Conflict):
            live.write(service.pay_hosted_checkout, public_id=refused.pages()[-1].public_id)

    def test_another_may_be_begun_after_it(self, refused: Plans, cast: Cast) -> None:
        for days in (3, 5, 7):
            refused.wait_until(month(1) + timedelta(days=days))
        refused.subscribe(cast.ada)
        assert [plan.status for plan in refused.kept()] == [SubscriptionStatus.ENDED, SubscriptionStatus.ACTIVE]


class TestEnding:
    def test_it_ends_with_what_is_paid(self, live: Live, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada)
        live.write(service.end_my_plan, cast.ada)
        shown = live.read(service.my_plan, cast.ada)
        assert shown is not None
        assert (shown.is_ending, shown.is_open) == (True, True), "at once, before the gateway knows"
        plans.hear()
        assert (plans.kept()[0].cancel_at_period_end, plans.until()) == (True, month(1))
        plans.wait_until(month(1))
        assert (plans.kept()[0].status, plans.until()) == (SubscriptionStatus.ENDED, month(1))
        assert len(plans.periods()) == 1
        assert plans.letters()[-1] == "commerce.plan_ended"
        ended = live.read(service.my_plan, cast.ada)
        assert ended is not None
        assert (ended.is_open, ended.status) == (False, SubscriptionStatus.ENDED)

    def test_it_goes_on_after_all(self, live: Live, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada)
        live.write(service.end_my_plan, cast.ada)
        plans.hear()
        live.write(service.keep_my_plan, cast.ada)
        plans.hear()
        assert (plans.kept()[0].cancel_at_period_end, plans.until()) == (False, month(1) + GRACE)
        plans.wait_until(month(1))
        assert len(plans.periods()) == 2

    def test_the_last_word_counts_whichever_is_done_last(self, live: Live, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada)
        (plan,) = plans.kept()
        live.write(service.end_my_plan, cast.ada)
        live.write(service.keep_my_plan, cast.ada)
        plans.hear()
        plans.till.gateway.set_ending(plan.provider_subscription_id, is_ending=True)
        late = plans.till.gateway.fetch_subscription(plan.provider_subscription_id)
        live.write(service.receive_subscription, SYSTEM, report=late, asked_at=live.clock(), done=1)
        plans.hear()
        (plan,) = plans.kept()
        assert (plan.cancel_at_period_end, plan.settled_number == plan.wish_number) == (False, True)

    def test_what_is_charged_after_the_wish_to_end_goes_back(self, live: Live, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada)
        plans.till.wait(month(1) - live.clock() - timedelta(seconds=5))
        live.write(service.end_my_plan, cast.ada)
        late = [job for job in live.scheduled if job.job.endswith("follow_subscription")]
        live.scheduled[:] = [job for job in live.scheduled if job not in late]
        plans.till.wait(timedelta(seconds=10))
        plans.till.work()
        live.scheduled.extend(late)
        plans.hear()
        assert [period.refunded_cents for period in plans.periods()] == [0, MONTHLY]
        assert (plans.kept()[0].status, plans.until()) == (SubscriptionStatus.ENDED, month(1))
        assert "commerce.refund" in plans.letters()

    def test_what_was_to_end_and_goes_on_is_charged(self, live: Live, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada)
        live.write(service.end_my_plan, cast.ada)
        plans.hear()
        provider_id = plans.kept()[0].provider_subscription_id
        plans.till.gateway.set_ending(provider_id, is_ending=False)
        plans.hear()
        plans.wait_until(month(1))
        assert [period.refunded_cents for period in plans.periods()] == [0, 0], (
            "it was let go on in the provider's office"
        )

    def test_one_refused_is_ended_by_administrators_too(self, live: Live, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada, card=ONCE_GOOD_CARD)
        plans.wait_until(month(1))
        live.write(service.end_plan_with_period, cast.olga, public_id=plans.kept()[0].public_id)
        plans.hear()
        assert plans.kept()[0].status == SubscriptionStatus.ENDED

    def test_one_refused_while_it_was_to_end_is_ended(self, live: Live, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada, card=ONCE_GOOD_CARD)
        plans.till.wait(month(1) - live.clock() - timedelta(seconds=5))
        live.write(service.end_my_plan, cast.ada)
        late = [job for job in live.scheduled if job.job.endswith("follow_subscription")]
        live.scheduled[:] = [job for job in live.scheduled if job not in late]
        plans.till.wait(timedelta(seconds=10))
        plans.till.work()
        live.scheduled.extend(late)
        plans.hear()
        assert plans.kept()[0].status == SubscriptionStatus.ENDED

    def test_one_whose_renewal_was_refused_ends_now(self, live: Live, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada, card=ONCE_GOOD_CARD)
        plans.wait_until(month(1))
        live.write(service.end_my_plan, cast.ada)
        assert plans.until() == month(1)
        plans.hear()
        assert plans.kept()[0].status == SubscriptionStatus.ENDED

    def test_who_has_none_hears_so(self, live: Live, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada)
        assert live.read(service.my_plan, cast.ben) is None
        assert live.read(service.my_plan_periods, cast.ben) == []
        for act in (service.end_my_plan, service.keep_my_plan):
            with pytest.raises(Conflict, match="no plan"):
                live.write(act, cast.ben)
            with pytest.raises(SignInRequired):
                live.write(act, cast.nobody)
        for ask in (service.my_plan, service.my_plan_periods):
            with pytest.raises(SignInRequired):
                live.read(ask, cast.nobody)

    def test_when_it_is_over_that_is_published(self, live: Live, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada)
        live.write(service.end_my_plan, cast.ada)
        plans.hear()
        due = [job for job in live.scheduled if job.job.endswith("announce_end")]
        assert [job.when for job in due] == [month(1) + GRACE, month(1)]


class TestRefunds:
    def test_a_period_given_back_is_over(self, live: Live, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada)
        (period,) = plans.periods()
        give = {"amount_cents": MONTHLY, "reason": "As agreed", "seat": SeatAfter.FREE}
        live.write(service.refund_order, cast.olga, public_id=period.public_id, **give)
        assert plans.until() == live.clock()
        plans.hear()
        assert plans.kept()[0].status == SubscriptionStatus.ENDED
        assert plans.periods()[0].refunded_cents == MONTHLY
        plans.wait_until(month(1))
        assert len(plans.periods()) == 1, "nothing more is charged"

    def test_money_back_and_the_plan_kept(self, live: Live, plans: Plans, cast: Cast) -> None:
        plans.subscribe(cast.ada)
        (period,) = plans.periods()
        give = {"amount_cents": MONTHLY, "reason": "Sorry", "seat": SeatAfter.KEEP}
        live.write(service.refund_order, cast.olga, public_id=period.public_id, **give)
        plans.hear()
        assert (plans.kept()[0].status, plans.until()) == (SubscriptionStatus.ACTIVE, month(1) + GRACE)
