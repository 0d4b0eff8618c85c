"""Bundles of courses, and seats that are taken with what was bought before"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0021"
down_revision: str | Sequence[str] | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

HAS_SEAT = sa.text("status IN ('held', 'active', 'completed')")


def upgrade() -> None:
    op.create_table(
        "offer_courses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_offer_courses_course_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_offer_courses_offer_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_courses")),
    )
    op.create_index(op.f("ix_offer_courses_by_offer"), "offer_courses", ["offer_id", "course_id"], unique=True)
    op.create_index(op.f("ix_offer_courses_by_course"), "offer_courses", ["course_id"])
    with op.batch_alter_table("purchases") as table:
        table.add_column(
            sa.Column(
                "course_ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False, server_default="[]"
            )
        )
    with op.batch_alter_table("purchases") as table:
        table.alter_column("course_ids", server_default=None)
    op.drop_index(op.f("ix_entitlements_by_purchase"), "entitlements")
    op.add_column("entitlements", sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_entitlements_by_purchase"), "entitlements", ["purchase_id", "course_id"], unique=True)
    with op.batch_alter_table("enrollments") as table:
        table.add_column(sa.Column("entitlement_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            table.f("fk_enrollments_entitlement_id"), "entitlements", ["entitlement_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index(
        op.f("ix_enrollments_one_seat_by_entitlement"),
        "enrollments",
        ["entitlement_id", "course_id"],
        unique=True,
        sqlite_where=HAS_SEAT,
        postgresql_where=HAS_SEAT,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_enrollments_one_seat_by_entitlement"), "enrollments")
    with op.batch_alter_table("enrollments") as table:
        table.drop_constraint(table.f("fk_enrollments_entitlement_id"), type_="foreignkey")
        table.drop_column("entitlement_id")
    op.execute("DELETE FROM entitlements WHERE kind IN ('path', 'subscription')")
    op.drop_index(op.f("ix_entitlements_by_purchase"), "entitlements")
    with op.batch_alter_table("entitlements") as table:
        table.drop_column("taken_at")
    op.create_index(op.f("ix_entitlements_by_purchase"), "entitlements", ["purchase_id"], unique=True)
    with op.batch_alter_table("purchases") as table:
        table.drop_column("course_ids")
    op.drop_index(op.f("ix_offer_courses_by_course"), "offer_courses")
    op.drop_index(op.f("ix_offer_courses_by_offer"), "offer_courses")
    op.drop_table("offer_courses")
