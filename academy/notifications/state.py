"""What people see of their news and choose about it, and what administrators see of mail."""

from typing import Any, cast

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.identity import service as identity
from academy.live import LiveState, Page, from_address, live, on_every_page
from academy.notifications import service
from academy.notifications.models import Category, Channel, DigestPace
from academy.notifications.schemas import (
    Bell,
    CategoryChoice,
    InboxMail,
    MailCounts,
    MailDetail,
    MailRow,
    NewsList,
    Preferences,
    SampleRow,
    SampleView,
    SuppressedRow,
)
from academy.ui.overlays import toast


@on_every_page
class BellState(LiveState, rx.State):
    """The bell in the frame; and what people do with their news, wherever it is shown."""

    bell: Bell | None = live(service.my_bell)

    @rx.event
    async def look(self) -> None:
        """The bell is opened."""
        if self.bell and self.bell.has_unseen:
            await self.run(service.look_at_bell)

    @rx.event
    async def read(self, public_id: str) -> None:
        """News is opened."""
        await self.run(service.mark_read, public_id=public_id)

    @rx.event
    async def unread(self, public_id: str) -> None:
        """Keep news for later."""
        await self.run(service.mark_unread, public_id=public_id)

    @rx.event
    async def read_all(self) -> EventSpec | None:
        """All of it is read."""
        before = await self.run(service.mark_all_read)
        return toast("All is marked as read.", undo=cast(Any, BellState.take_back)(before)) if before else None

    @rx.event
    async def take_back(self, public_ids: list[str]) -> None:
        """It was not, after all."""
        await self.run(service.mark_many_unread, public_ids=public_ids)


class NewsState(LiveState, rx.State):
    """The page of all news."""

    news: NewsList = live(
        service.my_news,
        default=NewsList(),
        unread=from_address("unread"),
        category=from_address("category"),
        until=from_address("after"),
    )
    categories: list[CategoryChoice] = live(service.my_categories, default=[])


class PreferencesState(LiveState, rx.State):
    """What the person wants to hear of, and how."""

    preferences: Preferences | None = live(service.my_preferences)

    @rx.event
    async def choose(self, category: str, channel: str, is_on: bool) -> None:
        """Switch a kind of news on or off."""
        await self.run(service.choose, category=Category(category), channel=Channel(channel), is_on=is_on)

    @rx.event
    async def switch_mail(self, is_on: bool) -> None:
        """Switch all mail on or off that is not essential."""
        await self.run(identity.set_email_notifications, is_on=is_on)

    @rx.event
    async def save_digest(self, form: dict[str, str]) -> EventSpec | None:
        """Have mail come together."""
        pace, hour, weekday = (form.get(name, "") for name in ("digest", "digest_hour", "digest_weekday"))
        known: Any = self.preferences
        await self.run(
            service.choose_digest,
            digest=DigestPace(pace),
            hour=int(hour or known.digest_hour),
            weekday=int(weekday or known.digest_weekday),
        )
        return None if self.errors else toast("Saved.")

    @rx.event
    async def save_quiet(self, form: dict[str, str]) -> EventSpec | None:
        """Have quiet hours, or none."""
        start, end = form.get("quiet_from", ""), form.get("quiet_until", "")
        await self.run(service.choose_quiet_hours, start=start, end=end)
        return None if self.errors else toast("Saved.")


class MailDeskState(LiveState, rx.State):
    """The outbox, as administrators see it."""

    counts: MailCounts | None = live(service.mail_counts)
    mails: Page[MailRow] = live(
        service.mail_page,
        default=Page[MailRow](),
        view=from_address("view"),
        words=from_address("q"),
        until=from_address("after"),
    )
    suppressed: Page[SuppressedRow] = live(
        service.suppressed_page, default=Page[SuppressedRow](), words=from_address("q"), until=from_address("from")
    )
    detail: MailDetail | None = live(service.mail_detail, public_id=from_address("mail"))

    @rx.event
    async def retry(self, public_id: str) -> EventSpec:
        """Have a message tried again."""
        await self.run(service.retry_mail, public_id=public_id)
        return self._said("It is tried again.")

    @rx.event
    async def lift(self, email: str) -> EventSpec:
        """Let an address get mail again."""
        await self.run(service.lift_suppression, email=email)
        return self._said("This address gets mail again.")

    @rx.event
    def close(self) -> EventSpec:
        """Put the details of a message away."""
        rest = {name: value for name, value in self.router.url.query_parameters.items() if name != "mail"}
        return rx.redirect(routes.ADMIN_MAIL.url(query=rest))

    def _said(self, words: str) -> EventSpec:
        return toast(self.errors.get("form", "That did not work."), tone="bad") if self.errors else toast(words)


class InboxState(LiveState, rx.State):
    mails: list[InboxMail] = live(service.inbox, default=[])


class SamplesState(LiveState, rx.State):
    samples: list[SampleRow] = live(service.sample_letters, default=[])
    shown: SampleView | None = live(service.sample_letter, key=from_address("letter"))
