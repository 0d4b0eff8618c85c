"""The files of companies over HTTP, and a list handed in."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from academy.core.http import cookie_name
from academy.core.settings import settings
from academy.identity.models import AuthSession
from academy.identity.viewer import SESSION_COOKIE, hashed
from academy.live import Viewer
from academy.managers import http, lists, service
from academy.organizations import service as organizations
from academy.organizations.models import ManagerRole, OrganizationManager
from academy.organizations.policy import PRESETS
from academy.routes import ORG_HAND_IN, ORG_IMPORT, ORG_INVITES_FILE, ORG_MEMBERS_FILE, SIGN_IN
from tests.managers.conftest import Ground
from tests.organizations.company import make_company
from tests.organizations.conftest import Meridian
from tests.world import Live


@pytest.fixture
def client(live: Live) -> Iterator[TestClient]:
    """A browser in which nobody is signed in yet."""
    app = Starlette(routes=http.routes)
    app.state.runtime = live
    headers = {"Sec-Fetch-Site": "same-origin"}
    with TestClient(app, base_url=settings().base_url, headers=headers, follow_redirects=False) as client:
        yield client


def sign_in(client: TestClient, live: Live, person: Viewer) -> None:
    token, now = f"token of {person.user_id}", live.clock()
    session = AuthSession(
        token_hash=hashed(token), user_id=person.user_id or 0, last_seen_at=now, expires_at=now + timedelta(days=1)
    )
    live.add(session)
    client.cookies.set(cookie_name(SESSION_COOKIE), token)


def test_the_list_of_members_is_a_file_for_those_who_may(client: TestClient, live: Live, meridian: Meridian) -> None:
    assert SIGN_IN.pattern in client.get(ORG_MEMBERS_FILE.url()).headers["location"]
    sign_in(client, live, meridian.mia)
    assert client.get(ORG_MEMBERS_FILE.url()).status_code == 403
    sign_in(client, live, meridian.lead)
    answer = client.get(ORG_MEMBERS_FILE.url())
    assert "attachment" in answer.headers["content-disposition"]
    assert [line.partition(",")[0] for line in answer.text.splitlines()] == ["\ufeffName", "Mia", "Moe"]


def test_the_file_holds_what_the_page_shows_of_the_company_it_names(
    client: TestClient, live: Live, meridian: Meridian
) -> None:
    with live.system() as ctx:
        orbit = make_company(ctx, "Orbit")
        organizations.join(ctx, organization_id=orbit.id, user_id=meridian.admin.user_id or 0)
        role = ManagerRole.ADMIN
        ctx.session.add(
            OrganizationManager(
                user_id=meridian.admin.user_id, organization_id=orbit.id, role=role, permissions=list(PRESETS[role])
            )
        )
    asked = {"company": orbit.public_id, "q": "adm"}
    away = client.get(ORG_MEMBERS_FILE.url(query=asked)).headers["location"]
    assert parse_qs(urlsplit(away).query)["next"] == [ORG_MEMBERS_FILE.url(query=asked)]
    sign_in(client, live, meridian.admin)

    def people(**query: str) -> list[str]:
        return [line.partition(",")[0] for line in client.get(ORG_MEMBERS_FILE.url(query=query)).text.splitlines()][1:]

    assert people(company=orbit.public_id) == ["Admin"]
    assert people(role="viewer", member="7", after="x") == ["Viewer"]
    assert people(q="mi a") == ["Admin", "Mia"]
    handed = client.post(ORG_HAND_IN.url(query={"company": orbit.public_id}), data={"people": "new@a.example"})
    query = parse_qs(urlsplit(handed.headers["location"]).query)
    assert query["company"] == [orbit.public_id]
    view = live.read(service.import_view, meridian.admin, company=orbit.public_id, list_id=query["list"][0])
    assert view is not None
    refused = client.post(ORG_HAND_IN.url(query={"company": orbit.public_id}), data={"people": "nobody"})
    assert ORG_IMPORT.url(query={"company": orbit.public_id}) in refused.text


def test_the_template_is_for_everybody(client: TestClient) -> None:
    assert lists.read_list(client.get(ORG_INVITES_FILE.url()).text.removeprefix("\ufeff"))


@pytest.mark.parametrize("as_file", [True, False])
def test_a_list_is_handed_in_and_then_looked_at(
    client: TestClient, live: Live, meridian: Meridian, ground: Ground, as_file: bool
) -> None:
    sign_in(client, live, meridian.admin)
    text = "email;team\nnew@a.example;Operations\n"
    handed = {"files": {"file": ("people.csv", text.encode("utf-16"))}} if as_file else {"data": {"people": text}}
    answer = client.post(ORG_HAND_IN.url(), **handed)  # type: ignore[arg-type]
    assert answer.status_code == 303
    view = live.read(service.import_view, meridian.admin, list_id=answer.headers["location"].rpartition("=")[2])
    assert view is not None
    assert [(row.email, row.into, row.problem) for row in view.rows] == [("new@a.example", "Operations", "")]


def test_lists_are_refused_that_are_too_large_or_from_elsewhere(
    client: TestClient, live: Live, meridian: Meridian
) -> None:
    sign_in(client, live, meridian.admin)
    large = client.post(ORG_HAND_IN.url(), files={"file": ("people.csv", b"a" * (lists.MOST_BYTES + 9000))})
    assert (large.status_code, "512 KB" in large.text) == (422, True)
    nobody = client.post(ORG_HAND_IN.url(), data={"people": "nobody"})
    assert (nobody.status_code, "no address" in nobody.text) == (422, True)
    elsewhere = client.post(ORG_HAND_IN.url(), data={"people": "a@b.example"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403
