"""A process killed (SIGKILL) while it tells many people of a reply: each hears of it once all the same."""

from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from academy.community import subscribers
from academy.community.events import ReplyPosted
from academy.live import Context, everyone, mutation
from academy.live.job_queue import LEASE
from academy.live.job_runner import JobRunner
from academy.notifications.models import MailMessage, Notification
from tests.community.talk import Talk, talk_of
from tests.databases import academy_database
from tests.killing import academy, kill_in, points, spread
from tests.world import FrozenClock, Live

__all__ = ["subscribers"]

FOLLOWERS = 6
KILLS = {"sqlite": 6, "postgres": 2}


@mutation(policy=everyone)
def post(ctx: Context, *, reply_id: int) -> None:
    ctx.publish(ReplyPosted(reply_id))


def prepare(live: Live) -> Talk:
    """Somebody has replied in a thread that six follow and started by a seventh."""
    talk = talk_of(live)
    poster, author, *followers = [talk.person(f"P{number}") for number in range(2 + FOLLOWERS)]
    talk.start(author)
    talk.follow(*followers)
    live.write(post, None, reply_id=talk.reply(poster))
    return talk


def work(live: Live) -> None:
    JobRunner(live).run_due()


def told(live: Live) -> Counter[tuple[str, int]]:
    with live.system() as ctx:
        rows = [("bell", one) for one in ctx.session.execute(sa.select(Notification.user_id)).scalars()]  # type: ignore[call-overload]
        return Counter(
            [*rows, *(("mail", one) for one in ctx.session.execute(sa.select(MailMessage.user_id)).scalars())]  # type: ignore[call-overload]
        )


def go_through(url: str, point: int = 0) -> tuple[Counter[tuple[str, int]], int]:
    """Let it be told, the process being killed at a point, and return what there is once the letters went out too."""
    clock, count = FrozenClock(), 0
    with academy(url, clock) as live:
        prepare(live)
    if point:
        kill_in(work, url, clock, point)
        clock.advance(LEASE + timedelta(seconds=1))
    else:
        count = points(work, url, clock)
    with academy(url, clock) as live:
        work(live)
        clock.advance(timedelta(minutes=11))
        work(live)
        return told(live), count


@pytest.mark.parametrize("kind", KILLS)
def test_everybody_is_told_once(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.community.service.news.BATCH", 2)
    with academy_database(kind) as url:
        expected, count = go_through(url)
    assert sorted(expected.values()) == [1] * (2 * (FOLLOWERS + 1)), "in the bell and by mail"
    for point in spread(count, KILLS[kind]):
        with academy_database(kind) as url:
            assert go_through(url, point)[0] == expected, f"killed at {point} of {count}"
