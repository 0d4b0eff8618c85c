"""Who is told what, and how: the bell and mail by what people want, and reading it."""

from datetime import timedelta
from typing import Any

import pytest

from academy.core.errors import NotFound, SignInRequired
from academy.identity import service as identity
from academy.live import Context, Viewer, everyone, mutation
from academy.notifications import service
from academy.notifications.letters import Action, write
from academy.notifications.models import Category, Channel, NotificationPreference
from academy.notifications.schemas import Bell
from tests.world import MONDAY_MORNING, Cast, FrozenClock, Live

LETTER = write("News", "There is news.", action=Action("Go", "http://localhost:3000/learn"))


@mutation(policy=everyone)
def happen(
    ctx: Context, *, user_id: int, title: str = "News", is_essential: bool = False, about: str = "", kind: str = "x.y"
) -> None:
    service.tell(
        ctx,
        user_id=user_id,
        category=Category.SEATS,
        kind=kind,
        title=title,
        letter=LETTER,
        is_essential=is_essential,
        about=about,
    )


def told(live: Live, viewer: Viewer, **what: Any) -> None:
    live.write(happen, None, user_id=viewer.user_id or 0, **what)


def titles(live: Live, viewer: Viewer, **asked: Any) -> list[str]:
    return [row.title for day in live.read(service.my_news, viewer, **asked).days for row in day.rows]


def bell(live: Live, viewer: Viewer) -> Bell:
    found = live.read(service.my_bell, viewer)
    assert found is not None
    return found


def mails(live: Live) -> int:
    return len(live.read(service.inbox, None))


def choose(live: Live, viewer: Viewer, channel: Channel) -> None:
    assert viewer.user_id is not None
    live.add(NotificationPreference(user_id=viewer.user_id, category=Category.SEATS, channel=channel, is_on=False))


def test_news_comes_into_the_bell_and_by_mail(live: Live, cast: Cast, clock: FrozenClock) -> None:
    told(live, cast.ada, title="One")
    clock.advance(timedelta(minutes=1))
    told(live, cast.ada, title="Two")
    told(live, cast.ben, title="Other")
    assert titles(live, cast.ada) == ["Two", "One"]
    assert bell(live, cast.ada).unread == 2
    assert mails(live) == 3


def test_each_way_can_be_switched_off(live: Live, cast: Cast) -> None:
    choose(live, cast.ada, Channel.BELL)
    told(live, cast.ada)
    assert (titles(live, cast.ada), mails(live)) == ([], 1)
    choose(live, cast.ada, Channel.MAIL)
    told(live, cast.ada)
    assert mails(live) == 1
    live.write(identity.set_email_notifications, cast.ben, is_on=False)
    told(live, cast.ben)
    assert (titles(live, cast.ben), mails(live)) == (["News"], 1)


def test_what_is_essential_always_goes_by_mail(live: Live, cast: Cast) -> None:
    choose(live, cast.ada, Channel.MAIL)
    live.write(identity.set_email_notifications, cast.ada, is_on=False)
    told(live, cast.ada, is_essential=True)
    assert mails(live) == 1


def test_telling_nobody_is_no_error(live: Live) -> None:
    live.write(happen, None, user_id=404)
    assert mails(live) == 0


def test_news_about_the_same_takes_the_place_of_what_is_unread(live: Live, cast: Cast, clock: FrozenClock) -> None:
    told(live, cast.ada, title="One reply", about="thread:1")
    told(live, cast.ada, title="Elsewhere", about="thread:2")
    clock.advance(timedelta(minutes=1))
    told(live, cast.ada, title="Two replies", about="thread:1")
    assert titles(live, cast.ada) == ["Two replies", "Elsewhere"]
    live.write(service.mark_all_read, cast.ada)
    told(live, cast.ada, title="A third", about="thread:1")
    assert titles(live, cast.ada, unread=True) == ["A third"]
    assert len(titles(live, cast.ada)) == 3


def test_reading_and_taking_it_back(live: Live, cast: Cast) -> None:
    for number in range(3):
        told(live, cast.ada, title=str(number))
    assert bell(live, cast.ada).has_unseen
    live.write(service.look_at_bell, cast.ada)
    seen = bell(live, cast.ada)
    assert (seen.unread, seen.has_unseen) == (3, False)
    assert live.write(service.mark_read, cast.ada, public_id=seen.latest[0].public_id) == "/learn"
    assert titles(live, cast.ada, unread=True) == ["1", "0"]
    live.write(service.mark_unread, cast.ada, public_id=seen.latest[0].public_id)
    before = live.write(service.mark_all_read, cast.ada)
    assert (len(before), bell(live, cast.ada).unread) == (3, 0)
    live.write(service.mark_many_unread, cast.ada, public_ids=before[1:])
    assert titles(live, cast.ada, unread=True) == ["1", "0"]
    assert titles(live, cast.ada, category=Category.WAITLIST) == []


def test_news_is_nobody_elses_business(live: Live, cast: Cast) -> None:
    told(live, cast.ada)
    [news] = bell(live, cast.ada).latest
    for viewer in (cast.ben, cast.olga):
        assert titles(live, viewer) == []
        live.write(service.mark_all_read, viewer)
        live.write(service.mark_many_unread, viewer, public_ids=[news.public_id])
        for step in (service.mark_read, service.mark_unread):
            with pytest.raises(NotFound):
                live.write(step, viewer, public_id=news.public_id)
    assert bell(live, cast.ada).unread == 1
    asked: dict[Any, dict[str, Any]] = {
        service.look_at_bell: {},
        service.mark_read: {"public_id": "x"},
        service.mark_unread: {"public_id": "x"},
        service.mark_all_read: {},
        service.mark_many_unread: {"public_ids": []},
    }
    for step, arguments in asked.items():
        with pytest.raises(SignInRequired):
            live.write(step, None, **arguments)


def test_days_are_those_of_the_viewers_zone(live: Live, cast: Cast, clock: FrozenClock) -> None:
    for hours in (0, 3, 24):
        clock.now = MONDAY_MORNING + timedelta(hours=hours)
        told(live, cast.ada, title=str(hours))
    live.write(identity.adopt_zone, cast.ada, zone="Pacific/Auckland")
    shown = live.read(service.my_news, cast.ada)
    assert [(day.day, [row.title for row in day.rows]) for day in shown.days] == [
        ("2026-03-03", ["24", "3"]),
        ("2026-03-02", ["0"]),
    ]
    assert shown.ids == [row.public_id for day in shown.days for row in day.rows]
    assert [one.label for one in live.read(service.my_categories, cast.ada)] == ["Seats and payments"]


def test_visitors_have_no_bell(live: Live) -> None:
    assert live.read(service.my_bell, None) is None
