"""Jobs in words, for administrators."""

from collections.abc import Mapping
from typing import Any

from cron_descriptor import Options, get_description  # type: ignore[import-untyped]

from academy.admin.schemas import JobArgument
from academy.live.jobs import Job, find
from academy.live.masks import HIDDEN, is_secret

LINE_LENGTH = 160


def title(name: str) -> str:
    """`academy.notifications.jobs.deliver_mail` is Deliver mail."""
    return name.rpartition(".")[2].replace("_", " ").capitalize()


def domain(name: str) -> str:
    """`academy.notifications.jobs.deliver_mail` is of the domain Notifications."""
    _, *inner = name.split(".")
    return inner[0].replace("_", " ").capitalize() if inner else ""


def about(job: Job[Any] | None) -> str:
    """What a job does, as the first line of its description says."""
    return (job.__doc__ or "").strip().partition("\n")[0] if job else ""


def known(name: str) -> Job[Any] | None:
    """The job of that name, unless this version of the academy has none."""
    try:
        return find(name)
    except LookupError:
        return None


def schedule(crontab: str) -> str:
    """`*/5 * * * *` is every 5 minutes."""
    options = Options()
    options.use_24hour_time_format, options.locale_code = True, "en_US"
    words = get_description(crontab, options)
    return words if words.startswith("Every") else f"{words} UTC"


def arguments(values: Mapping[str, Any]) -> list[JobArgument]:
    """What a job was told, as far as it may be seen."""
    return [JobArgument(name=name.replace("_", " "), value=_shown(name, value)) for name, value in values.items()]


def in_one_line(values: Mapping[str, Any]) -> str:
    """The same in a line: message id 12 · is secret yes."""
    return " · ".join(f"{argument.name} {argument.value}" for argument in arguments(values))


def first_line(error: str) -> str:
    """The beginning of an error, for lists."""
    line = error.partition("\n")[0]
    return line if len(line) <= LINE_LENGTH else f"{line[:LINE_LENGTH]}…"


def _shown(name: str, value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | dict):
        return f"{len(value)} values"
    return HIDDEN if is_secret(name, value) else str(value)
