"""Letters, and what screens and jobs see of mail."""

from datetime import datetime
from enum import StrEnum

from pydantic import ConfigDict

from academy.core.schema import ReadModel
from academy.core.settings import settings
from academy.notifications.models import Category, DigestPace, MailStatus


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


class Attachment(ReadModel):
    """A file that goes along with a letter."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    filename: str
    content_type: str
    content: bytes


class OutgoingMail(ReadModel):
    """A message that is to be sent."""

    public_id: str
    to_email: str
    subject: str
    text: str
    html: str
    unsubscribe_url: str = ""
    has_attachment: bool = False


class Taken(ReadModel):
    """What a mail server said when it took a message, and what it calls it."""

    answer: str
    provider_id: str = ""


class WayOut(ReadModel):
    """What a link that stops mail is about: a category, or with no `label` all that is not essential."""

    email: str
    label: str
    is_on: bool
    is_all_on: bool


class DueDigest(ReadModel):
    """Somebody's digest that is due."""

    user_id: int
    due_at: datetime


class CategoryRow(ReadModel):
    """What the viewer wants to hear of a category."""

    category: Category
    label: str
    about: str
    in_bell: bool
    by_mail: bool
    is_always_mailed: bool


class Preferences(ReadModel):
    """How the viewer wants to be told. `suppression` says why their address gets no mail, times are of `zone`."""

    categories: list[CategoryRow]
    email: str
    is_mail_on: bool
    suppression: str
    zone: str
    digest: DigestPace
    digest_hour: int
    digest_weekday: int
    next_digest_at: datetime | None
    quiet_from: str
    quiet_until: str


class ProviderReport(ReadModel):
    """What the provider tells of a message: `public_id` is what we call it, `provider_id` what they do."""

    event_key: str
    kind: str
    email: str
    public_id: str
    provider_id: str
    reason: str
    happened_at: datetime


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
    """The viewer's news by day, as far as they asked. `ids` are those of all rows, in order.

    Under another `key` it is another list.
    """

    key: str = ""
    days: list[NewsDay] = []
    ids: list[str] = []
    until: str = ""
    has_more: bool = False
    is_cut: bool = False


class CategoryChoice(ReadModel):
    """A category that news can be narrowed to."""

    category: Category
    label: str


class Bell(ReadModel):
    """The viewer's bell: how much is unread, as far as it is counted, and whether they have not looked at some yet."""

    unread: int
    has_unseen: bool
    latest: list[NewsRow]


class MailView(StrEnum):
    """Which mail to list; without one, all of it."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    WITHHELD = "withheld"
    SUPPRESSED = "suppressed"


class MailCounts(ReadModel):
    """How many messages wait, were given up or came back, and how many addresses get none; as far as counted."""

    queued: int
    failed: int
    bounced: int
    suppressed: int


class MailRow(ReadModel):
    """A message in a list of administrators."""

    public_id: str
    to_email: str
    subject: str
    kind: str
    status: MailStatus
    created_at: datetime
    next_try_at: datetime | None
    error: str
    can_retry: bool


class AttemptRow(ReadModel):
    """A try to send a message."""

    at: datetime
    is_taken: bool
    answer: str


class ReportRow(ReadModel):
    """What the provider reported of a message."""

    at: datetime
    kind: str
    reason: str


class MailDetail(ReadModel):
    """Everything about a message. The words of a secret one are never shown."""

    public_id: str
    to_email: str
    person: str
    subject: str
    kind: str
    category: str
    is_essential: bool
    is_secret: bool
    status: MailStatus
    created_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None
    error: str
    html: str
    text: str
    attempts: list[AttemptRow]
    reports: list[ReportRow]
    attachment: str
    suppression: str
    can_retry: bool


class SuppressedRow(ReadModel):
    """An address that gets no mail, and why."""

    email: str
    words: str
    reason: str
    since: datetime


class SampleRow(ReadModel):
    """A sample of a letter; `kind` is its domain and name."""

    key: str
    kind: str
    subject: str


class SampleView(ReadModel):
    """A sample in all its forms."""

    kind: str
    about: str
    subject: str
    light: str
    dark: str
    text: str
