"""News for people: telling it, the bell, the outbox of mail."""

from academy.notifications.service.bell import (
    look_at_bell,
    mark_all_read,
    mark_many_unread,
    mark_read,
    mark_unread,
    my_bell,
    my_categories,
    my_news,
)
from academy.notifications.service.inbox import inbox
from academy.notifications.service.outbox import (
    REMOVED,
    forget_old_mail,
    note_failure,
    note_refused,
    note_sent,
    outgoing,
    send_mail,
)
from academy.notifications.service.telling import tell

__all__ = [
    "REMOVED",
    "forget_old_mail",
    "inbox",
    "look_at_bell",
    "mark_all_read",
    "mark_many_unread",
    "mark_read",
    "mark_unread",
    "my_bell",
    "my_categories",
    "my_news",
    "note_failure",
    "note_refused",
    "note_sent",
    "outgoing",
    "send_mail",
    "tell",
]
