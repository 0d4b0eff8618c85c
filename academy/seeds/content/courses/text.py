"""What a course is made of, before it is in the database."""

from collections.abc import Mapping
from dataclasses import dataclass

from academy.catalog.models import Audience, CapabilityLevel, CourseStatus, ImpactLevel, SessionKind, SessionType
from academy.skills.models import SkillDepth


@dataclass(frozen=True)
class SessionText:
    """One part of a day."""

    kind: SessionKind
    minutes: int
    title: str
    description: str
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class SkillGoal:
    """How far a course takes people in a skill; `weight` is its share of the course, 0 to 100."""

    slug: str
    depth: SkillDepth
    weight: int


@dataclass(frozen=True)
class CourseText:
    """A course. Prices are cents of US dollars; `days` are counted from the first day of a cohort, which is 1."""

    slug: str
    title: str
    summary: str
    description: str
    type: SessionType
    price_b2c: int
    price_b2b: int
    max_participants: int
    impact: ImpactLevel
    capability: CapabilityLevel
    audience: Audience
    outcomes: tuple[str, ...]
    skills: tuple[SkillGoal, ...]
    days: Mapping[int, tuple[SessionText, ...]]
    status: CourseStatus = CourseStatus.PUBLISHED
