"""Companies as the platform's administrators look after them."""

from typing import Any

import pytest
from sqlmodel import select

from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Denied, Invalid, SignInRequired
from academy.live import Query
from academy.managers import service
from academy.notifications.models import MailMessage
from academy.organizations import service as organizations
from academy.organizations.models import Organization, OrganizationDomain, OrganizationInvite, OrganizationStatus
from academy.organizations.schemas import CompanyFields
from tests.managers.conftest import Ground
from tests.organizations.company import assert_seat_laws, make_company
from tests.organizations.conftest import Meridian
from tests.world import Cast, Live

FIELDS = CompanyFields(
    name="Orbit", domain="orbit.example", contact_name="Uma", contact_email="uma@orbit.example", low_seat_threshold=2
)


def test_it_is_for_the_platforms_administrators(live: Live, meridian: Meridian, cast: Cast, ground: Ground) -> None:
    calls: list[tuple[Any, dict[str, Any]]] = [
        (service.company_page, {}),
        (service.company_detail, {"company_id": meridian.id}),
        (service.open_account, {"fields": FIELDS}),
        (service.suspend_company, {"company_id": meridian.id, "reason": "x"}),
        (service.reinstate_company, {"company_id": meridian.id}),
        (
            service.change_seats,
            {"company_id": meridian.id, "course_id": ground.course_id, "quantity": 1, "reason": "x"},
        ),
    ]
    for function, given in calls:
        run = live.read if isinstance(function, Query) else live.write
        for viewer, error in ((meridian.visitor, SignInRequired), (meridian.admin, Denied), (cast.ada, Denied)):
            with pytest.raises(error):
                run(function, viewer, **given)


def test_companies_are_found_by_name_domain_contact_and_standing(live: Live, meridian: Meridian, cast: Cast) -> None:
    with live.system() as ctx:
        make_company(ctx, "Orbit", status=OrganizationStatus.SUSPENDED)

    def names(**asked: Any) -> list[str]:
        return [row.name for row in live.read(service.company_page, cast.olga, **asked).rows]

    assert names() == ["Meridian", "Orbit"]
    assert names(words="office orb") == ["Orbit"]
    assert names(status=OrganizationStatus.SUSPENDED) == ["Orbit"]
    assert live.read(service.company_page, cast.olga).rows[0].members == 8


def test_an_account_is_opened_and_its_contact_invited(live: Live, meridian: Meridian, cast: Cast) -> None:
    company_id = live.write(service.open_account, cast.olga, fields=FIELDS)
    with live.system() as ctx:
        invite = ctx.session.exec(select(OrganizationInvite)).one()
        assert (invite.organization_id, invite.email, invite.role) == (company_id, "uma@orbit.example", "admin")
        assert ctx.session.exec(select(MailMessage.to_email)).one() == "uma@orbit.example"
    detail = live.read(service.company_detail, cast.olga, company_id=company_id)
    assert detail is not None
    assert [event.by for event in detail.history] == ["Olga", "Olga"]


def test_a_domain_that_is_another_companys_own_is_refused(live: Live, cast: Cast) -> None:
    company_id = live.write(service.open_account, cast.olga, fields=FIELDS)
    with live.system() as ctx:
        ctx.session.exec(
            select(OrganizationDomain).where(OrganizationDomain.organization_id == company_id)
        ).one().verified_at = ctx.now
    with pytest.raises(Conflict, match="belongs to Orbit"):
        live.write(organizations.create_organization, cast.ada, fields=FIELDS)


def test_seats_are_given_and_taken_back(live: Live, meridian: Meridian, cast: Cast, ground: Ground) -> None:
    given: dict[str, Any] = {"company_id": meridian.id, "course_id": ground.course_id}
    live.write(service.change_seats, cast.olga, quantity=4, reason="For the pilot.", **given)
    live.write(service.change_seats, cast.olga, quantity=-2, reason="Too many.", **given)
    with pytest.raises(Conflict, match="has 5 free seats"):
        live.write(service.change_seats, cast.olga, quantity=-6, reason="All of them.", **given)
    for changed in ({"quantity": 0, "reason": "x"}, {"quantity": 1, "reason": " "}):
        with pytest.raises(Invalid):
            live.write(service.change_seats, cast.olga, **given, **changed)
    with live.system() as ctx:
        assert_seat_laws(ctx.session)
        noted = select(AuditEntry.summary).where(AuditEntry.action == "organizations.seats_changed")
        assert ctx.session.exec(noted.order_by(AuditEntry.id)).all() == [
            "Gave 4 seats for AI Enablement: For the pilot.",
            "Took back 2 seats for AI Enablement: Too many.",
        ]


def test_a_company_is_suspended_with_a_reason_and_reinstated(live: Live, meridian: Meridian, cast: Cast) -> None:
    with pytest.raises(Invalid):
        live.write(service.suspend_company, cast.olga, company_id=meridian.id, reason="")
    live.write(service.suspend_company, cast.olga, company_id=meridian.id, reason="Talks  are on.")
    standing = live.read(service.standing, meridian.viewer)
    assert (standing.status, standing.suspended_reason) == ("suspended", "Talks are on.")
    live.write(service.reinstate_company, cast.olga, company_id=meridian.id)
    with pytest.raises(Conflict):
        live.write(service.reinstate_company, cast.olga, company_id=meridian.id)
    with live.system() as ctx:
        assert ctx.session.get_one(Organization, meridian.id).suspended_reason is None
