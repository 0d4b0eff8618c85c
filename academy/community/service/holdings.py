"""What people have that opens communities elsewhere: seats, completed courses, premium."""

from collections.abc import Collection
from typing import Any

from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortStatus
from academy.commerce.models import Entitlement, OfferKind
from academy.community.access import Holding
from academy.community.models import PremiumGrant
from academy.community.policy import BELONGS
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.live import Context


def holdings(ctx: Context, user_ids: Collection[int]) -> dict[int, Holding]:
    """What each of these people has now; the same moments later it may be another."""
    enrolled: dict[int, set[int]] = {}
    completed: dict[int, set[int]] = {}
    seats = (
        select(Enrollment.user_id, Enrollment.course_id, Enrollment.status, Cohort.status)
        .join(Cohort, col(Cohort.id) == Enrollment.cohort_id)
        .where(col(Enrollment.user_id).in_(user_ids), col(Enrollment.status).in_(BELONGS))
    )
    for user_id, course_id, status, cohort_status in ctx.session.exec(seats):
        is_over = status == EnrollmentStatus.COMPLETED or cohort_status == CohortStatus.COMPLETED
        (completed if is_over else enrolled).setdefault(user_id, set()).add(course_id)
    premium = _premium(ctx, user_ids)
    return {
        one: Holding(frozenset(enrolled.get(one, ())), frozenset(completed.get(one, ())), one in premium)
        for one in user_ids
    }


def _premium(ctx: Context, user_ids: Collection[int]) -> set[int]:
    """Those with a plan that lasts, or whom an administrator lets count as premium."""
    found: set[int] = set()
    plans: Any = select(Entitlement.user_id, Entitlement.until).where(
        col(Entitlement.user_id).in_(user_ids),
        Entitlement.kind == OfferKind.SUBSCRIPTION,
        col(Entitlement.revoked_at).is_(None),
    )
    grants: Any = select(PremiumGrant.user_id, PremiumGrant.until).where(
        col(PremiumGrant.user_id).in_(user_ids), col(PremiumGrant.revoked_at).is_(None)
    )
    for statement in (plans, grants):
        found |= {user_id for user_id, until in ctx.session.exec(statement) if until is None or not ctx.is_past(until)}
    return found
