"""How other platforms are spoken to. Whoever calls is a job: everything here goes over the network."""

from academy.community.adapters.circle import Circle
from academy.community.adapters.discord import Discord
from academy.community.adapters.protocol import Adapter, Busy, Capabilities, Member, Refused, Way
from academy.community.adapters.slack import Slack
from academy.community.models import CommunityPlatform

ADAPTERS: dict[CommunityPlatform, type[Adapter]] = {
    CommunityPlatform.DISCORD: Discord,
    CommunityPlatform.SLACK: Slack,
    CommunityPlatform.CIRCLE: Circle,
}
"""The platforms with an API; the others are joined by their invite link."""

__all__ = ["ADAPTERS", "Adapter", "Busy", "Capabilities", "Member", "Refused", "Way"]
