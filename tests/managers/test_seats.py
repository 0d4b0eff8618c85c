"""A company's seats as its managers see them: figures, forecast, ledger, and who is warned."""

from datetime import timedelta

import pytest
from sqlmodel import select

from academy.catalog.models import Course
from academy.managers import service
from academy.notifications.models import MailMessage, Notification
from academy.organizations import service as organizations
from academy.organizations.models import Organization
from tests.enrollment.seats import make_cohort
from tests.managers.conftest import Ground
from tests.organizations.company import make_company
from tests.organizations.conftest import Meridian
from tests.world import FrozenClock, Live, next_change


def enroll(live: Live, meridian: Meridian, ground: Ground, *people: int | None) -> None:
    outcomes = live.write(
        service.enroll_people,
        meridian.admin,
        organization_id=meridian.id,
        user_ids=list(people),
        cohort_id=ground.cohort_id,
    )
    assert all(outcome.is_done for outcome in outcomes)


def test_the_figures_follow_the_seats(live: Live, meridian: Meridian, ground: Ground) -> None:
    enroll(live, meridian, ground, meridian.mia.user_id)
    shown = live.read(service.overview, meridian.viewer)
    (row,) = shown.courses
    assert (row.purchased, row.held, row.assigned, row.activated, row.left, row.is_low) == (3, 0, 1, 0, 2, True)
    assert (shown.members, shown.teams, shown.invited, shown.seats_left) == (8, 1, 0, 2)
    (cohort,) = shown.cohorts
    assert (cohort.name, cohort.is_private, cohort.places_left) == ("Ours", True, 4)


def test_cohorts_of_other_companies_are_nobodys_business(live: Live, meridian: Meridian, ground: Ground) -> None:
    with live.system() as ctx:
        course = ctx.session.get_one(Course, ground.course_id)
        make_cohort(ctx, course, name="Theirs", organization_id=make_company(ctx, "Orbit").id)
    offered = " ".join(choice.words for choice in live.read(service.choices, meridian.admin).cohorts)
    assert "Ours" in offered
    assert "Theirs" not in offered


def test_a_forecast_is_made_once_there_is_something_to_tell_by(
    live: Live, meridian: Meridian, ground: Ground, clock: FrozenClock
) -> None:
    with live.system() as ctx:
        organizations.add_seats(ctx, organization_id=meridian.id, course_id=ground.course_id, quantity=7)
    enroll(live, meridian, ground, meridian.mia.user_id, meridian.moe.user_id, meridian.dan.user_id)
    (row,) = live.read(service.seat_table, meridian.admin)
    assert (row.lasts_until, row.pace) == (None, "Too little has happened to say how long they last.")
    clock.advance(timedelta(days=21))
    (row,) = live.read(service.seat_table, meridian.admin)
    assert row.pace == "3 taken in 20 days"
    assert row.lasts_until == (clock() + timedelta(days=round(7 * 20 / 3))).date()
    next_monday = clock().replace(hour=0) + timedelta(days=7)
    assert next_change(live, service.seat_table, meridian.admin) == next_monday
    clock.advance(timedelta(days=100))
    assert next_change(live, service.seat_table, meridian.admin) is None


def test_the_ledger_says_who_had_what(live: Live, meridian: Meridian, ground: Ground) -> None:
    enroll(live, meridian, ground, meridian.mia.user_id, meridian.dan.user_id)
    rows = live.read(service.ledger, meridian.admin).rows
    assert [(row.kind, row.whom, row.by, row.quantity) for row in rows] == [
        ("assigned", "Dan", "Admin", 1),
        ("assigned", "Mia", "Admin", 1),
        ("purchased", "", "", 3),
    ]
    assert [row.whom for row in live.read(service.ledger, meridian.lead).rows] == ["Mia", ""]
    assert live.read(service.ledger, meridian.admin, kind="activated").rows == []
    assert live.read(service.ledger, meridian.admin, course=0).rows == []


def test_those_who_look_after_seats_are_warned_of_few(live: Live, meridian: Meridian, ground: Ground) -> None:
    with live.system() as ctx:
        ctx.session.get_one(Organization, meridian.id).low_seat_threshold = 1
    enroll(live, meridian, ground, meridian.mia.user_id)
    enroll(live, meridian, ground, meridian.moe.user_id, meridian.dan.user_id)
    with live.system() as ctx:
        warned = select(Notification.user_id).where(Notification.kind == "managers.running_low")
        assert set(ctx.session.exec(warned)) == {meridian.admin.user_id, meridian.manager.user_id}
        urls = ctx.session.exec(select(Notification.url).where(Notification.kind == "managers.running_low"))
        assert set(urls) == {f"/org/seats?company={ground.public_id}"}, "whichever company they look at by default"
        mailed = select(MailMessage.subject).where(MailMessage.template == "managers.running_low")
        assert set(ctx.session.exec(mailed)) == {"1 seat left for AI Enablement"}


@pytest.mark.parametrize("is_told", ["suspended", "reinstated"])
def test_standing_is_told_to_those_who_look_after_money(live: Live, meridian: Meridian, is_told: str) -> None:
    with live.system() as ctx:
        organizations.suspend(ctx, organization_id=meridian.id, reason="Invoice 7 is overdue.")
        organizations.reinstate(ctx, organization_id=meridian.id)
        told = select(Notification.user_id).where(Notification.kind == f"managers.{is_told}")
        assert ctx.session.exec(told).all() == [meridian.admin.user_id]
