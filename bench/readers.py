"""Five people write in a thread while five hundred have it open, for ten minutes.

All are at the end of the thread, follow it from page to page and tell how far they have read, as the browser does. A
reply counts as told when the last reader has it. Idle is the same crowd with one reply every few seconds. Whoever stays
behind for good lets the run fail: the last reply is waited for until all have it.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import quantiles
from uuid import uuid4

from academy import routes
from academy.community import service as community
from academy.community.service.shown import PAGE
from academy.identity.models import UserRole
from academy.identity.viewer import SESSION_COOKIE
from bench.academy import Academy, academy
from bench.broadcasts import crowd
from bench.figures import Figure
from bench.forum import make_people
from bench.office import COURSE
from bench.plan import Plan
from bench.processes import Helper, cpu_seconds, resident_bytes

READERS, WRITERS = 500, 5
SECONDS = 600
IDLE_REPLIES = 40
IDLE_PAUSE_SECONDS = 1.0
WRITING_PAUSE_SECONDS = 4.0
"""Of each writer, between two replies."""
SETTLE_SECONDS = 5.0
MARK = '"last_number":'
"""What stands before the number of the last reply in every message that tells of one."""
STATE = "reflex___state____state.academy___community___state___thread____thread_state"
FOLLOW_SECONDS = 8.0
"""Within so long after a page is full each reader asks for the next one, as `client/place.js` does."""
READ_AFTER_SECONDS, READ_BY_EACH_SECONDS = 0.7, 0.1
"""So long after a reply each reader tells that they have read it, and up to so much later for each who reads along."""
MOST_RATIO = 3
MOST_GROWTH = 10
TEXT = "I number the passages and ask for a number behind each claim; **{}** of them came back without one."


@dataclass
class Discussion:
    """A thread with a crowd before it.

    Attributes:
        committed: When the reply of a number was committed.
        told: When the last reader had it, in seconds of the same clock.
    """

    served: Academy
    public_id: str
    readers: Helper
    committed: dict[int, float] = field(default_factory=dict)
    told: dict[int, float] = field(default_factory=dict)

    def post(self, token: str) -> int:
        """Reply to the thread as whoever has this session."""
        text = TEXT.format(len(self.committed))
        number = self.served.office.runtime.write(
            community.post_reply, token, public_id=self.public_id, content=text, client_key=uuid4().hex
        )
        self.committed[number] = time.monotonic()
        if number % PAGE == 0:
            self.readers.tell({"each": f"{STATE}.more", "payload": {"direction": 1}, "within": FOLLOW_SECONDS})
        return number

    def let_read(self, readers: int) -> None:
        """Let each tell from now on what they have read."""
        payload = {"public_id": self.public_id}
        within = readers * READ_BY_EACH_SECONDS
        self.readers.tell(
            {"reading": f"{STATE}.read", "payload": payload, "after": READ_AFTER_SECONDS, "within": within}
        )

    def hear_of(self, number: int) -> None:
        """Wait until every reader has the reply of this number."""
        while max(self.told, default=0) < number:
            said = self.readers.hear()
            reached = said["number"]
            for passed in range(max(self.told, default=0) + 1, reached + 1):
                self.told[passed] = said["last"]

    def delays(self, numbers: Sequence[int]) -> list[float]:
        """Milliseconds from the commit of each until the last reader had it."""
        return [max(self.told[number] - self.committed[number], 0) * 1e3 for number in numbers]


def measure(plan: Plan) -> Iterator[Figure]:
    """Delays at rest and in the rush, memory in its first and its last minute, and the CPU of a reply."""
    seconds = SECONDS / (30 if plan.is_rehearsal else 1)
    with academy() as served:
        office, readers = served.office, plan.size(READERS)
        writers = [office.sign_in(user_id) for user_id in office.people(UserRole.INDIVIDUAL)[:WRITERS]]
        people = make_people(office.runtime.database, readers, COURSE, datetime.now(UTC))
        public_id = _thread(served, writers[0])
        page = [routes.THREAD.pattern, routes.THREAD.url(public_id=public_id)]
        who = [[*page, f"{SESSION_COOKIE}={office.sign_in(user_id)}"] for user_id in people]
        with crowd(served.site.port, who, MARK) as all_:
            discussion = Discussion(served, public_id, all_)
            discussion.let_read(readers)
            time.sleep(SETTLE_SECONDS)
            idle = _at_rest(discussion, writers[0], plan.times(IDLE_REPLIES))
            held, used = resident_bytes(served.pids), cpu_seconds(served.pids)
            with plan.measured("readers", served.pids[1:]):
                rush, early = _rush(discussion, writers, seconds)
            now, spent = resident_bytes(served.pids), cpu_seconds(served.pids) - used
    note = f"{len(rush):,} replies by {WRITERS} writers in {seconds:,.0f} s, nobody stale"
    yield Figure(f"to the last of {readers:,} readers: median", _part(rush, 10), "ms", _part(idle, 10), note)
    yield Figure(
        "to the last: p95", _part(rush, 19), "ms", _part(idle, 19), "the floor: at rest", most_ratio=MOST_RATIO
    )
    yield Figure("CPU of a reply, the crowd told", spent / len(rush) * 1e3, "ms")
    grown = f"{held / 2**20:,.0f} MiB at first, {early / 2**20:,.0f} after a tenth, {now / 2**20:,.0f} at last"
    yield Figure("memory: growth after the first tenth", (now / early - 1) * 100, "%", note=grown, most=MOST_GROWTH)


def _at_rest(discussion: Discussion, token: str, times: int) -> list[float]:
    numbers = []
    for _ in range(times):
        numbers.append(discussion.post(token))
        discussion.hear_of(numbers[-1])
        time.sleep(IDLE_PAUSE_SECONDS)
    return discussion.delays(numbers)


def _rush(discussion: Discussion, tokens: Sequence[str], seconds: float) -> tuple[list[float], int]:
    """Let all write at once; returns the delays, and what memory was held after a tenth of the time."""
    until, held = time.monotonic() + seconds, []
    numbers: list[int] = []

    def write(token: str, first_pause: float) -> None:
        time.sleep(first_pause)
        while time.monotonic() < until:
            numbers.append(discussion.post(token))
            time.sleep(WRITING_PAUSE_SECONDS)

    early = threading.Timer(seconds / 10, lambda: held.append(resident_bytes(discussion.served.pids)))
    pause = WRITING_PAUSE_SECONDS / len(tokens)
    writers = [threading.Thread(target=write, args=(token, pause * at)) for at, token in enumerate(tokens)]
    for one in (early, *writers):
        one.start()
    while any(writer.is_alive() for writer in writers):
        time.sleep(pause)
        if numbers:
            discussion.hear_of(max(numbers))
    discussion.hear_of(max(numbers))
    return discussion.delays(numbers), held[0]


def _thread(served: Academy, token: str) -> str:
    address = served.office.runtime.write(
        community.start_thread,
        token,
        place="general",
        title="How do you stop the model from inventing sources?",
        content="I asked for links and got plausible ones.",
        tags=[],
        client_key=uuid4().hex,
    )
    return address.rpartition("/")[2]


def _part(found: Sequence[float], twentieths: int) -> float:
    return quantiles(found, n=20, method="inclusive")[twentieths - 1]
