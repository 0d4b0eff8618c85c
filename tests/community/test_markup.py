"""What people write is shown as they meant it, and can do no harm whatever it is."""

import re
import sys
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.community.markup import check_content, check_title, mentioned, to_html, to_text
from academy.core.cleaning import clean, clean_line
from academy.core.errors import Invalid

IMAGE = "/files/AAAAAAAAAAAAAAAAAAAAAA"
TAGS = set(
    "a blockquote br code del em h3 h4 h5 h6 hr img li ol p pre span strong table tbody td th thead tr ul".split()
)
ATTRIBUTES = {"href", "rel", "class", "src", "alt", "width", "height", "loading", "data-person", "start", "tabindex"}
CLASSES = re.compile(r"language-[a-z0-9+#-]{1,20}|end|center|mention|outside")
ADDRESS = re.compile(r"(?:https?://|mailto:|/(?![/\\]))", re.IGNORECASE)


class Judge(HTMLParser):
    """Holds HTML to what a browser may be given."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag in TAGS, tag
        assert set(given) <= ATTRIBUTES, given
        assert CLASSES.fullmatch(given.get("class") or "end"), given
        assert ADDRESS.match(given.get("href") or "/"), given
        if tag == "img":
            assert re.fullmatch(r"/files/[\w-]{22}", given["src"] or ""), given
        if tag == "a":
            assert given.get("rel") == "nofollow ugc noopener", given

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)


def judge(html: str) -> None:
    reader = Judge(convert_charrefs=True)
    reader.feed(html)
    reader.close()


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>1</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>@import '//evil.example'</style><!-- -->",
    "</div></body><form action=//evil.example><input>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\u200bscript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;&#x61;vascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](%6Aavascript:alert(1))",
    "[x](vbscript:msgbox)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "[x](/\u200b/evil.example)",
    "[x](/&#x200b;/evil.example)",
    "[x](http:evil.example)",
    "[x](https://)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "<http://a.example/\"onmouseover='alert(1)'>",
    '[x](http://a.example "t\\" onclick=\\"alert(1)")',
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](https://tracker.example/pixel.png)",
    "![x](//tracker.example/pixel.png)",
    f"![x]({IMAGE}/../../admin)",
    f'![" onerror=alert(1) x="]({IMAGE})',
    f"![x]({IMAGE}#9x9999999)",
    "```js onload=alert(1)\nx\n```",
    '```"><script>\nx\n```',
    "@[<b>x</b>](person:1)",
    '@["onclick="](person:1)',
    "@[x](person:1&quot;)",
    "| <script> |\n|:-:|\n| x |",
    "a\u202egnp.exe",
    "&#x202e;&#x200b;&#0;&#xd800;",
    "\ud800 lone",
    "\x00\x08",
]


@pytest.mark.parametrize("content", HOSTILE)
def test_hostile_text_stays_text(content: str):
    html = to_html(content)
    judge(html)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x00]", html)
    assert isinstance(to_text(content), str)


PIECES = st.sampled_from(
    [*HOSTILE, *"<>&\"'`*_~[]()!@#|-+=\\\n\t :/", "http://", "](", "](/", "&#", "person:", "    ", "> "]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=25).map("".join)))
def test_no_text_breaks_it_or_leaves_what_is_allowed(content: str):
    judge(to_html(content))
    to_text(content)
    mentioned(content)


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ("**a** *b* ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>"),
        ("a\nb", "<p>a<br>\nb</p>"),
        ("# Title", "<h3>Title</h3>"),
        ("```Python\n1 < 2\n```", '<pre tabindex="0"><code class="language-python">1 &lt; 2\n</code></pre>'),
        ("see https://a.example/x", '<a href="https://a.example/x" class="outside" rel="nofollow ugc noopener">'),
        ("[here](/courses)", '<a href="/courses" rel="nofollow ugc noopener">here</a>'),
        ("read README.md", "<p>read README.md</p>"),
        (f"![cat]({IMAGE}#640x480)", f'<img src="{IMAGE}" alt="cat" width="640" height="480" loading="lazy">'),
        ("![cat](https://a.example/c.png)", '<a href="https://a.example/c.png" class="outside" '),
        ("@[Ada](person:42)!", '<span class="mention" data-person="42">@Ada</span>!'),
        ("| a |\n|--:|\n| 1 |", '<td class="end">1</td>'),
        ("3. c", '<ol start="3">'),
    ],
)
def test_what_is_meant_is_shown(content: str, html: str):
    assert html in to_html(content)


def test_text_of_it_is_what_one_would_read_aloud():
    content = f"# Hi\n\n**One** `two`\nthree @[Ada](person:1)\n\n- ![cat]({IMAGE})\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    assert to_text(content).splitlines() == ["Hi", "One two three @Ada", "cat", "a", "b", "1", "2"]


def test_mentions_are_counted_once_and_not_in_code():
    content = "@[B](person:2) @[A](person:1) @[B](person:2) `@[C](person:3)`\n\n    @[D](person:4)\n\n\\@[E](person:5)"
    assert mentioned(f"{content} @[Nobody can be this one](person:2147483648)") == [2, 1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "write something"),
        (" \n\t", "write something"),
        ("\u200b\u2060\ufeff\u3164\u2800", "write something"),
        ("&#8203; &nbsp;", "write something"),
        ("[](https://a.example)", "write something"),
        ("a" * 20_001, "20,000 are taken"),
        ("x " * 500_000, "1,000,000 characters"),
        (">" * 40 + " deep", "Quotes and lists"),
        ("\n".join("  " * depth + "- a" for depth in range(40)), "Quotes and lists"),
        ("|a" * 30 + "\n" + "|-" * 30, "16 columns"),
        ("|a" * 16 + "\n" + "|-" * 16 + "\n" + "|x\n" * 5000, "3,000 cells"),
        (" ".join(f"@[A](person:{n})" for n in range(1, 30)), "at most 20 people"),
        ("a" * 2_500, "2,048 characters"),
    ],
)
def test_what_is_too_much_or_nothing_is_refused_in_words(content: str, words: str):
    with pytest.raises(Invalid, match=re.escape(words)) as refused:
        check_content(content)
    assert refused.value.field == "content"
    judge(to_html(content))


@pytest.mark.parametrize(
    "piece", ["<!--", "*a **b ", "|x\n", "![", "[a](", *">[*_`~", "> ", "- ", "1. a\n", "&#", "@["]
)
def test_what_grows_without_end_takes_about_as_long_as_its_length(piece: str):
    """Counted in lines of Python, not in time: ten times as much takes at most twenty times as many."""
    assert _steps(piece * (18_000 // len(piece))) < 20 * _steps(piece * (1_800 // len(piece)))


def _steps(content: str) -> int:
    count = 0

    def step(*_: object) -> object:
        nonlocal count
        count += 1
        return step

    sys.settrace(step)
    try:
        to_html.__wrapped__(content)
    finally:
        sys.settrace(None)
    return count


def test_cleaning_takes_what_hides_and_leaves_what_is_written():
    assert clean("A\u200bd\u202ea\r\n\u0007e\u0301") == "Ada\n\u00e9"
    assert clean("Z" + "\u0301\u0323" * 500) == clean("Z" + "\u0301\u0323" * 500)[:4]
    for whole in (
        "👩\u200d👩\u200d👧",
        "\u0645\u06cc\u200c\u062e\u0648",
        "\u0915\u094d\u200d\u0937",
        "❤\ufe0f",
        "a\tb",
    ):
        assert clean(whole) == whole
    assert clean("a\u200db") == "ab"
    assert clean_line("  A \n B\u3164 ") == "A B"


def test_a_title_is_one_visible_line():
    assert check_title(" How\u200b do\nI  begin? ") == "How do I begin?"
    for title in ("", "\u200b\u3164", "a" * 151, "a" * 1_000_000):
        with pytest.raises(Invalid) as refused:
            check_title(title)
        assert refused.value.field == "title"
