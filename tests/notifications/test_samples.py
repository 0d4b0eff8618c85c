"""Every letter of the house: it has a sample, says the same in both forms, and trusts nothing it was told."""

import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest

import academy
from academy import routes
from academy.core.errors import NotFound
from academy.notifications import letters, service
from academy.notifications.letters import SAMPLES, Sample
from academy.notifications.schemas import Letter
from tests.world import Live

ENTRANCES = {"academy.__main__", "academy.academy"}
HOSTILE = "<script>alert(1)</script>\"'&\r\nBcc: everybody@example.com"
NO_WORDS = {"zone", "currency", "url", "path"}
"""Facts that are no words of people's."""
LINE_LENGTH = 78
BASE = "https://academy.example"
PATTERNS = [
    re.compile(re.sub(r"\\\[\w+\\\]", "[^/?]+", re.escape(one.pattern)))
    for one in vars(routes).values()
    if isinstance(one, routes.Route)
]


def writers() -> Iterator[Callable[..., Letter]]:
    """Every function of the house that writes a letter."""
    for found in pkgutil.walk_packages(academy.__path__, "academy."):
        if found.name in ENTRANCES or found.name == letters.__name__:
            continue
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_ours = function.__module__ == module.__name__ and not name.startswith("_")
            if is_ours and function.__annotations__.get("return") in {Letter, "Letter"}:
                yield function


EVERY_WRITER = list(writers())


@pytest.fixture(params=SAMPLES, ids=lambda one: one.kind)
def sample(request: pytest.FixtureRequest, configure: Callable[..., None]) -> Sample:
    configure(public_url=BASE)
    return request.param  # type: ignore[no-any-return]


def words_of(html: str) -> str:
    body = html.partition("<body")[2].partition(">")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def hostile(fact: Any, name: str = "") -> Any:
    """The same fact with markup and new lines in all its words."""
    if isinstance(fact, str):
        return fact if name in NO_WORDS else HOSTILE
    if dataclasses.is_dataclass(fact) and not isinstance(fact, type):
        parts = {part.name: hostile(getattr(fact, part.name), part.name) for part in dataclasses.fields(fact)}
        return dataclasses.replace(fact, **parts)
    if isinstance(fact, list | tuple):
        return type(fact)(hostile(one) for one in fact)
    return fact


def test_every_letter_has_a_sample() -> None:
    shown = {sample.write for sample in SAMPLES}
    missing = [f"{one.__module__}.{one.__name__}" for one in EVERY_WRITER if one not in shown]
    assert not missing, f"give these a @sample: {missing}"


def test_both_forms_say_the_same(sample: Sample) -> None:
    letter = sample.letter
    shown = words_of(letter.html)
    for line in filter(None, map(str.strip, letter.text.split("\n"))):
        is_address = line.startswith("http") or line == "--"
        assert is_address or line.removesuffix(":") in shown, line
    assert letter.subject in shown


def test_its_subject_fits_on_a_line(sample: Sample) -> None:
    assert 0 < len(sample.letter.subject) < LINE_LENGTH
    assert sample.letter.subject.isprintable()


def test_it_trusts_nothing_it_was_told(sample: Sample) -> None:
    letter = sample.write(**{name: hostile(fact, name) for name, fact in sample.facts.items()})
    assert "<script" not in letter.html
    assert letter.subject.isprintable()
    hrefs = re.findall(r'href="([^"]*)"', letter.html)
    assert all("<" not in href and unescape(href).startswith("http") for href in hrefs)


def test_its_links_lead_into_the_academy(sample: Sample) -> None:
    given = {fact for fact in sample.facts.values() if isinstance(fact, str)}
    entries = {entry.url for entry in sample.facts.get("entries", ())}
    for href in map(unescape, re.findall(r'href="([^"]*)"', sample.letter.html)):
        if href in given | entries:
            continue
        assert href.startswith(f"{BASE}/"), href
        path = href.removeprefix(BASE).partition("?")[0]
        assert any(pattern.fullmatch(path) for pattern in PATTERNS), href
        assert href in sample.letter.text


def test_samples_are_shown_in_the_demo_alone(live: Live, configure: Callable[..., None]) -> None:
    rows = live.read(service.sample_letters, None)
    assert len(rows) == len(SAMPLES)
    [row] = [row for row in rows if row.kind == "notifications.sign_in"]
    shown = live.read(service.sample_letter, None, key=row.key)
    assert shown is not None
    assert 'content="dark"' in shown.dark
    assert 'content="light"' in shown.light
    assert shown.subject in shown.dark
    assert live.read(service.sample_letter, None, key="9999") is None
    configure(demo=False)
    for query in (service.sample_letters, service.sample_letter):
        with pytest.raises(NotFound):
            live.read(query, None)  # type: ignore[arg-type]
