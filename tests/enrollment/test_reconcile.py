"""Counters and holds that somebody has changed behind our back are found, repaired and reported."""

import sqlalchemy as sa
from sqlmodel import col, select

from academy.catalog.models import Cohort, SeatHold
from academy.core.audit import AuditEntry
from academy.enrollment import service
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.live import SYSTEM
from tests.enrollment.seats import assert_laws, make_cohort, make_course
from tests.world import Cast, Live


def test_nothing_is_touched_where_all_agrees(live: Live, cast: Cast) -> None:
    with live.system() as ctx:
        cohort_id = make_cohort(ctx, make_course(ctx)).id
    live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
    assert live.write(service.reconcile_seats, SYSTEM) == 0


def test_what_does_not_agree_is_repaired_and_reported(live: Live, cast: Cast) -> None:
    with live.system() as ctx:
        cohort_id = make_cohort(ctx, make_course(ctx), seats=1).id
    live.write(service.reserve_seat, cast.ada, cohort_id=cohort_id)
    live.write(service.join_waitlist, cast.ben, cohort_id=cohort_id)
    with live.system() as ctx:
        ctx.session.get_one(Cohort, cohort_id).current_enrollment = 5
        ctx.session.exec(sa.update(Enrollment).values(status=EnrollmentStatus.EXPIRED))
    assert live.write(service.reconcile_seats, SYSTEM) == 1
    with live.system() as ctx:
        assert_laws(ctx.session, ctx.now)
        assert ctx.session.get_one(Cohort, cohort_id).current_enrollment == 0
        [offer] = ctx.session.exec(select(SeatHold).where(col(SeatHold.waitlist_id).is_not(None))).all()
        assert offer.cohort_id == cohort_id, "the seat that is found goes to who waits"
        [entry] = ctx.session.exec(select(AuditEntry).where(AuditEntry.action == "enrollment.reconciled")).all()
        assert entry.changes["current_enrollment"] == (5, 0)
    assert live.write(service.reconcile_seats, SYSTEM) == 0
