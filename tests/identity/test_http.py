"""Signing in and out over HTTP: cookies, forms of other sites, mail scanners, guesses."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from academy.core.http import cookie_name
from academy.core.settings import settings
from academy.identity import http, service
from academy.identity.models import AuthSession, LoginToken, User, UserRole
from academy.identity.viewer import SESSION_COOKIE
from tests.world import Cast, FrozenClock, Live

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
OTHER_SITE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.test"}
EVIL_PATHS = ["//evil.test", "https://evil.test/", "/\\evil.test", "/%0d%0aSet-Cookie:x=1\r\nx"]

Browsers = Callable[[], TestClient]


@pytest.fixture
def api(live: Live) -> Starlette:
    app = Starlette(routes=http.routes)
    app.state.runtime = live
    return app


@pytest.fixture
def new_browser(api: Starlette) -> Browsers:
    return lambda: TestClient(
        api, base_url=settings().base_url, headers=SAME_SITE, follow_redirects=False, raise_server_exceptions=True
    )


@pytest.fixture
def browser(new_browser: Browsers) -> TestClient:
    return new_browser()


def ask(browser: TestClient, told: list[Any], email: str = "ada@example.com", to: str = "/learn") -> Any:
    answer = browser.post("/auth/request", json={"email": email, "next": to})
    assert answer.status_code == 200, answer.text
    return told[-1]


def hidden(page: httpx.Response) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))


def who(live: Live, browser: TestClient) -> str | None:
    me = live.read(service.me, browser.cookies.get(cookie_name(SESSION_COOKIE)))
    return me.email if me else None


def sign_in(browser: TestClient, told: list[Any], email: str = "ada@example.com") -> None:
    token = ask(browser, told, email).token
    form = hidden(browser.get("/auth/link", params={"token": token}))
    assert browser.post("/auth/link", data=form).status_code == 303


def test_asking_opening_and_pressing_the_button_signs_in(
    live: Live, cast: Cast, browser: TestClient, told: list[Any]
) -> None:
    asked = ask(browser, told)
    page = browser.get("/auth/link", params={"token": asked.token})
    assert page.status_code == 200
    assert "You are about to sign in as ada@example.com." in page.text
    done = browser.post("/auth/link", data=hidden(page))
    assert (done.status_code, done.headers["location"]) == (303, "/learn")
    assert who(live, browser) == "ada@example.com"
    assert http.LOGIN_COOKIE not in browser.cookies


def test_pages_that_hold_a_secret_give_it_to_nobody(browser: TestClient, cast: Cast, told: list[Any]) -> None:
    page = browser.get("/auth/link", params={"token": ask(browser, told).token})
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert "<script" not in page.text


def test_a_mail_scanner_uses_nothing_up(
    live: Live, cast: Cast, browser: TestClient, new_browser: Browsers, told: list[Any]
) -> None:
    asked = ask(browser, told)
    scanner = new_browser()
    for method in ("GET", "HEAD", "GET"):
        seen = scanner.request(method, "/auth/link", params={"token": asked.token})
        assert seen.status_code == 200
        assert "ada@example.com" not in seen.text
    page = browser.get("/auth/link", params={"token": asked.token})
    assert browser.post("/auth/link", data=hidden(page)).status_code == 303


def test_another_browser_types_the_code(
    live: Live, cast: Cast, browser: TestClient, new_browser: Browsers, told: list[Any]
) -> None:
    asked = ask(browser, told)
    phone = new_browser()
    form = hidden(phone.get("/auth/link", params={"token": asked.token}))
    wrong = phone.post("/auth/link", data=form | {"code": "12"})
    assert wrong.status_code == 422
    assert "Please enter the six digits from the mail." in wrong.text
    assert phone.post("/auth/link", data=hidden(wrong) | {"code": asked.code}).status_code == 303
    assert who(live, phone) == "ada@example.com"
    assert who(live, browser) is None


def test_the_page_that_asked_takes_the_code(live: Live, cast: Cast, browser: TestClient, told: list[Any]) -> None:
    asked = ask(browser, told, to="/courses?type=cohort")
    wrong = browser.post("/auth/code", json={"code": f"{(int(asked.code) + 1) % 1_000_000:06}"})
    assert wrong.status_code == 422
    assert "code" in wrong.json()["problems"]
    done = browser.post("/auth/code", json={"code": asked.code})
    assert done.json() == {"next": "/courses?type=cohort"}
    assert who(live, browser) == "ada@example.com"


def test_codes_cannot_be_guessed_by_changing_browsers(
    live: Live, cast: Cast, browser: TestClient, new_browser: Browsers, told: list[Any]
) -> None:
    asked = ask(browser, told)
    guess = f"{(int(asked.code) + 1) % 1_000_000:06}"
    for _ in range(5):
        thief = new_browser()
        form = hidden(thief.get("/auth/link", params={"token": asked.token}))
        thief.post("/auth/link", data=form | {"code": guess})
    assert browser.get("/auth/link", params={"token": asked.token}).status_code == 410
    assert browser.post("/auth/code", json={"code": asked.code}).status_code == 422
    assert who(live, browser) is None


def test_used_expired_and_invented_links_say_so(
    live: Live, cast: Cast, browser: TestClient, told: list[Any], clock: FrozenClock
) -> None:
    asked = ask(browser, told)
    form = hidden(browser.get("/auth/link", params={"token": asked.token}))
    assert browser.post("/auth/link", data=form).status_code == 303
    assert browser.get("/auth/link", params={"token": asked.token}).status_code == 410
    again = ask(browser, told)
    form = hidden(browser.get("/auth/link", params={"token": again.token}))
    clock.advance(timedelta(minutes=16))
    late = browser.post("/auth/link", data=form)
    assert late.status_code == 410
    assert "ask for a new one" in late.text
    for token in ("", "x" * 43, "<script>"):
        page = browser.get("/auth/link", params={"token": token})
        assert page.status_code == 410
        assert "<script>" not in page.text


def test_a_link_is_not_pressed_from_another_site(
    live: Live, cast: Cast, browser: TestClient, new_browser: Browsers, told: list[Any]
) -> None:
    """Somebody's own link and code, sent from their page, must not sign a visitor in as them."""
    thief = new_browser()
    asked = ask(thief, told, "thief@example.com")
    thiefs_form = hidden(thief.get("/auth/link", params={"token": asked.token})) | {"code": asked.code}
    browser.get("/auth/link", params={"token": asked.token})
    assert browser.post("/auth/link", data=thiefs_form, headers=OTHER_SITE).status_code == 403
    assert new_browser().post("/auth/link", data=thiefs_form, headers=OTHER_SITE).status_code == 403
    assert who(live, browser) is None


@pytest.mark.parametrize(
    "path", ["/auth/request", "/auth/code", "/auth/step-into", "/sign-out", "/sign-out-everywhere"]
)
def test_forms_of_other_sites_are_refused(
    live: Live, cast: Cast, browser: TestClient, told: list[Any], path: str
) -> None:
    sign_in(browser, told)
    for headers in (OTHER_SITE, {"Sec-Fetch-Site": "same-site"}):
        assert browser.post(path, json={"email": "ada@example.com"}, headers=headers).status_code == 403
    assert who(live, browser) == "ada@example.com"


def test_cookies_are_kept_from_scripts(browser: TestClient, cast: Cast, told: list[Any]) -> None:
    asked = browser.post("/auth/request", json={"email": "ada@example.com"})
    done = browser.post("/auth/code", json={"code": told[-1].code})
    for answer, name in ((asked, http.LOGIN_COOKIE), (done, SESSION_COOKIE)):
        cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(f"{name}=") and "=;" not in c)
        assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


def test_over_https_cookies_are_secure_and_of_this_host_alone(
    live: Live, cast: Cast, new_browser: Browsers, told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACADEMY_PUBLIC_URL", "https://academy.test")
    settings.cache_clear()
    browser = new_browser()
    browser.cookies.set(SESSION_COOKIE, "planted")
    ask(browser, told)
    done = browser.post("/auth/code", json={"code": told[-1].code})
    cookie = next(c for c in done.headers.get_list("set-cookie") if c.startswith(f"__Host-{SESSION_COOKIE}="))
    assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
    assert "planted" not in cookie
    assert live.read(service.me, cookie.partition("=")[2].partition(";")[0]) is not None


def test_a_session_is_never_one_that_was_there_before(
    live: Live, cast: Cast, browser: TestClient, told: list[Any]
) -> None:
    browser.cookies.set(SESSION_COOKIE, "planted", domain="localhost.local")
    sign_in(browser, told)
    assert live.read(service.me, "planted") is None
    with live.system() as ctx:
        assert len(ctx.session.exec(select(AuthSession)).all()) == 1


def test_every_address_gets_the_same_answer(browser: TestClient, cast: Cast, told: list[Any]) -> None:
    known = browser.post("/auth/request", json={"email": "ada@example.com"})
    unknown = browser.post("/auth/request", json={"email": "nobody@example.com"})
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json()) == (200, {})


def test_mistakes_come_back_by_field(browser: TestClient, live: Live) -> None:
    answer = browser.post("/auth/request", json={"email": "ada"})
    assert answer.status_code == 422
    assert "email" in answer.json()["problems"]
    for nonsense in ([], "x", {"email": 7}, {"email": None}):
        assert browser.post("/auth/request", json=nonsense).status_code == 422
    assert browser.post("/auth/request", content=b"\xff{").status_code == 422
    assert browser.post("/auth/request", content=b"x" * 20_000).status_code == 429
    assert browser.post("/auth/link", content=b"a=1&" * 50).status_code == 422
    with live.system() as ctx:
        assert ctx.session.exec(select(LoginToken)).all() == []


def test_too_much_is_refused_with_a_sentence(browser: TestClient, told: list[Any]) -> None:
    for _ in range(6):
        ask(browser, told)
    answer = browser.post("/auth/request", json={"email": "ada@example.com"})
    assert answer.status_code == 429
    assert "try again" in answer.json()["problems"]["form"]


@pytest.mark.parametrize("to", EVIL_PATHS)
def test_no_way_on_leads_to_another_site(live: Live, cast: Cast, browser: TestClient, told: list[Any], to: str) -> None:
    asked = ask(browser, told, to=to)
    assert browser.post("/auth/code", json={"code": asked.code}).json() == {"next": "/"}
    demo = live.add(User(name="Dana", email="dana@acme.example"))
    stepped = browser.post("/auth/step-into", data={"person": str(demo.id), "next": to})
    assert stepped.headers["location"] == "/"


def test_signing_out_ends_the_session_and_the_cookie(
    live: Live, cast: Cast, browser: TestClient, told: list[Any]
) -> None:
    sign_in(browser, told)
    token = browser.cookies[SESSION_COOKIE]
    answer = browser.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert SESSION_COOKIE not in browser.cookies
    assert live.read(service.me, token) is None
    assert browser.get("/sign-out").status_code == 405
    assert browser.post("/sign-out").status_code == 303


def test_signing_out_everywhere(
    live: Live, cast: Cast, browser: TestClient, new_browser: Browsers, told: list[Any]
) -> None:
    phone = new_browser()
    sign_in(browser, told)
    sign_in(phone, told)
    answer = browser.post("/sign-out-everywhere")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert who(live, phone) is None
    assert browser.post("/sign-out-everywhere").status_code == 401


def test_stepping_into_a_demo_person(live: Live, cast: Cast, browser: TestClient) -> None:
    demo = live.add(User(name="Dana", email="dana@acme.example", role=UserRole.PLATFORM_ADMIN))
    done = browser.post("/auth/step-into", data={"person": str(demo.id), "next": "/admin/courses"})
    assert (done.status_code, done.headers["location"]) == (303, "/admin/courses")
    assert who(live, browser) == "dana@acme.example"


@pytest.mark.parametrize("person", ["", "x", "-1", "0", "99999999999999999999", "\u0661"])
def test_stepping_into_nobody(browser: TestClient, person: str) -> None:
    assert browser.post("/auth/step-into", data={"person": person}).status_code == 404


def test_outside_demo_mode_nobody_steps_into_anybody(
    live: Live, cast: Cast, browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = live.add(User(name="Dana", email="dana@acme.example"))
    monkeypatch.setenv("ACADEMY_DEMO", "false")
    settings.cache_clear()
    for person in (demo.id, cast.ada.user_id):
        assert browser.post("/auth/step-into", data={"person": str(person)}).status_code == 404
    assert who(live, browser) is None


@pytest.fixture
def wish(live: Live, cast: Cast, told: list[Any]) -> Any:
    live.write(
        service.ask_for_email_change, cast.ada, new_email="<b>ada</b>@example.com".replace("<b>ada</b>", "ada.k")
    )
    return told[-1]


def test_another_address_is_confirmed_by_buttons(live: Live, cast: Cast, browser: TestClient, wish: Any) -> None:
    for token, title in ((wish.new_token, "Confirmed at this end"), (wish.old_token, "Your address has been changed")):
        for _ in range(2):
            page = browser.get("/auth/email-change", params={"token": token})
            assert page.status_code == 200
        assert title in browser.post("/auth/email-change", data=hidden(page)).text
    assert live.read(service.my_profile, cast.ada).email == "ada.k@example.com"
    assert browser.get("/auth/email-change", params={"token": wish.old_token}).status_code == 404
    assert browser.post("/auth/email-change", data={"token": wish.old_token}).status_code == 404
