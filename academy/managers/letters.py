"""The letters about companies."""

from datetime import UTC, datetime

from academy import routes
from academy.core.settings import settings
from academy.notifications.letters import Action, sample, write
from academy.notifications.schemas import Letter

DATE = "%-d %B %Y"
KEY = "…"
"""What stands for a secret in samples."""
WHY_MANAGER = "You get this because you look after your company's seats."


def page_about(route: routes.Route, company_id: str) -> str:
    """The whole address of a company's page, whichever of their companies its reader looks at by default."""
    return settings().base_url + route.url(query={"company": company_id})


@sample(
    company="Northwind Traders",
    inviter="Hannah Vogel",
    course="AI Fundamentals",
    cohort="March, Europe",
    email="jakub@northwind.example",
    token=KEY,
    expires_at=datetime(2026, 3, 16, 9, 0, tzinfo=UTC),
)
def invited(
    *, company: str, inviter: str, course: str, cohort: str, email: str, token: str, expires_at: datetime
) -> Letter:
    """Somebody is invited into a company, perhaps to a course."""
    to_what = f" A seat in {course} is kept for you{f', in the cohort {cohort}' if cohort else ''}." if course else ""
    return write(
        f"{company} invites you to the AI Enablement Academy",
        f"{inviter or company} invites you to learn with {company}.{to_what}",
        action=Action("Look at the invitation", settings().base_url + routes.JOIN.url(token=token)),
        after=(
            f"It is good until {expires_at.strftime(DATE)}. If you have no account yet, one is made for you when you "
            "sign in with this address; it takes a minute and no password.",
        ),
        why=f"{company} gave us {email} to send you this. If it is not for you, do nothing.",
    )


@sample(company="Northwind Traders", company_id=KEY, course="AI Fundamentals", seats_left=3)
def running_low(*, company: str, company_id: str, course: str, seats_left: int) -> Letter:
    """A company's seats for a course run low."""
    left = "No seat" if seats_left == 0 else "1 seat" if seats_left == 1 else f"{seats_left} seats"
    return write(
        f"{left} left for {course}",
        f"{company} has {left[0].lower()}{left[1:]} left for {course} that nobody has or is invited to.",
        action=Action("See the seats", page_about(routes.ORG_SEATS, company_id)),
        why=WHY_MANAGER,
    )


@sample(company="Northwind Traders", company_id=KEY, reason="Invoice 7 is overdue.")
def suspended(*, company: str, company_id: str, reason: str) -> Letter:
    """A company may not use its seats for now."""
    return write(
        f"{company} is suspended",
        f"From now on {company} can invite nobody and use none of its seats. {reason}",
        "Whoever has begun a course goes on learning. Nothing is lost: seats and invitations are kept as they are.",
        action=Action("See what to do", page_about(routes.ORG, company_id)),
        why=WHY_MANAGER,
    )


@sample(company="Northwind Traders", company_id=KEY)
def reinstated(*, company: str, company_id: str) -> Letter:
    """A company may use its seats again."""
    return write(
        f"{company} is active again",
        f"{company} can use all of its seats again. Thank you.",
        action=Action("Go to your company", page_about(routes.ORG, company_id)),
        why=WHY_MANAGER,
    )


@sample(company="Northwind Traders", domain="northwind.example", token=KEY)
def domain_at_mailbox(*, company: str, domain: str, token: str) -> Letter:
    """A mailbox at a domain is asked whether the domain is a company's own."""
    return write(
        f"Does {domain} belong to {company}?",
        f"{company} says that {domain} is its own. If that is so, confirm it: people with an address there can then "
        "join the company by themselves.",
        action=Action("Confirm the domain", settings().base_url + routes.ORG_DOMAIN.url(token=token)),
        after=("If it is not, do nothing, and nothing happens.",),
        why=f"{company} named this mailbox to show that {domain} is its own.",
    )
