"""News in the bell, and what people want to hear of"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CATEGORIES = ("seats", "waitlist", "schedule", "learning", "company", "replies", "instructor_replies", "best_answers", "threads", "connections", "moderation", "account", "news")


def upgrade() -> None:
    op.create_table(
        "notifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.Enum(*CATEGORIES, name=None, native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notifications_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notifications_public_id")),
    )
    op.create_index(op.f("ix_notifications_by_user"), "notifications", ["user_id", "created_at"])
    op.create_index(op.f("ix_notifications_by_user_unread"), "notifications", ["user_id", "read_at"])
    op.create_index(op.f("ix_notifications_by_about"), "notifications", ["user_id", "about"])
    op.create_table(
        "notification_preferences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.Enum(*CATEGORIES, name=None, native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column("channel", sa.Enum("bell", "mail", name=None, native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notification_preferences_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_preferences")),
    )
    op.create_index(op.f("ix_notification_preferences_by_choice"), "notification_preferences", ["user_id", "category", "channel"], unique=True)


def downgrade() -> None:
    op.drop_table("notification_preferences")
    op.drop_table("notifications")
