"""What the development inbox shows."""

import reflex as rx

from academy.live import LiveState, live
from academy.notifications.schemas import InboxMail
from academy.notifications.service import inbox


class InboxState(LiveState, rx.State):
    mails: list[InboxMail] = live(inbox, default=[])
