"""Who is at this browser, and what they do about it."""

import json
from typing import Any

import reflex as rx
from reflex.event import EventSpec, EventType

from academy import routes
from academy.core.http import safe_path
from academy.identity import service
from academy.identity.schemas import ConnectionRow, EmailChangeView, Me, Profile, SessionRow, SignInOptions
from academy.live import LiveState, live
from academy.ui.overlays import toast

UNREACHABLE = "The academy cannot be reached right now. Please check your connection and try again."


class Session(LiveState, rx.State):
    """The person signed in at this browser; every page has it."""

    me: Me | None = live(service.me)

    @rx.event
    async def keep(self) -> None:
        """Move the session's end on."""
        await self.run(service.keep_session)

    @rx.event
    async def adopt_zone(self, zone: str) -> None:
        """Take the browser's zone for somebody who has none."""
        await self.run(service.adopt_zone, zone=zone)


class SignIn(LiveState, rx.State):
    """The sign-in page. What sets cookies is posted by the browser itself, so that no script can read them."""

    options: SignInOptions | None = live(service.sign_in_options)
    next_path: str = "/"
    asked_for: str = ""
    sent_to: str = ""
    is_waiting: bool = False

    @rx.event
    def open(self) -> None:
        """Start anew, and remember where the person wanted to go."""
        self.next_path = safe_path(self.router.url.query_parameters.get("next"))
        self.sent_to, self.is_waiting = "", False

    @rx.event
    def ask(self, form: dict[str, str]) -> EventSpec:
        """Ask for a link and a code."""
        self.errors, self.is_waiting, self.asked_for = {}, True, form.get("email", "").strip()
        asked = {"email": self.asked_for, "next": self.next_path}
        return _post(routes.REQUEST_SIGN_IN, asked, SignIn.has_asked)

    @rx.event
    def has_asked(self, answer: dict[str, Any]) -> None:
        """The mail is on its way, or something was wrong."""
        self.errors, self.is_waiting = answer.get("problems", {}), False
        self.sent_to = "" if self.errors else self.asked_for

    @rx.event
    def enter(self, form: dict[str, str]) -> EventSpec:
        """Sign in with the code."""
        self.errors, self.is_waiting = {}, True
        return _post(routes.SIGN_IN_CODE, {"code": form.get("code", "")}, SignIn.has_entered)

    @rx.event
    def has_entered(self, answer: dict[str, Any]) -> EventSpec | None:
        """Go on by loading the page anew: the new cookie holds from then on."""
        self.errors, self.is_waiting = answer.get("problems", {}), False
        return None if self.errors else _load(safe_path(answer.get("next")))

    @rx.event
    def start_over(self) -> None:
        """Take another address."""
        self.errors, self.sent_to = {}, ""


class ProfileState(LiveState, rx.State):
    """A person's own page."""

    profile: Profile | None = live(service.my_profile)
    sessions: list[SessionRow] = live(service.my_sessions, default=[])
    connections: list[ConnectionRow] = live(service.my_connections, default=[])
    email_change: EmailChangeView | None = live(service.my_email_change)

    @rx.event
    async def save(self, form: dict[str, str]) -> EventSpec | None:
        """Save the profile."""
        names = ("name", "title", "company", "phone_number", "zone")
        await self.run(service.edit_profile, **{name: form.get(name, "") for name in names})
        return None if self.errors else toast("Your profile is saved.")

    @rx.event
    async def switch_email(self, is_on: bool) -> None:
        """Switch mail on or off."""
        await self.run(service.set_email_notifications, is_on=is_on)

    @rx.event
    async def switch_sms(self, is_on: bool) -> None:
        """Switch text messages on or off."""
        await self.run(service.set_sms_notifications, is_on=is_on)

    @rx.event
    async def change_email(self, form: dict[str, str]) -> EventSpec | None:
        """Ask both addresses to confirm."""
        await self.run(service.ask_for_email_change, new_email=form.get("new_email", ""))
        return None if self.errors else toast("Please confirm in both mailboxes.")

    @rx.event
    async def keep_email(self) -> None:
        """Keep the address after all."""
        await self.run(service.drop_email_change)

    @rx.event
    async def end_session(self, session_id: int) -> EventSpec | None:
        """Sign another browser out."""
        await self.run(service.end_session, session_id=session_id)
        return toast(self.errors["form"], tone="bad") if self.errors else toast("That device is signed out.")

    @rx.event
    async def disconnect(self, connection_id: int) -> EventSpec | None:
        """Cut the connection to a provider."""
        await self.run(service.disconnect, connection_id=connection_id)
        return toast(self.errors["form"], tone="bad") if self.errors else toast("The connection is removed.")


def _post(route: routes.Route, body: dict[str, str], callback: EventType[Any]) -> EventSpec:
    """Let the browser post JSON and hand the answer back: what is wrong, by field, or how to go on."""
    failure = json.dumps({"problems": {"form": UNREACHABLE}})
    return rx.call_script(
        f"fetch({json.dumps(route.url())}, {{method: 'POST', headers: {{'Content-Type': 'application/json'}},"
        f" body: JSON.stringify({json.dumps(body)})}}).then((answer) => answer.json()).catch(() => ({failure}))",
        callback=callback,
    )


def _load(path: str) -> EventSpec:
    return rx.call_script(f"window.location.assign({json.dumps(path)})")
