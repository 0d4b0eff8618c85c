"""The library: glossary, resources, prompts."""

from random import Random

from academy.library.models import GlossaryTerm, Prompt, Resource
from academy.seeds.content.glossary import GLOSSARY
from academy.seeds.content.glossary.text import TermText
from academy.seeds.content.people import LUCIA
from academy.seeds.content.prompts import PROMPTS
from academy.seeds.content.prompts.text import PromptText
from academy.seeds.content.resources import RESOURCES
from academy.seeds.content.resources.text import ResourceText
from academy.seeds.planting.ground import Ground


def plant_glossary(ground: Ground) -> None:
    """Plant the terms, then tie those to each other that belong together."""
    texts = [text for terms in GLOSSARY.values() for text in terms]
    rows = {text.slug: _term(ground, text, category) for category, terms in GLOSSARY.items() for text in terms}
    ground.plant(*rows.values())
    for text in texts:
        term = rows[text.slug]
        term.related_term_ids = [rows[slug].id for slug in text.related] or None
        term.updated_at = term.created_at
    ground.plant(*rows.values())


def _term(ground: Ground, text: TermText, category: str) -> GlossaryTerm:
    return GlossaryTerm(
        created_at=ground.opened_at,
        term=text.term,
        slug=text.slug,
        abbreviation=text.abbreviation,
        definition=text.definition,
        extended_definition=text.extended,
        skill_ids=ground.skill_ids(text.skills) or None,
        examples=list(text.examples) or None,
        category=category,
    )


def plant_resources(ground: Ground) -> None:
    """Plant the resources with figures of a library that has been in use."""
    ground.plant(*(_resource(ground, text, order) for order, text in enumerate(RESOURCES)))


def _resource(ground: Ground, text: ResourceText, order: int) -> Resource:
    return Resource(
        created_at=ground.opened_at,
        title=text.title,
        slug=text.slug,
        description=text.description,
        type=text.type,
        category=text.category,
        tags=list(text.tags),
        content=text.body,
        access_level=text.access,
        course_ids=[ground.courses[slug].id for slug in text.courses] or None,
        author_id=ground.users[LUCIA.email].id,
        skill_ids=ground.skill_ids(text.skills),
        view_count=Random(text.slug).randint(80, 900),  # noqa: S311
        is_featured=text.is_featured,
        sort_order=order,
    )


def plant_prompts(ground: Ground) -> None:
    """Plant the prompts with how often they have been used."""
    ground.plant(*(_prompt(ground, text) for text in PROMPTS))


def _prompt(ground: Ground, text: PromptText) -> Prompt:
    return Prompt(
        created_at=ground.opened_at,
        title=text.title,
        slug=text.slug,
        description=text.description,
        category=text.category,
        subcategory=text.subcategory,
        prompt_template=text.template,
        variables=list(text.variables),
        example_output=text.example,
        recommended_models=list(text.models),
        model_settings=text.settings,
        author_id=ground.users[LUCIA.email].id,
        skill_ids=ground.skill_ids(text.skills),
        tags=list(text.tags),
        use_count=Random(text.slug).randint(20, 600),  # noqa: S311
        is_featured=text.is_featured,
        access_level=text.access,
    )
