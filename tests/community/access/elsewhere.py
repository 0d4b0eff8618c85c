"""Who may call what of communities elsewhere."""

from tests.community.access.rules import Access

ACCESS: dict[str, Access] = {}
