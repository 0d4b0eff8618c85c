"""The change log, written by triggers: whatever changes a row, through this program or not, leaves a trace.

Each change is one row of `live_changes`: the table, the key columns' values before and after, and of an UPDATE the
names of the columns it changed, in the transaction that made it. A change that names no values (TRUNCATE) concerns the
whole table. There may be one too many, never one too few: SQLite does not tell of the rows that `INSERT OR REPLACE`
puts aside, so those that stand in the way of a new row are logged before it comes.
"""

import re
from collections.abc import Iterator, Mapping, Set

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection

from academy.live.names import CHANGES, CHANNEL, REQUESTS

Tables = Mapping[sa.Table, Set[str]]
"""Each with the names of those of its columns that the database has: before a migration and after one that was undone
it may lack some.
"""
KEY_TYPES = (sa.Integer, sa.String, sa.Enum, sa.Boolean)
PREFIX = "live_capture"
WORD = re.compile(r"\w+")


def is_captured(table: sa.Table) -> bool:
    """Tell whether changes of this table are logged; `info={"live": False}` opts a table out."""
    return bool(table.info.get("live", True)) and bool(table.primary_key.columns)


def exact_type(column: "sa.Column[object]") -> type[int] | type[str] | None:
    """Return what values of the column are, where two are equal in the database exactly if they are here; else None."""
    kind = column.type.impl_instance if isinstance(column.type, sa.types.TypeDecorator) else column.type
    if not isinstance(kind, KEY_TYPES) or isinstance(kind, sa.Text | sa.CHAR) or getattr(kind, "collation", None):
        return None
    if column.type._has_bind_expression:
        return None
    return str if isinstance(kind, sa.String) else int


def is_key_column(column: "sa.Column[object]") -> bool:
    """Tell whether the log carries this column's values: those that are looked up by equality."""
    if exact_type(column) is None:
        return False
    table = column.table
    return bool(
        column.primary_key
        or column.foreign_keys
        or column.unique
        or column.index
        or (isinstance(table, sa.Table) and any(column.name in index.columns for index in table.indexes))
        or (isinstance(table, sa.Table) and any(_constrains(constraint, column) for constraint in table.constraints))
    )


def install(connection: Connection, metadata: sa.MetaData) -> None:
    """Make the log and the triggers match the tables that exist now; safe to repeat.

    Run it after every migration. Without any table of `metadata` the log itself goes too.
    """
    tables, is_there = _there(connection, metadata), sa.inspect(connection).has_table(CHANGES)
    dialect = connection.dialect.name
    statements = _sqlite if dialect == "sqlite" else _postgres
    remove(connection)
    if is_there:
        _widen(connection)
    for statement in statements(tables):
        connection.exec_driver_sql(statement)


def remove(connection: Connection) -> None:
    """Drop all triggers there are: nothing is logged until they are installed again."""
    for statement in _removals(connection):
        connection.exec_driver_sql(statement)


def tell_of_all(connection: Connection, metadata: sa.MetaData) -> None:
    """Log that anything may have changed in any table, as it may while there are no triggers."""
    for table in _there(connection, metadata):
        connection.execute(sa.text(f"INSERT INTO {CHANGES} (table_name) VALUES (:name)"), {"name": table.name})  # noqa: S608
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"NOTIFY {CHANNEL}")


def _there(connection: Connection, metadata: sa.MetaData) -> Tables:
    """The tables to watch, as the database has them now."""
    found = sa.inspect(connection).get_multi_columns()
    columns = {name: {column["name"] for column in listed} for (_, name), listed in found.items()}
    return {
        table: columns[table.name] for table in metadata.sorted_tables if is_captured(table) and table.name in columns
    }


def _widen(connection: Connection) -> None:
    """Let a log from before it named columns have room for them."""
    there = connection.exec_driver_sql(f"SELECT * FROM {CHANGES} LIMIT 0")  # noqa: S608
    if "changed" not in set(there.keys()):
        connection.exec_driver_sql(f"ALTER TABLE {CHANGES} ADD COLUMN changed TEXT")


def _constrains(constraint: sa.Constraint, column: "sa.Column[object]") -> bool:
    return isinstance(constraint, sa.UniqueConstraint) and column.name in constraint.columns


def _keys(table: sa.Table, there: Set[str]) -> list[str]:
    return [column.name for column in table.columns if is_key_column(column) and column.name in there]


def _unique_sets(table: sa.Table) -> Iterator[tuple[list[str], str]]:
    """Yield the columns that are unique together, and the SQL condition under which they are."""
    yield [column.name for column in table.primary_key.columns], "true"
    for constraint in table.constraints:
        if isinstance(constraint, sa.UniqueConstraint):
            yield [column.name for column in constraint.columns], "true"
    for index in table.indexes:
        if index.unique:
            condition = index.dialect_options["sqlite"]["where"]
            columns = [expression.name for expression in index.expressions if isinstance(expression, sa.Column)]
            if not columns:
                raise TypeError(f"{index.name} is unique over expressions alone, which cannot be watched")
            yield columns, "true" if condition is None else f"({condition.compile(dialect=sqlite.dialect())})"


def _removals(connection: Connection) -> list[str]:
    """Return what drops all triggers there are."""
    if connection.dialect.name == "sqlite":
        found = "SELECT 'DROP TRIGGER \"' || name || '\"' FROM sqlite_master WHERE type = 'trigger' AND name LIKE ?"
    else:
        found = (
            "SELECT format('DROP TRIGGER %%I ON %%s', tgname, tgrelid::regclass) FROM pg_trigger"
            " WHERE tgparentid = 0 AND NOT tgisinternal AND tgname LIKE %s"
        )
    return list(connection.exec_driver_sql(found, (f"{PREFIX}%",)).scalars())


def _sqlite(tables: Tables) -> Iterator[str]:
    if not tables:
        yield f"DROP TABLE IF EXISTS {CHANGES}"
        yield f"DROP TABLE IF EXISTS {REQUESTS}"
        return
    yield (
        f"CREATE TABLE IF NOT EXISTS {CHANGES} (id INTEGER PRIMARY KEY AUTOINCREMENT, table_name TEXT NOT NULL,"
        " before TEXT, after TEXT, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, changed TEXT)"
    )
    yield f"CREATE INDEX IF NOT EXISTS ix_{CHANGES}_at ON {CHANGES} (at)"
    yield (
        f"CREATE TABLE IF NOT EXISTS {REQUESTS} (id TEXT PRIMARY KEY, result TEXT NOT NULL,"
        " at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)"
    )
    for table, there in tables.items():
        old, new = (
            "json_object(" + ", ".join(f"'{key}', {row}.\"{key}\"" for key in _keys(table, there)) + ")"
            for row in ("OLD", "NEW")
        )
        differing = " || ".join(
            f"CASE WHEN OLD.\"{column.name}\" IS NEW.\"{column.name}\" COLLATE BINARY THEN '' ELSE '{column.name} ' END"
            for column in table.columns
            if column.name in there
        )
        for event, before, after, changed in (
            ("INSERT", "NULL", new, "NULL"),
            ("UPDATE", old, new, differing),
            ("DELETE", old, "NULL", "NULL"),
        ):
            yield (
                f'CREATE TRIGGER {PREFIX}_{table.name}_{event.lower()} AFTER {event} ON "{table.name}" BEGIN '  # noqa: S608
                f"INSERT INTO {CHANGES} (table_name, before, after, changed)"
                f" VALUES ('{table.name}', {before}, {after}, {changed}); END"
            )
        yield from _sqlite_replacements(table, there)


def _sqlite_replacements(table: sa.Table, there: Set[str]) -> Iterator[str]:
    """Log the rows that a new or changed row would replace: without `recursive_triggers` no DELETE is heard of."""
    missing = {column.name for column in table.columns} - there
    unique_sets = [
        (columns, condition)
        for columns, condition in _unique_sets(table)
        if missing.isdisjoint([*columns, *WORD.findall(condition)])
    ]
    in_the_way = " OR ".join(
        f"({condition} AND " + " AND ".join(f'"{column}" = NEW."{column}"' for column in columns) + ")"
        for columns, condition in unique_sets
    )
    row = "json_object(" + ", ".join(f"'{key}', \"{key}\"" for key in _keys(table, there)) + ")"
    unique = ", ".join(dict.fromkeys(f'"{column}"' for columns, _ in unique_sets for column in columns))
    for name, event, others in (
        ("replacing_insert", "INSERT", "true"),
        ("replacing_update", f"UPDATE OF {unique}", "rowid <> OLD.rowid"),
    ):
        yield (
            f'CREATE TRIGGER {PREFIX}_{table.name}_{name} BEFORE {event} ON "{table.name}" BEGIN '  # noqa: S608
            f"INSERT INTO {CHANGES} (table_name, before) SELECT '{table.name}', {row} "
            f'FROM "{table.name}" WHERE {others} AND ({in_the_way}); END'
        )


def _postgres(tables: Tables) -> Iterator[str]:
    if not tables:
        yield f"DROP TABLE IF EXISTS {CHANGES}, {REQUESTS}"
        yield f"DROP FUNCTION IF EXISTS {PREFIX}() CASCADE"
        return
    yield (
        f"CREATE TABLE IF NOT EXISTS {CHANGES} (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        " table_name TEXT NOT NULL, before JSONB, after JSONB, xid XID8 NOT NULL DEFAULT pg_current_xact_id(),"
        " at TIMESTAMPTZ NOT NULL DEFAULT now(), changed TEXT)"
    )
    yield f"CREATE INDEX IF NOT EXISTS ix_{CHANGES}_xid ON {CHANGES} (xid)"
    yield f"CREATE INDEX IF NOT EXISTS ix_{CHANGES}_at ON {CHANGES} (at)"
    yield (
        f"CREATE TABLE IF NOT EXISTS {REQUESTS} (id TEXT PRIMARY KEY, result TEXT NOT NULL,"
        " at TIMESTAMPTZ NOT NULL DEFAULT now())"
    )
    yield f"""
        CREATE OR REPLACE FUNCTION {PREFIX}() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
        DECLARE old_keys JSONB; new_keys JSONB; differing TEXT;
        BEGIN
            IF TG_OP IN ('UPDATE', 'DELETE') THEN
                SELECT jsonb_object_agg(k, to_jsonb(OLD) -> k) INTO old_keys FROM unnest(TG_ARGV) AS k;
            END IF;
            IF TG_OP IN ('UPDATE', 'INSERT') THEN
                SELECT jsonb_object_agg(k, to_jsonb(NEW) -> k) INTO new_keys FROM unnest(TG_ARGV) AS k;
            END IF;
            IF TG_OP = 'UPDATE' THEN
                SELECT coalesce(string_agg(n.key, ' '), '') INTO differing FROM jsonb_each(to_jsonb(NEW)) AS n
                JOIN jsonb_each(to_jsonb(OLD)) AS o ON o.key = n.key AND o.value <> n.value;
            END IF;
            INSERT INTO {CHANGES} (table_name, before, after, changed)
            VALUES (TG_TABLE_NAME, old_keys, new_keys, differing);
            PERFORM pg_notify('{CHANNEL}', '');
            RETURN NULL;
        END $$"""  # noqa: S608
    for table, there in tables.items():
        arguments = ", ".join(f"'{key}'" for key in _keys(table, there))
        yield (
            f'CREATE TRIGGER {PREFIX} AFTER INSERT OR UPDATE OR DELETE ON "{table.name}" '
            f"FOR EACH ROW EXECUTE FUNCTION {PREFIX}({arguments})"
        )
        yield (
            f'CREATE TRIGGER {PREFIX}_truncate AFTER TRUNCATE ON "{table.name}" '
            f"FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}()"
        )
