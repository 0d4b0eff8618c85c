"""Buying seats: who may, by card and by invoice."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from academy.catalog.models import Course
from academy.commerce.models import PaymentMethod, Purchase
from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Denied, Invalid, NotFound, SignInRequired
from academy.managers import service
from tests.managers.conftest import Ground
from tests.organizations.conftest import Meridian
from tests.world import Live


def order(
    live: Live, meridian: Meridian, ground: Ground, by: PaymentMethod = PaymentMethod.INVOICE, **more: Any
) -> Any:
    given = {"organization_id": meridian.id, "course_id": ground.course_id, "quantity": 2, "by": by, **more}
    return live.write(service.order_seats, given.pop("viewer", meridian.admin), **given)


@pytest.mark.parametrize("by", PaymentMethod)
def test_seats_are_ordered_and_not_there_before_they_are_paid(
    live: Live, meridian: Meridian, ground: Ground, by: PaymentMethod
) -> None:
    ordered = order(live, meridian, ground, by)
    assert (ordered.checkout_path is not None) == (by == PaymentMethod.CARD)
    (row,) = live.read(service.orders, meridian.admin).rows
    assert (row.public_id, row.quantity, row.status) == (ordered.public_id, 2, "pending")
    assert live.read(service.seat_table, meridian.admin)[0].purchased == 3
    with live.system() as ctx:
        noted = select(AuditEntry.summary).where(AuditEntry.action == "organizations.seats_ordered")
        assert ctx.session.exec(noted).one() == f"Ordered 2 seats for AI Enablement, by {by.value}."


def test_offers_name_the_price_for_companies(live: Live, meridian: Meridian, ground: Ground) -> None:
    assert [offer.words for offer in live.read(service.offers, meridian.admin)] == ["AI Enablement ($349 a seat)"]


def test_those_buy_who_look_after_money(live: Live, meridian: Meridian, ground: Ground) -> None:
    for viewer, error in (
        (meridian.visitor, SignInRequired),
        (meridian.stranger, NotFound),
        (meridian.mia, NotFound),
        (meridian.manager, Denied),
        (meridian.lead, Denied),
        (meridian.viewer, Denied),
    ):
        with pytest.raises(error):
            order(live, meridian, ground, viewer=viewer)
        for query in (service.orders, service.offers):
            with pytest.raises(error):
                live.read(query, viewer, company=ground.public_id)


def test_what_cannot_be_bought(live: Live, meridian: Meridian, ground: Ground) -> None:
    with pytest.raises(Invalid):
        order(live, meridian, ground, quantity=0)
    with pytest.raises(Conflict):
        order(live, meridian, ground, course_id=0)


def test_what_has_no_price_for_companies_is_not_given_away(live: Live, meridian: Meridian, ground: Ground) -> None:
    with live.system() as ctx:
        ctx.session.get_one(Course, ground.course_id).price_b2b = 0
    with pytest.raises(Conflict, match="not on sale"):
        order(live, meridian, ground, quantity=500)
    assert live.read(service.offers, meridian.admin) == []


def test_while_an_invoice_is_overdue_there_is_no_other(live: Live, meridian: Meridian, ground: Ground) -> None:
    order(live, meridian, ground)
    with live.system() as ctx:
        ctx.session.exec(select(Purchase)).one().overdue_at = ctx.now - timedelta(days=1)
    with pytest.raises(Conflict, match="overdue"):
        order(live, meridian, ground)
    order(live, meridian, ground, PaymentMethod.CARD)


def test_no_order_is_beyond_reach(live: Live, meridian: Meridian, ground: Ground) -> None:
    order(live, meridian, ground)
    with live.system() as ctx:
        first = ctx.session.exec(select(Purchase)).one().model_dump(exclude={"id", "public_id", "created_at"})
        ctx.session.add_all(Purchase(**first) for _ in range(26))
    page = live.read(service.orders, meridian.admin)
    assert (len(page.rows), page.has_more) == (25, True)
    whole = live.read(service.orders, meridian.admin, until=page.until)
    assert (len({row.public_id for row in whole.rows}), whole.has_more) == (27, False)
    assert {row.title for row in whole.rows} == {"AI Enablement: seat for a company"}
