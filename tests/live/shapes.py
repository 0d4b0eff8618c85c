"""A schema with every shape of key: composite, self-referring, cascading, unique in part, nullable, typed."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from academy.core.database import Database
from academy.live import capture

metadata = sa.MetaData()


class Mood(StrEnum):
    GLAD = "glad"
    SAD = "sad"


class Lower(sa.types.TypeDecorator[str]):
    """Text that is stored in small letters."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else value.lower()


class Base(DeclarativeBase):
    metadata = metadata


class Team(Base):
    __tablename__ = "teams"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(20), unique=True)
    region: Mapped[str | None] = mapped_column(sa.String(20), index=True)
    size: Mapped[int] = mapped_column(default=0)
    people: Mapped[list["Person"]] = relationship(back_populates="team", passive_deletes=True)


class Person(Base):
    __tablename__ = "people"
    __table_args__ = (
        sa.Index("ix_people_desk", "team_id", "desk", unique=True),
        sa.Index(
            "ix_people_lead",
            "team_id",
            unique=True,
            sqlite_where=sa.text("is_lead"),
            postgresql_where=sa.text("is_lead"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id", ondelete="CASCADE"), index=True)
    manager_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    mood: Mapped[Mood] = mapped_column(
        sa.Enum(Mood, native_enum=False, values_callable=lambda enum: [member.value for member in enum]),
        index=True,
        default=Mood.GLAD,
    )
    is_lead: Mapped[bool] = mapped_column(default=False, index=True)
    desk: Mapped[int | None]
    nick: Mapped[str | None] = mapped_column(Lower(20), index=True)
    score: Mapped[int] = mapped_column(default=0)
    note: Mapped[str | None] = mapped_column(sa.Text)
    team: Mapped[Team | None] = relationship(back_populates="people")


class Badge(Base):
    __tablename__ = "badges"
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id", ondelete="SET NULL"), index=True)


class Secret(Base):
    __tablename__ = "secrets"
    __table_args__ = {"info": {"live": False}}
    id: Mapped[int] = mapped_column(primary_key=True)


def make_tables(url: str) -> None:
    """Make the tables and their triggers."""
    database = Database(url)
    with database.transaction() as connection:
        metadata.create_all(connection)
        capture.install(connection, metadata)
    database.dispose()


teams, people, badges = (metadata.tables[name] for name in ("teams", "people", "badges"))
