"""Leaving a kind of mail by its link, and what Brevo reports, over HTTP."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from academy.core.settings import settings
from academy.identity import service as identity
from academy.live import SYSTEM
from academy.notifications import http, service
from academy.notifications.models import (
    Category,
    MailMessage,
    MailReport,
    MailStatus,
    MailSuppression,
    SuppressionCause,
)
from academy.notifications.service.links import way_out
from academy.routes import MAIL_WEBHOOK
from tests.notifications.test_telling import mails, told
from tests.world import Cast, Live

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def client(live: Live) -> TestClient:
    app = Starlette(routes=http.routes)
    app.state.runtime = live
    return TestClient(app, base_url=settings().base_url, follow_redirects=False)


def link_of(live: Live, cast: Cast) -> str:
    """The link in a letter to Ada."""
    told(live, cast.ada)
    found = re.search(r"http://\S+/unsubscribe/\S+", live.read(service.inbox, None)[0].text)
    assert found is not None
    return found[0]


class TestWayOut:
    def test_opening_the_link_stops_nothing(self, client: TestClient, live: Live, cast: Cast) -> None:
        link = link_of(live, cast)
        for _ in range(2):
            page = client.get(link)
            assert page.status_code == 200
            assert "Get no more of it" in page.text
            assert "Seats and payments" in page.text
            assert "ada@example.com" not in page.text
        told(live, cast.ada)
        assert mails(live) == 2

    def test_its_button_does_and_there_is_a_way_back(self, client: TestClient, live: Live, cast: Cast) -> None:
        link = link_of(live, cast)
        assert "Turn it on again" in client.post(link, data={"act": "off"}).text
        told(live, cast.ada)
        assert mails(live) == 1
        assert "Get no more of it" in client.post(link, data={"act": "on"}).text
        told(live, cast.ada)
        assert mails(live) == 2
        assert "Only what you need still comes" in client.post(link, data={"act": "none"}).text
        assert not live.read(service.my_preferences, cast.ada).is_mail_on
        client.post(link, data={"act": "on"})
        told(live, cast.ada)
        assert mails(live) == 3

    def test_mail_programs_do_it_at_one_click(self, client: TestClient, live: Live, cast: Cast) -> None:
        link = link_of(live, cast)
        assert client.post(link, data=ONE_CLICK).status_code == 200
        told(live, cast.ada)
        told(live, cast.ada, is_essential=True)
        assert mails(live) == 2, "the essential comes all the same"

    def test_the_link_of_a_digest_stops_all_that_is_not_essential(
        self, client: TestClient, live: Live, cast: Cast
    ) -> None:
        assert cast.ada.user_id is not None
        client.post(way_out(cast.ada.user_id, None), data=ONE_CLICK)
        assert not live.read(service.my_preferences, cast.ada).is_mail_on

    def test_a_link_that_is_not_ours_does_nothing(self, client: TestClient, live: Live, cast: Cast) -> None:
        link = link_of(live, cast)
        for forged in (link[:-3] + "xyz", link.rpartition("/")[0] + "/x", way_out(404, Category.SEATS)):
            assert client.get(forged).status_code == 404
            assert client.post(forged, data=ONE_CLICK).status_code == 404
        told(live, cast.ada)
        assert mails(live) == 2


class TestReports:
    @pytest.fixture(autouse=True)
    def sent(self, configure: Callable[..., None], live: Live, cast: Cast) -> None:
        """A letter to Ada that Brevo took as <1@brevo>."""
        configure(brevo_webhook_token="open sesame", brevo_api_key="key")
        told(live, cast.ada)
        live.write(service.note_sent, SYSTEM, message_id=1, provider_id="<1@brevo>")

    def post(self, client: TestClient, *events: dict[str, Any], token: str = "open sesame") -> httpx.Response:
        told = [
            {"email": "Ada@example.com", "message-id": "<1@brevo>", "ts_event": 1772442000, **one} for one in events
        ]
        return client.post(
            MAIL_WEBHOOK.url(), json=told[0] if len(told) == 1 else told, headers={"Authorization": f"Bearer {token}"}
        )

    def message(self, live: Live) -> MailMessage:
        with live.system() as ctx:
            row = ctx.session.get_one(MailMessage, 1)
            ctx.session.expunge(row)
            return row

    def suppression(self, live: Live, cast: Cast) -> str:
        return live.read(service.my_preferences, cast.ada).suppression

    def test_only_who_has_the_token_may_report(
        self, client: TestClient, live: Live, configure: Callable[..., None]
    ) -> None:
        assert self.post(client, {"event": "hard_bounce"}, token="guess").status_code == 401
        configure(brevo_webhook_token="")
        assert self.post(client, {"event": "hard_bounce"}, token="").status_code == 401
        assert self.message(live).status == MailStatus.SENT

    def test_what_is_delivered_is_noted_once(self, client: TestClient, live: Live) -> None:
        assert self.post(client, {"event": "delivered"}).json() == {"reports": 1, "new": 1}
        assert self.post(client, {"event": "delivered"}).json() == {"reports": 1, "new": 0}
        assert self.post(client, {"event": "opened"}).json() == {"reports": 0, "new": 0}
        assert self.message(live).status == MailStatus.DELIVERED

    @pytest.mark.parametrize("event", ["hard_bounce", "invalid_email", "spam"])
    def test_an_address_that_refuses_mail_gets_no_more(
        self, client: TestClient, live: Live, cast: Cast, event: str
    ) -> None:
        self.post(client, {"event": event, "reason": "550 no such user"})
        assert "Mail to this address" in self.suppression(live, cast)
        told(live, cast.ada, is_essential=True)
        assert live.write(service.take_up, SYSTEM, message_id=2) is None
        with live.system() as ctx:
            withheld = ctx.session.get_one(MailMessage, 2)
            assert withheld.status == MailStatus.WITHHELD
            assert "Mail to this address" in (withheld.last_error or "")

    def test_a_bounce_that_comes_before_the_delivery_stays(self, client: TestClient, live: Live) -> None:
        self.post(client, {"event": "hard_bounce", "reason": "no"}, {"event": "delivered"})
        assert (self.message(live).status, self.message(live).last_error) == (MailStatus.BOUNCED, "no")

    def test_for_now_is_not_for_good(self, client: TestClient, live: Live, cast: Cast) -> None:
        self.post(client, {"event": "soft_bounce"}, {"event": "deferred"})
        assert (self.message(live).status, self.suppression(live, cast)) == (MailStatus.SENT, "")
        self.post(client, {"event": "blocked"})
        assert (self.message(live).status, self.suppression(live, cast)) == (MailStatus.BOUNCED, "")

    def test_an_address_works_again_once_mail_arrives_or_it_is_confirmed(
        self, client: TestClient, live: Live, cast: Cast
    ) -> None:
        self.post(client, {"event": "hard_bounce"})
        self.post(client, {"event": "delivered", "ts_event": 1772528400})
        assert self.suppression(live, cast) == ""
        self.post(client, {"event": "spam", "ts_event": 1772528401})
        self.post(client, {"event": "delivered", "ts_event": 1772528402})
        assert self.suppression(live, cast) != "", "who called it spam has to say so"

    def test_secrets_are_tried_all_the_same(self, client: TestClient, live: Live) -> None:
        """Who asks for a sign-in link waits for it, and its arrival shows that the address works."""
        self.post(client, {"event": "hard_bounce"})
        with live.system() as ctx:
            row = MailMessage(
                to_email="ada@example.com",
                subject="Sign in",
                text_body="x",
                html_body="x",
                template="x",
                is_secret=True,
            )
            ctx.session.add(row)
        assert live.write(service.take_up, SYSTEM, message_id=2) is not None

    def test_whoever_unsubscribes_there_has_unsubscribed_here(self, client: TestClient, live: Live, cast: Cast) -> None:
        self.post(client, {"event": "unsubscribed"})
        [seats] = [
            row for row in live.read(service.my_preferences, cast.ada).categories if row.category == Category.SEATS
        ]
        assert not seats.by_mail
        self.post(client, {"event": "unsubscribed", "message-id": "<2@brevo>"})
        assert not live.read(service.my_preferences, cast.ada).is_mail_on

    def test_a_report_quicker_than_our_own_note_finds_its_message(
        self, client: TestClient, live: Live, cast: Cast
    ) -> None:
        told(live, cast.ada)
        with live.system() as ctx:
            public_id = ctx.session.exec(select(MailMessage.public_id).where(MailMessage.id == 2)).one()
        self.post(client, {"event": "delivered", "message-id": "<2@brevo>", "X-Mailin-custom": public_id})
        live.write(service.note_sent, SYSTEM, message_id=2, provider_id="<2@brevo>")
        with live.system() as ctx:
            assert ctx.session.get_one(MailMessage, 2).status == MailStatus.DELIVERED

    def test_when_it_happened_goes_by_the_one_stamp_that_is_in_utc(self, client: TestClient, live: Live) -> None:
        stamps = {"ts": 1772445600, "ts_event": 1772445600, "ts_epoch": 1772442000500}
        self.post(client, {"event": "delivered", **stamps})
        with live.system() as ctx:
            found = ctx.session.exec(select(MailReport.happened_at)).one()
        assert found == datetime.fromtimestamp(1772442000.5, UTC)

    def test_nonsense_is_refused_in_words(self, client: TestClient) -> None:
        headers = {"Authorization": "Bearer open sesame"}
        assert client.post(MAIL_WEBHOOK.url(), content=b"{", headers=headers).status_code == 400
        assert client.post(MAIL_WEBHOOK.url(), json=[1, None, {"event": 7}], headers=headers).json()["reports"] == 0
        assert client.post(MAIL_WEBHOOK.url(), content=b"x" * 2_000_000, headers=headers).status_code == 413


def test_another_address_that_is_confirmed_gets_mail(live: Live, cast: Cast) -> None:
    live.add(MailSuppression(email="new@example.com", cause=SuppressionCause.COMPLAINT))
    live.write(identity.ask_for_email_change, cast.ada, new_email="new@example.com")
    for mail in live.read(service.inbox, None)[:2]:
        live.write(identity.confirm_email_change, None, token=mail.link.partition("token=")[2])
    assert live.read(service.my_preferences, cast.ada).suppression == ""
