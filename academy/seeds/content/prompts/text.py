"""What a prompt of the library is made of, before it is in the database."""

from dataclasses import dataclass

from academy.library.models import ModelSettings, PromptAccess, PromptCategory, PromptVariable, VariableType


@dataclass(frozen=True)
class PromptText:
    """A prompt; `template` has its variables in double braces, `skills` are slugs."""

    slug: str
    title: str
    description: str
    category: PromptCategory
    subcategory: str
    access: PromptAccess
    template: str
    variables: tuple[PromptVariable, ...]
    example: str
    skills: tuple[str, ...]
    tags: tuple[str, ...]
    settings: ModelSettings
    models: tuple[str, ...] = ("gpt-4", "claude-3")
    is_featured: bool = False


def line(name: str, description: str, default: str | None = None, *, required: bool = True) -> PromptVariable:
    """A blank for a few words."""
    return PromptVariable(
        name=name, description=description, type=VariableType.TEXT, required=required, default_value=default
    )


def text(name: str, description: str, *, required: bool = True) -> PromptVariable:
    """A blank for a document."""
    return PromptVariable(name=name, description=description, type=VariableType.TEXTAREA, required=required)


def choose(name: str, description: str, *options: str) -> PromptVariable:
    """A blank with a choice; the first option is the default."""
    return PromptVariable(
        name=name,
        description=description,
        type=VariableType.SELECT,
        required=True,
        default_value=options[0],
        options=options,
    )


PRECISE = ModelSettings(temperature=0.2, max_tokens=1500)
BALANCED = ModelSettings(temperature=0.5, max_tokens=1500)
INVENTIVE = ModelSettings(temperature=0.9, max_tokens=1200)
