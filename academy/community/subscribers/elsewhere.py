"""What people get and lose opens and closes communities elsewhere: jobs see to it after the commit."""

from datetime import datetime, timedelta

from sqlmodel import select

from academy.catalog.events import CohortCompleted
from academy.commerce.events import EntitlementChanged
from academy.commerce.models import Entitlement
from academy.community.events import CommunityChanged, CommunityQuestioned, MembershipDue, PremiumChanged
from academy.community.jobs import elsewhere as jobs
from academy.enrollment.events import EnrollmentCancelled, SeatTaken, SeatTransferred
from academy.enrollment.models import Enrollment
from academy.identity.events import PersonJoined
from academy.live import Context, subscribe

AT_ONCE = timedelta()


@subscribe(SeatTaken)
def let_in(ctx: Context, fact: SeatTaken) -> None:
    _follow(ctx, ctx.session.get_one(Enrollment, fact.enrollment_id).user_id)


@subscribe(EnrollmentCancelled)
def let_go(ctx: Context, fact: EnrollmentCancelled) -> None:
    _follow(ctx, ctx.session.get_one(Enrollment, fact.enrollment_id).user_id)


@subscribe(SeatTransferred)
def follow_the_move(ctx: Context, fact: SeatTransferred) -> None:
    _follow(ctx, ctx.session.get_one(Enrollment, fact.to_id).user_id)


@subscribe(CohortCompleted)
def welcome_alumni(ctx: Context, fact: CohortCompleted) -> None:
    for user_id in ctx.session.exec(select(Enrollment.user_id).where(Enrollment.cohort_id == fact.cohort_id)):
        _follow(ctx, user_id)


@subscribe(EntitlementChanged)
def follow_what_was_bought(ctx: Context, fact: EntitlementChanged) -> None:
    """Do so now, and again when it ends."""
    entitlement = ctx.session.get_one(Entitlement, fact.entitlement_id)
    if entitlement.user_id is not None:
        _follow(ctx, entitlement.user_id, until=entitlement.until)


@subscribe(PremiumChanged)
def follow_what_was_granted(ctx: Context, fact: PremiumChanged) -> None:
    """Do so now, and again when it ends."""
    _follow(ctx, fact.user_id, until=fact.until)


@subscribe(PersonJoined)
def invite(ctx: Context, fact: PersonJoined) -> None:
    _follow(ctx, fact.user_id)


@subscribe(CommunityChanged)
def follow_all(ctx: Context, _fact: CommunityChanged) -> None:
    ctx.jobs.run_after(AT_ONCE, jobs.follow_everybody)


@subscribe(MembershipDue)
def settle(ctx: Context, fact: MembershipDue) -> None:
    ctx.jobs.run_at(fact.when, jobs.settle_membership, membership_id=fact.membership_id)


@subscribe(CommunityQuestioned)
def check(ctx: Context, fact: CommunityQuestioned) -> None:
    ctx.jobs.run_after(AT_ONCE, jobs.check_community, community_id=fact.community_id)


def _follow(ctx: Context, user_id: int, *, until: datetime | None = None) -> None:
    ctx.jobs.run_after(AT_ONCE, jobs.follow_person, user_id=user_id)
    if until is not None and until > ctx.now:
        ctx.jobs.run_at(until, jobs.follow_person_later, user_id=user_id)
