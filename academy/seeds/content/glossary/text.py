"""What a glossary entry is made of, before it is in the database."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class TermText:
    """A term; `related` and `skills` are slugs."""

    term: str
    definition: str
    extended: str
    examples: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    abbreviation: str | None = None

    @property
    def slug(self) -> str:
        """The term as an address spells it."""
        return re.sub(r"[^a-z0-9]+", "-", self.term.lower()).strip("-")
