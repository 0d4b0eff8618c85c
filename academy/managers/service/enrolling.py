"""Enrolling people of a company from its seats, and taking them out again before their cohort begins."""

from sqlmodel import col, select

from academy.core.errors import Conflict, DomainError, Invalid
from academy.enrollment import service as enrollment
from academy.enrollment.models import Enrollment
from academy.live import Context, mutation
from academy.managers.schemas import Outcome
from academy.managers.service.members import looked_after
from academy.organizations import service as organizations
from academy.organizations.models import ManagerPermission
from academy.organizations.policy import permitted

MOST_AT_ONCE = 500


@mutation(policy=permitted(ManagerPermission.MANAGE_ENROLLMENTS))
def enroll_people(ctx: Context, *, organization_id: int, user_ids: list[int], cohort_id: int) -> list[Outcome]:
    """Enroll people in a cohort with the company's seats, each wholly or not at all, and say what became of each.

    Raises:
        Invalid: They are none, or too many at once.
    """
    if not 0 < len(user_ids) <= MOST_AT_ONCE:
        raise Invalid(f"Please choose between 1 and {MOST_AT_ONCE} people.")
    outcomes = [_enroll(ctx, organization_id, user_id, cohort_id) for user_id in dict.fromkeys(user_ids)]
    if done := sum(outcome.is_done for outcome in outcomes):
        organization = organizations.lock_organization(ctx, organization_id)
        people = "1 person" if done == 1 else f"{done} people"
        organizations.note(ctx, organization, "members_enrolled", f"Enrolled {people} in cohort {cohort_id}.")
    return outcomes


@mutation(policy=permitted(ManagerPermission.MANAGE_ENROLLMENTS))
def take_out_of_cohort(ctx: Context, *, organization_id: int, public_id: str) -> None:
    """Take somebody out of a cohort that has not begun; the seat is the company's again.

    Raises:
        NotFound: There is no such enrollment of the company's, or of anybody the viewer looks after.
        Conflict: It has begun.
    """
    whose = select(Enrollment.user_id).where(
        Enrollment.public_id == public_id, col(Enrollment.organization_id) == organization_id
    )
    user = looked_after(ctx, organization_id, ctx.session.exec(whose).first() or 0)
    enrollment.withdraw_member(ctx, organization_id=organization_id, public_id=public_id)
    organization = organizations.lock_organization(ctx, organization_id)
    organizations.note(ctx, organization, "member_withdrawn", f"Took {user.name} out of a cohort.")


@mutation(policy=permitted(ManagerPermission.MANAGE_ENROLLMENTS))
def take_back_kept_seat(ctx: Context, *, organization_id: int, user_id: int, course_id: int) -> None:
    """Take back a seat that is kept for somebody who has chosen no cohort yet.

    Raises:
        NotFound: They are not among those the viewer looks after.
        Conflict: None is kept for them any more.
    """
    user = looked_after(ctx, organization_id, user_id)
    reason = f"It was kept for {user.name}, who had no cohort yet."
    if not organizations.release_kept(
        ctx, organization_id=organization_id, user_id=user_id, course_id=course_id, reason=reason
    ):
        raise Conflict("No seat is kept for them any more. The list shows what became of it.")
    organization = organizations.lock_organization(ctx, organization_id)
    organizations.note(ctx, organization, "seat_taken_back", f"Took back the seat kept for {user.name}.")


def _enroll(ctx: Context, organization_id: int, user_id: int, cohort_id: int) -> Outcome:
    name = "Somebody"
    try:
        with ctx.session.begin_nested():
            name = looked_after(ctx, organization_id, user_id).name
            enrollment.enroll_member(ctx, organization_id=organization_id, user_id=user_id, cohort_id=cohort_id)
    except DomainError as error:
        return Outcome(whom=name, is_done=False, words=error.message)
    return Outcome(whom=name, is_done=True, words="Enrolled.")
