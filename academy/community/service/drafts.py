"""What people have begun to write, kept while they type and found again on their other devices."""

import re
from datetime import UTC, datetime

from sqlmodel import col, desc, select

from academy.community.markup import LONGEST
from academy.community.models import Draft
from academy.community.schemas.writing import DraftSaved, DraftView
from academy.core.errors import Invalid
from academy.live import Context, mutation, query, signed_in
from academy.live.bounds import LARGEST

SPOT = re.compile(r"(new|thread|edit):[\w.:-]{1,140}", re.ASCII)
LONGEST_LINE = 300
MOST_TAGS = 20
MOST_DRAFTS = 100
FIRST_MOMENT = datetime(2023, 1, 1, tzinfo=UTC)


@query(policy=signed_in)
def my_drafts(ctx: Context) -> dict[str, int]:
    """The spots at which the viewer has begun to write, with the version of each draft."""
    kept = select(Draft.spot, Draft.version).where(Draft.user_id == ctx.user_id)
    return dict(ctx.session.exec(kept.order_by(Draft.spot)).all())


@query(policy=signed_in)
def my_draft(ctx: Context, *, spot: str) -> DraftView | None:
    """What the viewer has begun to write at a spot."""
    found = _find(ctx, spot)
    return _view(found) if found else None


@mutation(policy=signed_in)
def save_draft(
    ctx: Context, *, spot: str, base: int, content: str, title: str = "", category: str = "", tags: list[str]
) -> DraftSaved:
    """Keep what the viewer has typed at a spot, unless another page has saved something else since the version `base`.

    A draft that is empty is given up. Versions go up with time, also when a spot is written at anew.

    Raises:
        Invalid: It is more than a post may hold, or at no spot.
    """
    _require_fit(spot, content, title, category, tags)
    found = _find(ctx, spot)
    if found is not None and found.version != base:
        if (found.content, found.title) == (content, title):
            return DraftSaved(version=found.version)
        return DraftSaved(newer=_view(found))
    if not content.strip() and not title.strip():
        if found is not None:
            ctx.session.delete(found)
        return DraftSaved()
    if found is None:
        _make_room(ctx)
        found = Draft(user_id=ctx.user_id, spot=spot)
        ctx.session.add(found)
    found.content, found.title, found.category, found.tags = content, title, category, tags
    found.version = max(min(base, LARGEST - 1), int((ctx.now - FIRST_MOMENT).total_seconds())) + 1
    return DraftSaved(version=found.version)


@mutation(policy=signed_in)
def discard_draft(ctx: Context, *, spot: str) -> None:
    """Give up what was begun at a spot: it was sent, or is not wanted any more."""
    if found := _find(ctx, spot):
        ctx.session.delete(found)


def _find(ctx: Context, spot: str) -> Draft | None:
    return ctx.session.exec(select(Draft).where(Draft.user_id == ctx.user_id, Draft.spot == spot)).first()


def _view(draft: Draft) -> DraftView:
    return DraftView(
        spot=draft.spot,
        version=draft.version,
        title=draft.title,
        content=draft.content,
        category=draft.category,
        tags=draft.tags,
        saved_at=draft.updated_at,
    )


def _require_fit(spot: str, content: str, title: str, category: str, tags: list[str]) -> None:
    if not SPOT.fullmatch(spot):
        raise Invalid("A draft is kept for a new thread, a reply or an edit.")
    if len(content) > LONGEST:
        raise Invalid(f"This is longer than {LONGEST:,} characters, so it is not kept as a draft.", field="content")
    if max(map(len, (title, category, *tags))) > LONGEST_LINE or len(tags) > MOST_TAGS:
        raise Invalid("The title or a tag is too long, so this is not kept as a draft.", field="title")


def _make_room(ctx: Context) -> None:
    """Give up the oldest drafts of somebody who has begun very many."""
    mine = select(Draft).where(Draft.user_id == ctx.user_id).order_by(desc(col(Draft.updated_at)))
    for old in ctx.session.exec(mine.offset(MOST_DRAFTS - 1)).all():
        ctx.session.delete(old)
