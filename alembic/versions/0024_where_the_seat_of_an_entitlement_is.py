"""Where the seat of an entitlement is"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | Sequence[str] | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("entitlements") as table:
        table.drop_column("taken_at")
        table.add_column(sa.Column("cohort_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            table.f("fk_entitlements_cohort_id"), "cohorts", ["cohort_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("entitlements") as table:
        table.drop_constraint(table.f("fk_entitlements_cohort_id"), type_="foreignkey")
        table.drop_column("cohort_id")
        table.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
