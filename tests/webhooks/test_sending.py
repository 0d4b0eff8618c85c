"""Events on their way to a receiver that is really there."""

import signal
import subprocess
import sys
import threading
from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from academy.core.settings import settings
from academy.live import SYSTEM
from academy.live.job_queue import LEASE
from academy.webhooks import jobs, service
from academy.webhooks.catalogue import KINDS
from academy.webhooks.models import DeliveryStatus, WebhookDelivery, WebhookEvent, WebhookLine
from academy.webhooks.schemas import EndpointState
from academy.webhooks.service import sending
from tests.receivers import Reply, receiver
from tests.webhooks.conftest import Office


def break_down(office: Office, status: int = 500, **headers: str) -> None:
    office.receiver.reply = lambda _: Reply(status, headers, b"out of order")


def mend(office: Office) -> None:
    office.receiver.reply = lambda _: Reply()


# What arrives


def test_what_happens_arrives_signed_as_the_standard_says(office: Office) -> None:
    _, secret = office.add()
    office.happen("enrollment.created")
    office.run()
    (request,) = office.receiver.received
    told = Webhook(secret).verify(request.body, request.headers)
    assert told["type"] == "enrollment.created"
    assert told["version"] == 1
    assert told["data"] == KINDS["enrollment.created"].example.model_dump(mode="json")
    (event,) = office.all(WebhookEvent)
    assert request.headers["webhook-id"] == f"evt_{event.public_id}"
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(request.body.replace(b"Amara", b"Clara"), request.headers)
    (row,) = office.rows()
    assert (row.status, row.attempts, row.response_code) == (DeliveryStatus.DELIVERED, 1, 204)


def test_nothing_is_sent_of_what_is_rolled_back_and_nothing_before_the_commit(office: Office) -> None:
    office.endpoint()
    office.happen()
    assert office.receiver.received == []
    assert len(office.all(WebhookEvent)) == 1
    assert office.run() == 2, "it is handed out, and sent"
    assert len(office.receiver.received) == 1


def test_where_nobody_listens_it_is_only_written_down(office: Office) -> None:
    office.happen()
    assert len(office.all(WebhookEvent)) == 1
    assert office.run() == 0


def test_each_endpoint_hears_of_what_it_asked_for(office: Office) -> None:
    with receiver() as other:
        office.endpoint(kinds=["course.published"])
        office.endpoint(kinds=["person.joined"], url=other.url())
        for kind in ("course.published", "person.joined", "payment.failed"):
            office.happen(kind)
        office.run()
        assert [b'"course.published"' in request.body for request in office.receiver.received] == [True]
        assert [b'"person.joined"' in request.body for request in other.received] == [True]


def test_an_event_has_the_same_id_for_all_and_for_every_attempt(office: Office) -> None:
    office.endpoint()
    office.endpoint()
    break_down(office)
    office.happen()
    office.wait(hours=1)
    ids = {request.headers["webhook-id"] for request in office.receiver.received}
    assert len(office.receiver.received) > 4
    assert len(ids) == 1


def test_both_secrets_sign_for_a_day_after_a_rotation(office: Office) -> None:
    endpoint_id, old = office.add()
    office.do(service.rotate_secret, endpoint_id=endpoint_id)
    office.happen()
    office.run()
    Webhook(old).verify(office.receiver.received[-1].body, office.receiver.received[-1].headers)
    office.clock.advance(timedelta(hours=24))
    office.happen()
    office.run()
    assert " " not in office.receiver.received[-1].headers["webhook-signature"]


# What does not arrive


def test_it_is_tried_again_after_growing_pauses_for_three_days_and_then_given_up(office: Office) -> None:
    office.endpoint()
    break_down(office)
    office.happen()
    begun = office.clock.now
    office.wait(days=4)
    at = [attempt.created_at - begun for attempt in office.attempts()]
    assert len(at) == len(sending.PAUSES) + 1
    pauses = [after - before for before, after in pairwise(at)]
    for pause, planned in zip(pauses, sending.PAUSES, strict=True):
        assert planned * 0.8 <= pause <= planned * 1.2
    assert timedelta(days=2.4) < at[-1] < timedelta(days=3.6)
    (row,) = office.rows()
    assert row.status == DeliveryStatus.FAILED
    assert office.attempts()[-1].excerpt == "out of order"


def test_the_pauses_of_a_delivery_are_always_the_same_and_differ_from_anothers() -> None:
    one, again, other = ([sending.pause_after(n, delivery) for n in range(1, 13)] for delivery in (1, 1, 2))
    assert one == again
    assert one != other
    assert sending.pause_after(13, 1) is None


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 500])
def test_only_2xx_counts(office: Office, status: int) -> None:
    office.endpoint()
    break_down(office, status, Location="/elsewhere")
    office.happen()
    office.run()
    (row,) = office.rows()
    assert (row.status, row.response_code) == (DeliveryStatus.PENDING, status)


def test_once_it_works_again_what_waits_arrives(office: Office) -> None:
    endpoint_id = office.endpoint()
    break_down(office)
    office.happen()
    office.happen()
    office.run()
    assert len(office.receiver.received) == 1, "while it fails, it is not asked for each event"
    assert office.detail(endpoint_id).state == EndpointState.FAILING
    mend(office)
    office.wait(minutes=1)
    assert {row.status for row in office.rows()} == {DeliveryStatus.DELIVERED}
    assert office.detail(endpoint_id).state == EndpointState.WORKING


def test_an_endpoint_that_wants_a_pause_gets_it_within_bounds(office: Office) -> None:
    office.endpoint()
    for wish, pause in (("3600", timedelta(hours=1)), ("99999999999", sending.LONGEST_WISH)):
        break_down(office, 503, **{"Retry-After": wish})
        office.happen()
        office.run()
        row = office.rows()[0]
        assert row.at - office.clock.now == pause
        mend(office)
        office.wait(days=2)


def test_what_retry_after_may_say(office: Office) -> None:
    now = office.clock.now.replace(microsecond=0)
    said = {
        "60": timedelta(minutes=1),
        format_datetime(now + timedelta(hours=2), usegmt=True): timedelta(hours=2),
        format_datetime(now - timedelta(hours=2), usegmt=True): timedelta(0),
        "9" * 30: timedelta(0),
        "-5": timedelta(0),
        "soon": timedelta(0),
        "": timedelta(0),
    }
    assert {words: sending.wished_pause(words, now) for words in said} == said


def test_410_switches_the_endpoint_off(office: Office) -> None:
    endpoint_id = office.endpoint()
    break_down(office, 410)
    office.happen()
    office.run()
    endpoint = office.detail(endpoint_id)
    assert (endpoint.state, endpoint.reason) == (EndpointState.DISABLED, sending.GONE_REASON)
    office.happen()
    office.wait(days=1)
    assert len(office.receiver.received) == 1


def test_one_that_fails_for_days_is_switched_off(office: Office) -> None:
    endpoint_id = office.endpoint()
    break_down(office)
    for _ in range(5):
        office.happen()
        office.wait(hours=15)
    assert office.detail(endpoint_id).state == EndpointState.DISABLED
    assert office.detail(endpoint_id).reason == sending.SILENT_REASON


def test_one_that_only_sometimes_fails_is_not_switched_off(office: Office) -> None:
    endpoint_id = office.endpoint()
    for _ in range(6):
        break_down(office)
        office.happen()
        office.wait(hours=10)
        mend(office)
        office.wait(hours=10)
    assert office.detail(endpoint_id).state == EndpointState.WORKING


def test_an_address_inside_is_not_asked_and_the_attempt_says_why(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.endpoint()
    monkeypatch.setenv("ACADEMY_OUTBOUND_LOOPBACK", "false")
    settings.cache_clear()
    office.happen()
    office.run()
    assert office.receiver.received == []
    (attempt,) = office.attempts()
    assert "https://" in attempt.problem
    assert attempt.response_code is None


def test_when_the_academys_key_has_changed_the_attempt_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.endpoint()
    monkeypatch.setenv("ACADEMY_SECRET_KEY", "another")
    settings.cache_clear()
    office.happen()
    office.run()
    assert office.attempts()[0].problem == jobs.UNREADABLE


# Several at once


def test_only_one_worker_at_a_time_sends_to_an_endpoint(office: Office) -> None:
    endpoint_id = office.endpoint()
    office.happen()
    office.runner.run_due()
    office.receiver.received.clear()
    office.happen()
    delivery = office.runtime.write(service.hand_out, SYSTEM, event_id=office.all(WebhookEvent)[-1].id)
    assert delivery is None
    assert len(office.runtime.write(service.take_turn, SYSTEM, endpoint_id=endpoint_id)) == 1
    assert office.runtime.write(service.take_turn, SYSTEM, endpoint_id=endpoint_id) == []
    jobs.send_due(office.runtime, endpoint_id=endpoint_id)
    assert office.receiver.received == []


def test_a_turn_that_was_never_ended_is_over_after_a_while(office: Office) -> None:
    endpoint_id = office.endpoint()
    office.happen()
    hand_out, *_ = office.all(WebhookEvent)
    office.runtime.write(service.hand_out, SYSTEM, event_id=hand_out.id)
    office.runtime.write(service.take_turn, SYSTEM, endpoint_id=endpoint_id)
    office.run()
    assert office.receiver.received == []
    office.wait(seconds=sending.TURN.total_seconds() + 1)
    assert len(office.receiver.received) == 1
    assert office.all(WebhookLine)[0].busy_until is None


def test_slow_receivers_leave_threads_to_others(office: Office) -> None:
    """Two hang; a third is put off instead of taking another thread, and is served when one of them is done."""
    is_over, hangs = threading.Event(), threading.Semaphore(0)

    def hang(_request: object) -> Reply:
        hangs.release()
        is_over.wait(30)
        return Reply()

    office.receiver.reply = hang
    with receiver() as quick:
        slow = [office.endpoint(url=office.receiver.url(f"/{n}")) for n in range(2)]
        third = office.endpoint(url=quick.url())
        office.happen()
        office.runtime.write(service.hand_out, SYSTEM, event_id=office.all(WebhookEvent)[0].id)
        threads = [
            threading.Thread(target=jobs.send_due, args=(office.runtime,), kwargs={"endpoint_id": one}) for one in slow
        ]
        for thread in threads:
            thread.start()
            assert hangs.acquire(timeout=30)
        jobs.send_due(office.runtime, endpoint_id=third)
        assert quick.received == []
        is_over.set()
        for thread in threads:
            thread.join()
        office.wait(seconds=jobs.BUSY_SECONDS)
        assert len(quick.received) == 1


def test_what_lost_its_job_is_taken_up_again(office: Office) -> None:
    office.endpoint()
    office.happen()
    office.runtime.write(service.hand_out, SYSTEM, event_id=office.all(WebhookEvent)[0].id)
    with office.runtime.database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM queued_jobs")
    assert office.run() == 0
    jobs.take_up_deliveries(office.runtime)
    office.run()
    assert len(office.receiver.received) == 1


def test_old_events_are_forgotten_with_their_deliveries(office: Office) -> None:
    office.endpoint()
    office.happen()
    office.run()
    office.clock.advance(sending.KEPT_FOR + timedelta(seconds=1))
    jobs.forget_old_events(office.runtime)
    assert office.all(WebhookEvent) == office.all(WebhookDelivery) == office.attempts() == []


def test_a_worker_killed_while_it_sends_is_made_up_for_under_the_same_id(office: Office) -> None:
    arrived, is_over = threading.Event(), threading.Event()

    def hang(_request: object) -> Reply:
        arrived.set()
        is_over.wait(60)
        return Reply()

    office.receiver.reply = hang
    _, secret = office.add()
    office.happen()
    address = office.runtime.database.url.render_as_string(hide_password=False)
    program = "from tests.webhooks.courier import main; main()"
    with subprocess.Popen([sys.executable, "-c", program, address]) as worker:
        try:
            assert arrived.wait(60), "it sends nothing"
        finally:
            worker.send_signal(signal.SIGKILL)
    is_over.set()
    mend(office)
    (row,) = office.rows()
    assert (row.status, row.attempts) == (DeliveryStatus.PENDING, 0), "nobody knows whether it arrived"
    office.clock.advance(LEASE + sending.TURN)
    office.run()
    first, second = office.receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert Webhook(secret).verify(first.body, first.headers)
    (row,) = office.rows()
    assert row.status == DeliveryStatus.DELIVERED
