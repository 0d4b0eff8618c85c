"""Lists of threads by index"""

from collections.abc import Sequence

from alembic import op

revision: str = "0037"
down_revision: str | Sequence[str] | None = "0036"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

THREADS = {
    "by_category_likes": ["audience", "category", "status", "like_count", "last_activity_at", "id"],
    "by_category_replies": ["audience", "category", "status", "reply_count", "created_at", "id"],
    "newest": ["status", "last_activity_at", "id"],
}


def upgrade() -> None:
    for name, columns in THREADS.items():
        op.create_index(op.f(f"ix_discussion_threads_{name}"), "discussion_threads", columns)
    op.create_index(op.f("ix_thread_tags_by_word"), "thread_tags", ["tag", "thread_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_thread_tags_by_word"), table_name="thread_tags")
    for name in THREADS:
        op.drop_index(op.f(f"ix_discussion_threads_{name}"), table_name="discussion_threads")
