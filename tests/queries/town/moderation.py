"""A reply that is reported, what was done about it, and words that hold back what contains them."""

from academy.community.models import (
    ActKind,
    ContentFlag,
    FlagReason,
    ModerationAction,
    ModerationCase,
    SpamPhrase,
)
from academy.identity.models import RoleAssignment, ScopedRole
from academy.live import Context
from tests.queries.town.rows import Rows, Town


def moderation(ctx: Context, town: Town) -> Rows:
    reply, thread = town["reply"], town["thread april"]
    what = {"thread_id": thread.id, "reply_id": reply.id}
    yield (
        "ed's moderation",
        RoleAssignment(user_id=town["ed"].id, role=ScopedRole.MODERATOR, cohort_id=town["april"].id),
    )
    yield "case", ModerationCase(audience=thread.audience, opened_at=ctx.now, **what)
    yield "flag", ContentFlag(user_id=town["ada"].id, reason=FlagReason.OTHER, note="It shouts.", **what)
    for kind, actor in ((ActKind.HOLD, None), (ActKind.NOTE, "ed")):
        yield (
            f"act {kind}",
            ModerationAction(
                kind=kind,
                actor_id=town[actor].id if actor else None,
                subject_id=reply.author_id,
                case_id=town["case"].id,
                audience=thread.audience,
                reason="It shouts.",
                **what,
            ),
        )
    yield "phrase", SpamPhrase(phrase="easy money")
