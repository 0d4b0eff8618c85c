"""Whom somebody might want to know, and why.

Each kind of reason brings a bounded number of people by an index, so that it takes as long among twenty thousand as
among two hundred. Nobody is suggested whose card the viewer may not see, and nobody through a company's own cohort to
people outside it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import SQLModel, col, desc, select

from academy.catalog.models import Cohort, Course
from academy.community.acquaintance import IS_PUBLIC, acquainted, who_has_met
from academy.community.models import (
    DiscussionReply,
    DiscussionThread,
    DismissedSuggestion,
    MemberProfile,
    UserSuspension,
)
from academy.community.policy import BELONGS, audiences
from academy.community.schemas.people import Suggestion
from academy.community.service.blocks import blocked_pairs
from academy.community.service.naming import called
from academy.community.service.pairs import other_in, pairs_of
from academy.community.service.standing import in_sight
from academy.core.loading import only
from academy.enrollment.models import Enrollment
from academy.identity.models import User, UserRole
from academy.live import Context, mutation, query, signed_in

MOST = 12
POOL = 200
LATEST = 40
MOST_SKILLS = 5
MOST_COHORTS = 10
COHORT, COURSE, COMPANY, ROLE, SKILL, THREAD = 200, 30, 25, 15, 10, 8
"""What a reason weighs; a cohort outweighs several others."""
SHORT_WORD = 4


@dataclass
class Reasons:
    """Why one person is suggested, the strongest reason first as they are found."""

    weight: int = 0
    words: list[str] = field(default_factory=list)

    def add(self, weight: int, words: str) -> None:
        self.weight += weight
        self.words.append(words)


Found = dict[int, Reasons]


@query(policy=signed_in)
def my_suggestions(ctx: Context) -> list[Suggestion]:
    """People the viewer might want to know, the likeliest first."""
    found: Found = defaultdict(Reasons)
    _cohorts(ctx, found)
    _courses(ctx, found)
    _threads(ctx, found)
    _skills(ctx, found)
    _drop(found, _out_of_question(ctx, list(found)))
    _work(ctx, found)
    best = sorted(found, key=lambda user_id: (-found[user_id].weight, user_id))[:POOL]
    seen = acquainted(ctx, best)
    chosen = [user_id for user_id in best if user_id in seen][:MOST]
    shown = select(User.id, User.name, MemberProfile.headline).join(
        MemberProfile, col(MemberProfile.user_id) == User.id, isouter=True
    )
    by_id = {user_id: (name, line) for user_id, name, line in ctx.session.exec(shown.where(col(User.id).in_(chosen)))}
    return [
        Suggestion(user_id=key, name=by_id[key][0], headline=by_id[key][1] or "", reasons=found[key].words)
        for key in chosen
    ]


@query(policy=signed_in)
def unmet(ctx: Context, *, place: str = "") -> int:
    """How many people of the viewer's cohort in a place they are not connected with, and might be."""
    kind, _, rest = place.partition(".")
    cohort = select(Enrollment.cohort_id).join(Cohort, col(Cohort.id) == Enrollment.cohort_id)
    mine = cohort.where(
        Enrollment.user_id == ctx.user_id,
        col(Enrollment.status).in_(BELONGS),
        Cohort.public_id == rest.partition(".")[0],
    )
    cohort_id = ctx.session.exec(mine).first() if kind != "course" else None
    if cohort_id is None:
        return 0
    peers = select(Enrollment.user_id).where(
        Enrollment.cohort_id == cohort_id, col(Enrollment.status).in_(BELONGS), Enrollment.user_id != ctx.user_id
    )
    ids = ctx.session.exec(peers.order_by(desc(col(Enrollment.id))).limit(POOL)).all()
    return len(set(ids) - _out_of_question(ctx, ids))


@mutation(policy=who_has_met)
def dismiss_suggestion(ctx: Context, *, user_id: int) -> None:
    """Suggest this person to the viewer no more."""
    if _dismissal(ctx, user_id) is None:
        ctx.session.add(DismissedSuggestion(user_id=ctx.user_id, other_id=user_id))


@mutation(policy=signed_in)
def undo_dismissal(ctx: Context, *, user_id: int) -> None:
    """Let this person be suggested to the viewer again."""
    if dismissal := _dismissal(ctx, user_id):
        ctx.session.delete(dismissal)


def _cohorts(ctx: Context, found: Found) -> None:
    """Those in the viewer's cohorts."""
    together = (
        select(Enrollment.user_id, Course.title, Cohort.name)
        .join(Cohort, col(Cohort.id) == Enrollment.cohort_id)
        .join(Course, col(Course.id) == Cohort.course_id)
        .where(
            col(Enrollment.cohort_id).in_([cohort_id for cohort_id, _ in _seats(ctx)]),
            col(Enrollment.status).in_(BELONGS),
        )
        .order_by(desc(col(Enrollment.id)))
    )
    for user_id, course, cohort in ctx.session.exec(together.limit(POOL)):
        found[user_id].add(COHORT, f"You are both in {called(course, cohort)}")


def _courses(ctx: Context, found: Found) -> None:
    """Those who took the viewer's courses in other cohorts, the latest; a company's own cohorts are not looked at."""
    seats = _seats(ctx)
    taken: dict[int, list[str]] = defaultdict(list)
    mine = [cohort_id for cohort_id, _ in seats]
    for course_id in sorted({course_id for _, course_id in seats}):
        latest = (
            select(Cohort.id)
            .where(Cohort.course_id == course_id, col(Cohort.id).not_in(mine), IS_PUBLIC)
            .order_by(desc(col(Cohort.start_date)), col(Cohort.id))
        )
        cohorts = ctx.session.exec(latest.limit(MOST_COHORTS)).all()
        took = (
            select(Enrollment.user_id, Course.title)
            .join(Course, col(Course.id) == Enrollment.course_id)
            .where(col(Enrollment.cohort_id).in_(cohorts), col(Enrollment.status).in_(BELONGS))
        )
        people = dict(ctx.session.exec(took.order_by(desc(col(Enrollment.id))).limit(POOL)).all())
        for user_id in people.keys() - _hiding(ctx, people, MemberProfile.shows_courses):
            taken[user_id].append(people[user_id])
    for user_id, titles in taken.items():
        found[user_id].add(COURSE * len(titles), f"You both took {_listed(titles)}")


def _threads(ctx: Context, found: Found) -> None:
    """Those who wrote in the threads in which the viewer wrote last."""
    thread, reply = DiscussionThread, DiscussionReply
    started = select(thread.id).where(thread.author_id == ctx.user_id).order_by(desc(col(thread.id)))
    replied = select(reply.thread_id).where(reply.author_id == ctx.user_id).order_by(desc(col(reply.id)))
    mine = {*ctx.session.exec(started.limit(LATEST)), *ctx.session.exec(replied.limit(LATEST))}
    is_open = [col(thread.id).in_(mine), *in_sight(thread)]
    if (may_read := audiences(ctx)) is not None:
        is_open.append(col(thread.audience).in_(may_read))
    authors = dict(ctx.session.exec(select(thread.id, thread.author_id).where(*is_open)).all())
    wrote = (
        select(reply.thread_id, reply.author_id)
        .where(col(reply.thread_id).in_(authors), *in_sight(reply))
        .order_by(desc(col(reply.id)))
    )
    together = {*authors.items(), *ctx.session.exec(wrote.limit(2 * POOL)).all()}
    for user_id, threads in Counter(author_id for _, author_id in together).items():
        words = "Both wrote in a thread" if threads == 1 else f"Both wrote in {threads} threads"
        found[user_id].add(THREAD * min(threads, 5), words)


def _skills(ctx: Context, found: Found) -> None:
    """Those who have the viewer's skills too; that domain is a sibling, whose tables are known by name."""
    progress, skills = (SQLModel.metadata.tables[name] for name in ("user_skill_progress", "skills"))
    held = (
        select(skills.c.id, skills.c.name)
        .join(progress, progress.c.skill_id == skills.c.id)
        .where(progress.c.user_id == ctx.user_id, progress.c.current_level != "none")
        .order_by(progress.c.evidence_count.desc(), progress.c.progress_percent.desc(), skills.c.id)
    )
    shared: dict[int, list[str]] = defaultdict(list)
    for skill_id, name in ctx.session.execute(held.limit(MOST_SKILLS)).all():
        others = select(progress.c.user_id).where(progress.c.skill_id == skill_id, progress.c.current_level != "none")
        near = others.where(progress.c.user_id.in_(list(found)))
        for user_id in {
            *ctx.session.execute(others.order_by(progress.c.id.desc()).limit(POOL // MOST_SKILLS)).scalars(),
            *ctx.session.execute(near).scalars(),
        }:
            shared[user_id].append(name)
    showing = select(MemberProfile.user_id).where(
        col(MemberProfile.user_id).in_(list(shared)), col(MemberProfile.shows_skills)
    )
    for user_id in ctx.session.exec(showing):
        names = shared[user_id]
        found[user_id].add(SKILL * len(names), f"You both know {_listed(names)}")


def _work(ctx: Context, found: Found) -> None:
    """What those who are in question do, and where, as far as they show it."""
    me = ctx.session.get_one(User, ctx.user_id, options=[only(User.title, User.company)])
    words = _words(me.title)
    others = select(User.id, User.title, User.company).where(col(User.id).in_(list(found)))
    hide_title = _hiding(ctx, found, MemberProfile.shows_title)
    hide_company = _hiding(ctx, found, MemberProfile.shows_company)
    for user_id, title, company in ctx.session.exec(others):
        is_colleague = company and me.company and company.casefold() == me.company.casefold()
        if is_colleague and user_id not in hide_company:
            found[user_id].add(COMPANY, f"You both work at {company}")
        if words & _words(title) and user_id not in hide_title:
            found[user_id].add(ROLE, f"Their work is like yours: {title}")


def _out_of_question(ctx: Context, ids: Sequence[int]) -> set[int]:
    """Whom of these not to suggest: those known, asked, dismissed or blocked, and who does not want or may not."""
    known = {other_in(row, ctx.user_id) for row in pairs_of(ctx)}
    dismissed = ctx.session.exec(select(DismissedSuggestion.other_id).where(DismissedSuggestion.user_id == ctx.user_id))
    unwilling = select(MemberProfile.user_id).where(
        col(MemberProfile.user_id).in_(ids), col(MemberProfile.is_suggestible).is_(False)
    )
    admins = select(User.id).where(col(User.id).in_(ids), User.role == UserRole.PLATFORM_ADMIN)
    kept_out = select(UserSuspension.user_id, UserSuspension.until).where(
        col(UserSuspension.user_id).in_(ids),
        col(UserSuspension.lifted_at).is_(None),
        col(UserSuspension.audience).is_(None),
    )
    suspended = {user_id for user_id, until in ctx.session.exec(kept_out) if until is None or not ctx.is_past(until)}
    return {
        ctx.user_id,
        *known,
        *dismissed,
        *blocked_pairs(ctx, ctx.user_id),
        *ctx.session.exec(unwilling),
        *ctx.session.exec(admins),
        *suspended,
    }


def _seats(ctx: Context) -> list[tuple[int, int]]:
    """The cohorts and courses that the viewer has seats in."""
    seats = select(Enrollment.cohort_id, Enrollment.course_id).where(
        Enrollment.user_id == ctx.user_id, col(Enrollment.status).in_(BELONGS)
    )
    return [(cohort_id, course_id) for cohort_id, course_id in ctx.session.exec(seats)]


def _hiding(ctx: Context, ids: Iterable[int], part: Any) -> set[int]:
    """Who of these does not show a part of their card."""
    hidden = select(MemberProfile.user_id).where(col(MemberProfile.user_id).in_(list(ids)), col(part).is_(False))
    return set(ctx.session.exec(hidden))


def _dismissal(ctx: Context, user_id: int) -> DismissedSuggestion | None:
    found = select(DismissedSuggestion).where(
        DismissedSuggestion.user_id == ctx.user_id, DismissedSuggestion.other_id == user_id
    )
    return ctx.session.exec(found).first()


def _drop(found: Found, ids: set[int]) -> None:
    for user_id in ids & found.keys():
        del found[user_id]


def _words(title: str | None) -> set[str]:
    return {word for word in (title or "").casefold().split() if len(word) >= SHORT_WORD}


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
