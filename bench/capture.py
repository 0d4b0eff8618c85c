"""What the change log costs a write: the same mutations with the triggers and without, on both databases.

The two academies are copies of each other and take turns. Postgres writes to the disk at every commit, as it does when
the academy is served.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from academy.core import migrations
from academy.identity.models import UserRole
from academy.identity.service import set_email_notifications
from academy.live import Runtime, capture
from bench.figures import Figure
from bench.office import Office
from bench.plan import Plan
from bench.planted import copy_of, plant, running
from tests.databases import KINDS, postgres_url

TIMES = 100
MOST_RATIO = 1.15
"""With the triggers a mutation may cost 15 % more."""
DURABLE = ("ALTER SYSTEM SET fsync = on", "SELECT pg_reload_conf()")


class Buyer:
    """Somebody in one of the academies. Times are milliseconds."""

    def __init__(self, runtime: Runtime) -> None:
        self.office = Office(runtime)
        self.token = self.office.sign_in(self.office.people(UserRole.INDIVIDUAL)[0])
        self.cohort_id = self.office.free_cohort()
        self.is_on = True
        self.seats: list[float] = []
        self.switches: list[float] = []

    def act(self) -> None:
        """Take a seat, give it back, and switch mail on or off."""
        self.is_on = not self.is_on
        began = time.perf_counter()
        taken = self.office.take_seat(self.token, self.cohort_id)
        self.office.give_back(self.token, taken)
        returned = time.perf_counter()
        self.office.runtime.write(set_email_notifications, self.token, is_on=self.is_on)
        self.seats.append((returned - began) * 1e3)
        self.switches.append((time.perf_counter() - returned) * 1e3)


def measure(plan: Plan) -> Iterator[Figure]:
    """The floor is the mutation without triggers."""
    for kind in KINDS:
        with TemporaryDirectory() as folder, ExitStack() as ending:
            url = plant(kind, Path(folder))
            bare_url = copy_of(url)
            without_triggers(bare_url)
            ours, bare = (Buyer(ending.enter_context(running(one))) for one in (url, bare_url))
            for number in range(plan.times(TIMES)):
                for buyer in (ours, bare) if number % 2 else (bare, ours):
                    buyer.act()
            seats, switches = (median(ours.seats), median(bare.seats)), (median(ours.switches), median(bare.switches))
            yield Figure(f"{kind}: take a seat and give it back", seats[0], "ms", seats[1], most_ratio=MOST_RATIO)
            yield Figure(f"{kind}: change one row", switches[0], "ms", switches[1], most_ratio=MOST_RATIO)


def without_triggers(url: str) -> None:
    """Take the capturing triggers away; on Postgres, let every commit reach the disk."""
    with migrations.engine(url).begin() as connection:
        capture.install(connection, sa.MetaData())
    if not url.startswith("sqlite"):
        with migrations.engine(postgres_url()).execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            for statement in DURABLE:
                connection.exec_driver_sql(statement)
