"""What follows from what happens in the community, and below it."""

from academy.community.subscribers import news

__all__ = ["news"]
