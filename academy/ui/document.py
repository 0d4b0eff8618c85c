"""The HTML a public address answers with: title, previews and content, before any script has run.

The built page is the template. The content stands in an element of its own, which hides the application until that
has its first data and takes the element away (`first_paint`). Search engines, link previews and browsers without
scripts see the same words as everybody else. React leaves an unexpected `<article>` below `<body>` alone.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import htpy as h
import reflex as rx
from markupsafe import Markup
from reflex.utils import prerequisites
from starlette.responses import HTMLResponse

from academy import routes
from academy.core.settings import settings
from academy.ui import client

FALLBACK = "__spa-fallback.html"
REPLACED = re.compile(r'<title>.*?</title>|<meta[^>]+(?:name="description"|property="og:image")[^>]*/?>')


class _FirstPaint(rx.Component):
    library = client.FRAME
    tag = "FirstPaint"

    is_loaded: rx.Var[bool]


def first_paint(is_loaded: rx.Var[bool]) -> rx.Component:
    """Takes the served content away once the page has its data."""
    return _FirstPaint.create(is_loaded=is_loaded)


@dataclass(frozen=True)
class Document:
    """What a public page says of itself.

    Attributes:
        path: Its one true address, from the root.
        content: The main part, as HTML.
        structured: What it is about, in schema.org's words.
    """

    title: str
    description: str
    path: str
    content: h.Node
    structured: Mapping[str, Any] = field(default_factory=dict)
    kind: str = "website"


def answer(document: Document, *, template: str = FALLBACK, status: int = 200) -> HTMLResponse:
    """Return the built page filled with a document."""
    html = REPLACED.sub("", _template(template))
    html = html.replace("</head>", f"{_head(document)}</head>", 1)
    return HTMLResponse(re.sub(r"(<body[^>]*>)", lambda body: f"{body[1]}{_body(document)}", html, count=1), status)


@cache
def _template(name: str) -> str:
    return (prerequisites.get_web_dir() / "build" / "client" / name).read_text()


def _head(document: Document) -> str:
    address = settings().base_url + document.path
    about = {
        "og:title": document.title,
        "og:description": document.description,
        "og:type": document.kind,
        "og:url": address,
        "og:site_name": "AI Enablement Academy",
        "og:image": f"{settings().base_url}/preview.png",
    }
    structured = json.dumps({"@context": "https://schema.org", **document.structured}).replace("<", "\\u003c")
    parts: list[h.Renderable] = [
        h.title[document.title],
        h.meta(name="description", content=document.description),
        h.link(rel="canonical", href=address),
        *[h.meta(property=name, content=content) for name, content in about.items()],
        h.meta(name="twitter:card", content="summary_large_image"),
    ]
    if document.structured:
        parts.append(h.script(type="application/ld+json")[Markup(structured)])  # noqa: S704
    return "".join(str(part) for part in parts)


def _body(document: Document) -> str:
    header = h.header(".top")[
        h.div(".wrap")[
            h.a(".brand", href=routes.HOME.url())["Enablement", h.i["."], "Academy"],
            h.nav(aria_label="Main")[h.a(href=routes.COURSES.url())["Courses"], h.a(href=routes.PLANS.url())["Plans"]],
            h.div(".end")[h.a(".btn.quiet", href=routes.SIGN_IN.url())["Sign in"]],
        ]
    ]
    return str(h.article("#first-paint.public")[header, h.main[h.div(".wrap")[document.content]]])
