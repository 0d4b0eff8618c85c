"""Accounts: found or made once it is known whose an address is."""

import re

from sqlmodel import select

from academy.core.cleaning import clean_line
from academy.core.errors import Invalid
from academy.identity.events import PersonJoined
from academy.identity.models import User
from academy.live import Context

EMAIL_LENGTH = 254
NAME_LENGTH = 120

_EMAIL = re.compile(r"[^\s@<>\"'(),:;\\\[\]]+@[^\s@<>\"'(),:;\\\[\]_.]+(\.[^\s@<>\"'(),:;\\\[\]_.]+)+")


def clean_email(email: str, *, field: str = "email") -> str:
    """Return an address as we keep it: trimmed and lower-case.

    Raises:
        Invalid: It cannot be an address.
    """
    cleaned = email.strip().lower()
    if not cleaned:
        raise Invalid("Please enter your e-mail address.", field=field)
    if len(cleaned) > EMAIL_LENGTH or not _EMAIL.fullmatch(cleaned) or not cleaned.isprintable():
        raise Invalid("This does not look like an e-mail address; it should be like name@company.com.", field=field)
    return cleaned


def find_account(ctx: Context, email: str) -> User | None:
    """Return the account with this address, if there is one."""
    return ctx.session.exec(select(User).where(User.email == email)).first()


def find_or_make_account(ctx: Context, email: str, *, name: str = "") -> User:
    """Return the account with an address that has been shown to be the person's, made now if need be."""
    found = find_account(ctx, email)
    if found is not None:
        return found
    user = User(email=email, name=clean_line(name)[:NAME_LENGTH] or _name_from(email))
    ctx.session.add(user)
    ctx.session.flush()
    ctx.publish(PersonJoined(user.id, email))
    return user


def _name_from(email: str) -> str:
    local = email.partition("@")[0].partition("+")[0]
    return " ".join(part.capitalize() for part in re.split(r"[._\-\d]+", local) if part)[:NAME_LENGTH] or local
