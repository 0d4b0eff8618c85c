"""What a query read: narrow where it can be known, and never too little."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
import sqlalchemy.orm
from sqlmodel import Session

from academy.core.database import Database
from academy.live import capture
from academy.live.tracking import ReadSet, recorded, watch_reads
from tests.databases import KINDS, empty_database, postgres, sqlite
from tests.live.shapes import Mood, Person, Team, badges, metadata, people, teams

pytestmark = pytest.mark.filterwarnings("ignore:SELECT statement has a cartesian product")


@pytest.fixture(scope="module", params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with empty_database(request.param, tmp_path_factory.mktemp("tracking")) as url:
        made = Database(url)
        with made.transaction() as connection:
            metadata.create_all(connection)
            capture.install(connection, metadata)
            connection.exec_driver_sql("CREATE VIEW glad AS SELECT id, team_id FROM people WHERE mood = 'glad'")
            connection.exec_driver_sql(
                "CREATE VIEW glad_teams AS SELECT slug FROM teams JOIN glad ON team_id = teams.id"
            )
        watch_reads(made.writer, metadata)
        yield made
        made.dispose()


WHOLE = "whole"
P, T, B = people.c, teams.c, badges.c
boss, mate = people.alias("boss"), people.alias("mate")
lead = sa.orm.aliased(Person)
team_1 = sa.select(P.id, P.team_id).where(P.team_id == 1)
counted = sa.select(P.team_id, sa.func.count().label("number")).where(P.team_id == 1).group_by(P.team_id).subquery()
chain = sa.select(P.id, P.manager_id).where(P.id == 1).cte("chain", recursive=True)
chain = chain.union_all(sa.select(P.id, P.manager_id).join(chain, P.manager_id == chain.c.id))

READS: dict[str, tuple[Any, dict[str, Any]]] = {
    # What can be known is known.
    "by key": (sa.select(P.note).where(P.id == 1), {"people": {"id": "1"}}),
    "value first": (sa.select(P.note).where(sa.bindparam(None, 1) == P.id), {"people": {"id": "1"}}),
    "list": (sa.select(P.note).where(P.id.in_([1, 2])), {"people": {"id": "12"}}),
    "empty list": (sa.select(P.note).where(P.id.in_([])), {"people": {"id": ""}}),
    "and": (sa.select(P.note).where(sa.and_(P.team_id == 1, P.score > 3)), {"people": {"team_id": "1"}}),
    "primary key before others": (sa.select(P.note).where(P.team_id == 1, P.id == 2), {"people": {"id": "2"}}),
    "enum": (sa.select(P.note).where(P.mood == Mood.SAD), {"people": {"mood": ["sad"]}}),
    "enum list": (sa.select(P.note).where(P.mood.in_([Mood.SAD])), {"people": {"mood": ["sad"]}}),
    "boolean": (sa.select(P.note).where(P.is_lead == sa.bindparam(None, True)), {"people": {"is_lead": "1"}}),
    "stored otherwise": (sa.select(P.note).where(P.nick == "ADA"), {"people": {"nick": ["ada"]}}),
    "stored otherwise, list": (sa.select(P.note).where(P.nick.in_(["ADA"])), {"people": {"nick": ["ada"]}}),
    "alias": (sa.select(boss.c.note).where(boss.c.id == 1), {"people": {"id": "1"}}),
    "aggregate": (sa.select(sa.func.count()).where(P.team_id == 1), {"people": {"team_id": "1"}}),
    "window": (
        sa.select(sa.func.row_number().over(order_by=P.id)).where(P.team_id == 1),
        {"people": {"team_id": "1"}},
    ),
    "join": (
        sa.select(P.id).join(teams, T.id == P.team_id).where(T.id == 1),
        {"people": {"team_id": "1"}, "teams": {"id": "1"}},
    ),
    "comma join": (
        sa.select(P.id, T.id).where(T.id == P.team_id, P.team_id == 1),
        {"people": {"team_id": "1"}, "teams": {"id": "1"}},
    ),
    "outer join": (
        sa.select(T.id).outerjoin(people, T.id == P.team_id).where(T.id == 1),
        {"teams": {"id": "1"}, "people": {"team_id": "1"}},
    ),
    "self-join": (
        sa.select(P.id).join(mate, mate.c.manager_id == P.id).where(P.id == 1),
        {"people": {"id": "1", "manager_id": "1"}},
    ),
    "EXISTS": (
        sa.select(T.id).where(T.id == 1, sa.exists().where(P.team_id == T.id)),
        {"teams": {"id": "1"}, "people": {"team_id": "1"}},
    ),
    "NOT EXISTS": (
        sa.select(T.id).where(T.id == 1, ~sa.exists().where(P.team_id == T.id)),
        {"teams": {"id": "1"}, "people": {"team_id": "1"}},
    ),
    "EXISTS of its own": (
        sa.select(T.id).where(T.id == 1, sa.exists(sa.select(B.kind).where(B.person_id == 2))),
        {"teams": {"id": "1"}, "badges": {"person_id": "2"}},
    ),
    "scalar subquery": (
        sa.select(T.id, sa.select(sa.func.count(P.id)).where(P.team_id == T.id).scalar_subquery()).where(T.id == 1),
        {"teams": {"id": "1"}, "people": {"team_id": "1"}},
    ),
    "EXISTS that makes no sense alone": (
        sa.select(T.id).where(
            T.id == 1, sa.exists().where(P.team_id == T.id, P.score == sa.select(T.size + P.score).scalar_subquery())
        ),
        {"teams": WHOLE, "people": {"team_id": "1"}},
    ),
    "ORM any that makes no sense alone": (
        sa.select(Team).where(Team.id == 1, Team.people.any(sa.exists().where(Team.size == Person.score))),
        {"teams": WHOLE, "people": {"team_id": "1"}},
    ),
    "EXISTS inside EXISTS, of both around it": (
        sa.select(T.id).where(
            T.id == 1,
            sa.exists(
                sa.select(P.id).where(
                    P.team_id == T.id,
                    sa.exists().where(B.person_id == P.id, B.team_id == T.id).correlate(people, teams),
                )
            ),
        ),
        {"teams": {"id": "1"}, "people": {"team_id": "1"}, "badges": {"team_id": "1"}},
    ),
    "outer join of a join": (
        sa.select(T.id).outerjoin(people.join(badges, B.team_id == P.team_id), P.team_id == T.id).where(T.id == 1),
        {"teams": {"id": "1"}, "people": {"team_id": "1"}, "badges": {"team_id": "1"}},
    ),
    "CASE": (
        sa.select(sa.case((sa.exists().where(B.person_id == P.id), 1), else_=0)).where(P.id == 1),
        {"people": {"id": "1"}, "badges": {"person_id": "1"}},
    ),
    "IN subquery": (
        sa.select(T.slug).where(T.id.in_(team_1.with_only_columns(P.team_id))),
        {"teams": WHOLE, "people": {"team_id": "1"}},
    ),
    "derived table": (
        sa.select(T.slug, counted.c.number).join(counted, counted.c.team_id == T.id).where(T.id == 1),
        {"teams": {"id": "1"}, "people": {"team_id": "1"}},
    ),
    "CTE": (sa.select(team_1.cte()), {"people": {"team_id": "1"}}),
    "recursive CTE": (sa.select(chain), {"people": WHOLE}),
    "union": (
        sa.union(sa.select(P.id).where(P.id == 1), sa.select(T.id).where(T.slug == "a")),
        {"people": {"id": "1"}, "teams": {"slug": "a"}},
    ),
    "ORM": (sa.select(Person).where(Person.id == 1), {"people": {"id": "1"}}),
    "ORM alias": (sa.select(lead).where(lead.id == 1), {"people": {"id": "1"}}),
    "ORM any": (
        sa.select(Team).where(Team.id == 1, Team.people.any(Person.score > 1)),
        {"teams": {"id": "1"}, "people": {"team_id": "1"}},
    ),
    "ORM has": (
        sa.select(Person).where(Person.id == 1, Person.team.has(Team.slug == "a")),
        {"people": {"id": "1"}, "teams": {"slug": "a"}},
    ),
    "ORM joined load": (
        sa.select(Team).where(Team.id == 1).options(sa.orm.joinedload(Team.people)),
        {"teams": {"id": "1"}, "people": {"team_id": "1"}},
    ),
    # What cannot be known, or not surely, is the whole table.
    "everything": (sa.select(P.id), {"people": WHOLE}),
    "OR": (sa.select(P.id).where(sa.or_(P.id == 1, P.score == 2)), {"people": WHOLE}),
    "NOT": (sa.select(P.id).where(~(P.id == 1)), {"people": WHOLE}),
    "range": (sa.select(P.id).where(P.id > 1), {"people": WHOLE}),
    "no key": (sa.select(P.id).where(P.score == 1), {"people": WHOLE}),
    "long list": (sa.select(P.id).where(P.id.in_(range(500))), {"people": WHOLE}),
    "outer join's left side": (
        sa.select(T.id).outerjoin(people, sa.and_(T.id == P.team_id, T.slug == "a")),
        {"teams": WHOLE, "people": WHOLE},
    ),
    "the same table, not correlated": (
        sa.select(P.id).where(P.id == 1, P.desk.in_(sa.select(P.desk))),
        {"people": WHOLE},
    ),
    "the same table, made independent": (
        sa.select(P.id).where(P.id == 1, P.desk.in_(sa.select(P.desk).where(P.score == 1).correlate(None))),
        {"people": WHOLE},
    ),
    "the same table, in LIMIT": (
        sa.select(P.id)
        .where(P.team_id == 1)
        .order_by(P.id)
        .limit(sa.select(sa.func.count(mate.c.id)).scalar_subquery()),
        {"people": WHOLE},
    ),
    "another kind of number": (
        sa.select(P.id).where(P.id == sa.bindparam(None, 1.0, type_=sa.Float())),
        {"people": WHOLE},
    ),
    # Text is searched for names.
    "text": (sa.text("SELECT * FROM people WHERE id = 1"), {"people": WHOLE}),
    "text, quoted and in capitals": (sa.text('SELECT 1 FROM PEOPLE, "teams"'), {"people": WHOLE, "teams": WHOLE}),
    "text with columns": (sa.text("SELECT id FROM people").columns(sa.column("id", sa.Integer)), {"people": WHOLE}),
    "text as a derived table": (
        sa.select(sa.text("SELECT id FROM people").columns(sa.column("id", sa.Integer)).subquery()),
        {"people": WHOLE},
    ),
    "entities from text": (sa.select(Person).from_statement(sa.text("SELECT * FROM people")), {"people": WHOLE}),
    "text inside": (
        sa.select(P.id).where(P.id == 1, sa.text("EXISTS (SELECT 1 FROM badges)")),
        {"people": {"id": "1"}, "badges": WHOLE},
    ),
    "the same table in text inside": (
        sa.select(P.id).where(P.id == 1, sa.text("EXISTS (SELECT 1 FROM people other WHERE other.id = 2)")),
        {"people": WHOLE},
    ),
    "literal column": (sa.select(sa.literal_column("(SELECT count(*) FROM people)")), {"people": WHOLE}),
    "text with capitals": (sa.text("SELECT note FROM People WHERE id = 1"), {"people": WHOLE}),
    "table by name": (sa.select(sa.column("id")).select_from(sa.table("people")), {"people": WHOLE}),
    "text whose CTE is called like a table": (
        sa.text("WITH teams AS (SELECT * FROM people) SELECT * FROM teams"),
        {"people": WHOLE, "teams": WHOLE},
    ),
    "CTE called like a table": (
        sa.select(sa.select(P.id).where(P.id == 1).cte("teams")),
        {"people": {"id": "1"}, "teams": WHOLE},
    ),
    "view in text": (sa.text("SELECT * FROM glad"), {"people": WHOLE}),
    "view of a view": (sa.text('SELECT * FROM "glad_teams"'), {"people": WHOLE, "teams": WHOLE}),
    "view by name": (sa.select(sa.table("glad", sa.column("id"))), {"people": WHOLE}),
    "view beside its table": (
        sa.select(P.id, sa.select(sa.func.count()).select_from(sa.table("glad")).scalar_subquery()).where(P.id == 1),
        {"people": WHOLE},
    ),
    "a table that is not live": (sa.text("SELECT * FROM secrets"), {}),
}


@pytest.mark.parametrize(("query", "expected"), READS.values(), ids=READS)
def test_reads(database: Database, query: Any, expected: dict[str, Any]) -> None:
    with database.writer.connect() as connection, recorded(connection) as reads, Session(connection) as session:
        session.execute(query).unique().all()
    assert summary(reads) == {
        table: keys if keys == WHOLE else {column: set(values) for column, values in keys.items()}
        for table, keys in expected.items()
    }


def summary(reads: ReadSet) -> dict[str, Any]:
    return {**dict.fromkeys(reads.tables, WHOLE), **reads.keys}


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session in which nothing is loaded yet, of a team with two people."""
    with database.writer.connect() as connection:
        connection.execute(teams.insert(), [{"id": 1, "slug": "a"}])
        connection.execute(people.insert(), [{"id": 1, "team_id": 1}, {"id": 2, "team_id": 1}])
        with Session(connection) as session:
            yield session
        connection.rollback()


def test_a_row_by_its_key(session: Session) -> None:
    with recorded(session.connection()) as reads:
        assert session.get(Person, 1)
    assert summary(reads) == {"people": {"id": {"1"}}}


def test_references_are_followed_from_rows_that_matter(session: Session) -> None:
    forth = sa.select(T.slug).join(people, P.team_id == T.id).where(P.id == 1)
    with recorded(session.connection()) as reads:
        session.execute(forth).all()
    assert summary(reads) == {"people": {"id": {"1"}}, "teams": {"id": {"1"}}}
    further = sa.select(mate.c.id).join(teams, mate.c.team_id == T.id).join(people, P.team_id == T.id)
    with recorded(session.connection()) as reads:
        session.execute(further.where(P.id == 1)).all()
    assert summary(reads) == {"people": {"id": {"1"}, "team_id": {"1"}}, "teams": {"id": {"1"}}}


def test_a_table_that_is_shown_whole_is_not_narrowed_by_what_is_joined_to_it(session: Session) -> None:
    beside = sa.select(T.slug, P.id).outerjoin(people, sa.and_(P.team_id == T.id, P.id == 1))
    with recorded(session.connection()) as reads:
        session.execute(beside).all()
    assert summary(reads) == {"people": {"id": {"1"}}, "teams": WHOLE}


def test_a_row_that_is_not_there(session: Session) -> None:
    with recorded(session.connection()) as reads:
        assert session.get(Person, 99) is None
    assert summary(reads) == {"people": {"id": {"99"}}}


def test_lazy_loads(session: Session) -> None:
    with recorded(session.connection()) as reads:
        person = session.get_one(Person, 1)
        assert person.team is not None
        assert len(person.team.people) == 2
    assert summary(reads) == {"people": {"id": {"1"}, "team_id": {"1"}}, "teams": {"id": {"1"}}}


def test_select_in_loads(session: Session) -> None:
    with recorded(session.connection()) as reads:
        session.scalars(sa.select(Team).where(Team.id == 1).options(sa.orm.selectinload(Team.people))).all()
    assert summary(reads) == {"people": {"team_id": {"1"}}, "teams": {"id": {"1"}}}


def test_refresh(session: Session) -> None:
    person = session.get_one(Person, 2)
    with recorded(session.connection()) as reads:
        session.refresh(person)
    assert summary(reads) == {"people": {"id": {"2"}}}


def test_the_drivers_own_sql(session: Session) -> None:
    with recorded(session.connection()) as reads:
        session.connection().exec_driver_sql('SELECT 1 FROM "people" WHERE id = 1').all()
    assert summary(reads) == {"people": WHOLE}


@postgres
def test_what_a_function_of_the_database_reads(database: Database) -> None:
    with database.writer.connect() as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION people_of(team int) RETURNS SETOF int LANGUAGE sql AS"
            " 'SELECT people.id FROM people JOIN glad USING (id) WHERE people.team_id = team'"
        )
        connection.commit()
    apart = Database(database.url.render_as_string(hide_password=False)).writer
    watch_reads(apart, metadata)
    with apart.connect() as connection:
        for query in (
            sa.select(sa.func.people_of(1).table_valued(name="found")),
            sa.select(P.id, sa.func.people_of(P.team_id)).where(P.id == 1),
            sa.text("SELECT public.people_of(1)"),
        ):
            with recorded(connection) as reads:
                connection.execute(query).all()
            assert summary(reads) == {"people": WHOLE}
    apart.dispose()


@sqlite
def test_a_full_join_restricts_neither_side(database: Database) -> None:
    joined = sa.select(T.id, P.id).join(people, sa.and_(P.team_id == T.id, P.id == 1), full=True)
    with database.writer.connect() as connection, recorded(connection) as reads:
        connection.execute(joined).all()
    assert summary(reads) == {"people": WHOLE, "teams": WHOLE}


@postgres
def test_lateral_subqueries(database: Database) -> None:
    last = sa.select(P.id).where(P.team_id == T.id).order_by(P.id).limit(1).lateral("last")
    with database.writer.connect() as connection:
        for join in (sa.select(T.slug, last.c.id).join(last, sa.true()), sa.select(T.slug).outerjoin(last, sa.true())):
            with recorded(connection) as reads:
                connection.execute(join.where(T.id == 1)).all()
            assert summary(reads) == {"teams": {"id": {"1"}}, "people": {"team_id": {"1"}}}


def test_a_statement_used_again_is_read_with_its_new_values(session: Session) -> None:
    statement = sa.select(Person.note).where(Person.id == sa.bindparam("key"))
    for key in (1, 2):
        with recorded(session.connection()) as reads:
            session.execute(statement, {"key": key}).all()
        assert summary(reads) == {"people": {"id": {str(key)}}}
    for keys in ([1], [1, 2], []):
        with recorded(session.connection()) as reads:
            session.execute(sa.select(Person.note).where(Person.id.in_(keys))).all()
        assert summary(reads) == {"people": {"id": set(map(str, keys))}}


@sqlite
def test_text_where_a_number_belongs_is_not_trusted(database: Database) -> None:
    with database.writer.connect() as connection:
        for value in ("01", 1.0):
            with recorded(connection) as reads:
                connection.execute(
                    sa.select(P.id).where(P.id == sa.bindparam(None, value, type_=sa.types.NullType()))
                ).all()
            assert summary(reads) == {"people": WHOLE}
        with recorded(connection) as reads:
            connection.execute(sa.select(P.id).join(teams, T.slug == P.team_id).where(P.team_id == 1)).all()
        assert summary(reads) == {"people": {"team_id": {"1"}}, "teams": WHOLE}


class ShoutedString(sa.String):
    def bind_expression(self, bindvalue: Any) -> Any:
        return sa.func.upper(bindvalue)


def test_values_that_the_database_converts_are_no_keys() -> None:
    assert capture.exact_type(sa.Column("plain", sa.String(20))) is str
    assert capture.exact_type(sa.Column("shouted", ShoutedString(20))) is None
