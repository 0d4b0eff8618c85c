"""Company seats, their ledger, and verified domains"""

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0009"
down_revision: str | Sequence[str] | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ENROLLED = ("active", "completed")
BEGUN = ("in_progress", "completed")
NEW_PERMISSIONS = ("manage_seats", "manage_billing", "manage_managers", "manage_settings")


def upgrade() -> None:
    make_tables()
    with op.batch_alter_table("organization_invites") as batch_op:
        batch_op.add_column(sa.Column("course_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("department", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("resent_count", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("accepted_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_organization_invites_course_id"), "courses", ["course_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_organization_invites_accepted_by_id"), "users", ["accepted_by_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("organizations") as batch_op:
        batch_op.add_column(sa.Column("public_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("billing_address", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("suspended_reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("low_seat_threshold", sa.Integer(), nullable=False, server_default="5"))
    move_in()
    with op.batch_alter_table("organization_invites") as batch_op:
        batch_op.alter_column("sent_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.alter_column("resent_count", existing_type=sa.Integer(), server_default=None)
        batch_op.create_index(
            batch_op.f("ix_organization_invites_one_pending"),
            ["organization_id", "email"],
            unique=True,
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )
    with op.batch_alter_table("organizations") as batch_op:
        batch_op.alter_column("public_id", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("low_seat_threshold", existing_type=sa.Integer(), server_default=None)
        batch_op.create_unique_constraint(batch_op.f("uq_organizations_public_id"), ["public_id"])
        batch_op.create_check_constraint(
            batch_op.f("ck_organizations_seats"), "seats_used >= 0 AND seats_used <= seats_purchased"
        )
        batch_op.drop_column("domain_verified_at")


def make_tables() -> None:
    op.create_table('organization_domains',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('domain', sa.String(), nullable=False),
    sa.Column('method', sa.Enum('dns', 'mailbox', name=None, native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('challenge', sa.String(), nullable=False),
    sa.Column('mailbox', sa.String(), nullable=True),
    sa.Column('token_hash', sa.String(), nullable=True),
    sa.Column('token_expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('problem', sa.String(), nullable=True),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('auto_join', sa.Enum('off', 'ask', 'join', name=None, native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_organization_domains_organization_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organization_domains')),
    sa.UniqueConstraint('challenge', name=op.f('uq_organization_domains_challenge'))
    )
    with op.batch_alter_table('organization_domains', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organization_domains_by_organization_domain'), ['organization_id', 'domain'], unique=True)
        batch_op.create_index(batch_op.f('ix_organization_domains_by_token'), ['token_hash'], unique=True)
        batch_op.create_index(batch_op.f('ix_organization_domains_one_owner'), ['domain'], unique=True, sqlite_where=sa.text('verified_at IS NOT NULL'), postgresql_where=sa.text('verified_at IS NOT NULL'))

    op.create_table('organization_seats',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('available', 'held', 'assigned', 'activated', 'revoked', name=None, native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('invite_id', sa.Integer(), nullable=True),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('enrollment_id', sa.Integer(), nullable=True),
    sa.Column('purchase_public_id', sa.String(), nullable=True),
    sa.CheckConstraint("status IN ('assigned', 'activated') OR enrollment_id IS NULL", name='ck_organization_seats_enrolled'),
    sa.CheckConstraint("status IN ('held', 'assigned', 'activated') OR (invite_id IS NULL AND user_id IS NULL AND enrollment_id IS NULL)", name='ck_organization_seats_free'),
    sa.ForeignKeyConstraint(['course_id'], ['courses.id'], name=op.f('fk_organization_seats_course_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['enrollment_id'], ['enrollments.id'], name=op.f('fk_organization_seats_enrollment_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['invite_id'], ['organization_invites.id'], name=op.f('fk_organization_seats_invite_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_organization_seats_organization_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_organization_seats_user_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organization_seats'))
    )
    with op.batch_alter_table('organization_seats', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organization_seats_by_enrollment'), ['enrollment_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_organization_seats_by_organization'), ['organization_id', 'course_id', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_organization_seats_by_purchase'), ['purchase_public_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_organization_seats_by_user'), ['user_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_organization_seats_one_for_invite'), ['invite_id'], unique=True, sqlite_where=sa.text("status = 'held' AND invite_id IS NOT NULL"), postgresql_where=sa.text("status = 'held' AND invite_id IS NOT NULL"))

    op.create_table('seat_movements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('purchased', 'held', 'assigned', 'moved', 'activated', 'returned', 'revoked', name=None, native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('from_status', sa.Enum('available', 'held', 'assigned', 'activated', 'revoked', name=None, native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('to_status', sa.Enum('available', 'held', 'assigned', 'activated', 'revoked', name=None, native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('invite_id', sa.Integer(), nullable=True),
    sa.Column('enrollment_id', sa.Integer(), nullable=True),
    sa.Column('purchase_public_id', sa.String(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.CheckConstraint('quantity > 0', name='ck_seat_movements_quantity'),
    sa.ForeignKeyConstraint(['actor_id'], ['users.id'], name=op.f('fk_seat_movements_actor_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['course_id'], ['courses.id'], name=op.f('fk_seat_movements_course_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['enrollment_id'], ['enrollments.id'], name=op.f('fk_seat_movements_enrollment_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['invite_id'], ['organization_invites.id'], name=op.f('fk_seat_movements_invite_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_seat_movements_organization_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_seat_movements_user_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat_movements'))
    )
    with op.batch_alter_table('seat_movements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seat_movements_by_organization'), ['organization_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_seat_movements_by_purchase'), ['purchase_public_id'], unique=True, sqlite_where=sa.text("kind = 'purchased' AND purchase_public_id IS NOT NULL"), postgresql_where=sa.text("kind = 'purchased' AND purchase_public_id IS NOT NULL"))


def move_in() -> None:
    """Make rows of what was only counted, and domains of what stood in a column."""
    connection, now = op.get_bind(), datetime.now(UTC)
    tables = sa.MetaData()
    names = ("organizations", "organization_invites", "organization_managers", "organization_domains")
    names += ("organization_seats", "seat_movements", "enrollments", "cohorts", "courses")
    for name in names:
        sa.Table(name, tables, autoload_with=connection)
    of = tables.tables
    invites = of["organization_invites"]
    older = invites.alias()
    again = sa.exists().where(
        older.c.organization_id == invites.c.organization_id,
        older.c.email == invites.c.email,
        older.c.status == "pending",
        older.c.id > invites.c.id,
    )
    connection.execute(invites.update().where(invites.c.status == "pending", again).values(status="revoked"))
    connection.execute(invites.update().values(sent_at=invites.c.created_at))
    for organization in connection.execute(sa.select(of["organizations"])).mappings().all():
        move_in_one(connection, of, dict(organization), now)
    managers = sa.table(
        "organization_managers",
        sa.column("id", sa.Integer),
        sa.column("role", sa.String),
        sa.column("permissions", sa.JSON().with_variant(JSONB(), "postgresql")),
    )
    for row in connection.execute(sa.select(managers).where(managers.c.role == "admin")).mappings().all():
        permissions = [*row["permissions"], *(name for name in NEW_PERMISSIONS if name not in row["permissions"])]
        connection.execute(managers.update().where(managers.c.id == row["id"]).values(permissions=permissions))


def move_in_one(connection: sa.Connection, of: Any, organization: dict[str, Any], now: datetime) -> None:
    """Give an organization its seats as rows: those of enrollments, those of pending invites, and the rest, free."""
    mine = organization["id"]
    if organization["domain_verified_at"] is not None:
        domain = {"organization_id": mine, "domain": organization["domain"], "method": "dns", "auto_join": "ask"}
        domain |= {"challenge": secrets.token_urlsafe(16), "verified_at": organization["domain_verified_at"]}
        taken = sa.select(of["organization_domains"].c.id).where(
            of["organization_domains"].c.domain == organization["domain"]
        )
        if connection.execute(taken).first() is None:
            connection.execute(of["organization_domains"].insert().values(created_at=now, updated_at=now, **domain))
    enrollments, cohorts, invites = of["enrollments"], of["cohorts"], of["organization_invites"]
    enrolled = connection.execute(
        sa.select(enrollments.c.id, enrollments.c.user_id, enrollments.c.course_id, cohorts.c.status)
        .join(cohorts, cohorts.c.id == enrollments.c.cohort_id)
        .where(enrollments.c.organization_id == mine, enrollments.c.status.in_(ENROLLED))
        .order_by(enrollments.c.id)
    ).all()
    seats: list[dict[str, Any]] = [
        {
            "course_id": course_id,
            "status": "activated" if status in BEGUN else "assigned",
            "enrollment_id": enrollment_id,
            "user_id": user_id,
        }
        for enrollment_id, user_id, course_id, status in enrolled
    ]
    usual = usual_course(connection, of, mine, [seat["course_id"] for seat in seats])
    pending = connection.execute(
        sa.select(invites.c.id, cohorts.c.course_id)
        .outerjoin(cohorts, cohorts.c.id == invites.c.cohort_id)
        .where(invites.c.organization_id == mine, invites.c.status == "pending")
        .order_by(invites.c.id)
    ).all()
    for invite_id, course_id in pending:
        if (course := course_id or usual) is not None:
            connection.execute(invites.update().where(invites.c.id == invite_id).values(course_id=course))
            seats.append({"course_id": course, "status": "held", "invite_id": invite_id})
    used = len(seats)
    if usual is not None:
        free = max(0, organization["seats_purchased"] - used)
        seats += [{"course_id": usual, "status": "available"} for _ in range(free)]
    write_down(connection, of, mine, seats, now)
    counters = {"seats_purchased": len(seats), "seats_used": used, "public_id": secrets.token_urlsafe(16)}
    connection.execute(of["organizations"].update().where(of["organizations"].c.id == mine).values(**counters))


def usual_course(connection: sa.Connection, of: Any, organization_id: int, used: list[int]) -> int | None:
    """Seats were for no course: they become seats of the one the organization uses most, else of the first on offer."""
    if used:
        return Counter(used).most_common(1)[0][0]
    cohorts, courses = of["cohorts"], of["courses"]
    own = sa.select(cohorts.c.course_id).where(cohorts.c.organization_id == organization_id).order_by(cohorts.c.id)
    first = sa.select(courses.c.id).order_by(courses.c.status != "published", courses.c.id)
    return connection.execute(own).scalars().first() or connection.execute(first).scalars().first()


def write_down(connection: sa.Connection, of: Any, mine: int, seats: list[dict[str, Any]], now: datetime) -> None:
    """Write the seats, and the ledger that leads to them."""
    stamps = {"organization_id": mine, "created_at": now}
    nobody: dict[str, Any] = {"invite_id": None, "user_id": None, "enrollment_id": None, "purchase_public_id": None}
    if seats:
        rows = [nobody | seat | stamps | {"updated_at": now} for seat in seats]
        connection.execute(of["organization_seats"].insert(), rows)
    lines = [
        {"course_id": course_id, "kind": "purchased", "to_status": "available", "quantity": count}
        for course_id, count in sorted(Counter(seat["course_id"] for seat in seats).items())
    ]
    lines += [
        {name: value for name, value in seat.items() if name != "status"}
        | {"kind": seat["status"], "from_status": "available", "to_status": seat["status"], "quantity": 1}
        for seat in seats
        if seat["status"] != "available"
    ]
    empty = nobody | {"from_status": None, "actor_id": None, "reason": "Counted before there was a ledger."}
    if lines:
        connection.execute(of["seat_movements"].insert(), [empty | line | stamps for line in lines])


def downgrade() -> None:
    with op.batch_alter_table("organizations") as batch_op:
        batch_op.add_column(sa.Column("domain_verified_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("ck_organizations_seats"), type_="check")
        batch_op.drop_constraint(batch_op.f("uq_organizations_public_id"), type_="unique")
        batch_op.drop_column("low_seat_threshold")
        batch_op.drop_column("suspended_reason")
        batch_op.drop_column("suspended_at")
        batch_op.drop_column("billing_address")
        batch_op.drop_column("public_id")
    with op.batch_alter_table("organization_invites") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_organization_invites_accepted_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_organization_invites_course_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_organization_invites_one_pending"))
        batch_op.drop_column("accepted_by_id")
        batch_op.drop_column("resent_count")
        batch_op.drop_column("sent_at")
        batch_op.drop_column("department")
        batch_op.drop_column("course_id")
    op.execute(
        "UPDATE organizations SET domain_verified_at = (SELECT verified_at FROM organization_domains d"
        " WHERE d.organization_id = organizations.id AND d.domain = organizations.domain)"
    )
    op.drop_table("seat_movements")
    op.drop_table("organization_seats")
    op.drop_table("organization_domains")
