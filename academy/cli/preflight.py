"""What must hold before a server starts, each with a sentence for when it does not."""

import errno
import socket
import tempfile
from pathlib import Path

from pydantic import ValidationError

from academy.cli.console import Refused
from academy.core.settings import Settings, settings


def read_settings() -> Settings:
    """Return the settings of this process.

    Raises:
        Refused: A variable holds what its setting cannot be.
    """
    try:
        return settings()
    except ValidationError as error:
        wrong = [f"  ACADEMY_{str(e['loc'][0]).upper()}: {e['msg']} (it is {e['input']!r})" for e in error.errors()]
        message = "\n".join(["These settings do not hold what they should (docs/settings.md lists them all):", *wrong])
        raise Refused(message) from None


def require_writable(folder: Path) -> None:
    """Make the folder if need be.

    Raises:
        Refused: Nothing can be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Refused(
            f"The data folder {folder} cannot be written to ({error.strerror}).\n"
            "Give yourself the right to, or choose another: ACADEMY_DATA_DIR=/some/folder make run"
        ) from None


def require_free_port(host: str, port: int) -> None:
    """Check that a server can listen there.

    Raises:
        Refused: The port is taken, not allowed, or the host is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            return
        except OSError as error:
            code = error.errno
    if code == errno.EADDRINUSE:
        raise Refused(
            f"Port {port} is taken: another program (or another academy) listens there.\n"
            f"Stop it, or choose another port: ACADEMY_PORT={port + 1} make run"
        )
    if code == errno.EACCES:
        raise Refused(f"Port {port} is not for ordinary users. Choose one above 1023: ACADEMY_PORT=3000 make run")
    raise Refused(f"The academy cannot listen on {host}: that is not an address of this machine (ACADEMY_HOST).")
