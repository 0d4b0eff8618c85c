"""The record of what was done: by whom, to what, and when."""

from typing import Any

from pydantic import JsonValue
from sqlalchemy import ColumnElement
from sqlmodel import and_, col, desc, or_, select

from academy import routes
from academy.admin.schemas import TrailChange, TrailRow
from academy.core.audit import AuditEntry
from academy.core.search import holds
from academy.identity.models import User
from academy.identity.policy import is_admin, opens, platform_admin
from academy.identity.schemas import Place, PlacePage
from academy.live import Context, Page, page_of, query

PAGE = 25
VALUE_LENGTH = 120

opens(Place.ADMIN, PlacePage(label="Audit", url=routes.ADMIN_AUDIT.url()))(is_admin)

_entry: Any = AuditEntry


@query(policy=platform_admin)
def person_trail(ctx: Context, *, user_id: int, until: str = "") -> Page[TrailRow]:
    """What was done by a person, and to their account."""
    about = and_(AuditEntry.subject_table == str(User.__tablename__), AuditEntry.subject_id == user_id)
    return _page(ctx, until, or_(AuditEntry.actor_id == user_id, about))


@query(policy=platform_admin)
def trail_page(
    ctx: Context, *, words: str = "", domain: str = "", actor_id: int = 0, until: str = ""
) -> Page[TrailRow]:
    """What was done: all, in a domain, by a person, or found by words of its summary or its kind."""
    conditions: list[ColumnElement[bool] | bool] = []
    if text := words.strip():
        conditions.append(or_(holds(text, _entry.summary), holds("_".join(text.split()), _entry.action)))
    if domain:
        conditions.append(_entry.action.startswith(f"{domain}.", autoescape=True))
    if actor_id:
        conditions.append(AuditEntry.actor_id == actor_id)
    return _page(ctx, until, *conditions)


def _page(ctx: Context, until: str, *conditions: ColumnElement[bool] | bool) -> Page[TrailRow]:
    statement = select(AuditEntry).where(*conditions)
    order = (desc(_entry.created_at), desc(_entry.id))
    found = page_of(ctx, statement, lambda row: row.id, of=int, order=order, until=until, size=PAGE)
    entries = (
        select(AuditEntry, User.name)
        .join(User, col(User.id) == AuditEntry.actor_id, isouter=True)
        .where(_entry.id.in_(found.rows))
        .order_by(*order)
    )
    rows = [_row(entry, name or "") for entry, name in ctx.session.exec(entries)]
    return found.showing(TrailRow, rows)


def _row(entry: AuditEntry, actor: str) -> TrailRow:
    changes = [
        TrailChange(field=field.replace("_", " "), before=_words(before), after=_words(after))
        for field, (before, after) in entry.changes.items()
    ]
    return TrailRow(
        id=entry.id,
        action=entry.action,
        summary=entry.summary,
        actor_id=entry.actor_id,
        actor=actor,
        subject=entry.subject_table.replace("_", " "),
        changes=changes,
        at=entry.created_at,
    )


def _words(value: JsonValue) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= VALUE_LENGTH else f"{text[:VALUE_LENGTH]}…"
