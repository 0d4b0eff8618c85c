"""Telling many people of one thing, some at a time; and letters that have waited."""

from academy.community.service import announcements, news, recall
from academy.live import Runtime
from academy.live.jobs import job, write_once


@job()
def spread_reply(runtime: Runtime, *, reply_id: int, is_late: bool = False) -> None:
    """Tell everybody whom a reply concerns."""
    told = write_once(runtime, news.tell_who_is_meant, reply_id=reply_id, is_late=is_late)
    if told is None:
        return
    after: int | None = 0
    while after is not None:
        after = write_once(runtime, news.tell_who_follows, reply_id=reply_id, after=after, told=told)


@job()
def spread_thread(runtime: Runtime, *, thread_id: int) -> None:
    """Tell those whom a new thread mentions, and of an announcement everybody it is meant for."""
    told = write_once(runtime, announcements.tell_whom_a_thread_mentions, thread_id=thread_id)
    _announce(runtime, thread_id, told)


@job()
def spread_mentions(runtime: Runtime, *, thread_id: int, reply_id: int | None) -> None:
    """Tell those whom a thread, or with `reply_id` a reply, mentions since it was edited."""
    write_once(runtime, announcements.tell_whom_an_edit_mentions, thread_id=thread_id, reply_id=reply_id)


@job()
def take_back(runtime: Runtime, *, thread_id: int) -> None:
    """Take what is out of sight in a thread out of bells and digests."""
    after: int | None = 0
    while after is not None:
        after = write_once(runtime, recall.take_back_news, thread_id=thread_id, after=after)


@job()
def spread_announcement(runtime: Runtime, *, thread_id: int) -> None:
    """Tell everybody it is meant for of a thread that has become an announcement."""
    _announce(runtime, thread_id, [])


@job()
def send_thread_letter(runtime: Runtime, *, user_id: int, thread_id: int) -> None:
    """Write the letter about a thread that somebody is due."""
    write_once(runtime, news.write_thread_letter, user_id=user_id, thread_id=thread_id)


@job()
def tell_of_best_answer(runtime: Runtime, *, reply_id: int, chosen_by: int | None) -> None:
    """Tell whom it concerns that a thread has a best answer."""
    write_once(runtime, announcements.tell_of_best_answer, reply_id=reply_id, chosen_by=chosen_by)


def _announce(runtime: Runtime, thread_id: int, told: list[int]) -> None:
    after: int | None = 0
    while after is not None:
        after = write_once(runtime, announcements.announce, thread_id=thread_id, after=after, told=told)
