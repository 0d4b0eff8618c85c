"""Communities on other platforms, and who belongs to them."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Index, UniqueConstraint

from academy.core.fields import EditableRecord, choice, embedded, reference, unguessable


class CommunityPlatform(StrEnum):
    CIRCLE = "circle"
    SKOOL = "skool"
    DISCORD = "discord"
    SLACK = "slack"
    OTHER = "other"


class CommunityAccess(StrEnum):
    ALL_USERS = "all_users"
    ENROLLED = "enrolled"
    ALUMNI = "alumni"
    PREMIUM = "premium"


class CommunityMembershipStatus(StrEnum):
    INVITED = "invited"
    ACTIVE = "active"
    INACTIVE = "inactive"


class ExternalCommunity(EditableRecord, table=True):
    """A community on another platform.

    `external_id` is what the platform calls it, `secret` what opens its API, encrypted.
    """

    __tablename__ = "external_community_links"
    __table_args__ = (
        Index("by_platform", "platform", "is_active"),
        Index("by_access", "access_level", "is_active"),
    )

    public_id: str = unguessable()
    platform: CommunityPlatform = choice(CommunityPlatform)
    name: str
    url: str
    description: str | None = None
    access_level: CommunityAccess = choice(CommunityAccess)
    course_ids: list[int] | None = embedded(list[int])
    sso_enabled: bool = False
    member_sync_enabled: bool = False
    is_active: bool = True
    external_id: str = ""
    secret: str = ""


class CommunityMembership(EditableRecord, table=True):
    """A person in a community on another platform."""

    __tablename__ = "user_community_memberships"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_community", "community_id"),
        UniqueConstraint("user_id", "community_id"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    community_id: int = reference("external_community_links", on_delete="CASCADE")
    external_member_id: str | None = None
    status: CommunityMembershipStatus = choice(CommunityMembershipStatus, default=CommunityMembershipStatus.INVITED)
    joined_at: datetime | None = None
    last_sync_at: datetime | None = None
    failure: str = ""
