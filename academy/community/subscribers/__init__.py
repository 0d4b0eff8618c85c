"""What follows from what happens in the community, and below it; rules come first, as they may hold back a post."""

from academy.community.subscribers import elsewhere, moderation, news

__all__ = ["elsewhere", "moderation", "news"]
