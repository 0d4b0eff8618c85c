"""The calendar: which course ran, runs and will run, where, with whom. Everything is relative to now."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from academy.catalog.models import CohortStatus
from academy.seeds.content import people
from academy.seeds.content.companies import HALDEN, NORTHWIND, CompanyText
from academy.seeds.content.people import PersonText

FirstDay = Callable[[datetime], date]
"""Finds the first day of a cohort from the present moment in its own zone."""

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
OPENS = time(9)


def week(number: int, weekday: int = THURSDAY) -> FirstDay:
    """A weekday of the week that is `number` weeks from this one."""
    return lambda now: now.date() + timedelta(weeks=number, days=weekday - now.weekday())


def in_days(number: int) -> FirstDay:
    """The day that many days from today, or the Monday after it if that is a weekend."""

    def first_day(now: datetime) -> date:
        day = now.date() + timedelta(days=number)
        return day + timedelta(days=7 - day.weekday() if day.weekday() > FRIDAY else 0)

    return first_day


def under_way(now: datetime) -> date:
    """Today once the doors are open, else yesterday: a two-day cohort that starts then is running now."""
    return now.date() - timedelta(days=0 if now.time() >= OPENS else 1)


@dataclass(frozen=True)
class CohortText:
    """One run of a course, in `zone` from `opens` each day.

    `seats` is how many people end up in it, `members` are among them. `holds` check out right now, `waiting` queue,
    `lapsed` let their hold run out, `withdrawn` gave their seat back.
    """

    course: str
    first_day: FirstDay
    region: str
    zone: str
    instructor: PersonText
    seats: int
    capacity: int | None = None
    status: CohortStatus = CohortStatus.OPEN
    members: tuple[PersonText, ...] = ()
    company: CompanyText | None = None
    holds: int = 0
    waiting: int = 0
    lapsed: int = 0
    withdrawn: int = 0
    opens: time = field(default=OPENS)


EUROPE = ("Europe", "Europe/Berlin")
AMERICAS = ("Americas", "America/New_York")
ASIA = ("Asia-Pacific", "Asia/Singapore")
DONE, RUNNING, PLANNED = CohortStatus.COMPLETED, CohortStatus.IN_PROGRESS, CohortStatus.SCHEDULED
PRIYA, JONAS, MEI_LING = people.PRIYA, people.JONAS, people.MEI_LING
SAMUEL, CLAIRE = people.SAMUEL, people.CLAIRE

PAST = (
    CohortText("chatbot-basics", week(-58), *EUROPE, JONAS, 5, status=DONE),
    CohortText("ai-fundamentals", week(-39), *EUROPE, PRIYA, 8, 8, DONE),
    CohortText("ai-strategy-for-leaders", week(-31, TUESDAY), *EUROPE, CLAIRE, 6, status=DONE),
    CohortText("ai-fundamentals", week(-27), *AMERICAS, SAMUEL, 5, status=DONE),
    CohortText("workflow-automation-hackathon", week(-24, MONDAY), *EUROPE, JONAS, 8, status=DONE),
    CohortText("prompt-engineering-mastery", week(-21), *EUROPE, PRIYA, 8, status=DONE),
    CohortText("ai-in-90-minutes", week(-19, WEDNESDAY), *EUROPE, CLAIRE, 11, status=DONE, opens=time(17)),
    CohortText("ai-fundamentals", week(-14), *EUROPE, JONAS, 7, status=DONE, company=NORTHWIND),
    CohortText(
        "change-management-for-ai", week(-11, TUESDAY), *EUROPE, CLAIRE, 6, status=DONE, members=(people.HANNAH,)
    ),
    CohortText("eu-ai-act-briefing", week(-9, TUESDAY), *EUROPE, CLAIRE, 7, status=DONE, opens=time(16)),
    CohortText("marketing-ai-mastery", week(-8), *EUROPE, PRIYA, 5, status=DONE),
    CohortText(
        "ai-in-90-minutes",
        week(-6, WEDNESDAY),
        *AMERICAS,
        SAMUEL,
        13,
        status=DONE,
        members=(people.AMARA,),
        opens=time(12),
    ),
    CohortText("ai-fundamentals", week(-5), *EUROPE, PRIYA, 5, status=DONE, members=(people.AMARA,)),
    CohortText("ai-tools-mastery", week(-3), *EUROPE, JONAS, 7, status=DONE),
)

CURRENT = (
    CohortText(
        "prompt-engineering-mastery",
        under_way,
        *EUROPE,
        PRIYA,
        9,
        status=RUNNING,
        members=(people.AMARA, people.INDIVIDUALS[11], people.MARCUS),
    ),
    CohortText("workflow-automation-hackathon", week(-2, MONDAY), *EUROPE, JONAS, 12, status=RUNNING),
)

UPCOMING = (
    CohortText("ai-fundamentals", week(1), *EUROPE, PRIYA, 6, 6, waiting=3),
    CohortText("ai-fundamentals", week(3), *EUROPE, JONAS, 4, 8, holds=1, lapsed=1),
    CohortText("ai-fundamentals", week(4, TUESDAY), *AMERICAS, SAMUEL, 3),
    CohortText("ai-fundamentals", week(6), *ASIA, MEI_LING, 1),
    CohortText("ai-fundamentals", week(5, TUESDAY), *EUROPE, PRIYA, 2, 12, company=NORTHWIND),
    CohortText("prompt-engineering-mastery", week(2), *EUROPE, PRIYA, 15, holds=2, withdrawn=1),
    CohortText("prompt-engineering-mastery", week(7), *AMERICAS, SAMUEL, 3),
    CohortText("ai-tools-mastery", week(2, TUESDAY), *EUROPE, JONAS, 18, 18, waiting=2),
    CohortText("ai-tools-mastery", week(6, TUESDAY), *EUROPE, JONAS, 4, members=(people.AMARA,)),
    CohortText("ai-strategy-for-leaders", week(3, TUESDAY), *EUROPE, CLAIRE, 11, 12),
    CohortText("ai-strategy-for-leaders", week(9), *AMERICAS, SAMUEL, 2),
    CohortText("change-management-for-ai", week(5), *EUROPE, CLAIRE, 5),
    CohortText("ai-governance-and-ethics", week(6, TUESDAY), *EUROPE, CLAIRE, 4, holds=1),
    CohortText("marketing-ai-mastery", week(4), *EUROPE, PRIYA, 6),
    CohortText("sales-ai-mastery", week(5), *AMERICAS, SAMUEL, 4),
    CohortText("hr-ai-mastery", week(7, TUESDAY), *EUROPE, CLAIRE, 3, company=HALDEN, capacity=10),
    CohortText("hr-ai-mastery", week(8), *EUROPE, CLAIRE, 3),
    CohortText("product-ai-mastery", week(8, TUESDAY), *EUROPE, MEI_LING, 5),
    CohortText("ai-in-90-minutes", in_days(3), *EUROPE, PRIYA, 14, opens=time(17)),
    CohortText("ai-in-90-minutes", in_days(17), *ASIA, MEI_LING, 5, opens=time(12)),
    CohortText("eu-ai-act-briefing", week(2, WEDNESDAY), *EUROPE, CLAIRE, 9, opens=time(16)),
    CohortText("workflow-automation-hackathon", week(5, MONDAY), *EUROPE, JONAS, 6),
    CohortText("ai-fundamentals", week(16), *EUROPE, PRIYA, 0, status=PLANNED),
    CohortText("ai-governance-and-ethics", week(15, TUESDAY), *EUROPE, CLAIRE, 0, status=PLANNED),
    CohortText("sales-ai-mastery", week(1, TUESDAY), *EUROPE, SAMUEL, 3, status=CohortStatus.CANCELLED),
)

COHORTS = PAST + CURRENT + UPCOMING
