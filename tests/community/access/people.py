"""Who may call what of people and their connections."""

from tests.community.access.rules import Access

ACCESS: dict[str, Access] = {}
