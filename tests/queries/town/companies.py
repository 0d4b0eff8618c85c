"""A company with its people, seats and invitations."""

from datetime import timedelta

from academy.identity.viewer import hashed
from academy.live import Context
from academy.managers.models import ImportLine, InviteImport
from academy.organizations.models import (
    ManagerRole,
    MovementKind,
    OrganizationDomain,
    OrganizationInvite,
    OrganizationManager,
    OrganizationSeat,
    SeatMovement,
    SeatStatus,
    Team,
    TeamMember,
)
from academy.organizations.policy import PRESETS
from tests.queries.town.rows import Rows, Town


def companies(ctx: Context, town: Town) -> Rows:
    """Meridian has three seats for the strategy: Mo's, one for an invitation, and one that is free."""
    company, course = town["meridian"].id, town["strategy"].id
    for name in ("max", "mo"):
        permissions = list(PRESETS[ManagerRole.ADMIN])
        yield (
            f"{name}'s role",
            OrganizationManager(
                user_id=town[name].id, organization_id=company, role=ManagerRole.ADMIN, permissions=permissions
            ),
        )
    people = [ImportLine(line=2, email="zoe@meridian.example", course="strategy")]
    yield "list", InviteImport(organization_id=company, lines=people)
    yield "team", Team(organization_id=company, name="Operations", member_count=1)
    yield "mo in team", TeamMember(team_id=town["team"].id, user_id=town["mo"].id, joined_at=ctx.now)
    yield "domain", OrganizationDomain(organization_id=company, domain="meridian.example", verified_at=ctx.now)
    yield (
        "other domain",
        OrganizationDomain(
            organization_id=company,
            domain="meridian.test",
            token_hash=hashed("domain"),
            token_expires_at=ctx.now + timedelta(days=3),
        ),
    )
    yield (
        "town's domain",
        OrganizationDomain(organization_id=company, domain="town.example", verified_at=ctx.now),
    )
    yield (
        "invite",
        OrganizationInvite(
            organization_id=company,
            email="new@meridian.example",
            token_hash=hashed("invite"),
            course_id=course,
            team_id=town["team"].id,
            sent_at=ctx.now,
            expires_at=ctx.now + timedelta(days=14),
        ),
    )
    for status, whose in (
        (SeatStatus.AVAILABLE, {}),
        (SeatStatus.HELD, {"invite_id": town["invite"].id}),
        (SeatStatus.ASSIGNED, {"user_id": town["mo"].id, "enrollment_id": town["mo in private"].id}),
    ):
        yield (
            f"seat {status}",
            OrganizationSeat(organization_id=company, course_id=course, status=status, **whose),
        )
    yield (
        "movement",
        SeatMovement(
            organization_id=company,
            course_id=course,
            kind=MovementKind.PURCHASED,
            to_status=SeatStatus.AVAILABLE,
            quantity=3,
        ),
    )
    for status, whose in (
        (SeatStatus.HELD, {"invite_id": town["invite"].id}),
        (SeatStatus.ASSIGNED, {"user_id": town["mo"].id, "enrollment_id": town["mo in private"].id}),
    ):
        yield (
            f"movement {status}",
            SeatMovement(
                created_at=ctx.now - timedelta(days=85),
                organization_id=company,
                course_id=course,
                kind=MovementKind(status.value),
                from_status=SeatStatus.AVAILABLE,
                to_status=status,
                **whose,
            ),
        )
    town["meridian"].seats_purchased, town["meridian"].seats_used = 3, 2
