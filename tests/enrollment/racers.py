"""A process of its own in which people race for seats, to be killed in the middle: `racers.py URL COHORT PEOPLE…`."""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from academy.core.database import Database
from academy.core.errors import Conflict
from academy.enrollment import service
from academy.identity.models import UserRole
from academy.live import Runtime, Viewer
from academy.live.job_queue import Queue
from tests.world import FrozenClock


def main(url: str, cohort_id: int, people: Sequence[int]) -> None:
    """Let each person ask for a seat, and say what each got as soon as it is known: `7 held`, `8 full`."""
    runtime = Runtime(Database(url), lambda _ctx, _cookie: Viewer(), clock=FrozenClock(), scheduler=Queue())

    def reserve(user_id: int) -> None:
        try:
            runtime.write(service.reserve_seat, Viewer(user_id, UserRole.INDIVIDUAL.value), cohort_id=cohort_id)
            outcome = "held"
        except Conflict as refusal:
            outcome = "full" if refusal.message.startswith("This cohort is full.") else refusal.message
        os.write(sys.stdout.fileno(), f"{user_id} {outcome}\n".encode())

    with ThreadPoolExecutor(len(people)) as threads:
        list(threads.map(reserve, people))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), [int(user_id) for user_id in sys.argv[3:]])
