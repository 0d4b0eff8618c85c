"""The ways from a seat, and from a cohort that one teaches, to where its people discuss."""

from typing import Any

from sqlmodel import col, select

from academy.catalog.models import Cohort
from academy.community.policy import may_read, of_cohort
from academy.community.schemas.places import Door
from academy.community.service.unread import unread_in
from academy.enrollment.models import Enrollment
from academy.enrollment.policy import owner, teacher_of
from academy.live import Context, query


@query(policy=owner)
def door_of_seat(ctx: Context, *, public_id: str) -> Door | None:
    """The way to the cohort that one has this seat in; None while one does not belong to it."""
    seats = select(Cohort.id, Cohort.public_id).join(Enrollment, col(Enrollment.cohort_id) == Cohort.id)
    return _door(ctx, ctx.session.exec(seats.where(Enrollment.public_id == public_id)).first())


@query(policy=teacher_of)
def door_of_cohort(ctx: Context, *, cohort_id: int) -> Door | None:
    """The way to a cohort that one teaches."""
    return _door(ctx, ctx.session.exec(select(Cohort.id, Cohort.public_id).where(Cohort.id == cohort_id)).first())


def _door(ctx: Context, cohort: Any) -> Door | None:
    if cohort is None or not may_read(ctx, of_cohort(cohort[0])):
        return None
    return Door(place=f"cohort.{cohort[1]}", unread=len(unread_in(ctx, of_cohort(cohort[0]))))
