"""Connecting a Discord account, as a browser goes there and back; Discord is a server of ours that answers alike."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx import Response
from starlette.testclient import TestClient

from academy import routes
from academy.community import jobs, service, subscribers
from academy.community.models import CommunityAccess, CommunityPlatform
from academy.community.schemas.elsewhere import CommunityFields, Door
from tests.community.browsers import become, browser
from tests.community.platforms import Platforms
from tests.world import Cast, Live

__all__ = ["jobs", "subscribers"]


@pytest.fixture
def client(live: Live, there: Platforms) -> Iterator[TestClient]:
    with browser(live) as client:
        yield client


@pytest.fixture
def server(live: Live, cast: Cast) -> str:
    """The public id of a Discord server that is for everybody."""
    fields = CommunityFields(
        platform=CommunityPlatform.DISCORD,
        name="Our server",
        url="https://discord.gg/x",
        access_level=CommunityAccess.ALL_USERS,
        external_id="guild",
        client_id="app",
    )
    return live.write(service.add_community, cast.olga, fields=fields, token="bot-token", client_secret="s")


def leave(client: TestClient, server: str) -> dict[str, str]:
    """Go to Discord; returns what it is asked."""
    answer = client.get(routes.DISCORD.url(query={"community": server}))
    assert answer.status_code == 303
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}
    assert (asked["client_id"], asked["scope"]) == ("app", "identify guilds.join")
    assert asked["redirect_uri"].endswith(routes.DISCORD_BACK.url())
    return asked


def come_back(client: TestClient, **said: str) -> Response:
    return client.get(routes.DISCORD_BACK.url(query=said))


def test_an_account_is_connected_and_joins(client: TestClient, live: Live, cast: Cast, server: str) -> None:
    become(client, live, cast.ada)
    state = leave(client, server)["state"]
    answer = come_back(client, state=state, code="the-code")
    assert (answer.status_code, answer.headers["location"]) == (303, routes.ELSEWHERE.url())
    [card] = live.read(service.my_communities, cast.ada)
    assert (card.account, card.door) == ("ada", Door.JOINING)
    again = come_back(client, state=state, code="the-code")
    assert again.status_code == 422, "the way back is good once"
    become(client, live, cast.ben)
    taken = come_back(client, state=leave(client, server)["state"], code="the-code")
    assert taken.status_code == 422
    assert "connected with somebody else" in taken.text
    [card] = live.read(service.my_communities, cast.ben)
    assert (card.account, card.door) == ("", Door.OPEN)


def test_what_did_not_begin_in_this_browser_is_refused(
    client: TestClient, live: Live, cast: Cast, server: str, there: Platforms
) -> None:
    """Else somebody could have another's visit end with their own account connected."""
    become(client, live, cast.ben)
    theirs = leave(client, server)["state"]
    become(client, live, cast.ada)
    mine = leave(client, server)["state"]
    for said in (
        {"state": theirs, "code": "the-code"},
        {"state": f"{mine}x", "code": "the-code"},
        {"code": "the-code"},
        {"state": mine, "error": "access_denied"},
        {"state": mine, "code": "another"},
    ):
        answer = come_back(client, **said)
        assert answer.status_code == 422
        assert "was not completed" in answer.text
        assert routes.ELSEWHERE.url() in answer.text, "there is a way on"
    [card] = live.read(service.my_communities, cast.ada)
    assert (card.account, card.door) == ("", Door.OPEN)
    assert ("PUT", "/discord/guilds/guild/members/777") not in there.asked


def test_a_visitor_signs_in_first_and_who_may_not_is_told(
    client: TestClient, live: Live, cast: Cast, server: str
) -> None:
    away = client.get(routes.DISCORD.url(query={"community": server}))
    assert (away.status_code, urlsplit(away.headers["location"]).path) == (303, routes.SIGN_IN.url())
    become(client, live, cast.ada)
    unknown = client.get(routes.DISCORD.url(query={"community": "no-such"}))
    assert (unknown.status_code, "no such community" in unknown.text) == (422, True)
