"""What administrators do with somebody's plan."""

import pytest
from sqlmodel import col, select

from academy.commerce import service
from academy.commerce.models import (
    SeatAfter,
    SubscriptionStatus,
)
from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Denied, Invalid
from academy.notifications.models import MailMessage
from tests.commerce.plans import MONTHLY, Plans
from tests.world import Cast, Live


def test_they_end_it_with_the_period_and_let_it_go_on(live: Live, plans: Plans, cast: Cast) -> None:
    plans.subscribe(cast.ada)
    found = live.read(service.plan_of_person, cast.olga, user_id=cast.ada.user_id or 0)
    assert found is not None
    live.write(service.end_plan_with_period, cast.olga, public_id=found.public_id)
    plans.hear()
    assert plans.kept()[0].cancel_at_period_end
    live.write(service.keep_plan, cast.olga, public_id=found.public_id)
    plans.hear()
    assert not plans.kept()[0].cancel_at_period_end
    assert audited(live) == ["commerce.plan_ending", "commerce.plan_kept"]


@pytest.mark.parametrize("is_refunded", [True, False])
def test_they_end_it_now(live: Live, plans: Plans, cast: Cast, is_refunded: bool) -> None:
    plans.subscribe(cast.ada)
    (plan,) = plans.kept()
    with pytest.raises(Invalid, match="Say why"):
        live.write(service.end_plan_now, cast.olga, public_id=plan.public_id, reason=" ", is_refunded=True)
    live.write(service.end_plan_now, cast.olga, public_id=plan.public_id, reason="Fraud", is_refunded=is_refunded)
    plans.hear()
    assert (plans.kept()[0].status, plans.until()) == (SubscriptionStatus.ENDED, live.clock())
    assert plans.periods()[0].refunded_cents == (MONTHLY if is_refunded else 0)
    assert "commerce.plan_ended" in audited(live)
    with pytest.raises(Conflict, match="ended already"):
        live.write(service.end_plan_with_period, cast.olga, public_id=plan.public_id)


def test_the_letter_says_what_goes_back(live: Live, plans: Plans, cast: Cast) -> None:
    plans.subscribe(cast.ada)
    give = {"amount_cents": 1_000, "reason": "Sorry", "seat": SeatAfter.KEEP}
    live.write(service.refund_order, cast.olga, public_id=plans.periods()[0].public_id, **give)
    (plan,) = plans.kept()
    live.write(service.end_plan_now, cast.olga, public_id=plan.public_id, reason="Enough", is_refunded=True)
    with live.system() as ctx:
        told = select(MailMessage.subject).where(MailMessage.template == "commerce.refund")
        subjects = ctx.session.exec(told.order_by(col(MailMessage.id))).all()
    assert [subject.split()[0] for subject in subjects] == ["$10", "$39"]


def test_nobody_else_may(live: Live, plans: Plans, cast: Cast) -> None:
    plans.subscribe(cast.ada)
    (plan,) = plans.kept()
    for person in (cast.ada, cast.ben, cast.max, cast.ines):
        for act in (service.end_plan_with_period, service.keep_plan):
            with pytest.raises(Denied):
                live.write(act, person, public_id=plan.public_id)
        with pytest.raises(Denied):
            live.write(service.end_plan_now, person, public_id=plan.public_id, reason="x", is_refunded=False)
        with pytest.raises(Denied):
            live.read(service.plan_of_person, person, user_id=1)


def audited(live: Live) -> list[str]:
    with live.system() as ctx:
        return list(ctx.session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id))).all())
