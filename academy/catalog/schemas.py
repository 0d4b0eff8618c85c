"""What screens may see of courses and cohorts."""

from datetime import date, datetime, time

from academy.catalog.models import (
    Audience,
    CapabilityLevel,
    CohortStatus,
    CourseStatus,
    ImpactLevel,
    SessionKind,
    SessionType,
)
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
    on_hold: int
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

    id: int
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


class CoursePreview(ReadModel):
    """A course as a visitor would see it if it were published."""

    course: CoursePage
    cohorts: list[CohortCard]
    days: list[CourseDay]


# For those who edit


class CourseFields(ReadModel):
    """What one may say of a course. Prices are in cents of `currency`."""

    title: str
    slug: str
    summary: str = ""
    description: str = ""
    session_type: SessionType = SessionType.COHORT
    price_b2c: int = 0
    price_b2b: int = 0
    currency: str = "usd"
    max_participants: int = 20
    impact_level: ImpactLevel = ImpactLevel.L1
    capability_level: CapabilityLevel = CapabilityLevel.FUNDAMENTALS
    audience: Audience = Audience.ALL
    outcomes: list[str] = []


class SessionFields(ReadModel):
    """What one may say of a session."""

    title: str
    type: SessionKind = SessionKind.W
    day_number: int = 1
    duration_minutes: int = 60
    description: str = ""
    outcomes: list[str] = []


class CohortFields(ReadModel):
    """What one may say of a cohort. `first_day` is in `zone`; without an organization it is open to everybody."""

    name: str
    first_day: date
    zone: str
    capacity: int
    instructor_id: int | None = None
    organization_id: int | None = None
    zoom_link: str = ""


class CohortSessionFields(ReadModel):
    """What one may say of a session as a cohort holds it; `starts` is on the clock of the cohort's zone."""

    title: str
    starts: datetime
    minutes: int
    join_url: str = ""
    recording_url: str = ""


class CourseRow(ReadModel):
    """A course in the editors' list; the seats are those of its cohorts to come, public and private."""

    id: int
    slug: str
    title: str
    status: CourseStatus
    session_type: SessionType
    capability_level: CapabilityLevel
    price_cents: int
    currency: str
    session_count: int
    cohort_count: int
    next_cohort_at: datetime | None
    seats_taken: int
    capacity: int
    updated_at: datetime


class SessionEntry(ReadModel):
    """A session of the course, for its editors."""

    id: int
    updated_at: datetime
    fields: SessionFields
    order: int
    is_first: bool
    is_last: bool


class CourseEditor(ReadModel):
    """A course for its editors. `obstacles` say what keeps it from being published."""

    id: int
    updated_at: datetime
    fields: CourseFields
    status: CourseStatus
    published_at: datetime | None
    obstacles: list[str]
    sessions: list[SessionEntry]
    is_editable: bool
    is_admin: bool


class CohortSessionRow(ReadModel):
    """A session as a cohort holds it; `starts` is on the clock of the cohort's zone."""

    id: int
    updated_at: datetime
    fields: CohortSessionFields
    starts_at: datetime
    ends_at: datetime


class CohortDay(ReadModel):
    """The sessions of a cohort on one day of its zone; `opens` is when the first of them starts there."""

    day: date
    opens: time
    sessions: list[CohortSessionRow]


class CohortRow(ReadModel):
    """A cohort for administrators. `next_statuses` are those it may be moved to."""

    id: int
    public_id: str
    updated_at: datetime
    fields: CohortFields
    status: CohortStatus
    next_statuses: list[CohortStatus]
    is_settled: bool
    starts_at: datetime
    ends_at: datetime
    enrolled: int
    held: int
    seats_left: int
    instructor_name: str | None
    organization_name: str | None
    days: list[CohortDay]


class CohortChoices(ReadModel):
    """Who may lead a cohort, and whose own it may be: ids as text, with names."""

    instructors: list[tuple[str, str]]
    organizations: list[tuple[str, str]]


class FieldChange(ReadModel):
    """A field before and after, in words."""

    field: str
    before: str
    after: str


class EditorHere(ReadModel):
    """Another editor who has the same course open."""

    name: str
    is_writing: bool


class AuditRow(ReadModel):
    """One change of a course or of one of its cohorts."""

    id: int
    at: datetime
    actor_name: str | None
    summary: str
    changes: list[FieldChange]


class AuditPage(ReadModel):
    """Changes, the latest first; `next_key` is 0 on the last page."""

    rows: list[AuditRow]
    next_key: int
