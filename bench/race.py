"""A thousand people race for a hundred seats that cost something, on both databases.

Everybody reserves; whoever gets a seat goes on to pay at the embedded gateway, whose event the academy hears. The floor
writes the same rows in as many transactions, without any of ours in between, and lets the others look once at the
cohort under its lock.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from academy.catalog.models import Cohort
from academy.commerce import service as commerce
from academy.commerce.models import LocalEvent, Purchase, PurchaseStatus
from academy.commerce.stripe_gateway import gateway_of
from academy.core.database import Database
from academy.core.errors import Conflict
from academy.enrollment import service as enrollment
from academy.identity.models import User
from academy.identity.viewer import resolve_viewer
from academy.live import SYSTEM, Runtime, Viewer
from academy.live.job_queue import Queue
from academy.live.tracking import watch_reads
from academy.tables import metadata
from bench.capture import without_triggers
from bench.figures import Figure
from bench.office import Office
from bench.plan import Plan
from bench.planted import copy_of, plant
from tests.databases import KINDS

BUYERS, SEATS, AT_ONCE = 1000, 100, 16
TRANSACTIONS = 6
"""To reserve, to begin to pay, to open a checkout at the gateway, to note it, to pay, and to hear of it."""
MOST_RATIO = 4
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Race:
    """What became of it: how people fared, and how long it took in seconds."""

    outcomes: Counter[str]
    seconds: float


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the time for a completed purchase on each database; its inverse is purchases a second."""
    buyers, seats = plan.size(BUYERS), plan.size(SEATS)
    for kind in KINDS:
        with TemporaryDirectory() as folder:
            url = plant(kind, Path(folder))
            bare_url = copy_of(url)
            before = _rows(url)
            race = _race(url, buyers, seats)
            _check(url, race, buyers, seats)
            without_triggers(bare_url)
            floor = _bare(bare_url, _new(_rows(url), before), buyers, seats)
            note = f"{seats / race.seconds:,.0f} a second; {buyers:,} buyers, {AT_ONCE} at a time; no lock error"
            each, least = 1e3 * race.seconds / seats, 1e3 * floor / seats
            yield Figure(f"{kind}: a completed purchase", each, "ms", least, note=note, most_ratio=MOST_RATIO)


def _race(url: str, buyers: int, seats: int) -> Race:
    database = Database(url)
    watch_reads(database.reader, metadata)
    runtime = Runtime(database, resolve_viewer, scheduler=Queue())
    cohort_id, people = _enter(runtime, buyers, seats)

    def buy(person: Viewer) -> str:
        try:
            _buy(runtime, person, cohort_id)
        except Conflict as refusal:
            return "full" if refusal.message.startswith("This cohort is full") else refusal.message
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return "bought"

    seconds, outcomes = _all_at_once(buy, people)
    database.dispose()
    return Race(Counter(outcomes), seconds)


def _enter(runtime: Runtime, buyers: int, seats: int) -> tuple[int, list[Viewer]]:
    office = Office(runtime)
    cohort_id = office.free_cohort()
    with runtime.database.transaction() as connection, Session(connection) as session:
        cohort = session.get_one(Cohort, cohort_id)
        cohort.max_capacity = cohort.current_enrollment + seats
        session.execute(sa.text("DELETE FROM seat_holds WHERE cohort_id = :id"), {"id": cohort_id})
        people = [User(email=f"buyer{number}@race.example", name=f"Buyer {number}") for number in range(buyers)]
        session.add_all(people)
        session.flush()
        return cohort_id, [Viewer(person.id, "individual") for person in people]


def _buy(runtime: Runtime, person: Viewer, cohort_id: int) -> None:
    taken = runtime.write(enrollment.reserve_seat, person, cohort_id=cohort_id)
    ticket = runtime.write(enrollment.begin_payment, person, public_id=taken.public_id, gateway="local")
    reference = ticket.request.reference
    checkout = gateway_of(runtime).create_checkout(ticket.request)
    session_id, url = checkout.session_id, checkout.url
    runtime.write(commerce.record_checkout, SYSTEM, reference=reference, session_id=session_id, url=url)
    runtime.write(commerce.pay_hosted_checkout, public_id=session_id)
    with Session(runtime.database.reader) as session:
        told = select(LocalEvent.body).where(col(LocalEvent.body).contains(session_id))
        body = session.exec(told).one()
    runtime.write(commerce.receive_event, SYSTEM, provider="local", body=body, is_signature_valid=True)


def _all_at_once(act: Callable[[Any], str], actors: Sequence[Any]) -> tuple[float, list[str]]:
    start = Barrier(AT_ONCE + 1)

    def begin(mine: Sequence[Any]) -> list[str]:
        start.wait()
        return [act(actor) for actor in mine]

    with ThreadPoolExecutor(AT_ONCE) as threads:
        running = [threads.submit(begin, actors[number::AT_ONCE]) for number in range(AT_ONCE)]
        start.wait()
        began = time.perf_counter()
        outcomes = [outcome for one in running for outcome in one.result()]
        return time.perf_counter() - began, outcomes


def _check(url: str, race: Race, buyers: int, seats: int) -> None:
    """Nobody was shown an error, every seat was sold, and none twice."""
    if race.outcomes != {"bought": seats, "full": buyers - seats}:
        raise RuntimeError(f"the race went wrong: {race.outcomes}")
    database = Database(url, readers=1)
    with Session(database.reader) as session:
        paid = sa.select(sa.func.count()).select_from(Purchase).where(Purchase.status == PurchaseStatus.COMPLETED)
        over = sa.select(sa.func.count()).select_from(Cohort).where(Cohort.current_enrollment > Cohort.max_capacity)
        if session.execute(paid).scalar_one() < seats or session.execute(over).scalar_one():
            raise RuntimeError("the race went wrong: what was sold does not agree with the books")
    database.dispose()


def _rows(url: str) -> Rows:
    database = Database(url, readers=1)
    tables = [table for table in metadata.sorted_tables if "id" in table.c and not table.name.startswith("live_")]
    with database.snapshot() as connection:
        found = {table.name: [dict(row._mapping) for row in connection.execute(sa.select(table))] for table in tables}
    database.dispose()
    return found


def _new(after: Rows, before: Rows) -> Rows:
    known = {name: {row["id"] for row in rows} for name, rows in before.items()}
    fresh = {name: [row for row in rows if row["id"] not in known[name]] for name, rows in after.items()}
    return {name: rows for name, rows in fresh.items() if rows and name != User.__tablename__}


def _bare(url: str, rows: Rows, buyers: int, seats: int) -> float:
    """Write these rows, a share of each table for each winner, and let the losers look; return the seconds."""
    tables = {table.name: table for table in metadata.sorted_tables}
    shares: dict[int, list[tuple[sa.Table, list[Mapping[str, Any]]]]] = defaultdict(list)
    for name, found in rows.items():
        for winner in range(seats):
            if mine := list(found[winner::seats]):
                shares[winner].append((tables[name], mine))
    engine = _unguarded(url)
    glance = sa.select(Cohort.max_capacity, Cohort.current_enrollment).where(Cohort.id == 1).with_for_update()
    touch = sa.update(Cohort).where(col(Cohort.id) == 1).values(current_enrollment=Cohort.current_enrollment)

    def act(actor: int) -> str:
        parts = shares[actor] if actor < seats else []
        for number in range(TRANSACTIONS if actor < seats else 1):
            with engine.begin() as connection:
                connection.execute(glance)
                for table, mine in parts[number::TRANSACTIONS]:
                    connection.execute(table.insert(), mine)
                if parts:
                    connection.execute(touch)
        return "done"

    seconds, _ = _all_at_once(act, range(buyers))
    engine.dispose()
    return seconds


def _unguarded(url: str) -> sa.Engine:
    """An engine that does not mind rows which refer to others not written yet; on Postgres the row's lock is enough."""
    is_sqlite = url.startswith("sqlite")
    engine = Database(url).writer if is_sqlite else sa.create_engine(url, pool_size=AT_ONCE)
    statement = "PRAGMA foreign_keys=OFF" if is_sqlite else "SET session_replication_role = replica"

    @sa.event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.execute(statement)
        if not is_sqlite:
            connection.commit()

    return engine
