"""The server: one supervisor that holds the port, and workers that answer.

The supervisor imports the app, then forks, so that workers share its memory and a worker that dies is replaced at
once. Nothing with a thread, a connection or an id of its own may therefore be made on import.
"""

import gc
import multiprocessing
import os
import sys
import threading
import time
from importlib import import_module
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from reflex.utils import prerequisites
from reflex_base.environment import environment

from academy.core.caching import Caching
from academy.core.settings import settings

GRACE_SECONDS = 5
CONNECTIONS = 20_000


def serve(*, workers: int) -> None:
    """Serve the built academy until told to stop."""
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
    return Caching(import_module(target).app())


def _end_with(supervisor: int) -> None:
    """End this worker when its supervisor was killed: nobody else would, and it holds the port."""
    while os.getppid() == supervisor:
        time.sleep(0.5)
    os._exit(1)
