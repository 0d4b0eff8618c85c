"""Pages outside the app: plain HTML without a script, for addresses that hold a secret."""

from collections.abc import Sequence
from html import escape
from typing import Literal

from starlette.responses import HTMLResponse

from academy import routes

SHEETS = ("tokens", "standalone", "base", "elements", "forms")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def page(title: str, *content: str, status: int = 200) -> HTMLResponse:
    """A page of one column. `content` is markup; everything not our own goes through `escape` first."""
    sheets = "".join(f'<link rel="stylesheet" href="/css/{name}.css">' for name in SHEETS)
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · AI Enablement Academy</title>"
        f'<link rel="icon" href="/icon.svg" type="image/svg+xml">{sheets}</head>'
        f'<body><header><a class="brand" href="{routes.HOME.url()}">Enablement<i>.</i>Academy</a></header>'
        f"<main><h1>{escape(title)}</h1>{''.join(content)}</main></body></html>"
    )
    return HTMLResponse(html, status, HEADERS)


def paragraph(text: str) -> str:
    """A paragraph of plain text."""
    return f"<p>{escape(text)}</p>"


def link_button(label: str, url: str) -> str:
    """A link that looks like a button."""
    return f'<p><a class="btn primary" href="{escape(url, quote=True)}">{escape(label)}</a></p>'


def form(
    action: str, submit: str, *fields: str, hidden: dict[str, str], look: Literal["primary", "plain"] = "primary"
) -> str:
    """A form that is posted; `hidden` goes along unseen."""
    unseen = "".join(
        f'<input type="hidden" name="{escape(name, quote=True)}" value="{escape(value, quote=True)}">'
        for name, value in hidden.items()
    )
    class_name = "btn primary" if look == "primary" else "btn"
    button = f'<div class="end"><button class="{class_name}" type="submit">{escape(submit)}</button></div>'
    start = f'<form class="form" method="post" action="{escape(action, quote=True)}">'
    return f"{start}{unseen}{''.join(fields)}{button}</form>"


def code_field(problem: str = "") -> str:
    """Where six digits are typed."""
    described, words = "", ""
    if problem:
        described = ' aria-invalid="true" aria-describedby="problem-code"'
        words = f'<p class="problem" id="problem-code" role="alert">{escape(problem)}</p>'
    return (
        '<div class="field"><label for="field-code">Six digits from the mail</label>'
        '<input class="input" id="field-code" name="code" inputmode="numeric" autocomplete="one-time-code"'
        f' maxlength="12" required autofocus{described}>{words}</div>'
    )


def facts(*pairs: tuple[str, str]) -> str:
    """Names and what they stand for, in plain text."""
    parts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in pairs)
    return f'<dl class="facts">{parts}</dl>'


def choices(label: str, name: str, options: Sequence[tuple[str, str, str]], *, help: str = "") -> str:
    """One of several, the first chosen: the value, its words, and a line below them."""
    name = escape(name, quote=True)
    fields = "".join(
        f'<label class="choice"><input type="radio" name="{name}" value="{escape(value, quote=True)}"'
        f'{" checked" if at == 0 else ""}>{escape(words)}<span class="help">{escape(below)}</span></label>'
        for at, (value, words, below) in enumerate(options)
    )
    words = f'<p class="help">{escape(help)}</p>' if help else ""
    return (
        f'<fieldset class="field"><legend>{escape(label)}</legend><div class="choices">{fields}</div>{words}</fieldset>'
    )
