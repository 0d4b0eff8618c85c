"""Domains: shown by a TXT record in a real name server, or by a mailbox; joined by those whose address is there."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from dnslib import QTYPE, RCODE, RR, TXT
from dnslib.server import BaseResolver, DNSServer
from sqlmodel import select

from academy.core.errors import Conflict, Denied, Invalid, NotFound, SignInRequired, TooManyRequests
from academy.core.settings import settings
from academy.identity import service as identity
from academy.identity.models import User
from academy.identity.schemas import Browser, ProviderIdentity
from academy.live import SYSTEM, Context, Viewer
from academy.live.events import subscribe
from academy.organizations import jobs, service, subscribers  # noqa: F401
from academy.organizations.events import DomainAsked
from academy.organizations.mail_domains import clean_domain
from academy.organizations.models import AutoJoin, OrganizationDomain, OrganizationMembership
from tests.organizations.company import make_company
from tests.organizations.conftest import Meridian
from tests.world import FrozenClock, Live

DOMAIN = "meridian.test"
TOKENS: list[str] = []


@subscribe(DomainAsked)
def remember(_ctx: Context, fact: DomainAsked) -> None:
    TOKENS.append(fact.token)


class Zone(BaseResolver):  # type: ignore[misc]
    """A name server's answers: TXT records by name; where it is `broken` it fails."""

    def __init__(self) -> None:
        self.records: dict[str, str] = {}
        self.is_broken = False

    def resolve(self, request: Any, handler: Any) -> Any:
        reply, name = request.reply(), str(request.q.qname).rstrip(".").lower()
        if self.is_broken:
            reply.header.rcode = RCODE.SERVFAIL
        elif name in self.records:
            text = self.records[name]
            reply.add_answer(RR(name, QTYPE.TXT, rdata=TXT([text[:10], text[10:]])))
        else:
            reply.header.rcode = RCODE.NXDOMAIN
        return reply


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Zone]:
    """A name server on this machine, which domains are looked up at."""
    zone = Zone()
    server = DNSServer(zone, address="127.0.0.1", port=0)
    monkeypatch.setenv("ACADEMY_DNS_SERVER", f"127.0.0.1:{server.server.server_address[1]}")
    settings.cache_clear()
    server.start_thread()
    yield zone
    server.stop()
    server.server.server_close()


@pytest.fixture
def domain_id(live: Live, meridian: Meridian) -> int:
    return live.write(service.add_domain, meridian.admin, organization_id=meridian.id, domain=DOMAIN)


def row(live: Live, domain_id: int) -> OrganizationDomain:
    with live.system() as ctx:
        return ctx.session.get_one(OrganizationDomain, domain_id)


def look_up(live: Live, meridian: Meridian, domain_id: int) -> OrganizationDomain:
    live.write(service.check_domain, meridian.admin, organization_id=meridian.id, domain_id=domain_id)
    work = live.scheduled[-1]
    assert work.job == jobs.look_up_domain.name
    jobs.look_up_domain(live, **work.arguments)
    return row(live, domain_id)


def test_the_right_record_makes_a_domain_the_companys_own(
    live: Live, meridian: Meridian, domain_id: int, zone: Zone
) -> None:
    assert "no such record yet" in (look_up(live, meridian, domain_id).problem or "")
    challenge = live.read(service.challenge_of, SYSTEM, domain_id=domain_id)
    assert challenge is not None
    zone.records[challenge.record] = "something else"
    assert "something else" in (look_up(live, meridian, domain_id).problem or "")
    zone.is_broken = True
    assert "did not answer" in (look_up(live, meridian, domain_id).problem or "")
    zone.is_broken = False
    zone.records[challenge.record] = challenge.value
    found = look_up(live, meridian, domain_id)
    assert (found.verified_at, found.problem) == (live.clock(), None)
    assert live.read(service.challenge_of, SYSTEM, domain_id=domain_id) is None


def test_a_domain_is_one_companys_own(live: Live, meridian: Meridian, domain_id: int) -> None:
    with live.system() as ctx:
        other = OrganizationDomain(organization_id=make_company(ctx, "Orbit").id, domain=DOMAIN, verified_at=ctx.now)
        ctx.session.add(other)
        ctx.session.flush()
        value = service.value_of(ctx.session.get_one(OrganizationDomain, domain_id))
    live.write(service.note_check, SYSTEM, domain_id=domain_id, found=[value])
    assert (row(live, domain_id).verified_at, "another company" in (row(live, domain_id).problem or "")) == (None, True)
    with live.system() as ctx:
        ctx.session.get_one(OrganizationDomain, other.id).domain = "orbit.test"
    with pytest.raises(Conflict, match="another company"):
        live.write(service.add_domain, meridian.admin, organization_id=meridian.id, domain="orbit.test")


def test_a_mailbox_confirms_once_with_no_account(
    live: Live, meridian: Meridian, domain_id: int, clock: FrozenClock
) -> None:
    given: dict[str, Any] = {"organization_id": meridian.id, "domain_id": domain_id}
    with pytest.raises(Invalid, match="postmaster"):
        live.write(service.ask_mailbox, meridian.admin, mailbox="ada", **given)
    live.write(service.ask_mailbox, meridian.admin, mailbox="postmaster", **given)
    late = TOKENS[-1]
    clock.advance(timedelta(days=3))
    with pytest.raises(NotFound):
        live.write(service.confirm_domain, meridian.visitor, token=late)
    live.write(service.ask_mailbox, meridian.admin, mailbox="admin", **given)
    claim = live.read(service.domain_claim, meridian.visitor, token=TOKENS[-1])
    assert claim is not None
    assert (claim.company, claim.domain) == ("Meridian", DOMAIN)
    live.write(service.confirm_domain, meridian.visitor, token=TOKENS[-1])
    assert row(live, domain_id).verified_at == clock()
    with pytest.raises(NotFound):
        live.write(service.confirm_domain, meridian.visitor, token=TOKENS[-1])


def test_domains_are_for_those_who_may_change_settings(live: Live, meridian: Meridian, domain_id: int) -> None:
    given: dict[str, Any] = {"organization_id": meridian.id}
    calls: list[tuple[Any, dict[str, Any]]] = [
        (service.add_domain, {"domain": "b.test"}),
        (service.check_domain, {"domain_id": domain_id}),
        (service.ask_mailbox, {"domain_id": domain_id, "mailbox": "admin"}),
        (service.set_auto_join, {"domain_id": domain_id, "auto_join": AutoJoin.OFF}),
        (service.remove_domain, {"domain_id": domain_id}),
    ]
    for mutation, more in calls:
        for viewer, error in (
            (meridian.visitor, SignInRequired),
            (meridian.stranger, NotFound),
            (meridian.mia, NotFound),
            (meridian.manager, Denied),
            (meridian.viewer, Denied),
        ):
            with pytest.raises(error):
                live.write(mutation, viewer, **given, **more)
    with pytest.raises(NotFound):
        live.write(service.remove_domain, meridian.admin, domain_id=0, **given)
    live.write(service.remove_domain, meridian.admin, domain_id=domain_id, **given)


def test_a_domain_is_not_looked_up_all_the_time(live: Live, meridian: Meridian, domain_id: int) -> None:
    given: dict[str, Any] = {"organization_id": meridian.id, "domain_id": domain_id}
    for _ in range(5):
        live.write(service.check_domain, meridian.admin, **given)
    with pytest.raises(TooManyRequests):
        live.write(service.check_domain, meridian.admin, **given)


def test_a_company_has_some_domains_and_asks_some_mailboxes(live: Live, meridian: Meridian) -> None:
    given: dict[str, Any] = {"organization_id": meridian.id}
    domains = [
        live.write(service.add_domain, meridian.admin, domain=f"d{number}.test", **given) for number in range(20)
    ]
    with pytest.raises(Conflict, match="up to 20 domains"):
        live.write(service.add_domain, meridian.admin, domain="one-more.test", **given)
    for domain_id in domains[:10]:
        live.write(service.ask_mailbox, meridian.admin, domain_id=domain_id, mailbox="admin", **given)
    with pytest.raises(TooManyRequests):
        live.write(service.ask_mailbox, meridian.admin, domain_id=domains[10], mailbox="admin", **given)


@pytest.fixture
def joiner(live: Live, domain_id: int) -> Callable[[AutoJoin], Viewer]:
    """Verifies the domain, says how people join by it, and lets Zoe, whose address is there, sign in."""

    def sign_in(how: AutoJoin) -> Viewer:
        with live.system() as ctx:
            found = ctx.session.get_one(OrganizationDomain, domain_id)
            found.verified_at, found.auto_join = ctx.now, how
        zoe = ProviderIdentity(
            issuer="https://id.test",
            provider="x",
            subject="z",
            email=f"zoe@{DOMAIN}",
            is_email_verified=True,
            name="Zoe",
        )
        live.write(identity.sign_in_by_provider, SYSTEM, identity=zoe, next_path="/", browser=Browser())
        with live.system() as ctx:
            user = ctx.session.exec(select(User).where(User.email == f"zoe@{DOMAIN}")).one()
            return Viewer(user_id=user.id, role=user.role.value)

    return sign_in


def members(live: Live, viewer: Viewer) -> list[bool]:
    with live.system() as ctx:
        statement = select(OrganizationMembership.left_at).where(OrganizationMembership.user_id == viewer.user_id)
        return [left_at is None for left_at in ctx.session.exec(statement)]


def test_people_join_at_once_where_the_company_says_so(
    live: Live, meridian: Meridian, joiner: Callable[[AutoJoin], Viewer]
) -> None:
    zoe = joiner(AutoJoin.JOIN)
    assert members(live, zoe) == [True]
    live.write(service.leave_organization, zoe, organization_id=meridian.id)
    joiner(AutoJoin.JOIN)
    assert members(live, zoe) == [False], "whoever left is not taken in again"


def test_people_are_asked_where_the_company_says_so(
    live: Live, meridian: Meridian, joiner: Callable[[AutoJoin], Viewer]
) -> None:
    zoe = joiner(AutoJoin.ASK)
    assert [company.name for company in live.read(service.joinable, zoe)] == ["Meridian"]
    assert members(live, zoe) == []
    with pytest.raises(NotFound):
        live.write(service.join_by_domain, meridian.stranger, organization_id=meridian.id)
    live.write(service.join_by_domain, zoe, organization_id=meridian.id)
    assert members(live, zoe) == [True]
    assert live.read(service.joinable, zoe) == []


def test_nobody_joins_by_a_domain_that_is_not_verified_or_is_off(
    live: Live, meridian: Meridian, domain_id: int, joiner: Callable[[AutoJoin], Viewer]
) -> None:
    zoe = joiner(AutoJoin.OFF)
    assert live.read(service.joinable, zoe) == []
    with live.system() as ctx:
        found = ctx.session.get_one(OrganizationDomain, domain_id)
        found.auto_join, found.verified_at = AutoJoin.ASK, None
    assert live.read(service.joinable, zoe) == []
    with pytest.raises(NotFound):
        live.write(service.join_by_domain, zoe, organization_id=meridian.id)


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("Company.com", "company.com"),
        ("https://www.company.com/about?x=1", "company.com"),
        ("me@company.com", "company.com"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_a_domain_is_known_however_it_is_typed(typed: str, domain: str) -> None:
    assert clean_domain(typed) == domain


@pytest.mark.parametrize("typed", ["", "company", "a b.com", "-a.com", "gmail.com", "x" * 300 + ".com"])
def test_what_is_no_companys_domain_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        clean_domain(typed)
