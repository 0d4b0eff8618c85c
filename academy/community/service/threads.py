"""Starting a thread, and what its author and those who lead there do with it."""

from datetime import timedelta

from sqlmodel import col, delete, select

from academy import routes
from academy.community.events import ContentEdited, SightChanged, ThreadAnnounced, ThreadStarted
from academy.community.markup import check_title
from academy.community.models import (
    ContentRevision,
    ContentStatus,
    DiscussionThread,
    ThreadCategory,
    ThreadInteraction,
    ThreadInteractionType,
    ThreadReading,
    ThreadTag,
)
from academy.community.policy import NO_THREAD, may_moderate, thread_moderator, thread_reader, thread_writer
from academy.community.service.mentions import prepare, record_mentions
from academy.community.service.places import find_place, writer_in_place
from academy.community.service.standing import CHANGED
from academy.community.service.trail import put_on_record
from academy.core.cleaning import clean_line
from academy.core.errors import Conflict, Denied, Invalid, NotFound
from academy.core.limits import Allowance, spend
from academy.live import Context, mutation

THREADS = Allowance(times=30, period=timedelta(hours=1))
EDITS = Allowance(times=120, period=timedelta(minutes=10))
SHORTEST_TITLE = 3
LONGEST_TITLE = 140
MOST_TAGS = 5
LONGEST_TAG = 24
LONGEST_KEY = 64
SCOPED = {"scope", "audience", "course_id", "cohort_id", "session_id", "lesson_id"}


@mutation(policy=writer_in_place)
def start_thread(
    ctx: Context,
    *,
    place: str,
    title: str,
    content: str,
    category: ThreadCategory = ThreadCategory.DISCUSSION,
    tags: list[str],
    client_key: str,
    is_announcement: bool = False,
) -> str:
    """Start a thread in a place and return its address; the same `client_key` again returns that of the first time.

    Raises:
        Invalid: Something in it is missing, too long or not taken; the words are for the field.
        Denied: Only those who lead there announce anything.
        TooManyRequests: They have started very many just now.
    """
    key = client_key[:LONGEST_KEY] or None
    if key and (sent := _sent_before(ctx, key)):
        return routes.THREAD.url(public_id=sent)
    ref = find_place(ctx, place)
    if is_announcement and not may_moderate(ctx, ref.audience):
        raise Denied("Only those who lead here announce something. Post it as a thread, or ask one of them.")
    spend(ctx.session, THREADS, now=ctx.now, key=f"thread:{ctx.user_id}")
    thread = DiscussionThread(
        **ref.model_dump(include=SCOPED),
        title=_title(title),
        content=prepare(ctx, ref.audience, content).content,
        tags=check_tags(tags),
        category=category.value,
        author_id=ctx.user_id,
        is_announcement=is_announcement,
        last_activity_at=ctx.now,
        client_key=key,
    )
    _begin(ctx, thread)
    ctx.publish(ThreadStarted(thread.id))
    return routes.THREAD.url(public_id=thread.public_id)


@mutation(policy=thread_writer)
def edit_thread(
    ctx: Context,
    *,
    public_id: str,
    title: str,
    content: str,
    category: ThreadCategory,
    tags: list[str],
    before: str | None = None,
) -> None:
    """Change what one's own thread says; what it said before is kept.

    Raises:
        Denied: It is somebody else's.
        Conflict: It is deleted, locked or was hidden by a moderator; or it does not say what it said `before`, when the
            change was begun.
        Invalid: As when it is started.
        TooManyRequests: They have changed very much just now.
    """
    thread = find_thread(ctx, public_id)
    _refuse_if_fixed(ctx, thread)
    spend(ctx.session, EDITS, now=ctx.now, key=f"edit:{ctx.user_id}")
    new_title, new_content = _title(title), prepare(ctx, thread.audience, content).content
    new_tags = check_tags(tags)
    if before not in (None, thread.content) and new_content != thread.content:
        raise Conflict(CHANGED, field="content")
    if is_another := (new_title, new_content) != (thread.title, thread.content):
        revision = ContentRevision(
            thread_id=thread.id, title=thread.title, content=thread.content, editor_id=ctx.user_id
        )
        ctx.session.add(revision)
        thread.title, thread.content, thread.edited_at = new_title, new_content, ctx.now
    thread.category = category.value
    if new_tags != thread.tags:
        thread.tags = new_tags
        _index_tags(ctx, thread)
    ctx.session.flush()
    if is_another:
        record_mentions(ctx, thread, None, thread.content)
        ctx.publish(ContentEdited(thread.id))


@mutation(policy=thread_reader)
def delete_thread(ctx: Context, *, public_id: str) -> None:
    """Take one's own thread away. What stays is that there was one.

    Raises:
        Denied: It is somebody else's.
    """
    thread = find_thread(ctx, public_id)
    if thread.author_id != ctx.user_id:
        raise Denied("Only its author deletes a thread. If it should not be here, flag it.")
    if thread.deleted_at is None:
        thread.deleted_at, thread.deleted_by_id = ctx.now, ctx.user_id
        ctx.publish(SightChanged(thread.id))


@mutation(policy=thread_reader)
def restore_thread(ctx: Context, *, public_id: str) -> None:
    """Bring one's own thread back that one has deleted.

    Raises:
        Denied: It is somebody else's, or somebody who keeps order has deleted it.
    """
    thread = find_thread(ctx, public_id)
    if thread.author_id != ctx.user_id:
        raise Denied("Only its author brings a thread back.")
    if thread.deleted_at is None:
        return
    if thread.deleted_by_id != ctx.user_id:
        raise Denied("Somebody who keeps order here deleted this thread. Ask them to bring it back.")
    thread.deleted_at, thread.deleted_by_id = None, None
    ctx.publish(SightChanged(thread.id))


@mutation(policy=thread_moderator)
def pin_thread(ctx: Context, *, public_id: str, is_on: bool) -> None:
    """Keep a thread at the top of its place, or not any more."""
    _lead(ctx, public_id, "is_pinned", is_on, "thread_pinned" if is_on else "thread_unpinned")


@mutation(policy=thread_moderator)
def announce_thread(ctx: Context, *, public_id: str, is_on: bool) -> None:
    """Make a thread an announcement, or an ordinary one."""
    _lead(ctx, public_id, "is_announcement", is_on, "thread_announced" if is_on else "thread_made_ordinary")
    if is_on:
        ctx.publish(ThreadAnnounced(find_thread(ctx, public_id).id))


@mutation(policy=thread_moderator)
def lock_thread(ctx: Context, *, public_id: str, is_on: bool) -> None:
    """Take no more replies in a thread, or take them again."""
    _lead(ctx, public_id, "is_locked", is_on, "thread_locked" if is_on else "thread_unlocked")


@mutation(policy=thread_moderator)
def move_thread(ctx: Context, *, public_id: str, category: ThreadCategory) -> None:
    """Put a thread into another category."""
    _lead(ctx, public_id, "category", category.value, "thread_moved")


def find_thread(ctx: Context, public_id: str) -> DiscussionThread:
    """Return a thread for changing it, locked until the transaction ends.

    Raises:
        NotFound: There is none.
    """
    statement = select(DiscussionThread).where(DiscussionThread.public_id == public_id).with_for_update()
    thread = ctx.session.exec(statement.execution_options(populate_existing=True)).first()
    if thread is None:
        raise NotFound(NO_THREAD)
    return thread


def check_tags(tags: list[str]) -> list[str]:
    """Return tags as they are kept: small letters, joined by hyphens, each once.

    Raises:
        Invalid: There are too many, or one is too long.
    """
    cleaned = ["-".join(clean_line(tag[:200]).strip("#, ").lower().split()) for tag in tags[:100]]
    kept = list(dict.fromkeys(filter(None, cleaned)))
    if len(kept) > MOST_TAGS:
        raise Invalid(f"Please keep to {MOST_TAGS} tags; these are {len(kept)}.", field="tags")
    if any(len(tag) > LONGEST_TAG for tag in kept):
        raise Invalid(f"A tag has at most {LONGEST_TAG} characters. Please shorten the long one.", field="tags")
    return kept


def _refuse_if_fixed(ctx: Context, thread: DiscussionThread) -> None:
    if thread.author_id != ctx.user_id:
        raise Denied("Only its author changes what a thread says.")
    if thread.deleted_at is not None:
        raise Conflict("This thread is deleted. Bring it back first, then change it.")
    if thread.status is ContentStatus.HIDDEN:
        raise Conflict("A moderator has hidden this thread, so it cannot be changed. Start another one.")
    if thread.is_locked:
        raise Conflict("This thread is locked, so what is in it stays as it is.")


def _title(title: str) -> str:
    cleaned = check_title(title)
    if len(cleaned) < SHORTEST_TITLE:
        raise Invalid("Please write a title that says what it is about.", field="title")
    if len(cleaned) > LONGEST_TITLE:
        raise Invalid(f"Please shorten the title to {LONGEST_TITLE} characters.", field="title")
    return cleaned


def _sent_before(ctx: Context, key: str) -> str | None:
    return ctx.session.exec(
        select(DiscussionThread.public_id).where(
            DiscussionThread.author_id == ctx.user_id, DiscussionThread.client_key == key
        )
    ).first()


def _begin(ctx: Context, thread: DiscussionThread) -> None:
    """Put a new thread into the database, with what belongs to it: its author follows it and has read it."""
    ctx.session.add(thread)
    ctx.session.flush()
    _index_tags(ctx, thread)
    follows = ThreadInteractionType.SUBSCRIBE
    ctx.session.add(ThreadInteraction(user_id=ctx.user_id, thread_id=thread.id, interaction=follows))
    ctx.session.add(ThreadReading(user_id=ctx.user_id, thread_id=thread.id))
    ctx.session.flush()
    record_mentions(ctx, thread, None, thread.content)


def _index_tags(ctx: Context, thread: DiscussionThread) -> None:
    ctx.session.exec(delete(ThreadTag).where(col(ThreadTag.thread_id) == thread.id))
    ctx.session.add_all(ThreadTag(thread_id=thread.id, audience=thread.audience, tag=tag) for tag in thread.tags or ())


def _lead(ctx: Context, public_id: str, field: str, value: bool | str, action: str) -> None:
    thread = find_thread(ctx, public_id)
    before = getattr(thread, field)
    if before == value:
        return
    setattr(thread, field, value)
    words = action.removeprefix("thread_").replace("_", " ").capitalize()
    put_on_record(ctx, thread, action, f"{words}: “{thread.title}”.", {field: (before, value)})
