"""Three browsers in one thread: from what one does until another one's page reads differently.

Measured and floored as the clicks of `bench/clicks.py`. A moderator's act counts from its commit.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count
from statistics import median
from uuid import uuid4

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright

from academy import routes
from academy.community import service as community
from academy.community.models import ActKind
from academy.identity.models import UserRole
from bench import academy
from bench.academy import Academy
from bench.clicks import PAUSE_SECONDS, WATCH, Click, Pair, bare_pair, figure_of, open_page, p95
from bench.figures import Figure
from bench.plan import Plan
from scripts import browser

TIMES = 20
TYPING_TIMES = 6
QUIET_SECONDS = 8.5
"""After that long nobody counts as writing any more, and the page asks the server again."""
READY = "#reply-2"
TYPE = """(selector) => {
  delete window.sent;
  const field = document.querySelector(selector), at = now();
  const value = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
  value.set.call(field, field.value + "x");
  field.dispatchEvent(new Event("input", {bubbles: true}));
  return at;
}"""
NOW = "() => now()"


def measure(plan: Plan) -> Iterator[Figure]:
    """Like, post, edit, choose the best answer, type, moderate."""
    program = browser.find()
    assert program, "no Chromium: scripts/browser.py installs one"
    with academy.academy() as served, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=browser.FLAGS)
        with bare_pair(chromium, served.site.folder) as bare:
            yield from _all(plan, served, chromium, bare)
        chromium.close()


def _all(plan: Plan, served: Academy, chromium: Chromium, bare: Pair) -> Iterator[Figure]:
    author, reader, bystander = served.office.people(UserRole.INDIVIDUAL)[:3]
    admin = served.office.sign_in(served.office.people(UserRole.PLATFORM_ADMIN)[0])
    public_id = _thread(served, author, reader)
    address = routes.THREAD.url(public_id=public_id)
    writing, watching, _ = (open_page(chromium, served, address, READY, who) for who in (author, reader, bystander))
    pair = partial(Pair, writing, watching)
    acts: dict[str, Callable[[], Click]] = {
        "like": pair("#reply-2 [data-act=like]", "#reply-2").click,
        "reply": pair(".answer button[type=submit]", ".replies", before=_filling(writing, ".answer textarea")).click,
        "edit": pair("dialog[open] button[type=submit]", "#reply-1", before=_editing(writing)).click,
        "best answer": pair("#reply-2 [role=menuitem]:nth-of-type(2)", "#reply-2", before=_menu(writing, 2)).click,
        "typing": pair(".answer textarea", ".writing", act=TYPE, pause=QUIET_SECONDS).click,
        "moderate": partial(_moderate, served, watching, admin, public_id),
    }
    for name, act in acts.items():
        times = plan.times(TYPING_TIMES if name == "typing" else TIMES)
        with plan.measured(name, served.pids[1:]):
            found, bares = [], []
            for _ in range(times):
                found.append(act())
                bares.append(bare.click())
        yield from _figures(name, found, bares)


def _figures(name: str, found: Sequence[Click], bares: Sequence[Click]) -> Iterator[Figure]:
    note = f"{len(found)} times, seen in another browser; a third has the thread open"
    yield figure_of(f"{name}: median", median, "total", found, bares, note=note)
    yield figure_of(f"{name}: p95", p95, "total", found, bares)


def _thread(served: Academy, author_id: int, reader_id: int) -> str:
    """A thread of the author's, with a reply of theirs and one of the reader's."""
    write = served.office.runtime.write
    author, reader = map(served.office.sign_in, (author_id, reader_id))
    address = write(
        community.start_thread,
        author,
        place="general",
        title="How do you stop the model from inventing sources?",
        content="I asked for links and got plausible ones.",
        tags=[],
        client_key=uuid4().hex,
    )
    public_id = address.rpartition("/")[2]
    for token in (author, reader):
        write(community.post_reply, token, public_id=public_id, content="I number them.", client_key=uuid4().hex)
    return public_id


def _filling(page: Page, field: str) -> Callable[[], None]:
    numbers = count(1)

    def fill() -> None:
        page.locator(field).fill(f"Whatever carries no number is a guess, the {next(numbers)}. of them too.")

    return fill


def _editing(page: Page) -> Callable[[], None]:
    fill = _filling(page, "dialog[open] textarea")

    def edit() -> None:
        _menu(page, 1)()
        page.get_by_role("menuitem", name="Edit").click()
        fill()

    return edit


def _menu(page: Page, number: int) -> Callable[[], None]:
    return lambda: page.locator(f"#reply-{number}").get_by_role("button", name="More about").click()


def _moderate(served: Academy, watching: Page, admin: str, public_id: str) -> Click:
    """Hide the first reply, then bring it back; the second is not counted."""
    write = partial(served.office.runtime.write, community.moderate, admin, public_id=public_id, number=1)
    time.sleep(PAUSE_SECONDS)
    watching.evaluate(WATCH, "#reply-1")
    write(kind=ActKind.HIDE, reason="Please be kind.")
    committed = watching.evaluate(NOW)
    seen = watching.evaluate("() => window.changed")
    write(kind=ActKind.APPROVE)
    return Click(max(seen["changed"] - committed, 0), 0, 0, seen["changed"] - seen["received"])
