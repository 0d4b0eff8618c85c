"""Signing in by link, code and provider: once, in time, by the browser that asked."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from academy.core.errors import Denied, Invalid, TooManyRequests
from academy.identity import service
from academy.identity.events import PersonJoined, ProviderConnected, SignInRequested
from academy.identity.models import AuthIdentity, AuthSession, LoginToken, User
from academy.identity.schemas import Browser, LinkState, ProviderIdentity, SignedIn
from academy.identity.service.sign_in import DEAD_CODE, DEAD_LINK, NO_CODE, TOO_MANY_CODES, WRONG_CODE
from academy.identity.viewer import hashed
from academy.live import SYSTEM
from tests.world import Cast, FrozenClock, Live

LAPTOP = Browser(user_agent="Mozilla/5.0 (X11; Linux) Firefox/140.0", ip="192.0.2.1", login_token="laptop")
PHONE = Browser(user_agent="Mozilla/5.0 (iPhone) Safari/605", ip="192.0.2.2", login_token="phone")
STRANGER = Browser(ip="203.0.113.66")


def ask(
    live: Live, told: list[Any], email: str = "ada@example.com", browser: Browser = LAPTOP, to: str = "/learn"
) -> SignInRequested:
    live.write(service.request_sign_in, None, email=email, next_path=to, browser=browser)
    asked = told[-1]
    assert isinstance(asked, SignInRequested)
    return asked


def use(live: Live, token: str, browser: Browser = LAPTOP, code: str = "") -> SignedIn:
    return live.write(service.sign_in_by_link, None, token=token, code=code, browser=browser)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def who(live: Live, token: str) -> str | None:
    me = live.read(service.me, token)
    return me.email if me else None


def test_a_link_signs_in_the_browser_that_asked(live: Live, cast: Cast, told: list[Any]) -> None:
    asked = ask(live, told)
    done = use(live, asked.token)
    assert (done.problem, done.next_path) == ("", "/learn")
    assert who(live, done.token) == "ada@example.com"


def test_only_hashes_are_kept(live: Live, cast: Cast, told: list[Any]) -> None:
    asked = ask(live, told)
    done = use(live, asked.token)
    with live.system() as ctx:
        link, session = ctx.session.exec(select(LoginToken)).one(), ctx.session.exec(select(AuthSession)).one()
        kept = {*link.model_dump().values(), *session.model_dump().values()}
    assert not kept & {asked.token, asked.code, LAPTOP.login_token, done.token}
    assert session.token_hash == hashed(done.token)


def test_an_account_is_made_at_the_first_sign_in_and_not_before(live: Live, told: list[Any]) -> None:
    asked = ask(live, told, " New.Person+test@Example.COM ")
    with live.system() as ctx:
        assert ctx.session.exec(select(User)).all() == []
    done = use(live, asked.token)
    with live.system() as ctx:
        user = ctx.session.exec(select(User)).one()
        assert (user.email, user.name) == ("new.person+test@example.com", "New Person")
    assert told[-1] == PersonJoined(user.id, user.email)
    assert who(live, done.token) == user.email


def test_asking_is_the_same_for_known_and_unknown_addresses(live: Live, cast: Cast, told: list[Any]) -> None:
    ask(live, told, "ada@example.com")
    ask(live, told, "nobody@example.com")
    known, unknown = told
    assert (known.minutes, len(known.token), len(known.code)) == (
        unknown.minutes,
        len(unknown.token),
        len(unknown.code),
    )


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@", "@example.com", "ada@localhost", "a b@example.com", "ada@example.com\nbcc: x@y.z",
              "ada@exam ple.com", "a@b@example.com", '"ada"@example.com', "ada@-x_.com", "a" * 250 + "@example.com"]
)  # fmt: skip
def test_what_is_no_address_is_refused(live: Live, email: str) -> None:
    with pytest.raises(Invalid) as refusal:
        live.write(service.request_sign_in, None, email=email, next_path="/", browser=LAPTOP)
    assert refusal.value.field == "email"


def test_a_link_works_once(live: Live, cast: Cast, told: list[Any]) -> None:
    asked = ask(live, told)
    assert use(live, asked.token).token
    assert use(live, asked.token) == SignedIn(problem=DEAD_LINK)


def test_of_two_at_the_same_time_one_gets_in(live: Live, cast: Cast, told: list[Any]) -> None:
    asked = ask(live, told)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: use(live, asked.token), range(4)))
    assert sorted(bool(one.token) for one in done) == [False, False, False, True]


def test_a_link_lasts_fifteen_minutes(live: Live, cast: Cast, told: list[Any], clock: FrozenClock) -> None:
    asked = ask(live, told)
    clock.advance(timedelta(minutes=15))
    assert use(live, asked.token).problem == DEAD_LINK
    asked = ask(live, told)
    clock.advance(timedelta(minutes=14, seconds=59))
    assert use(live, asked.token).token


def test_looking_at_a_link_uses_nothing_up(live: Live, cast: Cast, told: list[Any]) -> None:
    asked = ask(live, told)
    for _ in range(10):
        view = live.read(service.look_at_link, None, token=asked.token, login_token=LAPTOP.login_token)
        assert (view.state, view.email) == (LinkState.READY, "ada@example.com")
    assert use(live, asked.token).token


def test_another_browser_learns_no_address_and_needs_the_code(live: Live, cast: Cast, told: list[Any]) -> None:
    asked = ask(live, told)
    for login_token in ("phone", ""):
        view = live.read(service.look_at_link, None, token=asked.token, login_token=login_token)
        assert (view.state, view.email) == (LinkState.NEEDS_CODE, "")
    assert use(live, asked.token, PHONE) == SignedIn(problem=NO_CODE)
    assert use(live, asked.token, STRANGER).problem == NO_CODE
    assert use(live, asked.token, PHONE, wrong(asked.code)).problem == WRONG_CODE
    assert who(live, use(live, asked.token, PHONE, asked.code).token) == "ada@example.com"


def test_links_nobody_made_are_dead(live: Live, cast: Cast, told: list[Any]) -> None:
    asked = ask(live, told)
    for token in ("", "x", hashed(asked.token), asked.token[:-1]):
        assert live.read(service.look_at_link, None, token=token, login_token="laptop").state is LinkState.DEAD
        assert use(live, token).problem == DEAD_LINK


def test_the_code_signs_in_the_browser_that_asked(live: Live, cast: Cast, told: list[Any]) -> None:
    asked = ask(live, told)
    spaced = f" {asked.code[:3]} {asked.code[3:]}"
    done = live.write(service.sign_in_by_code, None, code=spaced, browser=LAPTOP)
    assert who(live, done.token) == "ada@example.com"
    assert use(live, asked.token).problem == DEAD_LINK


def test_the_code_alone_is_no_use_elsewhere(live: Live, cast: Cast, told: list[Any]) -> None:
    asked = ask(live, told)
    for browser in (PHONE, STRANGER):
        assert live.write(service.sign_in_by_code, None, code=asked.code, browser=browser).problem == DEAD_CODE


def test_codes_cannot_be_guessed(live: Live, cast: Cast, told: list[Any]) -> None:
    asked = ask(live, told)
    guess = wrong(asked.code)
    for _ in range(4):
        assert live.write(service.sign_in_by_code, None, code=guess, browser=LAPTOP).problem == WRONG_CODE
    assert use(live, asked.token, PHONE, guess).problem == TOO_MANY_CODES
    assert live.write(service.sign_in_by_code, None, code=asked.code, browser=LAPTOP).problem == DEAD_CODE
    assert use(live, asked.token, PHONE, asked.code).problem == DEAD_LINK
    assert use(live, asked.token).problem == DEAD_LINK


def test_the_newest_code_counts(live: Live, cast: Cast, told: list[Any]) -> None:
    first, second = ask(live, told), ask(live, told)
    if first.code != second.code:
        assert live.write(service.sign_in_by_code, None, code=first.code, browser=LAPTOP).problem == WRONG_CODE
    assert live.write(service.sign_in_by_code, None, code=second.code, browser=LAPTOP).token


@pytest.mark.parametrize("to", ["//evil.test", "https://evil.test/", "/\\evil.test", "javascript:alert(1)"])
def test_no_link_leads_to_another_site(live: Live, cast: Cast, told: list[Any], to: str) -> None:
    assert use(live, ask(live, told, to=to).token).next_path == "/"


def test_an_address_is_not_flooded(live: Live, told: list[Any], clock: FrozenClock) -> None:
    for number in range(6):
        ask(live, told, browser=Browser(ip=f"192.0.2.{number}"))
    with pytest.raises(TooManyRequests):
        ask(live, told, browser=Browser(ip="192.0.2.99"))
    ask(live, told, "ben@example.com")
    clock.advance(timedelta(minutes=10))
    ask(live, told)


def test_one_place_does_not_flood_the_world(live: Live, told: list[Any]) -> None:
    for number in range(30):
        ask(live, told, f"person{number}@example.com", STRANGER)
    with pytest.raises(TooManyRequests):
        ask(live, told, "one.more@example.com", STRANGER)


def test_every_sign_in_has_a_token_of_its_own_and_ends_the_one_before(live: Live, cast: Cast, told: list[Any]) -> None:
    planted = use(live, ask(live, told, "ben@example.com").token).token
    done = use(live, ask(live, told).token, LAPTOP.model_copy(update={"token": planted}))
    assert done.token != planted
    assert who(live, done.token) == "ada@example.com"
    assert who(live, planted) is None


def test_commands_hand_out_links_for_any_browser(live: Live, cast: Cast) -> None:
    token = live.write(service.make_sign_in_link, SYSTEM, email="olga@example.com")
    assert who(live, use(live, token, STRANGER).token) == "olga@example.com"
    for viewer in (cast.nobody, cast.olga):
        with pytest.raises(Denied):
            live.write(service.make_sign_in_link, viewer, email="olga@example.com")


# Identity providers


def vouched(**changes: Any) -> ProviderIdentity:
    given = {
        "issuer": "https://issuer.test",
        "provider": "Issuer",
        "subject": "1815",
        "email": "ada@example.com",
        "is_email_verified": True,
        "name": "Ada King",
    }
    return ProviderIdentity(**(given | changes))


@pytest.fixture
def arrive(live: Live) -> Callable[[ProviderIdentity], SignedIn]:
    def come(identity: ProviderIdentity) -> SignedIn:
        return live.write(service.sign_in_by_provider, SYSTEM, identity=identity, next_path="/learn", browser=LAPTOP)

    return come


def test_a_provider_makes_an_account(live: Live, arrive: Callable[..., SignedIn], told: list[Any]) -> None:
    done = arrive(vouched(email="Grace@Example.com", name="Grace\u200b \u202eHopper"))
    me = live.read(service.me, done.token)
    assert me is not None
    assert (me.name, me.email, done.next_path) == ("Grace Hopper", "grace@example.com", "/learn")
    assert told == [PersonJoined(me.user_id, me.email)]


def test_a_provider_is_connected_to_the_account_with_its_address(
    live: Live, cast: Cast, arrive: Callable[..., SignedIn], told: list[Any]
) -> None:
    done = arrive(vouched())
    me = live.read(service.me, done.token)
    assert me is not None
    assert (me.user_id, me.name) == (cast.ada.user_id, "Ada")
    assert told == [ProviderConnected(me.user_id, "Issuer")]


def test_an_address_that_is_not_verified_connects_to_nobody(
    live: Live, cast: Cast, arrive: Callable[..., SignedIn]
) -> None:
    for email in ("ada@example.com", "new@example.com"):
        with pytest.raises(Denied):
            arrive(vouched(email=email, is_email_verified=False))
    with live.system() as ctx:
        assert ctx.session.exec(select(AuthIdentity)).all() == []
        assert ctx.session.exec(select(AuthSession)).all() == []


def test_people_are_known_by_issuer_and_subject_and_not_by_address(
    live: Live, cast: Cast, arrive: Callable[..., SignedIn]
) -> None:
    arrive(vouched())
    assert who(live, arrive(vouched(email="ada.new@example.com")).token) == "ada@example.com"
    assert who(live, arrive(vouched(email="ben@example.com", is_email_verified=False)).token) == "ada@example.com"
    other = arrive(vouched(issuer="https://other.test", email="ben@example.com"))
    assert who(live, other.token) == "ben@example.com"


def test_only_the_system_vouches(live: Live, cast: Cast) -> None:
    for viewer in (cast.nobody, cast.olga):
        with pytest.raises(Denied):
            live.write(service.sign_in_by_provider, viewer, identity=vouched(), next_path="/", browser=LAPTOP)
