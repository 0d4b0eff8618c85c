"""A receipt as a page to keep: A4, plain, with text that can be searched and copied."""

from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from academy.commerce.schemas import Receipt, ReceiptLine
from academy.core.money import amount

FONTS = Path(__file__).parent / "fonts"
HOUSE = "AI Enablement Academy"
LEFT, RIGHT, TOP = 22, 22, 24
INK, QUIET, ACCENT, RULE = (28, 32, 30), (96, 104, 100), (31, 111, 92), (206, 212, 209)


def draw(receipt: Receipt) -> bytes:
    """Draw a receipt as a PDF; the same receipt gives the same bytes."""
    page = FPDF(format="A4")
    page.set_margins(LEFT, TOP, RIGHT)
    page.set_auto_page_break(True, margin=24)
    page.add_font("Sans", "", FONTS / "DejaVuSans.ttf")
    page.add_font("Sans", "B", FONTS / "DejaVuSans-Bold.ttf")
    page.set_title(f"Receipt {receipt.number}")
    page.set_author(HOUSE)
    page.set_lang("en")
    page.set_creation_date(receipt.paid_at)
    page.add_page()
    _head(page, receipt)
    _facts(page, receipt)
    _lines(page, receipt)
    _foot(page, receipt)
    return bytes(page.output())


def _head(page: FPDF, receipt: Receipt) -> None:
    _text(page, HOUSE, size=11, weight="B", color=ACCENT)
    page.ln(14)
    _text(page, f"Receipt {receipt.number}", size=22, weight="B")
    page.ln(2)
    way = " by bank transfer" if receipt.is_paid_outside else ""
    _text(page, f"Paid on {receipt.paid_at:%-d %B %Y}{way}", size=10, color=QUIET)
    page.ln(10)


def _facts(page: FPDF, receipt: Receipt) -> None:
    _text(page, "For", size=8, color=QUIET)
    _text(page, receipt.buyer_name, size=10, weight="B")
    _text(page, receipt.buyer_detail, size=10)
    page.ln(10)


def _lines(page: FPDF, receipt: Receipt) -> None:
    for line in receipt.lines:
        _row(page, line, receipt.currency)
    _row(page, ReceiptLine(words="Total", cents=receipt.total_cents), receipt.currency, weight="B")
    for line in receipt.refunds:
        _row(page, line, receipt.currency, color=QUIET)
    if receipt.refunds:
        kept = receipt.total_cents + sum(line.cents for line in receipt.refunds)
        _row(page, ReceiptLine(words="Paid in the end", cents=kept), receipt.currency, weight="B")


def _foot(page: FPDF, receipt: Receipt) -> None:
    page.ln(12)
    words = f"{HOUSE} thanks you. This receipt belongs to order {receipt.public_id}; please name it if you write to us."
    _text(page, words, size=8, color=QUIET)


def _row(page: FPDF, line: ReceiptLine, currency: str, *, weight: str = "", color: tuple[int, int, int] = INK) -> None:
    page.set_draw_color(*RULE)
    page.line(LEFT, page.get_y(), page.w - RIGHT, page.get_y())
    page.ln(2.5)
    page.set_font("Sans", weight, 10)
    page.set_text_color(*color)
    begins = page.get_y()
    page.multi_cell(page.epw - 40, 5.5, line.words, align="L", new_x=XPos.RIGHT, new_y=YPos.LAST)
    ends = page.get_y() + 5.5
    page.set_xy(page.w - RIGHT - 40, begins)
    page.cell(40, 5.5, exact(line.cents, currency), align="R")
    page.set_xy(LEFT, ends + 2.5)


def _text(page: FPDF, words: str, *, size: int, weight: str = "", color: tuple[int, int, int] = INK) -> None:
    page.set_font("Sans", weight, size)
    page.set_text_color(*color)
    page.multi_cell(0, size * 0.55, words, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def exact(cents: int, currency: str) -> str:
    """Write an amount as books do, with its cents: $349.00, −$12.50."""
    whole = amount(abs(cents) // 100 * 100, currency)
    digits = f"{abs(cents) // 100:,}"
    written = whole.replace(digits, f"{digits}.{abs(cents) % 100:02}", 1)
    return f"−{written}" if cents < 0 else written
