"""Whose a Discord account is: OAuth 2 with a code, by which the person lets us add the account to our server."""

from dataclasses import dataclass, field

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client

from academy.community.adapters.protocol import SECONDS, Refused
from academy.core.settings import settings

SCOPE = "identify guilds.join"
ENDED = "Connecting Discord was not completed. Please try again."


@dataclass(frozen=True, slots=True)
class DiscordAccount:
    """An account that somebody has shown to be theirs, and what lets us act for it for so many seconds."""

    external_id: str
    name: str
    token: str = field(repr=False)
    seconds: int


def way_there(client_id: str, back: str, state: str) -> str:
    """Where the browser is sent."""
    with OAuth2Client(client_id, scope=SCOPE, redirect_uri=back) as client:
        url, _ = client.create_authorization_url(settings().discord_authorize_url, state=state)
        return str(url)


def account_from(client_id: str, client_secret: str, *, back: str, code: str) -> DiscordAccount:
    """Trade the code that came back for the account.

    Raises:
        Refused: Discord does not take it, or cannot be reached.
    """
    api = settings().discord_url
    try:
        with OAuth2Client(client_id, client_secret, redirect_uri=back, timeout=SECONDS) as client:
            token = client.fetch_token(f"{api}/oauth2/token", code=code, grant_type="authorization_code")
            answer = client.get(f"{api}/users/@me")
            answer.raise_for_status()
            person = answer.json()
            return DiscordAccount(
                external_id=str(person["id"]),
                name=str(person.get("global_name") or person["username"]),
                token=str(token["access_token"]),
                seconds=int(token.get("expires_in", 0)),
            )
    except (httpx.HTTPError, AuthlibBaseError, KeyError, ValueError) as error:
        raise Refused(ENDED) from error
