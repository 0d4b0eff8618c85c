"""Bundles: what is on offer, buying one, and giving it back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import col, select

from academy.catalog.models import Course, CourseStatus
from academy.commerce import service
from academy.commerce.models import Entitlement, Offer, Purchase, PurchaseStatus, SeatAfter
from academy.commerce.offer_schemas import CodeFields
from academy.core.errors import Conflict, NotFound, SignInRequired
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.live import Viewer
from academy.notifications.models import MailMessage
from tests.commerce.till import Till
from tests.enrollment.bundle import PRICE, SLUGS, Bundle, assert_entitlement_laws, buy, go_to_pay, make_bundle
from tests.enrollment.seats import PRICE as SINGLE
from tests.world import Cast, Live


@pytest.fixture
def bundle(live: Live) -> Bundle:
    with live.system() as ctx:
        return make_bundle(ctx)


def entitlements(live: Live, person: Viewer) -> list[tuple[int | None, bool]]:
    """Return for which courses somebody has entitlements, and whether each holds."""
    with live.system() as ctx:
        rows = ctx.session.exec(select(Entitlement).where(Entitlement.user_id == person.user_id))
        return [(row.course_id, row.revoked_at is None) for row in rows.all()]


def change(live: Live, offer_id: int, **values: object) -> None:
    with live.system() as ctx:
        ctx.session.get_one(Offer, offer_id).sqlmodel_update(values)


class TestOnOffer:
    def test_everybody_sees_what_it_holds_and_saves(self, live: Live, cast: Cast, bundle: Bundle) -> None:
        (shown,) = live.read(service.plans, cast.nobody).bundles
        assert [course.slug for course in shown.courses] == list(SLUGS)
        assert (shown.price_cents, shown.single_cents, shown.saved_cents) == (PRICE, 2 * SINGLE, 2 * SINGLE - PRICE)
        (hint,) = live.read(service.bundles_with, cast.nobody, slug=SLUGS[1])
        assert (hint.title, hint.saved_cents) == ("Both", 2 * SINGLE - PRICE)

    def test_it_is_not_on_sale_without_one_of_its_courses(self, live: Live, cast: Cast, bundle: Bundle) -> None:
        with live.system() as ctx:
            ctx.session.get_one(Course, bundle.course_ids[0]).status = CourseStatus.DRAFT
        assert live.read(service.plans, cast.nobody).bundles == []
        assert live.read(service.bundles_with, cast.nobody, slug=SLUGS[1]) == []
        with pytest.raises(Conflict, match="not on sale"):
            live.write(service.buy_offer, cast.ada, public_id=bundle.public_id)

    def test_prices_in_another_currency_are_not_compared(self, live: Live, cast: Cast, bundle: Bundle) -> None:
        change(live, bundle.offer_id, currency="eur")
        (shown,) = live.read(service.plans, cast.nobody).bundles
        assert (shown.single_cents, shown.saved_cents) == (0, 0)
        assert live.read(service.bundles_with, cast.nobody, slug=SLUGS[1]) == []


class TestBuying:
    def test_each_course_is_entitled_to_once_paid_and_once(
        self, live: Live, till: Till, cast: Cast, bundle: Bundle
    ) -> None:
        order = live.write(service.buy_offer, cast.ada, public_id=bundle.public_id)
        shown = live.read(service.order, cast.ada, public_id=order)
        assert ([course.slug for course in shown.courses], shown.price.total_cents) == (list(SLUGS), PRICE)
        assert entitlements(live, cast.ada) == []
        live.write(service.pay_hosted_checkout, public_id=go_to_pay(till, cast.ada, order))
        till.deliver()
        till.deliver()
        assert entitlements(live, cast.ada) == [(course_id, True) for course_id in bundle.course_ids]
        till.work()
        assert live.read(service.receipt, cast.ada, public_id=order).title == "Both"
        assert live.read(service.my_plans, cast.ada).bundles == {bundle.public_id: order}
        assert live.read(service.my_plans, cast.ben).bundles == {}

    def test_visitors_sign_in_first_and_courses_are_not_bought_here(
        self, live: Live, cast: Cast, bundle: Bundle
    ) -> None:
        with pytest.raises(SignInRequired):
            live.write(service.buy_offer, cast.nobody, public_id=bundle.public_id)
        with live.system() as ctx:
            single = service.offer_of(ctx, course_id=bundle.course_ids[0]).public_id
        for missing in (single, "none"):
            with pytest.raises(NotFound):
                live.write(service.buy_offer, cast.ada, public_id=missing)

    def test_all_tabs_pay_one_order(self, live: Live, cast: Cast, bundle: Bundle) -> None:
        with ThreadPoolExecutor(4) as tabs:
            orders = set(
                tabs.map(lambda _: live.write(service.buy_offer, cast.ada, public_id=bundle.public_id), range(4))
            )
        assert len(orders) == 1
        assert live.write(service.buy_offer, cast.ben, public_id=bundle.public_id) not in orders

    def test_what_is_owned_unused_is_not_sold_again(self, live: Live, till: Till, cast: Cast, bundle: Bundle) -> None:
        buy(till, cast.ada, bundle)
        with pytest.raises(Conflict, match="have this bundle already"):
            live.write(service.buy_offer, cast.ada, public_id=bundle.public_id)

    def test_a_price_stands_once_it_was_asked_for(self, live: Live, till: Till, cast: Cast, bundle: Bundle) -> None:
        asked, begun = (live.write(service.buy_offer, one, public_id=bundle.public_id) for one in (cast.ada, cast.ben))
        go_to_pay(till, cast.ben, begun)
        change(live, bundle.offer_id, price_cents=PRICE + 100)
        anew = live.write(service.buy_offer, cast.ada, public_id=bundle.public_id)
        assert anew != asked
        assert live.read(service.order, cast.ada, public_id=anew).price.total_cents == PRICE + 100
        assert live.write(service.buy_offer, cast.ben, public_id=bundle.public_id) == begun
        assert live.read(service.order, cast.ben, public_id=begun).price.total_cents == PRICE

    def test_what_is_paid_twice_goes_back(self, live: Live, till: Till, cast: Cast, bundle: Bundle) -> None:
        """An order that had run out is paid after all, while another was paid in its place."""
        late = live.write(service.buy_offer, cast.ada, public_id=bundle.public_id)
        checkout = go_to_pay(till, cast.ada, late)
        till.wait(timedelta(hours=23))
        till.work()
        buy(till, cast.ada, bundle)
        live.write(service.pay_hosted_checkout, public_id=checkout)
        till.deliver()
        till.work()
        till.deliver()
        assert [(row.status, row.refunded_cents) for row in till.purchases()] == [
            (PurchaseStatus.REFUNDED, PRICE),
            (PurchaseStatus.COMPLETED, 0),
        ]
        with live.system() as ctx:
            assert_entitlement_laws(ctx)
        assert sorted(holds for _, holds in entitlements(live, cast.ada)) == [False, False, True, True]
        shown = live.read(service.order, cast.ada, public_id=late)
        assert (shown.holds, shown.back_cents) == (False, 0)

    def test_codes_and_declined_cards_are_as_for_courses(
        self, live: Live, till: Till, cast: Cast, bundle: Bundle
    ) -> None:
        live.write(service.create_code, cast.olga, fields=CodeFields(code="TENTH", percent_off=10))
        order = live.write(service.buy_offer, cast.ada, public_id=bundle.public_id)
        live.write(service.set_order_terms, cast.ada, public_id=order, code="TENTH", country="")
        live.write(service.decline_hosted_checkout, public_id=go_to_pay(till, cast.ada, order))
        till.deliver()
        again = live.read(service.order, cast.ada, public_id=order).successor_id or ""
        shown = live.read(service.order, cast.ada, public_id=again)
        assert ([course.slug for course in shown.courses], shown.price.total_cents) == (list(SLUGS), PRICE * 9 // 10)
        live.write(service.pay_hosted_checkout, public_id=go_to_pay(till, cast.ada, again))
        till.deliver()
        assert len(entitlements(live, cast.ada)) == 2


class TestTakingBack:
    def test_all_goes_back_within_fourteen_days(self, live: Live, till: Till, cast: Cast, bundle: Bundle) -> None:
        order = buy(till, cast.ada, bundle)
        assert live.read(service.order, cast.ada, public_id=order).may_take_back
        live.write(service.take_back_order, cast.ada, public_id=order)
        assert entitlements(live, cast.ada) == [(course_id, False) for course_id in bundle.course_ids]
        shown = live.read(service.order, cast.ada, public_id=order)
        assert (shown.holds, shown.back_cents, shown.status) == (False, PRICE, PurchaseStatus.COMPLETED)
        till.work()
        till.deliver()
        assert till.purchases()[0].status == PurchaseStatus.REFUNDED
        with live.system() as ctx:
            subjects = [row.subject for row in ctx.session.exec(select(MailMessage).order_by(col(MailMessage.id)))]
        assert sum("back" in subject for subject in subjects) == 1
        with pytest.raises(Conflict):
            live.write(service.take_back_order, cast.ada, public_id=order)

    def test_not_later_and_by_nobody_else(self, live: Live, till: Till, cast: Cast, bundle: Bundle) -> None:
        order = buy(till, cast.ada, bundle)
        with pytest.raises(NotFound):
            live.write(service.take_back_order, cast.ben, public_id=order)
        with pytest.raises(Conflict):
            live.write(service.take_back_order, cast.olga, public_id=order)
        till.wait(timedelta(days=14))
        assert not live.read(service.order, cast.ada, public_id=order).may_take_back
        with pytest.raises(Conflict, match="Write to us"):
            live.write(service.take_back_order, cast.ada, public_id=order)

    def test_a_part_given_back_takes_nothing(self, live: Live, till: Till, cast: Cast, bundle: Bundle) -> None:
        order = buy(till, cast.ada, bundle)
        refund = {"public_id": order, "reason": "Sorry.", "seat": SeatAfter.FREE}
        live.write(service.refund_order, cast.olga, amount_cents=PRICE - 1, **refund)
        assert all(holds for _, holds in entitlements(live, cast.ada))
        live.write(service.refund_order, cast.olga, amount_cents=1, **refund)
        assert not any(holds for _, holds in entitlements(live, cast.ada))

    def test_an_administrator_may_let_them_keep_it(self, live: Live, till: Till, cast: Cast, bundle: Bundle) -> None:
        order = buy(till, cast.ada, bundle)
        live.write(service.refund_order, cast.olga, public_id=order, amount_cents=PRICE, reason="Sorry.")
        till.work()
        till.deliver()
        with live.system() as ctx:
            assert ctx.session.exec(select(Purchase.status)).one() == PurchaseStatus.REFUNDED
        assert all(holds for _, holds in entitlements(live, cast.ada))
        assert live.read(service.order, cast.ada, public_id=order).holds

    def test_a_hold_is_not_redeemed_with_what_is_given_back(
        self, live: Live, till: Till, cast: Cast, bundle: Bundle
    ) -> None:
        late = live.write(service.buy_offer, cast.ada, public_id=bundle.public_id)
        checkout = go_to_pay(till, cast.ada, late)
        till.wait(timedelta(hours=23))
        till.work()
        buy(till, cast.ada, bundle)
        till.reserve(cast.ada, bundle.soon[0])
        till.reserve(cast.ada, bundle.later[0])
        live.write(service.pay_hosted_checkout, public_id=checkout)
        till.deliver()
        with live.system() as ctx:
            statuses = ctx.session.exec(select(Enrollment.status).order_by(col(Enrollment.id))).all()
            assert_entitlement_laws(ctx)
        assert list(statuses) == [EnrollmentStatus.ACTIVE, EnrollmentStatus.HELD]
