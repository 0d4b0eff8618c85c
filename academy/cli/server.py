"""The server: one supervisor that holds the port, and workers that answer.

The supervisor imports the app, then forks, so that workers share its memory and a worker that dies is replaced at
once. Nothing with a thread, a connection or an id of its own may therefore be made on import.
"""

import gc
import multiprocessing
import os
import subprocess
import sys
import threading
import time
import warnings
from importlib import import_module
from typing import Any

from authlib.deprecate import AuthlibDeprecationWarning
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from reflex.utils import prerequisites
from reflex_base.environment import environment
from starlette.middleware.gzip import GZipMiddleware

from academy.cli import data
from academy.cli.console import step
from academy.core.caching import Caching
from academy.core.settings import ROOT, settings

GRACE_SECONDS = 5
CONNECTIONS = 20_000
SMALL_BYTES = 800
"""Smaller answers are not worth compressing; files that were compressed when they were built pass as they are."""


def prepare_database() -> None:
    """Migrate, and in demo mode fill an empty database; in a process of its own, for that takes memory."""
    with step("Database", doing="migrating") as progress:
        progress.outcome = data.migrate()
    if settings().demo and data.is_empty():
        with step("Academy", doing="planting the demo academy") as progress:
            seed = [sys.executable, "-m", "academy", "seed"]
            progress.outcome = subprocess.run(seed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def serve(*, workers: int) -> None:
    """Serve the built academy until told to stop."""
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    environment.REFLEX_SKIP_COMPILE.set(True)
    environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.set(True)
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
        prerequisites.get_app()
        gc.collect()
        gc.freeze()
    server = Server(
        target="academy.academy",
        interface=Interfaces.ASGI,
        address=settings().host,
        port=settings().port,
        workers=workers,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE_SECONDS,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=_load)


def _load(target: str) -> Any:
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    return Caching(GZipMiddleware(import_module(target).app(), minimum_size=SMALL_BYTES, compresslevel=5))


def _end_with(supervisor: int) -> None:
    """End this worker when its supervisor was killed: nobody else would, and it holds the port."""
    while os.getppid() == supervisor:
        time.sleep(0.5)
    os._exit(1)
