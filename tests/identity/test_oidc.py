"""Signing in through a real OpenID Connect provider."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import oidc_provider_mock
import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from academy.core.errors import Denied
from academy.core.settings import settings
from academy.identity import http, oidc, service
from academy.identity.models import AuthIdentity, AuthSession
from academy.identity.viewer import SESSION_COOKIE
from tests.world import Cast, Live

SUBJECT = "1815"
CLAIMS = {"email": "ada@example.com", "email_verified": True, "name": "Ada King"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread() as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture
def issuer(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in {"ISSUER": server, "NAME": "Issuer", "CLIENT_ID": "academy", "CLIENT_SECRET": "hush"}.items():
        monkeypatch.setenv(f"ACADEMY_OIDC_{name}", value)
    settings.cache_clear()
    return server


@pytest.fixture
def browser(live: Live) -> TestClient:
    app = Starlette(routes=http.routes)
    app.state.runtime = live
    return TestClient(app, base_url=settings().base_url, follow_redirects=False)


Grant = Callable[..., str]


@pytest.fixture
def grant(issuer: str, browser: TestClient) -> Grant:
    """Leave for the provider, agree there, and return the address it sends the browser back to."""

    def go(to: str = "/learn", **claims: object) -> str:
        known = httpx.put(f"{issuer}/users/{SUBJECT}", json={**CLAIMS, **claims})
        assert known.is_success
        away = browser.get("/auth/provider", params={"next": to}).headers["location"]
        return httpx.post(away, data={"sub": SUBJECT}).headers["location"]

    return go


def who(live: Live, browser: TestClient) -> str | None:
    me = live.read(service.me, browser.cookies.get(SESSION_COOKIE))
    return me.email if me else None


def test_the_whole_way_there_and_back(live: Live, cast: Cast, browser: TestClient, grant: Grant, issuer: str) -> None:
    done = browser.get(grant())
    assert (done.status_code, done.headers["location"]) == (303, "/learn")
    assert who(live, browser) == "ada@example.com"
    with live.system() as ctx:
        identity = ctx.session.exec(select(AuthIdentity)).one()
        assert (identity.user_id, identity.issuer, identity.subject) == (cast.ada.user_id, issuer, SUBJECT)


def test_the_way_there_is_sealed(browser: TestClient, issuer: str) -> None:
    answer = browser.get("/auth/provider")
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{settings().base_url}/auth/provider/back"]
    assert asked["scope"] == ["openid email profile"]
    assert all(len(asked[name][0]) >= 16 for name in ("state", "nonce", "code_challenge"))
    assert "HttpOnly" in answer.headers["set-cookie"]


def test_coming_back_twice_is_refused(live: Live, cast: Cast, browser: TestClient, grant: Grant) -> None:
    back = grant()
    memory = browser.cookies[oidc.COOKIE]
    assert browser.get(back).status_code == 303
    browser.cookies.delete(SESSION_COOKIE)
    assert browser.get(back).status_code == 403
    browser.cookies.set(oidc.COOKIE, memory, domain="localhost.local")
    assert browser.get(back).status_code == 403
    assert who(live, browser) is None


def test_coming_back_in_another_browser_is_refused(live: Live, cast: Cast, browser: TestClient, grant: Grant) -> None:
    back = grant()
    browser.cookies.clear()
    assert browser.get(back).status_code == 403
    browser.get("/auth/provider")
    assert browser.get(back).status_code == 403
    assert who(live, browser) is None


def test_a_forged_memory_is_refused(live: Live, cast: Cast, browser: TestClient, grant: Grant) -> None:
    back = grant()
    body, _, seal = browser.cookies[oidc.COOKIE].partition(".")
    for forged in (f"{body[:-4]}AAAA.{seal}", f"{body}.", f"{body}.{'0' * 64}", "x", "."):
        browser.cookies.clear()
        browser.cookies.set(oidc.COOKIE, forged, domain="localhost.local")
        assert browser.get(back).status_code == 403


def test_whoever_says_no_there_is_told_how_to_go_on(browser: TestClient, issuer: str) -> None:
    away = browser.get("/auth/provider").headers["location"]
    back = httpx.post(away, data={"action": "deny"}).headers["location"]
    answer = browser.get(back)
    assert answer.status_code == 403
    assert "was not completed" in answer.text


def test_an_address_that_is_not_verified_signs_in_nobody(
    live: Live, cast: Cast, browser: TestClient, grant: Grant
) -> None:
    for claims in ({"email_verified": False}, {"email_verified": "true"}, {"email_verified": None}):
        assert browser.get(grant(**claims)).status_code == 403
    with live.system() as ctx:
        assert ctx.session.exec(select(AuthSession)).all() == []


def test_only_accounts_of_the_domain_are_let_in(
    live: Live, cast: Cast, browser: TestClient, grant: Grant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACADEMY_OIDC_HOSTED_DOMAIN", "example.com")
    settings.cache_clear()
    assert browser.get(grant()).status_code == 403
    assert browser.get(grant(hd="evil.test")).status_code == 403
    assert browser.get(grant(hd="example.com")).status_code == 303


@pytest.mark.parametrize("to", ["//evil.test", "https://evil.test/", "/\\evil.test"])
def test_no_way_back_leads_to_another_site(cast: Cast, browser: TestClient, grant: Grant, to: str) -> None:
    assert browser.get(grant(to)).headers["location"] == "/"


def test_without_a_client_id_there_is_no_provider(browser: TestClient) -> None:
    assert browser.get("/auth/provider").status_code == 404
    assert browser.get("/auth/provider/back").status_code == 404


def test_a_provider_that_is_down_is_said_to_be(
    browser: TestClient, issuer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACADEMY_OIDC_ISSUER", "http://localhost:9")
    settings.cache_clear()
    answer = browser.get("/auth/provider")
    assert answer.status_code == 403
    assert "cannot be reached" in answer.text


def test_another_issuers_word_is_not_taken(issuer: str) -> None:
    with pytest.raises(Denied):
        oidc.identity_from({"iss": "https://evil.test", "sub": "1", "email": "ada@example.com", "email_verified": True})
    with pytest.raises(Denied):
        oidc.identity_from({"iss": issuer, "email": "ada@example.com", "email_verified": True})
