"""Which tables SQL text speaks of: by their own names, and by those of views and functions that read them."""

import re
from collections.abc import Iterable
from threading import Lock

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from academy.live.capture import is_captured

WORD = re.compile(r"\w+")
FREE_WORD = re.compile(r'(?<![.\w"])(?<!AS )"?(\w+)"?(?![\w."])')
"""A word of compiled SQL that is no column or label."""
DEFINITIONS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'view'",
    "postgresql": (
        "SELECT relname, pg_get_viewdef(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE relkind IN ('v', 'm') AND nspname NOT IN ('pg_catalog', 'information_schema')"
        " UNION ALL"
        " SELECT proname, pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace"
        " JOIN pg_language l ON l.oid = prolang WHERE prokind IN ('f', 'p') AND lanname NOT IN ('c', 'internal')"
        " AND prorettype <> 'trigger'::regtype AND nspname NOT IN ('pg_catalog', 'information_schema')"
    ),
}
"""What the metadata does not know of and may read tables, with the SQL that defines it."""


class Mentions:
    """Finds tables by name in the SQL of one engine."""

    def __init__(self, metadata: sa.MetaData) -> None:
        self._is_complete = False
        self._learning = Lock()
        self._tables: dict[str, frozenset[str]] = {}
        for table in filter(is_captured, metadata.tables.values()):
            for name in (table.name, *table.info.get("also_read_as", ())):
                self._tables[name.lower()] = frozenset({table.name})

    def learn(self, connection: Connection) -> None:
        """Find out, once, what views and functions there are and what they read; they may use each other."""
        if self._is_complete:
            return
        with self._learning:
            cursor = connection.connection.cursor()
            cursor.execute(DEFINITIONS[connection.dialect.name])
            definitions = cursor.fetchall()
            cursor.close()
            for _ in definitions:
                for name, text in definitions:
                    if found := self.words(text):
                        self._tables[name.lower()] = self._tables.get(name.lower(), frozenset()) | found
            self._is_complete = True

    def words(self, text: str) -> frozenset[str]:
        """Return the tables whose name is a word of a text."""
        return frozenset(table for word in self._known(WORD.findall(text)) for table in self._tables[word])

    def beside(self, compiled_sql: str, known: set[str]) -> frozenset[str]:
        """Return the tables that compiled SQL names, unless they are known and named as themselves.

        In compiled SQL every column is qualified, and every label follows AS.
        """
        words = self._known(FREE_WORD.findall(compiled_sql))
        return frozenset(
            table for word in words for table in self._tables[word] if table not in known or table.lower() != word
        )

    def _known(self, words: Iterable[str]) -> set[str]:
        return self._tables.keys() & set(map(str.lower, words))
