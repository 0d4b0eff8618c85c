"""A process killed (SIGKILL) while it writes and sends digests: each goes out once all the same."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from academy.identity.models import User
from academy.live import Viewer
from academy.live.job_queue import LEASE
from academy.live.job_runner import JobRunner
from academy.notifications import jobs, service, templates
from academy.notifications.models import (
    Category,
    DigestItem,
    DigestPace,
    MailMessage,
    Notification,
    NotificationSettings,
)
from academy.notifications.service import tell
from tests.databases import academy_database
from tests.killing import academy, kill_in, points, spread
from tests.notifications.conftest import MailServer
from tests.world import FrozenClock, Live

PEOPLE = (1, 2, 3)
KILLS = {"sqlite": 4, "postgres": 2}


def prepare(live: Live) -> None:
    """Three people want a digest each day, and two pieces of news wait for each of them."""
    with live.system() as ctx:
        ctx.session.add_all(User(email=f"p{number}@a.example", name=f"P{number}") for number in PEOPLE)
    for number in PEOPLE:
        viewer = Viewer(user_id=number, role="individual")
        live.write(service.choose_digest, viewer, digest=DigestPace.DAILY, hour=8, weekday=0)
        with live.system() as ctx:
            for title in ("One", "Two"):
                letter = templates.provider_connected(name="P", provider=title)
                tell(ctx, user_id=number, category=Category.LEARNING, kind="x", title=title, letter=letter)


def send(live: Live) -> None:
    """The periodic job, and the mail that follows from it."""
    jobs.send_digests(live)
    JobRunner(live).run_due()


def end_state(live: Live) -> dict[str, Counter[tuple[Any, ...]]]:
    """What there is of each person in the end."""
    with live.system() as ctx:

        def count(*columns: Any) -> Counter[tuple[Any, ...]]:
            return Counter(tuple(row) for row in ctx.session.exec(select(*columns)).all())

        return {
            "mail": count(MailMessage.user_id, MailMessage.template, MailMessage.status),
            "waiting": count(DigestItem.user_id, DigestItem.title),
            "next": count(NotificationSettings.user_id, NotificationSettings.next_digest_at),
            "news": count(Notification.user_id, Notification.title),
        }


def go_through(url: str, point: int = 0) -> tuple[dict[str, Counter[tuple[Any, ...]]], int]:
    """Let the digests go out, the process being killed at a point, and return what there is then."""
    clock, count = FrozenClock(), 0
    with academy(url, clock) as live:
        prepare(live)
    clock.advance(timedelta(days=1))
    if point:
        kill_in(send, url, clock, point)
        clock.advance(LEASE + timedelta(seconds=1))
        with academy(url, clock) as live:
            send(live)
    else:
        count = points(send, url, clock)
    with academy(url, clock) as live:
        return end_state(live), count


@pytest.mark.parametrize("kind", KILLS)
def test_each_digest_goes_out_once(kind: str, mail_server: MailServer) -> None:
    with academy_database(kind) as url:
        expected, count = go_through(url)
    assert expected["mail"] == {(number, "notifications.digest", "sent"): 1 for number in PEOPLE}
    assert expected["waiting"] == Counter()
    for point in spread(count, KILLS[kind]):
        mail_server.received.clear()
        with academy_database(kind) as url:
            assert go_through(url, point)[0] == expected, f"killed at {point} of {count}"
        arrived = {(message["To"], message["Message-ID"]) for message in mail_server.received}
        assert len(arrived) == len(PEOPLE), "one that arrives twice is known by its id"
