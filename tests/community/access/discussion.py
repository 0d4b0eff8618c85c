"""Who may call what of threads and replies."""

from tests.community.access.rules import Access

ACCESS: dict[str, Access] = {}
