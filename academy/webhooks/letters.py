"""The letters about webhooks."""

from academy.core.settings import settings
from academy.notifications.letters import Action, sample, write
from academy.notifications.schemas import Letter


@sample(name="Ada Mensah", url="https://hooks.meridian.example/academy", reason="It answered 410 Gone.", path="/admin")
def endpoint_disabled(name: str, url: str, reason: str, path: str) -> Letter:
    """We have stopped sending to an endpoint; `path` is the page where one can switch it on, if there is one."""
    return write(
        "A webhook endpoint was switched off",
        f"Hello {name},",
        f"we have stopped sending events to {url}. {reason}",
        "What waits for it is kept, and what happens meanwhile can be sent again once it is switched on.",
        action=Action("Look at the endpoint", settings().base_url + path) if path else None,
        why="You get this because you look after the academy's webhooks.",
    )
