"""What a resource is made of, before it is in the database."""

from dataclasses import dataclass

from academy.library.models import ResourceAccess, ResourceType


@dataclass(frozen=True)
class ResourceText:
    """An item of the library; `body` is Markdown, `skills` and `courses` are slugs."""

    slug: str
    title: str
    description: str
    type: ResourceType
    category: str
    access: ResourceAccess
    tags: tuple[str, ...]
    body: str
    skills: tuple[str, ...]
    courses: tuple[str, ...] = ()
    is_featured: bool = False
