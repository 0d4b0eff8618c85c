"""What people do in a demo academy, through its services and as themselves."""

from sqlmodel import Session, col, select

from academy.catalog.service.public import open_cohorts
from academy.enrollment.models import Enrollment, EnrollmentStatus
from academy.enrollment.service import cancel_hold, reserve_seat
from academy.identity.models import User, UserRole
from academy.identity.schemas import Browser as Device
from academy.identity.service import step_into
from academy.live import Runtime
from academy.worker import IN_THE_BACKGROUND

COURSE = "ai-fundamentals"

assert IN_THE_BACKGROUND, "what follows from an event is part of a mutation"


class Office:
    """Acts on an academy's database.

    Args:
        runtime: Reads and writes it, beside a server or alone.
    """

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    def people(self, role: UserRole) -> list[int]:
        """The ids of everybody with that role, those who are enrolled in nothing first."""
        with Session(self.runtime.database.reader) as session:
            enrolled = col(User.id).in_(select(Enrollment.user_id))
            return list(session.exec(select(User.id).where(User.role == role).order_by(enrolled, col(User.id))))

    def sign_in(self, user_id: int) -> str:
        """Step into a demo person; returns the new session's token."""
        return self.runtime.write(step_into, user_id=user_id, next_path="/", browser=Device()).token

    def free_cohort(self) -> int:
        """The id of the course's first cohort that has a seat left."""
        return next(cohort.id for cohort in self.runtime.read(open_cohorts, slug=COURSE) if cohort.seats_left)

    def take_seat(self, token: str, cohort_id: int) -> str:
        """Hold a seat; returns the enrollment's id."""
        return self.runtime.write(reserve_seat, token, cohort_id=cohort_id).public_id

    def give_back(self, token: str, public_id: str) -> None:
        """Give a held seat back."""
        self.runtime.write(cancel_hold, token, public_id=public_id)

    def held_by(self, user_id: int) -> list[str]:
        """The enrollments in which somebody holds a seat."""
        with Session(self.runtime.database.reader) as session:
            held = Enrollment.status == EnrollmentStatus.HELD
            return list(session.exec(select(Enrollment.public_id).where(Enrollment.user_id == user_id, held)))
