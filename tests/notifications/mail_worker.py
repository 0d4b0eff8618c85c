"""A worker of its own, to be killed: runs what is due in the queue of the database at argv[1]."""

import sys

from academy.core.database import Database
from academy.identity.viewer import resolve_viewer
from academy.live import Runtime
from academy.live.job_runner import JobRunner
from academy.notifications import subscribers

__all__ = ["subscribers"]


def main() -> None:
    JobRunner(Runtime(Database(sys.argv[1]), resolve_viewer)).run_due()
