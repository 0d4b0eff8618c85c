"""The resource library: resources, glossary, prompts, and what people do with them."""

from enum import StrEnum

from sqlmodel import Index, UniqueConstraint

from academy.core.fields import EditableRecord, Embedded, Record, choice, embedded, reference


class ResourceType(StrEnum):
    TEMPLATE = "template"
    FRAMEWORK = "framework"
    PROMPT = "prompt"
    GLOSSARY = "glossary"
    CASE_STUDY = "case_study"
    CHECKLIST = "checklist"
    TOOL_GUIDE = "tool_guide"
    VIDEO = "video"
    ARTICLE = "article"
    EXTERNAL_LINK = "external_link"


class ResourceAccess(StrEnum):
    PUBLIC = "public"
    REGISTERED = "registered"
    ENROLLED = "enrolled"
    COURSE_SPECIFIC = "course_specific"
    PREMIUM = "premium"


class PromptCategory(StrEnum):
    WRITING = "writing"
    ANALYSIS = "analysis"
    CODING = "coding"
    RESEARCH = "research"
    BUSINESS = "business"
    CREATIVE = "creative"
    SYSTEM = "system"


class PromptAccess(StrEnum):
    PUBLIC = "public"
    REGISTERED = "registered"
    ENROLLED = "enrolled"
    PREMIUM = "premium"


class InteractionType(StrEnum):
    VIEW = "view"
    DOWNLOAD = "download"
    BOOKMARK = "bookmark"
    RATE = "rate"
    SHARE = "share"


class LibraryKind(StrEnum):
    RESOURCE = "resource"
    GLOSSARY = "glossary"
    PROMPT = "prompt"


class VariableType(StrEnum):
    TEXT = "text"
    TEXTAREA = "textarea"
    SELECT = "select"


class PromptVariable(Embedded):
    """A blank to fill in a prompt; `options` belong to the type `select`."""

    name: str
    description: str
    type: VariableType
    required: bool
    default_value: str | None = None
    options: tuple[str, ...] | None = None


class ModelSettings(Embedded):
    """How to set the model that a prompt is given to."""

    temperature: float | None = None
    max_tokens: int | None = None


class Resource(EditableRecord, table=True):
    """An item of the resource library."""

    __tablename__ = "resources"
    __table_args__ = (
        Index("by_slug", "slug", unique=True),
        Index("by_type", "type", "is_active"),
        Index("by_category", "category", "is_active"),
        Index("by_featured", "is_featured", "is_active"),
        {"info": {"search": ("title",), "also_read_as": ("resources_search",)}},
    )

    title: str
    slug: str
    description: str
    type: ResourceType = choice(ResourceType)
    category: str
    tags: list[str] = embedded(list[str], default=list)
    content: str | None = None
    file_id: int | None = reference("stored_files", on_delete="SET NULL")
    file_type: str | None = None
    external_url: str | None = None
    video_url: str | None = None
    access_level: ResourceAccess = choice(ResourceAccess)
    course_ids: list[int] | None = embedded(list[int])
    author_id: int | None = reference("users", on_delete="SET NULL")
    skill_ids: list[int] | None = embedded(list[int])
    download_count: int = 0
    view_count: int = 0
    rating: float | None = None
    rating_count: int = 0
    is_featured: bool = False
    is_active: bool = True
    sort_order: int = 0


class GlossaryTerm(EditableRecord, table=True):
    """A term of the glossary."""

    __tablename__ = "glossary_terms"
    __table_args__ = (
        Index("by_slug", "slug", unique=True),
        Index("by_category", "category"),
        Index("by_abbreviation", "abbreviation"),
        {"info": {"search": ("term",), "also_read_as": ("glossary_terms_search",)}},
    )

    term: str
    slug: str
    abbreviation: str | None = None
    definition: str
    extended_definition: str | None = None
    related_term_ids: list[int] | None = embedded(list[int])
    skill_ids: list[int] | None = embedded(list[int])
    examples: list[str] | None = embedded(list[str])
    category: str
    is_active: bool = True


class Prompt(EditableRecord, table=True):
    """A prompt of the library, with the variables to fill in."""

    __tablename__ = "prompts"
    __table_args__ = (
        Index("by_slug", "slug", unique=True),
        Index("by_category", "category", "is_active"),
        Index("by_featured", "is_featured", "is_active"),
        {"info": {"search": ("title",), "also_read_as": ("prompts_search",)}},
    )

    title: str
    slug: str
    description: str
    category: PromptCategory = choice(PromptCategory)
    subcategory: str
    prompt_template: str
    variables: list[PromptVariable] = embedded(list[PromptVariable], default=list)
    example_output: str | None = None
    recommended_models: list[str] = embedded(list[str], default=list)
    model_settings: ModelSettings | None = embedded(ModelSettings)
    author_id: int | None = reference("users", on_delete="SET NULL")
    skill_ids: list[int] | None = embedded(list[int])
    tags: list[str] = embedded(list[str], default=list)
    use_count: int = 0
    rating: float | None = None
    rating_count: int = 0
    is_featured: bool = False
    is_active: bool = True
    access_level: PromptAccess = choice(PromptAccess)


class ResourceInteraction(Record, table=True):
    """What a person did with an item of the library, each kind once."""

    __tablename__ = "resource_interactions"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_resource", "resource_type", "resource_id"),
        Index("by_user_resource", "user_id", "resource_type", "resource_id"),
        UniqueConstraint("user_id", "resource_type", "resource_id", "interaction_type"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    resource_type: LibraryKind = choice(LibraryKind)
    resource_id: int
    interaction_type: InteractionType = choice(InteractionType)
    rating: int | None = None


class Bookmark(Record, table=True):
    """An item of the library that a person keeps."""

    __tablename__ = "user_bookmarks"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_user_type", "user_id", "resource_type"),
        UniqueConstraint("user_id", "resource_type", "resource_id"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    resource_type: LibraryKind = choice(LibraryKind)
    resource_id: int
    notes: str | None = None
