"""The frames, filled with the person at this browser, and the parts of the sign-in and profile pages."""

import json
from typing import Any, Literal
from zoneinfo import available_timezones

import reflex as rx

from academy import routes
from academy.identity.schemas import Place
from academy.identity.state import ProfileState, Session, SignIn
from academy.ui import elements as el
from academy.ui import forms, frame_parts, frames, layout, time
from academy.ui.types import Child

PLACES = {
    Place.LEARN: frame_parts.Place(label="Learn", url=routes.LEARN.url(), icon="learn"),
    Place.COMMUNITY: frame_parts.Place(label="Community", url=routes.COMMUNITY.url(), icon="community"),
    Place.TEACH: frame_parts.Place(label="Teach", url=routes.TEACH.url(), icon="teach"),
    Place.ORGANIZATION: frame_parts.Place(label="Organization", url=routes.ORG.url(), icon="organization"),
    Place.ADMIN: frame_parts.Place(label="Admin", url=routes.ADMIN.url(), icon="admin"),
}
REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
ZONES = sorted(zone for zone in available_timezones() if zone.partition("/")[0] in REGIONS)
FIRST = 4
"""So many of each kind of demo people are seen at once."""
BROWSERS_ZONE = "Intl.DateTimeFormat().resolvedOptions().timeZone ?? ''"


def frame_vars() -> frames.FrameVars:
    """What the frames show of the person."""
    me: Any = Session.me
    by_name = json.dumps({place: link.model_dump() for place, link in PLACES.items()})
    places: rx.Var[Any] = rx.Var(
        f"({me.places!s} ?? []).filter(({{ place }}) => place in {by_name})"
        f".map(({{ place, pages }}) => ({{ ...({by_name})[place], links: pages }}))",
        _var_data=me._get_all_var_data(),
    )
    return frames.FrameVars(
        is_ready=Session.is_loaded,
        is_signed_in=rx.cond(me, True, False),
        name=rx.cond(me, me.name, ""),
        email=rx.cond(me, me.email, ""),
        zone=rx.cond(me, me.zone, ""),
        places=places.to(list[frame_parts.Place]),
        is_connected=rx.State.is_hydrated,
    )


def public_page(*content: Child) -> rx.Component:
    """A page for everybody."""
    return frames.public_frame(*content, _upkeep(), frame=frame_vars())


def app_page(*content: Child, width: Literal["", "narrow"] = "") -> rx.Component:
    """A page for people who are signed in."""
    return frames.app_frame(*content, _upkeep(), frame=frame_vars(), width=width)


def _upkeep() -> rx.Component:
    """Unseen: moves the session on once it is due, and finds out the zone of somebody who has none."""
    me: Any = Session.me
    keep = rx.el.span(hidden=True, on_mount=Session.keep)
    adopt = rx.el.span(hidden=True, on_mount=rx.call_script(BROWSERS_ZONE, callback=Session.adopt_zone))
    return rx.cond(me, rx.fragment(rx.cond(me.is_stale, keep), rx.cond(me.zone == "", adopt)), rx.fragment())


# Signing in


def already_in() -> rx.Component:
    """Says to somebody who is signed in that they are."""
    me: Any = Session.me
    there = el.link_button("Go on", href=SignIn.next_path, size="compact")
    return rx.cond(me, el.notice(layout.row(there), title="You are signed in as " + me.name, tone="good"))


def email_step() -> rx.Component:
    """The address, and other ways in."""
    provider: Any = SignIn.options
    next_path: Any = SignIn.next_path
    away: rx.Var[Any] = rx.Var(
        f"{json.dumps(routes.SIGN_IN_PROVIDER.url())} + '?next=' + encodeURIComponent({next_path!s})",
        _var_data=next_path._get_all_var_data(),
    )
    return rx.fragment(
        forms.form(
            forms.email_field(
                "email",
                "E-mail address",
                value=SignIn.asked_for,
                help="We send you a link. If you are new, this makes your account.",
                error=SignIn.errors["email"],
                auto_focus=True,
            ),
            forms.form_end(
                forms.submit_button("Send me a link", is_wide=True, size="big"), error=SignIn.errors["form"]
            ),
            on_submit=SignIn.ask,
            pending=SignIn.is_waiting,
        ),
        rx.cond(
            provider.provider,
            rx.fragment(
                rx.el.p("or", class_name="between"),
                el.link_button(
                    "Continue with " + provider.provider, href=away.to(str), is_wide=True, size="big", loads=True
                ),
            ),
        ),
    )


def code_step() -> rx.Component:
    """What to do once the mail is on its way."""
    options: Any = SignIn.options
    return rx.fragment(
        rx.el.div(
            rx.el.p("We sent a mail to ", rx.el.strong(SignIn.sent_to), ". Open its link in this browser,"
                    " or type the six digits it holds. Both work for 15 minutes."),
            role="status",
        ),
        rx.cond(
            options.has_inbox,
            el.notice(
                el.link("Open the development inbox", href=routes.DEV_INBOX.url(), target="_blank"),
                title="This demo academy sends no mail.",
                tone="info",
            ),
        ),
        forms.form(
            forms.text_field(
                "code",
                "Six digits",
                error=SignIn.errors["code"],
                auto_complete="one-time-code",
                input_mode="numeric",
                max_length=12,
                auto_focus=True,
            ),
            forms.form_end(forms.submit_button("Sign in", is_wide=True, size="big"), error=SignIn.errors["form"]),
            on_submit=SignIn.enter,
            pending=SignIn.is_waiting,
        ),
        el.button("Use another address", on_click=SignIn.start_over, look="quiet"),
    )  # fmt: skip


def demo_people() -> rx.Component:
    """The people one may step into."""
    options: Any = SignIn.options
    return layout.section(
        "Step into somebody",
        rx.el.p(
            "This is a demo academy: look at it through anybody's eyes. One press signs you in.", class_name="muted"
        ),
        forms.posted_form(
            rx.el.input(type="hidden", name="next", value=SignIn.next_path),
            rx.foreach(options.demo, _demo_group),
            action=routes.STEP_INTO.url(),
            class_name="demo",
        ),
    )


def _demo_group(group: Any) -> rx.Component:
    rest = rx.el.details(
        rx.el.summary(group.people.length() - FIRST, " more", class_name="link"),
        rx.el.div(rx.foreach(group.people[FIRST:], _demo_person), class_name="cast"),
    )
    return rx.el.section(
        rx.el.h3(group.label),
        rx.el.div(rx.foreach(group.people[:FIRST], _demo_person), class_name="cast"),
        rx.cond(group.people.length() > FIRST, rest),
    )


def _demo_person(person: Any) -> rx.Component:
    return rx.el.button(
        el.person(person.name, below=person.about),
        type="submit",
        name="person",
        value=person.user_id.to(str),
        class_name="step-into",
    )


# The profile


def about_form() -> rx.Component:
    """Name, work and zone."""
    known: Any = ProfileState.profile
    errors = ProfileState.errors
    return forms.form(
        forms.text_field(
            "name",
            "Name",
            value=known.name,
            help="As it should stand on certificates.",
            error=errors["name"],
            auto_complete="name",
        ),
        forms.pair(
            forms.text_field(
                "title",
                "What you do",
                value=known.title,
                error=errors["title"],
                is_optional=True,
                auto_complete="organization-title",
            ),
            forms.text_field(
                "company",
                "Company",
                value=known.company,
                error=errors["company"],
                is_optional=True,
                auto_complete="organization",
            ),
        ),
        forms.pair(_zone_field(known), _phone_field(known)),
        rx.el.datalist(*[rx.el.option(value=zone) for zone in ZONES], id="zones"),
        forms.form_end(forms.submit_button("Save my profile"), error=errors["form"]),
        on_submit=ProfileState.save,
    )


def _zone_field(known: Any) -> rx.Component:
    return forms.text_field(
        "zone",
        "Time zone",
        value=known.zone,
        help="Type a city. Left empty, times are shown in your browser's zone.",
        error=ProfileState.errors["zone"],
        is_optional=True,
        list="zones",
        auto_complete="off",
        spell_check=False,
    )


def _phone_field(known: Any) -> rx.Component:
    return forms.text_field(
        "phone_number",
        "Mobile number",
        value=known.phone_number,
        help="With its country code; only for text messages you switch on.",
        error=ProfileState.errors["phone_number"],
        is_optional=True,
        type="tel",
        auto_complete="tel",
    )


def switches() -> rx.Component:
    """What the academy may send."""
    profile: Any = ProfileState.profile
    return rx.el.div(
        forms.switch(
            "email_notifications",
            "E-mail",
            value=profile.email_notifications,
            on_change=ProfileState.switch_email,
            help="Reminders and news of your cohorts. Mail about signing in and paying always comes.",
        ),
        forms.switch(
            "sms_notifications",
            "Text messages",
            value=profile.sms_notifications,
            on_change=ProfileState.switch_sms,
            help="Only what cannot wait: a session that moves, a seat that is offered.",
        ),
    )


def address_form() -> rx.Component:
    """The address, and how to change it."""
    wish, profile = ProfileState.email_change, ProfileState.profile
    known: Any = wish
    person: Any = profile
    waiting = el.notice(
        rx.el.p("Old address: ", rx.cond(known.is_old_confirmed, "confirmed", "waiting for you to confirm")),
        rx.el.p("New address: ", rx.cond(known.is_new_confirmed, "confirmed", "waiting for you to confirm")),
        forms.action_button("Keep the old address", on_click=ProfileState.keep_email, size="compact"),
        title=rx.cond(wish, "You want to use " + known.new_email, ""),
        tone="info",
    )
    change = forms.form(
        forms.email_field(
            "new_email",
            "New e-mail address",
            help="We write to both addresses; each has to confirm.",
            error=ProfileState.errors["new_email"],
        ),
        forms.form_end(forms.submit_button("Change my address", look="plain")),
        on_submit=ProfileState.change_email,
    )
    return layout.stack(rx.el.p("You sign in with ", rx.el.strong(person.email), "."), rx.cond(wish, waiting, change))


def session_row(session: Any) -> rx.Component:
    """A browser somebody is signed in with."""
    end = rx.cond(
        session.is_this_one,
        el.tag("this device", tone="good"),
        forms.action_button("Sign out", on_click=ProfileState.end_session(session.id), size="compact"),
    )
    seen = rx.el.p(
        session.ip, " · signed in ", time.local_date(session.signed_in_at), " · seen ",
        time.relative(session.last_seen_at), class_name="muted small",
    )  # fmt: skip
    return el.item(rx.el.h3(session.device), seen, end=end)


def connection_row(connection: Any) -> rx.Component:
    """A provider somebody may sign in through."""
    since = rx.el.p(connection.email, " · since ", time.local_date(connection.connected_at), class_name="muted small")
    cut = forms.action_button("Disconnect", on_click=ProfileState.disconnect(connection.id), size="compact")
    return el.item(rx.el.h3(connection.provider), since, end=cut)
