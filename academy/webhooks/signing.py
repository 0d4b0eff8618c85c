"""Signatures as the standard has them (standardwebhooks.com), and the secrets they are made with."""

import base64
import secrets
from datetime import datetime

from standardwebhooks.webhooks import Webhook

from academy.core.secrets import locked, unlocked
from academy.webhooks.schemas import Message

PURPOSE = "webhook secret"
SECRET_BYTES = 32
AGENT = "AI-Enablement-Academy-Webhooks/1"


def new_secret() -> str:
    """Make a secret, locked so that it can be kept."""
    return locked(PURPOSE, f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}")


def shown(locked_secret: str) -> str:
    """A secret as it is handed to the person who made it."""
    return unlocked(PURPOSE, locked_secret)


def headers_of(message: Message, moment: datetime) -> dict[str, str]:
    """The headers of an attempt at that moment, with a signature of each secret.

    Raises:
        LookupError: A secret was locked with another key than the academy has now.
    """
    signers = [Webhook(shown(secret)) for secret in message.locked_secrets]
    return {
        "content-type": "application/json",
        "user-agent": AGENT,
        "webhook-id": message.id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signer.sign(message.id, moment, message.body) for signer in signers),
    }
