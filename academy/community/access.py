"""Who may belong to a community elsewhere, and how belonging goes on: pure rules."""

from collections.abc import Collection
from dataclasses import dataclass, field

from academy.community.models import CommunityAccess, CommunityMembershipStatus, CommunityPlatform, Removal

API = frozenset({CommunityPlatform.DISCORD, CommunityPlatform.SLACK, CommunityPlatform.CIRCLE})
"""The platforms that can be told by an API who belongs."""
INVITED, ACTIVE, INACTIVE = CommunityMembershipStatus


@dataclass(frozen=True, slots=True)
class Holding:
    """What somebody has: the courses they have a seat in now, those they completed, and whether they are premium.

    A seat that was given back, refunded or never paid is none of these.
    """

    enrolled: frozenset[int] = field(default=frozenset())
    completed: frozenset[int] = field(default=frozenset())
    is_premium: bool = False


def is_open(access: CommunityAccess, course_ids: Collection[int], holding: Holding) -> bool:
    """Tell whether somebody may belong; a community of some courses is only for people of these."""

    def of_its_courses(found: frozenset[int]) -> bool:
        return bool(found & set(course_ids)) if course_ids else bool(found)

    has_taken_part = not course_ids or of_its_courses(holding.enrolled | holding.completed)
    match access:
        case CommunityAccess.ALL_USERS:
            return has_taken_part
        case CommunityAccess.ENROLLED:
            return of_its_courses(holding.enrolled)
        case CommunityAccess.ALUMNI:
            return of_its_courses(holding.completed)
        case CommunityAccess.PREMIUM:
            return holding.is_premium and has_taken_part


@dataclass(frozen=True, slots=True)
class Belonging:
    """How it stands with one person in one community; without a status they have nothing to do with it."""

    status: CommunityMembershipStatus | None = None
    removal: Removal = Removal.NONE


def followed(now: Belonging, *, may: bool, by_api: bool, has_asked: bool = False) -> Belonging:
    """What becomes of it once it is known whether somebody may belong; the same again changes nothing.

    Nobody who may belong is to be removed, and what no API can do is done by hand. Who is still there, because nobody
    has removed them yet, is a member again. Who has asked the platform to be let in may be there though it has not said
    so yet, and is removed like a member.
    """
    if may:
        if now.status in (INVITED, ACTIVE):
            return Belonging(now.status)
        is_still_there = now.removal in (Removal.DUE, Removal.BY_HAND)
        return Belonging(ACTIVE if is_still_there else INVITED)
    if now.status == ACTIVE or (now.status == INVITED and has_asked):
        return Belonging(INACTIVE, Removal.DUE if by_api else Removal.BY_HAND)
    removal = Removal.BY_HAND if now.removal == Removal.DUE and not by_api else now.removal
    return now if now.status is None else Belonging(INACTIVE, removal)


def joined(now: Belonging, *, by_api: bool) -> Belonging:
    """What becomes of it once somebody is a member there; who may not be any more is removed again."""
    if now.status == INACTIVE:
        return Belonging(INACTIVE, Removal.DUE if by_api else Removal.BY_HAND)
    return Belonging(ACTIVE)


def removed(now: Belonging) -> Belonging:
    """What becomes of it once somebody is no member there any more; who may be again is invited."""
    return Belonging(INACTIVE, Removal.DONE) if now.status == INACTIVE else Belonging(INVITED)
