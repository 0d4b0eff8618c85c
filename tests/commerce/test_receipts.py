"""What a receipt says is what was bought, whatever is renamed later."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from academy.catalog.models import Course
from academy.commerce import service
from academy.commerce.models import Offer, Purchase, PurchaseStatus
from academy.identity.models import User
from tests.commerce.till import Till
from tests.world import Cast, Live

PERIOD = {"period_start": datetime(2026, 3, 2, tzinfo=UTC), "period_end": datetime(2026, 4, 2, tzinfo=UTC)}


def test_it_says_the_same_after_everything_was_renamed(live: Live, till: Till, cast: Cast, cohort_id: int) -> None:
    till.pay(till.begin(cast.ada, till.reserve(cast.ada, cohort_id)))
    till.deliver()
    till.work()
    order_id = till.purchases()[0].public_id
    before = live.read(service.receipt, cast.ada, public_id=order_id)
    with live.system() as ctx:
        for row in (ctx.session.exec(select(Course)).one(), *ctx.session.exec(select(Offer)).all()):
            row.title = "Renamed"
        ctx.session.get_one(User, cast.ada.user_id).email = "renamed@example.com"
    assert live.read(service.receipt, cast.ada, public_id=order_id) == before


@pytest.mark.usefixtures("course_id")
@pytest.mark.parametrize(
    ("bought", "words"),
    [({"course_ids": [1]}, "Everything: AI Enablement"), (PERIOD, "Everything, 2 March 2026 to 2 April 2026")],
)
def test_it_says_which_courses_and_which_period(
    live: Live, cast: Cast, offer_id: int, bought: dict[str, Any], words: str
) -> None:
    purchase = live.add(
        Purchase(
            user_id=cast.ada.user_id,
            offer_id=offer_id,
            subtotal_cents=100,
            amount_cents=100,
            gateway="local",
            description="Everything",
            status=PurchaseStatus.COMPLETED,
            completed_at=live.clock(),
            receipt_number=1001,
            **bought,
        )
    )
    assert live.read(service.receipt, cast.ada, public_id=purchase.public_id).lines[0].words == words
