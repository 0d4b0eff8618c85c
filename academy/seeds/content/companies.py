"""The companies that send their people, with their teams and those who look after them."""

from dataclasses import dataclass

from academy.organizations.models import InviteStatus, ManagerRole
from academy.seeds.content import people
from academy.seeds.content.people import PersonText


@dataclass(frozen=True)
class TeamText:
    """A team; courses, paths and skills are slugs, the deadline is days from now."""

    name: str
    description: str
    lead: PersonText
    members: tuple[PersonText, ...]
    target_courses: tuple[str, ...]
    target_skills: tuple[str, ...]
    target_paths: tuple[str, ...] = ()
    deadline_days: int = 60


@dataclass(frozen=True)
class ManagerText:
    """Somebody who sees how a company learns; `teams` are names, none means all."""

    person: PersonText
    role: ManagerRole
    teams: tuple[str, ...] = ()


@dataclass(frozen=True)
class InviteText:
    """An invitation to a course, by slug, or to none. One that is accepted is that of somebody who belongs to it."""

    email: str
    course: str = ""
    status: InviteStatus = InviteStatus.PENDING
    days_ago: int = 4


@dataclass(frozen=True)
class CompanyText:
    """A company. `seats` are bought by the slug of their course; those `claimed` are domains not shown to be its own."""

    name: str
    domain: str
    contact: PersonText
    seats: tuple[tuple[str, int], ...]
    people: tuple[PersonText, ...]
    teams: tuple[TeamText, ...]
    managers: tuple[ManagerText, ...]
    invited: tuple[InviteText, ...] = ()
    claimed: tuple[str, ...] = ()


_NORTH = people.NORTHWIND_PEOPLE
_HALDEN = people.HALDEN_PEOPLE

NORTHWIND = CompanyText(
    name="Northwind Traders",
    domain=people.NORTHWIND,
    contact=people.HANNAH,
    seats=(("ai-fundamentals", 24), ("ai-tools-mastery", 6), ("marketing-ai-mastery", 4)),
    people=(people.HANNAH, *_NORTH),
    teams=(
        TeamText(
            "Operations",
            "Planning, warehousing and import: the people who get goods from the ship to the shelf.",
            people.MARCUS,
            _NORTH[2:7],
            ("ai-fundamentals", "ai-tools-mastery"),
            ("workflow-automation", "ai-tool-selection"),
            deadline_days=45,
        ),
        TeamText(
            "Marketing",
            "Brand, content and campaigns for twelve markets.",
            people.ELIF,
            _NORTH[7:10],
            ("ai-fundamentals", "marketing-ai-mastery"),
            ("marketing-ai", "prompt-engineering"),
            ("domain-expert-track",),
            deadline_days=90,
        ),
        TeamText(
            "Sales & Customer Care",
            "Everyone who talks with customers, before and after the order.",
            _NORTH[12],
            (_NORTH[10], _NORTH[11], _NORTH[13], _NORTH[14]),
            ("ai-fundamentals", "sales-ai-mastery"),
            ("sales-ai", "stakeholder-communication"),
            ("domain-expert-track",),
            deadline_days=75,
        ),
    ),
    managers=(
        ManagerText(people.HANNAH, ManagerRole.ADMIN),
        ManagerText(people.MARCUS, ManagerRole.MANAGER, ("Operations",)),
        ManagerText(people.ELIF, ManagerRole.MANAGER, ("Marketing",)),
        ManagerText(_NORTH[15], ManagerRole.VIEWER),
    ),
    invited=(
        InviteText(_NORTH[9].email, status=InviteStatus.ACCEPTED),
        InviteText("peter.lang@northwind.example", "ai-fundamentals", InviteStatus.EXPIRED, days_ago=40),
        InviteText("interns@northwind.example", status=InviteStatus.REVOKED, days_ago=12),
        InviteText("jakub.dvorak@northwind.example", "ai-fundamentals"),
        InviteText("marta.silva@northwind.example", "ai-tools-mastery"),
    ),
    claimed=("northwind-logistics.example",),
)

HALDEN = CompanyText(
    name="Halden Health",
    domain=people.HALDEN,
    contact=people.INGRID,
    seats=(("hr-ai-mastery", 8), ("ai-fundamentals", 12)),
    people=_HALDEN,
    teams=(
        TeamText(
            "Clinical Administration",
            "Scheduling, records and patient services in four hospitals.",
            _HALDEN[1],
            (_HALDEN[4], _HALDEN[5], _HALDEN[6], _HALDEN[8]),
            ("ai-fundamentals", "ai-tools-mastery"),
            ("workflow-automation", "data-literacy"),
            ("ai-foundations-track",),
            deadline_days=60,
        ),
        TeamText(
            "People & Culture",
            "Hiring, training and everything between a first day and a last one.",
            people.INGRID,
            (_HALDEN[2], _HALDEN[7]),
            ("ai-fundamentals", "hr-ai-mastery"),
            ("hr-ai", "risk-assessment"),
            ("domain-expert-track",),
            deadline_days=120,
        ),
    ),
    managers=(
        ManagerText(people.INGRID, ManagerRole.ADMIN),
        ManagerText(_HALDEN[1], ManagerRole.MANAGER, ("Clinical Administration",)),
    ),
    invited=(InviteText("ole.nygaard@halden.example", "ai-fundamentals"),),
)

CEDAR = CompanyText(
    name="Cedar & Pine Interiors",
    domain=people.CEDAR,
    contact=people.OKSANA,
    seats=(("ai-fundamentals", 4),),
    people=people.CEDAR_PEOPLE,
    teams=(),
    managers=(ManagerText(people.OKSANA, ManagerRole.ADMIN),),
    invited=(InviteText(people.BRAM.email, "ai-fundamentals", InviteStatus.ACCEPTED),),
)
"""A company whose last invoice is overdue."""

COMPANIES = (NORTHWIND, HALDEN, CEDAR)
