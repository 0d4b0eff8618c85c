"""What columns accept, refuse and give back, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest
import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session, select

from academy.core import migrations
from academy.core.badges import BadgeData
from academy.core.fields import PydanticJSON
from academy.insights.models import ReportRange
from academy.library.models import ModelSettings, Prompt, PromptAccess, PromptCategory, PromptVariable, VariableType
from tests.databases import KINDS, academy_database

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module", params=KINDS)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    with academy_database(request.param) as made:
        yield made


@pytest.fixture
def session(url: str) -> Iterator[Session]:
    with migrations.engine(url).connect() as connection, Session(connection, info={"now": NOON}) as session:
        yield session


def a_prompt(**values: object) -> Prompt:
    return Prompt(
        **{
            "title": "Sales email",
            "slug": "sales-email",
            "description": "Writes an email.",
            "category": PromptCategory.WRITING,
            "subcategory": "Marketing",
            "prompt_template": "Write to {{name}}.",
            "access_level": PromptAccess.PUBLIC,
            "variables": [PromptVariable(name="name", description="Who", type=VariableType.TEXT, required=True)],
            **values,
        }
    )


def saved(session: Session, prompt: Prompt) -> Prompt:
    session.add(prompt)
    session.flush()
    session.expire_all()
    return session.exec(select(Prompt).where(Prompt.id == prompt.id)).one()


def test_a_naive_time_is_refused(session: Session) -> None:
    session.add(a_prompt(created_at=datetime(2026, 5, 4, 12, 0)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="timezone"):
        session.flush()


def test_a_naive_time_cannot_be_compared_with(session: Session) -> None:
    with pytest.raises(StatementError, match="timezone"):
        session.exec(select(Prompt).where(Prompt.created_at < datetime(2026, 5, 4))).all()  # noqa: DTZ001


def test_times_come_back_in_utc(session: Session) -> None:
    in_tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    row = saved(session, a_prompt(created_at=in_tokyo))
    assert row.created_at == NOON
    assert row.created_at.tzinfo is UTC


def test_times_compare_and_sort_whatever_zone_they_were_given_in(session: Session) -> None:
    west = timezone(-timedelta(hours=11))
    moments = {"b": NOON, "a": (NOON - timedelta(hours=1)).astimezone(west), "c": NOON + timedelta(microseconds=1)}
    for slug, moment in moments.items():
        session.add(a_prompt(slug=slug, created_at=moment))
    session.flush()
    assert list(session.exec(select(Prompt.slug).order_by(sa.asc(Prompt.created_at)))) == ["a", "b", "c"]
    assert set(session.exec(select(Prompt.slug).where(Prompt.created_at >= NOON))) == {"b", "c"}


def test_rows_are_stamped_with_the_moment_of_the_session(session: Session) -> None:
    row = saved(session, a_prompt())
    assert (row.created_at, row.updated_at) == (NOON, NOON)
    session.info["now"] = NOON + timedelta(hours=1)
    row.title = "Another"
    assert saved(session, row).updated_at == NOON + timedelta(hours=1)
    assert row.created_at == NOON


def test_a_given_stamp_stays(session: Session) -> None:
    long_ago = NOON - timedelta(days=400)
    row = saved(session, a_prompt(created_at=long_ago))
    assert (row.created_at, row.updated_at) == (long_ago, long_ago)


def test_a_choice_is_stored_as_its_value(session: Session) -> None:
    row = saved(session, a_prompt())
    assert row.category is PromptCategory.WRITING
    assert session.connection().exec_driver_sql("SELECT category FROM prompts").scalar_one() == "writing"


def test_a_word_that_is_no_choice_is_refused(session: Session) -> None:
    class Other(StrEnum):
        POETRY = "poetry"

    session.add(a_prompt(category=Other.POETRY))
    with pytest.raises(StatementError):
        session.flush()


def test_the_database_itself_refuses_a_word_that_is_no_choice(session: Session) -> None:
    saved(session, a_prompt())
    with pytest.raises(IntegrityError):
        session.connection().exec_driver_sql("UPDATE prompts SET category = 'poetry'")


def test_embedded_values_come_back_as_what_they_are(session: Session) -> None:
    row = saved(session, a_prompt(model_settings=ModelSettings(temperature=0.2), tags=["sales"]))
    assert row.variables == [PromptVariable(name="name", description="Who", type=VariableType.TEXT, required=True)]
    assert row.model_settings == ModelSettings(temperature=0.2)
    assert row.tags == ["sales"]


def test_an_embedded_value_that_is_missing_is_null(session: Session) -> None:
    saved(session, a_prompt())
    assert session.connection().exec_driver_sql("SELECT model_settings IS NULL FROM prompts").scalar_one()


def test_embedded_values_are_validated_on_write(session: Session) -> None:
    session.add(a_prompt(model_settings={"temperature": "hot"}))
    with pytest.raises(StatementError, match="temperature"):
        session.flush()


def test_embedded_values_are_validated_on_read(session: Session) -> None:
    saved(session, a_prompt())
    session.connection().exec_driver_sql("""UPDATE prompts SET variables = '[{"name": "only"}]'""")
    session.expire_all()
    with pytest.raises(ValidationError):
        session.exec(select(Prompt)).all()


def test_embedded_values_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        ModelSettings().temperature = 1


def test_a_report_range_runs_forward() -> None:
    with pytest.raises(ValidationError, match="ends after it starts"):
        ReportRange(start=NOON, end=NOON)


def test_a_badge_is_stored_under_the_names_of_the_standard() -> None:
    badge = BadgeData.model_validate(
        {
            "id": "urn:uuid:1",
            "name": "AI Enablement",
            "issuer": {"id": "did:web:academy.example", "name": "Academy"},
            "validFrom": NOON,
            "credentialSubject": {
                "identifier": [{"identityHash": "sha256$0", "salt": "s"}],
                "achievement": {
                    "id": "urn:uuid:2",
                    "name": "AI Enablement",
                    "description": "Two days of practice.",
                    "criteria": {"narrative": "Took part in every session."},
                },
            },
        }
    )
    column = PydanticJSON(BadgeData)
    stored = column.process_bind_param(badge, sa.create_mock_engine("sqlite://", print).dialect)
    assert stored["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert stored["credentialSubject"]["achievement"]["criteria"] == {"narrative": "Took part in every session."}
    assert stored["validFrom"] == "2026-05-04T12:00:00Z"
    assert column.process_result_value(stored, sa.create_mock_engine("sqlite://", print).dialect) == badge
