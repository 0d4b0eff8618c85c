"""What opens queries to people, and how it is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from academy.catalog import service as catalog
from academy.catalog.models import Cohort, CohortStatus
from academy.catalog.schemas import CohortFields
from academy.commerce import service as commerce
from academy.commerce.gateway import Payment, PaymentReport
from academy.commerce.models import Purchase, SeatAfter
from academy.community import service as community
from academy.community.models import UserSuspension
from academy.community.schemas.moderation import Desk
from academy.enrollment import service as enrollment
from academy.enrollment.models import Enrollment
from academy.enrollment.schemas import Calendar, CheckoutStage, EnrollmentView
from academy.identity import service as identity
from academy.identity.models import AuthSession, User, UserRole
from academy.identity.schemas import Browser, LinkState, ProviderIdentity
from academy.live import SYSTEM, Query
from academy.managers import service as managers
from academy.notifications import service as notifications
from academy.organizations import service as organizations
from academy.skills import service as skills
from tests.queries.calls import Arguments
from tests.queries.town import PHONE, Town
from tests.world import FrozenClock, Live

Shown = Callable[[Any], bool]


@dataclass(frozen=True)
class Right:
    """Something that opens queries to somebody.

    Attributes:
        holder: Whose it is. They look in a browser of its own, which has the right's name for a cookie.
        opens: The queries, with what they are asked in a town.
        withdraw: How the right is lost; it is told that cookie.
        then: What is shown of them from then on: the code of a problem, or whether a value is as it should be.
    """

    holder: str | None
    opens: dict[Query[..., Any], Callable[[Town], Arguments]]
    withdraw: Callable[[Live, Town, str], object]
    then: str | Callable[[Any], bool]


def execute(live: Live, statement: sa.Executable) -> None:
    """Change the database as another program would."""
    with live.database.transaction() as connection:
        connection.execute(statement)


def wait_until(live: Live, moment: datetime) -> None:
    """Let a time come."""
    assert isinstance(live.clock, FrozenClock)
    live.clock.now = moment


def nothing(_town: Town) -> Arguments:
    return {}


def course(name: str) -> Callable[[Town], Arguments]:
    return lambda town: {"course_id": town[name].id}


def cohort(name: str) -> Callable[[Town], Arguments]:
    return lambda town: {"cohort_id": town[name].id}


def seat(name: str) -> Callable[[Town], Arguments]:
    return lambda town: {"public_id": town[name].public_id}


def bought(name: str) -> Callable[[Town], Arguments]:
    return lambda town: {"public_id": town[f"purchase of {name}"].public_id}


def basics(_town: Town) -> Arguments:
    return {"slug": "basics"}


MINE = {
    identity.my_profile: nothing,
    identity.my_sessions: nothing,
    identity.my_connections: nothing,
    identity.my_email_change: nothing,
    community.my_card: nothing,
    community.my_network: nothing,
    community.my_requests: nothing,
    enrollment.my_learning: nothing,
    enrollment.my_waitlist: nothing,
    notifications.my_categories: nothing,
    notifications.my_news: nothing,
    notifications.my_preferences: nothing,
}


def seen_of(name: str) -> dict[Query[..., Any], Callable[[Town], Arguments]]:
    return {enrollment.my_enrollment: seat(name), enrollment.my_calendar: seat(name)}


def edited(name: str) -> dict[Query[..., Any], Callable[[Town], Arguments]]:
    return {
        catalog.course_table: nothing,
        catalog.course_editor_page: course(name),
        catalog.course_history: course(name),
        catalog.preview_course: course(name),
        catalog.editors_here: course(name),
    }


def taught(name: str) -> dict[Query[..., Any], Callable[[Town], Arguments]]:
    return {
        enrollment.taught_cohorts: nothing,
        enrollment.roster: cohort(name),
        enrollment.cohort_desk: cohort(name),
    }


def managed(town: Town) -> Arguments:
    return {"company": town["meridian"].public_id}


MANAGED = (
    managers.standing,
    managers.overview,
    managers.member_page,
    managers.member_file,
    managers.invite_page,
    managers.ledger,
    managers.company_settings,
    managers.orders,
)


def take_role(live: Live, town: Town, name: str) -> None:
    live.write(identity.take_role, "otto", assignment_id=town[f"{name}'s role"].id)


def sign_in_as_another(live: Live, browser: str) -> None:
    somebody = ProviderIdentity(
        issuer="https://id.test", provider="x", subject="2", email="zoe@town.test", is_email_verified=True, name="Zoe"
    )
    live.write(identity.sign_in_by_provider, SYSTEM, identity=somebody, next_path="/", browser=Browser(token=browser))


def lead_april(live: Live, town: Town, name: str) -> None:
    with live.system() as ctx:
        april = ctx.session.get_one(Cohort, town["april"].id)
    fields = CohortFields(
        name="April",
        first_day=april.start_date.date(),
        zone=april.zone,
        capacity=april.max_capacity,
        instructor_id=town[name].id,
    )
    live.write(catalog.edit_cohort, "otto", cohort_id=april.id, seen_at=april.updated_at, fields=fields)


def refund(live: Live, town: Town, name: str) -> None:
    purchase = town[f"purchase of {name}"]
    report = PaymentReport(reference=purchase.public_id, payment=Payment.PAID, refunded_cents=purchase.amount_cents)
    live.write(commerce.receive_report, SYSTEM, report=report)


def is_without_seat(shown: EnrollmentView | Calendar) -> bool:
    if isinstance(shown, Calendar):
        return shown.entries == []
    return shown.access == [] and shown.next_session is None


RIGHTS = {
    # A seat
    "enrollment, cancelled": Right(
        "ada",
        seen_of("ada in april"),
        lambda live, town, _: live.write(enrollment.cancel_enrollment, PHONE, **seat("ada in april")(town)),
        is_without_seat,
    ),
    "enrollment, refunded": Right(
        "ada", seen_of("ada in now"), lambda live, town, _: refund(live, town, "ada in now"), is_without_seat
    ),
    "enrollment, called off": Right(
        "mo",
        seen_of("mo in private"),
        lambda live, town, _: live.write(
            catalog.move_cohort, "otto", status=CohortStatus.CANCELLED, **cohort("private")(town)
        ),
        is_without_seat,
    ),
    "enrollment, another person's": Right(
        "cleo",
        {**seen_of("cleo in april"), enrollment.checkout: seat("cleo in april")},
        lambda live, town, _: execute(
            live,
            sa.update(Enrollment).where(col(Enrollment.id) == town["cleo in april"].id).values(user_id=town["ben"].id),
        ),
        "not_found",
    ),
    "order, another person's": Right(
        "ada",
        {commerce.order: bought("ada in april"), commerce.receipt: bought("ada in april")},
        lambda live, town, _: execute(
            live,
            sa.update(Purchase)
            .where(col(Purchase.id) == town["purchase of ada in april"].id)
            .values(user_id=town["cleo"].id),
        ),
        "not_found",
    ),
    "enrollment, deleted": Right(
        "ada",
        {**seen_of("ada in may"), enrollment.checkout: seat("ada in may")},
        lambda live, town, _: execute(live, sa.delete(Enrollment).where(col(Enrollment.id) == town["ada in may"].id)),
        "not_found",
    ),
    "hold, given back": Right(
        "ben",
        {enrollment.checkout: seat("ben in april")},
        lambda live, town, _: live.write(enrollment.cancel_hold, "ben", **seat("ben in april")(town)),
        lambda shown: shown.stage == CheckoutStage.RELEASED,
    ),
    "place in the community": Right(
        "mo",
        {
            community.place_view: lambda town: {"place": f"cohort.{town['private'].public_id}"},
            community.place_rights: lambda town: {"place": f"cohort.{town['private'].public_id}"},
            **dict.fromkeys(
                (community.thread_head, community.thread_end, community.my_thread, community.people_here),
                lambda town: {"public_id": town["thread private"].public_id},
            ),
            community.people_to_mention: lambda town: {"thread": town["thread private"].public_id},
            community.file_to_send: lambda town: {"public_id": town["file of private"].public_id},
            community.thread_list: lambda town: {"place": f"cohort.{town['private'].public_id}"},
        },
        lambda live, town, _: execute(
            live, sa.delete(Enrollment).where(col(Enrollment.id) == town["mo in private"].id)
        ),
        "not_found",
    ),
    "keeper of order, not suspended": Right(
        "ivan",
        dict.fromkeys((community.queue_page, community.desk_counts), lambda _: {"desk": Desk.TEACH}),
        lambda live, town, _: execute(
            live, sa.insert(UserSuspension).values(user_id=town["ivan"].id, reason="Shouting.", created_at=live.clock())
        ),
        "denied",
    ),
    # A role
    "editor of a course": Right("ed", edited("draft"), lambda live, town, _: take_role(live, town, "ed"), "denied"),
    "editor of everything": Right(
        "eve", edited("basics"), lambda live, town, _: take_role(live, town, "eve"), "denied"
    ),
    "instructor of a cohort": Right(
        "ivan", taught("may"), lambda live, town, _: take_role(live, town, "ivan"), "denied"
    ),
    "instructor of a course": Right("ida", taught("now"), lambda live, town, _: take_role(live, town, "ida"), "denied"),
    "instructor": Right("ira", taught("past"), lambda live, town, _: take_role(live, town, "ira"), "denied"),
    "instructor named on a cohort": Right(
        "ines", taught("april"), lambda live, town, _: lead_april(live, town, "ivan"), "denied"
    ),
    "moderator of a cohort": Right(
        "ed",
        {
            **dict.fromkeys((community.queue_page, community.log_page), lambda _: {"desk": Desk.TEACH}),
            community.case_detail: lambda town: {"case_id": town["case"].id},
        },
        lambda live, town, _: live.write(identity.take_role, "otto", assignment_id=town["ed's moderation"].id),
        "denied",
    ),
    "manager of a company": Right(
        "mo",
        dict.fromkeys(MANAGED, managed),
        lambda live, town, _: live.write(
            organizations.set_role, "otto", organization_id=town["meridian"].id, user_id=town["mo"].id, role=None
        ),
        "not_found",
    ),
    "administrator": Right(
        "olga",
        {
            **edited("draft"),
            catalog.cohort_table: course("basics"),
            catalog.cohort_choices: nothing,
            **taught("now"),
            community.as_seen: lambda town: {"public_id": town["thread general"].public_id, "number": 0},
        },
        lambda live, town, _: execute(
            live, sa.update(User).where(col(User.id) == town["olga"].id).values(role=UserRole.INDIVIDUAL)
        ),
        "denied",
    ),
    # An acquaintance
    "connection, ended by the other": Right(
        "ed",
        {community.person_card: lambda town: {"user_id": town["max"].id}},
        lambda live, town, _: live.write(community.part, "max", user_id=town["ed"].id),
        "not_found",
    ),
    # A session
    "session, signed out in another tab": Right(
        "ada", MINE, lambda live, _, cookie: live.write(identity.sign_out, cookie), "sign_in"
    ),
    "session, ended from another device": Right(
        "ada",
        MINE,
        lambda live, town, cookie: live.write(identity.end_session, PHONE, session_id=town[cookie].id),
        "sign_in",
    ),
    "session, somebody else signs in there": Right(
        "ada", MINE, lambda live, _, cookie: sign_in_as_another(live, cookie), "sign_in"
    ),
    "session, deleted": Right(
        "ada",
        MINE,
        lambda live, town, cookie: execute(live, sa.delete(AuthSession).where(col(AuthSession.id) == town[cookie].id)),
        "sign_in",
    ),
    "session, signed out everywhere": Right(
        "cleo", MINE, lambda live, _, __: live.write(identity.sign_out_everywhere, "cleo"), "sign_in"
    ),
    "account, deleted": Right(
        "eve",
        MINE,
        lambda live, town, _: execute(live, sa.delete(User).where(col(User.id) == town["eve"].id)),
        "sign_in",
    ),
    # What everybody has
    "link, used": Right(
        None,
        {identity.look_at_link: lambda _: {"token": "link", "login_token": "asked here"}},
        lambda live, _, __: live.write(
            identity.sign_in_by_link, token="link", code="", browser=Browser(login_token="asked here")
        ),
        lambda shown: shown.state == LinkState.DEAD,
    ),
    "course, archived": Right(
        None,
        dict.fromkeys(
            (catalog.course_page, catalog.open_cohorts, skills.skills_of_course), lambda _: {"slug": "basics"}
        ),
        lambda live, town, _: live.write(catalog.archive_course, "otto", **course("basics")(town)),
        "not_found",
    ),
    # What lasts for a time, one after another
    "hold, run out": Right(
        "ben",
        {enrollment.checkout: seat("ben in may")},
        lambda live, town, _: wait_until(live, town["ben in may"].hold_expires_at),
        lambda shown: shown.stage == CheckoutStage.LAPSED,
    ),
    PHONE: Right("ada", MINE, lambda live, town, _: wait_until(live, town[PHONE].expires_at), "sign_in"),
    "materials, closed": Right(
        "ada",
        {enrollment.my_enrollment: seat("ada in past")},
        lambda live, town, _: wait_until(live, town["ada in past"].materials_access_until),
        lambda shown: all(row.recording_url is None for row in shown.sessions),
    ),
    "bundle, taken back": Right(
        "ada",
        {enrollment.included: basics},
        lambda live, town, _: live.write(
            commerce.refund_order,
            "otto",
            amount_cents=500_00,
            reason="Sorry.",
            seat=SeatAfter.FREE,
            **bought("the bundle")(town),
        ),
        lambda shown: shown.by == "",
    ),
}
"""Every right there is in the services and policies, each by the name of what somebody has."""
