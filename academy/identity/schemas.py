"""What screens see of people."""

from datetime import datetime
from enum import StrEnum

from academy.core.schema import ReadModel
from academy.identity.models import UserRole


class Place(StrEnum):
    """A part of the academy that opens to some people."""

    LEARN = "learn"
    COMMUNITY = "community"
    TEACH = "teach"
    ORGANIZATION = "organization"
    ADMIN = "admin"


class PlacePage(ReadModel):
    """A page of a place that has several; `count` of something, such as `failed`, wants to be looked at there.

    `keeps` is the parameter of an address that goes along from page to page of the place.
    """

    label: str
    url: str
    keeps: str = ""
    count: int = 0
    counted: str = ""


class OpenPlace(ReadModel):
    """A place that somebody may enter, and its pages that are open to them, by name."""

    place: Place
    pages: list[PlacePage]


class Me(ReadModel):
    """The person signed in, as the frames show them. Without a `zone` of their own the browser's is used.

    `is_stale` says that the session's end should be moved on.
    """

    user_id: int
    name: str
    initials: str
    email: str
    role: UserRole
    zone: str
    places: list[OpenPlace]
    is_stale: bool


class Profile(ReadModel):
    """What people may change about themselves."""

    name: str
    email: str
    title: str
    company: str
    zone: str
    email_notifications: bool
    sms_notifications: bool
    phone_number: str


class Browser(ReadModel):
    """Who asks over HTTP: the browser's own words about itself, its address, and the cookies it has so far.

    `token` is the session's; `login_token` was given before signing in and ties links to the browser that asked.
    """

    user_agent: str = ""
    ip: str = ""
    token: str = ""
    login_token: str = ""


class SessionRow(ReadModel):
    """A browser somebody is signed in with."""

    id: int
    device: str
    ip: str
    signed_in_at: datetime
    last_seen_at: datetime
    is_this_one: bool


class ConnectionRow(ReadModel):
    """A provider somebody may sign in through."""

    id: int
    provider: str
    email: str
    connected_at: datetime


class DemoPerson(ReadModel):
    """Somebody of the demo academy one may step into."""

    user_id: int
    name: str
    about: str


class DemoGroup(ReadModel):
    """Demo people who see the academy alike."""

    label: str
    people: list[DemoPerson]


class SignInOptions(ReadModel):
    """The ways to sign in; `provider` is the name of the identity provider, if there is one."""

    provider: str
    has_inbox: bool
    demo: list[DemoGroup]


class LinkState(StrEnum):
    """What a link from a mail is good for in the browser that opened it."""

    READY = "ready"
    NEEDS_CODE = "needs_code"
    DEAD = "dead"


class LinkView(ReadModel):
    """A link from a mail; `email` is told only to the browser that asked for it."""

    state: LinkState
    email: str = ""


class SignedIn(ReadModel):
    """How an attempt to sign in ended: with a session's token, or with a problem in words."""

    token: str = ""
    next_path: str = "/"
    problem: str = ""


class ProviderIdentity(ReadModel):
    """What an identity provider says of the person who came from it."""

    issuer: str
    provider: str
    subject: str
    email: str
    is_email_verified: bool
    name: str


class EmailChangeView(ReadModel):
    """A wish for another address, and who has confirmed it so far."""

    new_email: str
    is_old_confirmed: bool
    is_new_confirmed: bool
    expires_at: datetime
