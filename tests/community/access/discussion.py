"""Who may call what of threads and replies."""

from typing import Any

from academy.community.models import DiscussionReply, DiscussionThread
from academy.live import Context, Tab
from tests.community.access.rules import Access, Arguments, nobody, reads, thread, writes
from tests.community.neighbourhood import Neighbourhood

TAB = {"tab": Tab(client="c", worker="w")}


def with_(**more: Any) -> Arguments:
    """The thread of a place, and other arguments."""
    return lambda hood, place: {**thread(hood, place), **more}


def own(ctx: Context, hood: Neighbourhood, kind: str, place: str) -> None:
    """Let the first reply be the caller's."""
    if (user_id := hood.people[kind].user_id) is not None:
        _reply(ctx, hood, place).author_id = user_id


def own_and_deleted(ctx: Context, hood: Neighbourhood, kind: str, place: str) -> None:
    """Let the first reply be the caller's, who has deleted it."""
    own(ctx, hood, kind, place)
    reply = _reply(ctx, hood, place)
    reply.deleted_at, reply.deleted_by_id = ctx.now, reply.author_id


def own_thread(ctx: Context, hood: Neighbourhood, kind: str, place: str) -> None:
    """Let the thread be the caller's."""
    if (user_id := hood.people[kind].user_id) is not None:
        ctx.session.get_one(DiscussionThread, hood.threads[place].id).author_id = user_id


def _reply(ctx: Context, hood: Neighbourhood, place: str) -> DiscussionReply:
    return ctx.session.get_one(DiscussionReply, hood.rows[f"reply in {place}"].id)


FIRST = with_(number=1)
ACCESS: dict[str, Access] = {
    "service.opening.opening": Access(reads, thread),
    "service.opinions.choose_best": Access(writes, FIRST, before=own_thread),
    "service.opinions.clear_best": Access(writes, thread, before=own_thread),
    "service.opinions.like_reply": Access(writes, FIRST),
    "service.opinions.like_thread": Access(writes, thread),
    "service.opinions.unlike_reply": Access(writes, FIRST),
    "service.opinions.unlike_thread": Access(writes, thread),
    "service.presence.enter_thread": Access(reads, with_(**TAB)),
    "service.presence.people_here": Access(reads, thread),
    "service.presence.typing": Access(writes, with_(**TAB)),
    "service.reading.bookmark": Access(reads, with_(is_on=True)),
    "service.reading.follow": Access(reads, thread),
    "service.reading.mark_read": Access(reads, FIRST),
    "service.reading.mute": Access(reads, thread),
    "service.reading.my_thread": Access(reads, thread),
    "service.reading.see_thread": Access(reads, thread),
    "service.reading.unfollow": Access(reads, thread),
    "service.reading.unmute": Access(reads, thread),
    "service.reconcile.reconcile_threads": Access(nobody),
    "service.replies.delete_reply": Access(reads, FIRST, before=own),
    "service.replies.edit_reply": Access(writes, with_(number=1, content="Yes."), before=own),
    "service.replies.post_reply": Access(writes, with_(content="Yes.", parent=1, client_key="k")),
    "service.replies.restore_reply": Access(reads, FIRST, before=own_and_deleted),
    "service.shown.branch": Access(reads, FIRST),
    "service.shown.branches": Access(reads, with_(opened=[[1, 0, 10]])),
    "service.shown.reply_page": Access(reads, with_(page=0)),
    "service.shown.thread_end": Access(reads, thread),
    "service.wording.history": Access(reads, FIRST),
    "service.wording.reply_source": Access(reads, FIRST),
    "service.wording.withheld": Access(reads, thread),
}
