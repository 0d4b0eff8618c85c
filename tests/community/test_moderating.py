"""What moderators do, what their authors hear, and that undoing brings back exactly what was."""

from datetime import timedelta

import pytest
from sqlmodel import select

from academy import routes
from academy.community import service
from academy.community.models import ActKind, ContentStatus, FlagReason, FlagVerdict
from academy.community.policy import may_write
from academy.community.schemas.moderation import Desk, Waiting
from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Denied, Invalid
from academy.core.ids import public_id
from academy.identity.models import RoleAssignment, ScopedRole
from academy.live import Context, Viewer
from tests.community.court import Court, convene
from tests.world import FrozenClock, Live, next_change


@pytest.fixture
def court(live: Live) -> Court:
    return convene(live)


def writes(court: Court, viewer: Viewer, audience: str = "general") -> bool:
    with court.live.system() as ctx:
        return may_write(Context(ctx.session, ctx.now, lambda _: viewer), audience)


def everything(court: Court) -> object:
    """All that an act may change."""
    reply, thread = court.reply(), court.thread()
    return (
        (reply.status, reply.deleted_at, reply.deleted_by_id),
        (thread.reply_count, thread.last_activity_at, thread.last_author_id, thread.best_reply_id),
        court.verdicts(),
        [
            row.model_dump(exclude={"at"})
            for row in court.live.read(service.queue_page, court["mia"], desk=Desk.TEACH).rows
        ],
        [one.lifted_at for one in court.suspensions()],
    )


@pytest.mark.parametrize("kind", [ActKind.APPROVE, ActKind.HIDE, ActKind.DELETE])
@pytest.mark.parametrize("flaggers", [("una",), ("una", "vic", "wen")])
def test_undo_brings_back_exactly_what_was(
    court: Court, clock: FrozenClock, kind: ActKind, flaggers: tuple[str, ...]
) -> None:
    court.flag(*flaggers)
    before = everything(court)
    clock.advance(timedelta(minutes=1))
    act = court.moderate(kind)
    assert everything(court) != before
    assert court.queue() == []
    clock.advance(timedelta(minutes=1))
    court.undo(act)
    assert everything(court) == before
    with pytest.raises(Conflict, match="taken it back already"):
        court.undo(act)


def test_flags_are_decided_by_what_is_done(court: Court) -> None:
    court.flag("una", "vic", "wen")
    court.moderate(ActKind.APPROVE)
    assert (court.status(), court.verdicts()) == (ContentStatus.ACTIVE, [FlagVerdict.REJECTED] * 3)
    assert court.bell("ben")[-1] == "Your post is in sight again"
    court.flag("xan")
    court.moderate(ActKind.HIDE)
    assert (court.status(), court.verdicts()[-1]) == (ContentStatus.HIDDEN, FlagVerdict.UPHELD)
    assert court.mail("ben")[-1].subject == "A moderator has hidden your post"
    assert "Readers reported: spam or advertising" in court.mail("ben")[-1].text_body


def test_a_moderators_own_report_does_not_hide_by_itself(court: Court) -> None:
    court.flag("mia", reason=FlagReason.HARMFUL)
    assert court.status() == ContentStatus.ACTIVE
    assert len(court.queue()) == 1


def test_two_moderators_do_not_act_against_each_other(court: Court) -> None:
    court.flag("una")
    seen = court.case().seen
    court.moderate(ActKind.HIDE, by="olga", seen=seen)
    with pytest.raises(Conflict, match="Olga hid it a moment ago"):
        court.moderate(ActKind.APPROVE, seen=seen)
    assert court.status() == ContentStatus.HIDDEN
    assert court.case().acts[0].actor == "Olga", "the second sees what the first did"
    court.undo(court.case().acts[0].id)
    with pytest.raises(Conflict, match="took back"):
        court.moderate(ActKind.DELETE, seen=seen)


def test_only_the_last_act_can_be_taken_back(court: Court) -> None:
    first = court.moderate(ActKind.HIDE)
    last = court.moderate(ActKind.APPROVE, by="olga")
    with pytest.raises(Conflict, match="Olga approved it since"):
        court.undo(first)
    assert [row.can_undo for row in court.case().acts] == [True, False]
    court.undo(last)
    court.undo(first)
    assert court.status() == ContentStatus.ACTIVE


def test_what_makes_no_sense_is_refused(court: Court) -> None:
    with pytest.raises(Conflict):
        court.moderate(ActKind.APPROVE)
    court.moderate(ActKind.HIDE)
    with pytest.raises(Conflict):
        court.moderate(ActKind.HIDE)
    court.moderate(ActKind.DELETE)
    with pytest.raises(Conflict):
        court.moderate(ActKind.HIDE)
    with pytest.raises(Invalid):
        court.moderate(ActKind.WARN)
    number = court.post("mia", "My own")
    court.flag("una", number=number)
    with pytest.raises(Denied):
        court.moderate(ActKind.APPROVE, number=number)


def test_acts_are_in_both_logs(court: Court) -> None:
    act = court.moderate(ActKind.HIDE, reason="It names a customer.")
    court.undo(act, by="olga")
    (row,) = court.live.read(service.log_page, court["olga"], desk=Desk.ADMIN).rows
    assert (row.actor, row.reason, row.undone_by) == ("Mia", "It names a customer.", "Olga")
    with court.live.system() as ctx:
        actions = list(ctx.session.exec(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions == ["community.hide", "community.undo"]


def test_the_log_is_narrowed_and_paged(court: Court, clock: FrozenClock) -> None:
    for number in range(30):
        clock.advance(timedelta(seconds=1))
        court.live.write(service.add_note, court["mia"], public_id=court.public_id, number=1, words=f"Note {number}")
    page = court.live.read(service.log_page, court["olga"], desk=Desk.ADMIN)
    assert (len(page.rows), page.has_more) == (25, True)
    longer = court.live.read(service.log_page, court["olga"], desk=Desk.ADMIN, until=page.until)
    assert [row.note for row in longer.rows] == [f"Note {number}" for number in reversed(range(30))]
    (one,) = court.live.read(service.log_page, court["olga"], desk=Desk.ADMIN, words="note 17").rows
    assert one.note == "Note 17"
    assert not court.live.read(service.log_page, court["olga"], desk=Desk.ADMIN, kind=ActKind.HIDE).rows


def test_a_warning_comes_by_mail_whatever_they_chose(court: Court) -> None:
    act = court.live.write(service.warn, court["mia"], public_id=court.public_id, number=1, words="Mind the names.")
    assert "Mind the names." in court.mail("ben")[-1].text_body
    assert "Mia" not in court.mail("ben")[-1].text_body
    assert court.case().author.warnings == 1
    court.undo(act)
    assert court.case().author.warnings == 0
    with pytest.raises(Invalid):
        court.live.write(service.warn, court["mia"], public_id=court.public_id, number=1, words=" ")


def test_who_reported_is_for_administrators_alone(court: Court) -> None:
    court.flag("una", reason=FlagReason.OTHER, note="An ad.")
    (flag,) = court.case(by="mia").flags
    assert (flag.by, flag.note) == ("", "An ad.")
    assert court.case(by="olga").flags[0].by == "Una"


def test_the_case_shows_what_stands_around_it(court: Court) -> None:
    for number in range(2, 7):
        court.post("ada", f"Reply {number}")
    image = routes.FILE.url(public_id=public_id())
    court.post("ada", f"Reply 7 ![a chart]({image})")
    court.flag("una", number=6)
    assert [post.images for post in court.case(number=6).posts[-2:]] == [[], [image]]
    court.flag("una", number=4)
    posts = court.case(number=4).posts
    assert [post.number for post in posts] == [0, 2, 3, 4, 5, 6]
    assert [post.number for post in posts if post.is_item] == [4]
    author = court.case(number=4).author
    assert (author.name, author.posts, author.can_be_suspended) == ("Ada", 7, True)


def test_a_desk_shows_what_its_moderator_looks_after(court: Court) -> None:
    court.flag("una")
    court.flag("una", number=court.post("ada", "Another"))
    court.live.add(RoleAssignment(user_id=court["ines"].user_id, role=ScopedRole.MODERATOR))
    assert len(court.queue(by="ines")) == 2
    assert court.queue(by="olga") == [], "being an administrator is not enough"
    assert len(court.queue(by="olga", desk=Desk.ADMIN)) == 2
    with pytest.raises(Denied):
        court.queue(desk=Desk.ADMIN)
    court.flag("vic", "wen")
    shown = court.live.read(service.queue_page, court["mia"], desk=Desk.TEACH, show=Waiting.HELD).rows
    assert [row.people for row in shown] == [3]
    counts = court.live.read(service.desk_counts, court["mia"], desk=Desk.TEACH)
    assert (counts.waiting, counts.held) == (2, 1)
    court.live.write(service.delete_reply, court["ben"], public_id=court.public_id, number=1)
    assert len(court.queue()) == 1, "what its author has deleted waits for nobody"


def test_a_suspension_ends_by_itself(court: Court, clock: FrozenClock) -> None:
    court.suspend(days=7)
    assert not writes(court, court["ben"])
    mine = court.live.read(service.my_suspension, court["ben"])
    assert mine is not None
    assert (mine.reason, mine.until, mine.is_everywhere) == ("Shouting.", clock.now + timedelta(days=7), False)
    assert next_change(court.live, service.my_suspension, court["ben"]) == mine.until
    assert "Shouting." in court.mail("ben")[-1].text_body
    clock.advance(timedelta(days=7))
    assert writes(court, court["ben"])
    assert court.live.read(service.my_suspension, court["ben"]) is None
    (row,) = court.live.read(service.suspended_page, court["mia"], desk=Desk.TEACH).rows
    assert row.is_over


def test_a_suspension_is_lifted_and_taken_back(court: Court) -> None:
    act = court.suspend(days=0)
    with pytest.raises(Conflict):
        court.suspend(days=1)
    lift = court.live.write(service.lift_suspension, court["olga"], suspension_id=court.suspensions()[0].id)
    assert writes(court, court["ben"])
    assert court.bell("ben")[-1] == "You can post again"
    with pytest.raises(Conflict, match="lifted since"):
        court.undo(act)
    court.undo(lift)
    assert not writes(court, court["ben"])
    court.undo(act)
    assert writes(court, court["ben"])


def test_who_may_suspend_whom(court: Court) -> None:
    by_mia, by_olga = (court.post(name, f"Of {name}") for name in ("mia", "olga"))
    court.live.add(RoleAssignment(user_id=court["ines"].user_id, role=ScopedRole.MODERATOR))
    for by, number in (("mia", by_mia), ("ines", by_mia), ("mia", by_olga), ("otto", by_olga), ("olga", by_olga)):
        with pytest.raises(Denied):
            court.suspend(by=by, number=number)
    with pytest.raises(Denied):
        court.suspend(is_everywhere=True)
    court.suspend(by="olga", number=by_mia, is_everywhere=True)
    assert not writes(court, court["mia"], "course:1")
    suspension = court.suspensions()[0]
    with pytest.raises(Denied):
        court.live.write(service.lift_suspension, court["mia"], suspension_id=suspension.id)


def test_a_suspension_needs_a_reason_and_a_length(court: Court) -> None:
    for days, reason, field in ((2, "Shouting.", "days"), (7, " ", "reason")):
        with pytest.raises(Invalid) as problem:
            court.live.write(
                service.suspend, court["mia"], public_id=court.public_id, number=1, days=days, reason=reason
            )
        assert problem.value.field == field
