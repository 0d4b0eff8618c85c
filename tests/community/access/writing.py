"""Who may call what of mentions, drafts and files."""

from tests.community.access.rules import Access

ACCESS: dict[str, Access] = {}
