"""Subscriptions"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | Sequence[str] | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("gateway", sa.String(), nullable=False),
        sa.Column("provider_subscription_id", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "past_due",
                "surplus",
                "ended",
                name=None,
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "interval",
            sa.Enum("month", "year", name=None, native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("tax_name", sa.String(), nullable=False),
        sa.Column("tax_basis_points", sa.Integer(), nullable=False),
        sa.Column("subtotal_cents", sa.Integer(), nullable=False),
        sa.Column("tax_cents", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("period_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("period_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancel_at_period_end", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unpaid_url", sa.String(), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "wish",
            sa.Enum(
                "go_on", "end_with_period", "end_now", name=None, native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("wish_number", sa.Integer(), nullable=False),
        sa.Column("settled_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_cents = subtotal_cents + tax_cents", name="ck_subscriptions_total"),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offers.id"], name=op.f("fk_subscriptions_offer_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_subscriptions_user_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("provider_subscription_id", name=op.f("uq_subscriptions_provider_subscription_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_subscriptions_public_id")),
    )
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subscriptions_by_offer"), ["offer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_subscriptions_by_status"), ["status", "period_end"], unique=False)
        batch_op.create_index(batch_op.f("ix_subscriptions_by_user"), ["user_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_subscriptions_one_in_force"),
            ["user_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('active', 'past_due')"),
            postgresql_where=sa.text("status IN ('active', 'past_due')"),
        )

    with op.batch_alter_table("entitlements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("subscription_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_entitlements_by_subscription"), ["subscription_id"], unique=True)
        batch_op.create_foreign_key(
            batch_op.f("fk_entitlements_subscription_id"),
            "subscriptions",
            ["subscription_id"],
            ["id"],
            ondelete="CASCADE",
        )

    with op.batch_alter_table("purchases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("subscription_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("period_start", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("period_end", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("period_ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_purchases_by_subscription"), ["subscription_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_purchases_subscription_id"),
            "subscriptions",
            ["subscription_id"],
            ["id"],
            ondelete="RESTRICT",
        )


def downgrade() -> None:
    with op.batch_alter_table("purchases", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_purchases_subscription_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_purchases_by_subscription"))
        batch_op.drop_column("period_ended_at")
        batch_op.drop_column("period_end")
        batch_op.drop_column("period_start")
        batch_op.drop_column("subscription_id")

    with op.batch_alter_table("entitlements", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_entitlements_subscription_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_entitlements_by_subscription"))
        batch_op.drop_column("subscription_id")

    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_subscriptions_one_in_force"),
            sqlite_where=sa.text("status IN ('active', 'past_due')"),
            postgresql_where=sa.text("status IN ('active', 'past_due')"),
        )
        batch_op.drop_index(batch_op.f("ix_subscriptions_by_user"))
        batch_op.drop_index(batch_op.f("ix_subscriptions_by_status"))
        batch_op.drop_index(batch_op.f("ix_subscriptions_by_offer"))

    op.drop_table("subscriptions")
