"""A cohort whose people talk: rows as they are once somebody has posted."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from academy.community.events import SightChanged
from academy.community.jobs import news as jobs
from academy.community.models import (
    ContentStatus,
    DiscussionReply,
    DiscussionThread,
    PersonBlock,
    ThreadInteraction,
    ThreadInteractionType,
    ThreadReading,
    ThreadScope,
)
from academy.community.service.news import topic
from academy.enrollment.models import Enrollment, EnrollmentStatus, PaymentType
from academy.identity.models import User
from academy.live import Context, everyone, mutation
from academy.live.jobs import find
from academy.live.models import LiveWorker, PresentTab
from academy.notifications.models import MailMessage, Notification
from tests.enrollment.seats import make_cohort, make_course
from tests.world import Live


@mutation(policy=everyone)
def sight_changed(ctx: Context, *, thread_id: int, reply_id: int | None) -> None:
    ctx.publish(SightChanged(thread_id, reply_id))


@dataclass
class Talk:
    """A thread of a cohort; whoever takes part is enrolled."""

    live: Live
    cohort_id: int
    course_id: int
    author_id: int = 0
    thread_id: int = 0

    def person(self, name: str, *, status: EnrollmentStatus = EnrollmentStatus.ACTIVE) -> int:
        with self.live.system() as ctx:
            user = User(email=f"{name.lower().replace(' ', '.')}@talk.example", name=name)
            ctx.session.add(user)
            ctx.session.flush()
            ctx.session.add(seat(ctx, user.id, self.cohort_id, self.course_id, status=status))
            return user.id

    def start(self, author_id: int, **values: Any) -> int:
        with self.live.system() as ctx:
            thread = DiscussionThread(
                **{
                    "title": "How do you keep prompts?",
                    "content": "We use a **folder**.",
                    "author_id": author_id,
                    "scope": ThreadScope.COURSE,
                    "audience": f"cohort:{self.cohort_id}",
                    "cohort_id": self.cohort_id,
                    "course_id": self.course_id,
                    "last_activity_at": ctx.now,
                    **values,
                }
            )
            ctx.session.add(thread)
            ctx.session.flush()
            self.thread_id, self.author_id = thread.id, author_id
        return self.thread_id

    def reply(self, author_id: int, content: str = "Like this.", *, to: int | None = None, **values: Any) -> int:
        """Post without telling anybody."""
        with self.live.system() as ctx:
            thread = ctx.session.get_one(DiscussionThread, self.thread_id)
            thread.last_number = thread.last_shown = thread.last_number + 1
            row = DiscussionReply(
                thread_id=thread.id,
                number=thread.last_number,
                author_id=author_id,
                content=content,
                parent_reply_id=to,
                root_id=to,
                **values,
            )
            ctx.session.add(row)
            ctx.session.flush()
            return row.id

    def hide(self, reply_id: int | None = None, *, status: ContentStatus = ContentStatus.HIDDEN) -> None:
        """Put a reply, or the thread, out of sight, or into sight again, and let follow what follows."""
        with self.live.system() as ctx:
            table, key = (DiscussionReply, reply_id) if reply_id else (DiscussionThread, self.thread_id)
            ctx.session.get_one(table, key).status = status
        self.live.write(sight_changed, None, thread_id=self.thread_id, reply_id=reply_id)
        self.work()

    def work(self) -> None:
        """Run what is to be told, or not any more, at once."""
        names = {one.name for one in (jobs.spread_reply, jobs.spread_thread, jobs.spread_mentions, jobs.take_back)}
        while due := [one for one in self.live.scheduled if one.job in names]:
            self.live.scheduled.remove(due[0])
            find(due[0].job)(self.live, **due[0].arguments)

    def say(self, author_id: int, content: str = "Like this.", **values: Any) -> int:
        """Post, and tell whom it concerns."""
        reply_id = self.reply(author_id, content, **values)
        jobs.spread_reply(self.live, reply_id=reply_id)
        return reply_id

    def does(self, user_id: int, interaction: ThreadInteractionType) -> None:
        self.live.add(ThreadInteraction(user_id=user_id, thread_id=self.thread_id, interaction=interaction))

    def follow(self, *user_ids: int) -> None:
        for user_id in user_ids:
            self.does(user_id, ThreadInteractionType.SUBSCRIBE)

    def mute(self, user_id: int) -> None:
        self.does(user_id, ThreadInteractionType.MUTE)

    def block(self, user_id: int, blocked_id: int) -> None:
        self.live.add(PersonBlock(user_id=user_id, blocked_id=blocked_id))

    def read(self, user_id: int, number: int) -> None:
        with self.live.system() as ctx:
            row = ctx.session.exec(
                select(ThreadReading).where(ThreadReading.user_id == user_id, ThreadReading.thread_id == self.thread_id)
            ).first() or ThreadReading(user_id=user_id, thread_id=self.thread_id)
            row.last_number = number
            ctx.session.add(row)

    def leave(self, user_id: int) -> None:
        with self.live.system() as ctx:
            ctx.session.execute(
                sa.update(Enrollment).where(col(Enrollment.user_id) == user_id).values(status="cancelled")
            )

    def be_there(self, user_id: int) -> None:
        """Have a page with the thread open."""
        with self.live.system() as ctx:
            at = topic(ctx.session.get_one(DiscussionThread, self.thread_id))
            if ctx.session.exec(select(LiveWorker)).first() is None:
                ctx.session.add(LiveWorker(name="w", alive_until=ctx.now + timedelta(days=9)))
                ctx.session.flush()
            ctx.session.add(PresentTab(client=f"tab {user_id} {at}", worker="w", topic=at, user_id=user_id))

    def letters_due(self) -> None:
        """Write the letters that are due by now, as their jobs do."""
        name = jobs.send_thread_letter.name
        due = [one for one in self.live.scheduled if one.job == name and one.when <= self.live.clock()]
        for one in due:
            self.live.scheduled.remove(one)
            jobs.send_thread_letter(self.live, **one.arguments)

    def bell(self, user_id: int) -> list[Notification]:
        with self.live.system() as ctx:
            found = select(Notification).where(Notification.user_id == user_id).order_by(col(Notification.id))
            return list(ctx.session.exec(found))

    def mail(self, user_id: int) -> list[MailMessage]:
        with self.live.system() as ctx:
            found = select(MailMessage).where(MailMessage.user_id == user_id).order_by(col(MailMessage.id))
            return list(ctx.session.exec(found))


def talk_of(live: Live, *, slug: str = "ai-enablement") -> Talk:
    """Make a cohort, still without people."""
    with live.system() as ctx:
        course = make_course(ctx, slug=slug)
        cohort = make_cohort(ctx, course, seats=50)
        return Talk(live, cohort.id, course.id)


def seat(
    ctx: Context, user_id: int, cohort_id: int, course_id: int, *, status: EnrollmentStatus = EnrollmentStatus.ACTIVE
) -> Enrollment:
    later = ctx.now + timedelta(days=365)
    return Enrollment(
        user_id=user_id,
        cohort_id=cohort_id,
        course_id=course_id,
        status=status,
        purchase_date=ctx.now,
        payment_type=PaymentType.B2C,
        office_hours_eligible_until=later,
        materials_access_until=later,
        chatbot_access_until=later,
    )
