"""Where the embedded Postgres keeps its data, and the address it answers at: a socket that only its user may open."""

import hashlib
import tempfile
from pathlib import Path
from urllib.parse import quote

SOCKET = ".s.PGSQL.5432"
LONGEST_PATH = 100
"""A socket's path may have 104 characters on macOS, 108 on Linux."""


def data_folder(folder: Path) -> Path:
    """Its tables and logs of transactions."""
    return folder / "postgres"


def socket_folder(folder: Path) -> Path:
    """The folder of its socket: the data folder, unless that has too long a path."""
    own = data_folder(folder).resolve()
    if len(str(own / SOCKET)) <= LONGEST_PATH:
        return own
    return Path(tempfile.gettempdir()) / f"academy-{hashlib.sha256(str(own).encode()).hexdigest()[:16]}"


def address(folder: Path) -> str:
    """Its SQLAlchemy address."""
    return f"postgresql://postgres@/postgres?host={quote(str(socket_folder(folder)), safe='')}"
