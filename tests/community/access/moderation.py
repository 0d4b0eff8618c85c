"""Who may call what of moderation."""

from tests.community.access.rules import Access

ACCESS: dict[str, Access] = {}
