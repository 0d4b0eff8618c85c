"""The demo academy's people, for whoever wants to look through their eyes."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import SQLModel, col, select

from academy.core.errors import NotFound
from academy.core.loading import only
from academy.core.settings import settings
from academy.identity.models import RoleAssignment, ScopedRole, User, UserRole
from academy.identity.schemas import DemoGroup, DemoPerson, SignInOptions
from academy.identity.viewer import DEMO_DOMAIN
from academy.live import Context, everyone, query

GROUP_SIZE = 40


def demo_mode(_ctx: Context, **_arguments: Any) -> None:
    """Anybody may in a demo academy, nobody elsewhere."""
    if not settings().demo:
        raise NotFound("This is not a demo academy.")


@query(policy=demo_mode)
def demo_people(ctx: Context) -> list[DemoGroup]:
    """The people one may step into, by what they see; those worth meeting first come first."""
    shown = only(User.name, User.title, User.company, User.role)
    statement = select(User).options(shown).where(col(User.email).endswith(DEMO_DOMAIN))
    people = ctx.session.exec(statement.order_by(col(User.id))).all()
    duties = ctx.session.exec(select(RoleAssignment.user_id, RoleAssignment.role)).all()
    cohorts = SQLModel.metadata.tables["cohorts"]
    named = ctx.session.execute(select(cohorts.c.instructor_id).distinct()).scalars()
    teach = {*named, *(user_id for user_id, role in duties if role == ScopedRole.INSTRUCTOR)}
    help_out = {user_id for user_id, role in duties} - teach
    groups: dict[str, list[User]] = {
        "Learners": [],
        "Instructors": [],
        "Managers": [],
        "Administrators": [],
        "Team": [],
    }
    for person in people:
        if person.role == UserRole.PLATFORM_ADMIN:
            groups["Administrators"].append(person)
        elif person.id in teach:
            groups["Instructors"].append(person)
        elif person.id in help_out:
            groups["Team"].append(person)
        else:
            groups["Managers" if person.role == UserRole.ORG_ADMIN else "Learners"].append(person)
    return [DemoGroup(label=label, people=_rows(group[:GROUP_SIZE])) for label, group in groups.items() if group]


@query(policy=everyone)
def sign_in_options(ctx: Context) -> SignInOptions:
    """The ways in that this academy offers."""
    return SignInOptions(
        provider=settings().oidc_name if settings().has_oidc else "",
        has_inbox=settings().has_inbox,
        demo=demo_people(ctx) if settings().demo else [],
    )


def _rows(people: Iterable[User]) -> list[DemoPerson]:
    return [
        DemoPerson(
            user_id=person.id,
            name=person.name,
            about=", ".join(part for part in (person.title, person.company) if part),
        )
        for person in people
    ]
