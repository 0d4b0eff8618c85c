"""What authors are told about their posts, and people about being suspended."""

from datetime import UTC, datetime

from academy.core.settings import settings
from academy.notifications.letters import Action, sample, write
from academy.notifications.schemas import Letter

WHY = "You get this because it is about something you wrote at the academy."
WHY_RIGHTS = "You get this because it is about what you may do at the academy."
POST, PATH = "your reply in “Which model for minutes?”", "/community/threads/a-thread"
REASONS = ["Spam or advertising"]
END = datetime(2026, 3, 9, 8, tzinfo=UTC)


@sample(name="Amara", post=POST, why="Three people have reported it.", reasons=REASONS, path=PATH)
def held(name: str, post: str, why: str, reasons: list[str], path: str) -> Letter:
    """It is out of sight until somebody has looked at it."""
    return write(
        "Your post waits for a moderator",
        f"Hello {name},",
        f"{post} is out of sight until a moderator has looked at it. {why}",
        *([f"What was said about it: {'; '.join(reasons)}."] if reasons else []),
        action=_look(path),
        after=["You can read it there and edit it; the moderator sees that you have."],
        why=WHY,
    )


@sample(name="Amara", post=POST, verb="hidden", reason="It names a customer.", path=PATH)
@sample(name="Amara", post=POST, verb="deleted", reason="It names a customer.", path=PATH)
def removed(name: str, post: str, verb: str, reason: str, path: str) -> Letter:
    """A moderator has hidden or deleted it."""
    return write(
        f"A moderator has {verb} your post",
        f"Hello {name},",
        f"a moderator has {verb} {post}. {reason}",
        action=_look(path),
        after=[f"If you think this is a mistake, write to {settings().mail_from}."],
        why=WHY,
    )


@sample(name="Amara", post=POST, words="Please leave the names of customers out.", path=PATH)
def warned(name: str, post: str, words: str, path: str) -> Letter:
    """A moderator asks them to write otherwise."""
    return write(
        "A word from a moderator",
        f"Hello {name},",
        f"a moderator has looked at {post} and writes:",
        words,
        action=_look(path),
        why=WHY,
    )


@sample(name="Amara", where="everywhere", until=END, reason="Insults.")
@sample(name="Amara", where="in AI Fundamentals", until=None, reason="Insults.")
def suspended(name: str, where: str, until: datetime | None, reason: str) -> Letter:
    """They may read, and not write, for a time."""
    end = f"until {until:%A} {until.day} {until:%B %Y, %H:%M} UTC" if until else "until a moderator lifts it"
    return write(
        "You cannot post for now",
        f"Hello {name},",
        f"you cannot post {where} {end}. The reason: {reason}",
        "You still read everything you could read before, and your courses go on as always.",
        f"If you think this is a mistake, write to {settings().mail_from}.",
        why=WHY_RIGHTS,
    )


@sample(name="Amara", where="everywhere")
def lifted(name: str, where: str) -> Letter:
    """They may write again."""
    return write(
        "You can post again",
        f"Hello {name},",
        f"your suspension was lifted: you can post {where} again.",
        why=WHY_RIGHTS,
    )


def _look(path: str) -> Action:
    return Action("Look at it", settings().base_url + path)
