"""Writes docs/settings.md from the settings themselves."""

from pathlib import Path
from typing import Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from academy.core.settings import ROOT, Settings

DOCUMENT = ROOT / "docs" / "settings.md"
HEAD = """# Settings

Each setting is an environment variable, or a line of the same form in a file `.env` beside the Makefile. All have
working defaults: the academy runs with none of them set. This page is written by `make docs`.

| Variable | Default | What it is |
|---|---|---|
"""


def row(name: str, field: FieldInfo) -> str:
    """One setting as a line of the table."""
    choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
    allowed = f" One of {', '.join(f'`{choice}`' for choice in choices)}." if choices else ""
    return f"| `ACADEMY_{name.upper()}` | {_default(field.default)} | {field.description}{allowed} |\n"


def document() -> str:
    """The whole page."""
    return HEAD + "".join(row(name, field) for name, field in Settings.model_fields.items())


def _default(value: object) -> str:
    if isinstance(value, Path) and value.is_relative_to(ROOT):
        value = value.relative_to(ROOT)
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{shown}`" if shown else "empty"


if __name__ == "__main__":
    DOCUMENT.write_text(document())
