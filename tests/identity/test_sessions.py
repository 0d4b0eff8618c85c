"""Where one is signed in, and how that ends."""

from datetime import timedelta

import pytest
from sqlmodel import select

from academy.core.audit import AuditEntry
from academy.core.errors import NotFound, SignInRequired
from academy.identity import service
from academy.identity.models import AuthSession
from academy.identity.policy import system_only
from academy.identity.schemas import Browser
from academy.identity.service.sessions import describe_device, start_session
from academy.identity.viewer import SESSION_LENGTH
from academy.live import SYSTEM, Context, Viewer, mutation
from tests.world import Cast, FrozenClock, Live

FIREFOX = Browser(user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ip="192.0.2.1")
PHONE = Browser(user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Mobile Safari/604.1", ip="192.0.2.2")


@mutation(policy=system_only)
def begin(ctx: Context, *, user_id: int, browser: Browser) -> str:
    return start_session(ctx, user_id, browser)


def signed_in(live: Live, viewer: Viewer, browser: Browser = FIREFOX) -> str:
    assert viewer.user_id is not None
    return live.write(begin, SYSTEM, user_id=viewer.user_id, browser=browser)


def is_in(live: Live, token: str) -> bool:
    return live.read(service.me, token) is not None


def test_sessions_are_listed_this_one_first(live: Live, cast: Cast, clock: FrozenClock) -> None:
    here = signed_in(live, cast.ada)
    clock.advance(timedelta(hours=1))
    signed_in(live, cast.ada, PHONE)
    signed_in(live, cast.ben)
    rows = live.read(service.my_sessions, here)
    assert [(row.device, row.ip, row.is_this_one) for row in rows] == [
        ("Firefox on Linux", "192.0.2.1", True),
        ("Safari on iPhone", "192.0.2.2", False),
    ]


def test_sessions_that_are_over_are_not_listed(live: Live, cast: Cast, clock: FrozenClock) -> None:
    signed_in(live, cast.ada)
    clock.advance(SESSION_LENGTH)
    here = signed_in(live, cast.ada)
    there = signed_in(live, cast.ada, PHONE)
    live.write(service.sign_out, there)
    assert [row.is_this_one for row in live.read(service.my_sessions, here)] == [True]


def test_one_session_can_be_ended_from_another(live: Live, cast: Cast) -> None:
    here, there = signed_in(live, cast.ada), signed_in(live, cast.ada, PHONE)
    other = next(row for row in live.read(service.my_sessions, here) if not row.is_this_one)
    live.write(service.end_session, here, session_id=other.id)
    assert is_in(live, here)
    assert not is_in(live, there)


def test_nobody_ends_another_persons_session(live: Live, cast: Cast) -> None:
    adas, bens = signed_in(live, cast.ada), signed_in(live, cast.ben)
    [row] = live.read(service.my_sessions, adas)
    with pytest.raises(NotFound):
        live.write(service.end_session, bens, session_id=row.id)
    with pytest.raises(SignInRequired):
        live.write(service.end_session, None, session_id=row.id)
    assert is_in(live, adas)


def test_signing_out_ends_this_session_only(live: Live, cast: Cast) -> None:
    here, there = signed_in(live, cast.ada), signed_in(live, cast.ada, PHONE)
    live.write(service.sign_out, here)
    assert not is_in(live, here)
    assert is_in(live, there)
    live.write(service.sign_out, here)
    live.write(service.sign_out, None)


def test_signing_out_everywhere_ends_all_and_is_noted(live: Live, cast: Cast) -> None:
    adas = [signed_in(live, cast.ada), signed_in(live, cast.ada, PHONE)]
    bens = signed_in(live, cast.ben)
    live.write(service.sign_out_everywhere, adas[0])
    assert [is_in(live, token) for token in (*adas, bens)] == [False, False, True]
    with live.system() as ctx:
        entry = ctx.session.exec(select(AuditEntry)).one()
        assert (entry.actor_id, entry.action) == (cast.ada.user_id, "identity.signed_out_everywhere")
    with pytest.raises(SignInRequired):
        live.write(service.sign_out_everywhere, None)


def test_a_session_slides_on_once_an_hour(live: Live, cast: Cast, clock: FrozenClock) -> None:
    token = signed_in(live, cast.ada)
    start = clock.now
    for hours in (0.5, 0.4):
        clock.advance(timedelta(hours=hours))
        live.write(service.keep_session, token)
        assert ends_at(live) == start + SESSION_LENGTH
    me = live.read(service.me, token)
    assert me is not None
    assert not me.is_stale
    clock.advance(timedelta(hours=0.1))
    me = live.read(service.me, token)
    assert me is not None
    assert me.is_stale
    live.write(service.keep_session, token)
    assert ends_at(live) == clock.now + SESSION_LENGTH
    with pytest.raises(SignInRequired):
        live.write(service.keep_session, None)


def test_whoever_keeps_coming_stays_signed_in(live: Live, cast: Cast, clock: FrozenClock) -> None:
    token = signed_in(live, cast.ada)
    for _ in range(3):
        clock.advance(timedelta(days=29))
        live.write(service.keep_session, token)
    assert is_in(live, token)
    clock.advance(SESSION_LENGTH)
    assert not is_in(live, token)
    with pytest.raises(SignInRequired):
        live.write(service.keep_session, token)


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/19.0 Safari/605.1.15", "Safari on Mac"),
        ("curl/8.0", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_devices_have_names(user_agent: str, device: str) -> None:
    assert describe_device(user_agent) == device


def ends_at(live: Live) -> object:
    with live.system() as ctx:
        return ctx.session.exec(select(AuthSession.expires_at)).one()
