"""How the embedded gateway keeps its things and tells of them."""

import json
from typing import Any

from sqlmodel import select

from academy.commerce import stripe_shapes as shapes
from academy.commerce.events import HostedEventWritten
from academy.commerce.models import LocalCheckout, LocalEvent, LocalObject
from academy.core.errors import NotFound
from academy.core.ids import public_id as new_public_id
from academy.live import Context


def tell(ctx: Context, kind: str, thing: dict[str, Any]) -> None:
    """Write an event down and have it told to the merchant."""
    event_id = f"evt_{new_public_id()}"
    body = json.dumps(shapes.event_of(event_id, kind, thing, ctx.now))
    ctx.session.add(LocalEvent(event_id=event_id, kind=kind, body=body))
    ctx.session.flush()
    ctx.publish(HostedEventWritten(event_id))


def keep(ctx: Context, thing: dict[str, Any], *, owner: str | None = None) -> None:
    """Write a thing into the books."""
    ctx.session.add(LocalObject(object_id=thing["id"], kind=thing["object"], owner=owner, body=thing))
    ctx.session.flush()


def kept(ctx: Context, object_id: str) -> LocalObject:
    """Return a thing of the books.

    Raises:
        NotFound: There is none of that id.
    """
    row = ctx.session.exec(select(LocalObject).where(LocalObject.object_id == object_id)).first()
    if row is None:
        raise NotFound(f"No such object: '{object_id}'")
    return row


def invoice_body(ctx: Context, invoice_id: str) -> dict[str, Any]:
    """Return an invoice as it is now."""
    statement = select(LocalCheckout).where(LocalCheckout.invoice_id == invoice_id)
    return shapes.invoice_of(kept(ctx, invoice_id).body, ctx.session.exec(statement).first())
