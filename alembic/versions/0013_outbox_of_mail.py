"""Outbox of mail: attempts, reports, suppressed addresses; digests and quiet hours"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | Sequence[str] | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CATEGORIES = ["seats", "waitlist", "schedule", "learning", "company", "replies", "instructor_replies", "best_answers", "threads", "connections", "moderation", "account", "news"]
BEFORE = ["queued", "sent", "failed"]
STATES = ["queued", "sent", "delivered", "bounced", "refused", "failed", "withheld"]
SECRETS = ["identity.sign_in", "identity.email_change"]


def upgrade() -> None:
    with op.batch_alter_table("mail_messages") as table:
        table.add_column(sa.Column("category", sa.String(32), nullable=True))
        table.add_column(sa.Column("is_essential", sa.Boolean(), nullable=False, server_default=sa.true()))
        table.add_column(sa.Column("is_secret", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("provider_id", sa.String(), nullable=True))
        table.drop_constraint(op.f("ck_mail_messages_status"), type_="check")
    mails = sa.table("mail_messages", sa.column("is_secret", sa.Boolean), sa.column("template", sa.String))
    op.execute(sa.update(mails).where(mails.c.template.in_(SECRETS)).values(is_secret=True))
    with op.batch_alter_table("mail_messages") as table:
        table.alter_column("is_essential", server_default=None)
        table.alter_column("is_secret", server_default=None)
        table.create_check_constraint(op.f("ck_mail_messages_status"), sa.column("status").in_(STATES))
        table.create_check_constraint(op.f("ck_mail_messages_category"), sa.column("category").in_(CATEGORIES))
        table.create_index(op.f("ix_mail_messages_by_provider_id"), ["provider_id"])
    op.create_table(
        "mail_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("is_taken", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["mail_messages.id"], name=op.f("fk_mail_attempts_message_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_attempts")),
    )
    op.create_index(op.f("ix_mail_attempts_by_message"), "mail_attempts", ["message_id"])
    op.create_table(
        "mail_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_key", sa.String(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["mail_messages.id"], name=op.f("fk_mail_reports_message_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_reports")),
    )
    op.create_index(op.f("ix_mail_reports_by_event"), "mail_reports", ["event_key"], unique=True)
    op.create_index(op.f("ix_mail_reports_by_message"), "mail_reports", ["message_id"])
    op.create_table(
        "mail_suppressions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("cause", sa.Enum("hard_bounce", "complaint", name=None, native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["mail_messages.id"], name=op.f("fk_mail_suppressions_message_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_suppressions")),
    )
    op.create_index(op.f("ix_mail_suppressions_by_email"), "mail_suppressions", ["email"], unique=True)
    op.create_table(
        "notification_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Enum("off", "daily", "weekly", name=None, native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=False),
        sa.Column("digest_weekday", sa.Integer(), nullable=False),
        sa.Column("next_digest_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notification_settings_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_settings")),
    )
    op.create_index(op.f("ix_notification_settings_by_user"), "notification_settings", ["user_id"], unique=True)
    op.create_index(op.f("ix_notification_settings_by_next_digest"), "notification_settings", ["next_digest_at"])
    op.create_table(
        "digest_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.Enum(*CATEGORIES, name=None, native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_digest_items_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_items")),
    )
    op.create_index(op.f("ix_digest_items_by_user"), "digest_items", ["user_id"])


def downgrade() -> None:
    for table_name in ("digest_items", "notification_settings", "mail_suppressions", "mail_reports", "mail_attempts"):
        op.drop_table(table_name)
    op.execute("UPDATE mail_messages SET status = 'sent' WHERE status = 'delivered'")
    op.execute("UPDATE mail_messages SET status = 'failed' WHERE status IN ('bounced', 'refused', 'withheld')")
    with op.batch_alter_table("mail_messages") as table:
        table.drop_index(op.f("ix_mail_messages_by_provider_id"))
        table.drop_constraint(op.f("ck_mail_messages_category"), type_="check")
        table.drop_constraint(op.f("ck_mail_messages_status"), type_="check")
        for column in ("provider_id", "next_try_at", "is_secret", "is_essential", "category"):
            table.drop_column(column)
    with op.batch_alter_table("mail_messages") as table:
        table.create_check_constraint(op.f("ck_mail_messages_status"), sa.column("status").in_(BEFORE))
