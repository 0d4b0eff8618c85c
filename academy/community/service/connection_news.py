"""Telling people of connections."""

from academy import routes
from academy.community.letters import news as letters
from academy.community.models import ConnectionStatus, PeerConnection
from academy.community.service.blocks import blocked_pairs
from academy.identity.models import User
from academy.live import Context
from academy.notifications.models import Category
from academy.notifications.schemas import Letter
from academy.notifications.service import tell


def tell_of_request(ctx: Context, *, connection_id: int) -> None:
    """Tell somebody that somebody else wants to connect."""
    found = _pair(ctx, connection_id, ConnectionStatus.PENDING)
    if found is not None:
        asked, requester, connection = found
        letter = letters.connection_requested(name=asked.name, requester=requester.name, note=connection.note)
        _tell(ctx, asked, "community.connection_requested", letter, connection, text=connection.note)


def tell_of_acceptance(ctx: Context, *, connection_id: int) -> None:
    """Tell who asked that they are connected now."""
    found = _pair(ctx, connection_id, ConnectionStatus.ACCEPTED)
    if found is not None:
        asked, requester, connection = found
        letter = letters.connection_accepted(name=requester.name, other=asked.name)
        _tell(ctx, requester, "community.connection_accepted", letter, connection)


def still_stands(ctx: Context, connection_id: int) -> bool:
    """Tell whether what was told of a connection may still be read."""
    return any(_pair(ctx, connection_id, status) for status in (ConnectionStatus.PENDING, ConnectionStatus.ACCEPTED))


def _pair(ctx: Context, connection_id: int, status: ConnectionStatus) -> tuple[User, User, PeerConnection] | None:
    """Who was asked and who asked, if it still stands so and neither has blocked the other."""
    connection = ctx.session.get(PeerConnection, connection_id)
    if connection is None or connection.status != status:
        return None
    pair = {connection.user_id, connection.connected_user_id}
    [asked_id] = pair - {connection.requester_id}
    if asked_id in blocked_pairs(ctx, connection.requester_id):
        return None
    return ctx.session.get_one(User, asked_id), ctx.session.get_one(User, connection.requester_id), connection


def _tell(ctx: Context, user: User, kind: str, letter: Letter, connection: PeerConnection, *, text: str = "") -> None:
    tell(
        ctx,
        user_id=user.id,
        category=Category.CONNECTIONS,
        kind=kind,
        title=letter.subject,
        text=letters.cut(text, 140),
        url=routes.NETWORK.url(),
        letter=letter,
        about=f"connection:{connection.id}",
    )
