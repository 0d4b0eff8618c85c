"""Communities elsewhere in a list, one in detail with its members, and the forms about them."""

from typing import Any

import reflex as rx

from academy.community.components.elsewhere import PLATFORMS, platform_name
from academy.community.schemas.elsewhere import CommunityRow, CourseChoice, GrantRow, MemberRow
from academy.community.state.elsewhere import COURSE, CommunitiesState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time
from academy.ui.values import live_number, marked

ACCESS = [
    ("all_users", "Everybody with an account"),
    ("enrolled", "Who has a seat in a course"),
    ("alumni", "Who has completed a course"),
    ("premium", "Who has a plan, or counts as premium"),
]
VIEWS = [
    ("invited", "Invited"),
    ("active", "Members"),
    ("inactive", "Not any more"),
    ("by_hand", "To remove by hand"),
    ("failed", "Failed"),
]


def body() -> rx.Component:
    """The list, or with a community in the address that one and its members; and who counts as premium."""
    asked: Any = rx.State.router.url.query_parameters
    return rx.cond(asked["community"], _detail(), layout.stack(_list(), _premium(), gap=6))


def actions() -> rx.Component:
    """What one does with all of them."""
    begin = el.button("Add a community", on_click=CommunitiesState.begin("add"), look="primary")
    return rx.fragment(el.live_tag(), begin)


def dialogs() -> rx.Component:
    """The forms."""
    edited: Any = CommunitiesState.edited
    return rx.fragment(
        _dialog("add", "Add a community", _form(None, "add", "Add the community", CommunitiesState.add)),
        _dialog(
            "edit",
            "Edit the community",
            rx.cond(edited, _form(edited, "edit", "Save the community", CommunitiesState.save)),
        ),
        _dialog("grant", "Let somebody count as premium", _grant_form()),
    )


def _list() -> rx.Component:
    rows: Any = CommunitiesState.rows
    return rx.cond(
        rows.length() > 0,
        el.ruled_list(rx.foreach(rows, _row), label="Communities"),
        el.empty_state(
            "No community yet",
            "A Discord server, a Slack workspace, a Circle or Skool community: people join it here by what they have.",
            el.button("Add a community", on_click=CommunitiesState.begin("add"), look="primary"),
        ),
    )


def _row(row: rx.Var[CommunityRow]) -> rx.Component:
    by_hand = rx.cond(row.by_hand > 0, el.tag(live_number(row.by_hand), " to remove", tone="warn"), rx.fragment())
    failed = rx.cond(row.failed > 0, el.tag(live_number(row.failed), " failed", tone="bad"), rx.fragment())
    return el.item(
        layout.row(
            tables.query_link(row.name, changes={"community": row.public_id}, class_name="title"),
            rx.cond(row.is_active, rx.fragment(), el.tag("Switched off")),
            by_hand,
            failed,
            gap=2,
        ),
        rx.el.p(platform_name(row.platform), " · for ", row.opens_for, class_name="small muted"),
        rx.cond(row.problem, rx.el.p(row.problem, class_name="error-line small"), rx.fragment()),
        end=rx.el.p(live_number(row.members), " in, ", live_number(row.invited), " invited", class_name="small muted"),
        key=row.public_id,
    )


def _detail() -> rx.Component:
    one: Any = CommunitiesState.detail
    back = tables.query_link("All communities", changes={"community": ""}, clears=["view", "q", "after"])
    missing = el.empty_state("There is no such community", "It may have been another academy's.", back)
    return rx.cond(
        one,
        layout.stack(
            back,
            rx.cond(one.problem, el.notice(one.problem, title="The connection does not work", tone="bad")),
            layout.section(one.fields.name, layout.stack(_facts(one), _buttons(one))),
            layout.section("Who belongs", _members()),
        ),
        missing,
    )


def _facts(one: Any) -> rx.Component:
    by_api = rx.cond(one.has_api, "We add and remove people by the platform's API.", "By invite link and by hand.")
    checked = rx.cond(one.checked_at, rx.fragment("Tested ", time.relative(one.checked_at)), "Not tested yet")
    return el.facts(
        ("On", platform_name(one.fields.platform)),
        ("For", one.opens_for),
        ("Invite link", el.outside_link(one.fields.url, href=one.fields.url)),
        ("How", by_api),
        ("Connection", rx.cond(one.has_api, checked, "None is set up")),
    )


def _buttons(one: Any) -> rx.Component:
    switch = rx.cond(
        one.is_active,
        forms.action_button("Switch off", on_click=CommunitiesState.switch(one.public_id, False)),
        forms.action_button("Switch on", on_click=CommunitiesState.switch(one.public_id, True)),
    )
    test = forms.action_button("Test the connection", on_click=CommunitiesState.test(one.public_id))
    edit = el.button("Edit", on_click=CommunitiesState.begin("edit"), look="primary")
    return layout.row(edit, rx.cond(one.has_api, test, rx.fragment()), switch)


def _members() -> rx.Component:
    return rx.fragment(
        tables.filter_bar(tables.search("A name, an address"), tables.chip_filter("Who", "view", VIEWS)),
        tables.paged_list(
            CommunitiesState.members,
            _member,
            label="Who belongs",
            empty=el.empty_state("Nobody here", "Nobody of this kind has to do with this community."),
        ),
    )


def _member(row: rx.Var[MemberRow]) -> rx.Component:
    name = el.hushed(": ", row.name)
    removed = forms.action_button("I removed them", name, on_click=CommunitiesState.removed(row.id), size="compact")
    retry = forms.action_button("Try again", name, on_click=CommunitiesState.retry(row.id), size="compact")
    status = marked(
        row.status,
        rx.match(
            row.status.to(str),
            ("active", el.tag("In", tone="good")),
            ("invited", el.tag("Invited")),
            el.tag("Not any more"),
        ),
    )
    return el.item(
        layout.row(rx.el.strong(row.name), status, gap=2),
        rx.el.p(row.email, " · ", time.relative(row.at), class_name="small muted"),
        rx.cond(row.failure, rx.el.p(row.failure, class_name="error-line small"), rx.fragment()),
        end=rx.fragment(
            rx.cond(row.failure, retry, rx.fragment()),
            rx.cond(row.removal.to(str) == "by_hand", removed, rx.fragment()),
        ),
        key=row.id.to(str),
    )


def _premium() -> rx.Component:
    grants: Any = CommunitiesState.grants
    return layout.section(
        "Who counts as premium",
        rx.cond(
            grants.length() > 0,
            el.ruled_list(rx.foreach(grants, _grant), label="Who counts as premium"),
            rx.el.p("Everybody with a plan, and nobody besides.", class_name="muted"),
        ),
        note=el.button("Add a person", on_click=CommunitiesState.begin("grant"), size="compact"),
    )


def _grant(row: rx.Var[GrantRow]) -> rx.Component:
    until = rx.cond(row.until, rx.fragment("until ", time.local_date(row.until)), "for good")
    return el.item(
        rx.el.strong(row.name),
        rx.el.p(row.email, rx.cond(row.note, " · " + row.note, ""), class_name="small muted"),
        end=rx.fragment(
            rx.el.span(until, class_name="small muted"),
            forms.action_button(
                "Take back",
                el.hushed(": ", row.name),
                on_click=CommunitiesState.revoke(row.id),
                look="quiet",
                size="compact",
            ),
        ),
        key=row.id.to(str),
    )


def _dialog(form: str, title: str, *content: rx.Component) -> rx.Component:
    return overlays.dialog(
        *content,
        title=title,
        is_open=CommunitiesState.form == form,
        on_close=CommunitiesState.close_form(form),
    )


def _form(edited: Any, form: str, words: str, on_submit: Any) -> rx.Component:
    fields = None if edited is None else edited.fields
    return forms.form(
        *_what(fields),
        *_for_whom(fields),
        *_api(edited),
        forms.form_end(
            forms.submit_button(words),
            el.button("Discard", look="quiet", on_click=CommunitiesState.close_form(form)),
            error=CommunitiesState.errors["form"],
        ),
        on_submit=on_submit,
    )


def _what(fields: Any) -> list[rx.Component]:
    errors = CommunitiesState.errors
    return [
        forms.select_field(
            "platform",
            "Platform",
            list(PLATFORMS.items()),
            value="other" if fields is None else fields.platform.to(str),
            on_change=CommunitiesState.choose_platform,
        ),
        forms.text_field("name", "Name", value=_at(fields, "name"), error=errors["name"]),
        forms.text_field(
            "url",
            "Invite link",
            type="url",
            value=_at(fields, "url"),
            help="Shown only to those it is open to, once they join.",
            error=errors["url"],
        ),
        forms.textarea_field(
            "description", "What it is for", value=_at(fields, "description"), rows=2, is_optional=True
        ),
    ]


def _for_whom(fields: Any) -> list[rx.Component]:
    def box(course: rx.Var[CourseChoice]) -> rx.Component:
        is_on = False if fields is None else fields.course_ids.to(list[int]).contains(course.id)
        return forms.checkbox_field(COURSE + course.id.to(str), course.title, value=is_on, key=course.id.to(str))

    return [
        forms.select_field(
            "access_level", "For", ACCESS, value="all_users" if fields is None else fields.access_level.to(str)
        ),
        rx.el.details(
            rx.el.summary("Only for people of some courses", class_name="link"),
            forms.radio_list("Courses", rx.foreach(CommunitiesState.courses, box)),
        ),
    ]


def _api(edited: Any) -> list[rx.Component]:
    fields = None if edited is None else edited.fields
    chosen: Any = CommunitiesState.platform

    def text(name: str, label: str, help: str) -> rx.Component:
        value = _at(fields, name)
        error = CommunitiesState.errors[name]
        return forms.text_field(name, label, value=value, help=help, error=error, is_optional=True)

    def secret(name: str, label: str, has: str) -> rx.Component:
        kept = "" if edited is None else rx.cond(getattr(edited, has), "One is kept. Leave empty to keep it.", "")
        return forms.text_field(name, label, type="password", help=kept, auto_complete="new-password", is_optional=True)

    token = secret("token", "API token", "has_token")
    return [
        rx.match(
            chosen,
            (
                "discord",
                rx.fragment(
                    text("external_id", "Server id", "The number of the server; copy it in Discord's developer mode."),
                    text("role_id", "Role id", "People get and lose this role. Without one they are removed."),
                    secret("token", "Bot token", "has_token"),
                    text("client_id", "Application id", "Of the application that people connect their account with."),
                    secret("client_secret", "Client secret", "has_client_secret"),
                ),
            ),
            (
                "slack",
                rx.fragment(
                    text("external_id", "Team id", "On Enterprise: the workspace to invite to and remove from."),
                    text("channel_ids", "Channels", "Ids with commas; people in the workspace are put there."),
                    token,
                ),
            ),
            ("circle", rx.fragment(text("space_ids", "Spaces", "Numbers with commas; people are put there."), token)),
            rx.el.p("People come by the invite link. Who is to be removed shows up under “Who belongs”.",
                    class_name="muted small"),
        )
    ]  # fmt: skip


def _at(fields: Any, name: str) -> Any:
    """What a field starts with."""
    return None if fields is None else getattr(fields, name)


def _grant_form() -> rx.Component:
    errors = CommunitiesState.errors
    return forms.form(
        forms.email_field("email", "E-mail", error=errors["email"]),
        forms.text_field("note", "Why", is_optional=True),
        forms.number_field("days", "For so many days", help="Empty means for good.", is_optional=True),
        forms.form_end(
            forms.submit_button("Let them count as premium"),
            el.button("Discard", look="quiet", on_click=CommunitiesState.close_form("grant")),
            error=errors["form"],
        ),
        on_submit=CommunitiesState.grant,
    )
