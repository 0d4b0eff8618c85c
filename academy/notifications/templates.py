"""The letters about accounts."""

from collections.abc import Sequence

from academy import routes
from academy.core.settings import settings
from academy.notifications.letters import Action, Entry, sample, write
from academy.notifications.schemas import Letter

KEY = "nobody-knows"
"""What stands for a secret in samples."""
WHY_SIGN_IN = "You get this because somebody entered this address to sign in. If it was not you, nothing happens."
WHY_ACCOUNT = "You get this because it concerns the safety of your account."


@sample(token=KEY, code="012345", minutes=15)
def sign_in(*, token: str, code: str, minutes: int) -> Letter:
    """The link and the code to sign in with."""
    return write(
        f"Sign in to the academy: {code}",
        f"Press the button in the browser you asked from. It works once, for {minutes} minutes.",
        action=Action("Sign in", _whole(routes.SIGN_IN_LINK.url(query={"token": token}))),
        after=["Or type this code there:"],
        code=code,
        why=WHY_SIGN_IN,
    )


@sample(name="Amara Okafor", provider="Google")
def provider_connected(*, name: str, provider: str) -> Letter:
    """Somebody may now sign in another way."""
    return write(
        f"{provider} is now connected to your account",
        f"Hello {name},",
        f"from now on you can also sign in with {provider}. If you did not do this, disconnect it on your profile and"
        " sign out everywhere.",
        action=Action("Open my profile", _whole(routes.PROFILE.url())),
        why=WHY_ACCOUNT,
    )


@sample(name="Amara Okafor", token=KEY, new_email="amara@new.example")
def confirm_old_address(*, name: str, token: str, new_email: str) -> Letter:
    """The old end of a change of address."""
    return write(
        "Confirm that you want another e-mail address",
        f"Hello {name},",
        f"you asked to use {new_email} from now on. Both addresses have to confirm; this is for the old one."
        " If you did not ask, do nothing, and sign out everywhere on your profile.",
        action=Action("Confirm the change", _whole(routes.EMAIL_CHANGE.url(query={"token": token}))),
        why=WHY_ACCOUNT,
    )


@sample(name="Amara Okafor", token=KEY, old_email="amara@old.example")
def confirm_new_address(*, name: str, token: str, old_email: str) -> Letter:
    """The new end of a change of address."""
    return write(
        "Confirm your new e-mail address",
        f"Hello {name},",
        f"you asked to use this address instead of {old_email}. Both addresses have to confirm; this is for the new"
        " one. If you did not ask, do nothing.",
        action=Action("Confirm this address", _whole(routes.EMAIL_CHANGE.url(query={"token": token}))),
        why=WHY_ACCOUNT,
    )


@sample(name="Amara Okafor", new_email="amara@new.example")
def address_changed(*, name: str, new_email: str) -> Letter:
    """The last letter to an old address."""
    return write(
        "Your e-mail address has been changed",
        f"Hello {name},",
        f"your account now has the address {new_email}. Both addresses confirmed this.",
        why=WHY_ACCOUNT,
    )


@sample(
    name="Amara Okafor",
    entries=[
        Entry("Your seat in AI Fundamentals", "March, Europe", "http://localhost:3000/learn/a-seat", "Seats"),
        Entry("Kenji Mori answered you", "Have you tried it with a table instead?", group="Replies to you"),
    ],
    more=3,
)
def digest(*, name: str, entries: Sequence[Entry], more: int) -> Letter:
    """All that came since the last one, in one mail."""
    count = len(entries) + more
    rest = [f"There {'is' if more == 1 else 'are'} {more} more in the academy."] if more else []
    return write(
        f"{count} pieces of news for you" if count > 1 else "News for you",
        f"Hello {name},",
        "this is what has come since the last time:",
        entries=entries,
        action=Action("See all notifications", _whole(routes.NEWS.url())),
        after=rest,
        why="You get this because you chose to have your news in one mail.",
    )


def _whole(path: str) -> str:
    return settings().base_url + path
