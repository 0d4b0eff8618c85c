"""Durable work of the community."""

from academy.community.jobs import news, reconcile

__all__ = ["news", "reconcile"]
