"""Promotion codes and tax: what a seat costs in the end, and who may use a code how often."""

from datetime import timedelta
from typing import Any

import pytest

from academy.commerce.models import OfferKind, PromotionCode, PurchaseStatus, TaxRate
from academy.core.errors import Conflict, Invalid, NotFound
from academy.enrollment import service as enrollment
from academy.enrollment.models import EnrollmentStatus
from academy.live import Viewer
from tests.commerce.till import Till
from tests.enrollment.seats import PRICE, make_cohort, make_course
from tests.world import Cast, FrozenClock, Live


@pytest.fixture
def cohort_id(live: Live) -> int:
    with live.system() as ctx:
        return make_cohort(ctx, make_course(ctx), seats=5).id


@pytest.fixture
def seat(till: Till, cast: Cast, cohort_id: int) -> str:
    return till.reserve(cast.ada, cohort_id)


def offer_code(live: Live, code: str = "SPRING", **values: Any) -> PromotionCode:
    given = values if values.keys() & {"percent_off", "amount_off_cents"} else {"percent_off": 20, **values}
    return live.add(PromotionCode(code=code, **given))


def use(live: Live, person: Viewer, public_id: str, code: str = "SPRING", country: str = "") -> None:
    live.write(enrollment.set_terms, person, public_id=public_id, code=code, country=country)


def test_price_discount_tax_and_total_are_shown_before_paying(live: Live, till: Till, cast: Cast, seat: str) -> None:
    offer_code(live)
    live.add(TaxRate(country="DE", name="VAT", basis_points=1900))
    assert live.read(enrollment.checkout, cast.ada, public_id=seat).price.total_cents == PRICE
    use(live, cast.ada, seat, " spring ", "DE")
    price = live.read(enrollment.checkout, cast.ada, public_id=seat).price
    assert (price.subtotal_cents, price.discount_cents, price.tax_cents) == (34_900, 6_980, 5_305)
    assert (price.total_cents, price.code, price.country, price.tax_percent) == (33_225, "SPRING", "DE", "19%")
    till.pay(till.begin(cast.ada, seat))
    till.deliver()
    assert till.books()[0].amount_cents == 33_225
    assert till.purchases()[0].status == PurchaseStatus.COMPLETED


def test_a_code_can_be_taken_away_again(live: Live, cast: Cast, seat: str) -> None:
    offer_code(live, amount_off_cents=5_000)
    use(live, cast.ada, seat)
    assert live.read(enrollment.checkout, cast.ada, public_id=seat).price.total_cents == PRICE - 5_000
    use(live, cast.ada, seat, code="")
    assert live.read(enrollment.checkout, cast.ada, public_id=seat).price.total_cents == PRICE


def test_what_the_gateway_was_asked_for_stands_and_other_terms_are_another_payment(
    live: Live, till: Till, cast: Cast, seat: str
) -> None:
    old = till.begin(cast.ada, seat)
    offer_code(live)
    use(live, cast.ada, seat)
    new = till.begin(cast.ada, seat)
    assert new.session_id != old.session_id
    till.work()
    with pytest.raises(Conflict):
        till.pay(old)
    till.pay(new)
    till.deliver()
    assert [purchase.status for purchase in till.purchases()] == [PurchaseStatus.EXPIRED, PurchaseStatus.COMPLETED]


def test_the_old_amount_paid_in_another_tab_counts_all_the_same(live: Live, till: Till, cast: Cast, seat: str) -> None:
    old = till.begin(cast.ada, seat)
    till.pay(old)
    offer_code(live)
    use(live, cast.ada, seat)
    new = till.begin(cast.ada, seat)
    till.deliver()
    till.work()
    with pytest.raises(Conflict):
        till.pay(new)
    assert live.read(enrollment.checkout, cast.ada, public_id=seat).stage == "confirmed"


def test_a_seat_that_costs_nothing_in_the_end_is_taken_at_once(live: Live, till: Till, cast: Cast, seat: str) -> None:
    offer_code(live, percent_off=100)
    use(live, cast.ada, seat)
    ticket = live.write(enrollment.begin_payment, cast.ada, public_id=seat, gateway="local")
    assert ticket.checkout_url is not None
    assert live.read(enrollment.checkout, cast.ada, public_id=seat).stage == "confirmed"
    assert till.books() == []
    live.write(enrollment.cancel_enrollment, cast.ada, public_id=seat)
    assert live.read(enrollment.my_enrollment, cast.ada, public_id=seat).status == EnrollmentStatus.CANCELLED


def test_a_declined_card_keeps_the_terms(live: Live, till: Till, cast: Cast, seat: str) -> None:
    offer_code(live)
    use(live, cast.ada, seat)
    till.decline(till.begin(cast.ada, seat))
    till.deliver()
    assert live.read(enrollment.checkout, cast.ada, public_id=seat).price.total_cents == 27_920
    till.begin(cast.ada, seat)
    assert [purchase.amount_cents for purchase in till.purchases()] == [27_920, 27_920]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"code": "OTHER"}, "no such code"),
        ({"is_active": False}, "no such code"),
        ({"kind": OfferKind.COMPANY_SEAT}, "for something else"),
        ({"amount_off_cents": 500, "currency": "eur"}, "paid in USD"),
        ({"most_redemptions": 0}, "used up"),
    ],
)
def test_a_code_that_does_not_hold_is_refused_in_words(
    live: Live, cast: Cast, seat: str, values: dict[str, Any], words: str
) -> None:
    offer_code(live, **values)
    with pytest.raises(Invalid, match=words) as refused:
        use(live, cast.ada, seat)
    assert refused.value.field == "code"


def test_it_holds_from_then_until_then(live: Live, cast: Cast, clock: FrozenClock, seat: str) -> None:
    minute = timedelta(minutes=1)
    offer_code(live, starts_at=clock.now + minute, ends_at=clock.now + 2 * minute)
    with pytest.raises(Invalid, match="not hold yet"):
        use(live, cast.ada, seat)
    clock.advance(minute)
    use(live, cast.ada, seat)
    clock.advance(minute)
    with pytest.raises(Invalid, match="run out"):
        use(live, cast.ada, seat, country="DE")


def test_it_is_used_as_often_as_it_may_be(live: Live, till: Till, cast: Cast, cohort_id: int, seat: str) -> None:
    offer_code(live, most_redemptions=1, most_per_person=None)
    bens = till.reserve(cast.ben, cohort_id)
    use(live, cast.ada, seat)
    use(live, cast.ada, seat)
    with pytest.raises(Invalid, match="used up"):
        use(live, cast.ben, bens)
    live.write(enrollment.cancel_hold, cast.ada, public_id=seat)
    use(live, cast.ben, bens)


def test_once_a_person(live: Live, till: Till, cast: Cast, seat: str) -> None:
    offer_code(live)
    use(live, cast.ada, seat)
    till.pay(till.begin(cast.ada, seat))
    till.deliver()
    with live.system() as ctx:
        other = make_cohort(ctx, make_course(ctx, slug="other")).id
    with pytest.raises(Invalid, match="already"):
        use(live, cast.ada, till.reserve(cast.ada, other))


def test_only_on_ones_own_seat_while_it_is_held(live: Live, till: Till, cast: Cast, seat: str) -> None:
    with pytest.raises(NotFound):
        use(live, cast.ben, seat, code="")
    till.pay(till.begin(cast.ada, seat))
    till.deliver()
    with pytest.raises(Conflict, match="yours already"):
        use(live, cast.ada, seat, code="")
