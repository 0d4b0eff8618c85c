"""Services of the academy, run as they would have been run back then."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from academy.catalog.events import CohortStarted
from academy.commerce.events import PaymentRefunded, PaymentSucceeded
from academy.commerce.models import Purchase
from academy.enrollment import service as enrollment
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.identity.models import User
from academy.live import SYSTEM, Context, Viewer
from academy.live.context import Scheduler
from academy.organizations import service as organizations


def back_then(ctx: Context, moment: datetime, person: User | None = None) -> Context:
    """Return a context in the same transaction, in which it is `moment` and a person, or the system, acts.

    The past makes no noise: nothing is mailed or told to others, and of the work to be done only what is still
    to come is scheduled.
    """
    viewer = Viewer(person.id, person.role) if person else SYSTEM
    return replace(
        ctx,
        now=moment,
        _viewer=lambda _: viewer,
        _publish=_keep_quiet,
        _scheduler=OnlyToCome(ctx._scheduler, ctx.now),
        _known_viewer=None,
    )


@dataclass(frozen=True)
class OnlyToCome:
    """Hands on the work that is due after now."""

    scheduler: Scheduler | None
    now: datetime

    def enqueue(self, session: Session, name: str, arguments: dict[str, Any], when: datetime) -> None:
        if self.scheduler is not None and when > self.now:
            self.scheduler.enqueue(session, name, arguments, when)


def _keep_quiet(context: Context, fact: object) -> None:
    """Let seats follow their payments, and nobody else hear of it."""
    match fact:
        case PaymentSucceeded(purchase_id):
            enrollment.settle(context, context.session.get_one(Purchase, purchase_id))
        case CohortStarted(cohort_id):
            _use_up_seats(context, cohort_id)
        case PaymentRefunded(purchase_id, True):
            enrollment.note_refund(context, context.session.get_one(Purchase, purchase_id))


def _use_up_seats(context: Context, cohort_id: int) -> None:
    """The seats of companies are used up, those of people too who have completed the course meanwhile."""
    seated = select(Enrollment.id).where(
        Enrollment.cohort_id == cohort_id,
        col(Enrollment.status).in_((EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED)),
    )
    organizations.activate_seats(context, enrollment_ids=context.session.exec(seated).all())
