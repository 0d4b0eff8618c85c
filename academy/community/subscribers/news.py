"""What people do in the community is told to whom it concerns: of much, by a job, so that nobody waits for it."""

from datetime import timedelta

from academy.community.events import (
    BestAnswerChosen,
    ConnectionAccepted,
    ConnectionRequested,
    ContentEdited,
    ContentModerated,
    ContentReturned,
    ReplyPosted,
    RequestDeclined,
    SightChanged,
    ThreadAnnounced,
    ThreadLetterDue,
    ThreadStarted,
)
from academy.community.jobs import news as jobs
from academy.community.models import ModerationAction
from academy.community.service import connection_news, recall
from academy.community.service.acts import ABOUT_CONTENT
from academy.community.service.connections import forget_note
from academy.community.service.items import Item, item_of
from academy.community.service.pairs import UNDONE_WITHIN
from academy.live import Context, subscribe
from academy.notifications.events import DigestDue

AT_ONCE = timedelta()
SECOND_THOUGHTS = timedelta(minutes=1)
"""How long after a best answer was chosen it is told: who takes it back until then has told nobody."""


@subscribe(ReplyPosted)
def spread_it(ctx: Context, fact: ReplyPosted) -> None:
    ctx.jobs.run_after(AT_ONCE, jobs.spread_reply, reply_id=fact.reply_id)


@subscribe(ThreadStarted)
def spread_what_begins(ctx: Context, fact: ThreadStarted) -> None:
    ctx.jobs.run_after(AT_ONCE, jobs.spread_thread, thread_id=fact.thread_id)


@subscribe(ThreadAnnounced)
def spread_what_is_announced(ctx: Context, fact: ThreadAnnounced) -> None:
    ctx.jobs.run_after(AT_ONCE, jobs.spread_announcement, thread_id=fact.thread_id)


@subscribe(ContentEdited)
def spread_new_mentions(ctx: Context, fact: ContentEdited) -> None:
    ctx.jobs.run_after(AT_ONCE, jobs.spread_mentions, thread_id=fact.thread_id, reply_id=fact.reply_id)


@subscribe(SightChanged)
def follow_what_is_in_sight(ctx: Context, fact: SightChanged) -> None:
    _follow(ctx, item_of(ctx, fact.thread_id, fact.reply_id))


@subscribe(ContentModerated)
def follow_moderators(ctx: Context, fact: ContentModerated) -> None:
    _follow_act(ctx, fact.action_id)


@subscribe(ContentReturned)
def follow_what_is_taken_back(ctx: Context, fact: ContentReturned) -> None:
    _follow_act(ctx, fact.action_id)


@subscribe(DigestDue)
def look_through_what_waits(ctx: Context, fact: DigestDue) -> None:
    recall.look_through_digest(ctx, fact.user_id)


@subscribe(ThreadLetterDue)
def have_it_written(ctx: Context, fact: ThreadLetterDue) -> None:
    ctx.jobs.run_at(fact.due_at, jobs.send_thread_letter, user_id=fact.user_id, thread_id=fact.thread_id)


@subscribe(BestAnswerChosen)
def praise(ctx: Context, fact: BestAnswerChosen) -> None:
    by = ctx.viewer.user_id
    ctx.jobs.run_after(SECOND_THOUGHTS, jobs.tell_of_best_answer, reply_id=fact.reply_id, chosen_by=by)


@subscribe(ConnectionRequested)
def pass_on_the_request(ctx: Context, fact: ConnectionRequested) -> None:
    connection_news.tell_of_request(ctx, connection_id=fact.connection_id)


@subscribe(RequestDeclined)
def forget_what_was_written(ctx: Context, fact: RequestDeclined) -> None:
    ctx.jobs.run_after(UNDONE_WITHIN, forget_note, connection_id=fact.connection_id)


@subscribe(ConnectionAccepted)
def pass_on_the_answer(ctx: Context, fact: ConnectionAccepted) -> None:
    connection_news.tell_of_acceptance(ctx, connection_id=fact.connection_id)


def _follow_act(ctx: Context, action_id: int) -> None:
    done = ctx.session.get_one(ModerationAction, action_id)
    if done.kind in ABOUT_CONTENT and done.thread_id is not None:
        _follow(ctx, item_of(ctx, done.thread_id, done.reply_id))


def _follow(ctx: Context, item: Item) -> None:
    """Have what is out of sight taken out of bells and digests, and told what is in sight and never was."""
    if not item.is_in_sight:
        ctx.jobs.run_after(AT_ONCE, jobs.take_back, thread_id=item.thread.id)
    elif item.reply is None:
        ctx.jobs.run_after(AT_ONCE, jobs.spread_thread, thread_id=item.thread.id)
    else:
        ctx.jobs.run_after(AT_ONCE, jobs.spread_reply, reply_id=item.reply.id, is_late=True)
