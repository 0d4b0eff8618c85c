"""Orders that want a look"""

from collections.abc import Sequence

from alembic import op

revision: str = "0020"
down_revision: str | Sequence[str] | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index(op.f("ix_purchases_by_dispute"), "purchases", ["dispute"])
    op.create_index(op.f("ix_purchases_by_overdue"), "purchases", ["overdue_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_purchases_by_overdue"), "purchases")
    op.drop_index(op.f("ix_purchases_by_dispute"), "purchases")
