"""What those who lead and administer the community do, on record."""

from collections.abc import Mapping

from academy.core import audit
from academy.core.audit import Change
from academy.core.fields import Record
from academy.live import Context


def put_on_record(
    ctx: Context, subject: Record, action: str, summary: str, changes: Mapping[str, Change] | None = None
) -> None:
    """Write down a change by the viewer: `action` is a verb in the past tense, such as `thread_pinned`."""
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action=f"community.{action}",
        subject=subject,
        summary=summary,
        changes=changes,
    )
