"""The ground the other tests stand on."""

from datetime import timedelta

import pytest
from sqlmodel import select

from academy.core.errors import SignInRequired
from academy.identity.models import User
from academy.live import Context, mutation, query, signed_in
from tests.world import Cast, FrozenClock, Live, Scheduled


def remind(*, user_id: int) -> None:
    """A job."""


@query(policy=signed_in)
def my_name(ctx: Context) -> str:
    return ctx.session.exec(select(User.name).where(User.id == ctx.user_id)).one()


@mutation(policy=signed_in)
def rename(ctx: Context, *, name: str) -> None:
    user = ctx.session.get_one(User, ctx.user_id)
    user.name = name
    ctx.jobs.run_after(timedelta(days=1), remind, user_id=ctx.user_id)


def test_people_read_and_write_as_themselves(live: Live, cast: Cast, clock: FrozenClock) -> None:
    live.write(rename, cast.ada, name="Ada L.")
    assert live.read(my_name, cast.ada) == "Ada L."
    assert live.read(my_name, cast.ben) == "Ben"
    assert live.scheduled == [
        Scheduled("tests.test_world.remind", {"user_id": cast.ada.user_id}, clock.now + timedelta(days=1))
    ]


def test_nobody_is_refused(live: Live, cast: Cast) -> None:
    with pytest.raises(SignInRequired):
        live.read(my_name, cast.nobody)


def test_the_system_sees_everybody(live: Live, cast: Cast) -> None:
    with live.system() as ctx:
        assert len(ctx.session.exec(select(User)).all()) == 5
