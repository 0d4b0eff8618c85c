"""Communities on other platforms, who belongs to them, and the accounts people have there."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Index, UniqueConstraint

from academy.core.fields import EditableRecord, Embedded, choice, embedded, reference, unguessable


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


class Removal(StrEnum):
    """What becomes of somebody who may not belong any more: `due` is a job's to do, `by_hand` an administrator's."""

    NONE = "none"
    DUE = "due"
    BY_HAND = "by_hand"
    DONE = "done"


class CommunitySettings(Embedded):
    """What an API needs to know besides: the role of a Discord server, channels of Slack, spaces of Circle.

    `client_id` is the one of the application that people connect their Discord account with.
    """

    role_id: str = ""
    client_id: str = ""
    channel_ids: list[str] = []
    space_ids: list[int] = []


class CommunitySecrets(Embedded):
    """What opens an API; kept encrypted."""

    token: str = ""
    client_secret: str = ""


class ExternalCommunity(EditableRecord, table=True):
    """A community on another platform.

    `external_id` is what the platform calls it, `secret` what opens its API, encrypted. `problem` says in a sentence
    why its API cannot be used just now, as of `checked_at`.
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
    settings: CommunitySettings = embedded(CommunitySettings, default=CommunitySettings)
    checked_at: datetime | None = None
    problem: str = ""


class CommunityMembership(EditableRecord, table=True):
    """A person in a community on another platform; `failure` says why a job has not got further with them."""

    __tablename__ = "user_community_memberships"
    __table_args__ = (
        Index("by_user", "user_id"),
        Index("by_community", "community_id"),
        Index("by_removal", "community_id", "removal"),
        UniqueConstraint("user_id", "community_id"),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    community_id: int = reference("external_community_links", on_delete="CASCADE")
    external_member_id: str | None = None
    status: CommunityMembershipStatus = choice(CommunityMembershipStatus, default=CommunityMembershipStatus.INVITED)
    joined_at: datetime | None = None
    last_sync_at: datetime | None = None
    removal: Removal = choice(Removal, default=Removal.NONE)
    failure: str = ""


class ExternalAccount(EditableRecord, table=True):
    """An account on another platform that a person has shown to be theirs; `token` lets us act for it, encrypted."""

    __tablename__ = "external_accounts"
    __table_args__ = (
        Index("by_user", "user_id", "platform", unique=True),
        Index("by_account", "platform", "external_id", unique=True),
    )

    user_id: int = reference("users", on_delete="CASCADE")
    platform: CommunityPlatform = choice(CommunityPlatform)
    external_id: str
    name: str
    token: str = ""
    token_ends_at: datetime | None = None


class PremiumGrant(EditableRecord, table=True):
    """An administrator lets somebody count as premium, until a moment or until it is taken back."""

    __tablename__ = "premium_grants"
    __table_args__ = (Index("by_user", "user_id"),)

    user_id: int = reference("users", on_delete="CASCADE")
    granted_by_id: int | None = reference("users", on_delete="SET NULL")
    note: str = ""
    until: datetime | None = None
    revoked_at: datetime | None = None
