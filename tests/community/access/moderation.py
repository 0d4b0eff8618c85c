"""Who may call what of moderation."""

from typing import Any

from academy.community.models import (
    ActKind,
    ContentFlag,
    FlagReason,
    ModerationAction,
    ModerationCase,
    SpamPhrase,
    UserSuspension,
)
from academy.community.schemas.moderation import Desk
from academy.live import Context
from tests.community.access.rules import ONCE, Access, admins, members, moderates, reads, thread, writes
from tests.community.neighbourhood import STANDINGS, Neighbourhood


def keepers(kind: str, _place: str) -> bool:
    """Who keeps order anywhere."""
    return bool(STANDINGS[kind].moderates)


def _reported(ctx: Context, hood: Neighbourhood, kind: str, place: str) -> None:
    """Somebody has reported the thread that stands there, and its case waits."""
    about = hood.threads[place]
    case = ModerationCase(thread_id=about.id, audience=about.audience, opened_at=ctx.now)
    flag = ContentFlag(user_id=hood.people["finisher"].user_id, thread_id=about.id, reason=FlagReason.SPAM)
    ctx.session.add_all([case, flag])
    ctx.session.flush()
    note = ModerationAction(
        kind=ActKind.NOTE, case_id=case.id, thread_id=about.id, audience=about.audience, note=hood.word(place)
    )
    ctx.session.add(note)
    ctx.session.flush()
    hood.rows |= {"case": case, "act": note}


def _reported_by_them(ctx: Context, hood: Neighbourhood, kind: str, place: str) -> None:
    user_id = hood.people[kind].user_id
    if user_id is not None:
        ctx.session.add(ContentFlag(user_id=user_id, thread_id=hood.threads[place].id, reason=FlagReason.SPAM))


def _suspended_there(ctx: Context, hood: Neighbourhood, _kind: str, place: str) -> None:
    hood.rows["suspension"] = UserSuspension(
        user_id=hood.people["author"].user_id, audience=hood.threads[place].audience, reason="Shouting."
    )
    ctx.session.add(hood.rows["suspension"])


def _phrase(ctx: Context, hood: Neighbourhood, _kind: str, _place: str) -> None:
    hood.rows["phrase"] = SpamPhrase(phrase="easy money")
    ctx.session.add(hood.rows["phrase"])


def _act(kind: ActKind) -> Any:
    return lambda hood, place: {**thread(hood, place), "kind": kind}


def _at(desk: Desk, **more: Any) -> Any:
    return lambda _hood, _place: {"desk": desk, **more}


def _words(hood: Neighbourhood, place: str) -> dict[str, Any]:
    return {**thread(hood, place), "words": "Please mind the names."}


ACCESS: dict[str, Access] = {
    "service.flags.flag_content": Access(
        writes, lambda hood, place: {**thread(hood, place), "reason": FlagReason.OTHER, "note": "It is an ad."}
    ),
    "service.flags.withdraw_flag": Access(reads, thread, before=_reported_by_them),
    "service.flags.my_flags": Access(reads, thread, before=_reported_by_them),
    "service.held.as_seen": Access(moderates, lambda hood, place: {**thread(hood, place), "number": 1}),
    "service.held.cases_here": Access(reads, thread, before=_reported),
    "service.moderating.moderate": Access(moderates, _act(ActKind.HIDE)),
    "service.moderating.warn": Access(moderates, _words),
    "service.moderating.add_note": Access(moderates, _words),
    "service.moderating.undo": Access(moderates, lambda hood, _: {"action_id": hood.rows["act"].id}, before=_reported),
    "service.suspensions.suspend": Access(
        moderates, lambda hood, place: {**thread(hood, place), "days": 7, "reason": "Shouting."}
    ),
    "service.suspensions.lift_suspension": Access(
        moderates, lambda hood, _: {"suspension_id": hood.rows["suspension"].id}, before=_suspended_there
    ),
    "service.suspensions.my_suspension": Access(members, thread),
    "service.desk.case_detail": Access(moderates, lambda hood, _: {"case_id": hood.rows["case"].id}, before=_reported),
    **{
        f"service.{name}": Access(keepers, _at(Desk.TEACH), before=_reported)
        for name in ("desk.desk_counts", "desk.queue_page", "log.log_page", "log.suspended_page")
    },
    "service.phrases.phrase_list": Access(admins, places=ONCE, before=_phrase),
    "service.phrases.add_phrase": Access(admins, lambda _hood, _: {"phrase": "Quick cash"}, places=ONCE),
    "service.phrases.remove_phrase": Access(
        admins, lambda hood, _: {"phrase_id": hood.rows["phrase"].id}, places=ONCE, before=_phrase
    ),
}
