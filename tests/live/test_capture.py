"""The change log: nothing that changes a row goes unseen, whoever does it and however."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from academy.core import migrations
from academy.core.database import Database
from academy.live import capture
from academy.live.changes import Change, ChangeLog
from academy.live.names import CHANGES, REQUESTS
from academy.tables import metadata as academy_metadata
from tests.databases import KINDS, academy_database, lent_database, outside, postgres, sqlite
from tests.live.shapes import Mood, Person, Team, badges, make_tables, metadata, people, teams

Image = dict[str, str | None]


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    with lent_database(request.param, make_tables) as url:
        made = Database(url)
        with made.transaction() as connection:
            connection.execute(teams.insert(), [{"id": 1, "slug": "red"}, {"id": 2, "slug": "blue", "region": "eu"}])
            rows = [
                {"id": 1, "team_id": 1, "desk": 1, "manager_id": None},
                {"id": 2, "team_id": 1, "desk": 2, "manager_id": 1},
                {"id": 3, "team_id": 2, "desk": 1, "manager_id": 2},
            ]
            connection.execute(people.insert(), rows)
            connection.execute(badges.insert(), [{"person_id": 1, "kind": "gold", "team_id": 2}])
            if not made.is_sqlite:
                connection.exec_driver_sql("SELECT setval('people_id_seq', 10), setval('teams_id_seq', 10)")
        yield made
        made.dispose()


class Log:
    """What the log says happened since the last time it was asked."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._log = ChangeLog(database.reader.dialect.name)
        self.news()

    def news(self) -> list[Change]:
        with self.database.snapshot() as connection:
            return self._log.advance(connection)

    def rows(self, table: str) -> list[tuple[Image, ...]]:
        return [change.images for change in self.news() if change.table == table]


@pytest.fixture
def log(database: Database) -> Log:
    return Log(database)


def ids(images: list[tuple[Image, ...]]) -> set[str | None]:
    return {image["id"] for row in images for image in row}


def do(database: Database, *statements: Any) -> None:
    with database.transaction() as connection:
        for statement in statements:
            if isinstance(statement, str):
                connection.exec_driver_sql(statement)
            else:
                connection.execute(statement)


def test_an_insert_tells_the_keys_of_the_new_row(database: Database, log: Log) -> None:
    do(database, people.insert().values(id=7, team_id=2, mood=Mood.SAD, is_lead=True, nick="ADA", note="x", score=3))
    assert log.rows("people") == [
        (
            {
                "id": "7",
                "team_id": "2",
                "manager_id": None,
                "mood": "sad",
                "is_lead": "1",
                "desk": None,
                "nick": "ada",
            },
        )
    ]


def test_an_update_tells_the_keys_before_and_after(database: Database, log: Log) -> None:
    do(database, people.update().where(people.c.id == 1).values(team_id=2, desk=9))
    ((before, after),) = log.rows("people")
    assert (before["id"], before["team_id"], before["desk"]) == ("1", "1", "1")
    assert (after["id"], after["team_id"], after["desk"]) == ("1", "2", "9")


def test_an_update_of_other_columns_tells_the_keys_once(database: Database, log: Log) -> None:
    do(database, people.update().where(people.c.id == 1).values(note="new"))
    ((image,),) = log.rows("people")
    assert image["id"] == "1"


def test_a_new_primary_key_is_told_with_the_old_one(database: Database, log: Log) -> None:
    do(database, people.update().where(people.c.id == 3).values(id=33))
    ((before, after),) = log.rows("people")
    assert (before["id"], after["id"]) == ("3", "33")


def test_a_delete_tells_the_keys_of_the_row_that_was(database: Database, log: Log) -> None:
    do(database, badges.delete())
    assert log.rows("badges") == [({"person_id": "1", "kind": "gold", "team_id": "2"},)]


def test_a_cascade_is_told_row_by_row_at_every_depth(database: Database, log: Log) -> None:
    do(database, teams.delete().where(teams.c.id == 1))
    news = log.news()
    assert {change.images[0]["id"] for change in news if change.table == "people"} == {"1", "2", "3"}
    assert [change.images[0]["kind"] for change in news if change.table == "badges"] == ["gold"]


def test_a_reference_set_to_null_by_a_delete_is_told(database: Database, log: Log) -> None:
    do(database, people.delete().where(people.c.id == 3), teams.delete().where(teams.c.id == 2))
    assert [tuple(image["team_id"] for image in images) for images in log.rows("badges")] == [("2", None)]


@pytest.mark.parametrize(
    "write",
    [
        sa.update(Person).where(Person.id < 3).values(score=Person.score + 1),
        sa.delete(Person).where(Person.id < 3),
        "UPDATE people SET score = 5 WHERE id < 3",
    ],
    ids=["bulk update", "bulk delete", "raw"],
)
def test_bulk_and_raw_writes_are_told_row_by_row(database: Database, log: Log, write: Any) -> None:
    do(database, people.update().values(manager_id=None))
    log.news()
    do(database, write)
    assert ids(log.rows("people")) == {"1", "2"}


def test_rows_inserted_from_a_select_are_told(database: Database, log: Log) -> None:
    source = sa.select(people.c.id, sa.literal("silver"))
    do(database, badges.insert().from_select(["person_id", "kind"], source))
    assert {images[0]["person_id"] for images in log.rows("badges")} == {"1", "2", "3"}


def test_an_upsert_is_told(database: Database, log: Log) -> None:
    do(database, "INSERT INTO teams (id, slug, size) VALUES (1, 'red', 0) ON CONFLICT (id) DO UPDATE SET region = 'us'")
    assert any(len(images) == 2 and images[1]["region"] == "us" for images in log.rows("teams"))


def test_the_orm_is_told(database: Database, log: Log) -> None:
    with database.transaction() as connection, Session(connection) as session:
        person = session.get_one(Person, 1)
        person.team = Team(slug="green", size=0)
        session.flush()
    news = log.news()
    assert {change.table for change in news} == {"people", "teams"}


def test_truncate_concerns_the_whole_table_and_those_it_takes_along(database: Database, log: Log) -> None:
    if database.is_sqlite:
        do(database, "DELETE FROM people")
        assert ids(log.rows("people")) == {"1", "2", "3"}
        return
    do(database, "TRUNCATE teams CASCADE")
    assert {(change.table, change.images) for change in log.news()} == {
        ("teams", ()),
        ("people", ()),
        ("badges", ()),
    }


def test_a_rollback_leaves_nothing(database: Database, log: Log) -> None:
    with database.writer.connect() as connection:
        connection.execute(people.delete())
        connection.rollback()
    assert log.news() == []


def test_a_savepoint_rolled_back_leaves_nothing_and_the_rest_stays(database: Database, log: Log) -> None:
    with database.transaction() as connection:
        connection.execute(people.update().where(people.c.id == 1).values(score=1))
        savepoint = connection.begin_nested()
        connection.execute(people.update().where(people.c.id == 2).values(score=1))
        savepoint.rollback()
        connection.execute(people.update().where(people.c.id == 3).values(score=1))
    assert ids(log.rows("people")) == {"1", "3"}


def test_awkward_text_survives(database: Database, log: Log) -> None:
    slug = 'd\'a "q" \\ \n é 🎓'
    do(database, teams.update().where(teams.c.id == 1).values(slug=slug[:20]))
    ((_, after),) = log.rows("teams")
    assert after["slug"] == slug[:20]


@sqlite
def test_big_numbers_survive(database: Database, log: Log) -> None:
    do(database, people.update().where(people.c.id == 3).values(id=2**62 + 1))
    ((_, after),) = log.rows("people")
    assert after["id"] == str(2**62 + 1)


# Strangers with their own tools


def test_the_command_line_is_told(database: Database, log: Log) -> None:
    outside(database, "UPDATE people SET score = 9 WHERE id = 2; DELETE FROM badges")
    news = log.news()
    assert {(change.table, change.images[0].get("id")) for change in news} == {("people", "2"), ("badges", None)}


@postgres
def test_the_command_line_with_another_search_path_is_told(database: Database, log: Log) -> None:
    outside(database, "SET search_path = pg_catalog; UPDATE public.people SET score = 9 WHERE id = 2")
    assert ids(log.rows("people")) == {"2"}


REPLACEMENTS = {
    "primary key": ("INSERT OR REPLACE INTO people (id, mood, is_lead, score) VALUES (1, 'sad', 0, 0)", {"1"}),
    "unique index": ("REPLACE INTO people (team_id, desk, mood, is_lead, score) VALUES (1, 2, 'sad', 0, 0)", {"2"}),
    "two rows at once": (
        "REPLACE INTO people (id, team_id, desk, mood, is_lead, score) VALUES (1, 2, 1, 'sad', 0, 0)",
        {"1", "3"},
    ),
    "partial index": (
        "REPLACE INTO people (id, team_id, mood, is_lead, score) VALUES (9, 1, 'sad', 1, 0)",
        {"1"},
    ),
    "update": ("UPDATE OR REPLACE people SET desk = 2 WHERE id = 1", {"2"}),
    "update of the key": ("UPDATE OR REPLACE people SET id = 2 WHERE id = 3", {"2"}),
    "from a select": (
        "INSERT OR REPLACE INTO people SELECT id, NULL, NULL, mood, is_lead, NULL, nick, score, note FROM people",
        {"1", "2", "3"},
    ),
}


@pytest.mark.parametrize("has_foreign_keys", [True, False])
@pytest.mark.parametrize(("sql", "gone"), REPLACEMENTS.values(), ids=REPLACEMENTS)
def test_rows_that_sqlite_replaces_are_told_as_they_were(
    tmp_path: Path, sql: str, gone: set[str], has_foreign_keys: bool
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'replace.db'}")
    with database.transaction() as connection:
        metadata.create_all(connection)
        capture.install(connection, metadata)
        connection.execute(teams.insert(), [{"id": 1, "slug": "red"}, {"id": 2, "slug": "blue"}])
        rows = [
            {"id": 1, "team_id": 1, "desk": 1, "is_lead": True},
            {"id": 2, "team_id": 1, "desk": 2, "is_lead": False},
            {"id": 3, "team_id": 2, "desk": 1, "is_lead": False},
        ]
        connection.execute(people.insert(), rows)
        connection.execute(badges.insert(), [{"person_id": 1, "kind": "gold"}])
    log = Log(database)
    before = all_people(database)
    outside(database, f"PRAGMA foreign_keys = {has_foreign_keys}; {sql}")
    news = log.news()
    told = {
        (image["id"], image["team_id"], image["desk"])
        for change in news
        if change.table == "people"
        for image in change.images
    }
    after = all_people(database)
    assert before - after <= told
    assert after - before <= told
    assert gone <= {row[0] for row in before - after} | {row[0] for row in told}
    if has_foreign_keys and not all_badges(database):
        assert "badges" in {change.table for change in news}
    database.dispose()


def all_people(database: Database) -> set[tuple[Any, ...]]:
    with database.snapshot() as connection:
        found = connection.execute(sa.select(people.c.id, people.c.team_id, people.c.desk))
        return {tuple(None if value is None else str(value) for value in row) for row in found}


def all_badges(database: Database) -> list[Any]:
    with database.snapshot() as connection:
        return list(connection.execute(sa.select(badges)))


def test_an_ordinary_insert_is_told_once(database: Database, log: Log) -> None:
    do(database, people.insert().values(team_id=1, desk=5), people.insert().values(team_id=1, desk=6))
    assert len(log.rows("people")) == 2


# Installing


def triggers(database: Database) -> list[tuple[str, ...]]:
    sql = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        if database.is_sqlite
        else "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgrelid, tgname"
    )
    with database.snapshot() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def test_installing_again_changes_nothing(database: Database, log: Log) -> None:
    before = triggers(database)
    with database.transaction() as connection:
        capture.install(connection, metadata)
    assert triggers(database) == before
    do(database, badges.delete())
    assert len(log.rows("badges")) == 1


def test_a_table_that_is_not_live_any_more_is_not_logged(
    database: Database, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(badges.info, "live", False)
    with database.transaction() as connection:
        capture.install(connection, metadata)
    do(database, badges.delete(), people.delete())
    assert {change.table for change in log.news()} == {"people"}


def test_columns_that_a_migration_has_not_made_yet_or_took_back_are_not_spoken_of(database: Database, log: Log) -> None:
    with database.transaction() as connection:
        capture.remove(connection)
        connection.exec_driver_sql("DROP INDEX ix_people_desk")
        for column in ("desk", "note"):
            connection.exec_driver_sql(f"ALTER TABLE people DROP COLUMN {column}")
        capture.install(connection, metadata)
    do(database, people.update().where(people.c.id == 1).values(score=7), people.delete().where(people.c.id == 3))
    (change, gone) = log.news()[:2]
    assert (change.changed, ids([change.images, gone.images])) == ({"score"}, {"1", "3"})


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_migration_changes_without_triggers_concerns_all_tables(kind: str) -> None:
    every_table = {table.name for table in academy_metadata.sorted_tables if capture.is_captured(table)}
    with academy_database(kind) as url:
        database = Database(url)
        log = Log(database)
        migrations.downgrade(url, "-1")
        migrations.upgrade(url)
        assert {change.table for change in log.news() if not change.images} == every_table
        migrations.upgrade(url)
        assert log.news() == []
        database.dispose()


def test_without_tables_the_log_goes_too(database: Database) -> None:
    with database.transaction() as connection:
        metadata.drop_all(connection)
        capture.install(connection, metadata)
        assert not {CHANGES, REQUESTS} & set(sa.inspect(connection).get_table_names())
    assert triggers(database) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_of_the_academy_is_captured_with_all_its_keys(kind: str) -> None:
    with academy_database(kind) as url:
        database = Database(url)
        definitions = ["\n".join(row) for row in triggers(database)]
        for table in academy_metadata.sorted_tables:
            if not capture.is_captured(table):
                continue
            quoted = [f'"{table.name}"', f"public.{table.name} "]
            mine = [text for text in definitions if "live_capture" in text and any(name in text for name in quoted)]
            assert len(mine) == (5 if database.is_sqlite else 2), table.name
            keys = [column.name for column in table.columns if capture.is_key_column(column)]
            assert {column.name for column in table.primary_key.columns} <= set(keys)
            assert all(f"'{key}'" in "\n".join(mine) for key in keys)
        database.dispose()


def test_a_unique_index_that_cannot_be_watched_is_refused(tmp_path: Path) -> None:
    odd = sa.MetaData()
    table = sa.Table("odd", odd, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(9)))
    sa.Index("ix_odd", sa.func.lower(table.c.name), unique=True)
    database = Database(f"sqlite:///{tmp_path / 'odd.db'}")
    odd.create_all(database.writer)
    with database.transaction() as connection, pytest.raises(TypeError, match="ix_odd"):
        capture.install(connection, odd)
    database.dispose()
