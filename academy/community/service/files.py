"""Images in discussions: taken in from who may write, given out to who sees a post with them, removed if unused."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from academy import routes
from academy.community.markup import images
from academy.community.models import (
    ContentRevision,
    DiscussionFile,
    DiscussionReply,
    DiscussionThread,
    Draft,
    ModerationCase,
)
from academy.community.policy import may_moderate, may_read
from academy.community.schemas.writing import FileToSend, KeptFile
from academy.community.service.audience import audience_here, writer_here
from academy.community.service.items import about
from academy.community.service.standing import in_sight
from academy.core.errors import NotFound, SignInRequired
from academy.core.files import StoredFile
from academy.core.ids import public_id as new_id
from academy.core.limits import Allowance, spend
from academy.core.search import matches
from academy.identity.policy import system_only
from academy.live import Context, mutation, query

UPLOADS = Allowance(30, timedelta(minutes=10))
KEPT_UNUSED = timedelta(days=2)
SWEPT_AT_ONCE = 100
PURPOSE = "discussion"
LONGEST_NAME = 80
NO_FILE = "There is no such file, or it is not open to you."

_thread: Any = DiscussionThread
_reply: Any = DiscussionReply
_once: Any = ContentRevision


def file_reader(ctx: Context, *, public_id: str, **_arguments: Any) -> None:
    """Who sees a post that shows or showed a file may have it, besides who uploaded it and who keeps order there."""
    audience, owner_id = _find(ctx, public_id) or (None, None)
    if ctx.viewer.user_id is not None and owner_id == ctx.viewer.user_id:
        return
    if ctx.viewer.user_id is None:
        raise SignInRequired
    if audience is None or not may_read(ctx, audience):
        raise NotFound(NO_FILE)
    if not may_moderate(ctx, audience) and not _is_in_sight(ctx, public_id, audience, owner_id):
        raise NotFound(NO_FILE)


@query(policy=file_reader)
def file_to_send(ctx: Context, *, public_id: str) -> FileToSend:
    """A file of a discussion."""
    row = ctx.session.exec(select(StoredFile).where(StoredFile.public_id == public_id)).one()
    return FileToSend(
        storage_key=row.storage_key, content_type=row.content_type, filename=row.filename, sha256=row.sha256
    )


@mutation(policy=writer_here)
def begin_upload(ctx: Context, *, place: str = "", thread: str = "") -> None:
    """Let the viewer upload one more file here, before any work goes into it.

    Raises:
        TooManyRequests: They have uploaded very many just now.
    """
    spend(ctx.session, UPLOADS, now=ctx.now, key=f"upload:{ctx.user_id}")


@mutation(policy=writer_here)
def keep_file(
    ctx: Context,
    *,
    place: str = "",
    thread: str = "",
    filename: str,
    content_type: str,
    suffix: str,
    size_bytes: int,
    sha256: str,
) -> KeptFile:
    """Note a file that is about to be stored, for those who read here."""
    own = new_id()
    row = StoredFile(
        public_id=own,
        storage_key=f"{PURPOSE}/{own[:2]}/{own}.{suffix}",
        filename=filename[:LONGEST_NAME],
        content_type=content_type,
        size_bytes=size_bytes,
        sha256=sha256,
        owner_id=ctx.user_id,
        purpose=PURPOSE,
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.session.add(DiscussionFile(file_id=row.id, audience=audience_here(ctx, place=place, thread=thread)))
    return KeptFile(public_id=own, storage_key=row.storage_key)


@mutation(policy=system_only)
def drop_file(ctx: Context, *, public_id: str) -> None:
    """Forget a file that could not be stored."""
    for row in ctx.session.exec(select(StoredFile).where(StoredFile.public_id == public_id)).all():
        ctx.session.delete(row)


def use_files(ctx: Context, audience: str, content: str) -> None:
    """Note that a post shows these files of its audience, so that they stay."""
    ids = images(content)
    if not ids:
        return
    shown = (
        select(DiscussionFile)
        .join(StoredFile, col(StoredFile.id) == DiscussionFile.file_id)
        .where(col(StoredFile.public_id).in_(ids), DiscussionFile.audience == audience)
        .where(col(DiscussionFile.used_at).is_(None))
    )
    for row in ctx.session.exec(shown):
        row.used_at = ctx.now


@mutation(policy=system_only)
def forget_unused_files(ctx: Context) -> list[str]:
    """Forget files that are in no post two days after they came, and in no draft; return where they are stored."""
    old = (
        select(StoredFile)
        .join(DiscussionFile, col(DiscussionFile.file_id) == StoredFile.id)
        .where(col(DiscussionFile.used_at).is_(None), col(DiscussionFile.created_at) < ctx.now - KEPT_UNUSED)
        .where(~sa.exists().where(col(Draft.content).contains(col(StoredFile.public_id))))
        .order_by(col(DiscussionFile.created_at))
        .limit(SWEPT_AT_ONCE)
    )
    rows = ctx.session.exec(old).all()
    for row in rows:
        ctx.session.delete(row)
    return [row.storage_key for row in rows]


def _is_in_sight(ctx: Context, public_id: str, audience: str, owner_id: int | None) -> bool:
    """Tell whether a thread or reply that is in sight shows a file, or one of its owner's once did.

    What it once said is open to its readers unless moderators have had to look at it.
    """
    address = routes.FILE.url(public_id=public_id)
    thread, reply = (_thread.audience == audience, *in_sight(_thread)), in_sight(_reply)
    of_thread = (DiscussionThread, _thread.id == _reply.thread_id)
    once = _holds(_once, address)
    found = (
        select(_thread.id).where(*thread, matches(ctx.session, DiscussionThread, public_id), _holds(_thread, address)),
        select(_reply.id)
        .join(*of_thread)
        .where(*thread, *reply, matches(ctx.session, DiscussionReply, public_id), _holds(_reply, address)),
        select(_once.id)
        .join(DiscussionThread, sa.and_(_thread.id == _once.thread_id, _once.reply_id.is_(None)))
        .where(*thread, _thread.author_id == owner_id, once)
        .where(~sa.exists().where(*about(ModerationCase, _thread.id, None))),
        select(_once.id)
        .join(DiscussionReply, _reply.id == _once.reply_id)
        .join(*of_thread)
        .where(*thread, *reply, _reply.author_id == owner_id, once)
        .where(~sa.exists().where(col(ModerationCase.reply_id) == _reply.id)),
    )
    return any(ctx.session.exec(statement.limit(1)).first() is not None for statement in found)


def _holds(table: Any, address: str) -> "sa.ColumnElement[bool]":
    holds: sa.ColumnElement[bool] = col(table.content).contains(address, autoescape=True)
    return holds


def _find(ctx: Context, public_id: str) -> tuple[str, int | None] | None:
    return ctx.session.exec(
        select(DiscussionFile.audience, StoredFile.owner_id)
        .join(StoredFile, col(StoredFile.id) == DiscussionFile.file_id)
        .where(StoredFile.public_id == public_id)
    ).first()
