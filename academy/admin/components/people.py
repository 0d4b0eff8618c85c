"""People in a list, and one with everything about them."""

from enum import StrEnum
from typing import Any

import reflex as rx

from academy import routes
from academy.admin.components.trail import trail_list
from academy.admin.schemas import Group, MembershipRow, OrderRow, PersonRow, SeatRow, SentRow, SignedInRow
from academy.admin.state import PeopleState, PersonState
from academy.commerce.components.plan import of_person
from academy.commerce.models import PurchaseStatus
from academy.identity.models import ScopedRole
from academy.notifications.components.desk import state_tag
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time
from academy.ui.icons import icon
from academy.ui.values import marked, money

GROUPS = [
    (Group.ADMINS, "Administrators"),
    (Group.INSTRUCTORS, "Instructors"),
    (Group.MODERATORS, "Moderators"),
    (Group.EDITORS, "Editors"),
    (Group.COMPANIES, "In a company"),
    (Group.SEATED, "With a seat"),
    (Group.UNREACHABLE, "No mail gets there"),
]
ROLES = [
    (ScopedRole.INSTRUCTOR, "Instructor"),
    (ScopedRole.MODERATOR, "Moderator"),
    (ScopedRole.CONTENT_EDITOR, "Content editor"),
]


def filters() -> rx.Component:
    """What narrows the list."""
    chip = tables.query_link(
        "One company only", icon("cross", size=14), changes={"company": ""}, clears=["after"], class_name="chip on"
    )
    return tables.filter_bar(
        tables.search("A name, an address, a company"),
        tables.chip_filter("Group", "group", GROUPS, all_label="Everybody"),
        rx.cond(rx.State.router.url.query_parameters["company"], chip, rx.fragment()),
    )


def people_list() -> rx.Component:
    """The people, or that nobody fits."""
    page: Any = PeopleState.people
    return tables.paged_list(
        page,
        _row,
        label="People",
        empty=el.empty_state(
            "Nobody fits",
            "Words are found at their beginning, in names, addresses and companies.",
            el.link_button("See everybody", href=routes.ADMIN_PEOPLE.url()),
        ),
    )


def head() -> rx.Component:
    """Who it is, and what can be done for them."""
    person: Any = PersonState.person
    admin = rx.cond(
        person.role == "platform_admin",
        overlays.menu_entry(
            "No longer an administrator", on_click=PersonState.take_admin, disabled=person.is_me, is_danger=True
        ),
        overlays.menu_entry("Make an administrator", on_click=PersonState.make_admin),
    )
    more = overlays.menu(
        overlays.menu_entry("Correct the name", on_click=PersonState.open("name")),
        overlays.menu_entry("Give a role", on_click=PersonState.open("role")),
        overlays.menu_entry("Sign out everywhere", on_click=PersonState.sign_out),
        admin,
        label="More",
    )
    about = rx.fragment(
        person.email,
        rx.cond(person.title, rx.fragment(" · ", person.title), ""),
        rx.cond(person.company, rx.fragment(" · ", person.company), ""),
        rx.cond(person.role == "platform_admin", rx.fragment(" ", el.tag("Administrator", tone="info")), ""),
        rx.cond(person.is_me, rx.fragment(" ", el.tag("You")), ""),
    )
    return rx.cond(
        person,
        layout.page_head(
            person.name,
            above=layout.crumbs(el.link("People", href=routes.ADMIN_PEOPLE.url())),
            lead=about,
            actions=rx.fragment(
                el.live_tag(), forms.action_button("Mail a sign-in link", on_click=PersonState.mail_link), more
            ),
        ),
        rx.fragment(),
    )


def details() -> rx.Component:
    """Everything about a person."""
    person: Any = PersonState.person
    unreachable = el.notice(person.unreachable, title="Mail does not get to this address, so none is sent", tone="warn")
    return rx.cond(
        person,
        rx.fragment(
            rx.cond(person.unreachable, unreachable, rx.fragment()),
            layout.section(
                "Account",
                el.facts(
                    ("Joined", time.local_date(person.joined_at)),
                    ("Time zone", rx.cond(person.zone, person.zone, "That of the browser")),
                    ("Mail", rx.cond(person.wants_mail, "Wanted", "Only what has to be sent")),
                ),
            ),
            layout.section("Roles", _roles(person), note=_give_role_button()),
            layout.section("Companies", _rows(person.companies, _company, "Companies", "Belongs to no company.")),
            layout.section("Enrollments", _rows(person.seats, _seat, "Enrollments", "Has never taken a seat.")),
            of_person(),
            layout.section("Orders", _rows(person.orders, _order, "Orders", "Has never bought anything.")),
            layout.section("Signed in", _rows(person.sessions, _session, "Sessions", "Is signed in nowhere.")),
            layout.section(
                "Mail",
                _rows(PersonState.mail, _mail, "Mail", "No mail was sent in the last 90 days."),
                note=el.link("See it among all mail", href=f"{routes.ADMIN_MAIL.url()}?q=" + person.email),
            ),
            layout.section(
                "History",
                trail_list(PersonState.trail, empty=rx.el.p("Nothing is on record.", class_name="muted")),
            ),
        ),
    )


def dialogs() -> rx.Component:
    """The forms about a person; at most one is open."""
    person: Any = PersonState.person
    scopes: Any = PersonState.scopes
    where: Any = rx.Var(
        f'[["", "Everywhere"], ...({scopes!s} ?? []).map((one) => [one.value, one.label])]',
        _var_type=list[list[str]],
        _var_data=scopes._get_all_var_data(),
    )
    name = forms.text_field(
        "name",
        "Name",
        value=person.name,
        help="As it should stand on certificates.",
        error=PersonState.errors["name"],
        auto_complete="off",
    )
    return rx.fragment(
        _form("name", "Correct the name", name, words="Save the name", on_submit=PersonState.correct_name),
        _form(
            "role",
            "Give a role",
            forms.select_field("role", "Role", ROLES, error=PersonState.errors["role"]),
            forms.select_field("where", "Where it holds", where, error=PersonState.errors["where"]),
            words="Give the role",
            on_submit=PersonState.give_role,
        ),
    )


def _form(form: str, title: str, *fields: rx.Component, words: str, on_submit: Any) -> rx.Component:
    end = forms.form_end(
        forms.submit_button(words),
        el.button("Discard", look="quiet", on_click=PersonState.close(form)),
        error=PersonState.errors["form"],
    )
    return overlays.dialog(
        forms.form(*fields, end, on_submit=on_submit),
        title=title,
        is_open=PersonState.form == form,
        on_close=PersonState.close(form),
    )


def _row(row: rx.Var[PersonRow]) -> rx.Component:
    seats = rx.cond(row.seats == 1, "1 seat", row.seats.to(str) + " seats")
    seen = rx.cond(row.seen_at, rx.fragment("seen ", time.relative(row.seen_at)), "not seen lately")
    return el.item(
        layout.row(
            el.anchor(row.name, href=_address(row.id), class_name="title"),
            rx.cond(row.is_admin, el.tag("Administrator", tone="info"), rx.fragment()),
            rx.foreach(row.roles.to(list[str]), _role_tag),
            rx.cond(row.is_unreachable, el.tag("No mail gets there", tone="warn"), rx.fragment()),
            gap=2,
        ),
        rx.el.p(row.email, rx.cond(row.about, " · " + row.about, ""), class_name="small muted told"),
        start=el.avatar(row.name),
        end=rx.el.p(rx.cond(row.seats > 0, rx.fragment(seats, " · "), ""), seen, class_name="small muted"),
        key=row.id.to(str),
    )


def _address(user_id: Any) -> Any:
    return f"{routes.ADMIN_PEOPLE.url()}/" + user_id.to(str)


def _role_tag(role: rx.Var[str]) -> rx.Component:
    return el.tag(_role_words(role))


def _manages(role: Any) -> Any:
    return rx.match(role, ("admin", "Administrator"), ("manager", "Manager"), ("viewer", "Viewer"), role)


def _role_words(role: Any) -> Any:
    return rx.match(role, *[(value.value, words) for value, words in ROLES], role)


def _status_words(status: Any, values: type[StrEnum]) -> Any:
    return rx.match(status, *[(value.value, value.value.replace("_", " ").capitalize()) for value in values], status)


def _give_role_button() -> rx.Component:
    return el.button("Give a role", on_click=PersonState.open("role"), size="compact")


def _rows(rows: Any, show: Any, label: str, nothing: str) -> rx.Component:
    return rx.cond(
        rows.length() > 0,
        el.ruled_list(rx.foreach(rows, show), label=label),
        rx.el.p(nothing, class_name="muted"),
    )


def _roles(person: Any) -> rx.Component:
    return _rows(person.roles, _role, "Roles", "Holds no role besides their account's own.")


def _role(given: Any) -> rx.Component:
    take = forms.action_button(
        "Take away", on_click=PersonState.take_role(given.id, given.role, given.where), size="compact"
    )
    by = rx.cond(given.given_by, " by " + given.given_by, "")
    return el.item(
        rx.el.p(rx.el.strong(_role_words(given.role)), rx.cond(given.scope, " in " + given.scope, " everywhere")),
        rx.el.p("since ", time.local_date(given.given_at), by, class_name="small muted"),
        end=take,
        key=given.id.to(str),
    )


def _company(row: rx.Var[MembershipRow]) -> rx.Component:
    colleagues = el.link("Colleagues", href=f"{routes.ADMIN_PEOPLE.url()}?company=" + row.id.to(str))
    return el.item(
        rx.el.p(
            el.link(row.name, href=f"{routes.ADMIN_ORGANIZATIONS.url()}?company=" + row.id.to(str)),
            rx.cond(row.manages, rx.fragment(" ", el.tag(_manages(row.manages))), ""),
        ),
        rx.el.p(
            rx.cond(row.department, row.department + " · ", ""), "since ", time.local_date(row.joined_at),
            class_name="small muted",
        ),
        end=colleagues,
        key=row.id.to(str),
    )  # fmt: skip


def _seat(row: rx.Var[SeatRow]) -> rx.Component:
    tone = rx.match(
        row.status,
        ("active", el.tag("Active", tone="good")),
        ("completed", el.tag("Completed", tone="good")),
        ("held", el.tag("Held", tone="warn")),
        ("cancelled", el.tag("Cancelled")),
        el.tag("Expired"),
    )
    return el.item(
        layout.row(
            el.link(row.course, href=f"{routes.ADMIN_COURSES.url()}/" + row.course_id.to(str)),
            marked(row.status, tone),
            gap=2,
        ),
        rx.el.p(row.cohort, ", ", time.local_date(row.starts_at), class_name="small muted"),
        end=rx.el.p(row.progress_percent, " %", class_name="small muted"),
        key=row.public_id,
    )


def _order(row: rx.Var[OrderRow]) -> rx.Component:
    refunded = rx.fragment(" · ", money(row.refunded_cents, row.currency), " given back")
    return el.item(
        layout.row(
            el.link(row.title, href=f"{routes.ADMIN_ORDERS.url()}?order=" + row.public_id),
            rx.cond(row.quantity > 1, rx.el.span(row.quantity, " of them", class_name="small muted"), rx.fragment()),
            marked(row.status, el.tag(_status_words(row.status, PurchaseStatus))),
            gap=2,
        ),
        rx.el.p(time.local_datetime(row.at), rx.cond(row.refunded_cents > 0, refunded, ""), class_name="small muted"),
        end=money(row.amount_cents, row.currency),
        key=row.public_id,
    )


def _session(row: rx.Var[SignedInRow]) -> rx.Component:
    return el.item(
        rx.el.p(row.device),
        rx.el.p(
            "signed in ", time.local_date(row.signed_in_at), " · seen ", time.relative(row.last_seen_at),
            class_name="small muted",
        ),
        key=row.id.to(str),
    )  # fmt: skip


def _mail(row: rx.Var[SentRow]) -> rx.Component:
    return el.item(
        layout.row(rx.el.span(row.subject), state_tag(row.status), gap=2),
        rx.el.p(row.template, class_name="small muted"),
        end=rx.el.p(time.relative(row.at), class_name="small muted"),
        key=row.id.to(str),
    )
