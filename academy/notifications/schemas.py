"""Letters, and what screens and jobs see of mail."""

from datetime import datetime

from academy.core.schema import ReadModel
from academy.notifications.models import Category


class Letter(ReadModel):
    """A mail's words, in both forms; `letters.write` makes one. `url` is where its button leads."""

    subject: str
    text: str
    html: str
    url: str = ""


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


class NewsRow(ReadModel):
    """News in the viewer's bell; `url` is the page it is about, if there is one."""

    public_id: str
    category: Category
    title: str
    text: str
    url: str
    is_read: bool
    created_at: datetime


class Bell(ReadModel):
    """The viewer's bell: how much is unread, as far as it is counted, and whether they have not looked at some yet."""

    unread: int
    has_unseen: bool
    latest: list[NewsRow]
