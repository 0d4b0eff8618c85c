"""Who may call what of mentions, drafts and files."""

from typing import Any

from academy import routes
from academy.community.models import DiscussionFile, DiscussionThread
from academy.core.files import StoredFile
from academy.live import Context
from tests.community.access.rules import ONCE, Access, members, nobody, reads, writes
from tests.community.neighbourhood import Neighbourhood

FILE = "A" * 22


def _place(hood: Neighbourhood, place: str) -> dict[str, Any]:
    return {"place": hood.keys[place]}


def _thread(hood: Neighbourhood, place: str) -> dict[str, Any]:
    return {"thread": hood.threads[place].public_id}


def _file(ctx: Context, hood: Neighbourhood, _kind: str, place: str) -> None:
    word = hood.word(place)
    row = StoredFile(
        public_id=FILE,
        storage_key=f"discussion/AA/{word}",
        filename=f"{word}.png",
        content_type="image/png",
        size_bytes=3,
        sha256="0",
        purpose="discussion",
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.session.add(DiscussionFile(file_id=row.id, audience=hood.threads[place].audience))
    ctx.session.get_one(DiscussionThread, hood.threads[place].id).content += f" ![A]({routes.FILE.url(public_id=FILE)})"


NEW_FILE = {"filename": "a.png", "content_type": "image/png", "suffix": "png", "size_bytes": 3, "sha256": "0"}
DRAFT = {"spot": "new:general", "base": 0, "content": "So far.", "tags": []}

ACCESS: dict[str, Access] = {
    "service.mentions.people_to_mention": Access(writes, _place),
    "service.mentions.unmentionable": Access(
        writes, lambda hood, place: {**_thread(hood, place), "content": "@[Author](person:1)"}
    ),
    "service.preview.preview": Access(members, lambda *_: {"content": "**Hi**"}, ONCE),
    "service.drafts.my_drafts": Access(members, places=ONCE),
    "service.drafts.my_draft": Access(members, lambda *_: {"spot": DRAFT["spot"]}, ONCE),
    "service.drafts.save_draft": Access(members, lambda *_: DRAFT, ONCE),
    "service.drafts.discard_draft": Access(members, lambda *_: {"spot": DRAFT["spot"]}, ONCE),
    "service.files.begin_upload": Access(writes, _thread),
    "service.files.keep_file": Access(writes, lambda hood, place: {**_place(hood, place), **NEW_FILE}),
    "service.files.file_to_send": Access(reads, lambda *_: {"public_id": FILE}, before=_file),
    "service.files.drop_file": Access(nobody, lambda *_: {"public_id": FILE}, ONCE, before=_file),
    "service.files.forget_unused_files": Access(nobody, places=ONCE),
}
