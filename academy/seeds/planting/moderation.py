"""A thread that keeps moderators busy, a report in a cohort, and a suspension that is over."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from academy.catalog.models import Cohort
from academy.community.models import (
    ActKind,
    ContentFlag,
    ContentStatus,
    DiscussionReply,
    DiscussionThread,
    FlagReason,
    FlagVerdict,
    ModerationAction,
    ModerationCase,
    SpamPhrase,
    ThreadScope,
    UserSuspension,
)
from academy.community.policy import BELONGS, GENERAL, of_cohort
from academy.community.schemas.moderation import Before
from academy.enrollment.models import Enrollment
from academy.identity.models import User
from academy.seeds.content import moderation as texts
from academy.seeds.content.moderation import FlagText, PostText
from academy.seeds.content.people import PRIYA, STAFF
from academy.seeds.planting.ground import Ground

HOUR = timedelta(hours=1)
FEW = 3
MODERATOR = next(person for person in STAFF if person.title == "Community Lead")
STATUS = {ActKind.HOLD: ContentStatus.FLAGGED, ActKind.HIDE: ContentStatus.HIDDEN}


def plant_moderation(ground: Ground) -> None:
    """Plant what waits for moderators, and what they have done."""
    people = {user.name: user for user in ground.users.values()}
    began = ground.now - 320 * HOUR
    ground.plant(*[SpamPhrase(created_at=ground.opened_at, phrase=phrase) for phrase in texts.PHRASES])
    thread = _thread(ground, people[texts.AUTHOR], (texts.TITLE, texts.OPENING), began)
    for number, text in enumerate(sorted(texts.REPLIES, key=lambda reply: -reply.hours_ago), start=1):
        _post(ground, people, thread, number, text)
    _plant_cohort_case(ground)
    _plant_suspension(ground, people[texts.SUSPENDED])


def _plant_cohort_case(ground: Ground) -> None:
    """Let one of three people of an instructor's cohort have reported another."""
    priya = ground.users[PRIYA.email]
    for cohort in sorted(ground.cohorts, key=lambda one: one.start_date, reverse=True):
        if cohort.instructor_id != priya.id or cohort.start_date > ground.now:
            continue
        members = _members(ground, cohort)
        if len(members) >= FEW:
            asks, answers, reports = members[:FEW]
            at = ground.now - 26 * HOUR
            thread = _thread(ground, asks, (texts.COHORT_TITLE, texts.COHORT_OPENING), at, cohort=cohort)
            flag = FlagText(reports.name, FlagReason.SPAM, 6, "It is an ad.")
            post = PostText(answers.name, texts.COHORT_REPLY, 9, (flag,))
            _post(ground, {one.name: one for one in members}, thread, 1, post)
            return


def _members(ground: Ground, cohort: Cohort) -> list[User]:
    seats = select(Enrollment.user_id).where(Enrollment.cohort_id == cohort.id, col(Enrollment.status).in_(BELONGS))
    users = select(User).where(col(User.id).in_(seats)).order_by(col(User.id))
    return list(ground.session.exec(users))


def _thread(
    ground: Ground, author: User, words: tuple[str, str], at: datetime, *, cohort: Cohort | None = None
) -> DiscussionThread:
    thread = DiscussionThread(
        created_at=at,
        title=words[0],
        content=words[1],
        author_id=author.id,
        scope=ThreadScope.COURSE if cohort else ThreadScope.GENERAL,
        audience=of_cohort(cohort.id) if cohort else GENERAL,
        course_id=cohort.course_id if cohort else None,
        cohort_id=cohort.id if cohort else None,
        category="question",
        tags=[],
        last_activity_at=at,
        last_author_id=author.id,
    )
    ground.plant(thread)
    return thread


def _post(ground: Ground, people: dict[str, User], thread: DiscussionThread, number: int, text: PostText) -> None:
    kind = ActKind.HOLD if text.rule else text.act
    at = ground.now - text.hours_ago * HOUR
    reply = DiscussionReply(
        created_at=at,
        thread_id=thread.id,
        number=number,
        position=number,
        author_id=people[text.author].id,
        content=text.content,
        status=STATUS.get(kind, ContentStatus.ACTIVE) if kind else ContentStatus.ACTIVE,
    )
    ground.plant(reply)
    thread.last_number = thread.top_count = number
    if reply.status == ContentStatus.ACTIVE:
        thread.reply_count += 1
        thread.last_shown = number
        thread.last_activity_at, thread.last_author_id = at, reply.author_id
    if text.flags or text.rule:
        _case(ground, people, reply, text, kind)
    ground.session.flush()


def _case(
    ground: Ground, people: dict[str, User], reply: DiscussionReply, text: PostText, kind: ActKind | None
) -> None:
    """Open the case of a reply, with its flags and what was done about it."""
    moments = [ground.now - flag.hours_ago * HOUR for flag in text.flags] or [reply.created_at]
    what: dict[str, Any] = {"thread_id": reply.thread_id, "reply_id": reply.id}
    audience = ground.session.get_one(DiscussionThread, reply.thread_id).audience
    is_decided = kind not in (None, ActKind.HOLD)
    decided_at = moments[-1] + HOUR
    verdict = FlagVerdict.UPHELD if is_decided else FlagVerdict.OPEN
    case = ModerationCase(
        created_at=moments[0], audience=audience, is_open=not is_decided, opened_at=moments[0], rule=text.rule, **what
    )
    flags = [
        ContentFlag(
            created_at=moment,
            user_id=people[flag.person].id,
            reason=flag.reason,
            note=flag.note,
            verdict=verdict,
            resolved_at=decided_at if is_decided else None,
            **what,
        )
        for flag, moment in zip(text.flags, moments, strict=False)
    ]
    ground.plant(case, *flags)
    if kind is not None:
        before = Before(opened_at=moments[0], flags={flag.id: FlagVerdict.OPEN for flag in flags if is_decided})
        act = ModerationAction(
            created_at=decided_at if is_decided else moments[-1],
            kind=kind,
            actor_id=ground.users[MODERATOR.email].id if is_decided else None,
            subject_id=reply.author_id,
            case_id=case.id,
            audience=audience,
            reason=text.reason,
            before=before.model_dump(mode="json"),
            **what,
        )
        ground.plant(act)


def _plant_suspension(ground: Ground, person: User) -> None:
    at = ground.now - timedelta(days=40)
    by = ground.users[MODERATOR.email].id
    suspension = UserSuspension(
        created_at=at,
        user_id=person.id,
        audience=GENERAL,
        reason=texts.SUSPENDED_FOR,
        until=at + timedelta(days=7),
        imposed_by_id=by,
    )
    ground.plant(suspension)
    act = ModerationAction(
        created_at=at,
        kind=ActKind.SUSPEND,
        actor_id=by,
        subject_id=person.id,
        audience=GENERAL,
        reason=texts.SUSPENDED_FOR,
        before=Before(suspension_id=suspension.id).model_dump(mode="json"),
    )
    ground.plant(act)
    suspension.action_id = act.id
