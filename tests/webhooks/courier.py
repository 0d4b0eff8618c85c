"""A worker of its own, to be killed: it runs the queue of the database at argv[1]."""

import sys
import threading

from academy.core.database import Database
from academy.identity.viewer import resolve_viewer
from academy.live import Runtime
from academy.live.job_runner import JobRunner
from academy.webhooks import subscribers  # noqa: F401


def main() -> None:
    JobRunner(Runtime(Database(sys.argv[1]), resolve_viewer)).start()
    threading.Event().wait()
