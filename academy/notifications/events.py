"""What happened to mail."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MailQueued:
    """A message waits in the outbox until a moment; the words of a secret one are not kept once it is sent."""

    message_id: int
    is_secret: bool
    due_at: datetime


@dataclass(frozen=True, slots=True)
class DigestDue:
    """A person's digest is about to be written: who has told what waits for it sees that it may still be read."""

    user_id: int
