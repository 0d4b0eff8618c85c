"""Words of payments"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | Sequence[str] | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WORDS = ("description", "customer_email")


def upgrade() -> None:
    with op.batch_alter_table("purchases") as batch_op:
        for name in WORDS:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("purchases") as batch_op:
        for name in WORDS:
            batch_op.alter_column(name, existing_type=sa.String(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("purchases") as batch_op:
        for name in reversed(WORDS):
            batch_op.drop_column(name)
