"""Who may call what of places and lists of threads."""

from tests.community.access.rules import Access

ACCESS: dict[str, Access] = {}
