"""Leaving for the payment page, and the calendar file, over HTTP."""

from datetime import timedelta

import icalendar
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from academy.catalog.models import Cohort, CohortSession
from academy.core.http import cookie_name
from academy.core.settings import settings
from academy.enrollment import http, service
from academy.identity.models import AuthSession
from academy.identity.viewer import SESSION_COOKIE, hashed
from academy.live import Viewer
from academy.routes import CHECKOUT, CHECKOUT_PAY, LEARN_CALENDAR
from tests.commerce.till import Till
from tests.enrollment.seats import make_cohort, make_course, make_sessions
from tests.world import Cast, Live


@pytest.fixture
def client(live: Live) -> TestClient:
    """A browser in which nobody is signed in yet."""
    app = Starlette(routes=http.routes)
    app.state.runtime = live
    headers = {"Sec-Fetch-Site": "same-origin"}
    return TestClient(app, base_url=settings().base_url, headers=headers, follow_redirects=False)


def sign_in(client: TestClient, live: Live, person: Viewer) -> None:
    token, now = f"token of {person.user_id}", live.clock()
    live.add(
        AuthSession(
            token_hash=hashed(token),
            user_id=person.user_id or 0,
            last_seen_at=now,
            expires_at=now + timedelta(days=1),
        )
    )
    client.cookies.set(cookie_name(SESSION_COOKIE), token)


class TestGoingToPayment:
    @pytest.fixture
    def seat(self, live: Live, till: Till, cast: Cast) -> str:
        with live.system() as ctx:
            cohort_id = make_cohort(ctx, make_course(ctx)).id
        return till.reserve(cast.ada, cohort_id)

    def go(self, client: TestClient, seat: str, **headers: str) -> str:
        answer = client.post(CHECKOUT_PAY.url(public_id=seat), headers=headers)
        assert answer.status_code == 303
        return str(answer.headers["location"])

    def test_opens_one_checkout_however_often(
        self, client: TestClient, live: Live, till: Till, cast: Cast, seat: str
    ) -> None:
        sign_in(client, live, cast.ada)
        first = self.go(client, seat)
        assert first.startswith("/pay/")
        assert self.go(client, seat) == first
        assert (len(till.books()), len(till.purchases())) == (1, 1)

    def test_goes_nowhere_for_others(self, client: TestClient, live: Live, till: Till, cast: Cast, seat: str) -> None:
        for person in (None, cast.ben, cast.olga):
            if person is not None:
                sign_in(client, live, person)
            assert self.go(client, seat) == CHECKOUT.url(public_id=seat)
        assert till.books() == []

    def test_goes_nowhere_from_another_site(
        self, client: TestClient, live: Live, till: Till, cast: Cast, seat: str
    ) -> None:
        sign_in(client, live, cast.ada)
        assert self.go(client, seat, **{"Sec-Fetch-Site": "cross-site"}) == CHECKOUT.url(public_id=seat)
        assert till.books() == []

    def test_goes_nowhere_once_the_hold_has_run_out(
        self, client: TestClient, live: Live, till: Till, cast: Cast, seat: str
    ) -> None:
        sign_in(client, live, cast.ada)
        till.wait(timedelta(minutes=30))
        assert self.go(client, seat) == CHECKOUT.url(public_id=seat)

    def test_a_reload_leads_back(self, client: TestClient, seat: str) -> None:
        answer = client.get(CHECKOUT_PAY.url(public_id=seat))
        assert (answer.status_code, answer.headers["location"]) == (303, CHECKOUT.url(public_id=seat))


class TestCalendarFile:
    @pytest.fixture
    def cohort_id(self, live: Live) -> int:
        with live.system() as ctx:
            cohort = make_cohort(ctx, make_course(ctx, price=0))
            make_sessions(ctx, cohort)
            return cohort.id

    @pytest.fixture
    def seat(self, till: Till, cast: Cast, cohort_id: int) -> str:
        return till.reserve(cast.ada, cohort_id)

    def events(self, client: TestClient, seat: str) -> list[icalendar.Event]:
        answer = client.get(LEARN_CALENDAR.url(public_id=seat))
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))

    def test_has_every_session(self, client: TestClient, live: Live, cast: Cast, seat: str, cohort_id: int) -> None:
        sign_in(client, live, cast.ada)
        first, second = self.events(client, seat)
        with live.system() as ctx:
            starts_at = ctx.session.get_one(Cohort, cohort_id).start_date
        assert first["summary"] == "AI Enablement: Day 1"
        assert (first.start, first.end) == (starts_at, starts_at + timedelta(hours=2))
        assert second.start == starts_at + timedelta(days=1)
        assert seat in first["url"]
        assert "meet.example" not in str(first), "the way in is not given away early"

    def test_a_session_that_moves_keeps_its_uid(
        self, client: TestClient, live: Live, till: Till, cast: Cast, seat: str
    ) -> None:
        sign_in(client, live, cast.ada)
        before = self.events(client, seat)[0]
        till.wait(timedelta(hours=1))
        with live.system() as ctx:
            session = ctx.session.get_one(CohortSession, 1)
            session.starts_at += timedelta(hours=1)
            session.ends_at += timedelta(hours=1)
        after = self.events(client, seat)[0]
        assert after["uid"] == before["uid"]
        assert after["sequence"] > before["sequence"]
        assert after.start == before.start + timedelta(hours=1)

    def test_is_empty_for_a_seat_given_back(self, client: TestClient, live: Live, cast: Cast, seat: str) -> None:
        live.write(service.cancel_enrollment, cast.ada, public_id=seat)
        sign_in(client, live, cast.ada)
        assert self.events(client, seat) == []

    def test_does_not_exist_for_others(self, client: TestClient, live: Live, cast: Cast, seat: str) -> None:
        address = LEARN_CALENDAR.url(public_id=seat)
        visitor = client.get(address)
        assert (visitor.status_code, visitor.headers["location"].partition("?")[0]) == (303, "/sign-in")
        sign_in(client, live, cast.ben)
        assert client.get(address).status_code == 404
