"""How live the academy is: from a click to another browser, and from one write to a thousand watchers.

Each figure stands beside the floor measured in the same run: a bare websocket server that inserts one row into the
same kind of database and sends the same bytes to everybody (`bench/floor.py`).
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from picows import WSListener, WSMsgType, WSTransport, ws_connect
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright
from sqlmodel import Session, select

from academy import routes
from academy.catalog.service.public import open_cohorts
from academy.core.database import Database
from academy.core.settings import ROOT
from academy.enrollment.models import Enrollment
from academy.enrollment.service.seats import cancel_hold
from academy.identity.models import User
from academy.identity.schemas import Browser as Device
from academy.identity.service import step_into
from academy.identity.viewer import SESSION_COOKIE, resolve_viewer
from academy.live import SYSTEM, Runtime
from bench.figures import Figure
from scripts import browser
from scripts.site import Site
from tests.live.client import ROOT as STATE
from tests.live.client import Browser

COURSE = "ai-fundamentals"
PAGE = routes.COURSE.pattern
ADDRESS = routes.COURSE.url(slug=COURSE)
COURSE_STATE = "academy___marketing___state____course_state"
MARK = '"cohorts_rx_state_"'
CLICKS = 30
WATCHERS = 1000
WRITES = 20
MARK_CHANGES = """() => {
  window.changedAt = 0;
  new MutationObserver(() => { window.changedAt ||= Date.now(); })
    .observe(document.querySelector(".choices, body"), {subtree: true, childList: true, characterData: true});
}"""


def measure() -> Iterator[Figure]:
    """Clicks first, on an idle server; then the crowd."""
    with TemporaryDirectory() as folder:
        site = Site(Path(folder))
        site.command("build")
        site.command("seed")
        site.start()
        floor_port = _free_port()
        with _process("-m", "bench.floor", str(floor_port), f"sqlite:///{folder}/floor.db") as floor:
            try:
                office = Office(site)
                yield from clicks(site, office, floor_port)
                yield from crowd(site, office, floor, floor_port)
            finally:
                site.stop()


class Office:
    """Signs a learner in and gives seats back, beside the server, on its database."""

    def __init__(self, site: Site) -> None:
        self.database = Database(f"sqlite:///{site.database}")
        self.runtime = Runtime(self.database, resolve_viewer)
        with Session(self.database.reader) as session:
            enrolled = select(Enrollment.user_id)
            query = select(User.id).where(User.role == "individual", User.id.not_in(enrolled)).order_by(User.id)  # type: ignore[union-attr, attr-defined]
            self.learner = session.exec(query).first() or 0
        self.token = self.runtime.write(step_into, user_id=self.learner, next_path="/", browser=Device()).token

    def give_back(self) -> None:
        """Release whatever the learner holds."""
        with Session(self.database.reader) as session:
            query = select(Enrollment.public_id).where(Enrollment.user_id == self.learner, Enrollment.status == "held")
            held = session.exec(query).all()
        for public_id in held:
            self.runtime.write(cancel_hold, SYSTEM, public_id=public_id)


def clicks(site: Site, office: Office, floor_port: int) -> Iterator[Figure]:
    """From a click in one Chromium to the change in the other's page."""
    program = browser.find()
    assert program, "no Chromium: scripts/browser.py installs one"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=browser.FLAGS)
        ours = _our_clicks(chromium, site, office)
        bare = _bare_clicks(chromium, floor_port)
        chromium.close()
    yield Figure("click to the other browser, median", median(ours), "ms", median(bare), f"{CLICKS} clicks")
    yield Figure("click to the other browser, p95", quantiles(ours, n=20)[-1], "ms", quantiles(bare, n=20)[-1])


def _our_clicks(chromium: Chromium, site: Site, office: Office) -> list[float]:
    watching = chromium.new_context(base_url=site.url, reduced_motion="reduce").new_page()
    buying = chromium.new_context(base_url=site.url, reduced_motion="reduce").new_page()
    buying.context.add_cookies([{"name": SESSION_COOKIE, "value": office.token, "url": site.url}])
    watching.goto(ADDRESS)
    watching.wait_for_selector(".choices input")
    found = []
    for _ in range(CLICKS):
        buying.goto(ADDRESS)
        buying.wait_for_selector(".choices input:checked")
        watching.wait_for_timeout(150)
        watching.evaluate(MARK_CHANGES)
        clicked = buying.evaluate(
            "() => { const at = Date.now(); document.querySelector('.beside button').click(); return at }"
        )
        found.append(_change(watching) - clicked)
        buying.wait_for_url("**/checkout/**")
        office.give_back()
    return found


def _bare_clicks(chromium: Chromium, port: int) -> list[float]:
    pages = [chromium.new_context().new_page() for _ in range(2)]
    for page in pages:
        page.evaluate(
            """port => new Promise((open) => {
              window.socket = new WebSocket(`ws://127.0.0.1:${port}/`);
              socket.onopen = open;
              socket.onmessage = (event) => { document.body.textContent = event.data; };
            })""",
            port,
        )
    watching, sending = pages
    found = []
    for number in range(CLICKS):
        watching.wait_for_timeout(50)
        watching.evaluate(MARK_CHANGES)
        text = f"{number} " + "x" * 2000
        sent = sending.evaluate("text => { const at = Date.now(); socket.send(text); return at }", text)
        found.append(_change(watching) - sent)
    return found


def _change(page: Page) -> float:
    page.wait_for_function("() => window.changedAt", timeout=10_000, polling=10)
    return float(page.evaluate("() => window.changedAt"))


def crowd(site: Site, office: Office, floor: "subprocess.Popen[str]", floor_port: int) -> Iterator[Figure]:
    """One seat taken, a thousand people watching the course."""
    with _process("-m", "bench.crowd", "page", str(site.port), str(WATCHERS), PAGE, ADDRESS, MARK) as watchers:
        _hear(watchers)
        before = _runs(site)
        ours, cpu, text = asyncio.run(_take_seats(site, office, watchers))
        runs = (_runs(site) - before) / (2 * WRITES)
    with _process("-m", "bench.crowd", "floor", str(floor_port), str(WATCHERS)) as listeners:
        _hear(listeners)
        bare, bare_cpu = asyncio.run(_send_to_all(floor_port, floor.pid, text, listeners))
    note = f"{WATCHERS:,} watchers, {len(text):,} bytes each"
    yield Figure("one write to the last watcher, median", median(ours) * 1e3, "ms", median(bare) * 1e3, note)
    yield Figure("one write to the last watcher, worst", max(ours) * 1e3, "ms", max(bare) * 1e3)
    yield Figure("CPU per watcher and write", cpu / WATCHERS * 1e6, "µs", bare_cpu / WATCHERS * 1e6)
    yield Figure("runs of the query per write", runs, "runs", 1, "a seat taken, a seat given back")


async def _take_seats(site: Site, office: Office, watchers: "subprocess.Popen[str]") -> tuple[list[float], float, str]:
    buyer = await Browser(site.port, PAGE, ADDRESS, f"{SESSION_COOKIE}={office.token}").open()
    times, spent, text = [], 0.0, ""
    for _ in range(WRITES):
        used, began = _cpu_of_group(site), time.monotonic()
        buyer.event(f"{STATE}.{COURSE_STATE}.reserve")
        heard = await asyncio.to_thread(_hear, watchers)
        times.append(heard["last"] - began)
        text = heard["text"]
        await asyncio.sleep(0.1)
        spent += _cpu_of_group(site) - used
        await asyncio.to_thread(office.give_back)
        await asyncio.to_thread(_hear, watchers)
        await asyncio.sleep(0.1)
    await buyer.close()
    return times, spent / WRITES, text


async def _send_to_all(port: int, pid: int, text: str, listeners: "subprocess.Popen[str]") -> tuple[list[float], float]:
    transport, _ = await ws_connect(WSListener, f"ws://127.0.0.1:{port}/")
    assert isinstance(transport, WSTransport)
    times, spent = [], 0.0
    for _ in range(WRITES):
        used, began = _cpu_of(pid), time.monotonic()
        transport.send(WSMsgType.TEXT, text.encode())
        heard = await asyncio.to_thread(_hear, listeners)
        times.append(heard["last"] - began)
        await asyncio.sleep(0.1)
        spent += _cpu_of(pid) - used
    transport.disconnect()
    return times, spent / WRITES


@contextmanager
def _process(*arguments: str) -> "Iterator[subprocess.Popen[str]]":
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _hear(process: "subprocess.Popen[str]") -> dict[str, Any]:
    assert process.stdout is not None
    return dict(json.loads(process.stdout.readline()))


def _runs(site: Site) -> int:
    with urllib.request.urlopen(site.url + routes.DEV_LIVE.url(), timeout=10) as answer:
        return int(json.load(answer)["runs"].get(open_cohorts.name, 0))


def _cpu_of_group(site: Site) -> float:
    """CPU seconds that the server's processes have used."""
    pids = (int(name) for name in os.listdir("/proc") if name.isdigit())
    return sum(_cpu_of(pid) for pid in pids if _group_of(pid) == site.pid)


def _group_of(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return -1


def _cpu_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
