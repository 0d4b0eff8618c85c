"""All queries of the academy, and with which arguments the tests watch each of them."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import academy
from academy.admin import service as admin
from academy.admin.schemas import Group, JobView
from academy.catalog import service as catalog
from academy.catalog.models import Audience, CapabilityLevel, CourseStatus, SessionType
from academy.commerce import service as commerce
from academy.commerce.models import EventOutcome, LocalCheckoutStatus, OfferKind
from academy.commerce.service.desk import OrderFilter
from academy.community import service as community
from academy.enrollment import service as enrollment
from academy.identity import service as identity
from academy.live import Query
from academy.live.functions import REGISTRY
from academy.live.models import JobState
from academy.managers import service as managers
from academy.notifications import service as notifications
from academy.notifications.models import Category
from academy.notifications.schemas import MailView
from academy.notifications.service.links import way_out
from academy.organizations import service as organizations
from academy.organizations.models import InviteStatus, ManagerRole, MovementKind, OrganizationStatus
from academy.skills import service as skills
from academy.webhooks import service as webhooks
from academy.webhooks.models import DeliveryStatus
from tests.queries.community import community_arguments
from tests.queries.moderation import moderation_arguments
from tests.queries.town import Town

ENTRANCES = {"academy.__main__", "academy.academy"}
"""What starts the site; it declares no query."""
COURSES = ("basics", "strategy", "draft")
COHORTS = ("april", "may", "now", "past", "plan", "private")
ORDERS = ("order of meridian", "purchase of the bundle")
SEATS = ("ada in april", "ada in now", "ada in past", "ada in may", "ben in april", "cleo in april", "mo in private")

UNTIL = '["2026-03-02T09:00:00Z", 2]'

Arguments = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Call:
    """A query with arguments."""

    query: Query[..., Any]
    arguments: Arguments

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.arguments.items())
        return f"{self.query.name.removeprefix('academy.')}({told})"


def arguments_of(town: Town) -> dict[Query[..., Any], list[Arguments]]:
    """What each query is asked; one that takes nothing needs no entry."""
    courses = [{"course_id": town[name].id} for name in COURSES]
    slugs = [{"slug": name} for name in (*COURSES, "nowhere")]
    april, past = {"cohort": town["april"].public_id}, {"cohort": town["past"].public_id}
    seats = [{"public_id": town[name].public_id} for name in SEATS]
    checkouts = [town[f"checkout {status}"] for status in LocalCheckoutStatus]
    companies: list[Arguments] = [{}, {"company": town["meridian"].public_id}, {"company": "nothing"}]
    return {
        **community_arguments(town),
        **moderation_arguments(town),
        managers.standing: companies,
        managers.overview: companies,
        managers.choices: companies,
        managers.team_list: companies,
        managers.seat_table: companies,
        managers.company_settings: companies,
        managers.member_file: [
            *companies,
            {"words": "mo", "team": town["team"].id, "department": "x", "role": ManagerRole.ADMIN},
        ],
        managers.member_page: [
            *companies,
            {"words": "mo", "team": town["team"].id, "department": "x", "role": ManagerRole.ADMIN, "until": '["A", 1]'},
        ],
        managers.member_detail: [{}, {**companies[1], "user_id": town["mo"].id}],
        managers.invite_counts: companies,
        managers.invite_page: [*companies, {"status": InviteStatus.PENDING, "words": "new", "until": "[9]"}],
        managers.ledger: [
            *companies,
            {"course": town["strategy"].id, "kind": MovementKind.HELD, "until": '["2026-01-01T00:00:00Z", 1]'},
        ],
        managers.company_page: [{}, {"status": OrganizationStatus.ACTIVE, "words": "mer", "until": '["A", 1]'}],
        managers.company_detail: [{}, {"company_id": town["meridian"].id}],
        organizations.domain_claim: [{"token": "domain"}, {"token": "nothing"}],
        organizations.challenge_of: [{"domain_id": town["other domain"].id}, {"domain_id": town["domain"].id}],
        managers.offers: companies,
        managers.orders: [*companies, {"until": "[9]"}],
        managers.import_view: [*companies, {"list_id": town["list"].public_id}],
        managers.invitation: [{"token": "invite"}, {"token": "nothing"}],
        community.person_card: [{}, *({"user_id": town[name].id} for name in ("ada", "cleo", "ira", "olga", "mo"))],
        community.unmet: [{}, {"place": f"cohort.{town['april'].public_id}"}, {"place": "course.basics"}],
        community.my_network: [{}, {"words": "cl", "until": '["A", 1]'}],
        catalog.course_list: [
            {},
            {"type": SessionType.COHORT, "level": CapabilityLevel.FUNDAMENTALS, "audience": Audience.TEAM},
            {"words": "bas"},
        ],
        catalog.course_page: slugs,
        catalog.open_cohorts: slugs,
        catalog.course_days: [*slugs, {"slug": "basics", **april}, {"slug": "basics", **past}],
        catalog.chosen_cohort: [*slugs, {"slug": "basics", **april}, {"slug": "basics", **past}],
        catalog.upcoming_cohorts: [{}, {"limit": 1}],
        catalog.course_table: [{}, {"status": CourseStatus.DRAFT, "type": SessionType.COHORT}, {"words": "bas"}],
        catalog.course_editor_page: [*courses, {"course_id": 0}],
        catalog.cohort_table: courses,
        catalog.course_history: [*courses, {**courses[0], "after": town["history of basics"].id}],
        catalog.preview_course: courses,
        catalog.editors_here: courses,
        skills.skills_of_course: slugs,
        identity.look_at_link: [
            {"token": "link", "login_token": "asked here"},
            {"token": "link", "login_token": ""},
            {"token": "no link", "login_token": ""},
        ],
        identity.look_at_email_change: [{"token": "old"}, {"token": "new"}, {"token": "no wish"}],
        enrollment.my_enrollment: [*seats, {"public_id": "nothing"}],
        enrollment.my_calendar: seats,
        enrollment.checkout: [*seats, {**seats[4], "returned": True}],
        enrollment.other_cohorts: [{"public_id": town["ada in april"].public_id}, seats[1]],
        enrollment.waitlist_place: [
            {"slug": "basics"},
            {"slug": "basics", "cohort": town["may"].public_id},
            {"slug": "nowhere"},
        ],
        enrollment.included: slugs,
        enrollment.cohort_desk: [{"cohort_id": town[name].id} for name in COHORTS] + [{"cohort_id": 0}],
        enrollment.roster: [{"cohort_id": town[name].id} for name in COHORTS] + [{"cohort_id": 0}],
        commerce.hosted_checkout: [{"public_id": row.public_id} for row in checkouts],
        commerce.order_page: [
            {},
            *({"view": view} for view in OrderFilter),
            {"kind": OfferKind.COURSE, "words": "ada basics 1001", "until": '["2026-03-02T09:00:00Z", 1]'},
        ],
        commerce.order_detail: [{}, {"public_id": town["purchase of ada in now"].public_id}],
        commerce.known_to_gateway: [{"purchase_id": town["purchase of ada in now"].id}],
        commerce.order: [{"public_id": town[name].public_id} for name in ORDERS],
        commerce.bundles_with: slugs,
        commerce.offer_editor: [
            {},
            {"kind": OfferKind.PATH},
            *({"offer": town[name].public_id} for name in ("bundle", "monthly", "offer of basics")),
        ],
        commerce.code_editor: [{}, {"code_id": 0}, {"code_id": town["code"].id}],
        commerce.receipt: [{"public_id": town["purchase of ada in april"].public_id}],
        commerce.invoice_to_write: [{"purchase_id": town["order of meridian"].id}],
        commerce.inbound_events: [
            {},
            {"provider": "stripe"},
            {"outcome": EventOutcome.FAILED, "words": "checkout", "until": '["2026-03-02T09:00:00Z", 1]'},
        ],
        commerce.inbound_event: [{}, {"event_id": town["inbound event"].id}],
        commerce.hosted_event: [{"event_id": "evt_1"}],
        commerce.read_from_gateway: [{"path": "/v1/refunds", "params": {"payment_intent": "pi ada in now"}}],
        commerce.errand: [{"provider_id": "sub mo"}, {"provider_id": "sub nobody"}],
        commerce.plan_of_person: [{"user_id": town[name].id} for name in ("mo", "ada")],
        commerce.refunds_due: [{"purchase_id": town["purchase of ada in now"].id}],
        notifications.attachment: [{"message_id": town["mail"].id}],
        notifications.mail_page: [{}, *({"view": view} for view in MailView), {"words": "hello", "until": ""}],
        notifications.suppressed_page: [{}, {"words": "ada", "until": ""}],
        notifications.mail_detail: [{}, {"public_id": town["mail"].public_id}],
        notifications.sample_letter: [{}, {"key": "0"}, {"key": "x"}],
        notifications.my_news: [{}, {"unread": True}, {"category": Category.SEATS, "until": ""}],
        notifications.look_at_way_out: [
            {"token": way_out(town["ada"].id, category).rpartition("/")[2]} for category in (Category.SEATS, None)
        ],
        admin.person_page: [
            {},
            {"words": "ad"},
            *({"group": group} for group in Group),
            {"organization_id": town["meridian"].id, "until": "[9]"},
        ],
        admin.person_detail: [{"user_id": town[name].id} for name in ("ada", "mo", "ivan", "olga")] + [{"user_id": 0}],
        admin.person_mail: [{"user_id": town["ada"].id}],
        admin.person_trail: [{"user_id": town["ada"].id}, {"user_id": town["olga"].id, "until": UNTIL}],
        admin.trail_page: [
            {},
            {"words": "made", "until": UNTIL},
            {"domain": "x"},
            {"actor_id": town["olga"].id},
        ],
        webhooks.endpoint_page: [{}, {"words": "crm", "until": "[1]"}],
        webhooks.endpoint_detail: [{"endpoint_id": town["endpoint"].id}, {"endpoint_id": 0}],
        webhooks.delivery_page: [
            {},
            *({"status": status} for status in DeliveryStatus),
            {"endpoint_id": town["endpoint"].id, "kind": "person.joined", "words": "person", "until": "[1]"},
        ],
        webhooks.delivery_detail: [{"delivery_id": town[f"delivery {status}"].id} for status in DeliveryStatus],
        webhooks.outgoing: [{"delivery_id": town["delivery pending"].id}],
        admin.job_page: [
            {},
            *({"view": view} for view in JobView),
            {"name": "x.failed", "words": "x", "until": "[1]"},
        ],
        admin.job_detail: [{}, {"job_id": town[f"job {JobState.FAILED}"].id}, {"job_id": town["periodic job"].id}],
    }


def all_calls(town: Town) -> list[Call]:
    """Every query of the academy with everything it is asked."""
    arguments = arguments_of(town)
    return [Call(query, one) for query in all_queries() for one in arguments.get(query, [{}])]


@cache
def all_queries() -> tuple[Query[..., Any], ...]:
    """The queries of all domains, in the order of their names; whoever asks has all domains at work."""
    for module in pkgutil.walk_packages(academy.__path__, "academy."):
        if module.name not in ENTRANCES:
            importlib.import_module(module.name)
    found = (REGISTRY[name] for name in sorted(REGISTRY) if name.startswith("academy."))
    return tuple(function for function in found if isinstance(function, Query))


def forgotten(town: Town) -> Iterator[str]:
    """The arguments of queries that are nowhere given a value, as `query: argument`."""
    arguments = arguments_of(town)
    for query in all_queries():
        given = {name for one in arguments.get(query, []) for name in one}
        _, *takes = inspect.signature(query.body).parameters
        yield from (f"{query.name}: {name}" for name in takes if name not in given)
