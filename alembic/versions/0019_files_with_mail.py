"""Files with mail"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | Sequence[str] | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

REMOVED = "(The text was removed, because it held a secret.)"


def upgrade() -> None:
    with op.batch_alter_table("mail_messages") as table:
        table.add_column(sa.Column("attachment_kind", sa.String(), nullable=True))
        table.add_column(sa.Column("attachment_key", sa.String(), nullable=True))
    mails = sa.table(
        "mail_messages",
        sa.column("is_secret", sa.Boolean),
        sa.column("status", sa.String),
        sa.column("text_body", sa.String),
        sa.column("html_body", sa.String),
    )
    given_up = mails.c.is_secret & mails.c.status.in_(["refused", "failed", "withheld"])
    op.execute(sa.update(mails).where(given_up).values(text_body=REMOVED, html_body=REMOVED))


def downgrade() -> None:
    with op.batch_alter_table("mail_messages") as table:
        table.drop_column("attachment_key")
        table.drop_column("attachment_kind")
