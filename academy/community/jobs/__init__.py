"""Durable work of the community."""

from academy.community.jobs import files, news, reconcile

__all__ = [
    "files",
    "news",
    "reconcile",
]
