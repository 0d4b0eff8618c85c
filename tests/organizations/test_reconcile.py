"""Counters that somebody has changed behind our back are counted anew, and that is on record."""

import pytest
from sqlmodel import col, select

from academy.core.audit import AuditEntry
from academy.core.errors import Denied
from academy.live import SYSTEM
from academy.organizations import service
from academy.organizations.models import Organization, Team
from tests.enrollment.seats import make_course
from tests.organizations.company import assert_seat_laws
from tests.organizations.conftest import Meridian
from tests.world import Live


def test_counters_are_repaired_and_that_is_on_record(live: Live, meridian: Meridian) -> None:
    with live.system() as ctx:
        service.add_seats(ctx, organization_id=meridian.id, course_id=make_course(ctx).id, quantity=3)
    assert live.write(service.reconcile_companies, SYSTEM) == 0
    with live.system() as ctx:
        company = ctx.session.get_one(Organization, meridian.id)
        company.seats_purchased, company.seats_used = 9, 2
        ctx.session.get_one(Team, meridian.team_id).member_count = 7
    assert live.write(service.reconcile_companies, SYSTEM) == 2
    with live.system() as ctx:
        assert_seat_laws(ctx.session)
        assert ctx.session.get_one(Team, meridian.team_id).member_count == 2
        noted = select(AuditEntry.changes).where(AuditEntry.action == "organizations.reconciled")
        assert ctx.session.exec(noted.order_by(col(AuditEntry.id))).all() == [
            {"seats_purchased": (9, 3), "seats_used": (2, 0)},
            {"member_count": (7, 2)},
        ]


def test_nobody_but_the_system_counts_anew(live: Live, meridian: Meridian) -> None:
    with pytest.raises(Denied):
        live.write(service.reconcile_companies, meridian.admin)
