"""What people see of each other."""

from datetime import datetime
from enum import StrEnum

from academy.core.schema import ReadModel


class Standing(StrEnum):
    """What somebody is to the viewer, as far as the viewer may know."""

    STRANGER = "stranger"
    ME = "me"
    CONNECTED = "connected"
    SENT = "sent"
    RECEIVED = "received"
    BLOCKED = "blocked"


class PersonCard(ReadModel):
    """A person as they show themselves. `cohorts` are those that both they and the viewer are in."""

    user_id: int
    name: str
    headline: str = ""
    about: str = ""
    title: str = ""
    company: str = ""
    linkedin_url: str = ""
    courses: list[str] = []
    cohorts: list[str] = []
    skills: list[str] = []
    standing: Standing = Standing.STRANGER
    since: datetime | None = None
    note: str = ""


class CardFields(ReadModel):
    """What somebody may set of their card."""

    headline: str
    about: str
    linkedin_url: str
    shows_title: bool
    shows_company: bool
    shows_linkedin: bool
    shows_courses: bool
    shows_skills: bool
    is_suggestible: bool


class NetworkRow(ReadModel):
    """Somebody the viewer is connected with. `cohorts` are those both are in."""

    user_id: int
    name: str
    headline: str
    since: datetime
    cohorts: list[str]


class RequestRow(ReadModel):
    """Somebody who asks, or was asked, to be connected. `note` is what they wrote; one's own is not shown again."""

    user_id: int
    name: str
    headline: str
    note: str
    asked_at: datetime
    cohorts: list[str]


class Requests(ReadModel):
    """The requests that wait for the viewer, and those of theirs that wait for others; the latest first."""

    received: list[RequestRow] = []
    sent: list[RequestRow] = []


class BlockedPerson(ReadModel):
    """Somebody the viewer has blocked."""

    user_id: int
    name: str
    since: datetime


class Suggestion(ReadModel):
    """Somebody the viewer might want to know, with the reasons in words, the best first."""

    user_id: int
    name: str
    headline: str
    reasons: list[str]
