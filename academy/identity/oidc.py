"""OpenID Connect: leaving for the identity provider and coming back, with PKCE, nonce and state.

What has to be remembered in between lives in a cookie that only this server can have written.
"""

import base64
import json
import logging
from dataclasses import dataclass
from functools import cache
from hmac import compare_digest
from typing import Any

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response

from academy import routes
from academy.core.errors import Denied
from academy.core.http import delete_cookie, read_cookie, set_cookie
from academy.core.secrets import sealed
from academy.core.settings import settings
from academy.identity.schemas import ProviderIdentity

COOKIE = "academy_provider"
COOKIE_SECONDS = 600
NEXT = "next"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came back, and where they wanted to go."""

    identity: ProviderIdentity
    next_path: str


def is_configured() -> bool:
    """Tell whether there is a provider to go to."""
    return settings().has_oidc


async def leave(request: Request, next_path: str) -> Response:
    """Send the browser to the provider.

    Raises:
        Denied: The provider cannot be reached.
    """
    request.scope["session"] = memory = {NEXT: next_path}
    extra = {"hd": settings().oidc_hosted_domain} if settings().oidc_hosted_domain else {}
    back = settings().base_url + routes.SIGN_IN_PROVIDER_BACK.url()
    try:
        response: Response = await _client().authorize_redirect(request, back, **extra)
    except (httpx.HTTPError, AuthlibBaseError, ValueError) as error:
        raise _unreachable(error) from error
    set_cookie(response, COOKIE, _seal(memory), seconds=COOKIE_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


async def arrive(request: Request) -> Arrival:
    """Check what the browser brings back from the provider.

    Raises:
        Denied: It was refused there, is a replay or a forgery, or belongs to another domain.
    """
    request.scope["session"] = memory = _unseal(read_cookie(request.headers, COOKIE) or "")
    next_path = str(memory.get(NEXT, ""))
    name = settings().oidc_name
    try:
        token = await _client().authorize_access_token(request)
    except (httpx.HTTPError, OSError) as error:
        raise _unreachable(error) from error
    except (AuthlibBaseError, JoseError, ValueError, KeyError) as error:
        logger.warning("sign-in through %s failed: %s", name, type(error).__name__)
        raise Denied(f"Signing in with {name} was not completed. Please try again.") from error
    claims = token.get("userinfo")
    if claims is None:
        raise Denied(f"Signing in with {name} was not completed. Please try again.")
    return Arrival(identity_from(claims), next_path)


def forget(response: Response) -> None:
    """Forget the way out: it leads back once."""
    delete_cookie(response, COOKIE)


def identity_from(claims: dict[str, Any]) -> ProviderIdentity:
    """Read the claims of an ID token whose signature, nonce and audience were checked.

    Raises:
        Denied: Another issuer made it, or the account is not of the domain that is let in.
    """
    domain = settings().oidc_hosted_domain
    if claims.get("iss") != settings().oidc_issuer or not claims.get("sub"):
        raise Denied(f"This sign-in did not come from {settings().oidc_name}.")
    if domain and claims.get("hd") != domain:
        raise Denied(f"Please use your account at {domain}.")
    return ProviderIdentity(
        issuer=claims["iss"],
        provider=settings().oidc_name,
        subject=str(claims["sub"]),
        email=str(claims.get("email") or ""),
        is_email_verified=claims.get("email_verified") is True,
        name=str(claims.get("name") or ""),
    )


def _client() -> StarletteOAuth2App:
    secret = settings().oidc_client_secret.get_secret_value()
    return _client_of(settings().oidc_issuer, settings().oidc_client_id, secret)


@cache
def _client_of(issuer: str, client_id: str, client_secret: str) -> StarletteOAuth2App:
    registry = OAuth()
    registry.register(
        "provider",
        server_metadata_url=issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_id=client_id,
        client_secret=client_secret,
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "timeout": 10},
    )
    return registry.create_client("provider")


def _unreachable(error: Exception) -> Denied:
    logger.error("the identity provider cannot be reached: %s", type(error).__name__)
    return Denied(f"{settings().oidc_name} cannot be reached right now. Please sign in by e-mail instead.")


def _seal(memory: dict[str, Any]) -> str:
    body = base64.urlsafe_b64encode(json.dumps(memory).encode()).decode()
    return f"{body}.{sealed('provider cookie', body)}"


def _unseal(cookie: str) -> dict[str, Any]:
    body, _, seal = cookie.partition(".")
    if not compare_digest(sealed("provider cookie", body), seal):
        return {}
    memory: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body))
    return memory
