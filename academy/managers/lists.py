"""Lists of people as they come from spreadsheets and from mail programs: read whatever their encoding and separator."""

import csv
import io
import re
from collections.abc import Sequence

from academy.core.errors import Invalid
from academy.managers.models import ImportLine

MOST_BYTES = 512 * 1024
MOST_LINES = 500
MOST_IN_CELL = 300
COLUMNS = ("email", "course", "cohort", "team", "department", "role")
NAMES = {
    "email": {"email", "e-mail", "mail", "address", "e-mail address", "email address"},
    "course": {"course"},
    "cohort": {"cohort"},
    "team": {"team"},
    "department": {"department"},
    "role": {"role"},
}
TEMPLATE = (
    ",".join(COLUMNS)
    + "\r\nada@company.example,,,,,member\r\nben@company.example,AI Fundamentals,,Operations,Planning,member\r\n"
)
_BETWEEN = re.compile(r"[\s,;<>]+")


def decoded(content: bytes) -> str:
    """The text of a file that says nothing of its encoding: UTF-8, UTF-16 with its mark, else Windows-1252.

    Raises:
        Invalid: It is too large, or no text.
    """
    if len(content) > MOST_BYTES:
        raise Invalid(f"This file is larger than {MOST_BYTES // 1024} KB. Please split it.", field="file")
    has_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if has_mark else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Invalid("This file is not text. Please save the list as CSV and hand that in.", field="file")


def read_list(text: str) -> list[ImportLine]:
    """Read a list of people: with a first line that names the columns, or simply addresses.

    Raises:
        Invalid: There is nobody in it, or too many are.
    """
    rows = _rows(text)
    columns = _columns(rows[0]) if rows else {}
    if "email" in columns:
        lines = [_line(number, row, columns) for number, row in enumerate(rows[1:], start=2)]
    else:
        found = [word for word in _BETWEEN.split(text) if "@" in word]
        lines = [ImportLine(line=number, email=word[:MOST_IN_CELL]) for number, word in enumerate(found, start=1)]
    if not lines:
        raise Invalid("There is no address in this list. Its first line should name a column “email”.", field="people")
    if len(lines) > MOST_LINES:
        raise Invalid(f"These are more than {MOST_LINES:,} people. Please split the list.", field="people")
    return lines


def _rows(text: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        return [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        raise Invalid("This list cannot be read. Please save it as CSV and hand that in.", field="people") from None


def _separator(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Where each column stands, if the row names any."""
    titles = [cell.strip().lower() for cell in row]
    return {
        name: next(at for at, title in enumerate(titles) if title in known)
        for name, known in NAMES.items()
        if known & set(titles)
    }


def _line(number: int, row: Sequence[str], columns: dict[str, int]) -> ImportLine:
    cells = {name: row[at].strip()[:MOST_IN_CELL] for name, at in columns.items() if at < len(row)}
    return ImportLine(line=number, **{"email": "", **cells})
