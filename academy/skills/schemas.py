"""What screens may see of skills."""

from academy.core.schema import ReadModel


class SkillOfCourse(ReadModel):
    """A skill and how far a course takes it; `percent` draws that depth."""

    name: str
    depth: str
    percent: int
