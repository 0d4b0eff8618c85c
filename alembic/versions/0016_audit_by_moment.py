"""Audit by moment"""

from collections.abc import Sequence

from alembic import op

revision: str = '0016'
down_revision: str | Sequence[str] | None = '0015'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index(op.f('ix_audit_entries_by_moment'), 'audit_entries', ['created_at'])


def downgrade() -> None:
    op.drop_index(op.f('ix_audit_entries_by_moment'), 'audit_entries')
