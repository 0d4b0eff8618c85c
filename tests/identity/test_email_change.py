"""Another address counts once both ends have confirmed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Invalid, NotFound, SignInRequired, TooManyRequests
from academy.identity import service
from academy.identity.events import EmailChanged, EmailChangeRequested
from academy.identity.models import User
from tests.world import Cast, FrozenClock, Live

NEW = "ada.king@example.com"


def ask(live: Live, cast: Cast, told: list[Any], new_email: str = NEW) -> EmailChangeRequested:
    live.write(service.ask_for_email_change, cast.ada, new_email=new_email)
    asked = told[-1]
    assert isinstance(asked, EmailChangeRequested)
    return asked


def confirm(live: Live, token: str) -> None:
    live.write(service.confirm_email_change, None, token=token)


def address(live: Live, cast: Cast) -> str:
    return live.read(service.my_profile, cast.ada).email


@pytest.mark.parametrize("ends", [("old_token", "new_token"), ("new_token", "old_token")])
def test_both_ends_confirm_in_any_order(live: Live, cast: Cast, told: list[Any], ends: tuple[str, str]) -> None:
    asked = ask(live, cast, told, " Ada.King@Example.com")
    first, second = (getattr(asked, end) for end in ends)
    confirm(live, first)
    confirm(live, first)
    assert address(live, cast) == "ada@example.com"
    confirm(live, second)
    assert address(live, cast) == NEW
    assert told[-1] == EmailChanged(asked.user_id, "Ada", "ada@example.com", NEW)
    assert live.read(service.my_email_change, cast.ada) is None
    with live.system() as ctx:
        entry = ctx.session.exec(select(AuditEntry)).one()
        assert entry.changes == {"email": ("ada@example.com", NEW)}
    for token in (first, second):
        with pytest.raises(NotFound):
            confirm(live, token)


def test_the_wish_is_shown_with_what_is_missing(live: Live, cast: Cast, told: list[Any]) -> None:
    asked = ask(live, cast, told)
    confirm(live, asked.new_token)
    wish = live.read(service.my_email_change, cast.ada)
    assert wish is not None
    assert (wish.new_email, wish.is_old_confirmed, wish.is_new_confirmed) == (NEW, False, True)
    assert live.read(service.look_at_email_change, None, token=asked.old_token) == wish
    assert live.read(service.look_at_email_change, None, token="x") is None
    assert live.read(service.my_email_change, cast.ben) is None


def test_a_wish_lasts_a_day(live: Live, cast: Cast, told: list[Any], clock: FrozenClock) -> None:
    asked = ask(live, cast, told)
    clock.advance(timedelta(hours=24))
    assert live.read(service.look_at_email_change, None, token=asked.old_token) is None
    with pytest.raises(NotFound):
        confirm(live, asked.old_token)


def test_a_wish_can_be_dropped_or_replaced(live: Live, cast: Cast, told: list[Any]) -> None:
    first = ask(live, cast, told)
    second = ask(live, cast, told, "other@example.com")
    with pytest.raises(NotFound):
        confirm(live, first.old_token)
    live.write(service.drop_email_change, cast.ada)
    live.write(service.drop_email_change, cast.ada)
    with pytest.raises(NotFound):
        confirm(live, second.old_token)


def test_an_address_in_use_is_not_told_and_not_taken(live: Live, cast: Cast, told: list[Any]) -> None:
    asked = ask(live, cast, told, "ben@example.com")
    confirm(live, asked.old_token)
    with pytest.raises(Conflict):
        confirm(live, asked.new_token)
    with live.system() as ctx:
        assert len(ctx.session.exec(select(User).where(User.email == "ben@example.com")).all()) == 1


@pytest.mark.parametrize("email", ["", "ada", "ADA@example.com"])
def test_what_cannot_be_an_other_address_is_refused(live: Live, cast: Cast, email: str) -> None:
    with pytest.raises(Invalid) as refusal:
        live.write(service.ask_for_email_change, cast.ada, new_email=email)
    assert refusal.value.field == "new_email"


def test_nobody_is_flooded_and_visitors_are_refused(live: Live, cast: Cast, told: list[Any]) -> None:
    for number in range(5):
        ask(live, cast, told, f"ada{number}@example.com")
    with pytest.raises(TooManyRequests):
        ask(live, cast, told)
    for refused in (service.drop_email_change,):
        with pytest.raises(SignInRequired):
            live.write(refused, None)
    with pytest.raises(SignInRequired):
        live.write(service.ask_for_email_change, None, new_email=NEW)
