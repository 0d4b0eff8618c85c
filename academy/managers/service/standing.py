"""The company that a page is about: its name and standing, and what the viewer may do in it."""

from datetime import date, datetime, timedelta
from itertools import chain

from sqlmodel import col, func, select

from academy import routes
from academy.catalog.models import Cohort, CohortStatus, Course, CourseStatus
from academy.catalog.seats import next_expiry, seats_taken
from academy.core.errors import NotFound
from academy.core.loading import only
from academy.identity.models import User
from academy.identity.policy import opens_onto
from academy.identity.schemas import Place, PlacePage
from academy.live import Context, mutation, query, signed_in
from academy.managers.policy import company_of, managed, manager
from academy.managers.schemas import CohortPlaces, CompanyChoice, CourseSeats, Overview, Rights, Standing
from academy.organizations.models import (
    InviteStatus,
    ManagerPermission,
    Organization,
    OrganizationInvite,
    OrganizationManager,
    OrganizationMembership,
    OrganizationSeat,
    SeatMovement,
    SeatStatus,
    Team,
)
from academy.organizations.policy import may, scope_of

PACE_WINDOW = timedelta(days=90)
ENOUGH_TAKEN = 3
ENOUGH_DAYS = 14
FURTHEST = 365 * 3


PAGES: tuple[tuple[str, routes.Route, frozenset[ManagerPermission]], ...] = (
    ("Company", routes.ORG, frozenset()),
    ("Invitations", routes.ORG_INVITES, frozenset({ManagerPermission.MANAGE_SEATS})),
    ("Members", routes.ORG_MEMBERS, frozenset()),
    ("Seats", routes.ORG_SEATS, frozenset({ManagerPermission.MANAGE_SEATS, ManagerPermission.MANAGE_BILLING})),
    ("Settings", routes.ORG_SETTINGS, frozenset({ManagerPermission.MANAGE_SETTINGS})),
    ("Teams", routes.ORG_TEAMS, frozenset()),
)
"""The pages about a company, each with the permissions of which one opens it; without any, every role does."""


@opens_onto(Place.ORGANIZATION)
def company_pages(ctx: Context) -> list[PlacePage] | None:
    """The pages about companies that the viewer's roles open, in whichever of them; nothing without a role."""
    if ctx.viewer.user_id is None:
        return None
    roles = select(OrganizationManager.permissions).where(
        OrganizationManager.user_id == ctx.user_id, OrganizationManager.is_active
    )
    held = ctx.session.exec(roles).all()
    if not held:
        return None
    given = frozenset(chain.from_iterable(held))
    return [
        PlacePage(label=label, url=route.url(), keeps="company")
        for label, route, openers in PAGES
        if not openers or openers & given
    ]


@query(policy=manager)
def standing(ctx: Context, *, company: str = "") -> Standing:
    """The company that a page is about."""
    organization_id = company_of(ctx, company)
    wanted = only(
        Organization.public_id,
        Organization.name,
        Organization.status,
        Organization.suspended_reason,
        Organization.suspended_at,
    )
    organization = ctx.session.exec(
        select(Organization).where(Organization.id == organization_id).options(wanted)
    ).one()
    mine = managed(ctx)
    names = select(Organization.public_id, Organization.name).where(col(Organization.id).in_(mine))
    return Standing(
        id=organization_id,
        public_id=organization.public_id,
        name=organization.name,
        status=organization.status,
        suspended_reason=organization.suspended_reason or "",
        suspended_at=organization.suspended_at,
        rights=_rights(ctx, organization_id),
        is_own=organization_id in mine,
        others=[
            CompanyChoice(public_id=public_id, name=name)
            for public_id, name in ctx.session.exec(names.order_by(col(Organization.name), col(Organization.id)))
            if public_id != organization.public_id
        ],
    )


@mutation(policy=signed_in)
def turn_to(ctx: Context, *, company: str) -> None:
    """Look at another of one's companies by default from now on.

    Raises:
        NotFound: The viewer has no role in it.
    """
    organization_id = company_of(ctx, company)
    if organization_id not in managed(ctx):
        raise NotFound("You look after no such company.")
    ctx.session.get_one(User, ctx.user_id).organization_id = organization_id


@query(policy=manager)
def overview(ctx: Context, *, company: str = "") -> Overview:
    """A company at a glance: the people whom the viewer looks after, and its seats for each course."""
    organization_id = company_of(ctx, company)
    courses = seats_by_course(ctx, organization_id)
    scope = scope_of(ctx, organization_id)
    return Overview(
        members=_count(
            ctx,
            OrganizationMembership,
            OrganizationMembership.organization_id == organization_id,
            col(OrganizationMembership.left_at).is_(None),
            scope.covers(),
        ),
        teams=_count(ctx, Team, Team.organization_id == organization_id, Team.is_active, scope.covers_teams()),
        invited=_count(
            ctx,
            OrganizationInvite,
            OrganizationInvite.organization_id == organization_id,
            OrganizationInvite.status == InviteStatus.PENDING,
            scope.covers_invites(),
        ),
        seats_purchased=sum(row.purchased for row in courses),
        seats_left=sum(row.left for row in courses),
        courses=courses,
        cohorts=cohorts_for(ctx, organization_id, private_only=True),
    )


def seats_by_course(ctx: Context, organization_id: int) -> list[CourseSeats]:
    """The seats of a company for each course it has had any of, by title."""
    counted = (
        select(OrganizationSeat.course_id, OrganizationSeat.status, func.count())
        .where(OrganizationSeat.organization_id == organization_id, OrganizationSeat.status != SeatStatus.REVOKED)
        .group_by(col(OrganizationSeat.course_id), col(OrganizationSeat.status))
    )
    counts: dict[int, dict[SeatStatus, int]] = {}
    for course_id, status, count in ctx.session.exec(counted):
        counts.setdefault(course_id, {})[SeatStatus(status)] = count
    threshold = ctx.session.exec(
        select(Organization.low_seat_threshold).where(Organization.id == organization_id)
    ).one()
    titles = select(Course.id, Course.title, Course.slug).where(col(Course.id).in_(counts))
    rows = []
    for course_id, title, slug in ctx.session.exec(titles.order_by(col(Course.title), col(Course.id))):
        of = counts[course_id]
        left, purchased = of.get(SeatStatus.AVAILABLE, 0), sum(of.values())
        pace, lasts_until = _forecast(ctx, organization_id, course_id, left)
        rows.append(
            CourseSeats(
                course_id=course_id,
                title=title,
                slug=slug,
                purchased=purchased,
                held=of.get(SeatStatus.HELD, 0),
                assigned=of.get(SeatStatus.ASSIGNED, 0),
                activated=of.get(SeatStatus.ACTIVATED, 0),
                left=left,
                is_low=left <= threshold,
                used_percent=round(100 * (purchased - left) / purchased),
                pace=pace,
                lasts_until=lasts_until,
            )
        )
    return rows


def cohorts_for(ctx: Context, organization_id: int, *, private_only: bool = False) -> list[CohortPlaces]:
    """The cohorts that are open and that a company may enroll people in, the next first: its own and public ones."""
    own = col(Cohort.organization_id) == organization_id
    public = col(Cohort.organization_id).is_(None) & col(Cohort.is_b2b).is_(False)
    statement = (
        select(Cohort, Course.title)
        .join(Course, col(Course.id) == Cohort.course_id)
        .where(
            Cohort.status == CohortStatus.OPEN,
            Course.status == CourseStatus.PUBLISHED,
            own if private_only else own | public,
        )
        .order_by(col(Cohort.start_date), col(Cohort.id))
    )
    found = [(cohort, title) for cohort, title in ctx.session.exec(statement) if not ctx.is_past(cohort.start_date)]
    ids = [cohort.id for cohort, _ in found]
    taken = seats_taken(ctx.session, ids, ctx.now)
    ctx.changes_at(next_expiry(ctx.session, ids, ctx.now))
    return [
        CohortPlaces(
            id=cohort.id,
            title=title,
            name=cohort.name,
            starts_at=cohort.start_date,
            ends_at=cohort.end_date,
            course_id=cohort.course_id,
            is_private=cohort.organization_id is not None,
            places_left=max(0, cohort.max_capacity - taken[cohort.id]),
            capacity=cohort.max_capacity,
            enrolled=cohort.current_enrollment,
        )
        for cohort, title in found
    ]


def _monday(ctx: Context) -> datetime:
    """The beginning of this week: a forecast is reckoned from there, and stands until the next unless seats move."""
    today = ctx.now.replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday())


def _forecast(ctx: Context, organization_id: int, course_id: int, left: int) -> tuple[str, date | None]:
    """Return what can be said of the pace, and when it has used up what is left."""
    monday = _monday(ctx)
    taken, first = ctx.session.exec(
        select(func.coalesce(func.sum(SeatMovement.quantity), 0), func.min(SeatMovement.created_at)).where(
            SeatMovement.organization_id == organization_id,
            SeatMovement.course_id == course_id,
            SeatMovement.from_status == SeatStatus.AVAILABLE,
            SeatMovement.to_status != SeatStatus.REVOKED,
            SeatMovement.created_at >= monday - PACE_WINDOW,
        )
    ).one()
    if taken:
        ctx.changes_at(monday + timedelta(days=7))
    if left == 0:
        return "All seats are taken.", None
    if taken < ENOUGH_TAKEN or first is None or (days := (monday - first).days) < ENOUGH_DAYS:
        return "Too little has happened to say how long they last.", None
    lasts = round(left * days / taken)
    if lasts > FURTHEST:
        return "At the present pace they last for years.", None
    return f"{taken} taken in {days} days", (monday + timedelta(days=lasts)).date()


def _rights(ctx: Context, organization_id: int) -> Rights:
    def has(permission: ManagerPermission) -> bool:
        return may(ctx, organization_id, permission)

    return Rights(
        can_manage_seats=has(ManagerPermission.MANAGE_SEATS),
        can_manage_team=has(ManagerPermission.MANAGE_TEAM),
        can_manage_enrollments=has(ManagerPermission.MANAGE_ENROLLMENTS),
        can_manage_billing=has(ManagerPermission.MANAGE_BILLING),
        can_manage_managers=has(ManagerPermission.MANAGE_MANAGERS),
        can_manage_settings=has(ManagerPermission.MANAGE_SETTINGS),
        can_export=has(ManagerPermission.MANAGE_TEAM) or has(ManagerPermission.EXPORT_REPORTS),
        is_scoped=not scope_of(ctx, organization_id).is_all,
    )


def _count(ctx: Context, table: type[OrganizationMembership | Team | OrganizationInvite], *conditions: object) -> int:
    return ctx.session.exec(select(func.count()).select_from(table).where(*conditions)).one()  # type: ignore[arg-type]
