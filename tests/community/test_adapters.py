"""What we say to Discord, Slack and Circle, over HTTP, to a server of ours that answers as they do."""

import httpx
import pytest

from academy.community.adapters import ADAPTERS, Adapter, Busy, Member, Refused, Way
from academy.community.models import CommunityPlatform, CommunitySecrets, CommunitySettings
from tests.community.platforms import Platforms

TOKENS = {
    CommunityPlatform.DISCORD: "bot-token",
    CommunityPlatform.SLACK: "xoxb",
    CommunityPlatform.CIRCLE: "circle-token",
}
NAMES = {
    CommunityPlatform.DISCORD: "Our server",
    CommunityPlatform.SLACK: "Our workspace",
    CommunityPlatform.CIRCLE: "Our circle",
}
ADA = Member(email="ada@example.com", name="Ada", external_id="777", token="their-token")
BY_MAIL = Member(email="ada@example.com", name="Ada")


def adapter(platform: CommunityPlatform, *, token: str = "", external_id: str = "guild", **known: object) -> Adapter:
    secrets = CommunitySecrets(token=token or TOKENS[platform])
    return ADAPTERS[platform](Way(external_id, secrets, CommunitySettings.model_validate(known)))


@pytest.mark.parametrize("platform", ADAPTERS)
def test_a_connection_can_be_tested(there: Platforms, platform: CommunityPlatform) -> None:
    assert adapter(platform).check() == NAMES[platform]
    with pytest.raises(Refused, match="token"):
        adapter(platform, token="wrong").check()


@pytest.mark.parametrize("platform", ADAPTERS)
def test_it_waits_as_long_as_it_is_told(there: Platforms, platform: CommunityPlatform) -> None:
    there.next_answers.append((429, {}, {"retry-after": "7"}))
    with pytest.raises(Busy) as told:
        adapter(platform).check()
    assert told.value.seconds == 7
    there.next_answers.append((502, {}, {}))
    with pytest.raises(httpx.HTTPError):
        adapter(platform).check()


def test_discord_adds_whoever_has_connected_their_account_and_twice_is_once(there: Platforms) -> None:
    discord = adapter(CommunityPlatform.DISCORD, role_id="r1")
    there.members.add("777")
    for _ in range(2):
        assert discord.add(ADA) == "777"
    assert there.roles == {"777 r1"}, "who was there before gets the role too"
    assert discord.find(ADA) == "777"
    for _ in range(2):
        discord.remove(ADA)
    assert (there.members, there.roles) == ({"777"}, set()), "only the role is taken"
    with pytest.raises(Refused, match="connect your Discord account"):
        discord.add(BY_MAIL)


def test_discord_without_a_role_takes_the_member_away(there: Platforms) -> None:
    discord = adapter(CommunityPlatform.DISCORD)
    discord.add(ADA)
    for _ in range(2):
        discord.remove(ADA)
    assert there.members == set()
    assert discord.find(ADA) is None
    with pytest.raises(Refused, match="connect your Discord account again"):
        discord.add(Member(email="", name="", external_id="777", token="old"))
    with pytest.raises(Refused, match="no such server"):
        adapter(CommunityPlatform.DISCORD, external_id="other").add(ADA)


def test_slack_invites_into_channels_or_leaves_it_to_the_link(there: Platforms) -> None:
    slack = adapter(CommunityPlatform.SLACK, external_id="T1", channel_ids=["C1"])
    assert slack.add(BY_MAIL) is None, "this workspace lets no app invite"
    there.users["ada@example.com"] = "U1"
    for _ in range(2):
        assert slack.add(BY_MAIL) == "U1"
    assert there.channel == {"U1"}
    for _ in range(2):
        slack.remove(BY_MAIL)
    assert there.channel == set()
    with pytest.raises(Refused, match="by hand"):
        adapter(CommunityPlatform.SLACK, external_id="T1").remove(BY_MAIL)


def test_slack_on_enterprise_invites_and_removes(there: Platforms) -> None:
    there.is_enterprise = True
    slack = adapter(CommunityPlatform.SLACK, external_id="T1", channel_ids=["C1"])
    for _ in range(2):
        assert slack.add(BY_MAIL) == ""
    assert there.invited == {"ada@example.com"}
    there.users["ada@example.com"] = "U1"
    slack.remove(BY_MAIL)
    assert there.users == {}
    slack.remove(Member(email="ada@example.com", name="Ada", external_id="U1"))


def test_circle_makes_members_and_takes_them_away(there: Platforms) -> None:
    circle = adapter(CommunityPlatform.CIRCLE, space_ids=[3])
    assert {circle.add(BY_MAIL) for _ in range(2)} == {"100"}
    assert there.circle_spaces == [3]
    assert circle.find(BY_MAIL) == "100"
    for _ in range(2):
        circle.remove(Member(email="ada@example.com", name="Ada", external_id="100"))
    assert there.circle == {}


@pytest.mark.parametrize("platform", [CommunityPlatform.SLACK, CommunityPlatform.CIRCLE])
def test_who_cannot_be_found_and_never_was_is_left_to_somebody_who_looks(
    there: Platforms, platform: CommunityPlatform
) -> None:
    with pytest.raises(Refused, match="by hand"):
        adapter(platform, channel_ids=["C1"]).remove(BY_MAIL)


def test_what_goes_wrong_names_nobody(there: Platforms) -> None:
    """Who is looked for stands in the address that Circle is asked at."""
    there.next_answers.append((502, {}, {}))
    with pytest.raises(httpx.HTTPStatusError) as told:
        adapter(CommunityPlatform.CIRCLE).find(BY_MAIL)
    assert str(told.value) == "127.0.0.1 answered 502"
