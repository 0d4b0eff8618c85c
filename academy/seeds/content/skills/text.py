"""What a skill is made of, before it is in the database."""

from dataclasses import dataclass

from academy.skills.models import EvidenceType, SkillCategory, SkillLevel


@dataclass(frozen=True)
class CompetencyText:
    """A demonstrable part of a skill; `threshold` is the score, 0 to 100, that passes."""

    name: str
    description: str
    criteria: str
    evidence: tuple[EvidenceType, ...]
    threshold: int = 70


@dataclass(frozen=True)
class SkillText:
    """A skill; `level` is where it starts, `prerequisites` are slugs."""

    slug: str
    name: str
    description: str
    category: SkillCategory
    level: SkillLevel
    competencies: tuple[CompetencyText, ...]
    prerequisites: tuple[str, ...] = ()
