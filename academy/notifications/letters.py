"""How a letter looks: the same words as text and as HTML that every mail program shows alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any, ParamSpec
from urllib.parse import urlsplit

from academy.notifications.schemas import Letter

P = ParamSpec("P")

HOUSE = "AI Enablement Academy"
WIDTH = "max-width:34rem"
FONT = "font-family:Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
BUTTON = (
    "display:inline-block;padding:12px 20px;border-radius:10px;background:#1f6f5c;color:#ffffff;"
    "font-weight:600;text-decoration:none"
)
SMALL = "margin:24px 0 0;font-size:13px;opacity:0.75"
GROUP = "margin:24px 0 10px;font-size:13px;letter-spacing:0.04em;text-transform:uppercase;opacity:0.75"
END = "</div></body></html>"
CODE = "margin:20px 0;font-size:30px;font-weight:600;letter-spacing:0.2em;font-variant-numeric:tabular-nums"


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing the letter asks for: a button with its whole address."""

    label: str
    url: str

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in {"http", "https"}:
            raise ValueError("a letter's button leads to a whole web address")


@dataclass(frozen=True, slots=True)
class Entry:
    """News in a list: a line that leads to a whole address if there is one, and a line more.

    Entries of one `group` that follow each other stand under its name.
    """

    title: str
    text: str = ""
    url: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A letter as it might be written one day."""

    write: Callable[..., Letter]
    facts: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Its domain and name: `enrollment.cancelled`."""
        return f"{self.write.__module__.split('.')[1]}.{self.write.__name__}"

    @property
    def letter(self) -> Letter:
        """The letter, written."""
        return self.write(**self.facts)


SAMPLES: list[Sample] = []
"""Every letter of the house with facts to look at it, for `/dev/mail` and the tests."""


def sample(**facts: Any) -> Callable[[Callable[P, Letter]], Callable[P, Letter]]:
    """Give a function that writes a letter the facts to show it with; more than once if it has several faces."""

    def decorate(write: Callable[P, Letter]) -> Callable[P, Letter]:
        SAMPLES.append(Sample(write, facts))
        return write

    return decorate


def write(
    subject: str,
    *paragraphs: str,
    action: Action | None = None,
    after: Sequence[str] = (),
    entries: Sequence[Entry] = (),
    code: str = "",
    why: str = "",
) -> Letter:
    """Write a letter.

    Args:
        subject: What it is about; also its heading.
        paragraphs: Plain text; it is escaped.
        action: A button, in the text form its address.
        after: Paragraphs below the button.
        entries: News in a list, above the button.
        code: Digits to be typed in, set large, below all that.
        why: A small line that says why this person gets the letter.
    """
    subject = " ".join(subject.split())
    listed = [part for group, some in _grouped(entries) for part in _listed(group, some)]
    parts = [
        *paragraphs,
        *listed,
        *([f"{action.label}:\n{action.url}"] if action else []),
        *after,
        *([code] if code else []),
    ]
    text = "\n\n".join([*parts, f"-- \n{HOUSE}" + (f"\n{why}" if why else "")]) + "\n"
    body = [*map(_paragraph, paragraphs)]
    for group, some in _grouped(entries):
        body += [*([f'<h2 style="{GROUP}">{escape(group)}</h2>'] if group else []), *map(_entry, some)]
    if action:
        href = escape(action.url, quote=True)
        body.append(f'<p style="margin:28px 0"><a href="{href}" style="{BUTTON}">{escape(action.label)}</a></p>')
    body += [_paragraph(paragraph) for paragraph in after]
    if code:
        body.append(f'<p style="{CODE}">{escape(code)}</p>')
    page = _page(subject, "".join(body), why)
    return Letter(subject=subject, text=text, html=page, url=action.url if action else "")


def _page(subject: str, body: str, why: str) -> str:
    small = f"{HOUSE}<br>{escape(why)}" if why else HOUSE
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(subject)}</title></head>"
        f'<body style="margin:0;padding:32px 20px;{FONT};font-size:16px;line-height:1.55">'
        f'<div style="{WIDTH};margin:0 auto">'
        f'<h1 style="font-size:22px;line-height:1.3;margin:0 0 20px">{escape(subject)}</h1>'
        f'{body}<p style="{SMALL}">{small}</p>{END}'
    )


def with_way_out(letter: Letter, *, words: str, url: str) -> Letter:
    """The letter with a last line that leads to where its reader can have no more of its kind."""
    line = f'<p style="{SMALL}"><a href="{escape(url, quote=True)}" style="color:inherit">{escape(words)}</a></p>'
    html = letter.html.removesuffix(END) + line + END
    return letter.model_copy(update={"text": f"{letter.text}\n{words}:\n{url}\n", "html": html})


def _grouped(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    return [(group, list(some)) for group, some in groupby(entries, key=lambda entry: entry.group)]


def _listed(group: str, entries: Sequence[Entry]) -> list[str]:
    """Entries as text."""
    lines = ["\n".join(filter(None, (entry.title, entry.text, entry.url))) for entry in entries]
    return [group, *lines] if group else lines


def _entry(entry: Entry) -> str:
    title = escape(entry.title)
    if entry.url:
        title = f'<a href="{escape(entry.url, quote=True)}" style="color:inherit">{title}</a>'
    below = f'<br><span style="font-size:14px;opacity:0.75">{escape(entry.text)}</span>' if entry.text else ""
    return f'<p style="margin:0 0 14px"><strong>{title}</strong>{below}</p>'


def _paragraph(text: str) -> str:
    return f'<p style="margin:0 0 16px">{escape(text)}</p>'
