"""An audit entry names the row that changed and keeps the values before and after."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Session

from academy.core import audit
from academy.organizations.models import Organization
from academy.tables import metadata

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def test_a_change_is_recorded_with_its_row() -> None:
    engine = sa.create_engine("sqlite://")
    metadata.create_all(engine)
    with Session(engine) as session:
        acme = Organization(name="Acme", domain="acme.example", contact_email="a@acme.example", contact_name="Ada")
        session.add(acme)
        entry = audit.record(
            session,
            now=NOON,
            actor_id=None,
            action="organizations.seats_changed",
            subject=acme,
            summary="Acme has 20 seats instead of 10.",
            changes={"seats_purchased": (10, 20)},
        )
        session.flush()
        session.expire_all()
        assert (entry.subject_table, entry.subject_id) == ("organizations", acme.id)
        assert entry.changes == {"seats_purchased": (10, 20)}
        assert entry.created_at == NOON
