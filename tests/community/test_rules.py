"""What rules hold back, whom they leave alone, and what follows from violations that repeat."""

from datetime import timedelta

import pytest

from academy.community import service
from academy.community.models import ActKind, ContentStatus
from academy.community.service.rules import POSTS_AN_HOUR, links_in, spelled
from academy.core.errors import Conflict, Denied, Invalid
from academy.core.settings import settings
from tests.community.court import Court, convene
from tests.world import FrozenClock, Live

LINKS = "See https://a.example and www.b.example, also http://c.example/x."


@pytest.fixture
def court(live: Live) -> Court:
    return convene(live)


def known(court: Court, name: str) -> None:
    """Let somebody have posted often enough."""
    for number in range(3):
        court.post(name, f"Word number {number} of {name}")


def test_links_are_counted_once_and_ours_not_at_all() -> None:
    assert len(links_in(LINKS)) == 3
    assert len(links_in("[a](https://a.example) https://a.example.")) == 1
    assert links_in(f"{settings().base_url}/courses") == set()


def test_words_are_known_however_they_are_written() -> None:
    assert spelled("B\u200buy  \uff23heap, followers!") == "buy cheap followers"


def test_a_newcomer_may_post_two_links(court: Court) -> None:
    held = court.post("una", LINKS)
    assert court.status(held) == ContentStatus.FLAGGED
    assert (court.thread().reply_count, court.thread().last_shown) == (1, held - 1)
    (its,) = court.live.read(service.withheld, court["una"], public_id=court.public_id)
    assert "New accounts may put two links" in its.why.words
    end = court.live.read(service.thread_end, court["ben"], public_id=court.public_id)
    assert held in end.gone, "what was held back at once is new to nobody"
    assert court.mail("una")[0].subject == "Your post waits for a moderator"
    assert court.acts()[0].actor_id is None
    assert court.status(court.post("una", "https://a.example https://b.example")) == ContentStatus.ACTIVE
    known(court, "ada")
    assert court.status(court.post("ada", LINKS)) == ContentStatus.ACTIVE
    assert court.status(court.post("mia", LINKS)) == ContentStatus.ACTIVE, "moderators are not asked"


def test_a_new_account_stays_new_for_three_days(court: Court, clock: FrozenClock) -> None:
    with court.live.system() as ctx:
        ctx.session.connection().exec_driver_sql("UPDATE users SET created_at = '2026-03-02 08:00:00' WHERE name='Una'")
    known(court, "una")
    assert court.status(court.post("una", LINKS)) == ContentStatus.FLAGGED
    clock.advance(timedelta(days=3))
    assert court.status(court.post("una", f"{LINKS} Again.")) == ContentStatus.ACTIVE


def test_a_newcomer_may_not_flood_the_place(court: Court, clock: FrozenClock) -> None:
    with court.live.system() as ctx:
        ctx.session.connection().exec_driver_sql("UPDATE users SET created_at = '2026-03-02 08:00:00' WHERE name='Una'")
    numbers = [court.post("una", f"Post {number}") for number in range(POSTS_AN_HOUR + 1)]
    assert [court.status(number) for number in numbers[-2:]] == [ContentStatus.ACTIVE, ContentStatus.FLAGGED]
    clock.advance(timedelta(hours=2))
    assert court.status(court.post("una", "Later")) == ContentStatus.ACTIVE


def test_known_words_hold_back_what_anybody_writes(court: Court) -> None:
    court.live.write(service.add_phrase, court["olga"], phrase="Cheap followers!")
    known(court, "ben")
    assert court.status(court.post("ben", "Get CHEAP\u200b followers now")) == ContentStatus.FLAGGED
    assert court.status(court.post("ben", "Cheap food for followers")) == ContentStatus.ACTIVE
    (row,) = court.live.read(service.phrase_list, court["olga"])
    with pytest.raises(Conflict):
        court.live.write(service.add_phrase, court["olga"], phrase="cheap, followers")
    with pytest.raises(Invalid):
        court.live.write(service.add_phrase, court["olga"], phrase="ad")
    with pytest.raises(Denied):
        court.live.write(service.add_phrase, court["mia"], phrase="quick cash")
    assert court.live.write(service.remove_phrase, court["olga"], phrase_id=row.id) == "cheap followers"
    assert court.status(court.post("ben", "Get cheap followers here")) == ContentStatus.ACTIVE


def test_the_same_text_is_held_back_the_third_time(court: Court) -> None:
    known(court, "ben")
    words = ("Look at my great course!", "look at my GREAT course!", "Look at my  great course!")
    assert [court.status(court.post("ben", text)) for text in words] == [
        ContentStatus.ACTIVE,
        ContentStatus.ACTIVE,
        ContentStatus.FLAGGED,
    ]
    assert [court.status(court.post("ben", "Thank you!")) for _ in range(3)] == [ContentStatus.ACTIVE] * 3


def test_an_edit_is_looked_at_too(court: Court) -> None:
    court.live.write(service.edit_reply, court["ben"], public_id=court.public_id, number=1, content=LINKS)
    assert court.status() == ContentStatus.FLAGGED
    hold = court.acts()[-1]
    court.undo(hold.id)
    assert court.status() == ContentStatus.ACTIVE
    assert court.thread().reply_count == 1
    assert court.queue() == []


def test_three_violations_suspend_for_three_days(court: Court, clock: FrozenClock) -> None:
    numbers = [1, *(court.post("ben", f"Rude {number}") for number in range(3))]
    for number in numbers[:2]:
        court.moderate(ActKind.HIDE, number=number)
    assert court.suspensions() == []
    court.moderate(ActKind.DELETE, number=numbers[2])
    (suspension,) = court.suspensions()
    assert (suspension.audience, suspension.imposed_by_id) == ("general", None)
    assert suspension.until == clock.now + timedelta(days=3)
    with pytest.raises(Denied):
        court.post("ben")
    clock.advance(timedelta(days=3))
    court.post("ben")
    court.moderate(ActKind.HIDE, number=numbers[3])
    assert len(court.suspensions()) == 1, "it begins anew after each"


@pytest.mark.parametrize("which", [0, 2])
def test_taking_one_of_them_back_lifts_it(court: Court, which: int) -> None:
    numbers = [1, court.post("ben", "Rude 1"), court.post("ben", "Rude 2")]
    acts = [court.moderate(ActKind.HIDE, number=number) for number in numbers]
    court.undo(acts[which])
    assert court.suspensions()[0].lifted_at is not None
    court.post("ben")


def test_hiding_the_same_twice_is_one_violation_and_old_ones_are_forgotten(court: Court, clock: FrozenClock) -> None:
    court.moderate(ActKind.HIDE)
    court.moderate(ActKind.APPROVE)
    court.moderate(ActKind.HIDE)
    court.moderate(ActKind.HIDE, number=court.post("ben", "Rude 1"))
    assert court.suspensions() == []
    clock.advance(timedelta(days=31))
    court.moderate(ActKind.HIDE, number=court.post("ben", "Rude 2"))
    assert court.suspensions() == []
