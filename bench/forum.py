"""Courses and threads of any size, for a measurement: a small one of each beside a large one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session, col, select

from academy.catalog.models import CapabilityLevel, Cohort, Course, CourseStatus, ImpactLevel, SessionType
from academy.community.models import DiscussionReply, DiscussionThread, ThreadCategory, ThreadScope
from academy.core.database import Database
from academy.core.ids import public_id
from academy.enrollment.models import Enrollment, EnrollmentStatus, PaymentStatus, PaymentType
from academy.identity.models import User
from academy.identity.viewer import DEMO_DOMAIN

CHUNK = 2000
CATEGORIES = [category.value for category in ThreadCategory]
REPLIES_EACH = 3
"""Of so many replies in a row the first answers the thread, the others that one."""
RARE = "zeitgeist"
"""A word that ten threads of each course have; every thread has the word `summary`."""
RARE_ONES = 10
TEXT = (
    "I asked for a **summary** of the report and it cited two that do not exist.\n\nWhat do you do in practice, before "
    "it reaches a client? I tried `temperature 0`, and to number the passages, {}."
)


def make_course(database: Database, slug: str, threads: int, reader_id: int, now: datetime) -> str:
    """Make a course whose own place has so many threads, with a cohort in which the reader is; returns its slug."""
    with database.transaction() as connection:
        course_id = _course(connection, slug, reader_id, now)
        _insert(connection, DiscussionThread, _threads(course_id, threads, reader_id, now))
    return slug


def make_thread(database: Database, replies: int, author_id: int, now: datetime) -> str:
    """Make a thread for everybody with so many replies, a third of them at the top; returns its public id."""
    with database.transaction() as connection:
        row = _thread(0, author_id, now) | {"scope": ThreadScope.GENERAL, "audience": "general"}
        row |= {"reply_count": replies, "last_number": replies, "last_shown": replies}
        row["top_count"] = -(-replies // REPLIES_EACH)
        connection.execute(sa.insert(DiscussionThread), row)
        thread_id = connection.execute(sa.select(sa.func.max(DiscussionThread.id))).scalar_one()
        first_id = connection.execute(sa.select(sa.func.coalesce(sa.func.max(DiscussionReply.id), 0))).scalar_one() + 1
        _insert(connection, DiscussionReply, _replies(thread_id, first_id, replies, author_id, now))
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(
                "SELECT setval(pg_get_serial_sequence('discussion_replies', 'id'), max(id)) FROM discussion_replies"
            )
    return str(row["public_id"])


def make_people(database: Database, size: int, course: str, now: datetime) -> list[int]:
    """Make so many people of the demo academy, each with a seat in the course of that slug; returns their ids."""
    with database.transaction() as connection, Session(connection, info={"now": now}) as session:
        taught = select(Cohort).join(Course, col(Course.id) == Cohort.course_id).where(Course.slug == course)
        cohort = session.exec(taught.order_by(col(Cohort.id)).limit(1)).one()
        people = [User(name=f"Reader {at}", email=f"reader-{at}@academy{DEMO_DOMAIN}") for at in range(size)]
        session.add_all(people)
        session.flush()
        session.add_all(_seat(one.id, cohort, now) for one in people)
        session.flush()
        return [one.id for one in people]


def analyze(database: Database) -> None:
    """Let the database count what it holds, as it does by itself in time."""
    with database.transaction() as connection:
        connection.exec_driver_sql("ANALYZE")


def _course(connection: Connection, slug: str, reader_id: int, now: datetime) -> int:
    with Session(connection, info={"now": now}) as session:
        course = Course(
            title=slug.title(),
            description="…",
            slug=slug,
            session_type=SessionType.COHORT,
            price_b2c=0,
            price_b2b=0,
            max_participants=10,
            impact_level=ImpactLevel.L1,
            capability_level=CapabilityLevel.FUNDAMENTALS,
            status=CourseStatus.PUBLISHED,
        )
        session.add(course)
        session.flush()
        cohort = Cohort(
            course_id=course.id, name=slug, start_date=now, end_date=now + timedelta(days=2), max_capacity=10
        )
        session.add(cohort)
        session.flush()
        session.add(_seat(reader_id, cohort, now))
        session.flush()
        return course.id


def _seat(user_id: int, cohort: Cohort, now: datetime) -> Enrollment:
    return Enrollment(
        user_id=user_id,
        cohort_id=cohort.id,
        course_id=cohort.course_id,
        status=EnrollmentStatus.ACTIVE,
        purchase_date=now,
        payment_type=PaymentType.B2C,
        payment_status=PaymentStatus.COMPLETED,
        office_hours_eligible_until=now,
        materials_access_until=now,
        chatbot_access_until=now,
    )


def _threads(course_id: int, size: int, author_id: int, now: datetime) -> Iterator[dict[str, Any]]:
    every = max(size // RARE_ONES, 1)
    for number in range(size):
        rare = RARE if number % every == 0 else "plainly"
        row = _thread(number, author_id, now - timedelta(minutes=size - number), rare)
        yield row | {"scope": ThreadScope.COURSE, "audience": f"course:{course_id}", "course_id": course_id}


def _thread(number: int, author_id: int, at: datetime, rare: str = "") -> dict[str, Any]:
    return {
        "public_id": public_id(),
        "title": f"How do you stop it from inventing sources, part {number}?",
        "content": TEXT.format(rare),
        "author_id": author_id,
        "category": CATEGORIES[number % len(CATEGORIES)],
        "tags": [],
        "reply_count": number % 7,
        "like_count": number * 7919 % 50,
        "last_activity_at": at,
        "created_at": at,
        "updated_at": at,
    }


def _replies(thread_id: int, first_id: int, size: int, author_id: int, now: datetime) -> Iterator[dict[str, Any]]:
    for index in range(size):
        at, under = now - timedelta(minutes=size - index), index % REPLIES_EACH
        top_id = first_id + index - under
        yield {
            "id": first_id + index,
            "thread_id": thread_id,
            "number": index + 1,
            "position": None if under else index // REPLIES_EACH + 1,
            "author_id": author_id,
            "content": TEXT.format(index),
            "parent_reply_id": top_id if under else None,
            "root_id": top_id if under else None,
            "depth": 1 if under else 0,
            "created_at": at,
            "updated_at": at,
        }


def _insert(connection: Connection, model: Any, rows: Iterator[dict[str, Any]]) -> None:
    while chunk := list(islice(rows, CHUNK)):
        connection.execute(sa.insert(model), chunk)
