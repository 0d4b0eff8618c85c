"""How the provider's events are signed and read."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from academy.commerce.gateway import Payment
from academy.commerce.models import DisputeStatus
from academy.commerce.stripe_events import is_signed, read_event, sign
from academy.core.errors import Invalid
from tests.world import MONDAY_MORNING

V1 = "72bd472a632f4719fc2bcb7c213395798271bdc40812b1d919f693c5a19a0e12"
V2 = "a106953025716fb23bd70ece86a5809ac56efa0c607a20fc49b2bf8f84bf2674"
BODY, SECRET = '{"id": "evt_1"}', "a secret"


def test_what_we_sign_is_signed() -> None:
    assert is_signed(BODY, sign(BODY, SECRET, MONDAY_MORNING), SECRET, MONDAY_MORNING)


@pytest.mark.parametrize(
    ("secret", "timestamp", "body", "signature"),
    [
        ("whsec_test_secret", 1614556828, '{"id":"evt_1","object":"event"}', V1),
        ("whsec_ünïcode", 1614556828, '{"name":"Zoë ☃"}', V2),
    ],
)
def test_vectors_made_by_another_program(secret: str, timestamp: int, body: str, signature: str) -> None:
    """They come from `printf '%s' "$t.$body" | openssl dgst -sha256 -hmac "$secret"`."""
    at = datetime.fromtimestamp(timestamp, UTC)
    assert sign(body, secret, at) == f"t={timestamp},v1={signature}"
    assert is_signed(body, f"t={timestamp},v1={signature}", secret, at)
    assert is_signed(body, f"t={timestamp},v1={'0' * 64},v0={signature},v1={signature}", secret, at)
    assert not is_signed(body, f"t={timestamp},v0={signature}", secret, at), "the old scheme is no proof"
    assert not is_signed(body, f"t={timestamp + 1},v1={signature}", secret, at), "the time is signed too"
    assert not is_signed(body, f"t={timestamp},v1={signature}", "", at)


def test_the_scheme_is_stripes() -> None:
    header = sign(BODY, SECRET, MONDAY_MORNING)
    timestamp, _, signature = header.partition(",")
    assert timestamp == f"t={int(MONDAY_MORNING.timestamp())}"
    assert signature.startswith("v1=")
    assert len(signature) == len("v1=") + 64


def test_one_good_signature_among_several_is_enough() -> None:
    header = sign(BODY, SECRET, MONDAY_MORNING).replace("v1=", "v1=00,v1=")
    assert is_signed(BODY, header, SECRET, MONDAY_MORNING)


@pytest.mark.parametrize("late", [timedelta(seconds=301), timedelta(seconds=-301)])
def test_old_and_early_signatures_are_refused(late: timedelta) -> None:
    assert not is_signed(BODY, sign(BODY, SECRET, MONDAY_MORNING), SECRET, MONDAY_MORNING + late)


CROOKED = ["", "t=,v1=", "t=x,v1=y", "v1=abc", "t=1772442000", "t=²,v1=ü", "t=1772442000,v1=ü", ",,=,", "t=1=2,v1=a"]


@pytest.mark.parametrize("header", CROOKED)
def test_crooked_headers_are_refused(header: str) -> None:
    assert not is_signed(BODY, header, SECRET, MONDAY_MORNING)


def test_another_body_or_secret_is_refused() -> None:
    header = sign(BODY, SECRET, MONDAY_MORNING)
    assert not is_signed(BODY + " ", header, SECRET, MONDAY_MORNING)
    assert not is_signed(BODY, header, "another", MONDAY_MORNING)


def event(kind: str, **thing: object) -> str:
    return json.dumps({"id": "evt_1", "type": kind, "data": {"object": thing}})


def checkout_event(kind: str, **thing: object) -> str:
    return event(kind, **{"id": "cs_1", "client_reference_id": "p1", "payment_intent": "pi_1", **thing})


@pytest.mark.parametrize(
    ("kind", "payment"),
    [
        ("checkout.session.completed", Payment.PAID),
        ("checkout.session.async_payment_succeeded", Payment.PAID),
        ("checkout.session.async_payment_failed", Payment.FAILED),
        ("checkout.session.expired", Payment.EXPIRED),
    ],
)
def test_checkout_events_are_read(kind: str, payment: Payment) -> None:
    report = read_event(checkout_event(kind, payment_status="paid")).report
    assert report is not None
    assert (report.reference, report.payment, report.payment_intent_id) == ("p1", payment, "pi_1")


def test_a_checkout_completed_without_money_says_nothing_yet() -> None:
    assert read_event(checkout_event("checkout.session.completed", payment_status="unpaid")).report is None


@pytest.mark.parametrize(
    ("kind", "status", "payment", "is_overdue"),
    [
        ("invoice.finalized", "open", Payment.OPEN, False),
        ("invoice.paid", "paid", Payment.PAID, False),
        ("invoice.overdue", "open", Payment.OPEN, True),
        ("invoice.voided", "void", Payment.EXPIRED, False),
    ],
)
def test_invoices_are_read(kind: str, status: str, payment: Payment, is_overdue: bool) -> None:
    payments = {"data": [{"payment": {"type": "payment_intent", "payment_intent": "pi_1"}}]}
    body = event(kind, id="in_1", status=status, metadata={"reference": "p1"}, payments=payments)
    report = read_event(body).report
    assert report is not None
    assert (report.reference, report.invoice_id, report.payment_intent_id) == ("p1", "in_1", "pi_1")
    assert (report.payment, report.is_overdue) == (payment, is_overdue)


def test_an_invoice_of_somebody_else_does_not_concern_us() -> None:
    assert read_event(event("invoice.paid", id="in_1", status="paid", metadata={})).report is None


@pytest.mark.parametrize(
    ("kind", "status", "dispute"),
    [
        ("charge.dispute.created", "needs_response", DisputeStatus.OPEN),
        ("charge.dispute.closed", "won", DisputeStatus.WON),
        ("charge.dispute.closed", "lost", DisputeStatus.LOST),
    ],
)
def test_disputes_are_read(kind: str, status: str, dispute: DisputeStatus) -> None:
    report = read_event(event(kind, id="dp_1", payment_intent="pi_1", status=status)).report
    assert report is not None
    assert (report.payment_intent_id, report.dispute) == ("pi_1", dispute)


@pytest.mark.parametrize("kind", ["refund.failed", "refund.updated"])
def test_refunds_that_failed_are_read(kind: str) -> None:
    thing = {"id": "re_1", "payment_intent": "pi_1", "amount": 500, "failure_reason": "lost_or_stolen_card"}
    report = read_event(event(kind, status="failed", **thing)).report
    assert report is not None
    assert report.refund_failure is not None
    assert (report.refund_failure.amount_cents, report.refund_failure.reason) == (500, "lost or stolen card")
    assert read_event(event("refund.updated", status="succeeded", **thing)).report is None


def test_refunds_are_read() -> None:
    charge = {"payment_intent": "pi_1", "amount_refunded": 500, "metadata": {"reference": "p1"}}
    report = read_event(json.dumps({"id": "evt_2", "type": "charge.refunded", "data": {"object": charge}})).report
    assert report is not None
    assert (report.reference, report.payment, report.refunded_cents) == ("p1", Payment.PAID, 500)


def test_other_kinds_do_not_concern_us() -> None:
    event = read_event('{"id": "evt_3", "type": "customer.created", "data": {"object": {}}}')
    assert (event.kind, event.report) == ("customer.created", None)


@pytest.mark.parametrize(
    "body", ["", "[]", "null", '"x"', "{}", '{"id": "e", "type": "charge.refunded", "data": {"object": {}}}']
)
def test_what_is_no_event_is_refused(body: str) -> None:
    with pytest.raises(Invalid):
        read_event(body)
