"""Migrations run up, down and up again, on both databases, and lead exactly to the models."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from academy.core import migrations
from academy.tables import metadata
from tests.databases import KINDS, empty_database


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with empty_database(request.param, tmp_path) as made:
        yield made


def table_names(url: str) -> set[str]:
    return set(sa.inspect(migrations.engine(url)).get_table_names())


def test_up_down_up(url: str) -> None:
    migrations.upgrade(url)
    assert set(metadata.tables) <= table_names(url)
    migrations.downgrade(url)
    assert table_names(url) == {"alembic_version"}
    migrations.upgrade(url)
    assert set(metadata.tables) <= table_names(url)


def test_models_and_migrations_agree(url: str) -> None:
    migrations.upgrade(url)
    migrations.check(url)


def test_upgrading_twice_changes_nothing(url: str) -> None:
    migrations.upgrade(url)
    before = table_names(url)
    migrations.upgrade(url)
    assert table_names(url) == before


def test_every_check_constraint_is_named_alike_in_the_database(url: str) -> None:
    migrations.upgrade(url)
    found = sa.inspect(migrations.engine(url)).get_check_constraints("courses")
    assert {constraint["name"] for constraint in found} >= {"ck_courses_status", "ck_courses_session_type"}
