"""The pages of those who look after a company, and the one that an invitation leads to."""

from typing import Any

import reflex as rx

from academy import routes
from academy.identity.components import app_page, public_page
from academy.identity.state import Session
from academy.live import LiveState, page
from academy.managers.components import buying, desk, domains, imports, invites, members, others, overview
from academy.managers.components.belonging import belonging
from academy.managers.components.frame import company_page, may
from academy.managers.state.acting import CompanyState
from academy.managers.state.desk import DeskState
from academy.managers.state.invites import ImportState, InvitesState
from academy.managers.state.joining import BelongingState, JoinState, NewCompanyState
from academy.managers.state.members import MembersState
from academy.managers.state.overview import OverviewState
from academy.managers.state.seats import BuyingState, SeatsState
from academy.managers.state.settings import DomainState, SettingsState, TeamsState
from academy.ui import elements as el
from academy.ui import layout, tables, waiting
from academy.ui.pages import screen, sign_in_needed


def company() -> rx.Component:
    """A company at a glance, or how to get one."""
    return app_page(
        company_page(
            OverviewState,
            "Company",
            overview.figures(),
            overview.seats(),
            overview.cohorts(),
            belonging("You also belong to"),
            lead="Your people, and the seats you bought for them.",
            waiting=rx.fragment(waiting.stats_skeleton(), waiting.table_skeleton()),
        )
    )


def new_company() -> rx.Component:
    """Opening an account for a company."""
    is_visitor: Any = rx.cond(Session.is_loaded, rx.cond(Session.me, False, True), False)
    form = screen(
        Session,
        others.new_company(),
        head=layout.page_head(
            "Open an account for your company",
            lead="You become its administrator. It costs nothing until you buy seats.",
        ),
        waiting=waiting.form_skeleton(),
    )
    return app_page(rx.cond(is_visitor, sign_in_needed(), form), width="narrow")


def member_list() -> rx.Component:
    """The people of a company."""
    return app_page(
        company_page(
            MembersState,
            "Members",
            members.filters(),
            members.acts(),
            members.member_list(),
            members.dialogs(),
            lead=rx.cond(
                may("can_manage_enrollments"),
                "Everybody who belongs to the company. Choose people to enroll them with its seats.",
                "Everybody who belongs to the company.",
            ),
            actions=members.export_link(),
            waiting=waiting.list_skeleton(8),
        )
    )


def invite_list() -> rx.Component:
    """The invitations of a company."""
    return app_page(
        company_page(
            InvitesState,
            "Invitations",
            invites.views(),
            invites.filters(),
            invites.invite_list(),
            invites.invite_dialog(),
            lead="An invitation to a course keeps a seat for two weeks.",
            actions=rx.fragment(invites.import_link(), invites.invite_button()),
            waiting=waiting.list_skeleton(8),
        )
    )


def invite_many() -> rx.Component:
    """Handing in a list of people, and looking at it before it is sent."""
    return app_page(
        company_page(
            ImportState,
            "Invite many",
            rx.cond(ImportState.view, imports.preview(), imports.hand_in()),
            lead="Look at the list first; nothing is sent before you say so.",
            waiting=waiting.form_skeleton(2),
        )
    )


def seat_ledger() -> rx.Component:
    """The seats of a company, and what happened to them."""
    return app_page(
        company_page(
            SeatsState,
            "Seats",
            rx.cond(
                SeatsState.seats.length() > 0,
                overview.seat_table(SeatsState.seats, ledger_links=True),
                el.empty_state(
                    "No seats yet", "A seat is bought for a course and admits one person to one of its cohorts."
                ),
            ),
            buying.orders(),
            others.ledger(),
            buying.buy_dialog(),
            lead="What you bought, and who has it.",
            actions=buying.buy_button(),
            waiting=waiting.table_skeleton(),
        )
    )


def team_list() -> rx.Component:
    """The teams of a company."""
    make = el.button("Make a team", look="primary", on_click=TeamsState.edit(0))
    return app_page(
        company_page(
            TeamsState,
            "Teams",
            others.team_list(),
            others.team_dialog(),
            lead="Groups of people, each of which somebody may look after.",
            actions=rx.cond(may("can_manage_team") & ~may("is_scoped"), make, rx.fragment()),
            waiting=waiting.list_skeleton(),
        )
    )


def company_settings() -> rx.Component:
    """The particulars of a company."""
    return app_page(
        company_page(
            SettingsState,
            "Settings",
            others.particulars(),
            domains.domain_list(),
            lead="What the company says of itself.",
            waiting=waiting.form_skeleton(),
        )
    )


def companies() -> rx.Component:
    """All companies, for the platform's administrators."""
    return app_page(
        screen(
            DeskState,
            desk.views(),
            tables.filter_bar(tables.search("A name, a domain, a contact")),
            desk.company_list(),
            desk.dialogs(),
            head=layout.page_head(
                "Organizations",
                lead="The companies that buy seats for their people.",
                actions=rx.fragment(
                    el.live_tag(), el.button("Open an account", look="primary", on_click=DeskState.begin("account"))
                ),
            ),
            waiting=waiting.list_skeleton(8),
        )
    )


def domain() -> rx.Component:
    """A claim to a domain, as its mailbox sees it."""
    return public_page(
        rx.el.div(
            screen(
                DomainState,
                layout.page_head("Does this domain belong to a company?"),
                domains.claim(),
                waiting=waiting.page_skeleton(),
            ),
            class_name="wrap narrow",
        )
    )


def join() -> rx.Component:
    """An invitation into a company."""
    view: Any = JoinState.invitation
    title = rx.cond(view.company, view.company.to(str) + " invites you", "An invitation")
    return public_page(
        rx.el.div(
            screen(
                JoinState,
                layout.page_head(title, lead="to learn at the AI Enablement Academy"),
                others.invitation(),
                waiting=waiting.page_skeleton(),
            ),
            class_name="wrap narrow",
        )
    )


PAGES: tuple[tuple[Any, routes.Route, str, str, type[LiveState]], ...] = (
    (company, routes.ORG, "Company", "Your company's people and seats at a glance.", OverviewState),
    (member_list, routes.ORG_MEMBERS, "Members", "Everybody who belongs to your company.", MembersState),
    (invite_list, routes.ORG_INVITES, "Invitations", "Who is invited into your company.", InvitesState),
    (invite_many, routes.ORG_IMPORT, "Invite many", "Invite people from a list.", ImportState),
    (seat_ledger, routes.ORG_SEATS, "Seats", "The seats of your company and what happened to them.", SeatsState),
    (team_list, routes.ORG_TEAMS, "Teams", "The teams of your company.", TeamsState),
    (company_settings, routes.ORG_SETTINGS, "Settings", "What your company says of itself.", SettingsState),
)

BESIDES: dict[routes.Route, tuple[type[LiveState], ...]] = {routes.ORG_SEATS: (BuyingState,)}
"""What some of them show of another state."""


def add_pages(app: rx.App) -> None:
    """Add the pages of companies."""
    for build, route, title, description, state in PAGES:
        page(
            app,
            build,
            route=route.pattern,
            title=f"{title} — Organization",
            description=description,
            states=(Session, CompanyState, BelongingState, state, *BESIDES.get(route, ())),
        )
    page(
        app,
        new_company,
        route=routes.ORG_NEW.pattern,
        title="Open an account for your company",
        description="Buy seats for your people and follow how they learn.",
        states=(Session, NewCompanyState),
    )
    page(
        app,
        join,
        route=routes.JOIN.pattern,
        title="An invitation",
        description="Join your company at the AI Enablement Academy.",
        states=(Session, JoinState),
    )
    page(
        app,
        companies,
        route=routes.ADMIN_ORGANIZATIONS.pattern,
        title="Organizations — Admin",
        description="The companies that buy seats for their people.",
        states=(Session, DeskState),
    )
    page(
        app,
        domain,
        route=routes.ORG_DOMAIN.pattern,
        title="A claim to a domain",
        description="Confirm that a domain belongs to a company.",
        states=(Session, DomainState),
    )
