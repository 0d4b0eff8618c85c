"""Companies of an older academy, whose seats were only counted, keep all that they had when seats become rows."""

from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from academy.catalog.models import CapabilityLevel, CohortStatus, CourseStatus, ImpactLevel, SessionType
from academy.core import migrations
from academy.organizations.models import (
    Organization,
    OrganizationDomain,
    OrganizationInvite,
    OrganizationManager,
    OrganizationSeat,
    SeatStatus,
)
from tests.databases import KINDS, empty_database
from tests.organizations.company import assert_seat_laws, seats

NUMBERS = count()
BEFORE, NOW = "0008", datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Old:
    """An academy from before: rows are put in by table, with a value for whatever has to have one."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.tables = sa.MetaData()
        self.tables.reflect(connection)

    def add(self, name: str, /, **given: Any) -> int:
        table = self.tables.tables[name]
        needed = {column.name: self._something(column) for column in table.columns if self._is_needed(column)}
        row = self.connection.execute(table.insert().values({**needed, **given}).returning(table.c.id))
        return int(row.scalar_one())

    def _is_needed(self, column: "sa.Column[Any]") -> bool:
        return not column.nullable and not column.primary_key and column.server_default is None

    def _something(self, column: "sa.Column[Any]") -> Any:
        if isinstance(column.type, sa.DateTime):
            return NOW
        if isinstance(column.type, sa.JSON):
            return []
        is_text = isinstance(column.type, sa.String)
        return f"{column.table.name} {column.name} {next(NUMBERS)}" if is_text else 0


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    with empty_database(request.param, tmp_path) as made:
        yield made


def fill(old: Old) -> None:
    people = [old.add("users", email=f"{name}@a.example", name=name, role="org_member") for name in ("mia", "moe")]
    company = old.add(
        "organizations", name="Meridian", domain="a.example", status="active", domain_verified_at=NOW,
        seats_purchased=10, seats_used=4, stripe_customer_id=None,
    )  # fmt: skip
    course = old.add(
        "courses", slug="basics", session_type=SessionType.COHORT.value, impact_level=ImpactLevel.L1.value,
        capability_level=CapabilityLevel.FUNDAMENTALS.value, status=CourseStatus.PUBLISHED.value, audience="all",
        currency="usd",
    )  # fmt: skip
    for person, status in zip(people, (CohortStatus.OPEN, CohortStatus.COMPLETED), strict=True):
        cohort = old.add(
            "cohorts", course_id=course, status=status.value, max_capacity=5, current_enrollment=1, is_b2b=True,
            organization_id=company, zone="UTC",
        )  # fmt: skip
        old.add(
            "enrollments", user_id=person, cohort_id=cohort, course_id=course, organization_id=company,
            status="active", payment_status="completed", payment_type="b2b", intake_survey_completed=False,
        )  # fmt: skip
    for email in ("new@a.example", "new@a.example", "old@a.example"):
        status = "expired" if email.startswith("old") else "pending"
        old.add("organization_invites", organization_id=company, email=email, status=status, role="member")
    old.add(
        "organization_managers", user_id=people[0], organization_id=company, role="admin",
        permissions=["view_progress"], is_active=True,
    )  # fmt: skip


def test_what_was_counted_becomes_rows(url: str) -> None:
    migrations.upgrade(url, BEFORE)
    with migrations.engine(url).begin() as connection:
        fill(Old(connection))
    migrations.upgrade(url)
    with Session(migrations.engine(url)) as session:
        company = session.exec(select(Organization)).one()
        assert (company.seats_purchased, company.seats_used) == (10, 3)
        assert seats(session, company.id) == {
            SeatStatus.ASSIGNED: 1,
            SeatStatus.ACTIVATED: 1,
            SeatStatus.HELD: 1,
            SeatStatus.AVAILABLE: 7,
        }
        assert_seat_laws(session)
        pending = select(OrganizationInvite.status).where(OrganizationInvite.email == "new@a.example")
        assert sorted(session.exec(pending)) == ["pending", "revoked"]
        assert session.exec(select(OrganizationDomain.verified_at)).one() == NOW
        assert "manage_billing" in session.exec(select(OrganizationManager.permissions)).one()
        assert len(set(session.exec(select(OrganizationSeat.course_id)))) == 1
