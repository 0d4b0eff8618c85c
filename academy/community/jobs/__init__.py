"""Durable work of the community."""

from academy.community.jobs import elsewhere, files, news, reconcile

__all__ = [
    "elsewhere",
    "files",
    "news",
    "reconcile",
]
