"""What every platform can be asked, and how an answer is read that is none."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

import httpx

from academy.community.models import CommunitySecrets, CommunitySettings

SECONDS = 15.0
BUSY_SECONDS = 30.0
LONGEST_PAUSE = 3600.0


class Refused(Exception):
    """The platform will not do it however often it is asked; the message is a sentence that says how to mend it."""


class Unknown(Refused):
    """Nobody is found there by the address we know."""

    def __init__(self, platform: str) -> None:
        super().__init__(
            f"{platform} knows nobody by this address. Who came under another one is to be removed by hand."
        )


class Busy(Exception):
    """The platform wants to be asked again after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"asked too often; again in {seconds:g} seconds")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What can be done by the API as it is set up: the rest is done by invite link and by hand."""

    adds: bool
    removes: bool
    needs_account: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """How a community is reached: what the platform calls it, what opens its API, and what that needs to know."""

    external_id: str
    secrets: CommunitySecrets = field(repr=False)
    settings: CommunitySettings


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is to be there, or not. `token` lets us act for their account `external_id`."""

    email: str
    name: str
    external_id: str = ""
    token: str = field(default="", repr=False)


class Adapter(ABC):
    """One community on one platform. All of it may be asked twice: what is done already is done.

    Everything raises `Refused`, `Busy`, or an error of httpx if the platform did not answer.
    """

    capabilities: Capabilities

    def __init__(self, way: Way) -> None:
        self.way = way

    @abstractmethod
    def check(self) -> str:
        """Return what the community is called there."""

    @abstractmethod
    def find(self, member: Member) -> str | None:
        """Return what the platform calls a member; nothing if they are none."""

    @abstractmethod
    def add(self, member: Member) -> str | None:
        """Make somebody a member or invite them; nothing if they have to come by the invite link."""

    @abstractmethod
    def remove(self, member: Member) -> None:
        """Take membership from somebody; who is no member stays none.

        Whoever came by the link may be there under an address that we do not know: who is not found, and was never
        known there, is `Refused`, so that somebody looks.
        """


def ask(method: str, url: str, **request: Any) -> httpx.Response:
    """Send a request and return the answer, unless the platform is busy or broken.

    Raises:
        Busy: It has too much to do.
        httpx.HTTPError: There was no answer, or one that says that it is broken; the words name nobody, as the
            address of the request may.
    """
    answer = httpx.request(method, url, timeout=SECONDS, follow_redirects=False, **request)
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise Busy(_seconds(answer.headers.get("retry-after", "")))
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        words = f"{answer.url.host} answered {answer.status_code}"
        raise httpx.HTTPStatusError(words, request=answer.request, response=answer)
    return answer


def told(answer: httpx.Response) -> dict[str, Any]:
    """What an answer says, as an object; nothing if it is none."""
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _seconds(header: str) -> float:
    try:
        return min(max(float(header), 1.0), LONGEST_PAUSE)
    except ValueError:
        return BUSY_SECONDS
