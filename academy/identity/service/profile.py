"""What people see and change of themselves."""

import re
from zoneinfo import available_timezones

from sqlmodel import col, select

from academy.core.cleaning import clean_line
from academy.core.errors import Invalid, NotFound
from academy.core.loading import only
from academy.core.settings import settings
from academy.identity.events import ZoneChanged
from academy.identity.models import AuthIdentity, AuthSession, User
from academy.identity.policy import open_places
from academy.identity.schemas import ConnectionRow, Me, Profile
from academy.identity.service.accounts import NAME_LENGTH
from academy.identity.service.sessions import STALE_AFTER
from academy.live import Context, everyone, mutation, query, signed_in

LINE_LENGTH = 160
PHONE_DIGITS = range(7, 16)
LINKEDIN = re.compile(r"(?:https?://)?(?:\w+\.)?linkedin\.com/in/([\w%.-]+)/?(?:[?#].*)?", re.IGNORECASE)


@query(policy=everyone)
def me(ctx: Context) -> Me | None:
    """The person signed in; nothing for visitors."""
    if ctx.viewer.user_id is None:
        return None
    shown = only(User.name, User.email, User.role, User.timezone)
    user = ctx.session.get_one(User, ctx.viewer.user_id, options=[shown])
    return Me(
        user_id=user.id,
        name=user.name,
        initials=initials(user.name),
        email=user.email,
        role=user.role,
        zone=user.timezone or "",
        places=open_places(ctx),
        is_stale=_is_stale(ctx),
    )


@query(policy=signed_in)
def my_profile(ctx: Context) -> Profile:
    """What the viewer may change about themselves."""
    user = ctx.session.get_one(User, ctx.user_id)
    return Profile(
        name=user.name,
        email=user.email,
        title=user.title or "",
        company=user.company or "",
        zone=user.timezone or "",
        email_notifications=user.email_notifications,
        sms_notifications=user.sms_notifications,
        phone_number=user.phone_number or "",
    )


@query(policy=signed_in)
def my_connections(ctx: Context) -> list[ConnectionRow]:
    """The providers through which the viewer may sign in besides by mail."""
    rows = ctx.session.exec(
        select(AuthIdentity).where(AuthIdentity.user_id == ctx.user_id).order_by(col(AuthIdentity.id))
    ).all()
    return [
        ConnectionRow(id=row.id, provider=_provider_name(row.issuer), email=row.email, connected_at=row.created_at)
        for row in rows
    ]


@mutation(policy=signed_in)
def edit_profile(ctx: Context, *, name: str, title: str, company: str, phone_number: str, zone: str) -> None:
    """Change the viewer's own profile; an empty zone means the browser's.

    Raises:
        Invalid: A field is missing, too long, no zone, or no telephone number.
    """
    user = ctx.session.get_one(User, ctx.user_id)
    user.name = _line(name, "name", NAME_LENGTH)
    if not user.name:
        raise Invalid("Please enter your name as it should stand on certificates.", field="name")
    user.title = _line(title, "title") or None
    user.company = _line(company, "company") or None
    user.phone_number = _phone_number(phone_number)
    before, user.timezone = user.timezone, _zone(zone) if zone else None
    if before != user.timezone:
        ctx.publish(ZoneChanged(user.id))
    if user.phone_number is None and user.sms_notifications:
        raise Invalid("Text messages are switched on: switch them off first, or keep a number.", field="phone_number")


@mutation(policy=signed_in)
def set_linkedin(ctx: Context, *, address: str) -> None:
    """Say where the viewer's page at LinkedIn is; an empty address means nowhere.

    Raises:
        Invalid: It is no address of a person's page there.
    """
    ctx.session.get_one(User, ctx.user_id).linkedin_url = _linkedin(address.strip()) if address.strip() else None


@mutation(policy=signed_in)
def set_email_notifications(ctx: Context, *, is_on: bool) -> None:
    """Switch all mail that is not about signing in or paying on or off."""
    ctx.session.get_one(User, ctx.user_id).email_notifications = is_on


@mutation(policy=signed_in)
def set_sms_notifications(ctx: Context, *, is_on: bool) -> None:
    """Switch text messages on or off.

    Raises:
        Invalid: There is no number to send them to.
    """
    user = ctx.session.get_one(User, ctx.user_id)
    if is_on and not user.phone_number:
        raise Invalid("Please save a mobile number first; text messages go there.", field="phone_number")
    user.sms_notifications = is_on


@mutation(policy=signed_in)
def adopt_zone(ctx: Context, *, zone: str) -> None:
    """Take the browser's zone for somebody who has none yet; a zone we do not know is ignored."""
    user = ctx.session.get_one(User, ctx.user_id)
    if user.timezone is None and zone in available_timezones():
        user.timezone = zone
        ctx.publish(ZoneChanged(user.id))


@mutation(policy=signed_in)
def disconnect(ctx: Context, *, connection_id: int) -> None:
    """No longer let the viewer sign in through a provider; the mail remains."""
    row = ctx.session.exec(
        select(AuthIdentity).where(AuthIdentity.id == connection_id, AuthIdentity.user_id == ctx.user_id)
    ).first()
    if row is None:
        raise NotFound("That connection has been removed already.")
    ctx.session.delete(row)


def initials(name: str) -> str:
    """The first letters of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


def _is_stale(ctx: Context) -> bool:
    if ctx.viewer.session_id is None:
        return False
    seen = ctx.session.exec(select(AuthSession.last_seen_at).where(AuthSession.id == ctx.viewer.session_id)).one()
    return ctx.is_past(seen + STALE_AFTER)


def _provider_name(issuer: str) -> str:
    return settings().oidc_name if issuer == settings().oidc_issuer else issuer


def _line(text: str, field: str, length: int = LINE_LENGTH) -> str:
    line = clean_line(text)
    if len(line) > length:
        raise Invalid(f"This is too long; up to {length} characters fit.", field=field)
    return line


def _phone_number(text: str) -> str | None:
    number = text.strip()
    if not number:
        return None
    digits = "".join(character for character in number if character in "0123456789")
    if not number.startswith("+") or len(digits) not in PHONE_DIGITS or set(number) - set("+0123456789 ()-./"):
        raise Invalid("Please write the number with its country code, such as +44 20 7946 0018.", field="phone_number")
    return f"+{digits}"


def _zone(zone: str) -> str:
    if zone not in available_timezones():
        raise Invalid("We do not know this time zone. Please choose one from the list.", field="zone")
    return zone


def _linkedin(typed: str) -> str:
    parts = LINKEDIN.fullmatch(typed)
    if parts is None or len(typed) > LINE_LENGTH:
        raise Invalid(
            "Please give the address of your page there, such as linkedin.com/in/your-name.", field="linkedin_url"
        )
    return f"https://www.linkedin.com/in/{parts[1]}"
