"""Orders by time"""

from collections.abc import Sequence

from alembic import op

revision: str = "0017"
down_revision: str | Sequence[str] | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index(op.f("ix_purchases_by_created"), "purchases", ["created_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_purchases_by_created"), "purchases")
