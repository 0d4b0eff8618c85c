"""What people write: Markdown, made into HTML that can do no harm, and held to what is taken.

`to_html` never raises and is bounded by itself, whatever is in the database: what is beyond the bounds is shown as it
was typed. `check_content` and `check_title` refuse it in words where it comes in.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlsplit

import nh3
from linkify_it import LinkifyIt  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from academy.core.cleaning import clean, clean_line, visible
from academy.core.errors import Invalid

LONGEST = 20_000
LONGEST_TITLE = 150
DEEPEST = 10
MOST_COLUMNS = 16
MOST_CELLS = 3_000
MOST_MENTIONS = 20
HIGHEST_ID = 2**31 - 1
MARK = re.compile(r"@\[([^\[\]\n]{1,120})\]\(person:([1-9][0-9]{0,9})\)")
"""A mention; where it stands in code it is none."""

_IMAGE = re.compile(r"(/files/[\w-]{22})(?:#(\d{1,4})x(\d{1,4}))?")
_LANGUAGE = re.compile(r"language-[a-z0-9+#-]{1,20}")
_FIGURE = re.compile(r"\d{1,10}")
_DELIMITERS = re.compile(r"^[ \t>]*[|:-][ \t|:-]*$", re.MULTILINE)
_TOO_LONG_A_WORD = re.compile(r"\S{2049}")
_BLOCK_ENDS = frozenset({"paragraph_close", "heading_close", "td_close", "th_close", "tr_close"})
_ATTRIBUTES = {
    "a": {"href", "class"},
    "img": {"src", "alt", "width", "height", "loading"},
    "code": {"class"},
    "span": {"class", "data-person"},
    "td": {"class"},
    "th": {"class"},
    "ol": {"start"},
}
_TAGS = set(
    "a blockquote br code em h3 h4 h5 h6 hr img li ol p pre s span strong table tbody td th thead tr ul".split()
)
_CLASSES = {"td": {"end", "center"}, "th": {"end", "center"}, "span": {"mention"}, "a": {"outside"}}


def check_title(title: str) -> str:
    """Return the title as it is kept.

    Raises:
        Invalid: It is empty or too long.
    """
    if len(title) > 20 * LONGEST_TITLE or len(cleaned := clean_line(title)) > LONGEST_TITLE:
        raise Invalid(f"Please shorten the title to {LONGEST_TITLE} characters.", field="title")
    if not cleaned:
        raise Invalid("Please write a title that says what it is about.", field="title")
    return cleaned


def check_content(content: str) -> str:
    """Return the content as it is kept.

    Raises:
        Invalid: There is nothing in it, or more than is taken: characters, levels, columns, mentions.
    """
    if len(content) > LONGEST:
        said = f"This has {len(content):,} characters; {LONGEST:,} are taken. Please shorten it or send it in parts."
        raise Invalid(said, field="content")
    cleaned = clean(content).strip("\n").rstrip()
    if problem := _beyond(cleaned):
        raise Invalid(problem, field="content")
    tokens = _parse(cleaned)
    if any(token.level > DEEPEST for token in tokens):
        said = f"Quotes and lists may stand in each other up to {DEEPEST // 2} deep. Please take out some levels."
        raise Invalid(said, field="content")
    if len(_people(tokens)) > MOST_MENTIONS:
        raise Invalid(f"Please mention at most {MOST_MENTIONS} people in one post.", field="content")
    if not visible(_text(tokens)).strip() and not any(part.type in ("image", "hr") for part in _parts(tokens)):
        raise Invalid("Please write something first.", field="content")
    return cleaned


_REACHABLE = {"pre": {"tabindex": "0"}}
"""What may be wider than the page can be scrolled with the keys."""


@lru_cache(maxsize=1024)
def to_html(content: str) -> str:
    """The content as HTML that may stand in a page."""
    content = visible(content)
    if _beyond(content):
        return f"<p>{escape(content[:LONGEST], quote=False)}</p>"
    return nh3.clean(
        visible(_markdown.render(content)),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        set_tag_attribute_values=_REACHABLE,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )


@lru_cache(maxsize=512)
def to_text(content: str) -> str:
    """The content as plain text, a line for each paragraph: for search, letters and the bell."""
    content = visible(content)
    return content[:LONGEST] if _beyond(content) else visible(_text(_parse(content)))


def mentioned(content: str) -> list[int]:
    """The people it mentions, each once, in order."""
    return [] if _beyond(content) else _people(_parse(content))


def is_own_image(address: str) -> bool:
    """Tell whether it is an image that was uploaded here."""
    return _IMAGE.fullmatch(address) is not None


def images(content: str) -> list[str]:
    """The public ids of our own images in it, shown or linked."""
    return list(dict.fromkeys(re.findall(r"/files/([\w-]{22})(?![\w-])", content[:LONGEST])))


def _beyond(content: str) -> str:
    """Say in words what of it would take long to read; empty if nothing."""
    if len(content) > LONGEST:
        return f"Please write at most {LONGEST:,} characters."
    cells = 0
    for line in _DELIMITERS.finditer(content):
        columns = line[0].count("|")
        cells += columns * content.count("\n", line.start(), content.find("\n\n", line.start()))
        if columns > MOST_COLUMNS + 1 or cells > MOST_CELLS:
            return f"A table may have {MOST_COLUMNS} columns and {MOST_CELLS:,} cells. Please make it smaller."
    if _TOO_LONG_A_WORD.search(content):
        return "There is a word of more than 2,048 characters. Please part it, or upload what it is as an image."
    return ""


def _parse(content: str) -> list[Token]:
    return _markdown.parse(content)


def _people(tokens: Sequence[Token]) -> list[int]:
    return list(dict.fromkeys(part.meta["person"] for part in _parts(tokens) if part.type == "mention"))


def _parts(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        if token.children:
            yield from _parts(token.children)


def _text(tokens: Sequence[Token]) -> str:
    said: list[str] = []
    for part in _parts(tokens):
        if part.type in ("text", "code_inline", "mention", "text_special", "fence", "code_block"):
            said.append(part.content)
        elif part.type in ("softbreak", "hardbreak"):
            said.append(" ")
        elif part.type in _BLOCK_ENDS:
            said.append("\n")
    lines = (" ".join(line.split()) for line in "".join(said).splitlines())
    return "\n".join(line for line in lines if line)


# What a reader may follow and see


def _is_link(address: str) -> bool:
    """Tell whether an address may be followed: of the web, of mail, or a path of ours."""
    if address.startswith("/"):
        return not address.startswith(("//", "/\\")) and "\\" not in address
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.path if parts.scheme == "mailto" else parts.hostname and parts.scheme in ("http", "https"))


def _kept(tag: str, name: str, value: str) -> str | None:
    """What of an attribute may stay: the last word, whatever came before."""
    if name == "href":
        return value if _is_link(value) else None
    if name == "src":
        return value if is_own_image(value) else None
    if name == "class":
        value = value.lower()
        is_ours = bool(_LANGUAGE.fullmatch(value)) if tag == "code" else value in _CLASSES.get(tag, ())
        return value if is_ours else None
    if name in ("alt", "rel"):
        return value
    return value if name == "loading" or _FIGURE.fullmatch(value) else None


def _mention(state: StateInline, is_silent: bool) -> bool:
    if state.src[state.pos] != "@" or (found := MARK.match(state.src, state.pos)) is None:
        return False
    if int(found[2]) > HIGHEST_ID:
        return False
    if not is_silent:
        token = state.push("mention", "", 0)
        token.content, token.meta = f"@{found[1]}", {"person": int(found[2])}
    state.pos = found.end()
    return True


class _Renderer(RendererHTML):
    """Headings below those of the page, columns by class, only images of ours."""

    def mention(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        token = tokens[at]
        return f'<span class="mention" data-person="{token.meta["person"]}">{escapeHtml(token.content)}</span>'

    def image(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        token = tokens[at]
        address, alt = str(token.attrs.get("src", "")), _text(token.children or []) or "Image"
        if (own := _IMAGE.fullmatch(address)) is None:
            return f'<a href="{escapeHtml(address)}" class="outside">{escapeHtml(alt)}</a>'
        size = f' width="{own[2]}" height="{own[3]}"' if own[2] else ""
        return f'<img src="{own[1]}" alt="{escapeHtml(alt)}"{size} loading="lazy">'

    def link_open(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        token = tokens[at]
        if not str(token.attrs.get("href", "")).startswith("/"):
            token.attrs["class"] = "outside"
        return self.renderToken(tokens, at, options, env)

    def heading_open(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return f"<h{_level(tokens[at])}>"

    def heading_close(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return f"</h{_level(tokens[at])}>\n"

    def th_open(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return _cell(tokens[at])

    def td_open(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return _cell(tokens[at])


def _level(token: Token) -> int:
    return min(int(token.tag[1]) + 2, 6)


def _cell(token: Token) -> str:
    align = str(token.attrs.get("style", ""))
    kind = "end" if align.endswith("right") else "center" if align.endswith("center") else ""
    return f'<{token.tag} class="{kind}">' if kind else f"<{token.tag}>"


def _reader() -> MarkdownIt:
    options = {"html": False, "linkify": True, "breaks": True, "maxNesting": 2 * DEEPEST}
    reader = MarkdownIt("commonmark", options, renderer_cls=_Renderer).enable(["table", "strikethrough", "linkify"])
    reader.disable("html_block").disable("html_inline")
    reader.inline.ruler.before("link", "mention", _mention)
    reader.linkify = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False})
    reader.validateLink = _is_link  # type: ignore[method-assign, assignment]
    return reader


_markdown = _reader()
