"""What has been planted so far: later parts look up what earlier ones made."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from academy.catalog.models import Cohort, Course
from academy.core.fields import Record
from academy.identity.models import User
from academy.live import Context
from academy.organizations.models import Organization
from academy.paths.models import LearningPath
from academy.skills.models import Skill

OPENED_BEFORE = timedelta(days=500)


@dataclass
class Ground:
    """An open transaction, with the moment everything is relative to, and the rows made so far.

    Users are known by e-mail, organizations by domain, the rest by slug.
    """

    ctx: Context
    skills: dict[str, Skill] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    paths: dict[str, LearningPath] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    cohorts: list[Cohort] = field(default_factory=list)

    @property
    def session(self) -> Session:
        return self.ctx.session

    @property
    def now(self) -> datetime:
        return self.ctx.now

    @property
    def opened_at(self) -> datetime:
        """When the academy opened: the age of all that has always been there."""
        return self.now - OPENED_BEFORE

    def plant(self, *rows: Record) -> None:
        """Write rows, so that they have ids."""
        self.session.add_all(rows)
        self.session.flush()

    def skill_ids(self, slugs: tuple[str, ...]) -> list[int]:
        """The ids of skills, in the order given."""
        return [self.skills[slug].id for slug in slugs]
