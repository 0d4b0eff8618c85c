"""What is on screen where something is bought, and where administrators look after it."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from academy import routes
from academy.commerce import service
from academy.commerce.models import Interval, OfferKind, SeatAfter, SubscriptionStatus
from academy.commerce.offer_schemas import (
    CodeEditor,
    CodeFields,
    CodeRow,
    OfferEditor,
    OfferFields,
    OfferRow,
    TaxRow,
)
from academy.commerce.schemas import (
    OrderCounts,
    OrderDetail,
    OrderRow,
    OrderView,
    PlanPeriod,
    PlanView,
)
from academy.core.numbers import whole_number
from academy.live import LiveState, Mutation, Page, from_address, from_route, live
from academy.ui.overlays import toast

NO_NUMBER = "Type this as a number, such as 20 or 12.50."


class OrderState(LiveState, rx.State):
    order: OrderView | None = live(service.order, public_id=from_route("public_id"))

    @rx.event
    async def set_terms(self, typed: dict[str, Any]) -> EventSpec | None:
        """Price the order for a promotion code and a country."""
        if self.order is None:
            return None
        before = self.order.public_id
        terms = {name: str(typed.get(name, "")) for name in ("code", "country")}
        after = await self.run(service.set_order_terms, public_id=before, **terms)
        return rx.redirect(routes.ORDER.url(public_id=after)) if after and after != before else None

    @rx.event
    async def take_back(self) -> EventSpec | None:
        """Give a bundle back."""
        if self.order is not None:
            await self.run(service.take_back_order, public_id=self.order.public_id)
        return None if self.errors else toast("Everything you paid is on its way back to you.")


class OrdersState(LiveState, rx.State):
    counts: OrderCounts | None = live(service.order_counts)
    orders: Page[OrderRow] = live(
        service.order_page,
        default=Page[OrderRow](),
        view=from_address("view"),
        kind=from_address("kind"),
        words=from_address("q"),
        until=from_address("after"),
    )
    detail: OrderDetail | None = live(service.order_detail, public_id=from_address("order"))

    @rx.event
    async def refund(self, typed: dict[str, Any]) -> EventSpec | None:
        """Give money back."""
        if self.detail is None:
            return None
        cents, seats = cents_of(typed.get("amount", "")), number_of(typed.get("seats_back", "") or "0")
        if cents is None or seats is None:
            self.errors = {"amount" if cents is None else "seats_back": NO_NUMBER}
            return None
        await self.run(
            service.refund_order,
            public_id=self.detail.public_id,
            amount_cents=cents,
            reason=str(typed.get("reason", "")),
            seat=SeatAfter(typed.get("seat", SeatAfter.KEEP.value)),
            seats_back=seats,
        )
        return None if self.errors else toast("It is on its way back, and we have written to the buyer.")

    @rx.event
    async def mark_paid(self, typed: dict[str, Any]) -> EventSpec | None:
        """Mark an invoice as paid by bank transfer."""
        return await self._note("It is noted, and the payment provider is told.", service.mark_paid_outside, typed)

    @rx.event
    async def note_given_back(self, typed: dict[str, Any]) -> EventSpec | None:
        """Note that money was given back by bank transfer: the sum that was on screen."""
        cents = number_of(typed.get("cents", "")) or 0
        return await self._note("It is noted as given back.", service.note_given_back, typed, cents=cents)

    async def _note(
        self, words: str, mutation: Mutation[..., Any], typed: dict[str, Any], **more: Any
    ) -> EventSpec | None:
        if self.detail is None:
            return None
        await self.run(mutation, public_id=self.detail.public_id, words=str(typed.get("words", "")), **more)
        return None if self.errors else toast(words)

    @rx.event
    async def retry(self, public_id: str) -> EventSpec:
        """Have a refund that failed tried again."""
        return await self._do("It is tried again.", service.retry_refunds, public_id=public_id)

    @rx.event
    async def resend(self, public_id: str) -> EventSpec:
        """Send the receipt again."""
        return await self._do("The receipt is on its way.", service.resend_receipt, public_id=public_id)

    @rx.event
    async def ask(self, public_id: str) -> EventSpec:
        """Ask the provider where it stands."""
        return await self._do(
            "We are asking. What comes back shows up here.", service.ask_about_order, public_id=public_id
        )

    @rx.event
    async def withdraw(self, public_id: str) -> EventSpec:
        """Withdraw an order that is not paid."""
        return await self._do("It is withdrawn.", service.withdraw_order, public_id=public_id)

    @rx.event
    def close(self) -> EventSpec:
        """Close the details."""
        asked = {name: value for name, value in self.router.url.query_parameters.items() if name != "order"}
        return rx.redirect(routes.ADMIN_ORDERS.url(query=asked))

    async def _do(self, words: str, mutation: Mutation[..., Any], **arguments: Any) -> EventSpec:
        await self.run(mutation, **arguments)
        return toast(self.errors.get("form", "That did not work."), tone="bad") if self.errors else toast(words)


class PlanState(LiveState, rx.State):
    plan: PlanView | None = live(service.my_plan)
    periods: list[PlanPeriod] = live(service.my_plan_periods, default=[])

    @rx.event
    async def end(self) -> EventSpec | None:
        """Let one's plan end."""
        await self.run(service.end_my_plan)
        is_paid = self.plan is not None and self.plan.status == SubscriptionStatus.ACTIVE
        return None if self.errors else toast("It will not renew.", undo=PlanState.keep if is_paid else None)

    @rx.event
    async def keep(self) -> EventSpec | None:
        """Let one's plan go on after all."""
        await self.run(service.keep_my_plan)
        return None if self.errors else toast("Your plan goes on.")


class PersonPlanState(LiveState, rx.State):
    plan: PlanView | None = live(service.plan_of_person, user_id=from_route("user_id"))
    is_open: bool = False

    @rx.event
    def open(self) -> None:
        """Ask why a plan is to end now."""
        self.errors = {}
        self.is_open = True

    @rx.event
    def close(self) -> None:
        """Put the question away."""
        self.is_open = False

    @rx.event
    async def end_with_period(self) -> EventSpec:
        """Let somebody's plan end with its period."""
        await self.run(service.end_plan_with_period, public_id=self._public_id())
        return self._said("It ends with its period.", undo=PersonPlanState.keep)

    @rx.event
    async def keep(self) -> EventSpec:
        """Let somebody's plan go on."""
        await self.run(service.keep_plan, public_id=self._public_id())
        return self._said("It goes on.")

    @rx.event
    async def end_now(self, typed: dict[str, Any]) -> EventSpec | None:
        """End somebody's plan now."""
        await self.run(
            service.end_plan_now,
            public_id=self._public_id(),
            reason=str(typed.get("reason", "")),
            is_refunded=bool(typed.get("is_refunded")),
        )
        if self.errors:
            return None
        self.is_open = False
        return toast("It is being ended.")

    def _public_id(self) -> str:
        return self.plan.public_id if self.plan else ""

    def _said(self, words: str, *, undo: Any = None) -> EventSpec:
        if self.errors:
            return toast(self.errors.get("form", "That did not work."), tone="bad")
        return toast(words, undo=undo)


class OffersState(LiveState, rx.State):
    offers: list[OfferRow] = live(service.offer_list, default=[])
    codes: list[CodeRow] = live(service.code_list, default=[])
    taxes: list[TaxRow] = live(service.tax_list, default=[])
    offer: OfferEditor | None = live(service.offer_editor, offer=from_address("offer"), kind=from_address("new"))
    code: CodeEditor | None = live(service.code_editor, code_id=from_address("code"))

    @rx.event
    async def save_offer(self, typed: dict[str, Any]) -> list[EventSpec] | None:
        """Make or change a bundle or a plan."""
        if self.offer is None:
            return None
        cents, interval = cents_of(typed.get("price", "")), str(typed.get("interval", ""))
        if cents is None:
            self.errors = {"price": NO_NUMBER}
            return None
        places = [str(typed.get(f"course_{place}", "")) for place in range(len(self.offer.courses))]
        fields = OfferFields(
            kind=self.offer.kind,
            title=str(typed.get("title", "")),
            price_cents=cents,
            currency=str(typed.get("currency", "usd")),
            interval=Interval(interval) if interval else None,
            course_ids=[int(chosen) for chosen in places if chosen],
        )
        if self.offer.public_id:
            await self.run(service.edit_offer, public_id=self.offer.public_id, fields=fields)
        else:
            await self.run(service.create_offer, fields=fields)
        return (
            None
            if self.errors
            else [rx.redirect(routes.ADMIN_OFFERS.url()), toast("It is on offer like this from now on.")]
        )

    @rx.event
    async def switch_offer(self, public_id: str, is_active: bool) -> EventSpec:
        """Put a bundle or a plan on sale, or take it off."""
        await self.run(service.switch_offer, public_id=public_id, is_active=is_active)
        return toast("It is on sale." if is_active else "It is not on sale any more; what was bought stays.")

    @rx.event
    async def save_code(self, typed: dict[str, Any]) -> list[EventSpec] | None:
        """Make or change a promotion code."""
        if self.code is None:
            return None
        numbers = {
            name: number_of(typed.get(name, "")) for name in ("percent_off", "most_redemptions", "most_per_person")
        }
        read = {**numbers, "amount_off": cents_of(typed.get("amount_off", ""))}
        self.errors = {
            name: NO_NUMBER for name, value in read.items() if value is None and str(typed.get(name, "")).strip()
        }
        if self.errors:
            return None
        kind, course_id = str(typed.get("kind", "")), str(typed.get("course_id", ""))
        fields = CodeFields(
            code=str(typed.get("code", "")),
            amount_off_cents=read["amount_off"],
            currency=str(typed.get("currency", "usd")),
            kind=OfferKind(kind) if kind else None,
            course_id=whole_number(course_id),
            starts_at=moment_of(typed.get("starts_at", "")),
            ends_at=moment_of(typed.get("ends_at", "")),
            **numbers,
        )
        if self.code.id:
            await self.run(service.edit_code, code_id=self.code.id, fields=fields)
        else:
            await self.run(service.create_code, fields=fields)
        return (
            None
            if self.errors
            else [rx.redirect(routes.ADMIN_OFFERS.url()), toast("The code holds like this from now on.")]
        )

    @rx.event
    async def switch_code(self, code_id: int, is_active: bool) -> EventSpec:
        """Let a code hold, or not any more."""
        await self.run(service.switch_code, code_id=code_id, is_active=is_active)
        return toast("It holds again." if is_active else "It does not hold any more.")

    @rx.event
    def close(self) -> EventSpec:
        """Put the form away."""
        self.errors = {}
        return rx.redirect(routes.ADMIN_OFFERS.url())

    @rx.event
    async def set_tax(self, typed: dict[str, Any]) -> EventSpec | None:
        """Set the tax of a country."""
        points = cents_of(typed.get("percent", ""))
        if points is None:
            self.errors = {"percent": NO_NUMBER}
            return None
        country, name = str(typed.get("country", "")), str(typed.get("name", ""))
        await self.run(service.set_tax, country=country, name=name, basis_points=points, is_active=points > 0)
        return None if self.errors else toast("It is added to prices from now on.")

    def _saved(self, words: str) -> list[EventSpec] | None:
        return None if self.errors else [rx.redirect(routes.ADMIN_OFFERS.url()), toast(words)]


def cents_of(typed: Any) -> int | None:
    """Read an amount, or a percentage, as hundredths: "12.5" is 1250."""
    whole, _, part = str(typed).strip().partition(".")
    is_number = whole.isdecimal() and (not part or (part.isdecimal() and len(part) <= 2)) and len(whole) < 10
    return int(whole) * 100 + int((part or "0").ljust(2, "0")) if is_number else None


def moment_of(typed: Any) -> datetime | None:
    """Read a moment as a field for date and time sends it, on UTC's clock."""
    with suppress(ValueError):
        return datetime.fromisoformat(str(typed)).replace(tzinfo=UTC)
    return None


def number_of(typed: Any) -> int | None:
    """Read a whole number."""
    return whole_number(str(typed).strip())
