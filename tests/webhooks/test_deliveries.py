"""Deliveries as administrators look them up and send them again."""

import json
from datetime import timedelta

import pytest

from academy.core.errors import Conflict, Invalid, NotFound
from academy.webhooks import service
from academy.webhooks.models import DeliveryStatus
from tests.receivers import Reply
from tests.webhooks.conftest import Office


def fail(office: Office) -> int:
    """Have an event fail for good, and return the delivery."""
    office.receiver.reply = lambda _: Reply(500, body=b"<b>out of order</b>")
    office.happen()
    office.wait(days=4)
    office.receiver.reply = lambda _: Reply()
    return office.rows()[0].id


def test_the_list_is_narrowed_and_searched(office: Office) -> None:
    first = office.endpoint(url=office.receiver.url("/first"))
    second = office.endpoint(url=office.receiver.url("/second"), kinds=["person.joined"])
    office.happen("person.joined")
    office.run()
    office.receiver.reply = lambda _: Reply(500)
    office.happen("course.published")
    office.run()

    def found(**arguments: object) -> list[tuple[str, str]]:
        return [(row.kind, row.url.rpartition("/")[2]) for row in office.rows(**arguments)]

    joined_first, joined_second = ("person.joined", "first"), ("person.joined", "second")
    published = ("course.published", "first")
    assert found() == [published, joined_second, joined_first]
    assert found(status=DeliveryStatus.PENDING) == [published]
    assert found(endpoint_id=second) == [joined_second]
    assert found(endpoint_id=first, kind="person.joined") == [joined_first]
    assert found(words="COURSE.pub") == found(words=office.rows()[0].event_id) == [published]
    assert found(words="/second") == [joined_second]
    assert found(words="nothing") == []
    assert office.do(service.delivery_counts).waiting == 1


def test_pages_go_on_where_the_last_ended(office: Office) -> None:
    office.endpoint()
    for _ in range(30):
        office.happen()
    office.run()
    page = office.do(service.delivery_page)
    assert (len(page.rows), page.has_more) == (25, True)
    assert len(office.do(service.delivery_page, until=page.until).rows) == 30


def test_everything_about_a_delivery(office: Office) -> None:
    endpoint_id = office.endpoint()
    office.receiver.reply = lambda _: Reply(500, body=b"out of order")
    office.happen()
    office.run()
    office.receiver.reply = lambda _: Reply(200, body=b"thanks")
    office.wait(minutes=1)
    detail = office.delivery(office.rows()[0].id)
    assert [(attempt.response_code, attempt.excerpt) for attempt in detail.history] == [
        (200, "thanks"),
        (500, "out of order"),
    ]
    assert (detail.endpoint_id, detail.attempts, detail.can_replay) == (endpoint_id, 2, True)
    assert json.loads(detail.body) == json.loads(office.receiver.received[0].body)
    assert office.do(service.delivery_detail, delivery_id=0) is None


def test_what_failed_is_sent_again_with_the_same_id_and_all_its_attempts_are_kept(office: Office) -> None:
    endpoint_id = office.endpoint()
    delivery_id = fail(office)
    with pytest.raises(Conflict, match="switched off"):
        office.do(service.replay_delivery, delivery_id=delivery_id)
    assert not office.delivery(delivery_id).can_replay
    office.do(service.enable_endpoint, endpoint_id=endpoint_id)
    before = len(office.attempts())
    office.do(service.replay_delivery, delivery_id=delivery_id)
    office.run()
    assert len({request.headers["webhook-id"] for request in office.receiver.received}) == 1
    detail = office.delivery(delivery_id)
    assert (detail.status, detail.attempts, len(detail.history)) == (DeliveryStatus.DELIVERED, 1, before + 1)


def test_what_arrived_can_be_sent_again_too(office: Office) -> None:
    office.endpoint()
    office.happen()
    office.run()
    office.do(service.replay_delivery, delivery_id=office.rows()[0].id)
    office.run()
    assert len(office.receiver.received) == 2


def test_a_replay_does_not_wait_until_a_failing_endpoint_is_asked_again(office: Office) -> None:
    office.endpoint()
    office.receiver.reply = lambda _: Reply(500)
    office.happen()
    office.wait(minutes=20)
    asked = len(office.receiver.received)
    office.do(service.replay_delivery, delivery_id=office.rows()[0].id)
    office.run()
    assert len(office.receiver.received) == asked + 1


def test_all_that_did_not_arrive_since_a_moment_is_sent_again(office: Office) -> None:
    """What failed, what happened while it was switched off, and what happened before it was there; nothing else."""
    office.happen()
    office.clock.advance(timedelta(minutes=1))
    since = office.clock.now
    office.happen()
    office.happen("person.joined")
    office.run()
    endpoint_id = office.endpoint(kinds=["course.published"])
    office.happen()
    office.run()
    fail(office)
    office.happen()
    office.run()
    office.do(service.enable_endpoint, endpoint_id=endpoint_id)
    office.receiver.received.clear()
    assert office.do(service.replay_since, endpoint_id=endpoint_id, since=since) == 3
    office.run()
    assert len(office.receiver.received) == 3
    assert office.do(service.replay_since, endpoint_id=endpoint_id, since=since) == 0


def test_what_cannot_be_replayed(office: Office) -> None:
    endpoint_id = office.endpoint()
    office.happen()
    office.run()
    delivery_id = office.rows()[0].id
    with pytest.raises(Invalid, match="past"):
        office.do(service.replay_since, endpoint_id=endpoint_id, since=office.clock.now + timedelta(minutes=1))
    with pytest.raises(NotFound):
        office.do(service.replay_delivery, delivery_id=delivery_id + 1)
    office.do(service.delete_endpoint, endpoint_id=endpoint_id)
    with pytest.raises(NotFound, match="deleted"):
        office.do(service.replay_since, endpoint_id=endpoint_id, since=office.clock.now)
    with pytest.raises(Conflict, match="deleted"):
        office.do(service.replay_delivery, delivery_id=delivery_id)
