"""Browsers that speak with the community's routes, and becoming somebody in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from academy.community import http
from academy.core.http import cookie_name
from academy.core.settings import settings
from academy.identity.models import AuthSession
from academy.identity.viewer import SESSION_COOKIE, hashed
from academy.live import Viewer
from tests.world import Live


@contextmanager
def browser(live: Live) -> Iterator[TestClient]:
    """A browser in which nobody is signed in yet."""
    app = Starlette(routes=http.routes)
    app.state.runtime = live
    headers = {"Sec-Fetch-Site": "same-origin"}
    with TestClient(app, base_url=settings().base_url, headers=headers, follow_redirects=False) as client:
        yield client


def become(client: TestClient, live: Live, person: Viewer) -> None:
    """Sign somebody in, and whoever was before out."""
    client.cookies.clear()
    if person.user_id is None:
        return
    token, now = f"token of {person.user_id}", live.clock()
    with live.system() as ctx:
        if ctx.session.exec(select(AuthSession).where(AuthSession.token_hash == hashed(token))).first() is None:
            session = AuthSession(
                token_hash=hashed(token), user_id=person.user_id, last_seen_at=now, expires_at=now + timedelta(days=9)
            )
            ctx.session.add(session)
    client.cookies.set(cookie_name(SESSION_COOKIE), token)
