"""What people show of themselves, and who knows whom."""

from academy.community.models import (
    ConnectionSource,
    ConnectionStatus,
    DismissedSuggestion,
    MemberProfile,
    PeerConnection,
    PersonBlock,
)
from academy.live import Context
from academy.skills.models import ProgressLevel, Skill, SkillCategory, SkillLevel, UserSkillProgress
from tests.queries.town.rows import Rows, Town


def acquaintances(ctx: Context, town: Town) -> Rows:
    def pair(asking: str, other: str, status: ConnectionStatus, note: str = "") -> Rows:
        low, high = sorted((town[asking].id, town[other].id))
        yield (
            f"{asking} and {other}",
            PeerConnection(
                user_id=low,
                connected_user_id=high,
                requester_id=town[asking].id,
                connection_source=ConnectionSource.MANUAL,
                status=status,
                note=note,
                requested_at=ctx.now,
                accepted_at=ctx.now if status == ConnectionStatus.ACCEPTED else None,
                declined_at=ctx.now if status == ConnectionStatus.DECLINED else None,
            ),
        )

    yield (
        "ada's card",
        MemberProfile(user_id=town["ada"].id, headline="Charts", about="I like them.", shows_skills=True),
    )
    yield from pair("ed", "max", ConnectionStatus.ACCEPTED)
    yield from pair("ira", "ada", ConnectionStatus.PENDING, note="We met in April.")
    yield from pair("ines", "ada", ConnectionStatus.DECLINED)
    yield "ada and mo", PersonBlock(user_id=town["ada"].id, blocked_id=town["mo"].id)
    yield "ben not for ada", DismissedSuggestion(user_id=town["ada"].id, other_id=town["ben"].id)
    yield (
        "charting",
        Skill(
            name="Charting",
            slug="charting",
            description="Charts.",
            category=SkillCategory.TECHNICAL,
            level=SkillLevel.FOUNDATIONAL,
        ),
    )
    for name in ("ada", "ira"):
        yield (
            f"{name}'s charting",
            UserSkillProgress(
                user_id=town[name].id, skill_id=town["charting"].id, current_level=ProgressLevel.PRACTITIONER
            ),
        )
