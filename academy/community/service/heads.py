"""A thread without its replies, as everybody who reads it sees it, and what is the viewer's own about it."""

from typing import Any

from sqlmodel import select

from academy.community.markup import to_html
from academy.community.models import ContentStatus, DiscussionThread
from academy.community.policy import NO_THREAD, may_moderate, may_write, thread_reader
from academy.community.schemas.moderation import Why
from academy.community.schemas.threads import Author, HiddenThread, ThreadHead, ThreadRights
from academy.community.service.chips import chips, within
from academy.community.service.held import why_out_of_sight
from academy.core.errors import NotFound
from academy.core.loading import only
from academy.identity.models import User
from academy.live import Context, query

DELETED_BY_AUTHOR = "This thread was deleted by its author."
DELETED_BY_MODERATOR = "This thread was deleted by a moderator."
OUT_OF_SIGHT = {
    ContentStatus.FLAGGED: "This thread is hidden until somebody has looked at it.",
    ContentStatus.HIDDEN: "This thread was hidden by a moderator.",
}

_thread_table: Any = DiscussionThread
_READ = only(
    *(
        getattr(_thread_table, name)
        for name in (
            "title content author_id scope audience course_id session_id lesson_id cohort_id category tags"
            " like_count created_at edited_at status deleted_at deleted_by_id is_pinned is_announcement is_locked"
        ).split()
    )
)


@query(policy=thread_reader)
def thread_head(ctx: Context, *, public_id: str) -> ThreadHead:
    """A thread without its replies, the same for everybody who may read it."""
    thread = _thread(ctx, public_id)
    removed = _removed(thread)
    return ThreadHead(
        public_id=public_id,
        title="" if removed else thread.title,
        html="" if removed else to_html(thread.content),
        content="" if removed else thread.content,
        author=None if removed else _author(ctx, thread.author_id),
        place=chips(ctx, [thread])[thread.id],
        within=within(ctx, thread),
        category=thread.category or "",
        tags=[] if removed else thread.tags or [],
        likes=thread.like_count,
        created_at=thread.created_at,
        edited_at=thread.edited_at,
        status=thread.status,
        removed=removed,
        is_pinned=thread.is_pinned,
        is_announcement=thread.is_announcement,
        is_locked=thread.is_locked,
    )


@query(policy=thread_reader)
def hidden_thread(ctx: Context, *, public_id: str) -> HiddenThread | None:
    """What a thread says that is out of sight, for its author and who keeps order there; None for others."""
    thread = _thread(ctx, public_id)
    if not _removed(thread) or (thread.author_id != ctx.user_id and not may_moderate(ctx, thread.audience)):
        return None
    return HiddenThread(
        title=thread.title,
        html=to_html(thread.content),
        content=thread.content,
        tags=thread.tags or [],
        is_mine=thread.author_id == ctx.user_id,
        is_pending=thread.deleted_at is None and thread.status is ContentStatus.FLAGGED,
        is_hidden=thread.deleted_at is None and thread.status is ContentStatus.HIDDEN,
        why=Why() if thread.deleted_at is not None else why_out_of_sight(ctx, thread.id, [None])[None],
    )


@query(policy=thread_reader)
def thread_rights(ctx: Context, *, public_id: str) -> ThreadRights:
    """What the viewer may do with a thread."""
    thread = _thread(ctx, public_id)
    is_author, may_lead = thread.author_id == ctx.user_id, may_moderate(ctx, thread.audience)
    is_deleted, writes = thread.deleted_at is not None, may_write(ctx, thread.audience)
    return ThreadRights(
        is_author=is_author,
        may_edit=is_author and writes and not (is_deleted or thread.is_locked or thread.status is ContentStatus.HIDDEN),
        may_delete=is_author and not is_deleted,
        may_restore=is_author and is_deleted and thread.deleted_by_id == ctx.user_id,
        may_lead=may_lead and not is_deleted,
    )


def _thread(ctx: Context, public_id: str) -> DiscussionThread:
    statement = select(DiscussionThread).options(_READ).where(DiscussionThread.public_id == public_id)
    thread = ctx.session.exec(statement).first()
    if thread is None:
        raise NotFound(NO_THREAD)
    return thread


def _removed(thread: DiscussionThread) -> str:
    """Say why there is nothing to be seen; empty if there is."""
    if thread.deleted_at is not None:
        is_authors_own = thread.deleted_by_id == thread.author_id
        return DELETED_BY_AUTHOR if is_authors_own else DELETED_BY_MODERATOR
    return OUT_OF_SIGHT.get(thread.status, "")


def _author(ctx: Context, user_id: int) -> Author:
    user = ctx.session.exec(select(User).options(only(User.name)).where(User.id == user_id)).one()
    return Author(id=user.id, name=user.name)
