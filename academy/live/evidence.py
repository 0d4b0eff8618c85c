"""What a run saw: the statements it sent and a digest of the rows that each brought.

A run is determined by what it reads. So while its statements still bring the same rows it would have the same result,
and need not be made: sending them again costs a fraction of what Python makes of their rows. (Build systems call this
early cutoff: Mokhov, Mitchell, Peyton Jones, "Build Systems à la Carte", 2018.)
"""

import hashlib
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy

from academy.live.carrying import carrying

EVIDENCE = "live_evidence"
MAX_STATEMENTS = 100
"""A run that sends more is made again rather than looked over."""


class Evidence:
    """The statements of one run with what came of them. Without statements it says nothing."""

    __slots__ = ("_statements",)

    def __init__(self) -> None:
        self._statements: list[tuple[str, Any, bytes]] = []

    def note(self, statement: str, parameters: Any, rows: list[Any]) -> None:
        """Add a statement, as it was sent, and its rows."""
        if len(self._statements) <= MAX_STATEMENTS:
            self._statements.append((statement, parameters, _digest(rows)))

    def clear(self) -> None:
        """Forget what was seen: the run is to be made again in any case."""
        self._statements.clear()

    def holds(self, connection: Connection) -> bool:
        """Tell whether every statement still brings the same rows."""
        if not 0 < len(self._statements) <= MAX_STATEMENTS:
            return False
        cursor = connection.connection.cursor()
        try:
            return all(_digest(cursor.execute(*sent).fetchall()) == seen for *sent, seen in self._statements)
        finally:
            cursor.close()


def witness(engine: Engine) -> None:
    """Note what is read on this engine's connections where `witnessed` asks for it."""
    event.listen(engine, "after_cursor_execute", _note)


def witnessed(connection: Connection) -> AbstractContextManager[Evidence]:
    """Collect what a connection sees, apart from what is seen around it."""
    return carrying(connection, EVIDENCE, Evidence())


def read_past(connection: Connection, statement: str, parameters: Any) -> list[Any]:
    """Read rows past SQLAlchemy, which costs a tenth; they are noted like all others."""
    cursor = connection.connection.cursor()
    try:
        rows: list[Any] = cursor.execute(statement, parameters).fetchall()
    finally:
        cursor.close()
    evidence: Evidence | None = connection.info.get(EVIDENCE)
    if evidence is not None:
        evidence.note(statement, parameters, rows)
    return rows


def _note(connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, _many: bool) -> None:
    evidence: Evidence | None = connection.info.get(EVIDENCE)
    if evidence is not None and cursor.description is not None:
        rows = cursor.fetchall()
        context.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(cursor, initial_buffer=rows)
        evidence.note(statement, parameters, rows)


def _digest(rows: list[Any]) -> bytes:
    return hashlib.blake2b(repr(rows).encode("utf-8", "surrogatepass"), digest_size=16).digest()
