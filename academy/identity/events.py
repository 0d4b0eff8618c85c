"""What happened to people and their accounts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignInRequested:
    """Somebody wants to sign in with this address. The secrets go into the mail and nowhere else."""

    email: str
    token: str
    code: str
    minutes: int


@dataclass(frozen=True, slots=True)
class PersonJoined:
    """An account was made: its address is known to be the person's own."""

    user_id: int
    email: str


@dataclass(frozen=True, slots=True)
class SignedInAs:
    """A person has signed in, so that their address is known to be their own."""

    user_id: int


@dataclass(frozen=True, slots=True)
class ProviderConnected:
    """From now on a person may also sign in through this identity provider."""

    user_id: int
    provider: str


@dataclass(frozen=True, slots=True)
class EmailChangeRequested:
    """A person wants another address; each end gets its own secret."""

    user_id: int
    name: str
    old_email: str
    old_token: str
    new_email: str
    new_token: str


@dataclass(frozen=True, slots=True)
class EmailChanged:
    """A person has another address; both ends agreed."""

    user_id: int
    name: str
    old_email: str
    new_email: str


@dataclass(frozen=True, slots=True)
class ZoneChanged:
    """A person's days begin at another moment from now on."""

    user_id: int
