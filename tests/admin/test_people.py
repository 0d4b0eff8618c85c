"""People as administrators look them up and help them: who may, what is found, what is on record."""

from typing import Any

import pytest
from sqlmodel import select

from academy.admin import service
from academy.admin.schemas import Group, PersonDetail, PersonRow
from academy.core.audit import AuditEntry
from academy.core.errors import Conflict, Denied, Invalid, NotFound, SignInRequired, TooManyRequests
from academy.enrollment.models import EnrollmentStatus
from academy.identity import service as identity
from academy.identity.models import RoleAssignment, ScopedRole, User, UserRole
from academy.identity.schemas import Browser
from academy.live import ANONYMOUS, Mutation
from academy.notifications import subscribers  # noqa: F401
from academy.notifications.models import MailMessage, MailSuppression, SuppressionCause
from academy.organizations.models import ManagerRole, Organization, OrganizationManager, OrganizationMembership
from tests.queries import town as plan
from tests.world import Cast, Live

DOINGS: dict[Any, dict[str, Any]] = {
    service.person_page: {},
    service.person_detail: {"user_id": 1},
    service.person_mail: {"user_id": 1},
    service.person_trail: {"user_id": 1},
    service.trail_page: {},
    service.scope_choices: {},
    service.take_administration: {"user_id": 1},
    identity.correct_name: {"user_id": 1, "name": "X"},
    identity.sign_out_person: {"user_id": 1},
    identity.mail_sign_in_link: {"user_id": 1},
    identity.give_administration: {"user_id": 1},
}


def names(live: Live, cast: Cast, **arguments: Any) -> list[str]:
    rows: list[PersonRow] = live.read(service.person_page, cast.olga, **arguments).rows
    return [row.name for row in rows]


def detail(live: Live, cast: Cast, user_id: int | None) -> PersonDetail:
    found: PersonDetail = live.read(service.person_detail, cast.olga, user_id=user_id)
    return found


def user(live: Live, user_id: int | None) -> User:
    with live.system() as ctx:
        return ctx.session.get_one(User, user_id)


def recorded(live: Live) -> list[tuple[str, str]]:
    with live.system() as ctx:
        return list(ctx.session.exec(select(AuditEntry.action, AuditEntry.summary).order_by(AuditEntry.id)))


def company(live: Live, *members: int | None) -> int:
    made = live.add(
        Organization(name="Meridian", domain="m.example", contact_email="max@m.example", contact_name="Max")
    )
    for member in members:
        live.add(OrganizationMembership(organization_id=made.id, user_id=member, joined_at=live.clock()))
    return made.id


def test_nobody_else_may(live: Live, cast: Cast) -> None:
    live.add(RoleAssignment(user_id=cast.ines.user_id, role=ScopedRole.CONTENT_EDITOR))
    for doing, arguments in DOINGS.items():
        run: Any = live.write if isinstance(doing, Mutation) else live.read
        for viewer in (cast.ada, cast.ines, cast.max):
            with pytest.raises(Denied):
                run(doing, viewer, **arguments)
        with pytest.raises(SignInRequired):
            run(doing, ANONYMOUS, **arguments)


# Finding them


def test_people_are_found_by_the_beginnings_of_words(live: Live, cast: Cast) -> None:
    live.add(User(email="a.lovelace@analytical.example", name="Augusta King", company="Babbage & Sons"))
    assert names(live, cast) == ["Augusta King", "Olga", "Max", "Ines", "Ben", "Ada"]
    for words in ("king", "AUG", "lovelace@analytical.example", "babb sons", "king analyt"):
        assert names(live, cast, words=words) == ["Augusta King"]
    assert names(live, cast, words="nobody") == []
    live.write(identity.correct_name, cast.olga, user_id=cast.ben.user_id, name="Benedict")
    assert names(live, cast, words="benedict") == ["Benedict"]


def test_people_are_narrowed_by_what_they_are(live: Live, cast: Cast) -> None:
    meridian = company(live, cast.max.user_id)
    live.add(RoleAssignment(user_id=cast.ines.user_id, role=ScopedRole.INSTRUCTOR))
    live.add(RoleAssignment(user_id=cast.ines.user_id, role=ScopedRole.MODERATOR))
    live.add(RoleAssignment(user_id=cast.ben.user_id, role=ScopedRole.CONTENT_EDITOR))
    live.add(MailSuppression(email="ada@example.com", cause=SuppressionCause.HARD_BOUNCE))
    found = {group: names(live, cast, group=group) for group in Group}
    assert found == {
        Group.ADMINS: ["Olga"],
        Group.INSTRUCTORS: ["Ines"],
        Group.MODERATORS: ["Ines"],
        Group.EDITORS: ["Ben"],
        Group.COMPANIES: ["Max"],
        Group.SEATED: [],
        Group.UNREACHABLE: ["Ada"],
    }
    assert names(live, cast, organization_id=meridian) == ["Max"]
    assert names(live, cast, organization_id=meridian + 1) == []


def test_a_row_and_the_details_say_what_is_so(live: Live) -> None:
    town = plan.build(live)
    row = live.read(service.person_page, "olga", words="ada").rows[0]
    assert (row.name, row.seats, row.is_admin, row.seen_at) == ("Ada", 3, False, live.clock())
    ada = live.read(service.person_detail, "olga", user_id=town["ada"].id)
    assert [seat.status for seat in ada.seats][:2] == [EnrollmentStatus.EXPIRED, EnrollmentStatus.COMPLETED]
    assert [order.refunded_cents for order in ada.orders] == [0, 100_00, 0], "a bundle, and two seats"
    assert len(ada.sessions) == 2
    assert live.read(service.person_detail, "olga", user_id=town["mo"].id).companies[0].name == "Meridian"
    (role,) = live.read(service.person_detail, "olga", user_id=town["ivan"].id).roles
    assert (role.scope, role.where) == ("may", f"cohort {town['may'].id}")
    assert live.read(service.person_detail, "olga", user_id=town["olga"].id).is_me


def test_pages_go_on_where_the_last_ended(live: Live, cast: Cast) -> None:
    for number in range(40):
        live.add(User(email=f"{number}@many.example", name=f"Number {number}"))
    page = live.read(service.person_page, cast.olga, words="many")
    assert (len(page.rows), page.has_more) == (25, True)
    assert len(live.read(service.person_page, cast.olga, words="many", until=page.until).rows) == 40


def test_who_is_not_there(live: Live, cast: Cast) -> None:
    with pytest.raises(NotFound):
        detail(live, cast, 999)
    for doing in (identity.sign_out_person, identity.mail_sign_in_link, identity.give_administration):
        with pytest.raises(NotFound):
            live.write(doing, cast.olga, user_id=999)


# Helping them


def test_a_name_is_corrected(live: Live, cast: Cast) -> None:
    live.write(identity.correct_name, cast.olga, user_id=cast.ada.user_id, name="  Ada \u2067 Lovelace\ufeff ")
    live.write(identity.correct_name, cast.olga, user_id=cast.ada.user_id, name="Ada Lovelace")
    assert user(live, cast.ada.user_id).name == "Ada Lovelace"
    assert recorded(live) == [("identity.name_corrected", "Corrected the name of Ada to Ada Lovelace.")]
    for name in (" ", "x" * 121):
        with pytest.raises(Invalid) as problem:
            live.write(identity.correct_name, cast.olga, user_id=cast.ada.user_id, name=name)
        assert problem.value.field == "name"


def test_all_their_sessions_end(live: Live) -> None:
    town = plan.build(live)
    assert live.read(identity.me, "ada") is not None
    live.write(identity.sign_out_person, "olga", user_id=town["ada"].id)
    assert live.read(identity.me, "ada") is live.read(identity.me, plan.PHONE) is None
    assert live.read(identity.me, "ben") is not None


def test_a_link_is_mailed_to_them_alone_and_lets_them_in_once(live: Live, cast: Cast) -> None:
    for _ in range(5):
        live.write(identity.mail_sign_in_link, cast.olga, user_id=cast.ada.user_id)
    with pytest.raises(TooManyRequests):
        live.write(identity.mail_sign_in_link, cast.olga, user_id=cast.ada.user_id)
    with live.system() as ctx:
        mail = ctx.session.exec(select(MailMessage).order_by(MailMessage.id)).first()
        assert mail is not None
        assert mail.to_email == "ada@example.com"
        token = mail.text_body.partition("token=")[2].split()[0]
    assert token not in str(recorded(live))
    signed_in = live.write(identity.sign_in_by_link, token=token, code="", browser=Browser())
    assert live.read(identity.me, signed_in.token).email == "ada@example.com"
    assert live.write(identity.sign_in_by_link, token=token, code="", browser=Browser()).problem


def test_administration_is_given_and_taken(live: Live, cast: Cast) -> None:
    live.write(identity.give_administration, cast.olga, user_id=cast.ada.user_id)
    assert user(live, cast.ada.user_id).role == UserRole.PLATFORM_ADMIN
    with pytest.raises(Conflict, match="already"):
        live.write(identity.give_administration, cast.olga, user_id=cast.ada.user_id)
    live.write(service.take_administration, cast.olga, user_id=cast.ada.user_id)
    assert user(live, cast.ada.user_id).role == UserRole.INDIVIDUAL
    with pytest.raises(Conflict, match="any more"):
        live.write(service.take_administration, cast.olga, user_id=cast.ada.user_id)
    assert [action for action, _ in recorded(live)] == ["identity.admin_made", "identity.admin_removed"]


@pytest.mark.parametrize(("manages", "role"), [(False, UserRole.ORG_MEMBER), (True, UserRole.ORG_ADMIN)])
def test_without_administration_they_are_what_their_company_made_them(
    live: Live, cast: Cast, manages: bool, role: UserRole
) -> None:
    meridian = company(live, cast.ada.user_id)
    if manages:
        live.add(OrganizationManager(organization_id=meridian, user_id=cast.ada.user_id, role=ManagerRole.ADMIN))
    live.write(identity.give_administration, cast.olga, user_id=cast.ada.user_id)
    live.write(service.take_administration, cast.olga, user_id=cast.ada.user_id)
    assert user(live, cast.ada.user_id).role == role


def test_nobody_locks_themselves_out_and_the_last_one_stays(live: Live, cast: Cast) -> None:
    live.write(identity.give_administration, cast.olga, user_id=cast.ada.user_id)
    with pytest.raises(Conflict, match="your own"):
        live.write(service.take_administration, cast.olga, user_id=cast.olga.user_id)
    live.write(service.take_administration, cast.olga, user_id=cast.ada.user_id)
    with live.system() as ctx, pytest.raises(Conflict, match="last administrator"):
        service.take_administration(ctx, user_id=cast.olga.user_id)


# What was done


def test_the_record_of_a_person_is_what_they_did_and_what_was_done_to_them(live: Live, cast: Cast) -> None:
    live.write(identity.correct_name, cast.olga, user_id=cast.ada.user_id, name="Ada L.")
    live.write(identity.correct_name, cast.olga, user_id=cast.ben.user_id, name="Ben B.")
    live.write(identity.sign_out_everywhere, cast.ada)

    def told(user_id: int | None) -> list[str]:
        return [row.action for row in live.read(service.person_trail, cast.olga, user_id=user_id).rows]

    assert told(cast.ada.user_id) == ["identity.signed_out_everywhere", "identity.name_corrected"]
    assert told(cast.olga.user_id) == ["identity.name_corrected"] * 2
    row = live.read(service.person_trail, cast.olga, user_id=cast.ben.user_id).rows[0]
    assert (row.actor, row.changes[0].before, row.changes[0].after) == ("Olga", "Ben", "Ben B.")


def test_the_record_is_searched_and_narrowed(live: Live, cast: Cast) -> None:
    live.write(identity.correct_name, cast.olga, user_id=cast.ada.user_id, name="Ada L.")
    live.write(identity.sign_out_person, cast.olga, user_id=cast.ben.user_id)
    live.write(identity.sign_out_everywhere, cast.ada)

    def found(**arguments: Any) -> list[str]:
        return [row.action.partition(".")[2] for row in live.read(service.trail_page, cast.olga, **arguments).rows]

    assert found() == ["signed_out_everywhere", "signed_out_by_admin", "name_corrected"]
    assert found(words="ada l.") == ["signed_out_everywhere", "name_corrected"]
    assert found(words="out by admin") == ["signed_out_by_admin"]
    assert found(actor_id=cast.ada.user_id) == ["signed_out_everywhere"]
    assert found(domain="identity", words="signed ben") == ["signed_out_by_admin"]
    assert found(domain="catalog") == []
    assert found(words="%") == []
