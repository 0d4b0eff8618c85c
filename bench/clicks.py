"""From a click in one browser to the change in another one's page.

The browsers' clocks are the machine's. What counts as the change is the first moment at which the part of the page
that should change reads differently, seen by a MutationObserver. The floor is two pages with a bare websocket; its
clicks alternate with ours.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright

from academy import routes
from academy.identity.models import UserRole
from academy.identity.viewer import SESSION_COOKIE
from bench import academy
from bench.academy import Academy
from bench.broadcasts import crowd, floor
from bench.figures import Figure
from bench.plan import Plan
from scripts import browser

CLICKS = 40
CHECKOUTS = 12
CLIENTS = 500
PAUSE_SECONDS = 0.12
CHANGES_PAUSE_SECONDS = 0.5
MEDIAN_MS, P95_MS = 15, 25
PARTS = ("sending", "serving", "showing")

HOOK = """
window.now = () => performance.timeOrigin + performance.now();
const checked = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "checked");
Object.defineProperty(HTMLInputElement.prototype, "checked", {
  ...checked, set(value) { checked.set.call(this, value); window.look?.(); }
});
const isMessage = (data) => data.length > 2;
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({data}) => { if (isMessage(data)) window.received = now(); });
  }
  send(data) { if (isMessage(data)) window.sent ??= now(); super.send(data); }
};"""
"""A box that is ticked by a script changes no attribute, so an observer does not see it. And notes when a page has
sent its first message after a click, and had its last one; pings are shorter than messages."""
WATCH = """(selector) => {
  const part = document.querySelector(selector);
  const read = () => part.textContent + Array.from(part.querySelectorAll("input"), (box) => box.checked);
  const before = read();
  window.changed = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("nothing has changed")), 10000);
    window.look = () => { if (read() !== before) resolve({changed: now(), received: window.received}); };
    new MutationObserver(look).observe(part, {subtree: true, childList: true, characterData: true});
  });
}"""
CLICK = """(selector) => {
  delete window.sent;
  const at = now();
  document.querySelector(selector).click();
  return at;
}"""
SKEW = "() => Math.abs(Date.now() - now())"
OPEN_SOCKET = """(port) => new Promise((open) => {
  document.body.innerHTML = "<button>Send</button><p>?</p>";
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`), text = "x".repeat(2000);
  let clicks = 0;
  document.querySelector("button").onclick = () => socket.send(`${clicks += 1} ${Math.random()} ${text}`);
  socket.onmessage = (event) => { document.querySelector("p").textContent = event.data; };
  socket.onopen = open;
})"""


@dataclass(frozen=True)
class Click:
    """How long a click took to show, in milliseconds.

    Attributes:
        sending: From the click until its message has left the browser.
        serving: From there until the other browser has the message that tells of it.
        showing: From there until the page reads differently.
    """

    total: float
    sending: float
    serving: float
    showing: float


@dataclass(frozen=True)
class Pair:
    """A page somebody clicks in and one that is watched.

    Attributes:
        target: What is clicked.
        part: What changes in the other page.
        before: Makes ready for a click.
        after: Makes up for it.
        act: What is done to the target, in JavaScript; returns when it began.
        pause: Seconds from one to the next.
    """

    clicking: Page
    watching: Page
    target: str
    part: str
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None
    act: str = CLICK
    pause: float = PAUSE_SECONDS

    def click(self) -> "Click":
        """Click, and wait for the change."""
        self.before()
        time.sleep(self.pause)
        self.watching.evaluate(WATCH, self.part)
        clicked = self.clicking.evaluate(self.act, self.target)
        seen = self.watching.evaluate("() => window.changed")
        sent, received, changed = self.clicking.evaluate("() => window.sent"), seen["received"], seen["changed"]
        skews = [page.evaluate(SKEW) for page in (self.clicking, self.watching)]
        assert max(skews) < 2, f"the browsers' clocks disagree with the machine's by {skews} ms"
        self.after()
        return Click(changed - clicked, sent - clicked, received - sent, changed - received)


def measure(plan: Plan) -> Iterator[Figure]:
    """A light click on an idle server, then among 500 clients; heavier ones on the idle server."""
    program = browser.find()
    assert program, "no Chromium: scripts/browser.py installs one"
    with academy.academy() as served, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=browser.FLAGS)
        with bare_pair(chromium, served.site.folder) as bare:
            yield from _all(plan, served, chromium, bare)
        chromium.close()


def _all(plan: Plan, served: Academy, chromium: Chromium, bare: Pair) -> Iterator[Figure]:
    light, clients = _switch(chromium, served), plan.size(CLIENTS)

    def figures(name: str, ours: Pair, note: str, *, allowed: int | None = None, clicks: int = CLICKS) -> list[Figure]:
        found, bares, before = [], [], served.runs()
        with plan.measured(name, served.pids[1:]):
            for _ in range(plan.times(clicks)):
                found.append(ours.click())
                bares.append(bare.click())
        runs = (served.runs() - before).total() / len(found)
        told = f"{note}; {len(found)} clicks, {runs:.0f} runs each"
        most = (MEDIAN_MS * allowed, P95_MS * allowed) if allowed else (None, None)
        return [
            figure_of(f"{name}: median", median, "total", found, bares, note=told, most=most[0]),
            figure_of(f"{name}: p95", p95, "total", found, bares, most=most[1]),
            *(figure_of(f"{name}: of that, {part}", median, part, found, bares) for part in PARTS),
        ]

    yield from figures("click", light, "a switch on one's profile, seen on one's other device", allowed=1)
    yield from figures("move a session", _moving(chromium, served), "two administrators edit a course")
    yield from figures("take a seat", _buying(chromium, served), "a visitor sees one less", clicks=CHECKOUTS)
    with crowd(served.site.port, [academy.VISITOR] * clients):
        yield from figures(f"click, {clients} clients", light, "the others at rest", allowed=2)
        with served.changing_seats(CHANGES_PAUSE_SECONDS):
            note = "all others see seats taken and given back, twice a second"
            yield from figures(f"click, {clients} clients busy", light, note, allowed=2)


def figure_of(
    name: str,
    middle: Callable[[list[float]], float],
    part: str,
    ours: Sequence[Click],
    bare: Sequence[Click],
    *,
    note: str = "",
    most: float | None = None,
) -> Figure:
    value, floor = (middle([getattr(click, part) for click in clicks]) for clicks in (ours, bare))
    return Figure(name, value, "ms", floor, note, most)


def _switch(chromium: Chromium, served: Academy) -> Pair:
    person, box = served.office.people(UserRole.INDIVIDUAL)[1], "input[name=email_notifications]"
    clicking, watching = (open_page(chromium, served, routes.PROFILE.url(), box, person) for _ in range(2))
    return Pair(clicking, watching, target=box, part=f"label:has({box})")


def _moving(chromium: Chromium, served: Academy) -> Pair:
    mover = "button[aria-label^='Move down']"
    address = routes.ADMIN_COURSE.url(course_id=1, query={"tab": "sessions"})
    admins = served.office.people(UserRole.PLATFORM_ADMIN)[:2]
    clicking, watching = (open_page(chromium, served, address, mover, admin) for admin in admins)
    return Pair(clicking, watching, target=mover, part="main")


def _buying(chromium: Chromium, served: Academy) -> Pair:
    ready = ".choices input:checked"
    watching = open_page(chromium, served, academy.COURSE, ready)
    buying = open_page(chromium, served, academy.COURSE, ready, served.buyer_id)

    def come_back() -> None:
        buying.wait_for_url("**/checkout/**")
        for taken in served.office.held_by(served.buyer_id):
            served.office.give_back(served.buyer, taken)
        buying.goto(academy.COURSE)
        buying.wait_for_selector(ready)

    return Pair(buying, watching, target=".beside button", part=".choices", after=come_back)


def open_page(chromium: Chromium, served: Academy, address: str, ready: str, user_id: int | None = None) -> Page:
    context = chromium.new_context(base_url=served.site.url, reduced_motion="reduce")
    if user_id is not None:
        context.add_cookies([{"name": SESSION_COOKIE, "value": served.office.sign_in(user_id), "url": served.site.url}])
    page = context.new_page()
    page.add_init_script(HOOK)
    page.goto(address)
    page.wait_for_selector(ready)
    return page


@contextmanager
def bare_pair(chromium: Chromium, folder: Path) -> Iterator[Pair]:
    with floor(folder) as server:
        clicking, watching = (chromium.new_context().new_page() for _ in range(2))
        for page in (clicking, watching):
            page.evaluate(f"() => {{ {HOOK} }}")
            page.evaluate(OPEN_SOCKET, server.port)
        yield Pair(clicking, watching, target="button", part="p")


def p95(found: Sequence[float]) -> float:
    return quantiles(found, n=20, method="inclusive")[-1]
