"""The server: what each worker runs.

The supervisor imports the app, then forks, so that workers share its memory and a worker that dies is replaced at
once. Nothing with a thread, a connection or an id of its own may therefore be made on import.
"""

import gc
import shutil
import socket
import subprocess
import sys
import warnings
from collections.abc import Callable
from functools import partial
from importlib import import_module
from threading import Timer
from types import FrameType

import uvicorn
from authlib.deprecate import AuthlibDeprecationWarning
from reflex_base.environment import environment
from starlette.middleware.gzip import GZipMiddleware

from academy.cli import data
from academy.cli.console import Refused, step
from academy.cli.supervisor import Supervisor
from academy.core.caching import Caching
from academy.core.settings import ROOT, settings
from academy.live import sockets
from academy.live.monitor import Monitor
from academy.worker import metrics_folder

GRACE_SECONDS = 5
BACKLOG = 2048
GARBAGE = 20_000
"""New objects between two looks for garbage; with the usual 700 a tenth of what connecting costs goes there."""
SWITCH_SECONDS = 0.0005
"""How long a thread keeps the others waiting; with the usual 5 ms what serves is late behind what computes."""
SMALL_BYTES = 800
"""Smaller answers are not worth compressing; files that were compressed when they were built pass as they are."""


def prepare_database() -> None:
    """Migrate, and in demo mode fill an empty database; in a process of its own, for that takes memory."""
    with step("Database", doing="migrating") as progress:
        progress.outcome = data.migrate()
    if settings().demo and data.is_empty():
        with step("Academy", doing="planting the demo academy") as progress:
            seed = [sys.executable, "-m", "academy", "seed"]
            done = subprocess.run(seed, cwd=ROOT, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise Refused(f"{done.stderr.strip()}\n\nThe demo academy could not be planted.")
            progress.outcome = done.stdout.strip()


def serve(*, workers: int, target: str = "academy.academy") -> None:
    """Serve the built academy, or another module's `app`, until told to stop."""
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    environment.REFLEX_SKIP_COMPILE.set(True)
    environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.set(True)
    import_module(target)
    gc.collect()
    gc.freeze()
    shutil.rmtree(metrics_folder(), ignore_errors=True)
    gc.set_threshold(GARBAGE, 20, 50)
    sys.setswitchinterval(SWITCH_SECONDS)
    family = socket.AF_INET6 if ":" in settings().host else socket.AF_INET
    with socket.create_server((settings().host, settings().port), family=family, backlog=BACKLOG) as listener:
        grace = settings().drain_seconds + 2 * GRACE_SECONDS
        supervisor = Supervisor(partial(_work, listener, target), workers=workers, grace_seconds=grace)
        if not supervisor.run():
            raise Refused("The academy could not be started: every worker ended at once. What is above says why.")


def _work(listener: socket.socket, target: str, say_ready: Callable[[], object]) -> None:
    module = import_module(target)
    files = Caching(GZipMiddleware(module.app(), minimum_size=SMALL_BYTES, compresslevel=5))
    made = sockets.server(sockets.Sockets(module.app, files), timeout_graceful_shutdown=GRACE_SECONDS)
    _Server(made.config, say_ready).run([listener])


class _Server(uvicorn.Server):
    """Says when it serves; told to stop, it says that it is not ready any more, and serves on for a while if set so."""

    def __init__(self, config: uvicorn.Config, say_ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._say_ready = say_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._say_ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if Monitor.current is not None:
            Monitor.current.is_leaving = True
        Timer(settings().drain_seconds, setattr, (self, "should_exit", True)).start()
