"""Reporting: who may, what it takes to hide something, and what its author learns of it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.community import service
from academy.community.models import ActKind, ContentStatus, FlagReason, FlagVerdict
from academy.community.service.flags import ENOUGH, PER_PERSON
from academy.community.service.weights import WHOLE, Reputation, hides
from academy.core.errors import Conflict, Denied, Invalid, TooManyRequests
from tests.community.court import READERS, Court, convene
from tests.world import FrozenClock, Live

COUNTS = st.integers(0, 40)


@pytest.fixture
def court(live: Live) -> Court:
    return convene(live)


@given(COUNTS, COUNTS)
def test_a_flag_weighs_between_nothing_and_one(upheld: int, rejected: int) -> None:
    weight = Reputation(upheld, rejected).weight
    assert 0 <= weight <= WHOLE
    assert (weight == WHOLE) == (rejected <= upheld), "all, until they were wrong more often than right"
    assert (weight == 0) == (rejected >= 3 and rejected > upheld)


@given(COUNTS, COUNTS)
def test_being_right_never_costs_and_being_wrong_never_gains(upheld: int, rejected: int) -> None:
    weight = Reputation(upheld, rejected).weight
    assert Reputation(upheld + 1, rejected).weight >= weight
    assert Reputation(upheld, rejected + 1).weight <= weight


@given(st.lists(st.builds(Reputation, COUNTS, COUNTS), max_size=8))
def test_it_takes_three_people_to_hide_something(people: list[Reputation]) -> None:
    weights = [person.weight for person in people]
    assert not hides(weights) or len([weight for weight in weights if weight]) >= 3
    assert hides([*weights, WHOLE, WHOLE, WHOLE])


def test_three_people_put_a_reply_out_of_sight(court: Court) -> None:
    court.flag("una", "vic")
    assert court.status() == ContentStatus.ACTIVE
    assert court.queue() == ["A reply.: Spam or advertising"], "one report is enough for the queue"
    court.flag("wen", reason=FlagReason.HARASSMENT)
    assert court.status() == ContentStatus.FLAGGED
    assert court.thread().reply_count == 0
    assert court.bell("ben") == ["Your post waits for a moderator"]
    for sees in ("ben", "mia"):
        (held,) = court.live.read(service.withheld, court[sees], public_id=court.public_id)
        assert (held.is_mine, held.is_hidden, held.why.words) == (sees == "ben", False, ENOUGH)
        assert held.why.reasons == ["Spam or advertising", "Harassment or insults"]
        assert not any(name.title() in held.model_dump_json() for name in READERS)
    assert court.live.read(service.withheld, court["una"], public_id=court.public_id) == []
    (case,) = court.live.read(service.cases_here, court["mia"], public_id=court.public_id)
    assert (case.number, case.is_open, case.url) == (1, True, f"/teach/moderation?case={court.case().id}")
    assert court.live.read(service.cases_here, court["ben"], public_id=court.public_id) == []
    with pytest.raises(Conflict):
        court.flag("xan")


def test_a_thread_is_hidden_alike(court: Court) -> None:
    court.flag(*READERS[:3], number=0)
    assert court.status(0) == ContentStatus.FLAGGED
    assert court.case(number=0).why_held
    hidden = court.live.read(service.hidden_thread, court["mia"], public_id=court.public_id)
    assert hidden is not None
    assert (hidden.is_pending, hidden.why.reasons) == (True, ["Spam or advertising"])


def test_one_person_counts_once(court: Court) -> None:
    court.flag("una", "una", "una", "vic")
    assert court.status() == ContentStatus.ACTIVE
    assert len(court.verdicts()) == 2
    court.flag("una", reason=FlagReason.OTHER, note="It is an ad.")
    (mine,) = court.live.read(service.my_flags, court["una"], public_id=court.public_id)
    assert (mine.number, mine.reason) == (1, "Something else")


def test_those_who_were_mostly_wrong_count_less(court: Court) -> None:
    court.remember("una", rejected=3)
    court.remember("vic", rejected=1)
    court.flag("una", "vic", "wen", "xan")
    assert court.status() == ContentStatus.ACTIVE, "0 + 0.66 + 1 + 1"
    court.flag("yip")
    assert court.status() == ContentStatus.FLAGGED


def test_what_may_not_be_reported(court: Court, clock: FrozenClock) -> None:
    with pytest.raises(Invalid):
        court.flag("ben")
    with pytest.raises(Invalid) as problem:
        court.flag("una", reason=FlagReason.OTHER, note=" ")
    assert problem.value.field == "note"
    court.suspend()
    with pytest.raises(Denied):
        court.live.write(
            service.flag_content, court["ben"], public_id=court.public_id, number=0, reason=FlagReason.SPAM
        )


def test_reporting_is_limited(court: Court, clock: FrozenClock) -> None:
    numbers = [court.post("ada", f"Number {number}") for number in range(PER_PERSON.times + 1)]
    for number in numbers[:-1]:
        court.flag("una", number=number)
    with pytest.raises(TooManyRequests):
        court.flag("una", number=numbers[-1])
    clock.advance(PER_PERSON.period)
    court.flag("una", number=numbers[-1])


def test_a_report_taken_back_does_not_count(court: Court) -> None:
    court.flag("una", "vic")
    court.withdraw("una")
    court.flag("wen")
    assert court.status() == ContentStatus.ACTIVE
    court.withdraw("vic")
    court.withdraw("wen")
    assert court.queue() == []
    with pytest.raises(Conflict):
        court.withdraw("wen")


def test_once_all_take_it_back_it_is_in_sight_again(court: Court) -> None:
    court.flag("una", "vic", "wen")
    court.withdraw("una")
    court.withdraw("vic")
    assert court.status() == ContentStatus.FLAGGED
    court.withdraw("wen")
    assert court.status() == ContentStatus.ACTIVE
    assert court.thread().reply_count == 1
    assert court.queue() == []


def test_a_decided_report_is_not_made_again_until_the_words_change(court: Court, clock: FrozenClock) -> None:
    court.flag("una")
    court.moderate(ActKind.APPROVE)
    with pytest.raises(Conflict):
        court.flag("una")
    with pytest.raises(Conflict):
        court.withdraw("una")
    clock.advance(timedelta(minutes=1))
    court.live.write(service.edit_reply, court["ben"], public_id=court.public_id, number=1, content="Other words.")
    court.flag("una")
    assert court.verdicts() == [FlagVerdict.OPEN]


def test_an_edit_of_what_waits_is_seen_in_the_queue(court: Court, clock: FrozenClock) -> None:
    court.flag("una", "vic", "wen")
    assert not court.case().was_edited
    seen = court.case().seen
    clock.advance(timedelta(minutes=1))
    court.live.write(service.edit_reply, court["ben"], public_id=court.public_id, number=1, content="Better words.")
    assert court.case().was_edited
    assert court.status() == ContentStatus.FLAGGED
    with pytest.raises(Conflict, match="changed it since"):
        court.moderate(ActKind.APPROVE, seen=seen)
    court.moderate(ActKind.APPROVE, seen=court.case().seen)
    assert court.verdicts() == [FlagVerdict.UPHELD] * 3, "they were right about what it said"
