"""A small schema of its own, so that the live layer is tested without any domain."""

from datetime import datetime

from sqlalchemy import ForeignKey, MetaData, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlmodel import select
from sqlmodel.sql.sqltypes import UTCDateTime

from academy.core.errors import Conflict, Denied, SignInRequired
from academy.core.schema import ReadModel
from academy.live import presence
from academy.live.context import Context, Viewer
from academy.live.functions import everyone, mutation, query

metadata = MetaData()


class Base(DeclarativeBase):
    metadata = metadata


class Room(Base):
    __tablename__ = "rooms"
    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(200), index=True)
    notes: Mapped[str] = mapped_column(default="")


class Message(Base):
    __tablename__ = "messages"
    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), index=True)
    body: Mapped[str]
    hidden_note: Mapped[str] = mapped_column(default="")


class Member(Base):
    __tablename__ = "members"
    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(index=True)


class Login(Base):
    __tablename__ = "logins"
    token: Mapped[str] = mapped_column(String(50), primary_key=True)
    user_id: Mapped[int]
    has_ended: Mapped[bool] = mapped_column(default=False)


class Account(Base):
    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[int]


class Offer(Base):
    __tablename__ = "offers"
    id: Mapped[int] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)


for table in (presence.tabs, presence.workers):
    table.to_metadata(metadata)


class MessageRow(ReadModel):
    id: int
    body: str


def resolve_viewer(ctx: Context, token: str) -> Viewer:
    login = ctx.session.get(Login, token)
    return Viewer() if login is None or login.has_ended else Viewer(user_id=login.user_id)


def member_of_room(ctx: Context, **arguments: object) -> None:
    if ctx.viewer.user_id is None:
        raise SignInRequired
    found = ctx.session.scalar(
        select(Member.id).where(Member.room_id == arguments["room_id"], Member.user_id == ctx.viewer.user_id)
    )
    if found is None:
        raise Denied


@query(policy=everyone)
def messages(ctx: Context, *, room_id: int) -> list[MessageRow]:
    rows = ctx.session.scalars(select(Message).where(Message.room_id == room_id).order_by(Message.id))
    return [MessageRow(id=row.id, body=row.body) for row in rows]


@query(policy=everyone)
def message_count(ctx: Context, *, room_id: int) -> int:
    """How many there are, whatever they say."""
    counted = select(func.count()).select_from(Message).where(Message.room_id == room_id)
    return ctx.session.scalars(counted).one()


@query(policy=everyone)
def topic_of_member(ctx: Context, *, member_id: int) -> str:
    """What is found by following a reference."""
    followed = select(Room.topic).join(Member, Member.room_id == Room.id).where(Member.id == member_id)
    return ctx.session.scalars(followed).one()


@query(policy=everyone)
def messages_between(ctx: Context, *, room_id: int, after: int, until: int | None) -> list[MessageRow]:
    """A page of a list is a range of keys."""
    statement = select(Message).where(Message.room_id == room_id, Message.id > after)
    if until is not None:
        statement = statement.where(Message.id <= until)
    return [MessageRow(id=row.id, body=row.body) for row in ctx.session.scalars(statement.order_by(Message.id))]


@query(policy=everyone)
def room_about(ctx: Context, *, topic: str) -> int:
    return ctx.session.scalars(select(Room.id).where(Room.topic == topic)).one()


@query(policy=member_of_room)
def private_messages(ctx: Context, *, room_id: int) -> list[MessageRow]:
    rows = ctx.session.scalars(select(Message).where(Message.room_id == room_id).order_by(Message.id))
    return [MessageRow(id=row.id, body=row.body) for row in rows]


@query(policy=everyone)
def my_rooms(ctx: Context) -> list[int]:
    return list(ctx.session.scalars(select(Member.room_id).where(Member.user_id == ctx.viewer.user_id)))


@query(policy=everyone)
def greeting(ctx: Context, *, room_id: int) -> str:
    """Looks at the viewer only when the room is about them."""
    topic = ctx.session.scalar(select(Room.topic).where(Room.id == room_id))
    return f"hello {ctx.viewer.user_id}" if topic == "you" else f"about {topic}"


@query(policy=everyone)
def balance(ctx: Context, *, account_id: int) -> int:
    return ctx.session.scalars(select(Account.balance).where(Account.id == account_id)).one()


@query(policy=everyone)
def is_offer_open(ctx: Context, *, offer_id: int) -> bool:
    expires_at = ctx.session.scalars(select(Offer.expires_at).where(Offer.id == offer_id)).one()
    return not ctx.is_past(expires_at)


@query(policy=everyone)
def writing_query(ctx: Context) -> int:
    ctx.session.add(Room(topic="never"))
    ctx.session.flush()
    return 1


@mutation(policy=everyone)
def post(ctx: Context, *, room_id: int, body: str) -> int:
    message = Message(room_id=room_id, body=body)
    ctx.session.add(message)
    ctx.session.flush()
    return message.id


@mutation(policy=everyone)
def transfer(ctx: Context, *, source: int, target: int, amount: int) -> None:
    giving, taking = (ctx.session.get_one(Account, account) for account in (source, target))
    giving.balance -= amount
    taking.balance += amount


@mutation(policy=everyone)
def withdraw_if_covered(ctx: Context, *, account_id: int, amount: int) -> None:
    """The classic write skew: the rule is over both accounts, the write is to one."""
    if sum(ctx.session.scalars(select(Account.balance))) < amount:
        raise Conflict("There is not enough money.")
    ctx.session.get_one(Account, account_id).balance -= amount
