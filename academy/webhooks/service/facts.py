"""The data of events, as they stand when they happen."""

from academy.catalog.models import Cohort, Course
from academy.commerce.models import Offer, Purchase
from academy.enrollment.models import Enrollment, WaitlistEntry
from academy.identity.models import User
from academy.live import Context
from academy.organizations.models import Organization
from academy.webhooks.catalogue import (
    CohortData,
    CourseData,
    EnrollmentData,
    MemberData,
    OfferData,
    OrganizationData,
    PaymentData,
    PersonData,
    WaitData,
)


def person(ctx: Context, user_id: int) -> PersonData:
    user = ctx.session.get_one(User, user_id)
    return PersonData(id=user.id, name=user.name, email=user.email)


def course(ctx: Context, course_id: int) -> CourseData:
    row = ctx.session.get_one(Course, course_id)
    return CourseData(slug=row.slug, title=row.title)


def cohort(ctx: Context, cohort_id: int) -> CohortData:
    row = ctx.session.get_one(Cohort, cohort_id)
    return CohortData(
        id=row.public_id,
        name=row.name,
        course=course(ctx, row.course_id),
        starts_at=row.start_date,
        ends_at=row.end_date,
        zone=row.zone,
        seats=row.max_capacity,
    )


def organization(ctx: Context, organization_id: int) -> OrganizationData:
    row = ctx.session.get_one(Organization, organization_id)
    return OrganizationData(id=row.id, name=row.name)


def enrollment(ctx: Context, row: Enrollment) -> EnrollmentData:
    return EnrollmentData(
        id=row.public_id,
        person=person(ctx, row.user_id),
        cohort=cohort(ctx, row.cohort_id),
        organization=organization(ctx, row.organization_id) if row.organization_id else None,
        amount_cents=row.amount_cents,
        currency=row.currency,
    )


def wait(ctx: Context, row: WaitlistEntry) -> WaitData:
    return WaitData(
        id=row.id,
        person=person(ctx, row.user_id),
        course=course(ctx, row.course_id),
        cohort=cohort(ctx, row.cohort_id) if row.cohort_id else None,
    )


def offer(ctx: Context, row: WaitlistEntry) -> OfferData:
    if row.offered_cohort_id is None or row.offer_expires_at is None:
        raise ValueError("nothing was offered to them")
    return OfferData(
        **dict(wait(ctx, row)), offered=cohort(ctx, row.offered_cohort_id), expires_at=row.offer_expires_at
    )


def payment(ctx: Context, row: Purchase) -> PaymentData:
    paid_for = ctx.session.get(Enrollment, row.enrollment_id) if row.enrollment_id else None
    offer = ctx.session.get_one(Offer, row.offer_id)
    return PaymentData(
        id=row.public_id,
        person=person(ctx, row.user_id),
        organization=organization(ctx, row.organization_id) if row.organization_id else None,
        bought=offer.kind,
        title=offer.title,
        quantity=row.quantity,
        amount_cents=row.amount_cents,
        tax_cents=row.tax_cents,
        refunded_cents=row.refunded_cents,
        currency=row.currency,
        enrollment_id=paid_for.public_id if paid_for else None,
    )


def member(ctx: Context, organization_id: int, user_id: int) -> MemberData:
    return MemberData(organization=organization(ctx, organization_id), person=person(ctx, user_id))
