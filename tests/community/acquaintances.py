"""People who sit in cohorts together, for the tests of who knows whom."""

from academy.catalog.models import Cohort
from academy.community import service
from academy.enrollment.models import Enrollment, EnrollmentStatus, PaymentType
from academy.live import Context, Viewer
from tests.world import Live


def take_seat(
    ctx: Context, person: Viewer, cohort: Cohort, status: EnrollmentStatus = EnrollmentStatus.ACTIVE
) -> Enrollment:
    seat = Enrollment(
        user_id=person.user_id,
        cohort_id=cohort.id,
        course_id=cohort.course_id,
        status=status,
        purchase_date=ctx.now,
        payment_type=PaymentType.B2C,
        office_hours_eligible_until=ctx.now,
        materials_access_until=ctx.now,
        chatbot_access_until=ctx.now,
    )
    ctx.session.add(seat)
    ctx.session.flush()
    return seat


def known_to(live: Live, person: Viewer) -> set[int]:
    """Whom somebody is connected with."""
    return {row.user_id for row in live.read(service.my_network, person).rows}


def waiting_for(live: Live, person: Viewer) -> set[int]:
    """Who has asked somebody, as far as they are told."""
    return {row.user_id for row in live.read(service.my_requests, person).received}


def asked_by(live: Live, person: Viewer) -> set[int]:
    """Whom somebody has asked, as far as they know."""
    return {row.user_id for row in live.read(service.my_requests, person).sent}


def suggested_to(live: Live, person: Viewer) -> dict[int, list[str]]:
    return {row.user_id: row.reasons for row in live.read(service.my_suggestions, person)}


def key(person: Viewer) -> int:
    assert person.user_id is not None
    return person.user_id
