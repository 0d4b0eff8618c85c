"""What administrators have on screen of webhooks, and what their buttons do."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.commerce import service as commerce
from academy.commerce.schemas import InboundEventDetail, InboundEventRow
from academy.core.numbers import whole_number
from academy.live import LiveState, Mutation, Page, from_address, live
from academy.ui.overlays import toast
from academy.webhooks import service
from academy.webhooks.catalogue import CHOICES
from academy.webhooks.schemas import (
    DeliveryCounts,
    DeliveryDetail,
    DeliveryRow,
    EndpointDetail,
    EndpointFields,
    EndpointRow,
    NewSecret,
    OwnerChoice,
)
from academy.webhooks.signing import shown

Typed = dict[str, Any]
TICKED = "kind "
"""The box of a kind of event is called so, with its name behind."""


class WebhooksState(LiveState, rx.State):
    """The endpoints and what is sent to them, and what providers have told us.

    Vars:
        form: Which dialog is open that has no address of its own; empty if none is.
        edited: The endpoint as it was when its form was opened.
        secret: A secret that was just made; it is shown until the dialog is closed.
    """

    endpoints: Page[EndpointRow] = live(
        service.endpoint_page,
        default=Page[EndpointRow](),
        words=from_address("q"),
        until=from_address("after"),
    )
    endpoint: EndpointDetail | None = live(service.endpoint_detail, endpoint_id=from_address("endpoint"))
    owners: list[OwnerChoice] = live(service.owner_choices, default=[])
    counts: DeliveryCounts | None = live(service.delivery_counts)
    deliveries: Page[DeliveryRow] = live(
        service.delivery_page,
        default=Page[DeliveryRow](),
        status=from_address("status"),
        endpoint_id=from_address("to"),
        kind=from_address("kind"),
        words=from_address("q"),
        until=from_address("after"),
    )
    delivery: DeliveryDetail | None = live(service.delivery_detail, delivery_id=from_address("delivery"))
    inbound: Page[InboundEventRow] = live(
        commerce.inbound_events,
        default=Page[InboundEventRow](),
        outcome=from_address("outcome"),
        provider=from_address("from"),
        words=from_address("q"),
        until=from_address("further"),
    )
    received: InboundEventDetail | None = live(commerce.inbound_event, event_id=from_address("received"))
    form: str = ""
    edited: EndpointDetail | None = None
    secret: str = ""

    # Forms

    @rx.event
    def begin(self) -> None:
        """Open the form of a new endpoint."""
        self._open("create")

    @rx.event
    def edit(self) -> None:
        """Open the form of the endpoint that is shown."""
        self._open("edit")
        self.edited = self.endpoint

    @rx.event
    def choose_moment(self) -> None:
        """Ask since when what did not arrive is to be sent again."""
        self._open("since")
        self.edited = self.endpoint

    @rx.event
    def close_form(self, form: str) -> None:
        """Put a form or the secret away, unless another has taken its place."""
        if self.form == form:
            self._open("")

    @rx.event
    async def create(self, typed: Typed) -> None:
        """Make an endpoint, and show its secret once."""
        made = await self.run(service.create_endpoint, fields=_fields(typed))
        self._show_secret(made)

    @rx.event
    async def save(self, typed: Typed) -> EventSpec | None:
        """Save what was typed, over somebody else's changes only once they were in sight."""
        begun = self.endpoint if "form" in self.errors else self.edited
        if begun is None:
            return None
        await self.run(service.edit_endpoint, endpoint_id=begun.id, seen_at=begun.updated_at, fields=_fields(typed))
        if self.errors:
            return None
        self._open("")
        return toast("The endpoint is saved.")

    @rx.event
    async def rotate(self, endpoint_id: int) -> EventSpec | None:
        """Make a new secret, and show it once."""
        made = await self.run(service.rotate_secret, endpoint_id=endpoint_id)
        self._show_secret(made)
        return self._refused()

    @rx.event
    async def replay_since(self, typed: Typed) -> EventSpec | None:
        """Send again what did not arrive."""
        if self.edited is None:
            return None
        since = datetime.now(UTC) - timedelta(hours=int(typed.get("hours") or 1))
        count = await self.run(service.replay_since, endpoint_id=self.edited.id, since=since)
        if count is None:
            return None
        self._open("")
        words = {0: "Everything since then has arrived already.", 1: "One event is on its way."}
        return toast(words.get(count, f"{count} events are on their way."))

    # Buttons

    @rx.event
    async def test(self, endpoint_id: int) -> EventSpec | None:
        """Send a test, and show what comes back."""
        delivery_id = await self.run(service.test_endpoint, endpoint_id=endpoint_id)
        if delivery_id is None:
            return self._refused()
        return self._go({"endpoint": "", "delivery": str(delivery_id)})

    @rx.event
    async def enable(self, endpoint_id: int) -> EventSpec | None:
        """Switch an endpoint on."""
        return await self._do("It is switched on; what waited is on its way.", service.enable_endpoint, endpoint_id)

    @rx.event
    async def disable(self, endpoint_id: int) -> EventSpec | None:
        """Switch an endpoint off."""
        back = WebhooksState.enable(endpoint_id)  # type: ignore[operator]
        return await self._do("It is switched off.", service.disable_endpoint, endpoint_id, undo=back)

    @rx.event
    async def delete(self, endpoint_id: int) -> Any:
        """Take an endpoint away."""
        back = WebhooksState.restore(endpoint_id)  # type: ignore[operator]
        said = await self._do("The endpoint is deleted.", service.delete_endpoint, endpoint_id, undo=back)
        return [said, self._go({"endpoint": ""})]

    @rx.event
    async def restore(self, endpoint_id: int) -> EventSpec | None:
        """Bring an endpoint back."""
        return await self._do("The endpoint is back.", service.restore_endpoint, endpoint_id)

    @rx.event
    async def replay(self, delivery_id: int) -> EventSpec | None:
        """Send a delivery again."""
        await self.run(service.replay_delivery, delivery_id=delivery_id)
        return self._refused() or toast("It is sent again.")

    @rx.event
    async def replay_received(self, event_id: int) -> EventSpec | None:
        """Act on what a provider told us again."""
        outcome = await self.run(commerce.replay_event, event_id=event_id)
        return self._refused() or toast(f"Outcome: {str(outcome).replace('_', ' ')}.")

    @rx.event
    def close(self, parameter: str) -> EventSpec | None:
        """Put details away, unless that has been done."""
        return self._go({parameter: ""}) if parameter in self.router.url.query_parameters else None

    async def _do(
        self, words: str, mutation: Mutation[..., None], endpoint_id: int, *, undo: Any = None
    ) -> EventSpec | None:
        await self.run(mutation, endpoint_id=endpoint_id)
        return self._refused() or toast(words, undo=undo)

    def _refused(self) -> EventSpec | None:
        return toast(next(iter(self.errors.values())), tone="bad") if self.errors else None

    def _show_secret(self, made: NewSecret | None) -> None:
        if made is not None:
            self._open("secret")
            self.secret = shown(made.locked)

    def _open(self, form: str) -> None:
        self.form, self.secret, self.errors = form, "", {}

    def _go(self, changes: Mapping[str, str]) -> EventSpec:
        query = {**self.router.url.query_parameters, **changes}
        return rx.redirect(routes.ADMIN_WEBHOOKS.url(query={name: value for name, value in query.items() if value}))


def _fields(typed: Typed) -> EndpointFields:
    owner = str(typed.get("organization_id") or "")
    return EndpointFields(
        url=str(typed.get("url", "")),
        description=str(typed.get("description", "")),
        kinds=[kind.name for kind in CHOICES if typed.get(TICKED + kind.name)],
        organization_id=whole_number(owner),
    )
