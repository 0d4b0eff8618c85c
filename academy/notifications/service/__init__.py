"""News for people: telling it, the bell, what they want to hear, the outbox of mail."""

from academy.notifications.service.bell import (
    look_at_bell,
    mark_all_read,
    mark_many_unread,
    mark_read,
    mark_unread,
    my_bell,
    my_categories,
    my_news,
    read_about,
)
from academy.notifications.service.desk import (
    CEILING,
    lift_suppression,
    mail_counts,
    mail_detail,
    mail_page,
    retry_mail,
    suppressed_page,
)
from academy.notifications.service.digests import due_digests, plan_digest, write_digest
from academy.notifications.service.inbox import inbox
from academy.notifications.service.links import go_out, look_at_way_out
from academy.notifications.service.outbox import (
    REMOVED,
    attachment,
    forget_old_mail,
    note_failure,
    note_refused,
    note_sent,
    send_mail,
    take_up,
)
from academy.notifications.service.preferences import choose, choose_digest, choose_quiet_hours, my_preferences
from academy.notifications.service.reports import KINDS, receive_report
from academy.notifications.service.samples import sample_letter, sample_letters
from academy.notifications.service.suppressions import lift
from academy.notifications.service.telling import rings_about, tell, told_about, waits_about, waits_for_digest
from academy.notifications.service.wishes import Wishes, is_mailed, is_wanted, wishes_of

__all__ = [
    "CEILING",
    "KINDS",
    "REMOVED",
    "Wishes",
    "attachment",
    "choose",
    "choose_digest",
    "choose_quiet_hours",
    "due_digests",
    "forget_old_mail",
    "go_out",
    "inbox",
    "is_mailed",
    "is_wanted",
    "lift",
    "lift_suppression",
    "look_at_bell",
    "look_at_way_out",
    "mail_counts",
    "mail_detail",
    "mail_page",
    "mark_all_read",
    "mark_many_unread",
    "mark_read",
    "mark_unread",
    "my_bell",
    "my_categories",
    "my_news",
    "my_preferences",
    "note_failure",
    "note_refused",
    "note_sent",
    "plan_digest",
    "read_about",
    "receive_report",
    "retry_mail",
    "rings_about",
    "sample_letter",
    "sample_letters",
    "send_mail",
    "suppressed_page",
    "take_up",
    "tell",
    "told_about",
    "waits_about",
    "waits_for_digest",
    "wishes_of",
    "write_digest",
]
