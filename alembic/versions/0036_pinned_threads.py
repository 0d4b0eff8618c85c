"""An index of the threads that are pinned alone: there are few"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0036"
down_revision: str | Sequence[str] | None = "0035"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.drop_index(op.f("ix_discussion_threads_pinned"), "discussion_threads")
    op.create_index(
        op.f("ix_discussion_threads_pinned"),
        "discussion_threads",
        ["audience"],
        sqlite_where=sa.text("is_pinned = 1"),
        postgresql_where=sa.text("is_pinned"),
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_discussion_threads_pinned"), "discussion_threads")
    op.create_index(op.f("ix_discussion_threads_pinned"), "discussion_threads", ["audience", "is_pinned", "status"])
