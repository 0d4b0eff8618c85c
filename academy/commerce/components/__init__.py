"""What buying looks like."""

from academy.commerce.components.price import price_lines, terms_form

__all__ = ["price_lines", "terms_form"]
