"""Reading part of a row."""

from typing import Any

from sqlalchemy.orm import load_only
from sqlalchemy.orm.interfaces import ORMOption


def only(*columns: Any) -> ORMOption:
    """Load these columns of an entity and its key, so that a change of others is no news to a live query.

    For `select(...).options(only(Course.slug, Course.title))`; another column is fetched if it is touched.
    """
    return load_only(*columns)
