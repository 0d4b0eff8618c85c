"""Images, previews, drafts and people to mention over HTTP."""

import io
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from httpx import Response
from PIL import Image
from sqlmodel import select
from starlette.testclient import TestClient

from academy import routes
from academy.community import service
from academy.community.jobs.files import remove_unused_files
from academy.community.markup import images, is_own_image
from academy.community.models import ActKind, DiscussionThread, ThreadCategory
from academy.core import files
from academy.core.files import StoredFile
from academy.core.settings import settings
from tests.community.browsers import become, browser
from tests.community.neighbourhood import PLACES, STANDINGS, Neighbourhood
from tests.world import FrozenClock, Live


@pytest.fixture
def client(live: Live, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A browser in which nobody is signed in yet; files are kept in memory."""
    monkeypatch.setenv("ACADEMY_FILES_URL", "memory:///")
    settings.cache_clear()
    files.store.cache_clear()
    with browser(live) as client:
        yield client
    files.store.cache_clear()


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "green").save(out, "PNG")
    return out.getvalue()


def upload(client: TestClient, hood: Neighbourhood, place: str = "april", content: bytes = b"") -> Response:
    asked = {"place": hood.keys[place], "name": "my [cat].png"}
    return client.post(routes.FILE_UPLOAD.url(query=asked), content=content or png())


def test_an_image_is_taken_in_and_given_out(client: TestClient, live: Live, hood: Neighbourhood) -> None:
    become(client, live, hood.people["april learner"])
    answer = upload(client, hood)
    assert answer.status_code == 201, answer.text
    markdown = answer.json()["markdown"]
    address = markdown.removeprefix("![my cat](").removesuffix(")")
    assert is_own_image(address)
    assert address.endswith("#30x20")
    image = client.get(address)
    assert image.headers["content-type"] == "image/png"
    assert image.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in image.headers["content-security-policy"]
    assert image.headers["cache-control"] == "private, no-cache"
    assert image.headers["content-disposition"] == 'inline; filename="my cat.png"'
    with Image.open(io.BytesIO(image.content)) as again:
        assert again.size == (30, 20)
    again = client.get(address, headers={"if-none-match": image.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("place", PLACES)
def test_who_writes_there_uploads_and_who_reads_there_sees(
    client: TestClient, live: Live, hood: Neighbourhood, place: str
) -> None:
    author = hood.people["course instructor"]
    become(client, live, author)
    markdown = upload(client, hood, place).json()["markdown"]
    address = markdown.partition("(")[2].partition("#")[0]
    thread = {"public_id": hood.threads[place].public_id}
    live.write(service.post_reply, author, **thread, content=markdown, client_key="1")
    for kind, standing in STANDINGS.items():
        become(client, live, hood.people[kind])
        expected = 200 if place in standing.reads else 401 if kind == "visitor" else 404
        assert client.get(address).status_code == expected, kind
        if place not in standing.writes:
            expected = 401 if kind == "visitor" else 403 if place in standing.reads else 404
            assert upload(client, hood, place).status_code == expected, kind


def test_an_image_is_seen_as_long_as_a_post_with_it_is(client: TestClient, live: Live, hood: Neighbourhood) -> None:
    author, place = hood.people["april learner"], {"public_id": hood.threads["april"].public_id}
    become(client, live, author)
    markdown = upload(client, hood).json()["markdown"]
    address = markdown.partition("(")[2].partition("#")[0]

    def seen_by() -> set[str]:
        kinds = ("april learner", "finisher", "april moderator", "stranger")
        found = set()
        for kind in kinds:
            become(client, live, hood.people[kind])
            found |= {kind} if client.get(address).status_code == 200 else set()
        return found

    only, all_here = {"april learner", "april moderator"}, {"april learner", "april moderator", "finisher"}
    assert seen_by() == only
    number = live.write(service.post_reply, author, **place, content=f"Look: {markdown}", client_key="1")
    assert seen_by() == all_here
    live.write(service.delete_reply, author, **place, number=number)
    assert seen_by() == only
    live.write(service.restore_reply, author, **place, number=number)
    live.write(service.edit_reply, author, **place, number=number, content="Nothing to see any more")
    assert seen_by() == all_here
    hidden = {**place, "number": number, "reason": "It shows somebody.", "seen": ""}
    live.write(service.moderate, hood.people["april moderator"], **hidden, kind=ActKind.HIDE)
    assert seen_by() == only
    live.write(service.moderate, hood.people["april moderator"], **hidden, kind=ActKind.APPROVE)
    assert seen_by() == only
    live.write(service.post_reply, hood.people["finisher"], **place, content=f"> {markdown}", client_key="2")
    assert seen_by() == all_here


def test_what_a_thread_once_said_still_has_its_image(client: TestClient, live: Live, hood: Neighbourhood) -> None:
    author = hood.people["april learner"]
    become(client, live, author)
    markdown = upload(client, hood).json()["markdown"]
    fields = {"title": "Look at this", "category": ThreadCategory.SHOW_AND_TELL, "tags": []}
    started = {"place": hood.keys["april"], "content": markdown, "client_key": "1"}
    address = live.write(service.start_thread, author, **started, **fields)
    thread = {"public_id": address.rpartition("/")[2]}
    live.write(service.edit_thread, author, **thread, content="Nothing to see any more", **fields)
    become(client, live, hood.people["finisher"])
    [said] = live.read(service.history, hood.people["finisher"], **thread, number=0)
    assert images(markdown)[0] in said.html
    assert _statuses(client, markdown) == [200]
    hidden = {**thread, "number": 0, "reason": "It shows somebody.", "seen": ""}
    for kind in (ActKind.HIDE, ActKind.APPROVE):
        live.write(service.moderate, hood.people["april moderator"], **hidden, kind=kind)
        assert _statuses(client, markdown) == [404]


def test_what_is_no_image_is_refused_in_words(client: TestClient, live: Live, hood: Neighbourhood) -> None:
    become(client, live, hood.people["april learner"])
    for content, words in (
        (b"<svg onload='alert(1)'/>", "PNG, JPEG, WebP or GIF"),
        (b"GIF89a" + b"<script>" * 9, "PNG, JPEG, WebP or GIF"),
        (b"\0" * (8 * 1024 * 1024 + 1), "larger than 8 MB"),
    ):
        answer = upload(client, hood, content=content)
        assert answer.status_code == 422
        assert words in " ".join(answer.json()["problems"].values())
    with live.system() as ctx:
        assert not ctx.session.exec(select(StoredFile)).all()


def test_another_site_uploads_nothing_and_nobody_very_many(client: TestClient, live: Live, hood: Neighbourhood) -> None:
    become(client, live, hood.people["april learner"])
    address = routes.FILE_UPLOAD.url(query={"place": "general"})
    assert client.post(address, content=png(), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    answers = [upload(client, hood, content=b"x").status_code for _ in range(31)]
    assert set(answers[:30]) == {422}
    assert answers[30] == 429


def test_what_is_in_no_post_is_removed_after_two_days(
    client: TestClient, live: Live, hood: Neighbourhood, clock: FrozenClock
) -> None:
    me = hood.people["april learner"]
    become(client, live, me)
    used, drafted, other, unused = (upload(client, hood).json()["markdown"] for _ in range(4))
    with live.system() as ctx:
        thread = ctx.session.get_one(DiscussionThread, hood.threads["april"].id)
        service.record_mentions(ctx, thread, None, f"Look: {used}")
        elsewhere = ctx.session.get_one(DiscussionThread, hood.threads["general"].id)
        service.record_mentions(ctx, elsewhere, None, f"Look: {other}")
    live.write(service.save_draft, me, spot="new:general", base=0, content=drafted, tags=[])
    clock.advance(timedelta(days=1))
    remove_unused_files(live)
    assert _statuses(client, used, drafted, other, unused) == [200, 200, 200, 200]
    keys = _keys(live)
    clock.advance(timedelta(days=1, seconds=1))
    remove_unused_files(live)
    assert _statuses(client, used, drafted, other, unused) == [200, 200, 404, 404]
    assert [files.fetch(key) is None for key in keys] == [False, False, True, True]


def _statuses(client: TestClient, *markdown: str) -> list[int]:
    return [client.get(routes.FILE.url(public_id=images(one)[0])).status_code for one in markdown]


def _keys(live: Live) -> list[str]:
    with live.system() as ctx:
        return list(ctx.session.exec(select(StoredFile.storage_key).order_by(StoredFile.id)))


def test_a_preview_is_what_will_stand(client: TestClient, live: Live, hood: Neighbourhood) -> None:
    address = routes.WRITING_PREVIEW.url()
    assert client.post(address, json={"content": "**Hi**"}).status_code == 401
    become(client, live, hood.people["stranger"])
    assert client.post(address, json={"content": "**Hi** <b>"}).json()["html"] == (
        "<p><strong>Hi</strong> &lt;b&gt;</p>\n"
    )
    for sent, words in (
        ({"json": {"content": "x" * 20_001}}, "20,000"),
        ({"json": {"content": ""}}, "write something"),
        ({"json": {"content": "x" * 1_000_000}}, "longer than the 20,000"),
        ({"content": b"[1"}, "on the page itself"),
        ({"content": b"[" * 200_000}, "on the page itself"),
    ):
        answer = client.post(address, **sent)
        assert answer.status_code == 422
        assert words in " ".join(answer.json()["problems"].values())


def test_a_draft_is_saved_found_and_given_up(client: TestClient, live: Live, hood: Neighbourhood) -> None:
    become(client, live, hood.people["april learner"])
    address, asked = routes.WRITING_DRAFT.url(), routes.WRITING_DRAFT.url(query={"spot": "new:general"})
    pip = f"@[Pip](person:{hood.people['private learner'].user_id})"
    typed = {"spot": "new:general", "content": f"Hi {pip} \ud83d", "base": 0, "place": hood.keys["april"], "tags": 7}
    told = client.post(address, content=json.dumps(typed)).json()
    assert told["unmarked"] == ["Pip"]
    draft = client.get(asked).json()["draft"]
    assert (draft["content"], draft["version"]) == (f"Hi {pip} ", told["version"])
    newer = client.post(address, json={"spot": "new:general", "content": "Other", "base": 1}).json()["newer"]
    assert newer["content"] == draft["content"]
    assert client.delete(asked, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.delete(asked).status_code == 200
    assert client.get(asked).json() == {"draft": None}


def test_people_to_mention_are_those_who_read(client: TestClient, live: Live, hood: Neighbourhood) -> None:
    address = routes.WRITING_PEOPLE.url(query={"thread": hood.threads["april"].public_id, "q": "fin"})
    become(client, live, hood.people["stranger"])
    assert client.get(address).status_code == 404
    become(client, live, hood.people["april learner"])
    assert [person["name"] for person in client.get(address).json()["people"]] == ["Finisher"]
