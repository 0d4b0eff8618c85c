"""Which reply of a thread is the latest that everybody sees"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0038"
down_revision: str | Sequence[str] | None = "0037"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LATEST = """
    SELECT max(number) FROM discussion_replies
    WHERE thread_id = discussion_threads.id AND status = 'active' AND deleted_at IS NULL
"""


def upgrade() -> None:
    op.add_column("discussion_threads", sa.Column("last_shown", sa.Integer(), nullable=False, server_default="0"))
    op.execute(f"UPDATE discussion_threads SET last_shown = coalesce(({LATEST}), 0)")  # noqa: S608


def downgrade() -> None:
    op.drop_column("discussion_threads", "last_shown")
