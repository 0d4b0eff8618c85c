"""The people of a company, what is done with several of them at once, and one in detail."""

from typing import Any

import reflex as rx

from academy import routes
from academy.managers.components.frame import (
    chip_of,
    company_url,
    form_dialog,
    is_active,
    may,
    outcome_dialog,
    parameter,
    role_words,
    select,
)
from academy.managers.state.acting import CompanyState
from academy.managers.state.joining import BelongingState
from academy.managers.state.members import MembersState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time

ROLES = [("admin", "Administrators"), ("manager", "Managers"), ("viewer", "Viewers")]
ROLE_OPTIONS = [("", "No role"), ("admin", "Administrator"), ("manager", "Manager"), ("viewer", "Viewer")]

PERMISSIONS = [
    ("view_progress", "See how people get on"),
    ("view_scores", "See scores, of those who allow it"),
    ("view_certificates", "See certificates"),
    ("view_analytics", "See figures and trends"),
    ("export_reports", "Export lists and reports"),
    ("manage_enrollments", "Enroll people and take them out"),
    ("send_reminders", "Send reminders"),
    ("manage_team", "Look after members and teams"),
    ("manage_seats", "Invite people and see the seat ledger"),
    ("manage_billing", "Buy seats and see orders"),
    ("manage_managers", "Choose who looks after what"),
    ("manage_settings", "Change settings and domains"),
]


def filters() -> rx.Component:
    """What narrows the list."""
    return tables.filter_bar(
        tables.search("A name or an address"),
        tables.chip_filter("Role", "role", ROLES),
        chip_of("department", parameter("department").to(str)),
        chip_of("team", "One team"),
    )


def export_link() -> rx.Component:
    """Downloads what the list shows, all of it."""
    asked: Any = rx.State.router.url.query
    file: Any = routes.ORG_MEMBERS_FILE.url() + rx.cond(asked, "?" + asked.to(str), "")
    return rx.cond(may("can_export"), el.link_button("Export", href=file, loads=True), rx.fragment())


def member_list() -> rx.Component:
    """The people, with a box to choose each."""
    members: Any = MembersState.members
    return tables.paged_list(
        members,
        _member,
        label="Members",
        empty=rx.cond(
            parameter("q") | parameter("role") | parameter("department") | parameter("team"),
            el.empty_state("Nobody fits", "Look for less, or take a filter away."),
            el.empty_state(
                "Nobody here yet",
                "Invite your people; whoever accepts stands here.",
                el.link_button("Invite people", href=company_url(routes.ORG_INVITES), look="primary"),
            ),
        ),
    )


def acts() -> rx.Component:
    """What can be done with those chosen."""
    chosen: Any = MembersState.chosen
    count = rx.el.p(chosen.length(), rx.cond(chosen.length() == 1, " person chosen", " people chosen"), role="status")
    enroll = el.button("Enroll in a cohort", on_click=MembersState.begin("enroll"), size="compact", look="primary")
    bar = layout.row(
        count,
        rx.cond(may("can_manage_enrollments") & is_active(), enroll, rx.fragment()),
        rx.cond(
            may("can_manage_team"),
            rx.fragment(
                el.button("Set the department", on_click=MembersState.begin("department"), size="compact"),
                el.button("Put into a team", on_click=MembersState.begin("team"), size="compact"),
            ),
        ),
        el.button("Choose all shown", on_click=MembersState.choose_shown, size="compact", look="quiet"),
        el.button("Choose nobody", on_click=MembersState.choose_nobody, size="compact", look="quiet"),
        gap=2,
    )
    return rx.cond(chosen.length() > 0, rx.el.div(bar, class_name="chosen"), rx.fragment())


def dialogs() -> rx.Component:
    """The forms about those chosen, and what became of them."""
    choices: Any = MembersState.choices
    errors: Any = MembersState.errors
    return rx.fragment(
        form_dialog(
            MembersState,
            "enroll",
            "Enroll in a cohort",
            "Enroll them",
            MembersState.enroll,
            rx.el.p(
                "Each takes one of the company's seats for the course, or the one kept for them.", class_name="muted"
            ),
            select("cohort_id", "Cohort", choices.cohorts, errors, none="Choose a cohort"),
        ),
        form_dialog(
            MembersState,
            "department",
            "Set the department",
            "Set it",
            MembersState.set_department,
            forms.text_field(
                "department",
                "Department",
                error=errors["department"],
                help="Leave it empty for none.",
                is_optional=True,
                list="departments",
            ),
            rx.el.datalist(
                rx.foreach(choices.departments, lambda name: rx.el.option(value=name)),
                id="departments",
            ),
        ),
        form_dialog(
            MembersState,
            "team",
            "Put into a team",
            "Put them in",
            MembersState.put_into_team,
            select("team_id", "Team", choices.teams, errors, none="Choose a team"),
        ),
        outcome_dialog(MembersState),
        _details(),
    )


def _member(row: Any) -> rx.Component:
    chosen: Any = MembersState.chosen
    box = rx.el.input(
        type="checkbox",
        checked=chosen.contains(row.user_id),
        on_change=lambda is_chosen: MembersState.choose(row.user_id, is_chosen),
        aria_label="Choose " + row.name.to(str),
        class_name="choose",
    )
    can_act = may("can_manage_enrollments") | may("can_manage_team")
    return el.item(
        layout.row(
            tables.query_link(row.name, changes={"member": row.user_id.to(str)}, class_name="title"),
            rx.cond(row.role, el.tag(role_words(row.role), tone="info"), rx.fragment()),
            gap=2,
        ),
        rx.el.p(
            row.email,
            rx.cond(row.department, " · " + row.department.to(str), ""),
            rx.cond(row.teams & (row.teams != row.department), " · " + row.teams.to(str), ""),
            class_name="small muted",
        ),
        end=rx.el.div(rx.foreach(row.seats, _seat_words), class_name="small seats"),
        start=rx.cond(can_act, box, rx.fragment()),
        key=row.user_id.to(str),
    )


def _seat_words(seat: Any) -> rx.Component:
    return rx.el.p(
        seat.course,
        rx.el.span(
            rx.cond(seat.cohort, rx.fragment(" · ", _dates(seat)), " · kept until a cohort is chosen"),
            class_name="muted",
        ),
    )


def _dates(seat: Any) -> rx.Component:
    return time.local_dates(seat.starts_at, seat.ends_at)


def _details() -> rx.Component:
    member: Any = MembersState.member
    row: Any = member.row
    return overlays.dialog(
        rx.cond(
            member,
            rx.fragment(
                el.facts(
                    ("Address", row.email),
                    ("Department", rx.cond(row.department, _narrow(row.department), "none")),
                    ("Teams", rx.cond(row.teams, row.teams, "none")),
                    ("Member since", time.local_date(row.joined_at)),
                ),
                layout.section(
                    "Seats of the company",
                    rx.cond(
                        row.seats.length() > 0,
                        el.ruled_list(rx.foreach(row.seats, lambda seat: _seat(row, seat)), label="Seats"),
                        rx.el.p("None.", class_name="muted"),
                    ),
                ),
                rx.cond(may("can_manage_managers"), _role_form(member)),
                _end(member),
            ),
        ),
        title=row.name,
        is_open=rx.cond(member, True, False),
        on_close=MembersState.put_away,
    )


def _narrow(department: Any) -> rx.Component:
    return tables.query_link(department, changes={"department": department, "member": ""}, clears=["after"])


def _seat(row: Any, seat: Any) -> rx.Component:
    take_out = forms.action_button(
        "Take out",
        on_click=MembersState.take_out(seat.enrollment_id),
        size="compact",
        aria_label="Take out of the cohort",
    )
    take_back = forms.action_button(
        "Take back", on_click=MembersState.take_back(row.user_id, seat.course_id), size="compact"
    )
    can_return = (seat.cohort == "") & may("can_manage_enrollments")
    can_go = (seat.enrollment_id != "") & ~seat.has_begun & may("can_manage_enrollments")
    return el.item(
        rx.el.p(seat.course, class_name="title"),
        rx.el.p(
            rx.cond(seat.cohort, _dates(seat), "Kept until a cohort is chosen."),
            class_name="small muted",
        ),
        end=rx.cond(
            seat.has_begun, el.tag("Begun"), rx.cond(can_go, take_out, rx.cond(can_return, take_back, rx.fragment()))
        ),
    )


def _role_form(member: Any) -> rx.Component:
    choices: Any = MembersState.choices
    teams = rx.foreach(
        choices.teams,
        lambda team: forms.checkbox_field(
            "team-" + team.id.to(str), team.words, value=member.team_ids.contains(team.id)
        ),
    )
    departments = rx.foreach(
        choices.departments,
        lambda name: forms.checkbox_field("department-" + name.to(str), name, value=member.departments.contains(name)),
    )
    narrow = rx.el.details(
        rx.el.summary("Only some teams or departments", class_name="link"),
        rx.cond(choices.teams.length() > 0, _group("Teams", teams)),
        rx.cond(choices.departments.length() > 0, _group("Departments", departments)),
    )
    permissions = rx.el.details(
        rx.el.summary("Single permissions", class_name="link"),
        rx.el.p("A role brings its own; tick or untick any to make it different.", class_name="help"),
        *[
            forms.checkbox_field(f"permission-{name}", words, value=member.permissions.contains(name))
            for name, words in PERMISSIONS
        ],
    )
    return layout.section(
        "Role",
        forms.form(
            forms.select_field(
                "role",
                "Role in the company",
                ROLE_OPTIONS,
                value=rx.cond(member.row.role, member.row.role.to(str), ""),
                error=MembersState.errors["role"],
                help="Administrators may do everything, managers look after people and seats, viewers only look.",
            ),
            narrow,
            permissions,
            forms.form_end(forms.submit_button("Set the role", size="compact"), error=MembersState.errors["form"]),
            on_submit=MembersState.set_role,
            key=member.row.user_id.to(str),
        ),
    )


def _group(legend: str, boxes: rx.Component) -> rx.Component:
    return rx.el.fieldset(rx.el.legend(legend), boxes, class_name="group")


def _end(member: Any) -> rx.Component:
    company: Any = CompanyState.company
    remove = forms.action_button("Remove from the company", on_click=MembersState.remove(member.row.user_id))
    leave = forms.action_button("Leave the company", on_click=BelongingState.leave(company.id))
    words = rx.el.p(
        "Seats whose cohort has not begun come back. What was learned stays the person's own.",
        class_name="small muted",
    )
    return rx.fragment(
        rx.cond(member.is_viewer | may("can_manage_team"), words),
        overlays.dialog_actions(
            rx.cond(member.is_viewer, leave, rx.cond(may("can_manage_team"), remove, rx.fragment()))
        ),
    )
