"""Who may call what of places and lists of threads."""

from typing import Any

from sqlmodel import select

from academy.community.models import ThreadCategory
from academy.enrollment.models import Enrollment
from academy.live import Context
from tests.community.access.rules import ONCE, Access, anybody, members, moderates, reads, thread, writes
from tests.community.neighbourhood import Neighbourhood


def _place(hood: Neighbourhood, place: str) -> dict[str, Any]:
    return {"place": hood.keys[place]}


def _text(_hood: Neighbourhood, _place: str) -> dict[str, Any]:
    return {"title": "On words", "content": "Words.", "category": ThreadCategory.RESOURCE, "tags": ["words"]}


def _made_theirs(ctx: Context, hood: Neighbourhood, kind: str, place: str) -> None:
    row = ctx.session.merge(hood.threads[place])
    row.author_id = hood.people[kind].user_id or row.author_id


def _led(**more: Any) -> Access:
    return Access(moderates, lambda hood, place: {**thread(hood, place), **more})


def _find_seat(ctx: Context, hood: Neighbourhood, _kind: str, _place: str) -> None:
    learner = hood.people["april learner"].user_id
    hood.rows["seat"] = ctx.session.exec(select(Enrollment).where(Enrollment.user_id == learner)).one()


def _seated(kind: str, _place: str) -> bool:
    return kind == "april learner"


def _teaches_april(kind: str, _place: str) -> bool:
    return kind in {"april instructor", "course instructor", "instructor of all", "admin"}


ACCESS: dict[str, Access] = {
    "service.places.place_view": Access(reads, _place),
    "service.places.place_rights": Access(reads, _place),
    "service.boards.thread_list": Access(reads, _place),
    "service.searching.search": Access(reads, lambda hood, place: {**_place(hood, place), "q": "secretof"}),
    "service.searching.shortcuts": Access(members, lambda _hood, _place: {"q": "secretof"}, places=ONCE),
    "service.doors.door_of_seat": Access(
        _seated, lambda hood, _: {"public_id": hood.rows["seat"].public_id}, places=ONCE, before=_find_seat
    ),
    "service.doors.door_of_cohort": Access(
        _teaches_april, lambda hood, _: {"cohort_id": hood.rows["april"].id}, places=ONCE
    ),
    "service.directory.my_places": Access(members, places=ONCE),
    "service.unread.unread_count": Access(anybody, places=ONCE),
    "service.unread.my_marks": Access(members, places=ONCE),
    "service.unread.mark_place_read": Access(reads, _place),
    "service.unread.mark_place_unread": Access(
        reads, lambda hood, place: {**_place(hood, place), "since": hood.threads[place].created_at}
    ),
    "service.threads.start_thread": Access(
        writes, lambda hood, place: {**_place(hood, place), **_text(hood, place), "client_key": "k"}
    ),
    "service.threads.edit_thread": Access(
        writes, lambda hood, place: {**thread(hood, place), **_text(hood, place)}, before=_made_theirs
    ),
    "service.threads.delete_thread": Access(reads, thread, before=_made_theirs),
    "service.threads.restore_thread": Access(reads, thread, before=_made_theirs),
    "service.threads.pin_thread": _led(is_on=True),
    "service.threads.announce_thread": _led(is_on=True),
    "service.threads.lock_thread": _led(is_on=True),
    "service.threads.move_thread": _led(category=ThreadCategory.RESOURCE),
    "service.heads.thread_head": Access(reads, thread),
    "service.heads.thread_rights": Access(reads, thread),
    "service.heads.hidden_thread": Access(reads, thread),
}
"""Who may call which function of the community, by name without `academy.community.`."""
