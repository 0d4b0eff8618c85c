"""The community: discussions, moderation, people; nothing had written to the tables it had before"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0030"
down_revision: str | Sequence[str] | None = "0029"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FORMER = (
    "reply_interactions",
    "thread_interactions",
    "discussion_replies",
    "discussion_threads",
    "peer_connections",
    "user_community_memberships",
    "external_community_links",
)


def upgrade() -> None:
    for name in FORMER:
        op.drop_table(name)
    op.create_table(
        "external_community_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column(
            "platform",
            sa.Enum(
                "circle",
                "skool",
                "discord",
                "slack",
                "other",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column(
            "access_level",
            sa.Enum(
                "all_users",
                "enrolled",
                "alumni",
                "premium",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("course_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("sso_enabled", sa.Boolean(), nullable=False),
        sa.Column("member_sync_enabled", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_community_links")),
        sa.UniqueConstraint("public_id", name=op.f("uq_external_community_links_public_id")),
    )
    with op.batch_alter_table("external_community_links", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_external_community_links_by_access"), ["access_level", "is_active"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_external_community_links_by_platform"), ["platform", "is_active"], unique=False
        )

    op.create_table(
        "spam_phrases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("phrase", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spam_phrases")),
        sa.UniqueConstraint("phrase", name=op.f("uq_spam_phrases_phrase")),
    )
    op.create_table(
        "dismissed_suggestions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_id"], ["users.id"], name=op.f("fk_dismissed_suggestions_other_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_dismissed_suggestions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissed_suggestions")),
        sa.UniqueConstraint("user_id", "other_id", name=op.f("uq_dismissed_suggestions_user_id_other_id")),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("spot", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("tags", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_drafts_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("user_id", "spot", name=op.f("uq_drafts_user_id_spot")),
    )
    op.create_table(
        "member_profiles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("headline", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("shows_title", sa.Boolean(), nullable=False),
        sa.Column("shows_company", sa.Boolean(), nullable=False),
        sa.Column("shows_linkedin", sa.Boolean(), nullable=False),
        sa.Column("shows_courses", sa.Boolean(), nullable=False),
        sa.Column("shows_skills", sa.Boolean(), nullable=False),
        sa.Column("is_suggestible", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_member_profiles_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_profiles")),
    )
    with op.batch_alter_table("member_profiles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_profiles_by_user"), ["user_id"], unique=True)

    op.create_table(
        "peer_connections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("connected_user_id", sa.Integer(), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("blocker_id", sa.Integer(), nullable=True),
        sa.Column(
            "connection_source",
            sa.Enum("cohort", "manual", "suggested", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "accepted",
                "declined",
                "blocked",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("user_id < connected_user_id", name="ck_peer_connections_order"),
        sa.ForeignKeyConstraint(
            ["blocker_id"], ["users.id"], name=op.f("fk_peer_connections_blocker_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["connected_user_id"], ["users.id"], name=op.f("fk_peer_connections_connected_user_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["users.id"], name=op.f("fk_peer_connections_requester_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_peer_connections_session_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_peer_connections_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_connections")),
        sa.UniqueConstraint("user_id", "connected_user_id", name=op.f("uq_peer_connections_user_id_connected_user_id")),
    )
    with op.batch_alter_table("peer_connections", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_peer_connections_by_connected"), ["connected_user_id", "status"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_peer_connections_by_session"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_peer_connections_by_user"), ["user_id", "status"], unique=False)

    op.create_table(
        "person_blocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("blocked_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("user_id <> blocked_id", name="ck_person_blocks_others"),
        sa.ForeignKeyConstraint(
            ["blocked_id"], ["users.id"], name=op.f("fk_person_blocks_blocked_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_person_blocks_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_blocks")),
        sa.UniqueConstraint("user_id", "blocked_id", name=op.f("uq_person_blocks_user_id_blocked_id")),
    )
    with op.batch_alter_table("person_blocks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_blocks_by_blocked"), ["blocked_id", "user_id"], unique=False)

    op.create_table(
        "place_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_place_readings_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_readings")),
        sa.UniqueConstraint("user_id", "audience", name=op.f("uq_place_readings_user_id_audience")),
    )
    op.create_table(
        "user_community_memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("external_member_id", sa.String(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("invited", "active", "inactive", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_sync_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["external_community_links.id"],
            name=op.f("fk_user_community_memberships_community_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_community_memberships_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_community_memberships")),
        sa.UniqueConstraint("user_id", "community_id", name=op.f("uq_user_community_memberships_user_id_community_id")),
    )
    with op.batch_alter_table("user_community_memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_community_memberships_by_community"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_community_memberships_by_user"), ["user_id"], unique=False)

    op.create_table(
        "discussion_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_discussion_files_file_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_files")),
    )
    with op.batch_alter_table("discussion_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_discussion_files_by_file"), ["file_id"], unique=True)
        batch_op.create_index(batch_op.f("ix_discussion_files_by_unused"), ["used_at", "created_at"], unique=False)

    op.create_table(
        "discussion_threads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "course",
                "session",
                "lesson",
                "general",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("lesson_id", sa.Integer(), nullable=True),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("is_announcement", sa.Boolean(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("tags", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("reply_count", sa.Integer(), nullable=False),
        sa.Column("view_count", sa.Integer(), nullable=False),
        sa.Column("like_count", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("top_count", sa.Integer(), nullable=False),
        sa.Column("last_activity_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_author_id", sa.Integer(), nullable=True),
        sa.Column("best_reply_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("active", "hidden", "flagged", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.Integer(), nullable=True),
        sa.Column("client_key", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_discussion_threads_author_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_discussion_threads_cohort_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_discussion_threads_course_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by_id"], ["users.id"], name=op.f("fk_discussion_threads_deleted_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["last_author_id"], ["users.id"], name=op.f("fk_discussion_threads_last_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lessons.id"], name=op.f("fk_discussion_threads_lesson_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_discussion_threads_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_threads")),
        sa.UniqueConstraint("author_id", "client_key", name=op.f("uq_discussion_threads_author_id_client_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_discussion_threads_public_id")),
        info={"search": ("title", "content"), "also_read_as": ("discussion_threads_search",)},
    )
    with op.batch_alter_table("discussion_threads", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_discussion_threads_by_audience"),
            ["audience", "status", "last_activity_at", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_discussion_threads_by_author"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_discussion_threads_by_category"),
            ["audience", "category", "status", "last_activity_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_discussion_threads_by_cohort"), ["cohort_id", "status", "last_activity_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_discussion_threads_by_cohort_lesson"),
            ["cohort_id", "lesson_id", "status", "last_activity_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_discussion_threads_by_cohort_session"),
            ["cohort_id", "session_id", "status", "last_activity_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_discussion_threads_by_course"), ["course_id", "status", "last_activity_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_discussion_threads_by_lesson"), ["lesson_id", "status"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_discussion_threads_by_likes"),
            ["audience", "status", "like_count", "last_activity_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_discussion_threads_by_pinned"), ["is_pinned", "scope", "status"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_discussion_threads_by_replies"),
            ["audience", "status", "reply_count", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_discussion_threads_by_session"), ["session_id", "status", "last_activity_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_discussion_threads_pinned"), ["audience", "is_pinned", "status"], unique=False
        )

    op.create_table(
        "discussion_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("parent_reply_id", sa.Integer(), nullable=True),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("is_instructor_reply", sa.Boolean(), nullable=False),
        sa.Column("is_best_answer", sa.Boolean(), nullable=False),
        sa.Column("like_count", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("active", "hidden", "flagged", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.Integer(), nullable=True),
        sa.Column("client_key", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_discussion_replies_author_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by_id"], ["users.id"], name=op.f("fk_discussion_replies_deleted_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["parent_reply_id"],
            ["discussion_replies.id"],
            name=op.f("fk_discussion_replies_parent_reply_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["root_id"], ["discussion_replies.id"], name=op.f("fk_discussion_replies_root_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["discussion_threads.id"], name=op.f("fk_discussion_replies_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_replies")),
        sa.UniqueConstraint("author_id", "client_key", name=op.f("uq_discussion_replies_author_id_client_key")),
        info={"search": ("content",), "also_read_as": ("discussion_replies_search",)},
    )
    with op.batch_alter_table("discussion_replies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_discussion_replies_by_author"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_discussion_replies_by_number"), ["thread_id", "number"], unique=True)
        batch_op.create_index(
            batch_op.f("ix_discussion_replies_by_parent"), ["parent_reply_id", "number"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_discussion_replies_by_position"), ["thread_id", "position"], unique=True)
        batch_op.create_index(batch_op.f("ix_discussion_replies_by_root"), ["root_id", "number"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_discussion_replies_by_thread"), ["thread_id", "status", "created_at"], unique=False
        )

    with op.batch_alter_table("discussion_threads") as table:
        table.create_foreign_key(
            table.f("fk_discussion_threads_best_reply_id"),
            "discussion_replies",
            ["best_reply_id"],
            ["id"],
            ondelete="SET NULL",
        )
    op.create_table(
        "thread_interactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column(
            "interaction",
            sa.Enum(
                "view",
                "like",
                "bookmark",
                "subscribe",
                "mute",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["discussion_threads.id"], name=op.f("fk_thread_interactions_thread_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_thread_interactions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_interactions")),
    )
    with op.batch_alter_table("thread_interactions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thread_interactions_by_thread"), ["thread_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_thread_interactions_by_thread_interaction"),
            ["thread_id", "interaction", "user_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_thread_interactions_by_user"), ["user_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_thread_interactions_by_user_thread_interaction"),
            ["user_id", "thread_id", "interaction"],
            unique=True,
        )

    op.create_table(
        "thread_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["discussion_threads.id"], name=op.f("fk_thread_readings_thread_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_thread_readings_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_readings")),
        sa.UniqueConstraint("user_id", "thread_id", name=op.f("uq_thread_readings_user_id_thread_id")),
    )
    with op.batch_alter_table("thread_readings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thread_readings_by_thread"), ["thread_id"], unique=False)

    op.create_table(
        "thread_tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["discussion_threads.id"], name=op.f("fk_thread_tags_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_tags")),
    )
    with op.batch_alter_table("thread_tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thread_tags_by_tag"), ["audience", "tag", "thread_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_thread_tags_by_thread"), ["thread_id", "tag"], unique=True)

    op.create_table(
        "content_flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "spam",
                "harassment",
                "off_topic",
                "private_data",
                "harmful",
                "other",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "open",
                "upheld",
                "rejected",
                "withdrawn",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["discussion_replies.id"], name=op.f("fk_content_flags_reply_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["discussion_threads.id"], name=op.f("fk_content_flags_thread_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_content_flags_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_flags")),
        sa.UniqueConstraint("user_id", "reply_id", name=op.f("uq_content_flags_user_id_reply_id")),
    )
    with op.batch_alter_table("content_flags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_content_flags_by_reply"), ["reply_id", "verdict"], unique=False)
        batch_op.create_index(batch_op.f("ix_content_flags_by_thread"), ["thread_id", "verdict"], unique=False)
        batch_op.create_index(batch_op.f("ix_content_flags_by_user"), ["user_id", "verdict"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_content_flags_one_a_thread"),
            ["user_id", "thread_id"],
            unique=True,
            sqlite_where=sa.text("reply_id IS NULL"),
            postgresql_where=sa.text("reply_id IS NULL"),
        )

    op.create_table(
        "content_mentions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["discussion_replies.id"], name=op.f("fk_content_mentions_reply_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["discussion_threads.id"], name=op.f("fk_content_mentions_thread_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_content_mentions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_mentions")),
        sa.UniqueConstraint("reply_id", "user_id", name=op.f("uq_content_mentions_reply_id_user_id")),
    )
    with op.batch_alter_table("content_mentions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_content_mentions_by_thread"), ["thread_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_content_mentions_by_user"), ["user_id", "id"], unique=False)

    op.create_table(
        "content_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["users.id"], name=op.f("fk_content_revisions_editor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["discussion_replies.id"], name=op.f("fk_content_revisions_reply_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["discussion_threads.id"], name=op.f("fk_content_revisions_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_revisions")),
    )
    with op.batch_alter_table("content_revisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_content_revisions_by_reply"), ["reply_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_content_revisions_by_thread"), ["thread_id", "id"], unique=False)

    op.create_table(
        "moderation_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["discussion_replies.id"], name=op.f("fk_moderation_cases_reply_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["discussion_threads.id"], name=op.f("fk_moderation_cases_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_cases")),
    )
    with op.batch_alter_table("moderation_cases", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_moderation_cases_by_audience"), ["audience", "is_open", "opened_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_moderation_cases_by_open"), ["is_open", "opened_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_moderation_cases_by_reply"), ["reply_id"], unique=True)
        batch_op.create_index(
            batch_op.f("ix_moderation_cases_one_a_thread"),
            ["thread_id"],
            unique=True,
            sqlite_where=sa.text("reply_id IS NULL"),
            postgresql_where=sa.text("reply_id IS NULL"),
        )

    op.create_table(
        "reply_interactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column(
            "interaction",
            sa.Enum("like", "flag", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["discussion_replies.id"], name=op.f("fk_reply_interactions_reply_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_reply_interactions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_interactions")),
        sa.UniqueConstraint(
            "user_id", "reply_id", "interaction", name=op.f("uq_reply_interactions_user_id_reply_id_interaction")
        ),
    )
    with op.batch_alter_table("reply_interactions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_interactions_by_reply"), ["reply_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_interactions_by_user"), ["user_id"], unique=False)

    op.create_table(
        "moderation_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "approve",
                "hide",
                "delete",
                "hold",
                "warn",
                "suspend",
                "lift",
                "note",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("before", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_moderation_actions_actor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["moderation_cases.id"], name=op.f("fk_moderation_actions_case_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["discussion_replies.id"], name=op.f("fk_moderation_actions_reply_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["users.id"], name=op.f("fk_moderation_actions_subject_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["discussion_threads.id"], name=op.f("fk_moderation_actions_thread_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["users.id"], name=op.f("fk_moderation_actions_undone_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_actions")),
    )
    with op.batch_alter_table("moderation_actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moderation_actions_by_actor"), ["actor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_moderation_actions_by_audience"), ["audience", "created_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_moderation_actions_by_case"), ["case_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_moderation_actions_by_moment"), ["created_at", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_moderation_actions_by_subject"), ["subject_id", "kind", "created_at"], unique=False
        )

    op.create_table(
        "user_suspensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("imposed_by_id", sa.Integer(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"], ["moderation_actions.id"], name=op.f("fk_user_suspensions_action_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["imposed_by_id"], ["users.id"], name=op.f("fk_user_suspensions_imposed_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["users.id"], name=op.f("fk_user_suspensions_lifted_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_suspensions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_suspensions")),
    )
    with op.batch_alter_table("user_suspensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_suspensions_by_action"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_suspensions_by_user"), ["user_id", "lifted_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("user_suspensions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_suspensions_by_user"))
        batch_op.drop_index(batch_op.f("ix_user_suspensions_by_action"))

    op.drop_table("user_suspensions")
    with op.batch_alter_table("moderation_actions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moderation_actions_by_subject"))
        batch_op.drop_index(batch_op.f("ix_moderation_actions_by_moment"))
        batch_op.drop_index(batch_op.f("ix_moderation_actions_by_case"))
        batch_op.drop_index(batch_op.f("ix_moderation_actions_by_audience"))
        batch_op.drop_index(batch_op.f("ix_moderation_actions_by_actor"))

    op.drop_table("moderation_actions")
    with op.batch_alter_table("reply_interactions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_interactions_by_user"))
        batch_op.drop_index(batch_op.f("ix_reply_interactions_by_reply"))

    op.drop_table("reply_interactions")
    with op.batch_alter_table("moderation_cases", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_moderation_cases_one_a_thread"),
            sqlite_where=sa.text("reply_id IS NULL"),
            postgresql_where=sa.text("reply_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_moderation_cases_by_reply"))
        batch_op.drop_index(batch_op.f("ix_moderation_cases_by_open"))
        batch_op.drop_index(batch_op.f("ix_moderation_cases_by_audience"))

    op.drop_table("moderation_cases")
    with op.batch_alter_table("content_revisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_content_revisions_by_thread"))
        batch_op.drop_index(batch_op.f("ix_content_revisions_by_reply"))

    op.drop_table("content_revisions")
    with op.batch_alter_table("content_mentions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_content_mentions_by_user"))
        batch_op.drop_index(batch_op.f("ix_content_mentions_by_thread"))

    op.drop_table("content_mentions")
    with op.batch_alter_table("content_flags", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_content_flags_one_a_thread"),
            sqlite_where=sa.text("reply_id IS NULL"),
            postgresql_where=sa.text("reply_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_content_flags_by_user"))
        batch_op.drop_index(batch_op.f("ix_content_flags_by_thread"))
        batch_op.drop_index(batch_op.f("ix_content_flags_by_reply"))

    op.drop_table("content_flags")
    with op.batch_alter_table("thread_tags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thread_tags_by_thread"))
        batch_op.drop_index(batch_op.f("ix_thread_tags_by_tag"))

    op.drop_table("thread_tags")
    with op.batch_alter_table("thread_readings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thread_readings_by_thread"))

    op.drop_table("thread_readings")
    with op.batch_alter_table("thread_interactions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thread_interactions_by_user_thread_interaction"))
        batch_op.drop_index(batch_op.f("ix_thread_interactions_by_user"))
        batch_op.drop_index(batch_op.f("ix_thread_interactions_by_thread_interaction"))
        batch_op.drop_index(batch_op.f("ix_thread_interactions_by_thread"))

    op.drop_table("thread_interactions")
    with op.batch_alter_table("discussion_threads") as table:
        table.drop_constraint(table.f("fk_discussion_threads_best_reply_id"), type_="foreignkey")
    with op.batch_alter_table("discussion_replies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_discussion_replies_by_thread"))
        batch_op.drop_index(batch_op.f("ix_discussion_replies_by_root"))
        batch_op.drop_index(batch_op.f("ix_discussion_replies_by_position"))
        batch_op.drop_index(batch_op.f("ix_discussion_replies_by_parent"))
        batch_op.drop_index(batch_op.f("ix_discussion_replies_by_number"))
        batch_op.drop_index(batch_op.f("ix_discussion_replies_by_author"))

    op.drop_table("discussion_replies")
    with op.batch_alter_table("discussion_threads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_discussion_threads_pinned"))
        batch_op.drop_index(batch_op.f("ix_discussion_threads_by_session"))
        batch_op.drop_index(batch_op.f("ix_discussion_threads_by_replies"))
        batch_op.drop_index(batch_op.f("ix_discussion_threads_by_pinned"))
        batch_op.drop_index(batch_op.f("ix_discussion_threads_by_likes"))
        batch_op.drop_index(batch_op.f("ix_discussion_threads_by_lesson"))
        batch_op.drop_index(batch_op.f("ix_discussion_threads_by_course"))
        batch_op.drop_index(batch_op.f("ix_discussion_threads_by_cohort_session"))
        batch_op.drop_index(batch_op.f("ix_discussion_threads_by_cohort_lesson"))
        batch_op.drop_index(batch_op.f("ix_discussion_threads_by_cohort"))
        batch_op.drop_index(batch_op.f("ix_discussion_threads_by_category"))
        batch_op.drop_index(batch_op.f("ix_discussion_threads_by_author"))
        batch_op.drop_index(batch_op.f("ix_discussion_threads_by_audience"))

    op.drop_table("discussion_threads")
    with op.batch_alter_table("discussion_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_discussion_files_by_unused"))
        batch_op.drop_index(batch_op.f("ix_discussion_files_by_file"))

    op.drop_table("discussion_files")
    with op.batch_alter_table("user_community_memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_community_memberships_by_user"))
        batch_op.drop_index(batch_op.f("ix_user_community_memberships_by_community"))

    op.drop_table("user_community_memberships")
    op.drop_table("place_readings")
    with op.batch_alter_table("person_blocks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_blocks_by_blocked"))

    op.drop_table("person_blocks")
    with op.batch_alter_table("peer_connections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_connections_by_user"))
        batch_op.drop_index(batch_op.f("ix_peer_connections_by_session"))
        batch_op.drop_index(batch_op.f("ix_peer_connections_by_connected"))

    op.drop_table("peer_connections")
    with op.batch_alter_table("member_profiles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_profiles_by_user"))

    op.drop_table("member_profiles")
    op.drop_table("drafts")
    op.drop_table("dismissed_suggestions")
    op.drop_table("spam_phrases")
    with op.batch_alter_table("external_community_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_external_community_links_by_platform"))
        batch_op.drop_index(batch_op.f("ix_external_community_links_by_access"))

    op.drop_table("external_community_links")
    restore()


def restore() -> None:
    """Make the tables as they were."""
    op.create_table(
        "external_community_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "platform",
            sa.Enum(
                "circle",
                "skool",
                "discord",
                "slack",
                "other",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column(
            "access_level",
            sa.Enum(
                "all_users",
                "enrolled",
                "alumni",
                "premium",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("course_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("sso_enabled", sa.Boolean(), nullable=False),
        sa.Column("member_sync_enabled", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_community_links")),
    )
    op.create_index(
        op.f("ix_external_community_links_by_access"), "external_community_links", ["access_level", "is_active"]
    )
    op.create_index(
        op.f("ix_external_community_links_by_platform"), "external_community_links", ["platform", "is_active"]
    )
    op.create_table(
        "peer_connections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("connected_user_id", sa.Integer(), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("blocker_id", sa.Integer(), nullable=True),
        sa.Column(
            "connection_source",
            sa.Enum("cohort", "manual", "suggested", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "accepted",
                "declined",
                "blocked",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("user_id < connected_user_id", name="ck_peer_connections_order"),
        sa.ForeignKeyConstraint(
            ["blocker_id"], ["users.id"], name=op.f("fk_peer_connections_blocker_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["connected_user_id"], ["users.id"], name=op.f("fk_peer_connections_connected_user_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["users.id"], name=op.f("fk_peer_connections_requester_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_peer_connections_session_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_peer_connections_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_connections")),
        sa.UniqueConstraint("user_id", "connected_user_id", name=op.f("uq_peer_connections_user_id_connected_user_id")),
    )
    op.create_index(op.f("ix_peer_connections_by_connected"), "peer_connections", ["connected_user_id", "status"])
    op.create_index(op.f("ix_peer_connections_by_session"), "peer_connections", ["session_id"])
    op.create_index(op.f("ix_peer_connections_by_user"), "peer_connections", ["user_id", "status"])
    op.create_table(
        "user_community_memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("external_member_id", sa.String(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("invited", "active", "inactive", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_sync_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["external_community_links.id"],
            name=op.f("fk_user_community_memberships_community_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_community_memberships_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_community_memberships")),
        sa.UniqueConstraint("user_id", "community_id", name=op.f("uq_user_community_memberships_user_id_community_id")),
    )
    op.create_index(op.f("ix_user_community_memberships_by_community"), "user_community_memberships", ["community_id"])
    op.create_index(op.f("ix_user_community_memberships_by_user"), "user_community_memberships", ["user_id"])
    op.create_table(
        "discussion_threads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "course",
                "session",
                "lesson",
                "general",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("lesson_id", sa.Integer(), nullable=True),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("is_announcement", sa.Boolean(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("tags", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("reply_count", sa.Integer(), nullable=False),
        sa.Column("view_count", sa.Integer(), nullable=False),
        sa.Column("like_count", sa.Integer(), nullable=False),
        sa.Column("last_activity_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum("active", "hidden", "flagged", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_discussion_threads_author_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_discussion_threads_cohort_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_discussion_threads_course_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lessons.id"], name=op.f("fk_discussion_threads_lesson_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_discussion_threads_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_threads")),
    )
    op.create_index(op.f("ix_discussion_threads_by_author"), "discussion_threads", ["author_id"])
    op.create_index(
        op.f("ix_discussion_threads_by_cohort"), "discussion_threads", ["cohort_id", "status", "last_activity_at"]
    )
    op.create_index(
        op.f("ix_discussion_threads_by_course"), "discussion_threads", ["course_id", "status", "last_activity_at"]
    )
    op.create_index(op.f("ix_discussion_threads_by_lesson"), "discussion_threads", ["lesson_id", "status"])
    op.create_index(op.f("ix_discussion_threads_by_pinned"), "discussion_threads", ["is_pinned", "scope", "status"])
    op.create_index(
        op.f("ix_discussion_threads_by_session"), "discussion_threads", ["session_id", "status", "last_activity_at"]
    )
    op.create_table(
        "discussion_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("parent_reply_id", sa.Integer(), nullable=True),
        sa.Column("is_instructor_reply", sa.Boolean(), nullable=False),
        sa.Column("is_best_answer", sa.Boolean(), nullable=False),
        sa.Column("like_count", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("active", "hidden", "flagged", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_discussion_replies_author_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["parent_reply_id"],
            ["discussion_replies.id"],
            name=op.f("fk_discussion_replies_parent_reply_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["discussion_threads.id"], name=op.f("fk_discussion_replies_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_replies")),
    )
    op.create_index(op.f("ix_discussion_replies_by_author"), "discussion_replies", ["author_id"])
    op.create_index(
        op.f("ix_discussion_replies_by_thread"), "discussion_replies", ["thread_id", "status", "created_at"]
    )
    op.create_table(
        "thread_interactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column(
            "interaction",
            sa.Enum(
                "view", "like", "bookmark", "subscribe", name=None, native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["discussion_threads.id"], name=op.f("fk_thread_interactions_thread_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_thread_interactions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_interactions")),
    )
    op.create_index(op.f("ix_thread_interactions_by_thread"), "thread_interactions", ["thread_id"])
    op.create_index(op.f("ix_thread_interactions_by_user"), "thread_interactions", ["user_id"])
    op.create_index(
        op.f("ix_thread_interactions_by_user_thread_interaction"),
        "thread_interactions",
        ["user_id", "thread_id", "interaction"],
        unique=True,
    )
    op.create_table(
        "reply_interactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column(
            "interaction",
            sa.Enum("like", "flag", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["discussion_replies.id"], name=op.f("fk_reply_interactions_reply_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_reply_interactions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_interactions")),
        sa.UniqueConstraint(
            "user_id", "reply_id", "interaction", name=op.f("uq_reply_interactions_user_id_reply_id_interaction")
        ),
    )
    op.create_index(op.f("ix_reply_interactions_by_reply"), "reply_interactions", ["reply_id"])
    op.create_index(op.f("ix_reply_interactions_by_user"), "reply_interactions", ["user_id"])
