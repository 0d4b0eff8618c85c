"""What people see and change of themselves."""

import pytest
from sqlmodel import select

from academy.core.errors import Invalid, NotFound, SignInRequired
from academy.identity import service
from academy.identity.models import AuthIdentity, RoleAssignment, ScopedRole, User, UserRole
from academy.identity.schemas import Place
from academy.identity.service.profile import initials
from tests.world import Cast, Live

FIELDS = {"name": "Ada King", "title": "Countess", "company": "Analytical Engines", "phone_number": "", "zone": ""}


def test_visitors_are_nobody(live: Live, cast: Cast) -> None:
    assert live.read(service.me, None) is None


def test_the_frames_know_who_is_there(live: Live, cast: Cast) -> None:
    live.add(RoleAssignment(user_id=cast.ines.user_id, role=ScopedRole.INSTRUCTOR))
    me = live.read(service.me, cast.ines)
    assert me is not None
    assert (me.name, me.initials, me.email, me.role, me.zone, me.is_stale) == (
        "Ines", "I", "ines@example.com", UserRole.INDIVIDUAL, "", False,
    )  # fmt: skip
    assert [opened.place for opened in me.places] == [Place.LEARN, Place.COMMUNITY, Place.TEACH]


@pytest.mark.parametrize(
    ("name", "letters"), [("Ada King", "AK"), ("ada", "A"), ("Ada Byron King", "AK"), ("Élan Öz", "ÉÖ"), ("", "")]
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_profile_is_saved(live: Live, cast: Cast) -> None:
    changed = FIELDS | {
        "name": "  Ada \u202e\u200b  King ",
        "zone": "Europe/London",
        "phone_number": "+44 (20) 7946-0018",
    }
    live.write(service.edit_profile, cast.ada, **changed)
    profile = live.read(service.my_profile, cast.ada)
    assert (profile.name, profile.title, profile.company, profile.zone, profile.phone_number) == (
        "Ada King", "Countess", "Analytical Engines", "Europe/London", "+442079460018",
    )  # fmt: skip
    assert live.read(service.my_profile, cast.ben).name == "Ben"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "), ("name", "\u200b \u2066\u3164"), ("name", "x" * 121),
        ("title", "x" * 161), ("company", "x" * 161), ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"), ("phone_number", "020 7946 0018"), ("phone_number", "+12"),
        ("phone_number", "+44 call me"),
    ],
)  # fmt: skip
def test_mistakes_are_named_by_their_field_and_nothing_is_saved(live: Live, cast: Cast, field: str, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        live.write(service.edit_profile, cast.ada, **(FIELDS | {field: value}))
    assert refusal.value.field == field
    assert live.read(service.my_profile, cast.ada).company == ""


def test_text_messages_need_a_number(live: Live, cast: Cast) -> None:
    with pytest.raises(Invalid):
        live.write(service.set_sms_notifications, cast.ada, is_on=True)
    live.write(service.edit_profile, cast.ada, **(FIELDS | {"phone_number": "+442079460018"}))
    live.write(service.set_sms_notifications, cast.ada, is_on=True)
    with pytest.raises(Invalid):
        live.write(service.edit_profile, cast.ada, **FIELDS)
    live.write(service.set_sms_notifications, cast.ada, is_on=False)
    live.write(service.edit_profile, cast.ada, **FIELDS)


def test_mail_can_be_switched_off(live: Live, cast: Cast) -> None:
    live.write(service.set_email_notifications, cast.ada, is_on=False)
    assert not live.read(service.my_profile, cast.ada).email_notifications
    assert live.read(service.my_profile, cast.ben).email_notifications


def test_the_browsers_zone_is_taken_once(live: Live, cast: Cast) -> None:
    live.write(service.adopt_zone, cast.ada, zone="Not/AZone")
    assert live.read(service.my_profile, cast.ada).zone == ""
    live.write(service.adopt_zone, cast.ada, zone="Asia/Tokyo")
    live.write(service.adopt_zone, cast.ada, zone="Europe/London")
    assert live.read(service.my_profile, cast.ada).zone == "Asia/Tokyo"


def test_a_connection_can_be_cut_by_its_owner(live: Live, cast: Cast) -> None:
    made = live.add(
        AuthIdentity(user_id=cast.ada.user_id, issuer="https://accounts.google.com", subject="1", email="ada@g.test")
    )
    [row] = live.read(service.my_connections, cast.ada)
    assert (row.id, row.provider, row.email) == (made.id, "Google", "ada@g.test")
    assert live.read(service.my_connections, cast.ben) == []
    with pytest.raises(NotFound):
        live.write(service.disconnect, cast.ben, connection_id=row.id)
    live.write(service.disconnect, cast.ada, connection_id=row.id)
    assert live.read(service.my_connections, cast.ada) == []
    with pytest.raises(NotFound):
        live.write(service.disconnect, cast.ada, connection_id=row.id)


def test_visitors_have_no_profile(live: Live, cast: Cast) -> None:
    for query in (service.my_profile, service.my_connections, service.my_sessions, service.my_email_change):
        with pytest.raises(SignInRequired):
            live.read(query, None)
    refused = {
        service.edit_profile: FIELDS,
        service.set_email_notifications: {"is_on": False},
        service.set_sms_notifications: {"is_on": False},
        service.adopt_zone: {"zone": "Asia/Tokyo"},
        service.disconnect: {"connection_id": 1},
    }
    for mutation, arguments in refused.items():
        with pytest.raises(SignInRequired):
            live.write(mutation, None, **arguments)
    with live.system() as ctx:
        assert set(ctx.session.exec(select(User.timezone))) == {None}
