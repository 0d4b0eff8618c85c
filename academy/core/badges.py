"""The shape of an Open Badges 3.0 credential, as certificates and badges embed it.

Names are ours in Python and the standard's in JSON: write and read it `by_alias`.
"""

from typing import Annotated

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from academy.core.fields import Embedded

Filled = Annotated[str, StringConstraints(min_length=1)]
CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


class BadgePart(Embedded):
    model_config = ConfigDict(alias_generator=to_camel)


class Criteria(BadgePart):
    """What had to be done, in Markdown."""

    narrative: Filled


class Issuer(BadgePart):
    """Who issued it."""

    id: Filled
    type: tuple[str, ...] = ("Profile",)
    name: Filled
    url: str | None = None


class Achievement(BadgePart):
    """What was achieved."""

    id: Filled
    type: tuple[str, ...] = ("Achievement",)
    name: Filled
    description: Filled
    criteria: Criteria
    image: str | None = None


class HashedIdentity(BadgePart):
    """Who achieved it, without saying who: a salted hash of the address."""

    type: str = "IdentityObject"
    hashed: bool = True
    identity_hash: Filled
    identity_type: str = "emailAddress"
    salt: Filled


class CredentialSubject(BadgePart):
    """The person and the achievement."""

    type: tuple[str, ...] = ("AchievementSubject",)
    id: str | None = None
    identifier: tuple[HashedIdentity, ...] = ()
    achievement: Achievement


class BadgeData(BadgePart):
    """An achievement credential, without its proof."""

    context: tuple[str, ...] = Field(default=CONTEXT, alias="@context")
    id: Filled
    type: tuple[str, ...] = ("VerifiableCredential", "OpenBadgeCredential")
    name: Filled
    description: str | None = None
    image: str | None = None
    issuer: Issuer
    valid_from: AwareDatetime
    valid_until: AwareDatetime | None = None
    credential_subject: CredentialSubject
