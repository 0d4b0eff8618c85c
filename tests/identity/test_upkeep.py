"""What has run out is forgotten, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from academy.core.errors import Denied
from academy.core.limits import RateLimit
from academy.identity import service
from academy.identity.models import AuthSession, EmailChange, LoginToken
from academy.identity.schemas import Browser
from academy.live import SYSTEM
from tests.world import Cast, FrozenClock, Live


def test_what_has_run_out_is_forgotten(live: Live, cast: Cast, clock: FrozenClock, told: list[Any]) -> None:
    browser = Browser(login_token="laptop")
    live.write(service.request_sign_in, None, email="ada@example.com", next_path="/", browser=browser)
    live.write(service.sign_in_by_link, None, token=told[-1].token, code="", browser=browser)
    live.write(service.ask_for_email_change, cast.ada, new_email="a@example.com")
    live.write(service.forget_expired, SYSTEM)
    assert counts(live) == (1, 1, 1, 3)
    clock.advance(timedelta(days=2))
    live.write(service.forget_expired, SYSTEM)
    assert counts(live) == (0, 1, 0, 0)
    clock.advance(timedelta(days=59))
    live.write(service.forget_expired, SYSTEM)
    assert counts(live) == (0, 0, 0, 0)


def test_only_the_system_forgets(live: Live, cast: Cast) -> None:
    with pytest.raises(Denied):
        live.write(service.forget_expired, cast.olga)


def counts(live: Live) -> tuple[int, ...]:
    with live.system() as ctx:
        return tuple(
            len(ctx.session.exec(select(table)).all()) for table in (LoginToken, AuthSession, EmailChange, RateLimit)
        )
