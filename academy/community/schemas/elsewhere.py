"""Communities elsewhere, as people and administrators see them. What opens an API is in none of these."""

from datetime import datetime
from enum import StrEnum

from academy.community.models import CommunityAccess, CommunityMembershipStatus, CommunityPlatform, Removal
from academy.core.schema import ReadModel


class Door(StrEnum):
    """How it stands between the viewer and a community."""

    CLOSED = "closed"
    OPEN = "open"
    JOINING = "joining"
    MEMBER = "member"
    ENDED = "ended"


class CommunityCard(ReadModel):
    """A community, and what it is to the viewer. `url` is there only for members; `why` says what opens it."""

    public_id: str
    platform: CommunityPlatform
    name: str
    description: str
    door: Door
    why: str
    url: str = ""
    needs_account: bool = False
    account: str = ""
    failure: str = ""
    joined_at: datetime | None = None


class CourseChoice(ReadModel):
    """A course that a community can be for."""

    id: int
    title: str


class CommunityFields(ReadModel):
    """What administrators enter of a community; secrets that are left empty stay as they are."""

    platform: CommunityPlatform = CommunityPlatform.OTHER
    name: str = ""
    url: str = ""
    description: str = ""
    access_level: CommunityAccess = CommunityAccess.ALL_USERS
    course_ids: list[int] = []
    external_id: str = ""
    role_id: str = ""
    client_id: str = ""
    channel_ids: str = ""
    space_ids: str = ""


class CommunityRow(ReadModel):
    """A community in the list of administrators."""

    public_id: str
    platform: CommunityPlatform
    name: str
    opens_for: str
    is_active: bool
    has_api: bool
    problem: str
    invited: int
    members: int
    ended: int
    by_hand: int
    failed: int


class CommunityDetail(ReadModel):
    """Everything about a community that administrators may see."""

    public_id: str
    fields: CommunityFields
    opens_for: str
    is_active: bool
    has_api: bool
    has_token: bool
    has_client_secret: bool
    problem: str
    checked_at: datetime | None
    updated_at: datetime


class MemberView(StrEnum):
    """Which members to list."""

    INVITED = "invited"
    MEMBERS = "active"
    ENDED = "inactive"
    BY_HAND = "by_hand"
    FAILED = "failed"


class MemberRow(ReadModel):
    """Somebody's membership, as administrators see it."""

    id: int
    name: str
    email: str
    status: CommunityMembershipStatus
    removal: Removal
    failure: str
    at: datetime


class GrantRow(ReadModel):
    """Somebody whom an administrator lets count as premium."""

    id: int
    name: str
    email: str
    note: str
    until: datetime | None


class Task(ReadModel):
    """What a job is to do about a membership. `secret` and `token` are encrypted."""

    is_joining: bool
    platform: CommunityPlatform
    community_id: str
    secret: str
    role_id: str
    channel_ids: list[str]
    space_ids: list[int]
    email: str
    name: str
    member_id: str
    token: str
