"""The log of changes names the columns of an update: nothing to do here but to let the triggers be made anew"""

from collections.abc import Sequence

revision: str = "0034"
down_revision: str | Sequence[str] | None = "0033"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
