"""What leavers had"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0025"
down_revision: str | Sequence[str] | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

HAD = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("organization_memberships") as batch_op:
        batch_op.add_column(sa.Column("departure", HAD, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("organization_memberships") as batch_op:
        batch_op.drop_column("departure")
