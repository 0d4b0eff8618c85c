"""The supervisor and workers of no weight: killed, broken, hanging, relieved and stopped."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from academy.core.settings import ROOT

PROGRAM = """
import os, signal, sys, time
from pathlib import Path
from academy.cli import supervisor

folder, start_seconds = Path(sys.argv[1]), float(sys.argv[2])
supervisor.START_SECONDS = start_seconds

def say(*words):
    os.write(1, f"{' '.join(words)} {os.getpid()}\\n".encode())

def leave(*_):
    say("leaving")
    while (folder / "hang").exists():
        time.sleep(0.01)
    os._exit(0)

def work(say_ready):
    signal.signal(signal.SIGTERM, leave)
    say("born")
    if (folder / "break").exists():
        raise RuntimeError("this worker cannot start")
    while (folder / "dawdle").exists():
        time.sleep(0.01)
    say("ready")
    say_ready()
    while True:
        signal.pause()

sys.exit(0 if supervisor.Supervisor(work, workers=2, grace_seconds=0.5).run() else 7)
"""


class Crew:
    """A supervisor with two workers; a file `break`, `dawdle` or `hang` in the folder tells them to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start_seconds = 60.0
        self._log = folder / "log"

    def start(self) -> "Crew":
        command = [sys.executable, "-c", PROGRAM, str(self.folder), str(self.start_seconds)]
        with self._log.open("a") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        return self

    @property
    def log(self) -> str:
        return self._log.read_text()

    def pids(self, event: str) -> list[int]:
        """Whom that has happened to so far, in order."""
        return [int(pid) for pid in re.findall(rf"^{event} (\d+)$", self.log, re.MULTILINE)]

    def until(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 30
        while not is_so():
            assert time.monotonic() < deadline, self.log
            time.sleep(0.01)

    def until_ready(self, count: int) -> list[int]:
        """Wait until so many workers have been ready in all, and return them."""
        self.until(lambda: len(self.pids("ready")) >= count)
        return self.pids("ready")

    def tell(self, what: str) -> None:
        (self.folder / what).touch()

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Crew]:
    made = Crew(tmp_path)
    yield made
    if made.process.poll() is None:
        made.process.kill()
        made.process.wait()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_killed_worker_is_replaced_and_the_other_left_alone(crew: Crew) -> None:
    first, second = crew.start().until_ready(2)
    os.kill(first, signal.SIGKILL)
    third = crew.until_ready(3)[-1]
    crew.until(lambda: f"worker {first} ended by SIGKILL" in crew.log)
    assert not is_alive(first)
    assert is_alive(second)
    assert is_alive(third)


def test_one_that_dies_again_and_again_is_given_more_and_more_time(crew: Crew) -> None:
    victim, steady = crew.start().until_ready(2)
    for count in (3, 4):
        os.kill(victim, signal.SIGKILL)
        victim = crew.until_ready(count)[-1]
    os.kill(victim, signal.SIGKILL)
    crew.until(lambda: "starts in 2 s" in crew.log)
    assert re.findall(r"another one starts (.+)", crew.log) == ["at once", "in 1 s", "in 2 s"]
    assert is_alive(steady)


def test_a_server_whose_workers_cannot_start_says_why_and_ends(crew: Crew) -> None:
    crew.tell("break")
    assert crew.start().process.wait(30) == 7
    assert "this worker cannot start" in crew.log
    assert "with exit code 1" in crew.log
    assert "The server cannot start" in crew.log
    assert 3 <= len(crew.pids("born")) <= 4


def test_workers_that_broke_later_are_tried_for_ever(crew: Crew) -> None:
    first, second = crew.start().until_ready(2)
    crew.tell("break")
    for pid in (first, second):
        os.kill(pid, signal.SIGKILL)
    crew.until(lambda: len(crew.pids("born")) >= 6)
    (crew.folder / "break").unlink()
    crew.until_ready(4)


def test_one_that_takes_too_long_to_start_is_killed(crew: Crew) -> None:
    crew.start_seconds = 0.3
    crew.tell("dawdle")
    assert crew.start().process.wait(30) == 7
    assert "takes too long to start" in crew.log
    assert "by SIGKILL" in crew.log


def test_relieved_workers_go_when_their_successors_are_ready(crew: Crew) -> None:
    before = crew.start().until_ready(2)
    crew.send(signal.SIGHUP)
    crew.until(lambda: sorted(crew.pids("leaving")) == sorted(before))
    after = crew.pids("ready")[2:]
    crew.until(lambda: not any(map(is_alive, before)))
    assert len(after) == 2
    assert all(map(is_alive, after))
    events = re.findall(r"^(ready|leaving) \d+$", crew.log, re.MULTILINE)
    assert events == ["ready", "ready", "ready", "leaving", "ready", "leaving"]


def test_a_worker_whose_successor_cannot_start_stays(crew: Crew) -> None:
    before = crew.start().until_ready(2)
    crew.tell("break")
    crew.send(signal.SIGHUP)
    crew.until(lambda: "the workers that are there go on" in crew.log)
    assert all(map(is_alive, before))
    assert len(crew.pids("born")) == 3


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_its_workers_have(crew: Crew, number: signal.Signals) -> None:
    workers = crew.start().until_ready(2)
    crew.send(number)
    assert crew.process.wait(30) == 0
    assert sorted(crew.pids("leaving")) == sorted(workers)
    assert not any(map(is_alive, workers))


def test_a_worker_that_does_not_end_is_killed(crew: Crew) -> None:
    workers = crew.start().until_ready(2)
    crew.tell("hang")
    crew.send(signal.SIGTERM)
    assert crew.process.wait(30) == 0
    assert "takes too long to end" in crew.log
    assert not any(map(is_alive, workers))
