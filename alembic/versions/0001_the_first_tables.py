"""The first tables"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


TABLES_LAST_FIRST = (
    "reply_interactions",
    "question_responses",
    "learning_gain_analytics",
    "thread_interactions",
    "path_certificates",
    "discussion_replies",
    "assessment_questions",
    "assessment_attempts",
    "user_path_enrollments",
    "lesson_competencies",
    "discussion_threads",
    "chat_messages",
    "assessments",
    "seat_holds",
    "purchases",
    "office_hours_bookings",
    "lessons",
    "learning_path_steps",
    "competency_evidence",
    "chat_conversations",
    "certificates",
    "waitlist",
    "team_members",
    "team_analytics",
    "session_recordings",
    "role_assignments",
    "resources",
    "organization_invites",
    "manager_reports",
    "learning_paths",
    "executive_reports",
    "enrollments",
    "enablement_kit_items",
    "cohort_sessions",
    "user_skill_progress",
    "user_privacy_settings",
    "user_community_memberships",
    "user_bookmarks",
    "teams",
    "stored_files",
    "skill_badges",
    "resource_interactions",
    "prompts",
    "peer_connections",
    "organization_memberships",
    "organization_managers",
    "manager_access_logs",
    "mail_messages",
    "learning_reminders",
    "cohorts",
    "auth_sessions",
    "email_changes",
    "auth_identities",
    "audit_entries",
    "analytics_events",
    "users",
    "sessions",
    "organization_analytics",
    "course_skills",
    "competencies",
    "webhook_deliveries",
    "skills",
    "organizations",
    "rate_limits",
    "login_tokens",
    "local_checkouts",
    "inbound_events",
    "glossary_terms",
    "external_community_links",
    "courses",
    "contact_submissions",
)


def upgrade() -> None:
    op.create_table(
        "contact_submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=True),
        sa.Column("team_size", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "contacted",
                "converted",
                "spam",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("brevo_contact_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_submissions")),
    )
    op.create_index(op.f("ix_contact_submissions_by_email"), "contact_submissions", ["email"])
    op.create_index(op.f("ix_contact_submissions_by_status"), "contact_submissions", ["status"])
    op.create_table(
        "courses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column(
            "session_type",
            sa.Enum("cohort", "webinar", "hackathon", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("price_b2c", sa.Integer(), nullable=False),
        sa.Column("price_b2b", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("max_participants", sa.Integer(), nullable=False),
        sa.Column(
            "impact_level",
            sa.Enum("L1", "L2", "L3", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "capability_level",
            sa.Enum(
                "fundamentals",
                "intermediate",
                "advanced",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "individual",
                "team",
                "enterprise",
                "all",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("outcomes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "status",
            sa.Enum("draft", "published", "archived", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses")),
    )
    op.create_index(op.f("ix_courses_by_session_type"), "courses", ["session_type"])
    op.create_index(op.f("ix_courses_by_slug"), "courses", ["slug"], unique=True)
    op.create_index(op.f("ix_courses_by_status"), "courses", ["status"])
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
        "glossary_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("abbreviation", sa.String(), nullable=True),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("extended_definition", sa.String(), nullable=True),
        sa.Column("related_term_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("skill_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("examples", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_terms")),
        info={"search": "term"},
    )
    op.create_index(op.f("ix_glossary_terms_by_abbreviation"), "glossary_terms", ["abbreviation"])
    op.create_index(op.f("ix_glossary_terms_by_category"), "glossary_terms", ["category"])
    op.create_index(op.f("ix_glossary_terms_by_slug"), "glossary_terms", ["slug"], unique=True)
    op.create_table(
        "inbound_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("provider_event_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("is_signature_valid", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("processed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "applied",
                "unchanged",
                "ignored",
                "unknown_purchase",
                "refused",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_events")),
    )
    op.create_index(
        op.f("ix_inbound_events_by_provider_event"), "inbound_events", ["provider", "provider_event_id"], unique=True
    )
    op.create_table(
        "local_checkouts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("customer_email", sa.String(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("refunded_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "paid",
                "declined",
                "expired",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("payment_intent_id", sa.String(), nullable=True),
        sa.Column("return_url", sa.String(), nullable=False),
        sa.Column("cancel_url", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_checkouts")),
        sa.UniqueConstraint("payment_intent_id", name=op.f("uq_local_checkouts_payment_intent_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_local_checkouts_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_local_checkouts_reference")),
    )
    op.create_table(
        "login_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("browser_hash", sa.String(), nullable=False),
        sa.Column("next_path", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_tokens")),
    )
    op.create_index(op.f("ix_login_tokens_by_browser"), "login_tokens", ["browser_hash"])
    op.create_index(op.f("ix_login_tokens_by_email"), "login_tokens", ["email"])
    op.create_index(op.f("ix_login_tokens_by_token"), "login_tokens", ["token_hash"], unique=True)
    op.create_table(
        "rate_limits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_limits")),
    )
    op.create_index(op.f("ix_rate_limits_by_free_at"), "rate_limits", ["free_at"])
    op.create_index(op.f("ix_rate_limits_by_key"), "rate_limits", ["key"], unique=True)
    op.create_table(
        "organizations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("domain_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("contact_name", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending_payment",
                "active",
                "suspended",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("seats_purchased", sa.Integer(), nullable=False),
        sa.Column("seats_used", sa.Integer(), nullable=False),
        sa.Column("stripe_customer_id", sa.String(), nullable=True),
        sa.Column("stripe_invoice_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
    )
    op.create_index(op.f("ix_organizations_by_contact_email"), "organizations", ["contact_email"])
    op.create_index(op.f("ix_organizations_by_domain"), "organizations", ["domain"])
    op.create_index(op.f("ix_organizations_by_status"), "organizations", ["status"])
    op.create_table(
        "skills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "technical",
                "strategic",
                "leadership",
                "domain",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "foundational",
                "practitioner",
                "advanced",
                "expert",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("parent_skill_id", sa.Integer(), nullable=True),
        sa.Column("prerequisites", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("icon_url", sa.String(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_skill_id"], ["skills.id"], name=op.f("fk_skills_parent_skill_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skills")),
    )
    op.create_index(op.f("ix_skills_by_category"), "skills", ["category"])
    op.create_index(op.f("ix_skills_by_level"), "skills", ["level"])
    op.create_index(op.f("ix_skills_by_parent"), "skills", ["parent_skill_id"])
    op.create_index(op.f("ix_skills_by_slug"), "skills", ["slug"], unique=True)
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_type", sa.String(), nullable=False),
        sa.Column("target_url", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "status",
            sa.Enum("pending", "delivered", "failed", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("response_code", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
    )
    op.create_index(op.f("ix_webhook_deliveries_by_event_type"), "webhook_deliveries", ["event_type"])
    op.create_index(op.f("ix_webhook_deliveries_by_status"), "webhook_deliveries", ["status"])
    op.create_table(
        "competencies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("assessment_criteria", sa.String(), nullable=False),
        sa.Column("evidence_types", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("passing_threshold", sa.Float(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["skill_id"], ["skills.id"], name=op.f("fk_competencies_skill_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competencies")),
    )
    op.create_index(op.f("ix_competencies_by_skill"), "competencies", ["skill_id"])
    op.create_table(
        "course_skills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column(
            "skill_level",
            sa.Enum(
                "introduces", "develops", "masters", name=None, native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_course_skills_course_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"], ["skills.id"], name=op.f("fk_course_skills_skill_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_skills")),
        sa.UniqueConstraint("course_id", "skill_id", name=op.f("uq_course_skills_course_id_skill_id")),
    )
    op.create_index(op.f("ix_course_skills_by_course"), "course_skills", ["course_id"])
    op.create_index(op.f("ix_course_skills_by_skill"), "course_skills", ["skill_id"])
    op.create_table(
        "organization_analytics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column(
            "period_type",
            sa.Enum("daily", "weekly", "monthly", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("period_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("period_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total_enrollments", sa.Integer(), nullable=False),
        sa.Column("active_enrollments", sa.Integer(), nullable=False),
        sa.Column("completed_enrollments", sa.Integer(), nullable=False),
        sa.Column("total_learning_hours", sa.Float(), nullable=False),
        sa.Column("avg_learning_hours_per_user", sa.Float(), nullable=False),
        sa.Column("lessons_completed", sa.Integer(), nullable=False),
        sa.Column("avg_assessment_score", sa.Float(), nullable=True),
        sa.Column("avg_learning_gain", sa.Float(), nullable=True),
        sa.Column("certificates_issued", sa.Integer(), nullable=False),
        sa.Column("skills_acquired", sa.Integer(), nullable=False),
        sa.Column("avg_skill_progress", sa.Float(), nullable=False),
        sa.Column("enrollments_change", sa.Integer(), nullable=False),
        sa.Column("completion_rate_change", sa.Float(), nullable=False),
        sa.Column("calculated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_organization_analytics_organization_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_analytics")),
    )
    op.create_index(
        op.f("ix_organization_analytics_by_organization"),
        "organization_analytics",
        ["organization_id", "period_type", "period_start"],
        unique=True,
    )
    op.create_index(
        op.f("ix_organization_analytics_by_period"), "organization_analytics", ["period_type", "period_start"]
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "type",
            sa.Enum("S", "W", "MM", "CAP", "IO", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("day_number", sa.Integer(), nullable=False),
        sa.Column("order_in_day", sa.Integer(), nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("outcomes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_sessions_course_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_by_course"), "sessions", ["course_id"])
    op.create_index(op.f("ix_sessions_by_course_day"), "sessions", ["course_id", "day_number", "order_in_day"])
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "individual",
                "org_admin",
                "org_member",
                "platform_admin",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("company", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("linkedin_url", sa.String(), nullable=True),
        sa.Column("phone_number", sa.String(), nullable=True),
        sa.Column("timezone", sa.String(), nullable=True),
        sa.Column("email_notifications", sa.Boolean(), nullable=False),
        sa.Column("sms_notifications", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_users_organization_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
    )
    op.create_index(op.f("ix_users_by_email"), "users", ["email"], unique=True)
    op.create_index(op.f("ix_users_by_organization"), "users", ["organization_id"])
    op.create_table(
        "analytics_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("visitor_id", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("properties", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_analytics_events_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analytics_events")),
    )
    op.create_index(op.f("ix_analytics_events_by_event"), "analytics_events", ["event"])
    op.create_index(op.f("ix_analytics_events_by_session"), "analytics_events", ["visitor_id"])
    op.create_index(op.f("ix_analytics_events_by_user"), "analytics_events", ["user_id"])
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_table", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("changes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_audit_entries_actor_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_by_actor"), "audit_entries", ["actor_id", "created_at"])
    op.create_index(op.f("ix_audit_entries_by_subject"), "audit_entries", ["subject_table", "subject_id", "created_at"])
    op.create_table(
        "auth_identities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_auth_identities_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auth_identities")),
    )
    op.create_index(op.f("ix_auth_identities_by_issuer_subject"), "auth_identities", ["issuer", "subject"], unique=True)
    op.create_index(op.f("ix_auth_identities_by_user"), "auth_identities", ["user_id"])
    op.create_table(
        "email_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("new_email", sa.String(), nullable=False),
        sa.Column("old_token_hash", sa.String(), nullable=False),
        sa.Column("new_token_hash", sa.String(), nullable=False),
        sa.Column("old_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("new_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_email_changes_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_changes")),
    )
    op.create_index(op.f("ix_email_changes_by_new_token"), "email_changes", ["new_token_hash"], unique=True)
    op.create_index(op.f("ix_email_changes_by_old_token"), "email_changes", ["old_token_hash"], unique=True)
    op.create_index(op.f("ix_email_changes_by_user"), "email_changes", ["user_id"], unique=True)
    op.create_table(
        "auth_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_agent", sa.String(), nullable=False),
        sa.Column("ip", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_auth_sessions_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auth_sessions")),
    )
    op.create_index(op.f("ix_auth_sessions_by_token"), "auth_sessions", ["token_hash"], unique=True)
    op.create_index(op.f("ix_auth_sessions_by_user"), "auth_sessions", ["user_id"])
    op.create_table(
        "cohorts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("start_date", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_date", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("max_capacity", sa.Integer(), nullable=False),
        sa.Column("current_enrollment", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "scheduled",
                "open",
                "in_progress",
                "completed",
                "cancelled",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("zoom_link", sa.String(), nullable=True),
        sa.Column("instructor_id", sa.Integer(), nullable=True),
        sa.Column("is_b2b", sa.Boolean(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("current_enrollment >= 0", name="ck_cohorts_enrollment"),
        sa.CheckConstraint("end_date >= start_date", name="ck_cohorts_dates"),
        sa.CheckConstraint("max_capacity >= 0", name="ck_cohorts_capacity"),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_cohorts_course_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["instructor_id"], ["users.id"], name=op.f("fk_cohorts_instructor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_cohorts_organization_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohorts_public_id")),
    )
    op.create_index(op.f("ix_cohorts_by_course"), "cohorts", ["course_id"])
    op.create_index(op.f("ix_cohorts_by_organization"), "cohorts", ["organization_id"])
    op.create_index(op.f("ix_cohorts_by_start_date"), "cohorts", ["start_date"])
    op.create_index(op.f("ix_cohorts_by_status"), "cohorts", ["status"])
    op.create_table(
        "learning_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=False),
        sa.Column(
            "target_type",
            sa.Enum(
                "individual",
                "team",
                "behind_schedule",
                "inactive",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("target_user_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("target_team_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("inactivity_days", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("include_progress", sa.Boolean(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("email", "in_app", "both", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recipient_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_learning_reminders_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sent_by"], ["users.id"], name=op.f("fk_learning_reminders_sent_by"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_reminders")),
    )
    op.create_index(op.f("ix_learning_reminders_by_organization"), "learning_reminders", ["organization_id", "sent_at"])
    op.create_index(op.f("ix_learning_reminders_by_sender"), "learning_reminders", ["sent_by"])
    op.create_table(
        "mail_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("to_email", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text_body", sa.String(), nullable=False),
        sa.Column("html_body", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("queued", "sent", "failed", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_mail_messages_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_messages")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mail_messages_public_id")),
    )
    op.create_index(op.f("ix_mail_messages_by_recipient"), "mail_messages", ["to_email"])
    op.create_index(op.f("ix_mail_messages_by_status"), "mail_messages", ["status", "created_at"])
    op.create_index(op.f("ix_mail_messages_by_user"), "mail_messages", ["user_id"])
    op.create_table(
        "manager_access_logs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column(
            "access_type",
            sa.Enum(
                "view_dashboard",
                "export_report",
                "view_individual",
                "send_reminder",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("target_user_id", sa.Integer(), nullable=True),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["manager_id"], ["users.id"], name=op.f("fk_manager_access_logs_manager_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_manager_access_logs_organization_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["target_user_id"], ["users.id"], name=op.f("fk_manager_access_logs_target_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manager_access_logs")),
    )
    op.create_index(op.f("ix_manager_access_logs_by_manager"), "manager_access_logs", ["manager_id"])
    op.create_index(op.f("ix_manager_access_logs_by_target"), "manager_access_logs", ["target_user_id"])
    op.create_table(
        "organization_managers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("admin", "manager", "viewer", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("permissions", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("team_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("department_scope", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_organization_managers_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_organization_managers_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_managers")),
    )
    op.create_index(
        op.f("ix_organization_managers_by_organization"), "organization_managers", ["organization_id", "is_active"]
    )
    op.create_index(op.f("ix_organization_managers_by_user"), "organization_managers", ["user_id"])
    op.create_index(
        op.f("ix_organization_managers_by_user_org"),
        "organization_managers",
        ["user_id", "organization_id"],
        unique=True,
    )
    op.create_table(
        "organization_memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_organization_memberships_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_organization_memberships_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_memberships")),
    )
    op.create_index(
        op.f("ix_organization_memberships_by_organization_user"),
        "organization_memberships",
        ["organization_id", "user_id"],
        unique=True,
    )
    op.create_index(op.f("ix_organization_memberships_by_user"), "organization_memberships", ["user_id"])
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
        "prompts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "writing",
                "analysis",
                "coding",
                "research",
                "business",
                "creative",
                "system",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subcategory", sa.String(), nullable=False),
        sa.Column("prompt_template", sa.String(), nullable=False),
        sa.Column("variables", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("example_output", sa.String(), nullable=True),
        sa.Column("recommended_models", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("model_settings", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("skill_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("tags", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("use_count", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Float(), nullable=True),
        sa.Column("rating_count", sa.Integer(), nullable=False),
        sa.Column("is_featured", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column(
            "access_level",
            sa.Enum(
                "public",
                "registered",
                "enrolled",
                "premium",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_prompts_author_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompts")),
        info={"search": "title"},
    )
    op.create_index(op.f("ix_prompts_by_category"), "prompts", ["category", "is_active"])
    op.create_index(op.f("ix_prompts_by_featured"), "prompts", ["is_featured", "is_active"])
    op.create_index(op.f("ix_prompts_by_slug"), "prompts", ["slug"], unique=True)
    op.create_table(
        "resource_interactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "resource_type",
            sa.Enum("resource", "glossary", "prompt", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column(
            "interaction_type",
            sa.Enum(
                "view",
                "download",
                "bookmark",
                "rate",
                "share",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_resource_interactions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_interactions")),
        sa.UniqueConstraint(
            "user_id",
            "resource_type",
            "resource_id",
            "interaction_type",
            name=op.f("uq_resource_interactions_user_id_resource_type_resource_id_interaction_type"),
        ),
    )
    op.create_index(
        op.f("ix_resource_interactions_by_resource"), "resource_interactions", ["resource_type", "resource_id"]
    )
    op.create_index(op.f("ix_resource_interactions_by_user"), "resource_interactions", ["user_id"])
    op.create_index(
        op.f("ix_resource_interactions_by_user_resource"),
        "resource_interactions",
        ["user_id", "resource_type", "resource_id"],
    )
    op.create_table(
        "skill_badges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "foundational",
                "practitioner",
                "advanced",
                "expert",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("earned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("badge_data", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("public_url", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["skill_id"], ["skills.id"], name=op.f("fk_skill_badges_skill_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_skill_badges_user_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_badges")),
        sa.UniqueConstraint("public_id", name=op.f("uq_skill_badges_public_id")),
    )
    op.create_index(op.f("ix_skill_badges_by_skill"), "skill_badges", ["skill_id"])
    op.create_index(op.f("ix_skill_badges_by_user"), "skill_badges", ["user_id"])
    op.create_index(op.f("ix_skill_badges_by_user_skill_level"), "skill_badges", ["user_id", "skill_id", "level"])
    op.create_table(
        "stored_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_stored_files_owner_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_files")),
        sa.UniqueConstraint("public_id", name=op.f("uq_stored_files_public_id")),
    )
    op.create_index(op.f("ix_stored_files_by_owner"), "stored_files", ["owner_id"])
    op.create_index(op.f("ix_stored_files_by_sha256"), "stored_files", ["sha256"])
    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.Column("target_courses", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("target_paths", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("target_skills", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("completion_deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("member_count", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["manager_id"], ["users.id"], name=op.f("fk_teams_manager_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_teams_organization_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
    )
    op.create_index(op.f("ix_teams_by_manager"), "teams", ["manager_id"])
    op.create_index(op.f("ix_teams_by_organization"), "teams", ["organization_id", "is_active"])
    op.create_table(
        "user_bookmarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "resource_type",
            sa.Enum("resource", "glossary", "prompt", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("notes", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_user_bookmarks_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_bookmarks")),
        sa.UniqueConstraint(
            "user_id", "resource_type", "resource_id", name=op.f("uq_user_bookmarks_user_id_resource_type_resource_id")
        ),
    )
    op.create_index(op.f("ix_user_bookmarks_by_user"), "user_bookmarks", ["user_id"])
    op.create_index(op.f("ix_user_bookmarks_by_user_type"), "user_bookmarks", ["user_id", "resource_type"])
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
        "user_privacy_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("allow_manager_view_scores", sa.Boolean(), nullable=False),
        sa.Column("allow_manager_view_activity", sa.Boolean(), nullable=False),
        sa.Column("allow_manager_view_certificates", sa.Boolean(), nullable=False),
        sa.Column("allow_leaderboard_display", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_privacy_settings_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_privacy_settings")),
    )
    op.create_index(op.f("ix_user_privacy_settings_by_user"), "user_privacy_settings", ["user_id"], unique=True)
    op.create_table(
        "user_skill_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column(
            "current_level",
            sa.Enum(
                "none",
                "foundational",
                "practitioner",
                "advanced",
                "expert",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("progress_percent", sa.Float(), nullable=False),
        sa.Column("evidence_count", sa.Integer(), nullable=False),
        sa.Column("last_assessed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by_instructor", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["skill_id"], ["skills.id"], name=op.f("fk_user_skill_progress_skill_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_skill_progress_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_skill_progress")),
    )
    op.create_index(op.f("ix_user_skill_progress_by_skill"), "user_skill_progress", ["skill_id"])
    op.create_index(op.f("ix_user_skill_progress_by_user"), "user_skill_progress", ["user_id"])
    op.create_index(
        op.f("ix_user_skill_progress_by_user_skill"), "user_skill_progress", ["user_id", "skill_id"], unique=True
    )
    op.create_table(
        "cohort_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("join_url", sa.String(), nullable=True),
        sa.Column("recording_url", sa.String(), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name="ck_cohort_sessions_times"),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_cohort_sessions_cohort_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_cohort_sessions_session_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_sessions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_sessions_public_id")),
    )
    op.create_index(op.f("ix_cohort_sessions_by_cohort"), "cohort_sessions", ["cohort_id", "starts_at"])
    op.create_table(
        "enablement_kit_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "slides",
                "prompts",
                "template",
                "chatbot",
                "worksheet",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("external_url", sa.String(), nullable=True),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_enablement_kit_items_course_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_enablement_kit_items_file_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enablement_kit_items")),
    )
    op.create_index(op.f("ix_enablement_kit_items_by_course"), "enablement_kit_items", ["course_id"])
    op.create_table(
        "enrollments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "held",
                "active",
                "completed",
                "cancelled",
                "expired",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("hold_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("purchase_date", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "payment_status",
            sa.Enum(
                "pending",
                "completed",
                "failed",
                "refunded",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "payment_type",
            sa.Enum("b2c", "b2b", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("stripe_payment_intent_id", sa.String(), nullable=True),
        sa.Column("stripe_checkout_session_id", sa.String(), nullable=True),
        sa.Column("intake_survey_completed", sa.Boolean(), nullable=False),
        sa.Column("office_hours_eligible_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("materials_access_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chatbot_access_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("progress_percent", sa.Float(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_enrollments_cohort_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_enrollments_course_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_enrollments_organization_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_enrollments_user_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollments")),
        sa.UniqueConstraint("public_id", name=op.f("uq_enrollments_public_id")),
    )
    op.create_index(op.f("ix_enrollments_by_cohort"), "enrollments", ["cohort_id"])
    op.create_index(op.f("ix_enrollments_by_cohort_status"), "enrollments", ["cohort_id", "status"])
    op.create_index(op.f("ix_enrollments_by_organization"), "enrollments", ["organization_id"])
    op.create_index(op.f("ix_enrollments_by_stripe_session"), "enrollments", ["stripe_checkout_session_id"])
    op.create_index(op.f("ix_enrollments_by_user"), "enrollments", ["user_id"])
    op.create_index(op.f("ix_enrollments_by_user_course"), "enrollments", ["user_id", "course_id"])
    op.create_index(
        op.f("ix_enrollments_one_live_seat"),
        "enrollments",
        ["user_id", "cohort_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('held', 'active', 'completed')"),
        postgresql_where=sa.text("status IN ('held', 'active', 'completed')"),
    )
    op.create_table(
        "executive_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("metrics", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("generated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pdf_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_executive_reports_cohort_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_executive_reports_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["pdf_id"], ["stored_files.id"], name=op.f("fk_executive_reports_pdf_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_executive_reports")),
    )
    op.create_index(op.f("ix_executive_reports_by_organization"), "executive_reports", ["organization_id"])
    op.create_table(
        "learning_paths",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("short_description", sa.String(), nullable=False),
        sa.Column(
            "target_audience",
            sa.Enum(
                "individual",
                "team",
                "enterprise",
                "all",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("target_role", sa.String(), nullable=True),
        sa.Column("estimated_duration", sa.String(), nullable=False),
        sa.Column("total_courses", sa.Integer(), nullable=False),
        sa.Column("total_hours", sa.Float(), nullable=False),
        sa.Column("skill_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("outcomes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "pricing_model",
            sa.Enum(
                "individual", "bundled", "subscription", name=None, native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("bundle_price", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("thumbnail_id", sa.Integer(), nullable=True),
        sa.Column("icon_url", sa.String(), nullable=True),
        sa.Column("color", sa.String(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_featured", sa.Boolean(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("enrollment_count", sa.Integer(), nullable=False),
        sa.Column("completion_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["thumbnail_id"], ["stored_files.id"], name=op.f("fk_learning_paths_thumbnail_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_paths")),
    )
    op.create_index(op.f("ix_learning_paths_by_audience"), "learning_paths", ["target_audience", "is_active"])
    op.create_index(op.f("ix_learning_paths_by_featured"), "learning_paths", ["is_featured", "is_active"])
    op.create_index(op.f("ix_learning_paths_by_order"), "learning_paths", ["is_active", "is_featured", "sort_order"])
    op.create_index(op.f("ix_learning_paths_by_slug"), "learning_paths", ["slug"], unique=True)
    op.create_table(
        "manager_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column(
            "report_type",
            sa.Enum(
                "progress_summary",
                "individual_detail",
                "skill_matrix",
                "roi_analysis",
                "engagement",
                "compliance",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("team_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("course_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("date_range", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("is_scheduled", sa.Boolean(), nullable=False),
        sa.Column(
            "schedule_frequency",
            sa.Enum("daily", "weekly", "monthly", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("recipients", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("last_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_send_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "format",
            sa.Enum("pdf", "csv", "xlsx", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("last_generated_file_id", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_manager_reports_created_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["last_generated_file_id"],
            ["stored_files.id"],
            name=op.f("fk_manager_reports_last_generated_file_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_manager_reports_organization_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manager_reports")),
    )
    op.create_index(op.f("ix_manager_reports_by_creator"), "manager_reports", ["created_by"])
    op.create_index(op.f("ix_manager_reports_by_organization"), "manager_reports", ["organization_id", "is_active"])
    op.create_index(op.f("ix_manager_reports_by_scheduled"), "manager_reports", ["is_scheduled", "next_send_at"])
    op.create_table(
        "organization_invites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "accepted",
                "expired",
                "revoked",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "member", "admin", "manager", "viewer", name=None, native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_organization_invites_cohort_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["users.id"], name=op.f("fk_organization_invites_invited_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_organization_invites_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_organization_invites_team_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_invites")),
    )
    op.create_index(op.f("ix_organization_invites_by_email"), "organization_invites", ["email"])
    op.create_index(op.f("ix_organization_invites_by_organization"), "organization_invites", ["organization_id"])
    op.create_index(op.f("ix_organization_invites_by_status"), "organization_invites", ["status"])
    op.create_index(op.f("ix_organization_invites_by_token"), "organization_invites", ["token_hash"], unique=True)
    op.create_table(
        "resources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "template",
                "framework",
                "prompt",
                "glossary",
                "case_study",
                "checklist",
                "tool_guide",
                "video",
                "article",
                "external_link",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("tags", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("file_type", sa.String(), nullable=True),
        sa.Column("external_url", sa.String(), nullable=True),
        sa.Column("video_url", sa.String(), nullable=True),
        sa.Column(
            "access_level",
            sa.Enum(
                "public",
                "registered",
                "enrolled",
                "course_specific",
                "premium",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("course_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("skill_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("download_count", sa.Integer(), nullable=False),
        sa.Column("view_count", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Float(), nullable=True),
        sa.Column("rating_count", sa.Integer(), nullable=False),
        sa.Column("is_featured", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_resources_author_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_resources_file_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resources")),
        info={"search": "title"},
    )
    op.create_index(op.f("ix_resources_by_category"), "resources", ["category", "is_active"])
    op.create_index(op.f("ix_resources_by_featured"), "resources", ["is_featured", "is_active"])
    op.create_index(op.f("ix_resources_by_slug"), "resources", ["slug"], unique=True)
    op.create_index(op.f("ix_resources_by_type"), "resources", ["type", "is_active"])
    op.create_table(
        "role_assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "instructor",
                "moderator",
                "content_editor",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_role_assignments_cohort_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_role_assignments_course_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["users.id"], name=op.f("fk_role_assignments_granted_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_role_assignments_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_assignments")),
    )
    op.create_index(op.f("ix_role_assignments_by_cohort"), "role_assignments", ["cohort_id"])
    op.create_index(op.f("ix_role_assignments_by_course"), "role_assignments", ["course_id"])
    op.create_index(op.f("ix_role_assignments_by_user"), "role_assignments", ["user_id"])
    op.create_table(
        "session_recordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("video_url", sa.String(), nullable=False),
        sa.Column("duration", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_session_recordings_cohort_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_session_recordings_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_recordings")),
    )
    op.create_index(op.f("ix_session_recordings_by_cohort"), "session_recordings", ["cohort_id"])
    op.create_table(
        "team_analytics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column(
            "period_type",
            sa.Enum("daily", "weekly", "monthly", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("period_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("period_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_count", sa.Integer(), nullable=False),
        sa.Column("active_members", sa.Integer(), nullable=False),
        sa.Column("avg_progress_percent", sa.Float(), nullable=False),
        sa.Column("lessons_completed", sa.Integer(), nullable=False),
        sa.Column("total_learning_hours", sa.Float(), nullable=False),
        sa.Column("avg_assessment_score", sa.Float(), nullable=True),
        sa.Column("courses_completed", sa.Integer(), nullable=False),
        sa.Column("top_performers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("calculated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_team_analytics_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_analytics_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_analytics")),
    )
    op.create_index(
        op.f("ix_team_analytics_by_organization"), "team_analytics", ["organization_id", "period_type", "period_start"]
    )
    op.create_index(
        op.f("ix_team_analytics_by_team"), "team_analytics", ["team_id", "period_type", "period_start"], unique=True
    )
    op.create_table(
        "team_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("member", "lead", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_members_team_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_team_members_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_members")),
        sa.UniqueConstraint("team_id", "user_id", name=op.f("uq_team_members_team_id_user_id")),
    )
    op.create_index(op.f("ix_team_members_by_team"), "team_members", ["team_id"])
    op.create_index(op.f("ix_team_members_by_user"), "team_members", ["user_id"])
    op.create_table(
        "waitlist",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "offered",
                "enrolled",
                "expired",
                "cancelled",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offer_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_waitlist_cohort_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_waitlist_course_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_waitlist_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist")),
    )
    op.create_index(op.f("ix_waitlist_by_cohort_position"), "waitlist", ["cohort_id", "position"])
    op.create_index(op.f("ix_waitlist_by_course"), "waitlist", ["course_id"])
    op.create_index(op.f("ix_waitlist_by_status"), "waitlist", ["status"])
    op.create_index(op.f("ix_waitlist_by_user"), "waitlist", ["user_id"])
    op.create_index(
        op.f("ix_waitlist_one_place_for_cohort"),
        "waitlist",
        ["user_id", "cohort_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('waiting', 'offered') AND cohort_id IS NOT NULL"),
        postgresql_where=sa.text("status IN ('waiting', 'offered') AND cohort_id IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_waitlist_one_place_for_course"),
        "waitlist",
        ["user_id", "course_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('waiting', 'offered') AND cohort_id IS NULL"),
        postgresql_where=sa.text("status IN ('waiting', 'offered') AND cohort_id IS NULL"),
    )
    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("certificate_number", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("badge_data", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("verification_url", sa.String(), nullable=False),
        sa.Column("badge_image_id", sa.Integer(), nullable=True),
        sa.Column("pdf_id", sa.Integer(), nullable=True),
        sa.Column("linkedin_share_url", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["badge_image_id"], ["stored_files.id"], name=op.f("fk_certificates_badge_image_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_certificates_cohort_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_certificates_course_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_certificates_enrollment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["pdf_id"], ["stored_files.id"], name=op.f("fk_certificates_pdf_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_certificates_user_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("public_id", name=op.f("uq_certificates_public_id")),
    )
    op.create_index(op.f("ix_certificates_by_certificate_number"), "certificates", ["certificate_number"], unique=True)
    op.create_index(op.f("ix_certificates_by_enrollment"), "certificates", ["enrollment_id"], unique=True)
    op.create_index(op.f("ix_certificates_by_user"), "certificates", ["user_id"])
    op.create_index(op.f("ix_certificates_by_verification_url"), "certificates", ["verification_url"], unique=True)
    op.create_table(
        "chat_conversations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_chat_conversations_course_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_chat_conversations_enrollment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_chat_conversations_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_conversations")),
    )
    op.create_index(op.f("ix_chat_conversations_by_enrollment"), "chat_conversations", ["enrollment_id"])
    op.create_index(op.f("ix_chat_conversations_by_user"), "chat_conversations", ["user_id"])
    op.create_table(
        "competency_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=True),
        sa.Column(
            "evidence_type",
            sa.Enum(
                "quiz",
                "project",
                "peer_review",
                "instructor_assessment",
                "self_assessment",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("evidence_url", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("assessed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessed_by"], ["users.id"], name=op.f("fk_competency_evidence_assessed_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["competency_id"],
            ["competencies.id"],
            name=op.f("fk_competency_evidence_competency_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollments.id"],
            name=op.f("fk_competency_evidence_enrollment_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_competency_evidence_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_evidence")),
    )
    op.create_index(op.f("ix_competency_evidence_by_competency"), "competency_evidence", ["competency_id"])
    op.create_index(op.f("ix_competency_evidence_by_enrollment"), "competency_evidence", ["enrollment_id"])
    op.create_index(op.f("ix_competency_evidence_by_user"), "competency_evidence", ["user_id"])
    op.create_table(
        "learning_path_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("step_number", sa.Integer(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column(
            "unlock_rule",
            sa.Enum(
                "immediate",
                "sequential",
                "after_days",
                "after_completion",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unlock_after_step_id", sa.Integer(), nullable=True),
        sa.Column("unlock_after_days", sa.Integer(), nullable=True),
        sa.Column("recommended_timeframe", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_learning_path_steps_course_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["path_id"], ["learning_paths.id"], name=op.f("fk_learning_path_steps_path_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["unlock_after_step_id"],
            ["learning_path_steps.id"],
            name=op.f("fk_learning_path_steps_unlock_after_step_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_path_steps")),
    )
    op.create_index(op.f("ix_learning_path_steps_by_course"), "learning_path_steps", ["course_id"])
    op.create_index(op.f("ix_learning_path_steps_by_path"), "learning_path_steps", ["path_id", "step_number"])
    op.create_table(
        "lessons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("order_in_session", sa.Integer(), nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.Column("slides_url", sa.String(), nullable=True),
        sa.Column("worksheet_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_lessons_session_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["worksheet_id"], ["enablement_kit_items.id"], name=op.f("fk_lessons_worksheet_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
    )
    op.create_index(op.f("ix_lessons_by_session"), "lessons", ["session_id"])
    op.create_table(
        "office_hours_bookings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("scheduled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calcom_event_id", sa.String(), nullable=False),
        sa.Column("calcom_booking_uid", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "scheduled",
                "completed",
                "cancelled",
                "no_show",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollments.id"],
            name=op.f("fk_office_hours_bookings_enrollment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_office_hours_bookings_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_hours_bookings")),
    )
    op.create_index(
        op.f("ix_office_hours_bookings_by_calcom_uid"), "office_hours_bookings", ["calcom_booking_uid"], unique=True
    )
    op.create_index(op.f("ix_office_hours_bookings_by_enrollment"), "office_hours_bookings", ["enrollment_id"])
    op.create_index(op.f("ix_office_hours_bookings_by_user"), "office_hours_bookings", ["user_id"])
    op.create_table(
        "seat_holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_seat_holds_cohort_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_seat_holds_enrollment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_holds")),
        sa.UniqueConstraint("enrollment_id", name=op.f("uq_seat_holds_enrollment_id")),
    )
    op.create_index(op.f("ix_seat_holds_by_cohort"), "seat_holds", ["cohort_id", "expires_at"])
    op.create_table(
        "purchases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("refund_requested_cents", sa.Integer(), nullable=False),
        sa.Column("refunded_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "completed",
                "failed",
                "expired",
                "partially_refunded",
                "refunded",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("gateway", sa.String(), nullable=False),
        sa.Column("gateway_session_id", sa.String(), nullable=True),
        sa.Column("payment_intent_id", sa.String(), nullable=True),
        sa.Column("checkout_url", sa.String(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("refund_requested_cents <= amount_cents", name="ck_purchases_refund_requested"),
        sa.CheckConstraint("refunded_cents <= amount_cents", name="ck_purchases_refunded"),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_purchases_enrollment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_purchases_user_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchases")),
        sa.UniqueConstraint("public_id", name=op.f("uq_purchases_public_id")),
    )
    op.create_index(op.f("ix_purchases_by_enrollment"), "purchases", ["enrollment_id"])
    op.create_index(op.f("ix_purchases_by_gateway_session"), "purchases", ["gateway_session_id"], unique=True)
    op.create_index(op.f("ix_purchases_by_payment_intent"), "purchases", ["payment_intent_id"])
    op.create_index(op.f("ix_purchases_by_status"), "purchases", ["status"])
    op.create_index(op.f("ix_purchases_by_user"), "purchases", ["user_id"])
    op.create_index(
        op.f("ix_purchases_one_pending"),
        "purchases",
        ["enrollment_id"],
        unique=True,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "assessments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column(
            "type",
            sa.Enum(
                "pre_course",
                "post_course",
                "knowledge_check",
                "skill_assessment",
                "certification",
                "self_assessment",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("lesson_id", sa.Integer(), nullable=True),
        sa.Column("skill_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("time_limit", sa.Integer(), nullable=True),
        sa.Column("passing_score", sa.Float(), nullable=False),
        sa.Column("allow_retake", sa.Boolean(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=True),
        sa.Column(
            "show_correct_answers",
            sa.Enum(
                "never",
                "after_submit",
                "after_passing",
                "after_all_attempts",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("randomize_questions", sa.Boolean(), nullable=False),
        sa.Column("randomize_answers", sa.Boolean(), nullable=False),
        sa.Column("questions_per_attempt", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_assessments_course_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lessons.id"], name=op.f("fk_assessments_lesson_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
    )
    op.create_index(op.f("ix_assessments_by_course"), "assessments", ["course_id", "type", "is_active"])
    op.create_index(op.f("ix_assessments_by_lesson"), "assessments", ["lesson_id", "is_active"])
    op.create_index(op.f("ix_assessments_by_type"), "assessments", ["type", "is_active"])
    op.create_table(
        "chat_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("user", "assistant", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("token_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["chat_conversations.id"],
            name=op.f("fk_chat_messages_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_messages")),
    )
    op.create_index(op.f("ix_chat_messages_by_conversation"), "chat_messages", ["conversation_id"])
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
        "lesson_competencies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column(
            "contribution_level",
            sa.Enum(
                "introduces", "reinforces", "assesses", name=None, native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["competency_id"],
            ["competencies.id"],
            name=op.f("fk_lesson_competencies_competency_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lessons.id"], name=op.f("fk_lesson_competencies_lesson_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_competencies")),
        sa.UniqueConstraint("lesson_id", "competency_id", name=op.f("uq_lesson_competencies_lesson_id_competency_id")),
    )
    op.create_index(op.f("ix_lesson_competencies_by_competency"), "lesson_competencies", ["competency_id"])
    op.create_index(op.f("ix_lesson_competencies_by_lesson"), "lesson_competencies", ["lesson_id"])
    op.create_table(
        "user_path_enrollments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "paused",
                "completed",
                "expired",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("current_step_id", sa.Integer(), nullable=True),
        sa.Column("completed_steps", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("progress_percent", sa.Float(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "payment_type",
            sa.Enum(
                "bundled",
                "individual",
                "subscription",
                "organization",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("stripe_subscription_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["current_step_id"],
            ["learning_path_steps.id"],
            name=op.f("fk_user_path_enrollments_current_step_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_user_path_enrollments_organization_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["path_id"], ["learning_paths.id"], name=op.f("fk_user_path_enrollments_path_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_path_enrollments_user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_path_enrollments")),
    )
    op.create_index(op.f("ix_user_path_enrollments_by_organization"), "user_path_enrollments", ["organization_id"])
    op.create_index(op.f("ix_user_path_enrollments_by_path"), "user_path_enrollments", ["path_id"])
    op.create_index(op.f("ix_user_path_enrollments_by_user"), "user_path_enrollments", ["user_id"])
    op.create_index(op.f("ix_user_path_enrollments_by_user_path"), "user_path_enrollments", ["user_id", "path_id"])
    op.create_index(
        op.f("ix_user_path_enrollments_one_live_enrollment"),
        "user_path_enrollments",
        ["user_id", "path_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('active', 'paused')"),
        postgresql_where=sa.text("status IN ('active', 'paused')"),
    )
    op.create_table(
        "assessment_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=True),
        sa.Column("attempt_number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "in_progress",
                "submitted",
                "graded",
                "expired",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("time_spent", sa.Integer(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("points_earned", sa.Float(), nullable=True),
        sa.Column("points_possible", sa.Float(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("overall_feedback", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_assessment_attempts_assessment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollments.id"],
            name=op.f("fk_assessment_attempts_enrollment_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_assessment_attempts_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_attempts")),
        sa.UniqueConstraint(
            "user_id",
            "assessment_id",
            "attempt_number",
            name=op.f("uq_assessment_attempts_user_id_assessment_id_attempt_number"),
        ),
    )
    op.create_index(op.f("ix_assessment_attempts_by_assessment"), "assessment_attempts", ["assessment_id"])
    op.create_index(op.f("ix_assessment_attempts_by_enrollment"), "assessment_attempts", ["enrollment_id"])
    op.create_index(op.f("ix_assessment_attempts_by_user"), "assessment_attempts", ["user_id"])
    op.create_index(
        op.f("ix_assessment_attempts_by_user_assessment"), "assessment_attempts", ["user_id", "assessment_id"]
    )
    op.create_table(
        "assessment_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column(
            "question_type",
            sa.Enum(
                "multiple_choice",
                "multiple_select",
                "true_false",
                "short_answer",
                "rating_scale",
                "open_ended",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("question_text", sa.String(), nullable=False),
        sa.Column("question_image_id", sa.Integer(), nullable=True),
        sa.Column("explanation", sa.String(), nullable=True),
        sa.Column("answers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("scale_min", sa.Integer(), nullable=True),
        sa.Column("scale_max", sa.Integer(), nullable=True),
        sa.Column("scale_labels", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("sample_answer", sa.String(), nullable=True),
        sa.Column("ai_grading_enabled", sa.Boolean(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column(
            "difficulty",
            sa.Enum("easy", "medium", "hard", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("skill_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("tags", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name=op.f("fk_assessment_questions_assessment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_image_id"],
            ["stored_files.id"],
            name=op.f("fk_assessment_questions_question_image_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_questions")),
    )
    op.create_index(
        op.f("ix_assessment_questions_by_assessment"), "assessment_questions", ["assessment_id", "sort_order"]
    )
    op.create_index(
        op.f("ix_assessment_questions_by_difficulty"), "assessment_questions", ["assessment_id", "difficulty"]
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
        "path_certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("certificate_number", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skills_achieved", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("badge_data", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("public_url", sa.String(), nullable=False),
        sa.Column("pdf_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["user_path_enrollments.id"],
            name=op.f("fk_path_certificates_enrollment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["path_id"], ["learning_paths.id"], name=op.f("fk_path_certificates_path_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["pdf_id"], ["stored_files.id"], name=op.f("fk_path_certificates_pdf_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_path_certificates_user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path_certificates")),
        sa.UniqueConstraint("public_id", name=op.f("uq_path_certificates_public_id")),
    )
    op.create_index(
        op.f("ix_path_certificates_by_certificate_number"), "path_certificates", ["certificate_number"], unique=True
    )
    op.create_index(op.f("ix_path_certificates_by_path"), "path_certificates", ["path_id"])
    op.create_index(op.f("ix_path_certificates_by_user"), "path_certificates", ["user_id"])
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
        "learning_gain_analytics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("pre_assessment_id", sa.Integer(), nullable=False),
        sa.Column("pre_attempt_id", sa.Integer(), nullable=False),
        sa.Column("pre_score", sa.Float(), nullable=False),
        sa.Column("post_assessment_id", sa.Integer(), nullable=False),
        sa.Column("post_attempt_id", sa.Integer(), nullable=False),
        sa.Column("post_score", sa.Float(), nullable=False),
        sa.Column("score_improvement", sa.Float(), nullable=False),
        sa.Column("percentage_gain", sa.Float(), nullable=True),
        sa.Column("normalized_gain", sa.Float(), nullable=True),
        sa.Column("undefined_reason", sa.String(), nullable=True),
        sa.Column("skill_gains", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("calculated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_learning_gain_analytics_course_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollments.id"],
            name=op.f("fk_learning_gain_analytics_enrollment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_assessment_id"],
            ["assessments.id"],
            name=op.f("fk_learning_gain_analytics_post_assessment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_attempt_id"],
            ["assessment_attempts.id"],
            name=op.f("fk_learning_gain_analytics_post_attempt_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["pre_assessment_id"],
            ["assessments.id"],
            name=op.f("fk_learning_gain_analytics_pre_assessment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["pre_attempt_id"],
            ["assessment_attempts.id"],
            name=op.f("fk_learning_gain_analytics_pre_attempt_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_learning_gain_analytics_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_gain_analytics")),
    )
    op.create_index(op.f("ix_learning_gain_analytics_by_course"), "learning_gain_analytics", ["course_id"])
    op.create_index(op.f("ix_learning_gain_analytics_by_enrollment"), "learning_gain_analytics", ["enrollment_id"])
    op.create_index(op.f("ix_learning_gain_analytics_by_user"), "learning_gain_analytics", ["user_id"])
    op.create_table(
        "question_responses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("selected_answer_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("text_response", sa.String(), nullable=True),
        sa.Column("rating_value", sa.Integer(), nullable=True),
        sa.Column("is_correct", sa.Boolean(), nullable=True),
        sa.Column("points_earned", sa.Float(), nullable=False),
        sa.Column("feedback", sa.String(), nullable=True),
        sa.Column("ai_score", sa.Float(), nullable=True),
        sa.Column("ai_confidence", sa.Float(), nullable=True),
        sa.Column("ai_explanation", sa.String(), nullable=True),
        sa.Column("manual_override", sa.Boolean(), nullable=True),
        sa.Column("graded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["assessment_attempts.id"],
            name=op.f("fk_question_responses_attempt_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["graded_by"], ["users.id"], name=op.f("fk_question_responses_graded_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["assessment_questions.id"],
            name=op.f("fk_question_responses_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_responses")),
        sa.UniqueConstraint("attempt_id", "question_id", name=op.f("uq_question_responses_attempt_id_question_id")),
    )
    op.create_index(op.f("ix_question_responses_by_attempt"), "question_responses", ["attempt_id"])
    op.create_index(op.f("ix_question_responses_by_question"), "question_responses", ["question_id"])
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


def downgrade() -> None:
    for table in TABLES_LAST_FIRST:
        op.drop_table(table)
