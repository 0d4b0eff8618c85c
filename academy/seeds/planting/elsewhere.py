"""Two communities on other platforms: a server for everybody, and a place for those who have completed a course."""

from datetime import timedelta

from academy.community.access import is_open
from academy.community.models import (
    CommunityAccess,
    CommunityMembership,
    CommunityMembershipStatus,
    CommunityPlatform,
    ExternalCommunity,
)
from academy.community.service.holdings import holdings
from academy.seeds.planting.ground import Ground

SQUARE = "The Square"
ALUMNI = "Alumni Circle"
EVERY = 6
"""One of so many who may has joined."""
A_WEEK = timedelta(days=7)


def plant_elsewhere(ground: Ground) -> None:
    """Plant both, with whoever they are open to invited, and some of them in."""
    square = ExternalCommunity(
        platform=CommunityPlatform.DISCORD,
        name=SQUARE,
        url="https://discord.gg/ai-enablement-demo",
        description="Where everybody at the academy talks between sessions, and shows what they have built.",
        access_level=CommunityAccess.ALL_USERS,
    )
    alumni = ExternalCommunity(
        platform=CommunityPlatform.SKOOL,
        name=ALUMNI,
        url="https://www.skool.com/ai-enablement-demo",
        description="Monthly calls and a directory for those who have completed a course.",
        access_level=CommunityAccess.ALUMNI,
    )
    ground.plant(square, alumni)
    people = sorted(user.id for user in ground.users.values())
    found = holdings(ground.ctx, people)
    for community in (square, alumni):
        allowed = [one for one in people if is_open(community.access_level, (), found[one])]
        for place, user_id in enumerate(allowed):
            is_in = place % EVERY == 0
            ground.plant(
                CommunityMembership(
                    user_id=user_id,
                    community_id=community.id,
                    status=CommunityMembershipStatus.ACTIVE if is_in else CommunityMembershipStatus.INVITED,
                    joined_at=ground.now - A_WEEK if is_in else None,
                )
            )
