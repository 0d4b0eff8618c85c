"""Writes docs/webhooks.md from the catalogue of events."""

from academy.core.settings import ROOT
from academy.webhooks.catalogue import KINDS, Kind, notes_of
from academy.webhooks.service.sending import PAUSES

FILE = ROOT / "docs" / "webhooks.md"
HEAD = """# Webhooks

The academy tells other systems what happens in it: each event is an HTTPS `POST` of JSON to the endpoints that asked
for its kind. Endpoints are made at Admin → Webhooks; an organization's endpoint hears of its own organization only.
This page is written by `make docs` from `academy/webhooks/catalogue.py`.

## What arrives

```http
POST /academy HTTP/1.1
content-type: application/json
webhook-id: evt_Zk3vQ0mCw1yT9bXc5rLdEg
webhook-timestamp: 1800267845
webhook-signature: v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=
```

Signatures follow [Standard Webhooks](https://www.standardwebhooks.com), which has libraries for most languages:

```python
from standardwebhooks.webhooks import Webhook

event = Webhook(secret).verify(body, headers)  # raises unless it comes from us, unchanged, within five minutes
```

Check the signature over the body as it came, before parsing it. After a secret was rotated, what is sent carries a
signature of each secret for 24 hours, so there is time to put the new one in place.

## What to rely on

- **At least once.** An event may arrive twice, also after it was answered. `webhook-id` is the same each time, for
  every endpoint: keep those you have dealt with, and leave out what comes again.
- **No order.** A later event may arrive earlier. `timestamp` says when something happened; where the order matters,
  look the thing up.
- **Answer 2xx within 15 seconds**, then do the work. Any other answer, redirects included, counts as failed.
- **What fails is tried again** {attempts} times over three days, after {pauses} and so on. `Retry-After` is
  respected up to a day. While an endpoint fails, all that waits for it waits at most ten minutes longer.
- **410 switches an endpoint off** at once; so does failing for two and a half days. Its owners are told. What did not
  arrive can be sent again for 90 days, one by one or all since a moment.
- **Only public addresses.** We send by `https` to the public internet, never into private networks, and follow no
  redirect.
- A slow endpoint holds up itself only: each is sent one delivery at a time.

Members may be added to a payload at any time: ignore what you do not know. Any other change makes a new `version`.

## Events

"""


def page() -> str:
    """The whole page."""
    pauses = ", ".join(f"{pause.total_seconds():g} s" for pause in PAUSES[:3])
    head = HEAD.format(attempts=len(PAUSES), pauses=pauses)
    rows = "".join(f"| [`{kind.name}`](#{_anchor(kind.name)}) | {kind.title} |\n" for kind in KINDS.values())
    return f"{head}| Kind | What |\n|---|---|\n{rows}" + "".join(map(_section, KINDS.values()))


def _section(kind: Kind) -> str:  # type: ignore[type-arg]
    whose = "The organization it concerns hears of it too." if kind.is_for_companies else "For the platform alone."
    rows = "".join(f"| `{note.name}` | {note.type} | {note.about} |\n" for note in notes_of(kind.data))
    return (
        f"\n### {kind.name}\n\n**{kind.title}.** {kind.about}\n\nVersion {kind.version}. {whose}\n\n"
        f"| Member of `data` | Type | Meaning |\n|---|---|---|\n{rows}\n```json\n{kind.shown_example}\n```\n"
    )


def _anchor(name: str) -> str:
    return name.replace(".", "")


if __name__ == "__main__":
    FILE.write_text(page())
