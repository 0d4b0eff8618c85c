"""Presence"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "live_presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("active_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_presence")),
        sa.UniqueConstraint("client", name=op.f("uq_live_presence_client")),
    )
    op.create_index(op.f("ix_live_presence_by_topic"), "live_presence", ["topic"])
    op.create_index(op.f("ix_live_presence_by_worker"), "live_presence", ["worker"])
    op.create_table(
        "live_workers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("alive_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_workers")),
        sa.UniqueConstraint("name", name=op.f("uq_live_workers_name")),
    )


def downgrade() -> None:
    op.drop_table("live_workers")
    op.drop_table("live_presence")
