"""The log of changes names the columns of an update; the triggers that write it are made anew after every migration"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0034"
down_revision: str | Sequence[str] | None = "0033"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    if "live_changes" in sa.inspect(op.get_bind()).get_table_names():
        op.execute("DELETE FROM live_changes")
        op.add_column("live_changes", sa.Column("changed", sa.Text(), nullable=True))


def downgrade() -> None:
    if "live_changes" in sa.inspect(op.get_bind()).get_table_names():
        op.drop_column("live_changes", "changed")
