"""What the provider told us and whether it could be acted on, and more of the embedded gateway's books"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0011"
down_revision: str | Sequence[str] | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OUTCOMES = ['applied', 'unchanged', 'ignored', 'unknown_purchase', 'refused']


def upgrade() -> None:
    op.create_table('local_events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('event_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_local_events')),
    sa.UniqueConstraint('event_id', name=op.f('uq_local_events_event_id'))
    )
    op.create_table('local_objects',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('object_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('owner', sa.String(), nullable=True),
    sa.Column('body', sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_local_objects')),
    sa.UniqueConstraint('object_id', name=op.f('uq_local_objects_object_id'))
    )
    with op.batch_alter_table('local_objects', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_local_objects_by_owner'), ['owner', 'kind'], unique=False)

    op.create_table('local_requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_local_requests')),
    sa.UniqueConstraint('key', name=op.f('uq_local_requests_key'))
    )
    with op.batch_alter_table('inbound_events', schema=None) as batch_op:
        batch_op.add_column(sa.Column('attempts', sa.Integer(), nullable=False, server_default='1'))
        batch_op.add_column(sa.Column('error', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('purchase_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('payment_intent_id', sa.String(), nullable=True))
        batch_op.create_index(batch_op.f('ix_inbound_events_by_outcome'), ['outcome', 'received_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_inbound_events_by_payment_intent'), ['payment_intent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_inbound_events_by_purchase'), ['purchase_id'], unique=False)
        batch_op.drop_constraint(batch_op.f('ck_inbound_events_outcome'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_inbound_events_outcome'), sa.column('outcome').in_([*OUTCOMES, 'failed']))
        batch_op.create_foreign_key(batch_op.f('fk_inbound_events_purchase_id'), 'purchases', ['purchase_id'], ['id'], ondelete='SET NULL')

    with op.batch_alter_table('inbound_events', schema=None) as batch_op:
        batch_op.alter_column('attempts', server_default=None)
        batch_op.alter_column('error', server_default=None)

    with op.batch_alter_table('local_checkouts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('invoice_id', sa.String(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_local_checkouts_invoice_id'), ['invoice_id'])

    with op.batch_alter_table('refunds', schema=None) as batch_op:
        batch_op.add_column(sa.Column('provider_refund_id', sa.String(), nullable=True))



def downgrade() -> None:
    op.execute("DELETE FROM inbound_events WHERE outcome = 'failed'")
    with op.batch_alter_table('refunds', schema=None) as batch_op:
        batch_op.drop_column('provider_refund_id')

    with op.batch_alter_table('local_checkouts', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_local_checkouts_invoice_id'), type_='unique')
        batch_op.drop_column('invoice_id')

    with op.batch_alter_table('inbound_events', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_inbound_events_purchase_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('ck_inbound_events_outcome'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_inbound_events_outcome'), sa.column('outcome').in_(OUTCOMES))
        batch_op.drop_index(batch_op.f('ix_inbound_events_by_purchase'))
        batch_op.drop_index(batch_op.f('ix_inbound_events_by_payment_intent'))
        batch_op.drop_index(batch_op.f('ix_inbound_events_by_outcome'))
        batch_op.drop_column('payment_intent_id')
        batch_op.drop_column('purchase_id')
        batch_op.drop_column('error')
        batch_op.drop_column('attempts')

    op.drop_table('local_requests')
    with op.batch_alter_table('local_objects', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_local_objects_by_owner'))

    op.drop_table('local_objects')
    op.drop_table('local_events')
