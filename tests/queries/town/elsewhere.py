"""Communities elsewhere: one for all, one for those with a seat, one for premium; and who belongs."""

from datetime import timedelta

from academy.community.models import (
    CommunityAccess,
    CommunityMembership,
    CommunityMembershipStatus,
    CommunityPlatform,
    CommunitySettings,
    ExternalAccount,
    ExternalCommunity,
    PremiumGrant,
    Removal,
)
from academy.live import Context
from tests.queries.town.rows import Rows, Town


def elsewhere(ctx: Context, town: Town) -> Rows:
    for name, platform, access, more in (
        ("square", CommunityPlatform.OTHER, CommunityAccess.ALL_USERS, {}),
        ("server", CommunityPlatform.DISCORD, CommunityAccess.ENROLLED, {"course_ids": [town["basics"].id]}),
        ("lounge", CommunityPlatform.SKOOL, CommunityAccess.PREMIUM, {}),
    ):
        has_api = platform == CommunityPlatform.DISCORD
        yield (
            f"community {name}",
            ExternalCommunity(
                platform=platform,
                name=name.title(),
                url=f"https://{name}.example/join",
                access_level=access,
                secret="locked" if has_api else "",
                external_id="1" if has_api else "",
                member_sync_enabled=has_api,
                settings=CommunitySettings(client_id="app"),
                **more,
            ),
        )
    ada, server = town["ada"].id, town["community server"].id
    yield (
        "ada in server",
        CommunityMembership(user_id=ada, community_id=server, joined_at=ctx.now, failure="Refused."),
    )
    gone = {"status": CommunityMembershipStatus.INACTIVE, "removal": Removal.DUE}
    yield "mo out of server", CommunityMembership(user_id=town["mo"].id, community_id=server, **gone)
    discord = CommunityPlatform.DISCORD
    yield "ada at discord", ExternalAccount(user_id=ada, platform=discord, external_id="7", name="ada")
    until = ctx.now + timedelta(days=1)
    yield "ben premium", PremiumGrant(user_id=town["ben"].id, until=until, note="Speaker")
