"""Text that people type, without what cannot be seen: characters that hide, turn or pile up what stands beside them."""

import re
import unicodedata

_JOINED = "\u0600-\u0dff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
"""Arabic, Indic scripts and pictures, where joiners have a meaning."""
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_STRAY_JOINER = re.compile(f"(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])")
_PILE = re.compile(f"([{_MARKS}]{{3}})[{_MARKS}]+")
_INVISIBLE = {
    code: None
    for first, last in (
        (0x00, 0x08),
        (0x0B, 0x1F),
        (0x7F, 0x9F),
        (0xAD, 0xAD),
        (0x034F, 0x034F),
        (0x061C, 0x061C),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x200B, 0x200B),
        (0x200E, 0x200F),
        (0x2028, 0x202E),
        (0x2060, 0x206F),
        (0x2800, 0x2800),
        (0x3164, 0x3164),
        (0xD800, 0xDFFF),
        (0xFDD0, 0xFDEF),
        (0xFE00, 0xFE0D),
        (0xFEFF, 0xFEFF),
        (0xFFA0, 0xFFA0),
        (0xFFF0, 0xFFFB),
        (0xFFFE, 0xFFFF),
        (0x1BCA0, 0x1BCA3),
        (0x1D173, 0x1D17A),
        (0xE0000, 0xE0FFF),
    )
    for code in range(first, last + 1)
}


def clean(text: str) -> str:
    """Return the text composed (NFC), with line ends as `\\n`, and only of what can be seen."""
    return unicodedata.normalize("NFC", visible(text.replace("\r\n", "\n").replace("\r", "\n")))


def visible(text: str) -> str:
    """Return the text without controls, zero-width and direction marks, lone surrogates, and piles of accents."""
    return _PILE.sub(r"\1", _STRAY_JOINER.sub("", text.translate(_INVISIBLE)))


def clean_line(text: str) -> str:
    """As `clean`, in one line, with single spaces."""
    return " ".join(clean(text).split())
