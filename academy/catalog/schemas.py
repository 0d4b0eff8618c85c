"""What screens may see of courses and cohorts."""

from datetime import datetime

from academy.catalog.models import Audience, CapabilityLevel, ImpactLevel, SessionKind, SessionType
from academy.core.schema import ReadModel

TYPE_WORDS = {
    SessionType.COHORT: "Two-day cohort",
    SessionType.WEBINAR: "Webinar",
    SessionType.HACKATHON: "Hackathon",
}
LEVEL_WORDS = {
    CapabilityLevel.FUNDAMENTALS: "Fundamentals",
    CapabilityLevel.INTERMEDIATE: "Intermediate",
    CapabilityLevel.ADVANCED: "Advanced",
}
IMPACT_WORDS = {
    ImpactLevel.L1: "Individual adoption",
    ImpactLevel.L2: "Team transformation",
    ImpactLevel.L3: "Organizational strategy",
}
AUDIENCE_WORDS = {
    Audience.INDIVIDUAL: "Individuals",
    Audience.TEAM: "Teams",
    Audience.ENTERPRISE: "Enterprises",
    Audience.ALL: "Everybody",
}
KIND_WORDS = {
    SessionKind.S: "Spark",
    SessionKind.W: "Workshop",
    SessionKind.MM: "Mini-masterclass",
    SessionKind.CAP: "Capability session",
    SessionKind.IO: "Implementation office",
}


class CohortCard(ReadModel):
    """A cohort that is open to everybody, and how many of its seats are left."""

    id: int
    public_id: str
    name: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    capacity: int
    seats_left: int
    checking_out: int
    is_full: bool


class UpcomingCohort(CohortCard):
    """A cohort beside the course it runs."""

    course_slug: str
    course_title: str
    type_words: str
    price_cents: int
    currency: str


class CourseCard(ReadModel):
    """A course in a list, with the cohort one could join next."""

    slug: str
    title: str
    summary: str
    type_words: str
    level_words: str
    impact_words: str
    audience_words: str
    price_cents: int
    currency: str
    next_cohort: CohortCard | None


class SessionRow(ReadModel):
    """A part of a course; `starts_at` is known once a cohort is chosen."""

    title: str
    kind_words: str
    description: str
    outcomes: list[str]
    minutes: int
    starts_at: datetime | None


class CourseDay(ReadModel):
    """The sessions of one day; `date` is known once a cohort is chosen."""

    number: int
    date: datetime | None
    sessions: list[SessionRow]


class CoursePage(ReadModel):
    """A course as everybody may see it."""

    slug: str
    title: str
    summary: str
    description: str
    type_words: str
    level_words: str
    impact_words: str
    audience_words: str
    outcomes: list[str]
    price_cents: int
    currency: str
    is_published: bool
