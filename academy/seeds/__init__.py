"""The demo academy: what customers see first, and what load tests run on."""

from academy.seeds.seeding import Summary, is_empty, seed

__all__ = ["Summary", "is_empty", "seed"]
