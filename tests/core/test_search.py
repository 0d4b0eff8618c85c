"""Search finds by beginnings of words, follows every change, and takes any text a person may type."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from academy.core import migrations
from academy.core.search import holds, matches, search
from academy.library.models import GlossaryTerm
from tests.databases import KINDS, academy_database


@pytest.fixture(scope="module", params=KINDS)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    with academy_database(request.param) as made:
        yield made


@pytest.fixture
def session(url: str) -> Iterator[Session]:
    with migrations.engine(url).connect() as connection, Session(connection) as session:
        for term in ("Large Language Model", "Language", "Fine-tuning", "Token"):
            session.add(GlossaryTerm(term=term, slug=term.lower(), definition=f"What {term} is.", category="AI"))
        session.flush()
        yield session


def found(session: Session, text: str) -> set[str]:
    return {row.term for row in search(session, GlossaryTerm, text)}


def test_every_word_must_be_there(session: Session) -> None:
    assert found(session, "language") == {"Large Language Model", "Language"}
    assert found(session, "model language") == {"Large Language Model"}
    assert found(session, "language token") == set()


def test_beginnings_of_words_are_enough(session: Session) -> None:
    assert found(session, "tok") == {"Token"}
    assert found(session, "oken") == set()


def test_the_closest_comes_first(session: Session) -> None:
    assert [row.term for row in search(session, GlossaryTerm, "language")] == ["Language", "Large Language Model"]
    assert len(search(session, GlossaryTerm, "language", limit=1)) == 1


def test_conditions_narrow_it(session: Session) -> None:
    assert search(session, GlossaryTerm, "language", GlossaryTerm.slug == "language")[0].term == "Language"


@pytest.mark.parametrize(
    "text", ["", "  ", "'", '"', "AND", "token OR", "token*", "NEAR(", "a:b & !c | <-> \\", "-", "::"]
)
def test_whatever_is_typed_is_taken_as_words(session: Session, text: str) -> None:
    assert found(session, text) <= {"Token"}


@pytest.mark.parametrize("text", ["language", "model language", "language token", "tok", "fine-tuning"])
def test_the_condition_finds_the_same(session: Session, text: str) -> None:
    rows = session.exec(select(GlossaryTerm).where(matches(session, GlossaryTerm, text))).all()
    assert {row.term for row in rows} == found(session, text)


def test_without_words_the_condition_finds_all(session: Session) -> None:
    assert len(session.exec(select(GlossaryTerm).where(matches(session, GlossaryTerm, " - "))).all()) == 4


def test_hyphens_part_words(session: Session) -> None:
    assert found(session, "fine-tuning") == {"Fine-tuning"}
    assert found(session, "tuning") == {"Fine-tuning"}


def test_changes_and_deletions_are_followed(session: Session) -> None:
    row = session.exec(select(GlossaryTerm).where(GlossaryTerm.term == "Token")).one()
    row.term = "Embedding"
    session.flush()
    assert found(session, "token") == set()
    assert found(session, "embedding") == {"Embedding"}
    session.delete(row)
    session.flush()
    assert found(session, "embedding") == set()


def test_a_text_is_held_whatever_its_case_and_its_signs_stand_for_themselves(session: Session) -> None:
    session.add(GlossaryTerm(term="100% sure_thing", slug="sure", definition="", category="AI"))
    session.flush()

    def holding(text: str) -> set[str]:
        condition = holds(text, GlossaryTerm.term, GlossaryTerm.slug)
        return set(session.exec(select(GlossaryTerm.slug).where(condition)))

    assert holding("TOK") == {"token"}
    assert holding("%") == holding("e_t") == {"sure"}
    assert holding("1%s") == holding("s_re") == set()
