"""Durable work of the community."""

from academy.community.jobs import news

__all__ = ["news"]
