"""Every act of a rule is explained to whom it is about, and whatever was done can be taken back to what was before."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from academy.community import service
from academy.community.models import ActKind, ContentFlag, ContentStatus, FlagVerdict
from academy.community.schemas.moderation import Desk
from academy.community.service.rules import MENTIONS
from academy.community.service.weights import WHOLE
from academy.core.errors import Conflict, Denied
from academy.core.limits import spend
from tests.community.court import Court, convene
from tests.world import FrozenClock, Live

LINKS = "See https://a.example and www.b.example, also http://c.example/x."


@pytest.fixture
def court(live: Live) -> Court:
    return convene(live)


def edit(court: Court, content: str, *, number: int = 1) -> None:
    court.live.write(service.edit_reply, court["ben"], public_id=court.public_id, number=number, content=content)


def letters(court: Court, name: str = "ben") -> list[str]:
    return [mail.subject for mail in court.mail(name)]


def weight_of_next(court: Court, name: str) -> int:
    number = court.post("ada", f"Post {len(court.acts())} for {name}")
    court.flag(name, number=number)
    with court.live.system() as ctx:
        return ctx.session.exec(select(ContentFlag).order_by(col(ContentFlag.id).desc()).limit(1)).one().weight


def test_who_is_hidden_and_approved_again_has_violated_nothing(court: Court, clock: FrozenClock) -> None:
    numbers = [1, court.post("ben", "Rude 1"), court.post("ben", "Rude 2")]
    for number in numbers[:2]:
        court.moderate(ActKind.HIDE, number=number)
        court.moderate(ActKind.APPROVE, number=number)
    court.moderate(ActKind.HIDE, number=numbers[2])
    assert court.suspensions() == []
    assert court.case(number=numbers[2]).author.upheld == 1
    court.moderate(ActKind.HIDE, number=1)
    court.moderate(ActKind.HIDE, number=numbers[1])
    (suspension,) = court.suspensions()
    assert letters(court)[-1] == "You cannot post for now"
    approval = court.moderate(ActKind.APPROVE, number=numbers[1])
    assert court.suspensions()[0].lifted_at is not None
    assert (letters(court)[-1], court.bell("ben")[-1]) == ("You can post again", "You can post again")
    court.post("ben")
    clock.advance(timedelta(hours=1))
    court.undo(approval)
    assert court.suspensions()[0].model_dump() == suspension.model_dump(), "as it was, to the same moment"
    assert (letters(court)[-1], court.bell("ben")[-1]) == ("You cannot post for now", "You cannot post for now")
    with pytest.raises(Denied):
        court.post("ben")


def test_a_suspension_without_grounds_is_not_put_in_force_again(court: Court) -> None:
    numbers = [1, court.post("ben", "Rude 1"), court.post("ben", "Rude 2")]
    hides = [court.moderate(ActKind.HIDE, number=number) for number in numbers]
    lift = court.live.write(service.lift_suspension, court["olga"], suspension_id=court.suspensions()[0].id)
    court.undo(hides[-1])
    assert letters(court).count("You can post again") == 1, "they are not told what they know"
    with pytest.raises(Conflict, match="taken back since"):
        court.undo(lift)
    rows = court.live.read(service.log_page, court["olga"], desk=Desk.ADMIN).rows
    assert not any(row.can_undo for row in rows if row.kind in (ActKind.SUSPEND, ActKind.LIFT))
    court.post("ben")


def test_taking_a_suspension_or_its_lifting_back_is_told(court: Court, clock: FrozenClock) -> None:
    act = court.suspend(days=7)
    lift = court.live.write(service.lift_suspension, court["olga"], suspension_id=court.suspensions()[0].id)
    court.undo(lift)
    court.undo(act)
    no, yes = "You cannot post for now", "You can post again"
    assert court.bell("ben") == letters(court) == [no, yes, no, yes]
    late = court.suspend(days=1)
    clock.advance(timedelta(days=1))
    court.undo(late)
    assert letters(court)[4:] == [no], "it is over by itself"


def test_undo_leaves_reports_alone_that_were_decided_since(court: Court, clock: FrozenClock) -> None:
    court.flag("una")
    hide = court.moderate(ActKind.HIDE)
    approval = court.moderate(ActKind.APPROVE)
    clock.advance(timedelta(minutes=1))
    edit(court, "Other words.")
    court.flag("una")
    court.withdraw("una")
    court.undo(approval)
    court.undo(hide)
    assert court.verdicts() == [FlagVerdict.WITHDRAWN]
    assert court.queue() == []


def test_what_was_changed_while_nobody_saw_it_is_asked_of_the_rules(court: Court, clock: FrozenClock) -> None:
    court.flag("una", "vic", "wen")
    clock.advance(timedelta(minutes=1))
    edit(court, LINKS)
    for name in ("una", "vic", "wen"):
        court.withdraw(name)
    assert (court.status(), court.case().rule) == (ContentStatus.FLAGGED, "links")
    (held,) = court.live.read(service.withheld, court["ben"], public_id=court.public_id)
    assert "New accounts may put two links" in held.why.words
    court.undo(court.acts()[-1].id)
    assert court.status() == ContentStatus.ACTIVE, "a moderator has seen it and lets it pass"
    assert court.bell("ben")[-1] == "Your post is in sight again"


def test_what_readers_hid_comes_back_by_a_moderator_or_by_them(court: Court) -> None:
    court.flag("una", "vic", "wen")
    court.undo(court.acts()[-1].id)
    assert court.status() == ContentStatus.ACTIVE
    assert court.bell("ben")[-1] == "Your post is in sight again"
    assert len(court.queue()) == 1, "the reports still wait for somebody"
    court.flag("xan")
    assert court.status() == ContentStatus.FLAGGED
    for name in ("una", "vic", "wen", "xan"):
        court.withdraw(name)
    assert (court.status(), court.queue()) == (ContentStatus.ACTIVE, [])
    assert court.bell("ben")[-1] == "Your post is in sight again"


def test_somebody_new_mentions_few(court: Court, clock: FrozenClock) -> None:
    look = f"Look here, @[Ada](person:{court['ada'].user_id})"
    early = court.post("ben", look)
    with court.live.system() as ctx:
        for name, left in (("ben", MENTIONS.times - 1), ("una", MENTIONS.times)):
            for _ in range(left):
                spend(ctx.session, MENTIONS, now=ctx.now, key=f"mentions:{court[name].user_id}")
    clock.advance(timedelta(minutes=1))
    edit(court, f"{look}!", number=early)
    assert court.status(early) == ContentStatus.ACTIVE, "nobody is mentioned who was not before"
    edit(court, look)
    assert court.status() == ContentStatus.FLAGGED, "an edit mentions as a post does"
    number = court.post("una", look)
    assert court.status(number) == ContentStatus.FLAGGED
    assert f"mention {MENTIONS.times} people an hour" in court.mail("una")[0].text_body
    court.undo(court.acts()[-1].id)
    assert court.status(number) == ContentStatus.ACTIVE
    assert court.status(court.post("una", "Without any.")) == ContentStatus.ACTIVE


def test_whose_reports_count_less_is_told_and_it_is_taken_back(court: Court) -> None:
    court.flag("una", "vic")
    court.remember("vic", upheld=1)
    approval = court.moderate(ActKind.APPROVE)
    assert (court.bell("una"), court.bell("vic")) == (["Your reports count less for now"], [])
    assert 0 < weight_of_next(court, "una") < WHOLE
    court.undo(approval)
    assert weight_of_next(court, "una") == WHOLE
