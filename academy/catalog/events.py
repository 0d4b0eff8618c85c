"""What happened to courses and cohorts."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CoursePublished:
    """Everybody can see a course now."""

    course_id: int


@dataclass(frozen=True, slots=True)
class CourseChanged:
    """A course was made or edited, or it came on or went off sale; its title and prices may be others."""

    course_id: int


@dataclass(frozen=True, slots=True)
class CohortRescheduled:
    """A cohort starts or ends at another moment than it did."""

    cohort_id: int
    started_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class CapacityChanged:
    """A cohort has more or fewer seats than it had."""

    cohort_id: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class CohortCancelled:
    """A cohort will not take place."""

    cohort_id: int


@dataclass(frozen=True, slots=True)
class CohortOpened:
    """People may enroll in a cohort."""

    cohort_id: int


@dataclass(frozen=True, slots=True)
class CohortStarted:
    """The first session of a cohort has begun."""

    cohort_id: int


@dataclass(frozen=True, slots=True)
class CohortCompleted:
    """The last session of a cohort is over."""

    cohort_id: int
