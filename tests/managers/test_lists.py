"""Lists of people: read whatever their encoding, looked at line by line, sent once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from academy.core.errors import Conflict, Denied, Invalid, NotFound, SignInRequired, TooManyRequests
from academy.live import SYSTEM, Viewer
from academy.managers import lists, service
from academy.organizations.models import InviteStatus, OrganizationInvite
from academy.organizations.schemas import Invitation
from tests.managers.conftest import Ground
from tests.organizations.company import assert_seat_laws
from tests.organizations.conftest import Meridian
from tests.world import FrozenClock, Live

NAMES = "email;department\r\njosé@a.example;Vertrieb für Möbel\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_whatever_its_encoding(encoding: str) -> None:
    (line,) = lists.read_list(lists.decoded(NAMES.encode(encoding)))
    assert (line.line, line.email, line.department) == (2, "josé@a.example", "Vertrieb für Möbel")


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"x" * (lists.MOST_BYTES + 1), b"\xff\xfe\x00"])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        lists.decoded(content)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_are_known_by_their_names_in_any_order(separator: str) -> None:
    rows = [["Role", "E-Mail", "Cohort"], ["viewer", "a@b.example", "April"], ["", "", ""], ["", "c@d.example"]]
    read = lists.read_list("\n".join(separator.join(row) for row in rows))
    assert [(line.email, line.role, line.cohort) for line in read] == [
        ("a@b.example", "viewer", "April"),
        ("c@d.example", "", ""),
    ]


def test_addresses_alone_do_as_well() -> None:
    pasted = "Ada <ada@a.example>, ben@b.example;\ncleo@c.example  dan@d.example"
    assert [line.email for line in lists.read_list(pasted)] == [
        "ada@a.example",
        "ben@b.example",
        "cleo@c.example",
        "dan@d.example",
    ]


@pytest.mark.parametrize("text", ["", "nobody here", "email\n", "a@b.example\n" * 501])
def test_nobody_and_too_many_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        lists.read_list(text)


def test_a_quote_that_is_never_closed_is_refused_in_words() -> None:
    with pytest.raises(Invalid, match="cannot be read"):
        lists.read_list('email\n"' + "a" * 140_000)


def test_the_template_can_be_handed_in() -> None:
    assert len(lists.read_list(lists.TEMPLATE)) == 2


LIST = """email,course,cohort,team,department,role
new@a.example,ai-enablement,,Operations,Planning,
NEW@a.example,,,,,
nobody,,,,,
mia@meridian.example,,,,,
invited@a.example,,,,,
a@a.example,No such course,,,,
b@a.example,,No such cohort,,,
c@a.example,,,No such team,,
d@a.example,,,,,king
e@a.example,,Ours,,,
f@a.example,AI Enablement,,,,
g@a.example,AI Enablement,,,,
h@a.example,,,,,viewer
"""
SAID = {
    2: "",
    3: "stands in line 2 already",
    4: "does not look like an e-mail address",
    5: "belongs to the company already",
    6: "invited already",
    7: "no course “No such course”",
    8: "no open cohort “No such cohort”",
    9: "no team “No such team”",
    10: "no role “king”",
    11: "",
    12: "",
    13: "not enough seats",
    14: "",
}


def hand_in(live: Live, meridian: Meridian, viewer: Viewer, text: str = LIST) -> str:
    return live.write(service.hand_in_list, viewer, organization_id=meridian.id, text=text)


@pytest.fixture
def invited(live: Live, meridian: Meridian, ground: Ground) -> None:
    invitation = Invitation(email="invited@a.example")
    live.write(service.invite_person, meridian.admin, organization_id=meridian.id, invitation=invitation)


@pytest.mark.usefixtures("invited")
def test_each_line_says_what_is_wrong_with_it(live: Live, meridian: Meridian) -> None:
    view = live.read(service.import_view, meridian.admin, list_id=hand_in(live, meridian, meridian.admin))
    assert view is not None
    for row in view.rows:
        assert bool(row.problem) == bool(SAID[row.line]), row
        assert SAID[row.line] in row.problem
    assert (view.good, view.is_sent) == (4, False)


@pytest.mark.usefixtures("invited")
def test_what_was_shown_is_what_is_sent_and_once(live: Live, meridian: Meridian) -> None:
    list_id = hand_in(live, meridian, meridian.admin)
    view = live.read(service.import_view, meridian.admin, list_id=list_id)
    assert view is not None
    outcomes = live.write(service.send_list, meridian.admin, organization_id=meridian.id, list_id=list_id)
    assert [outcome.is_done for outcome in outcomes] == [not row.problem for row in view.rows]
    with live.system() as ctx:
        assert_seat_laws(ctx.session)
        pending = select(OrganizationInvite.email).where(OrganizationInvite.status == InviteStatus.PENDING)
        assert set(ctx.session.exec(pending)) == {
            "invited@a.example",
            "new@a.example",
            "e@a.example",
            "f@a.example",
            "h@a.example",
        }
    with pytest.raises(Conflict, match="sent already"):
        live.write(service.send_list, meridian.admin, organization_id=meridian.id, list_id=list_id)


def test_whoever_looks_after_a_part_invites_into_that_part(live: Live, meridian: Meridian, ground: Ground) -> None:
    text = "email,team,department,role\na@a.example,Operations,,\nb@a.example,,,\nc@a.example,Operations,,admin\n"
    view = live.read(service.import_view, meridian.lead, list_id=hand_in(live, meridian, meridian.lead, text))
    assert view is not None
    assert [bool(row.problem) for row in view.rows] == [False, True, True]
    given: dict[str, Any] = {"organization_id": meridian.id}
    with pytest.raises(Denied):
        live.write(service.invite_person, meridian.lead, invitation=Invitation(email="b@a.example"), **given)


def test_a_department_is_no_way_into_another_team(live: Live, meridian: Meridian, ground: Ground) -> None:
    given: dict[str, Any] = {"organization_id": meridian.id}
    beside = Invitation(email="a@a.example", department="Finance", team_id=meridian.team_id)
    with pytest.raises(Denied):
        live.write(service.invite_person, meridian.clerk, invitation=beside, **given)
    live.write(service.invite_person, meridian.clerk, invitation=beside.model_copy(update={"team_id": None}), **given)


def test_lists_are_handed_in_now_and_then_and_forgotten(
    live: Live, meridian: Meridian, ground: Ground, clock: FrozenClock
) -> None:
    for _ in range(30):
        list_id = hand_in(live, meridian, meridian.admin)
    with pytest.raises(TooManyRequests):
        hand_in(live, meridian, meridian.admin)
    clock.advance(timedelta(days=8))
    live.write(service.forget_lists, SYSTEM)
    assert live.read(service.import_view, meridian.admin, list_id=list_id) is None


def test_lists_are_for_those_who_look_after_seats(live: Live, meridian: Meridian, ground: Ground) -> None:
    list_id = hand_in(live, meridian, meridian.admin)
    given: dict[str, Any] = {"organization_id": meridian.id}
    for viewer, error in ((meridian.visitor, SignInRequired), (meridian.mia, NotFound), (meridian.viewer, Denied)):
        with pytest.raises(error):
            hand_in(live, meridian, viewer)
        with pytest.raises(error):
            live.write(service.send_list, viewer, list_id=list_id, **given)
        with pytest.raises(error):
            live.read(service.import_view, viewer, list_id=list_id)
    with pytest.raises(NotFound):
        live.write(service.send_list, meridian.admin, list_id="nothing", **given)
    assert live.read(service.import_view, meridian.admin, list_id="nothing") is None
