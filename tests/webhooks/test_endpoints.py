"""Endpoints as administrators look after them: what may be typed, who may, what is on record."""

from datetime import timedelta
from typing import Any

import pytest

from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Denied, Invalid, NotFound, SignInRequired, TooManyRequests
from academy.core.settings import settings
from academy.identity import service as identity
from academy.identity.schemas import Place
from academy.live import ANONYMOUS, Mutation
from academy.notifications.models import MailMessage, Notification
from academy.organizations.models import ManagerRole, Organization, OrganizationManager
from academy.webhooks import service
from academy.webhooks.catalogue import CHOICES
from academy.webhooks.models import DeliveryStatus, WebhookEndpoint
from academy.webhooks.schemas import EndpointFields, EndpointState
from tests.receivers import Reply, receiver
from tests.webhooks.conftest import EVERYTHING, Office
from tests.world import Live

FIELDS = EndpointFields(url="https://hooks.meridian.com/", kinds=["course.published"])
DOINGS: dict[Any, dict[str, Any]] = {
    service.endpoint_page: {},
    service.endpoint_detail: {"endpoint_id": 1},
    service.owner_choices: {},
    service.create_endpoint: {"fields": FIELDS},
    service.edit_endpoint: {"endpoint_id": 1, "seen_at": None, "fields": FIELDS},
    service.rotate_secret: {"endpoint_id": 1},
    service.enable_endpoint: {"endpoint_id": 1},
    service.disable_endpoint: {"endpoint_id": 1},
    service.delete_endpoint: {"endpoint_id": 1},
    service.restore_endpoint: {"endpoint_id": 1},
    service.test_endpoint: {"endpoint_id": 1},
    service.delivery_counts: {},
    service.delivery_page: {},
    service.delivery_detail: {"delivery_id": 1},
    service.replay_delivery: {"delivery_id": 1},
    service.replay_since: {"endpoint_id": 1, "since": None},
}
INWARD: dict[Any, dict[str, Any]] = {
    service.hand_out: {"event_id": 1},
    service.take_turn: {"endpoint_id": 1},
    service.outgoing: {"delivery_id": 1},
    service.note_outcome: {"delivery_id": 1, "outcome": None},
    service.end_turn: {"endpoint_id": 1},
    service.put_off: {"endpoint_id": 1, "seconds": 1.0},
    service.take_up_all: {},
    service.forget_old_events: {},
}


def audited(office: Office) -> list[tuple[str, int | None]]:
    return [(row.action, row.actor_id) for row in office.all(AuditEntry)]


def company(live: Live, name: str = "Meridian") -> int:
    return live.add(
        Organization(name=name, domain="meridian.example", contact_email="max@example.com", contact_name="Max")
    ).id


# Who may


def test_nobody_else_may(office: Office) -> None:
    cast = office.cast
    for doing, arguments in (DOINGS | INWARD).items():
        run: Any = office.runtime.write if isinstance(doing, Mutation) else office.runtime.read
        for viewer in (cast.ada, cast.max, *([cast.olga] if doing in INWARD else [])):
            with pytest.raises(Denied):
                run(doing, viewer, **arguments)
        with pytest.raises(Denied if doing in INWARD else SignInRequired):
            run(doing, ANONYMOUS, **arguments)


# Making one


def test_the_secret_is_not_kept_in_the_clear(office: Office) -> None:
    endpoint_id, secret = office.add()
    assert secret.startswith("whsec_")
    (row,) = office.all(WebhookEndpoint)
    assert secret.removeprefix("whsec_") not in str(row)
    assert secret not in office.detail(endpoint_id).model_dump_json()
    assert office.add()[1] != secret


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("url", {"url": " "}),
        ("url", {"url": "http://hooks.meridian.com/"}),
        ("url", {"url": "https://10.0.0.1/"}),
        ("url", {"url": "https://ada:hush@hooks.meridian.com/"}),
        ("kinds", {"kinds": []}),
        ("kinds", {"kinds": ["no.such.event"]}),
        ("description", {"description": "x" * 201}),
        ("organization_id", {"organization_id": 99}),
    ],
)
def test_what_may_not_be_typed(office: Office, monkeypatch: pytest.MonkeyPatch, field: str, typed: Any) -> None:
    monkeypatch.setenv("ACADEMY_OUTBOUND_LOOPBACK", "false")
    settings.cache_clear()
    with pytest.raises(Invalid) as problem:
        office.do(service.create_endpoint, fields=FIELDS.model_copy(update=typed))
    assert problem.value.field == field
    assert problem.value.message.endswith(".")


def test_what_is_typed_is_tidied(office: Office) -> None:
    endpoint_id = office.endpoint(
        url=" https://hooks.meridian.com/a ",
        description=" Our \n CRM ",
        kinds=["person.joined", "course.published", "x"],
    )
    assert office.detail(endpoint_id).fields == EndpointFields(
        url="https://hooks.meridian.com/a", description="Our CRM", kinds=["person.joined", "course.published"]
    )


# A company's


def test_a_companys_endpoint_hears_of_its_own_company_only(office: Office, live: Live) -> None:
    ours, theirs = company(live), company(live, "Northwind")
    kinds = [kind.name for kind in CHOICES if kind.is_for_companies]
    with receiver() as platforms:
        office.endpoint(organization_id=ours, kinds=kinds)
        office.endpoint(url=platforms.url())
        for about in (ours, theirs, None):
            for kind in EVERYTHING:
                office.happen(kind, organization_id=about)
        office.run()
        assert len(office.receiver.received) == len(kinds)
        assert len(platforms.received) == 3 * len(EVERYTHING)


def test_a_company_cannot_ask_for_what_is_the_platforms(office: Office, live: Live) -> None:
    with pytest.raises(Invalid, match=r"Companies do not hear of person\.joined\."):
        office.endpoint(organization_id=company(live), kinds=["person.joined"])


def test_a_replay_for_a_company_brings_nothing_of_others(office: Office, live: Live) -> None:
    ours, theirs = company(live), company(live, "Northwind")
    office.happen("cohort.cancelled", organization_id=theirs)
    office.happen("cohort.cancelled")
    office.happen("course.published", organization_id=ours)
    endpoint_id = office.endpoint(organization_id=ours, kinds=["cohort.cancelled"])
    assert office.do(service.replay_since, endpoint_id=endpoint_id, since=office.clock.now - timedelta(days=1)) == 0


# Changing one


def test_an_edit_holds_from_the_next_attempt(office: Office) -> None:
    with receiver() as old:
        old.reply = lambda _: Reply(500)
        endpoint_id = office.endpoint(url=old.url())
        office.happen()
        office.run()
        seen = office.detail(endpoint_id)
        fields = seen.fields.model_copy(update={"url": office.receiver.url()})
        office.do(service.edit_endpoint, endpoint_id=endpoint_id, seen_at=seen.updated_at, fields=fields)
        office.wait(minutes=1)
        assert (len(old.received), len(office.receiver.received)) == (1, 1)


def test_nobodys_edit_is_written_over_unseen(office: Office) -> None:
    endpoint_id = office.endpoint()
    seen = office.detail(endpoint_id)
    office.clock.advance(timedelta(seconds=1))
    arguments = {"endpoint_id": endpoint_id, "seen_at": seen.updated_at}
    office.do(
        service.edit_endpoint,
        **arguments,
        fields=seen.fields.model_copy(update={"description": "Hers", "organization_id": 7}),
    )
    with pytest.raises(Conflict, match="Olga has saved this meanwhile"):
        office.do(service.edit_endpoint, **arguments, fields=seen.fields.model_copy(update={"description": "His"}))
    assert office.detail(endpoint_id).fields.description == "Hers"
    assert office.detail(endpoint_id).fields.organization_id is None, "whose it is stays"


def test_switched_off_it_hears_nothing_and_on_again_what_waited(office: Office) -> None:
    endpoint_id = office.endpoint()
    office.receiver.reply = lambda _: Reply(500)
    office.happen()
    office.run()
    office.do(service.disable_endpoint, endpoint_id=endpoint_id)
    office.receiver.reply = lambda _: Reply()
    office.happen()
    office.wait(hours=1)
    assert len(office.receiver.received) == 1
    assert office.detail(endpoint_id).reason == "Olga switched it off."
    office.do(service.enable_endpoint, endpoint_id=endpoint_id)
    office.run()
    assert [row.status for row in office.rows()] == [DeliveryStatus.DELIVERED]


def test_deleted_it_is_gone_and_comes_back(office: Office) -> None:
    endpoint_id = office.endpoint()
    office.do(service.delete_endpoint, endpoint_id=endpoint_id)
    office.happen()
    office.run()
    assert office.receiver.received == []
    assert office.do(service.endpoint_page).rows == []
    assert office.do(service.endpoint_detail, endpoint_id=endpoint_id) is None
    for doing in (service.test_endpoint, service.rotate_secret, service.disable_endpoint, service.delete_endpoint):
        with pytest.raises(NotFound, match=r"deleted"):
            office.do(doing, endpoint_id=endpoint_id)
    office.do(service.restore_endpoint, endpoint_id=endpoint_id)
    assert [row.id for row in office.do(service.endpoint_page).rows] == [endpoint_id]


def test_everything_is_on_record(office: Office) -> None:
    endpoint_id = office.endpoint()
    doings = (
        service.rotate_secret,
        service.test_endpoint,
        service.disable_endpoint,
        service.disable_endpoint,
        service.enable_endpoint,
        service.enable_endpoint,
        service.delete_endpoint,
        service.restore_endpoint,
        service.restore_endpoint,
    )
    for doing in doings:
        office.do(doing, endpoint_id=endpoint_id)
    deeds = "endpoint_created secret_rotated endpoint_tested endpoint_disabled endpoint_enabled endpoint_deleted"
    names = [f"webhooks.{name}" for name in (*deeds.split(), "endpoint_restored")]
    assert audited(office) == [(name, office.cast.olga.user_id) for name in names]


# The test button


def test_a_test_is_sent_once_and_shows_what_came_back(office: Office) -> None:
    endpoint_id = office.endpoint()
    office.receiver.reply = lambda _: Reply(500, body=b"no room")
    delivery_id = office.do(service.test_endpoint, endpoint_id=endpoint_id)
    office.wait(days=1)
    detail = office.delivery(delivery_id)
    assert detail.status == DeliveryStatus.FAILED
    assert [(attempt.response_code, attempt.excerpt) for attempt in detail.history] == [(500, "no room")]
    assert office.detail(endpoint_id).state == EndpointState.UNTRIED, "a test says nothing of how it stands"


def test_a_test_does_not_wait_until_a_failing_endpoint_is_asked_again(office: Office) -> None:
    endpoint_id = office.endpoint()
    office.receiver.reply = lambda _: Reply(500)
    office.happen()
    office.run()
    office.do(service.test_endpoint, endpoint_id=endpoint_id)
    office.run()
    assert b"webhook.test" in office.receiver.received[-1].body


def test_tests_are_not_for_flooding(office: Office) -> None:
    endpoint_id = office.endpoint()
    for _ in range(10):
        office.do(service.test_endpoint, endpoint_id=endpoint_id)
    with pytest.raises(TooManyRequests):
        office.do(service.test_endpoint, endpoint_id=endpoint_id)
    office.do(service.disable_endpoint, endpoint_id=endpoint_id)
    with pytest.raises(Conflict, match="switched off"):
        office.do(service.test_endpoint, endpoint_id=endpoint_id)


# Lists, and who is told


def test_the_list_is_searched(office: Office) -> None:
    office.endpoint(url="https://hooks.meridian.com/", description="Staff records")
    office.endpoint(url="https://crm.example.com/100%", description="Sales")

    def found(words: str) -> list[str]:
        return [row.description for row in office.do(service.endpoint_page, words=words).rows]

    assert found("") == ["Sales", "Staff records"]
    assert found("MERIDIAN") == found("records") == ["Staff records"]
    assert found("100%") == ["Sales"]
    assert found("0%1") == []


def test_a_row_counts_what_waits_and_what_failed(office: Office) -> None:
    endpoint_id = office.endpoint()
    office.receiver.reply = lambda _: Reply(500)
    office.happen()
    office.wait(days=4)
    office.do(service.enable_endpoint, endpoint_id=endpoint_id)
    office.happen()
    office.run()
    office.do(service.test_endpoint, endpoint_id=endpoint_id)
    office.run()
    (row,) = office.do(service.endpoint_page).rows
    assert (row.waiting, row.failed, row.state) == (1, 1, EndpointState.FAILING)


def test_administrators_see_in_their_side_bar_how_many_fail(office: Office) -> None:
    def told() -> list[int]:
        me = office.do(identity.me)
        return [
            page.count
            for place in me.places
            if place.place == Place.ADMIN
            for page in place.pages
            if page.counted == "failing"
        ]

    office.endpoint()
    assert told() == [0]
    office.receiver.reply = lambda _: Reply(500)
    office.happen()
    office.run()
    assert told() == [1]


@pytest.mark.parametrize("is_companys", [False, True])
def test_its_owners_are_told_once_when_it_is_switched_off(office: Office, live: Live, is_companys: bool) -> None:
    meridian = company(live)
    live.add(OrganizationManager(organization_id=meridian, user_id=office.cast.max.user_id, role=ManagerRole.ADMIN))
    office.endpoint(organization_id=meridian if is_companys else None, kinds=["cohort.cancelled"])
    office.receiver.reply = lambda _: Reply(410)
    for _ in range(2):
        office.happen("cohort.cancelled", organization_id=meridian)
    office.wait(hours=1)
    (news,), (mail,) = office.all(Notification), office.all(MailMessage)
    owner = office.cast.max if is_companys else office.cast.olga
    assert news.user_id == mail.user_id == owner.user_id
    assert "410" in mail.text_body
    assert bool(news.url) is not is_companys
