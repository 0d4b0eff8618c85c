"""What companies order: by card, by invoice, and what an invoice that is not paid in time means."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from academy.catalog.models import Course
from academy.commerce import jobs, service
from academy.commerce.models import PaymentMethod, Purchase, PurchaseStatus
from academy.commerce.schemas import Order
from academy.commerce.service import keep_offers
from academy.core.errors import Conflict, Invalid, NotFound, SignInRequired
from academy.live import SYSTEM, Context
from academy.live.context import Viewer
from academy.notifications.models import MailMessage
from academy.organizations.models import Organization, OrganizationStatus
from academy.organizations.service import seats_available
from tests.commerce.till import Till
from tests.world import Cast, FrozenClock, Live

PRICE = 34_900


def place(live: Live, person: Viewer, *bought: int, by: PaymentMethod, quantity: int = 5) -> Order:
    """Order seats; `bought` is the company and the course."""
    company_id, course_id = bought
    with live.system() as ctx:
        acting = Context(ctx.session, ctx.now, lambda _: person, ctx._publish, ctx._scheduler)
        return service.order_company_seats(
            acting, organization_id=company_id, course_id=course_id, quantity=quantity, by=by
        )


def seats(live: Live, company_id: int, course_id: int) -> int:
    with live.system() as ctx:
        return seats_available(ctx, organization_id=company_id, course_id=course_id)


def standing(live: Live, company_id: int) -> OrganizationStatus:
    with live.system() as ctx:
        return ctx.session.get_one(Organization, company_id).status


def letters(live: Live) -> list[tuple[str, str]]:
    with live.system() as ctx:
        rows = ctx.session.exec(select(MailMessage).order_by(col(MailMessage.id))).all()
        return [(row.to_email, row.template) for row in rows if row.template.startswith("commerce.")]


class TestByCard:
    def test_seats_come_with_the_money_and_once(
        self, live: Live, till: Till, cast: Cast, company_id: int, course_id: int
    ) -> None:
        order = place(live, cast.max, company_id, course_id, by=PaymentMethod.CARD)
        ticket = live.write(service.begin_order_payment, cast.max, public_id=order.public_id, gateway="local")
        assert ticket.request.amount_cents == 5 * PRICE
        till.pay(till.gateway.create_checkout(ticket.request))
        assert seats(live, company_id, course_id) == 0
        till.deliver()
        till.deliver()
        assert seats(live, company_id, course_id) == 5
        assert standing(live, company_id) == OrganizationStatus.ACTIVE
        till.work()
        assert letters(live) == [("max@example.com", "commerce.receipt")]
        assert live.read(service.receipt, cast.max, public_id=order.public_id).buyer_name == "Meridian"

    def test_a_declined_card_is_no_end(
        self, live: Live, till: Till, cast: Cast, company_id: int, course_id: int
    ) -> None:
        order = place(live, cast.max, company_id, course_id, by=PaymentMethod.CARD)
        begin = service.begin_order_payment
        first = live.write(begin, cast.max, public_id=order.public_id, gateway="local")
        till.decline(till.gateway.create_checkout(first.request))
        till.deliver()
        with pytest.raises(Conflict):
            live.write(begin, cast.max, public_id=order.public_id, gateway="local")
        declined = live.read(service.order, cast.max, public_id=order.public_id)
        again = live.write(begin, cast.max, public_id=declined.successor_id or "", gateway="local")
        assert again.request.reference != first.request.reference
        till.pay(till.gateway.create_checkout(again.request))
        till.deliver()
        assert seats(live, company_id, course_id) == 5

    def test_what_nobody_pays_is_given_up(
        self, live: Live, till: Till, cast: Cast, company_id: int, course_id: int
    ) -> None:
        order = place(live, cast.max, company_id, course_id, by=PaymentMethod.CARD)
        till.wait(timedelta(days=1))
        till.work()
        assert till.purchases()[0].status == PurchaseStatus.EXPIRED
        with pytest.raises(Conflict, match="nothing left"):
            live.write(service.begin_order_payment, cast.max, public_id=order.public_id, gateway="local")

    @pytest.mark.parametrize("quantity", [0, -1, 501])
    def test_only_so_many_at_a_time(
        self, live: Live, cast: Cast, company_id: int, course_id: int, quantity: int
    ) -> None:
        with pytest.raises(Invalid, match="between 1 and 500"):
            place(live, cast.max, company_id, course_id, by=PaymentMethod.CARD, quantity=quantity)

    def test_others_do_not_see_it(self, live: Live, cast: Cast, company_id: int, course_id: int) -> None:
        order = place(live, cast.max, company_id, course_id, by=PaymentMethod.CARD)
        for ask in (cast.ada, cast.ben):
            with pytest.raises(NotFound):
                live.read(service.order, ask, public_id=order.public_id)
            with pytest.raises(NotFound):
                live.read(service.receipt, ask, public_id=order.public_id)
            with pytest.raises(NotFound):
                live.write(service.set_order_terms, ask, public_id=order.public_id, code="", country="")
        with pytest.raises(SignInRequired):
            live.read(service.order, cast.nobody, public_id=order.public_id)
        for ask in (cast.max, cast.olga):
            assert live.read(service.order, ask, public_id=order.public_id).price.total_cents == 5 * PRICE


class TestByInvoice:
    @pytest.fixture
    def order(self, live: Live, till: Till, cast: Cast, company_id: int, course_id: int) -> Order:
        order = place(live, cast.max, company_id, course_id, by=PaymentMethod.INVOICE)
        till.work()
        till.deliver()
        return order

    def pay(self, till: Till) -> None:
        (page,) = till.books()
        till.live.write(service.pay_hosted_checkout, public_id=page.public_id)
        till.deliver()

    def test_it_is_written_once_and_told(self, live: Live, till: Till, clock: FrozenClock, order: Order) -> None:
        (purchase,) = till.purchases()
        assert (purchase.status, purchase.due_at) == (PurchaseStatus.PENDING, clock.now + timedelta(days=14))
        jobs.write_invoice(live, purchase_id=purchase.id)
        assert len(till.books()) == 1
        assert letters(live) == [("max@example.com", "commerce.invoice")]

    def test_what_is_renamed_while_it_is_written_changes_nothing_of_it(
        self, live: Live, till: Till, cast: Cast, company_id: int, course_id: int
    ) -> None:
        place(live, cast.max, company_id, course_id, by=PaymentMethod.INVOICE)
        (purchase,) = till.purchases()
        customer = till.gateway.create_customer(f"organization-{company_id}", name="Meridian", email="ap@m.example")
        live.write(service.record_customer, SYSTEM, organization_id=company_id, customer_id=customer)
        ticket = live.read(service.invoice_to_write, SYSTEM, purchase_id=purchase.id)
        assert ticket is not None
        sent = till.gateway.send_invoice(ticket.request)
        with live.system() as ctx:
            ctx.session.get_one(Course, course_id).title = "Renamed"
            keep_offers(ctx, course_id=course_id)
            ctx.session.get_one(Organization, company_id).name = "Renamed"
        till.work()
        assert (till.purchases()[0].invoice_id, len(till.books())) == (sent.invoice_id, 1)

    def test_another_order_may_make_the_customer_first(
        self, live: Live, till: Till, cast: Cast, company_id: int, course_id: int
    ) -> None:
        place(live, cast.max, company_id, course_id, by=PaymentMethod.INVOICE)
        first, name = live.read(service.invoice_to_write, SYSTEM, purchase_id=till.purchases()[0].id), "Meridian Ltd"
        with live.system() as ctx:
            ctx.session.get_one(Organization, company_id).name = name
        place(live, cast.max, company_id, course_id, by=PaymentMethod.INVOICE)
        jobs.write_invoice(live, purchase_id=till.purchases()[1].id)
        assert first is not None
        late = till.gateway.create_customer(f"organization-{company_id}", name="Meridian", email="ap@m.example")
        known = live.write(service.record_customer, SYSTEM, organization_id=company_id, customer_id=late)
        assert known != late
        request = first.request.model_copy(update={"customer_id": known})
        made = till.gateway.send_invoice(request)
        till.work()
        assert till.purchases()[0].invoice_id == made.invoice_id

    def test_writing_it_may_break_off_anywhere(
        self, live: Live, till: Till, cast: Cast, company_id: int, course_id: int
    ) -> None:
        place(live, cast.max, company_id, course_id, by=PaymentMethod.INVOICE)
        ticket = live.read(service.invoice_to_write, SYSTEM, purchase_id=till.purchases()[0].id)
        assert ticket is not None
        known = [till.gateway.create_customer("organization-1", name="M", email="m@m.example") for _ in range(2)]
        assert known[0] == known[1]
        live.write(service.record_customer, SYSTEM, organization_id=company_id, customer_id=known[0])
        request = ticket.request.model_copy(update={"customer_id": known[0]})
        assert till.gateway.send_invoice(request) == till.gateway.send_invoice(request)
        till.work()
        assert len(till.books()) == 1

    def test_seats_come_with_the_money(
        self, live: Live, till: Till, order: Order, company_id: int, course_id: int
    ) -> None:
        assert standing(live, company_id) == OrganizationStatus.PENDING_PAYMENT
        self.pay(till)
        assert seats(live, company_id, course_id) == 5
        assert standing(live, company_id) == OrganizationStatus.ACTIVE

    def test_not_paid_in_time_it_suspends_the_company_until_it_is(
        self, live: Live, till: Till, order: Order, company_id: int, course_id: int
    ) -> None:
        till.wait(timedelta(days=14))
        till.work()
        till.deliver()
        till.work()
        assert standing(live, company_id) == OrganizationStatus.SUSPENDED
        assert [kind for _, kind in letters(live)] == ["commerce.invoice", "commerce.invoice_overdue"]
        self.pay(till)
        assert standing(live, company_id) == OrganizationStatus.ACTIVE
        assert seats(live, company_id, course_id) == 5

    def test_a_payment_nobody_told_us_of_is_found(
        self, live: Live, till: Till, order: Order, company_id: int, course_id: int
    ) -> None:
        (page,) = till.books()
        live.write(service.pay_hosted_checkout, public_id=page.public_id)
        jobs.look_after_invoices(live)
        assert seats(live, company_id, course_id) == 5

    def test_a_refund_finds_its_payment(self, live: Live, till: Till, order: Order) -> None:
        self.pay(till)
        with live.system() as ctx:
            service.request_refund(ctx, service.by_reference(ctx, order.public_id), amount_cents=PRICE)
        till.work()
        till.deliver()
        assert till.books()[0].refunded_cents == PRICE
        assert till.purchases()[0].status == PurchaseStatus.PARTIALLY_REFUNDED


def test_receipts_are_numbered_without_gaps(
    live: Live, till: Till, cast: Cast, company_id: int, course_id: int
) -> None:
    for _ in range(3):
        order = place(live, cast.max, company_id, course_id, by=PaymentMethod.CARD, quantity=1)
        ticket = live.write(service.begin_order_payment, cast.max, public_id=order.public_id, gateway="local")
        till.pay(till.gateway.create_checkout(ticket.request))
    till.deliver()
    second = till.purchases()[1]
    with live.system() as ctx:
        service.request_refund(ctx, ctx.session.get_one(Purchase, second.id))
    till.work()
    assert [purchase.receipt_number for purchase in till.purchases()] == [1001, None, 1002]
