"""Errors a person can understand.

A service raises one of these with a sentence for the person; the live layer carries it to the screen.
Anything else is a bug: it is logged with an id, and the person sees only that id.
"""


class DomainError(Exception):
    """The request cannot be done, and the message says why in words for the person.

    Args:
        message: A full sentence saying what is wrong and how to mend it.
        field: The form field it belongs to, when there is one.
    """

    code = "refused"

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Invalid(DomainError):
    """Bad input."""

    code = "invalid"


class Conflict(DomainError):
    """Right in itself, but the world has moved on (a seat is taken, a row was changed)."""

    code = "conflict"


class NotFound(DomainError):
    """There is no such thing, or the viewer may not know that there is."""

    code = "not_found"


class SignInRequired(DomainError):
    """Only somebody who is signed in may do this."""

    code = "sign_in"

    def __init__(self, message: str = "Please sign in to go on.") -> None:
        super().__init__(message)


class Denied(DomainError):
    """The viewer is known and may not do this."""

    code = "denied"

    def __init__(
        self, message: str = "Your account does not open this. If you think it should, ask whoever manages it for you."
    ) -> None:
        super().__init__(message)


class TooManyRequests(DomainError):
    """A rate limit was reached."""

    code = "too_many"
