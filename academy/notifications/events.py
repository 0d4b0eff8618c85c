"""What happened to mail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MailQueued:
    """A message waits in the outbox; the words of a secret one are not kept once it is sent."""

    message_id: int
    is_secret: bool
