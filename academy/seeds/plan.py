"""The history of the demo academy, worked out from the content and one moment: who took which seat, and when.

Nothing here touches the database, and the same moment gives the same history.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from academy.catalog.models import CohortStatus, CourseSession
from academy.catalog.timetable import timetable, zone_named
from academy.seeds.content.cohorts import COHORTS, CohortText
from academy.seeds.content.courses import COURSES
from academy.seeds.content.courses.text import CourseText
from academy.seeds.content.people import LEARNERS, PERSONAS, Field, PersonText

COURSE_BY_SLUG = {course.slug: course for course in COURSES}
FIELD_OF_COURSE = {
    "ai-strategy-for-leaders": Field.LEADING,
    "change-management-for-ai": Field.LEADING,
    "ai-governance-and-ethics": Field.LEADING,
    "eu-ai-act-briefing": Field.LEADING,
    "marketing-ai-mastery": Field.MARKETING,
    "sales-ai-mastery": Field.SALES,
    "hr-ai-mastery": Field.PEOPLE,
    "product-ai-mastery": Field.PRODUCT,
    "ai-tools-mastery": Field.OPERATIONS,
    "workflow-automation-hackathon": Field.OPERATIONS,
}
HOLD = timedelta(minutes=30)


@dataclass(frozen=True)
class Seat:
    """Somebody took a seat in a cohort. Each moment is set if it has come to that.

    A seat that was neither paid, released nor lapsed is held right now.
    """

    person: PersonText
    held_at: datetime
    paid_at: datetime | None = None
    lapsed_at: datetime | None = None
    released_at: datetime | None = None
    completed_at: datetime | None = None
    progress: int = 0


@dataclass
class Run:
    """A cohort with its days and the people in it."""

    text: CohortText
    course: CourseText
    first_day: date
    starts_at: datetime
    ends_at: datetime
    seats: list[Seat] = field(default_factory=list)
    queue: list[tuple[PersonText, datetime]] = field(default_factory=list)

    @property
    def capacity(self) -> int:
        return self.text.capacity or self.course.max_participants

    @property
    def name(self) -> str:
        """The course, the first day and the part of the world; private ones carry their company."""
        whose = self.text.company.name if self.text.company else self.text.region
        return f"{self.course.title} - {self.first_day.day} {self.first_day:%B %Y} ({whose})"

    @property
    def people(self) -> set[PersonText]:
        return {seat.person for seat in self.seats} | {person for person, _ in self.queue}

    def meets(self, other: "Run") -> bool:
        """Tell whether the two take place at the same time."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def history(now: datetime) -> list[Run]:
    """Every cohort with everybody in it, in the order of the content."""
    runs = [_run(text, now) for text in COHORTS]
    for run in sorted(runs, key=lambda run: (run.text.company is None, run.starts_at)):
        _fill(run, runs, now)
    return runs


def _run(text: CohortText, now: datetime) -> Run:
    course, zone = COURSE_BY_SLUG[text.course], zone_named(text.zone)
    first_day = text.first_day(now.astimezone(zone))
    slots = timetable(_sessions(course), first_day, text.opens, zone)
    return Run(text, course, first_day, slots[0].starts_at, slots[-1].ends_at)


def _sessions(course: CourseText) -> Iterator[CourseSession]:
    for day, sessions in course.days.items():
        for order, session in enumerate(sessions, start=1):
            yield CourseSession(
                title=session.title,
                description=session.description,
                day_number=day,
                order_in_day=order,
                duration_minutes=session.minutes,
            )


def _fill(run: Run, runs: list[Run], now: datetime) -> None:
    text = run.text
    chance = Random(f"{text.course} {text.region} {run.starts_at:%G %V}")  # noqa: S311
    wanted = text.seats + text.holds + text.waiting + text.lapsed + text.withdrawn
    people = iter([*text.members, *_candidates(run, runs, chance)][:wanted])
    run.seats += [_taken(run, next(people), chance, now) for _ in range(text.seats)]
    run.seats += [_held(next(people), number, now) for number in range(text.holds)]
    run.seats += [_lapsed(next(people), chance, now) for _ in range(text.lapsed)]
    run.seats += [_withdrawn(run, next(people), chance, now) for _ in range(text.withdrawn)]
    run.queue += [(next(people), now - timedelta(hours=30 - 7 * number)) for number in range(text.waiting)]


def _candidates(run: Run, runs: list[Run], chance: Random) -> list[PersonText]:
    """Who could join, the likeliest first: people of the field who have taken few courses so far."""
    wanted = FIELD_OF_COURSE.get(run.course.slug)
    busy = {
        person
        for other in runs
        if other is not run and (other.course is run.course or other.meets(run))
        for person in other.people | set(other.text.members)
    }
    taken = Counter(person for other in runs for person in other.people)
    free = [person for person in LEARNERS if person not in busy and person not in PERSONAS and _may_join(person, run)]
    return sorted(
        free, key=lambda person: (person.field is not wanted, taken[person] + _reluctance(person), chance.random())
    )


def _reluctance(person: PersonText) -> int:
    """Some learn all the time, others once: how many courses behind the keenest somebody stays."""
    return Random(person.name).choice((0, 1, 2, 2, 3, 4))  # noqa: S311


def _may_join(person: PersonText, run: Run) -> bool:
    company = run.text.company
    return person not in run.text.members and (company is None or person in company.people)


def _taken(run: Run, person: PersonText, chance: Random, now: datetime) -> Seat:
    held_at = _booking(run, chance, now)
    paid_at = held_at + timedelta(minutes=chance.randint(2, 20))
    if run.text.status is CohortStatus.CANCELLED:
        return Seat(person, held_at, paid_at, released_at=now - timedelta(days=2, minutes=chance.randint(1, 60)))
    if run.text.status is CohortStatus.IN_PROGRESS:
        return Seat(person, held_at, paid_at, progress=chance.randint(25, 60))
    if run.text.status is not CohortStatus.COMPLETED:
        return Seat(person, held_at, paid_at)
    if person not in PERSONAS and chance.random() < 0.1:
        return Seat(person, held_at, paid_at, progress=chance.randint(40, 85))
    completed_at = min(run.ends_at + timedelta(hours=chance.randint(0, 96)), now - timedelta(hours=1))
    return Seat(person, held_at, paid_at, completed_at=completed_at, progress=100)


def _booking(run: Run, chance: Random, now: datetime) -> datetime:
    early = run.starts_at - timedelta(days=chance.randint(4, 40), minutes=chance.randint(0, 1439))
    return min(early, now - timedelta(days=chance.randint(2, 18), minutes=chance.randint(0, 1439)))


def _held(person: PersonText, number: int, now: datetime) -> Seat:
    return Seat(person, now - timedelta(minutes=3 + 8 * number))


def _lapsed(person: PersonText, chance: Random, now: datetime) -> Seat:
    held_at = now - timedelta(days=chance.randint(3, 9), minutes=chance.randint(0, 1439))
    return Seat(person, held_at, lapsed_at=held_at + HOLD)


def _withdrawn(run: Run, person: PersonText, chance: Random, now: datetime) -> Seat:
    held_at = _booking(run, chance, now)
    return Seat(person, held_at, held_at + timedelta(minutes=6), released_at=held_at + timedelta(days=1, hours=3))


def joined(runs: list[Run], now: datetime) -> dict[PersonText, datetime]:
    """When each learner with a history made an account: a little before the first thing they did."""
    first: dict[PersonText, datetime] = {}
    for person, moment in _deeds(runs):
        first[person] = min(moment, first.get(person, now))
    return {
        person: moment - timedelta(minutes=Random(person.email).randint(15, 4000))  # noqa: S311
        for person, moment in first.items()
    }


def _deeds(runs: list[Run]) -> Iterator[tuple[PersonText, datetime]]:
    for run in runs:
        yield from ((seat.person, seat.held_at) for seat in run.seats)
        yield from run.queue
