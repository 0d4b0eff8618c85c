"""Whom administrators let count as premium, beside those with a plan."""

from datetime import timedelta

from sqlmodel import col, select

from academy.community.events import PremiumChanged
from academy.community.models import PremiumGrant
from academy.community.schemas.elsewhere import GrantRow
from academy.community.service.trail import put_on_record
from academy.core.errors import Invalid, NotFound
from academy.identity.models import User
from academy.identity.policy import platform_admin
from academy.live import Context, mutation, query

SHOWN = 200
MOST_DAYS = 3_650


@query(policy=platform_admin)
def premium_grants(ctx: Context) -> list[GrantRow]:
    """Those who count as premium because an administrator says so, the latest first."""
    rows = ctx.session.exec(
        select(PremiumGrant, User)
        .join(User, col(User.id) == PremiumGrant.user_id)
        .where(col(PremiumGrant.revoked_at).is_(None))
        .order_by(col(PremiumGrant.id).desc())
        .limit(SHOWN)
    )
    return [
        GrantRow(id=row.id, name=user.name, email=user.email, note=row.note, until=row.until)
        for row, user in rows
        if row.until is None or not ctx.is_past(row.until)
    ]


@mutation(policy=platform_admin)
def grant_premium(ctx: Context, *, email: str, note: str, days: int | None) -> None:
    """Let somebody count as premium, for good or for so many days.

    Raises:
        Invalid: Nobody has this address, or it would be for too long.
    """
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise Invalid(f"Choose from 1 to {MOST_DAYS:,} days, or leave it empty: then it is for good.", field="days")
    user = ctx.session.exec(select(User).where(User.email == email.strip().lower())).first()
    if user is None:
        raise Invalid("There is nobody with this address. They have to sign in once first.", field="email")
    until = ctx.now + timedelta(days=days) if days else None
    row = PremiumGrant(user_id=user.id, granted_by_id=ctx.viewer.user_id, note=" ".join(note.split()), until=until)
    ctx.session.add(row)
    ctx.session.flush()
    put_on_record(ctx, row, "premium_granted", f"Let {user.name} count as premium.")
    ctx.publish(PremiumChanged(user.id, until))


@mutation(policy=platform_admin)
def revoke_premium(ctx: Context, *, grant_id: int) -> None:
    """Let somebody not count as premium any more.

    Raises:
        NotFound: There is no such grant.
    """
    row = ctx.session.get(PremiumGrant, grant_id)
    if row is None:
        raise NotFound("This has been taken back already.")
    if row.revoked_at is None:
        row.revoked_at = ctx.now
        name = ctx.session.get_one(User, row.user_id).name
        put_on_record(ctx, row, "premium_revoked", f"Let {name} not count as premium any more.")
        ctx.publish(PremiumChanged(row.user_id, None))
