"""Waitlist offers and transfers"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | Sequence[str] | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("enrollments") as batch_op:
        batch_op.add_column(sa.Column("choice_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("transferred_to_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_enrollments_transferred_to_id"), "enrollments", ["transferred_to_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("seat_holds") as batch_op:
        batch_op.add_column(sa.Column("waitlist_id", sa.Integer(), nullable=True))
        batch_op.alter_column("enrollment_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_unique_constraint(batch_op.f("uq_seat_holds_waitlist_id"), ["waitlist_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_seat_holds_waitlist_id"), "waitlist", ["waitlist_id"], ["id"], ondelete="CASCADE"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_seat_holds_for_one"), "(enrollment_id IS NULL) <> (waitlist_id IS NULL)"
        )
    with op.batch_alter_table("waitlist") as batch_op:
        batch_op.add_column(sa.Column("offered_cohort_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_waitlist_offered_cohort_id"), "cohorts", ["offered_cohort_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("waitlist") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_waitlist_offered_cohort_id"), type_="foreignkey")
        batch_op.drop_column("accepted_at")
        batch_op.drop_column("offered_cohort_id")
    op.execute("DELETE FROM seat_holds WHERE enrollment_id IS NULL")
    with op.batch_alter_table("seat_holds") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_seat_holds_for_one"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_seat_holds_waitlist_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_seat_holds_waitlist_id"), type_="unique")
        batch_op.alter_column("enrollment_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("waitlist_id")
    with op.batch_alter_table("enrollments") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_enrollments_transferred_to_id"), type_="foreignkey")
        batch_op.drop_column("transferred_to_id")
        batch_op.drop_column("choice_until")
