"""Parts of the public pages."""

from academy.marketing.components.course import course_row, offer, skill_row, upcoming_row
from academy.marketing.components.plans import bundles, subscriptions

__all__ = ["bundles", "course_row", "offer", "skill_row", "subscriptions", "upcoming_row"]
