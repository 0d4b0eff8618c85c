"""Communities elsewhere on screen: for people, and for administrators."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.community import service
from academy.community.models import CommunityAccess, CommunityPlatform
from academy.community.schemas.elsewhere import (
    CommunityCard,
    CommunityDetail,
    CommunityFields,
    CommunityRow,
    CourseChoice,
    GrantRow,
    MemberRow,
)
from academy.core.numbers import whole_number
from academy.live import LiveState, Mutation, Page, from_address, live
from academy.ui.overlays import toast

Typed = dict[str, Any]
COURSE = "course "
"""The box of a course is called so, with its id behind."""


class ElsewhereState(LiveState, rx.State):
    """The communities there are, as the viewer finds them."""

    cards: list[CommunityCard] = live(service.my_communities, default=[])

    @rx.event
    async def join(self, public_id: str) -> EventSpec:
        """Join a community: where its link leads, or by a job that tells the platform."""
        url = await self.run(service.join_community, public_id=public_id)
        if self.errors:
            return toast(next(iter(self.errors.values())), tone="bad")
        return rx.redirect(url, is_external=True) if url else toast("We tell them. You see here when you are in.")

    @rx.event
    async def disconnect(self, platform: str) -> EventSpec:
        """Forget the viewer's account on a platform."""
        await self.run(service.disconnect_account, platform=CommunityPlatform(platform))
        return toast("Your account is not connected any more.")


class CommunitiesState(LiveState, rx.State):
    """Communities as administrators look after them.

    Vars:
        form: Which dialog is open: `add`, `edit` or `grant`; empty if none is.
        platform: The platform chosen in the open form, which decides what it asks for.
        edited: The community as it was when its form was opened.
    """

    rows: list[CommunityRow] = live(service.communities, default=[])
    detail: CommunityDetail | None = live(service.community_detail, public_id=from_address("community"))
    members: Page[MemberRow] = live(
        service.community_members,
        default=Page[MemberRow](),
        public_id=from_address("community"),
        view=from_address("view"),
        words=from_address("q"),
        until=from_address("after"),
    )
    courses: list[CourseChoice] = live(service.courses_for_communities, default=[])
    grants: list[GrantRow] = live(service.premium_grants, default=[])
    form: str = ""
    platform: str = ""
    edited: CommunityDetail | None = None

    @rx.event
    def begin(self, form: str) -> None:
        """Open a form."""
        self.form, self.errors = form, {}
        self.edited = self.detail if form == "edit" else None
        self.platform = self.edited.fields.platform if self.edited else CommunityPlatform.OTHER

    @rx.event
    def choose_platform(self, platform: str) -> None:
        """Ask for what this platform needs."""
        self.platform = platform

    @rx.event
    def close_form(self, form: str) -> None:
        """Put a form away, unless another has taken its place."""
        if self.form == form:
            self.form, self.errors = "", {}

    @rx.event
    async def add(self, typed: Typed) -> EventSpec | None:
        """Add a community."""
        public_id = await self.run(
            service.add_community,
            fields=_fields(typed),
            token=str(typed.get("token", "")),
            client_secret=str(typed.get("client_secret", "")),
        )
        if self.errors:
            return None
        self.form = ""
        return rx.redirect(routes.ADMIN_COMMUNITIES.url(query={"community": str(public_id)}))

    @rx.event
    async def save(self, typed: Typed) -> EventSpec | None:
        """Save what was typed, over somebody else's changes only once they were in sight."""
        begun = self.detail if "form" in self.errors else self.edited
        if begun is None:
            return None
        await self.run(
            service.edit_community,
            public_id=begun.public_id,
            seen_at=begun.updated_at,
            fields=_fields(typed),
            token=str(typed.get("token", "")),
            client_secret=str(typed.get("client_secret", "")),
        )
        if self.errors:
            return None
        self.form = ""
        return toast("The community is saved.")

    @rx.event
    async def grant(self, typed: Typed) -> EventSpec | None:
        """Let somebody count as premium."""
        days = str(typed.get("days") or "")
        await self.run(
            service.grant_premium,
            email=str(typed.get("email", "")),
            note=str(typed.get("note", "")),
            days=(whole_number(days) or 0) if days else None,
        )
        if self.errors:
            return None
        self.form = ""
        return toast("They count as premium now.")

    @rx.event
    async def revoke(self, grant_id: int) -> EventSpec:
        """Let somebody not count as premium any more."""
        return await self._do("They do not count as premium any more.", service.revoke_premium, grant_id=grant_id)

    @rx.event
    async def switch(self, public_id: str, is_on: bool) -> EventSpec:
        """Show a community, or show it to nobody."""
        back = CommunitiesState.switch(public_id, not is_on)  # type: ignore[operator]
        words = "It is switched on." if is_on else "It is switched off; whoever belongs stays."
        return await self._do(words, service.switch_community, undo=back, public_id=public_id, is_on=is_on)

    @rx.event
    async def test(self, public_id: str) -> EventSpec:
        """Have the connection tested."""
        return await self._do("We ask. The answer shows up here.", service.ask_for_check, public_id=public_id)

    @rx.event
    async def retry(self, membership_id: int) -> EventSpec:
        """Have what was refused tried again."""
        return await self._do("It is tried again.", service.try_again, membership_id=membership_id)

    @rx.event
    async def removed(self, membership_id: int) -> EventSpec:
        """Note that somebody was removed by hand."""
        return await self._do("Noted.", service.note_removed_by_hand, membership_id=membership_id)

    async def _do(self, words: str, mutation: Mutation[..., None], *, undo: Any = None, **asked: Any) -> EventSpec:
        await self.run(mutation, **asked)
        return toast(next(iter(self.errors.values())), tone="bad") if self.errors else toast(words, undo=undo)


def _fields(typed: Typed) -> CommunityFields:
    texts = ("name", "url", "description", "external_id", "role_id", "client_id", "channel_ids", "space_ids")
    chosen = [name.removeprefix(COURSE) for name, is_on in typed.items() if name.startswith(COURSE) and is_on]
    return CommunityFields(
        platform=CommunityPlatform(str(typed.get("platform") or CommunityPlatform.OTHER)),
        access_level=CommunityAccess(str(typed.get("access_level") or CommunityAccess.ALL_USERS)),
        course_ids=[number for key in chosen if (number := whole_number(key)) is not None],
        **{name: str(typed.get(name, "")) for name in texts},
    )
