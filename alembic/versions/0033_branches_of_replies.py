"""Under which reply of the second level a deeper one is"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0033"
down_revision: str | Sequence[str] | None = "0032"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAME = "fk_discussion_replies_branch_id"


def upgrade() -> None:
    with op.batch_alter_table("discussion_replies") as table:
        table.add_column(sa.Column("branch_id", sa.Integer(), nullable=True))
        table.create_foreign_key(table.f(NAME), "discussion_replies", ["branch_id"], ["id"], ondelete="SET NULL")
        table.create_index(table.f("ix_discussion_replies_by_branch"), ["branch_id", "number"])


def downgrade() -> None:
    with op.batch_alter_table("discussion_replies") as table:
        table.drop_index(table.f("ix_discussion_replies_by_branch"))
        table.drop_constraint(table.f(NAME), type_="foreignkey")
        table.drop_column("branch_id")
