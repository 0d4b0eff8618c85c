"""Discussions of a course, of a cohort that runs, and of a company's own."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from academy.catalog.models import Cohort, CohortStatus, Course, CourseSession
from academy.community.models import DiscussionReply, DiscussionThread, ThreadReading, ThreadScope, ThreadTag
from academy.community.policy import BELONGS, of_cohort, of_course
from academy.enrollment.models import Enrollment
from academy.seeds.content.cohort_threads import COHORT_THREADS, INSTRUCTOR, CohortThread, Post, Spot
from academy.seeds.planting.ground import Ground


def plant_cohort_threads(ground: Ground) -> None:
    """Let cohorts have talked."""
    running = _cohort(ground, Cohort.status == CohortStatus.IN_PROGRESS)
    private = _cohort(ground, col(Cohort.organization_id).is_not(None), Cohort.status == CohortStatus.COMPLETED)
    session = select(CourseSession.id).where(CourseSession.course_id == running.course_id).order_by(
        col(CourseSession.day_number), col(CourseSession.order_in_day)
    )  # fmt: skip
    first_session = ground.session.exec(session).first()
    within = {"course_id": running.course_id, "cohort_id": running.id, "audience": of_cohort(running.id)}
    places: dict[Spot, tuple[Cohort, dict[str, Any]]] = {
        Spot.COURSE: (running, {"course_id": running.course_id, "audience": of_course(running.course_id)}),
        Spot.RUNNING: (running, within),
        Spot.FIRST_SESSION: (running, {**within, "session_id": first_session, "scope": ThreadScope.SESSION}),
        Spot.PRIVATE: (
            private,
            {"course_id": private.course_id, "cohort_id": private.id, "audience": of_cohort(private.id)},
        ),
    }
    for text in COHORT_THREADS:
        cohort, place = places[text.spot]
        _thread(ground, text, _people(ground, cohort), place)


def _cohort(ground: Ground, *conditions: Any) -> Cohort:
    wanted = select(Cohort).join(Course).where(*conditions).order_by(col(Cohort.id))
    return ground.session.exec(wanted).first() or ground.cohorts[0]


def _people(ground: Ground, cohort: Cohort) -> list[int]:
    """The people of a cohort, its instructor last."""
    seated = select(Enrollment.user_id).where(Enrollment.cohort_id == cohort.id, col(Enrollment.status).in_(BELONGS))
    people = list(ground.session.exec(seated.order_by(col(Enrollment.id))))
    return [*people, cohort.instructor_id or people[0]]


def _thread(ground: Ground, text: CohortThread, people: list[int], place: dict[str, Any]) -> None:
    opening, *answers = text.posts
    last = text.posts[-1]
    thread = DiscussionThread(
        title=text.title,
        content=opening.content,
        author_id=_writer(people, opening),
        category=text.category.value,
        tags=list(text.tags),
        reply_count=len(answers),
        last_number=len(answers),
        last_shown=len(answers),
        top_count=len(answers),
        like_count=text.likes,
        last_activity_at=_at(ground, last),
        last_author_id=_writer(people, last) if answers else None,
        is_pinned=text.is_pinned,
        is_announcement=text.is_announcement,
        created_at=_at(ground, opening),
        **{"scope": ThreadScope.COURSE, **place},
    )
    ground.plant(thread)
    ground.plant(*[ThreadTag(thread_id=thread.id, audience=thread.audience, tag=tag) for tag in text.tags])
    replies = _replies(ground, thread, answers, people)
    if text.best:
        thread.best_reply_id, replies[text.best - 1].is_best_answer = replies[text.best - 1].id, True
    writers = dict.fromkeys(_writer(people, post) for post in text.posts)
    ground.plant(*[ThreadReading(user_id=user, thread_id=thread.id, last_number=len(answers)) for user in writers])


def _replies(
    ground: Ground, thread: DiscussionThread, answers: Sequence[Post], people: list[int]
) -> list[DiscussionReply]:
    replies = [
        DiscussionReply(
            thread_id=thread.id,
            number=number,
            position=number,
            author_id=_writer(people, post),
            content=post.content,
            is_instructor_reply=post.writer == INSTRUCTOR,
            created_at=_at(ground, post),
        )
        for number, post in enumerate(answers, 1)
    ]
    ground.plant(*replies)
    return replies


def _writer(people: list[int], post: Post) -> int:
    return people[-1] if post.writer == INSTRUCTOR else people[post.writer % (len(people) - 1)]


def _at(ground: Ground, post: Post) -> datetime:
    return ground.now - timedelta(hours=post.hours_ago)
