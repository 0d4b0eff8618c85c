"""Why companies are suspended"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0018"
down_revision: str | Sequence[str] | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CAUSES = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("organizations") as batch_op:
        batch_op.add_column(sa.Column("suspended_for", CAUSES, nullable=False, server_default="{}"))
    organizations = sa.table(
        "organizations",
        sa.column("id", sa.Integer),
        sa.column("status", sa.String),
        sa.column("suspended_reason", sa.String),
        sa.column("suspended_for", CAUSES),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(organizations).where(organizations.c.status == "suspended")).all():
        reason = row.suspended_reason or ""
        cause = "billing" if reason.startswith("An invoice") else "admin"
        changed = organizations.update().where(organizations.c.id == row.id)
        connection.execute(changed.values(suspended_for={cause: reason}))
    with op.batch_alter_table("organizations") as batch_op:
        batch_op.alter_column("suspended_for", existing_type=CAUSES, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("organizations") as batch_op:
        batch_op.drop_column("suspended_for")
