"""People with their roles, companies with their teams."""

from datetime import datetime, timedelta
from random import Random

from academy.core.ids import public_id
from academy.identity.models import RoleAssignment, ScopedRole, User
from academy.organizations import service as companies
from academy.organizations.models import (
    InviteRole,
    InviteStatus,
    Organization,
    OrganizationDomain,
    OrganizationInvite,
    OrganizationManager,
    OrganizationMembership,
    OrganizationStatus,
    Team,
    TeamMember,
    TeamRole,
)
from academy.organizations.policy import PRESETS
from academy.privacy.models import PrivacySettings
from academy.seeds.content.companies import COMPANIES, CompanyText, InviteText, ManagerText, TeamText
from academy.seeds.content.people import ACADEMY, EVERYBODY, NEWCOMERS, PersonText
from academy.seeds.planting.ground import Ground
from academy.seeds.planting.past import back_then

INVITE_LASTS = timedelta(days=14)


def plant_people(ground: Ground, joined: dict[PersonText, datetime]) -> None:
    """Plant everybody, the personas first; `joined` says when those with a history came."""
    users = [
        User(
            created_at=joined.get(person) or _joined(person, ground),
            email=person.email,
            name=person.name,
            role=person.role,
            company=person.company,
            title=person.title,
            timezone=person.zone,
        )
        for person in EVERYBODY
    ]
    for user in users:
        ground.plant(user)
        ground.users[user.email] = user
    ground.plant(*_duties(ground), *_consents(ground))


def _joined(person: PersonText, ground: Ground) -> datetime:
    if person in NEWCOMERS:
        return ground.now - timedelta(hours=2 + 20 * NEWCOMERS.index(person))
    if person.domain == ACADEMY:
        return ground.opened_at
    return ground.now - timedelta(days=Random(person.email).randint(20, 200))  # noqa: S311


def _duties(ground: Ground) -> list[RoleAssignment]:
    """Roles that hold everywhere; instructors get theirs by cohort."""
    return [
        RoleAssignment(created_at=ground.opened_at, user_id=ground.users[person.email].id, role=duty)
        for person in EVERYBODY
        for duty in person.duties
        if duty is not ScopedRole.INSTRUCTOR
    ]


def _consents(ground: Ground) -> list[PrivacySettings]:
    """What people of companies let their managers see: two in three their scores, most the rest."""
    settings = []
    for person in (person for company in COMPANIES for person in company.people):
        chance = Random(person.email)  # noqa: S311
        settings.append(
            PrivacySettings(
                created_at=ground.users[person.email].created_at,
                user_id=ground.users[person.email].id,
                allow_manager_view_scores=chance.random() < 0.66,
                allow_manager_view_activity=chance.random() < 0.9,
                allow_manager_view_certificates=chance.random() < 0.9,
                allow_leaderboard_display=chance.random() < 0.4,
            )
        )
    return settings


def plant_companies(ground: Ground) -> None:
    """Plant the companies with their members, teams, managers and open invites."""
    for text in COMPANIES:
        organization = _organization(ground, text)
        ground.plant(organization)
        ground.plant(_domain(organization), *(_claim(ground, organization, domain) for domain in text.claimed))
        ground.organizations[text.domain] = organization
        members = [ground.users[person.email] for person in text.people]
        for user in members:
            user.organization_id = organization.id
            user.updated_at = user.created_at
        ground.plant(*(_membership(organization, user, text) for user in members))
        teams = {team.name: _plant_team(ground, organization, team) for team in text.teams}
        ground.plant(*(_manager(ground, organization, manager, teams) for manager in text.managers))
        _buy_seats(ground, organization, text)
        for invited in text.invited:
            _invite(ground, organization, invited, ground.users[text.contact.email])


def _organization(ground: Ground, text: CompanyText) -> Organization:
    first = min(ground.users[person.email].created_at for person in text.people)
    return Organization(
        created_at=first - timedelta(days=10),
        name=text.name,
        domain=text.domain,
        contact_email=text.contact.email,
        contact_name=text.contact.name,
        status=OrganizationStatus.ACTIVE,
        low_seat_threshold=3,
    )


def _domain(organization: Organization) -> OrganizationDomain:
    verified_at = organization.created_at + timedelta(days=2)
    return OrganizationDomain(
        created_at=organization.created_at,
        organization_id=organization.id,
        domain=organization.domain,
        verified_at=verified_at,
        checked_at=verified_at,
    )


def _buy_seats(ground: Ground, organization: Organization, text: CompanyText) -> None:
    bought_at = organization.created_at + timedelta(days=3)
    then = back_then(ground.ctx, bought_at, ground.users[text.contact.email])
    for slug, quantity in text.seats:
        companies.add_seats(
            then,
            organization_id=organization.id,
            course_id=ground.courses[slug].id,
            quantity=quantity,
            reason="Bought with the first contract.",
        )


def _membership(organization: Organization, user: User, text: CompanyText) -> OrganizationMembership:
    department = next((team.name for team in text.teams if user.email in _emails(team)), "Management")
    return OrganizationMembership(
        created_at=user.created_at,
        organization_id=organization.id,
        user_id=user.id,
        department=department,
        joined_at=user.created_at,
    )


def _emails(team: TeamText) -> set[str]:
    return {person.email for person in (team.lead, *team.members)}


def _plant_team(ground: Ground, organization: Organization, text: TeamText) -> Team:
    people = (text.lead, *text.members)
    founded_at = max(ground.users[person.email].created_at for person in people)
    team = Team(
        created_at=founded_at,
        organization_id=organization.id,
        name=text.name,
        description=text.description,
        manager_id=ground.users[text.lead.email].id,
        target_courses=[ground.courses[slug].id for slug in text.target_courses],
        target_paths=[ground.paths[slug].id for slug in text.target_paths] or None,
        target_skills=ground.skill_ids(text.target_skills),
        completion_deadline=ground.now + timedelta(days=text.deadline_days),
        member_count=len(people),
    )
    ground.plant(team)
    ground.plant(
        *(
            TeamMember(
                created_at=founded_at,
                team_id=team.id,
                user_id=ground.users[person.email].id,
                role=TeamRole.LEAD if person is text.lead else TeamRole.MEMBER,
                joined_at=founded_at,
            )
            for person in people
        )
    )
    return team


def _manager(
    ground: Ground, organization: Organization, text: ManagerText, teams: dict[str, Team]
) -> OrganizationManager:
    return OrganizationManager(
        created_at=ground.users[text.person.email].created_at,
        user_id=ground.users[text.person.email].id,
        organization_id=organization.id,
        role=text.role,
        permissions=list(PRESETS[text.role]),
        team_ids=[teams[name].id for name in text.teams] or None,
    )


def _claim(ground: Ground, organization: Organization, domain: str) -> OrganizationDomain:
    claimed_at = ground.now - timedelta(days=2)
    return OrganizationDomain(
        created_at=claimed_at,
        organization_id=organization.id,
        domain=domain,
        checked_at=claimed_at + timedelta(minutes=5),
        problem="There is no such record yet. New ones may take an hour to be seen everywhere.",
    )


def _invite(ground: Ground, organization: Organization, text: InviteText, inviter: User) -> None:
    who = ground.users.get(text.email)
    invited_at = who.created_at - timedelta(days=1) if who else ground.now - timedelta(days=text.days_ago)
    invite = OrganizationInvite(
        created_at=invited_at,
        organization_id=organization.id,
        email=text.email,
        token_hash=public_id(),
        course_id=ground.courses[text.course].id if text.course else None,
        role=InviteRole.MEMBER,
        invited_by_id=inviter.id,
        sent_at=invited_at,
        expires_at=invited_at + INVITE_LASTS,
    )
    ground.plant(invite)
    companies.hold_seat(back_then(ground.ctx, invited_at, inviter), invite=invite)
    invite.status = text.status
    if who is not None:
        invite.accepted_at, invite.accepted_by_id = who.created_at, who.id
        companies.keep_for(back_then(ground.ctx, who.created_at, who), invite=invite, user_id=who.id)
    elif text.status is InviteStatus.EXPIRED:
        ran_out = back_then(ground.ctx, invite.expires_at)
        companies.release_held(ran_out, invite=invite, reason=f"The invitation of {text.email} ran out.")
