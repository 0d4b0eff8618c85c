"""States of jobs"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("queued_jobs") as table:
        table.drop_index(op.f("ix_queued_jobs_by_next_try"))
        table.add_column(sa.Column("state", sa.String(32), nullable=False, server_default="waiting"))
        table.add_column(sa.Column("started_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("traceback", sa.String(), nullable=True))
    op.execute("UPDATE queued_jobs SET state = 'running', started_at = next_try_at WHERE worker IS NOT NULL")
    op.execute("UPDATE queued_jobs SET state = 'failed', ended_at = failed_at WHERE failed_at IS NOT NULL")
    states = sa.column("state").in_(["waiting", "running", "stopping", "failed", "done"])
    with op.batch_alter_table("queued_jobs") as table:
        table.alter_column("state", server_default=None)
        table.create_check_constraint(op.f("ck_queued_jobs_state"), states)
        table.drop_column("failed_at")
        table.create_index(op.f("ix_queued_jobs_by_next_try"), ["state", "next_try_at"])
        table.create_index(op.f("ix_queued_jobs_by_end"), ["state", "ended_at"])


def downgrade() -> None:
    op.execute("DELETE FROM queued_jobs WHERE state = 'done'")
    with op.batch_alter_table("queued_jobs") as table:
        table.drop_index(op.f("ix_queued_jobs_by_next_try"))
        table.drop_index(op.f("ix_queued_jobs_by_end"))
        table.add_column(sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE queued_jobs SET failed_at = ended_at WHERE state = 'failed'")
    with op.batch_alter_table("queued_jobs") as table:
        table.drop_constraint(op.f("ck_queued_jobs_state"), type_="check")
        for column in ("traceback", "ended_at", "started_at", "state"):
            table.drop_column(column)
        table.create_index(op.f("ix_queued_jobs_by_next_try"), ["failed_at", "next_try_at"])
