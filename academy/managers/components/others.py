"""The ledger, the teams, the settings, a new company, an invitation as whoever is invited sees it."""

from typing import Any

import reflex as rx

from academy import routes
from academy.identity.state import Session
from academy.managers.components.frame import chip_of, company_url, form_dialog, particular_fields
from academy.managers.state.joining import JoinState, NewCompanyState
from academy.managers.state.seats import SeatsState
from academy.managers.state.settings import SettingsState, TeamsState
from academy.ui import elements as el
from academy.ui import forms, layout, tables, time
from academy.ui.icons import icon
from academy.ui.values import marked

KINDS = [
    ("purchased", "Bought"),
    ("held", "Kept"),
    ("assigned", "Enrolled"),
    ("activated", "Begun"),
    ("returned", "Returned"),
    ("revoked", "Withdrawn"),
]


def ledger() -> rx.Component:
    """What happened to the seats."""
    rows: Any = SeatsState.ledger
    return layout.section(
        "What happened to them",
        tables.filter_bar(tables.chip_filter("Kind", "kind", KINDS), chip_of("course", "One course")),
        tables.paged_list(
            rows,
            _movement,
            label="Seat ledger",
            empty=el.empty_state(
                "Nothing so far", "Every seat bought, kept, used or given back is noted here.", level="h3"
            ),
        ),
    )


def _movement(row: Any) -> rx.Component:
    many = rx.cond(row.quantity == 1, "1 seat", row.quantity.to(str) + " seats")
    what = rx.match(
        row.kind,
        ("purchased", rx.fragment(many, " bought")),
        ("held", rx.fragment("Kept for ", row.whom)),
        ("assigned", rx.fragment(row.whom, " enrolled")),
        ("moved", rx.fragment(row.whom, " moved to another cohort")),
        ("activated", rx.fragment(row.whom, " began")),
        ("returned", rx.fragment("Returned from ", row.whom)),
        rx.fragment(many, " withdrawn"),
    )
    return el.item(
        rx.el.p(what, class_name="title"),
        rx.el.p(
            row.course,
            rx.cond(row.by & (row.by != row.whom), " · by " + row.by.to(str), ""),
            rx.cond(row.reason, " · " + row.reason.to(str), ""),
            class_name="small muted",
        ),
        end=rx.el.p(time.local_datetime(row.at), class_name="small muted"),
        key=row.id.to(str),
    )


def team_list() -> rx.Component:
    """The teams with their people."""
    teams: Any = TeamsState.teams
    return rx.cond(
        teams.length() > 0,
        el.ruled_list(rx.foreach(teams, _team), label="Teams"),
        el.empty_state("No teams yet", "Teams group people, so that somebody can look after some of them only."),
    )


def _team(team: Any) -> rx.Component:
    people = rx.foreach(team.people, lambda person: _in_team(team, person))
    address = company_url(routes.ORG_MEMBERS, team=team.id)
    more = rx.cond(team.others > 0, rx.el.li(el.link(team.others, " more", href=address)), rx.fragment())
    buttons = rx.fragment(
        el.button("Edit", on_click=TeamsState.edit(team.id), size="compact"),
        forms.action_button("Dissolve", on_click=TeamsState.dissolve(team.id), size="compact", look="quiet"),
    )
    return el.item(
        el.anchor(team.name, href=address, class_name="title"),
        rx.cond(team.description, rx.el.p(team.description, class_name="small"), rx.fragment()),
        rx.el.ul(people, more, class_name="chips", role="list", aria_label="People in the team"),
        end=rx.cond(team.can_edit, buttons, rx.fragment()),
        key=team.id.to(str),
    )


def _in_team(team: Any, person: Any) -> rx.Component:
    out = rx.el.button(
        icon("cross", size=12),
        type="button",
        aria_label="Take " + person.words.to(str) + " out of the team",
        on_click=TeamsState.take_out(team.id, person.id),
        class_name="out",
    )
    return rx.el.li(person.words, rx.cond(team.can_edit, out, rx.fragment()), class_name="chip")


def team_dialog() -> rx.Component:
    """The form about a team."""
    edited: Any = TeamsState.edited
    return form_dialog(
        TeamsState,
        "team",
        rx.cond(edited, "Edit the team", "Make a team"),
        rx.cond(edited, "Save the team", "Make the team"),
        TeamsState.save,
        forms.text_field(
            "name", "Name", value=rx.cond(edited, edited.name, ""), error=TeamsState.errors["name"], auto_focus=True
        ),
        forms.textarea_field(
            "description", "What it does", value=rx.cond(edited, edited.description, ""), is_optional=True
        ),
    )


def particulars() -> rx.Component:
    """What the company says of itself."""
    settings: Any = SettingsState.settings
    end = forms.form_end(forms.submit_button("Save the particulars"), error=SettingsState.errors["form"])
    return layout.section(
        "Particulars",
        forms.form(*particular_fields(settings, SettingsState.errors), end, on_submit=SettingsState.save),
    )


def new_company() -> rx.Component:
    """The form that opens an account for a company."""
    errors: Any = NewCompanyState.errors
    me: Any = Session.me
    return forms.form(
        forms.text_field(
            "name", "Name of the company", error=errors["name"], auto_complete="organization", auto_focus=True
        ),
        forms.text_field(
            "domain",
            "Domain of its mail",
            error=errors["domain"],
            help="What stands behind the @ in your colleagues' addresses, such as company.com. Show later that it is "
            "yours, and colleagues can join by themselves.",
        ),
        forms.pair(
            forms.text_field(
                "contact_name", "Whom we may turn to", value=me.name, error=errors["contact_name"], auto_complete="name"
            ),
            forms.email_field("contact_email", "Their address", value=me.email, error=errors["contact_email"]),
        ),
        forms.form_end(forms.submit_button("Open the account"), error=errors["form"]),
        on_submit=NewCompanyState.create,
    )


def invitation() -> rx.Component:
    """An invitation, and what its reader can do with it."""
    view: Any = JoinState.invitation
    return rx.cond(
        JoinState.said != "",
        el.notice(rx.el.p(JoinState.said), title="That did not work", tone="bad", is_news=True),
        marked(
            view.stage,
            rx.match(
                view.stage,
                ("joined", _joined(view)),
                ("over", _over(view)),
                ("sign_in", _sign_in(view)),
                (
                    "only_invited",
                    el.notice(rx.el.p(view.words), _as(view), title="Sign in with the other address", tone="warn"),
                ),
                ("other_address", _other(view)),
                _open(view),
            ),
        ),
    )


def _to_what(view: Any) -> rx.Component:
    course = rx.fragment(
        "A seat in ", rx.el.strong(view.course), " is kept for you",
        rx.cond(view.cohort, rx.fragment(", in the cohort ", view.cohort), rx.fragment()),
        rx.cond(view.starts_at, rx.fragment(", which starts on ", time.local_date(view.starts_at)), rx.fragment()),
        ".",
    )  # fmt: skip
    return rx.el.p(rx.cond(view.course, course, "You belong to the company's people then, and can be given seats."))


def _as(view: Any) -> rx.Component:
    return rx.el.p("You are signed in as ", rx.el.strong(view.signed_in_as), ".", class_name="muted")


def _open(view: Any) -> rx.Component:
    return layout.stack(
        _to_what(view),
        _as(view),
        layout.row(
            forms.action_button("Join ", view.company, on_click=JoinState.join(False), look="primary", size="big")
        ),
    )


def _other(view: Any) -> rx.Component:
    return layout.stack(
        _to_what(view),
        el.notice(
            rx.el.p(
                "It was sent to ", view.invited, ", and you are signed in as ", rx.el.strong(view.signed_in_as), "."
            ),
            rx.el.p(
                "If both are yours you can join with this account; the company is told of it. Otherwise sign in with "
                "the address that was invited."
            ),
            title="This invitation went to another address",
            tone="warn",
        ),
        layout.row(
            forms.action_button("Join with this account", on_click=JoinState.join(True), look="primary"),
            _sign_in_button("Sign in with the other address"),
        ),
    )


def _sign_in(view: Any) -> rx.Component:
    return layout.stack(
        _to_what(view),
        rx.el.p(
            "Sign in with the address that was invited, ", view.invited, ". If you have no account, this makes one."
        ),
        layout.row(_sign_in_button("Sign in to join", look="primary")),
    )


def _sign_in_button(words: str, look: Any = "plain") -> rx.Component:
    path: Any = rx.State.router.url.path
    away: Any = rx.Var(
        f"'{routes.SIGN_IN.url()}?next=' + encodeURIComponent({path!s})", _var_data=path._get_all_var_data()
    )
    return el.link_button(words, href=away.to(str), look=look, loads=True)


def _joined(view: Any) -> rx.Component:
    choose = rx.fragment(
        rx.el.p("A seat in ", rx.el.strong(view.course), " is kept for you. Choose when you want to begin."),
        layout.row(
            el.link_button("Choose a cohort", href=routes.COURSE.url(slug="") + view.slug.to(str), look="primary")
        ),
    )
    learn = rx.fragment(
        rx.el.p("What you are enrolled in stands on your learning page."),
        layout.row(el.link_button("Go to my learning", href=routes.LEARN.url(), look="primary")),
    )
    return el.notice(
        rx.cond(view.is_kept, choose, learn),
        title=rx.cond(view.company, "You belong to " + view.company.to(str), ""),
        tone="good",
    )


def _over(view: Any) -> rx.Component:
    return el.notice(
        rx.el.p(view.words),
        layout.row(el.link_button("See all courses", href=routes.COURSES.url())),
        title="This invitation cannot be used",
        tone="warn",
    )
