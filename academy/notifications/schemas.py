"""Letters, and what screens and jobs see of mail."""

from datetime import datetime

from academy.core.schema import ReadModel


class Letter(ReadModel):
    """A mail's words, in both forms; `letters.write` makes one."""

    subject: str
    text: str
    html: str


class OutgoingMail(ReadModel):
    """A message that is to be sent."""

    public_id: str
    to_email: str
    subject: str
    text: str
    html: str


class InboxMail(ReadModel):
    """A message as the development inbox shows it; `link` is the address its button leads to."""

    public_id: str
    to_email: str
    subject: str
    text: str
    html: str
    link: str
    created_at: datetime
