"""Requests to be connected that were declined and taken back"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0031"
down_revision: str | Sequence[str] | None = "0030"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("peer_connections", schema=None) as batch_op:
        batch_op.alter_column("requested_at", existing_type=sa.DateTime(timezone=True), nullable=True)


def downgrade() -> None:
    op.execute("UPDATE peer_connections SET requested_at = created_at WHERE requested_at IS NULL")
    with op.batch_alter_table("peer_connections", schema=None) as batch_op:
        batch_op.alter_column("requested_at", existing_type=sa.DateTime(timezone=True), nullable=False)
