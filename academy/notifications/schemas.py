"""Letters, and what screens and jobs see of mail."""

from datetime import datetime

from academy.core.schema import ReadModel
from academy.core.settings import settings
from academy.notifications.models import Category


class Letter(ReadModel):
    """A mail's words, in both forms; `letters.write` makes one. `url` is where its button leads."""

    subject: str
    text: str
    html: str
    url: str = ""

    @property
    def path(self) -> str:
        """The path of that page, if it is one of ours."""
        base = settings().base_url
        return self.url.removeprefix(base) if self.url.startswith(f"{base}/") else ""


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


class NewsDay(ReadModel):
    """The news of one day in the viewer's zone, the newest first; `day` is an ISO date."""

    day: str
    at: datetime
    rows: list[NewsRow]


class NewsList(ReadModel):
    """The viewer's news by day, as far as they asked. `ids` are those of all rows, in order."""

    days: list[NewsDay] = []
    ids: list[str] = []
    until: str = ""
    has_more: bool = False


class CategoryChoice(ReadModel):
    """A category that news can be narrowed to."""

    category: Category
    label: str


class Bell(ReadModel):
    """The viewer's bell: how much is unread, as far as it is counted, and whether they have not looked at some yet."""

    unread: int
    has_unseen: bool
    latest: list[NewsRow]
