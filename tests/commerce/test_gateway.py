"""How events are signed and read."""

import json
from datetime import timedelta

import pytest

from academy.commerce.gateway import EventKind, Payment, is_signed, read_event, sign
from academy.core.errors import Invalid
from tests.world import MONDAY_MORNING

BODY, SECRET = '{"id": "evt_1"}', "a secret"


def test_what_we_sign_is_signed() -> None:
    assert is_signed(BODY, sign(BODY, SECRET, MONDAY_MORNING), SECRET, MONDAY_MORNING)


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


@pytest.mark.parametrize("header", ["", "t=,v1=", "t=x,v1=y", "v1=abc", "t=1772442000", "t=²,v1=ü", ",,=,"])
def test_crooked_headers_are_refused(header: str) -> None:
    assert not is_signed(BODY, header, SECRET, MONDAY_MORNING)


def test_another_body_or_secret_is_refused() -> None:
    header = sign(BODY, SECRET, MONDAY_MORNING)
    assert not is_signed(BODY + " ", header, SECRET, MONDAY_MORNING)
    assert not is_signed(BODY, header, "another", MONDAY_MORNING)


def checkout_event(kind: EventKind, **thing: object) -> str:
    checkout = {"id": "cs_1", "client_reference_id": "p1", "payment_intent": "pi_1", **thing}
    return json.dumps({"id": "evt_1", "type": kind, "data": {"object": checkout}})


@pytest.mark.parametrize(
    ("kind", "payment"),
    [
        (EventKind.CHECKOUT_COMPLETED, Payment.PAID),
        (EventKind.CHECKOUT_PAID_LATER, Payment.PAID),
        (EventKind.CHECKOUT_FAILED, Payment.FAILED),
        (EventKind.CHECKOUT_EXPIRED, Payment.EXPIRED),
    ],
)
def test_checkout_events_are_read(kind: EventKind, payment: Payment) -> None:
    report = read_event(checkout_event(kind, payment_status="paid")).report
    assert report is not None
    assert (report.reference, report.payment, report.payment_intent_id) == ("p1", payment, "pi_1")


def test_a_checkout_completed_without_money_says_nothing_yet() -> None:
    assert read_event(checkout_event(EventKind.CHECKOUT_COMPLETED, payment_status="unpaid")).report is None


def test_refunds_are_read() -> None:
    charge = {"payment_intent": "pi_1", "amount_refunded": 500, "metadata": {"reference": "p1"}}
    report = read_event(
        json.dumps({"id": "evt_2", "type": EventKind.CHARGE_REFUNDED, "data": {"object": charge}})
    ).report
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
