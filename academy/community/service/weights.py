"""What somebody's flag counts: less for those whose flags were mostly rejected."""

from dataclasses import dataclass

from sqlmodel import col, func, select

from academy.community.models import ContentFlag, FlagVerdict
from academy.live import Context

WHOLE = 100
"""The weight of one person's word, in hundredths."""

MANY = 3
"""After so many rejected flags, most of them wrong, somebody's flags still reach the queue but count nothing."""

TO_HIDE = 3 * WHOLE
"""What the flags of an item have to weigh to hide it: nobody's weighs more than one, so it takes three people."""


@dataclass(frozen=True)
class Reputation:
    """What became of somebody's flags."""

    upheld: int = 0
    rejected: int = 0

    @property
    def weight(self) -> int:
        """What their next flag counts: all until they were wrong more often than right, from there on less and less."""
        if self.rejected >= MANY and self.rejected > self.upheld:
            return 0
        return min(WHOLE, 2 * WHOLE * (self.upheld + 1) // (self.upheld + self.rejected + 2))


def reputation_of(ctx: Context, user_id: int) -> Reputation:
    """Return what became of somebody's flags so far."""
    counts = select(ContentFlag.verdict, func.count()).where(
        ContentFlag.user_id == user_id, col(ContentFlag.verdict).in_((FlagVerdict.UPHELD, FlagVerdict.REJECTED))
    )
    found = dict(ctx.session.exec(counts.group_by(col(ContentFlag.verdict))).all())
    return Reputation(upheld=found.get(FlagVerdict.UPHELD, 0), rejected=found.get(FlagVerdict.REJECTED, 0))


def hides(weights: list[int]) -> bool:
    """Tell whether flags of these weights, each of another person, are enough to hide an item until it is looked at."""
    return sum(weights) >= TO_HIDE
