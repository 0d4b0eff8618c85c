"""What is on offer, and what was bought of it"""

import secrets
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WITH_DEFAULT = (
    "quantity", "country", "tax_name", "tax_basis_points", "subtotal_cents", "discount_cents", "tax_cents", "method",
)
CHECKS = {
    "ck_purchases_quantity": "quantity > 0",
    "ck_purchases_total": "amount_cents = subtotal_cents - discount_cents + tax_cents",
    "ck_purchases_discount": "discount_cents BETWEEN 0 AND subtotal_cents",
    "ck_purchases_method": "method IN ('card', 'invoice')",
    "ck_purchases_dispute": "dispute IN ('open', 'won', 'lost')",
}


def upgrade() -> None:
    op.create_table('tax_rates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('basis_points', sa.Integer(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.CheckConstraint('basis_points BETWEEN 0 AND 5000', name='ck_tax_rates_basis_points'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tax_rates')),
    sa.UniqueConstraint('country', name=op.f('uq_tax_rates_country'))
    )
    op.create_table('promotion_codes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('percent_off', sa.Integer(), nullable=True),
    sa.Column('amount_off_cents', sa.Integer(), nullable=True),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('kind', sa.Enum('course', 'path', 'subscription', 'company_seat', name=None, native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('course_id', sa.Integer(), nullable=True),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('most_redemptions', sa.Integer(), nullable=True),
    sa.Column('most_per_person', sa.Integer(), nullable=True),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.CheckConstraint('(percent_off IS NULL) <> (amount_off_cents IS NULL)', name='ck_promotion_codes_one_discount'),
    sa.CheckConstraint('amount_off_cents > 0', name='ck_promotion_codes_amount'),
    sa.CheckConstraint('percent_off BETWEEN 1 AND 100', name='ck_promotion_codes_percent'),
    sa.ForeignKeyConstraint(['course_id'], ['courses.id'], name=op.f('fk_promotion_codes_course_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promotion_codes')),
    sa.UniqueConstraint('code', name=op.f('uq_promotion_codes_code'))
    )
    op.create_table('offers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('kind', sa.Enum('course', 'path', 'subscription', 'company_seat', name=None, native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=True),
    sa.Column('path_id', sa.Integer(), nullable=True),
    sa.Column('price_cents', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('interval', sa.Enum('month', 'year', name=None, native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('provider_price_id', sa.String(), nullable=True),
    sa.CheckConstraint('price_cents >= 0', name='ck_offers_price'),
    sa.ForeignKeyConstraint(['course_id'], ['courses.id'], name=op.f('fk_offers_course_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['path_id'], ['learning_paths.id'], name=op.f('fk_offers_path_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offers')),
    sa.UniqueConstraint('public_id', name=op.f('uq_offers_public_id'))
    )
    with op.batch_alter_table('offers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_offers_by_course'), ['course_id', 'kind'], unique=True)
        batch_op.create_index(batch_op.f('ix_offers_by_kind'), ['kind', 'is_active'], unique=False)
        batch_op.create_index(batch_op.f('ix_offers_by_path'), ['path_id'], unique=False)

    op.create_table('entitlements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('organization_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('course', 'path', 'subscription', 'company_seat', name=None, native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=True),
    sa.Column('path_id', sa.Integer(), nullable=True),
    sa.Column('purchase_id', sa.Integer(), nullable=True),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(user_id IS NULL) <> (organization_id IS NULL)', name='ck_entitlements_one_holder'),
    sa.ForeignKeyConstraint(['course_id'], ['courses.id'], name=op.f('fk_entitlements_course_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_entitlements_organization_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['path_id'], ['learning_paths.id'], name=op.f('fk_entitlements_path_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['purchase_id'], ['purchases.id'], name=op.f('fk_entitlements_purchase_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_entitlements_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entitlements'))
    )
    with op.batch_alter_table('entitlements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entitlements_by_organization'), ['organization_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_entitlements_by_purchase'), ['purchase_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_entitlements_by_user'), ['user_id'], unique=False)

    op.create_table('refunds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('purchase_id', sa.Integer(), nullable=False),
    sa.Column('amount_cents', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('requested_by_id', sa.Integer(), nullable=True),
    sa.Column('seat', sa.Enum('keep', 'free', name=None, native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('status', sa.Enum('requested', 'succeeded', 'failed', name=None, native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('problem', sa.String(), nullable=False),
    sa.CheckConstraint('amount_cents > 0', name='ck_refunds_amount'),
    sa.ForeignKeyConstraint(['purchase_id'], ['purchases.id'], name=op.f('fk_refunds_purchase_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['requested_by_id'], ['users.id'], name=op.f('fk_refunds_requested_by_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refunds')),
    sa.UniqueConstraint('public_id', name=op.f('uq_refunds_public_id'))
    )
    with op.batch_alter_table('refunds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_refunds_by_purchase'), ['purchase_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_refunds_by_status'), ['status'], unique=False)

    with op.batch_alter_table("purchases") as table:
        table.add_column(sa.Column('offer_id', sa.Integer(), nullable=True))
        table.add_column(sa.Column('quantity', sa.Integer(), nullable=False, server_default='1'))
        table.add_column(sa.Column('organization_id', sa.Integer(), nullable=True))
        table.add_column(sa.Column('promotion_code_id', sa.Integer(), nullable=True))
        table.add_column(sa.Column('country', sa.String(), nullable=False, server_default=''))
        table.add_column(sa.Column('tax_name', sa.String(), nullable=False, server_default=''))
        table.add_column(sa.Column('tax_basis_points', sa.Integer(), nullable=False, server_default='0'))
        table.add_column(sa.Column('subtotal_cents', sa.Integer(), nullable=False, server_default='0'))
        table.add_column(sa.Column('discount_cents', sa.Integer(), nullable=False, server_default='0'))
        table.add_column(sa.Column('tax_cents', sa.Integer(), nullable=False, server_default='0'))
        table.add_column(sa.Column('method', sa.String(32), nullable=False, server_default='card'))
        table.add_column(sa.Column('invoice_id', sa.String(), nullable=True))
        table.add_column(sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column('due_at', sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column('overdue_at', sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column('receipt_number', sa.Integer(), nullable=True))
        table.add_column(sa.Column('dispute', sa.String(32), nullable=True))
        table.add_column(sa.Column('disputed_at', sa.DateTime(timezone=True), nullable=True))
        table.alter_column('enrollment_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        table.create_index(table.f('ix_purchases_by_invoice'), ['invoice_id'], unique=True)
        table.create_index(table.f('ix_purchases_by_offer'), ['offer_id'], unique=False)
        table.create_index(table.f('ix_purchases_by_organization'), ['organization_id'], unique=False)
        table.create_index(table.f('ix_purchases_by_promotion_code'), ['promotion_code_id'], unique=False)
        table.create_index(table.f('ix_purchases_by_receipt'), ['receipt_number'], unique=True)
        table.create_foreign_key(table.f('fk_purchases_promotion_code_id'), 'promotion_codes', ['promotion_code_id'], ['id'], ondelete='RESTRICT')
        table.create_foreign_key(table.f('fk_purchases_organization_id'), 'organizations', ['organization_id'], ['id'], ondelete='RESTRICT')
        table.create_foreign_key(table.f('fk_purchases_offer_id'), 'offers', ['offer_id'], ['id'], ondelete='RESTRICT')
    _fill()
    with op.batch_alter_table("purchases") as table:
        for column in WITH_DEFAULT:
            table.alter_column(column, server_default=None)
        table.alter_column("offer_id", existing_type=sa.Integer(), nullable=False)
        for name, rule in CHECKS.items():
            table.create_check_constraint(op.f(name), sa.text(rule))


def downgrade() -> None:
    op.execute("DELETE FROM refunds")
    op.execute("DELETE FROM entitlements")
    op.execute("DELETE FROM purchases WHERE enrollment_id IS NULL")
    with op.batch_alter_table('purchases', schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(op.f(name), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_purchases_offer_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_purchases_organization_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_purchases_promotion_code_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_purchases_by_receipt'))
        batch_op.drop_index(batch_op.f('ix_purchases_by_promotion_code'))
        batch_op.drop_index(batch_op.f('ix_purchases_by_organization'))
        batch_op.drop_index(batch_op.f('ix_purchases_by_offer'))
        batch_op.drop_index(batch_op.f('ix_purchases_by_invoice'))
        batch_op.alter_column('enrollment_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('disputed_at')
        batch_op.drop_column('dispute')
        batch_op.drop_column('receipt_number')
        batch_op.drop_column('overdue_at')
        batch_op.drop_column('due_at')
        batch_op.drop_column('begun_at')
        batch_op.drop_column('invoice_id')
        batch_op.drop_column('method')
        batch_op.drop_column('tax_cents')
        batch_op.drop_column('discount_cents')
        batch_op.drop_column('subtotal_cents')
        batch_op.drop_column('tax_basis_points')
        batch_op.drop_column('tax_name')
        batch_op.drop_column('country')
        batch_op.drop_column('promotion_code_id')
        batch_op.drop_column('organization_id')
        batch_op.drop_column('quantity')
        batch_op.drop_column('offer_id')

    with op.batch_alter_table('refunds', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_refunds_by_status'))
        batch_op.drop_index(batch_op.f('ix_refunds_by_purchase'))

    op.drop_table('refunds')
    with op.batch_alter_table('entitlements', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_entitlements_by_user'))
        batch_op.drop_index(batch_op.f('ix_entitlements_by_purchase'))
        batch_op.drop_index(batch_op.f('ix_entitlements_by_organization'))

    op.drop_table('entitlements')
    with op.batch_alter_table('offers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_offers_by_path'))
        batch_op.drop_index(batch_op.f('ix_offers_by_kind'))
        batch_op.drop_index(batch_op.f('ix_offers_by_course'))

    op.drop_table('offers')
    op.drop_table('promotion_codes')
    op.drop_table('tax_rates')


def _fill() -> None:
    """Give every course its offers, and every payment so far what it was for."""
    connection = op.get_bind()
    courses = sa.table("courses", *map(sa.column, ("id", "title", "price_b2c", "price_b2b", "currency", "status", "created_at")))
    offers = sa.table("offers", *map(sa.column, ("public_id", "kind", "title", "course_id", "price_cents", "currency", "is_active", "created_at", "updated_at")))
    for course in connection.execute(sa.select(courses)).all():
        for kind, title, price in (
            ("course", course.title, course.price_b2c),
            ("company_seat", f"{course.title}: seat for a company", course.price_b2b),
        ):
            values = {"public_id": secrets.token_urlsafe(16), "kind": kind, "title": title, "course_id": course.id}
            values |= {"price_cents": price, "currency": course.currency, "is_active": course.status == "published"}
            connection.execute(offers.insert().values(created_at=course.created_at, updated_at=course.created_at, **values))
    op.execute(
        "UPDATE purchases SET subtotal_cents = amount_cents, begun_at = created_at, offer_id = (SELECT offers.id FROM offers"
        " JOIN enrollments ON enrollments.course_id = offers.course_id"
        " WHERE offers.kind = 'course' AND enrollments.id = purchases.enrollment_id)"
    )
    purchases = sa.table("purchases", *map(sa.column, ("id", "user_id", "offer_id", "status", "refund_requested_cents", "refunded_cents", "completed_at", "created_at", "updated_at")))
    for bought in connection.execute(sa.select(purchases).where(purchases.c.completed_at.is_not(None))).all():
        _note(connection, bought)


def _note(connection: sa.Connection, bought: sa.Row) -> None:
    """Write down what a payment gave, and what of it went back."""
    names = ("user_id", "kind", "course_id", "purchase_id", "quantity", "revoked_at", "created_at", "updated_at")
    entitlements = sa.table("entitlements", *map(sa.column, names))
    offers = sa.table("offers", *map(sa.column, ("id", "course_id")))
    course_id = connection.scalar(sa.select(offers.c.course_id).where(offers.c.id == bought.offer_id))
    moments = {"created_at": bought.completed_at, "updated_at": bought.updated_at}
    revoked_at = bought.updated_at if bought.status == "refunded" else None
    connection.execute(
        entitlements.insert().values(
            user_id=bought.user_id, kind="course", course_id=course_id, purchase_id=bought.id, quantity=1,
            revoked_at=revoked_at, **moments,
        )
    )
    refunds = sa.table("refunds", *map(sa.column, ("public_id", "purchase_id", "amount_cents", "reason", "seat", "status", "problem", "created_at", "updated_at")))
    back = {"succeeded": bought.refunded_cents, "requested": bought.refund_requested_cents - bought.refunded_cents}
    for status, cents in back.items():
        if cents > 0:
            values = {"public_id": secrets.token_urlsafe(16), "purchase_id": bought.id, "amount_cents": cents}
            values |= {"reason": "", "seat": "free", "status": status, "problem": ""}
            connection.execute(refunds.insert().values(**values, created_at=bought.updated_at, updated_at=bought.updated_at))
