"""The development inbox: all mail of a demo academy that sends none."""

import re

from sqlmodel import col, select

from academy.live import Context, query
from academy.notifications.models import MailMessage
from academy.notifications.policy import inbox_is_open
from academy.notifications.schemas import InboxMail

INBOX_SIZE = 100
_ADDRESS = re.compile(r"https?://\S+")


@query(policy=inbox_is_open)
def inbox(ctx: Context) -> list[InboxMail]:
    """All mail of the demo academy, the newest first."""
    rows = ctx.session.exec(select(MailMessage).order_by(col(MailMessage.id).desc()).limit(INBOX_SIZE))
    return [
        InboxMail(
            public_id=row.public_id,
            to_email=row.to_email,
            subject=row.subject,
            text=row.text_body,
            html=row.html_body,
            link=found[0] if (found := _ADDRESS.search(row.text_body)) else "",
            created_at=row.created_at,
        )
        for row in rows
    ]
