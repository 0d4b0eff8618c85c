"""Who stands behind a session cookie."""

from datetime import timedelta

import pytest

from academy.core.settings import settings
from academy.identity.models import AuthSession, User, UserRole
from academy.identity.viewer import hashed, session_token
from academy.live import ANONYMOUS, Context, Viewer, everyone, query
from tests.world import Cast, FrozenClock, Live


@query(policy=everyone)
def whoever_looks(ctx: Context) -> tuple[int | None, str | None, int | None]:
    return ctx.viewer.user_id, ctx.viewer.role, ctx.viewer.session_id


NOBODY = (ANONYMOUS.user_id, ANONYMOUS.role, ANONYMOUS.session_id)


def signed_in_session(live: Live, viewer: Viewer, token: str = "token") -> AuthSession:
    now = live.clock()
    row = AuthSession(
        token_hash=hashed(token), user_id=viewer.user_id, last_seen_at=now, expires_at=now + timedelta(days=30)
    )
    return live.add(row)


def test_a_session_tells_who_is_looking(live: Live, cast: Cast) -> None:
    session = signed_in_session(live, cast.ada)
    assert live.read(whoever_looks, "token") == (cast.ada.user_id, UserRole.INDIVIDUAL, session.id)


def test_an_unknown_token_is_nobody(live: Live, cast: Cast) -> None:
    signed_in_session(live, cast.ada)
    assert live.read(whoever_looks, "another") == NOBODY
    assert live.read(whoever_looks, hashed("token")) == NOBODY


def test_a_session_ends_by_itself(live: Live, cast: Cast, clock: FrozenClock) -> None:
    signed_in_session(live, cast.ada)
    clock.advance(timedelta(days=30))
    assert live.read(whoever_looks, "token") == NOBODY


def test_sessions_of_demo_people_end_with_demo_mode(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    demo = live.add(User(name="Dana", email="dana@acme.example"))
    signed_in_session(live, Viewer(demo.id))
    assert live.read(whoever_looks, "token")[0] == demo.id
    monkeypatch.setenv("ACADEMY_DEMO", "false")
    settings.cache_clear()
    assert live.read(whoever_looks, "token") == NOBODY


def test_the_cookie_is_found_in_the_headers_of_a_handshake(monkeypatch: pytest.MonkeyPatch) -> None:
    assert session_token({"Cookie": "theme=dark; academy_session=abc"}) == "abc"
    assert session_token({"cookie": "theme=dark"}) is None
    assert session_token({}) is None
    monkeypatch.setenv("ACADEMY_PUBLIC_URL", "https://academy.test")
    settings.cache_clear()
    assert session_token({"cookie": "academy_session=planted"}) is None
    assert session_token({"cookie": "__Host-academy_session=abc"}) == "abc"
