"""In which thread a reply is that somebody likes; nobody had liked any"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0035"
down_revision: str | Sequence[str] | None = "0034"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAME = "fk_reply_interactions_thread_id"


def upgrade() -> None:
    op.execute("DELETE FROM reply_interactions")
    with op.batch_alter_table("reply_interactions") as table:
        table.add_column(sa.Column("thread_id", sa.Integer(), nullable=False))
        table.add_column(sa.Column("number", sa.Integer(), nullable=False))
        table.create_foreign_key(table.f(NAME), "discussion_threads", ["thread_id"], ["id"], ondelete="CASCADE")
        table.create_index(table.f("ix_reply_interactions_by_user_thread"), ["user_id", "thread_id"])


def downgrade() -> None:
    with op.batch_alter_table("reply_interactions") as table:
        table.drop_index(table.f("ix_reply_interactions_by_user_thread"))
        table.drop_constraint(table.f(NAME), type_="foreignkey")
        table.drop_column("number")
        table.drop_column("thread_id")
