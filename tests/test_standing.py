"""What is lent with open connections is as good as new."""

import pytest
import sqlalchemy as sa

from academy.core.database import Database
from academy.live.names import CHANGES
from academy.tables import metadata
from tests.databases import KINDS
from tests.standing import standing_academy
from tests.world import FrozenClock, Live, gather_cast


def settle(database: Database) -> int:
    """Let people in, and tell the number of the first."""
    return int(gather_cast(Live(database, FrozenClock())).ada.user_id or 0)


@pytest.mark.parametrize("kind", KINDS)
def test_the_next_one_finds_nothing_of_those_before(kind: str) -> None:
    with standing_academy(kind) as database:
        settle(database)
    with standing_academy(kind) as again:
        with again.snapshot() as connection:
            filled = [name for name in metadata.tables if connection.execute(sa.text(f"SELECT 1 FROM {name}")).first()]
            assert not filled
            assert connection.scalar(sa.text(f"SELECT count(*) FROM {CHANGES}")) == 0
        assert settle(again) == 1
    assert again is database


@pytest.mark.parametrize("kind", KINDS)
def test_one_that_was_changed_or_is_in_use_is_not_lent_again(kind: str) -> None:
    with standing_academy(kind) as changed, changed.transaction() as connection:
        connection.exec_driver_sql("CREATE TABLE something_else (id INTEGER)")
    with standing_academy(kind) as used:
        left = used.reader.connect()
    with standing_academy(kind) as other:
        assert other not in (changed, used)
        assert settle(other) == 1
    left.close()
