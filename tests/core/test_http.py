"""Cookies, the way on after signing in, and forms of other sites."""

import pytest
from starlette.requests import Request
from starlette.responses import Response

from academy.core import http
from academy.core.errors import Denied
from academy.core.settings import settings


def request(**headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "path": "/", "headers": raw, "client": ("192.0.2.7", 1)})


@pytest.fixture
def https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACADEMY_PUBLIC_URL", "https://academy.test")
    settings.cache_clear()


@pytest.mark.parametrize(
    "path",
    [
        "//evil.test", "///evil.test", "https://evil.test", "/\\evil.test", "\\\\evil.test", "javascript:alert(1)",
        "evil.test", "", None, "/\t/evil.test", "/\n/evil.test", " /learn", "/a\\b", "http:evil.test", "/\x00",
    ],
)  # fmt: skip
def test_no_path_leads_to_another_site(path: str | None) -> None:
    assert http.safe_path(path) == "/"


@pytest.mark.parametrize("path", ["/", "/learn", "/courses/ai?tab=dates#june", "/courses?next=https://x.test"])
def test_paths_of_ours_are_kept(path: str) -> None:
    assert http.safe_path(path) == path


def test_cookies_are_kept_from_scripts_and_from_other_sites() -> None:
    response = Response()
    http.set_cookie(response, "session", "abc", seconds=60)
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("session=abc;")
    assert all(part in cookie for part in ("HttpOnly", "Path=/", "SameSite=lax", "Max-Age=60"))
    assert "Secure" not in cookie


@pytest.mark.usefixtures("https")
def test_over_https_cookies_are_bound_to_the_host() -> None:
    response = Response()
    http.set_cookie(response, "session", "abc", seconds=60)
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-session=abc;")
    assert "Secure" in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"sec_fetch_site": "cross-site", "origin": "http://localhost:3000"},
        {"origin": "https://evil.test"},
        {"origin": "null"},
        {"origin": "http://localhost:3001"},
        {},
    ],
)
def test_forms_of_other_sites_are_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Denied):
        http.require_same_site(request(**headers))


@pytest.mark.parametrize("headers", [{"sec_fetch_site": "same-origin"}, {"origin": "http://localhost:3000"}])
def test_forms_of_ours_are_accepted(headers: dict[str, str]) -> None:
    http.require_same_site(request(**headers))


def test_a_proxy_is_believed_only_if_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = request(x_forwarded_for="203.0.113.9, 198.51.100.2")
    assert http.client_ip(asked) == "192.0.2.7"
    monkeypatch.setenv("ACADEMY_BEHIND_PROXY", "true")
    settings.cache_clear()
    assert http.client_ip(asked) == "198.51.100.2"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_an_allowance_is_for_what_one_customer_has(address: str, network: str) -> None:
    asked = Request({"type": "http", "method": "POST", "path": "/", "headers": [], "client": (address, 1)})
    assert http.client_network(asked) == network
