"""Leaving a kind of mail by the link in it, and what the mail provider reports."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from academy import routes as addresses
from academy.core.errors import NotFound
from academy.core.settings import settings
from academy.live import SYSTEM
from academy.live.http import read, runtime_of, write
from academy.notifications import service
from academy.notifications.schemas import ProviderReport, WayOut
from academy.ui import standalone

FORM_LIMIT = 2_048
REPORT_LIMIT = 1_048_576
REASON_LENGTH = 500


async def open_way_out(request: Request) -> Response:
    """Say what the link would stop. Opening it any number of times, as scanners do, stops nothing."""
    return await _way_out_page(request, request.path_params["token"])


async def take_way_out(request: Request) -> Response:
    """Stop that mail, or let it come again: a button was pressed, here or in a mail program (RFC 8058)."""
    token = request.path_params["token"]
    body = await _body(request, FORM_LIMIT)
    act = dict(parse_qsl((body or b"").decode(errors="replace"))).get("act", "off")
    try:
        await write(request, service.go_out, token=token, is_on=act == "on", everything=act == "none")
    except NotFound as error:
        return _gone(error.message)
    return await _way_out_page(request, token)


async def receive_reports(request: Request) -> Response:
    """Take in what Brevo reports, one event or several; one that came before changes nothing."""
    token = settings().brevo_webhook_token.get_secret_value()
    given = request.headers.get("authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return JSONResponse({"problem": "Please send the bearer token of this webhook."}, 401)
    body = await _body(request, REPORT_LIMIT)
    if body is None:
        return JSONResponse({"problem": "This is too large for a report."}, 413)
    try:
        told = json.loads(body)
    except ValueError:
        return JSONResponse({"problem": "This is no JSON."}, 400)
    reports = list(_reports(told, runtime_of(request).clock()))
    news = [await write(request, service.receive_report, SYSTEM, report=report) for report in reports]
    return JSONResponse({"reports": len(reports), "new": sum(news)})


routes = [
    Route(addresses.UNSUBSCRIBE.path, open_way_out),
    Route(addresses.UNSUBSCRIBE.path, take_way_out, methods=["POST"]),
    Route(addresses.MAIL_WEBHOOK.path, receive_reports, methods=["POST"]),
]


async def _way_out_page(request: Request, token: str) -> Response:
    try:
        shown = await read(request, service.look_at_way_out, token=token)
    except NotFound as error:
        return _gone(error.message)
    return standalone.page("Your mail from the academy", *_parts(shown, addresses.UNSUBSCRIBE.url(token=token)))


def _parts(shown: WayOut, here: str) -> Iterator[str]:
    about = f"mail about “{shown.label}”" if shown.label else "mail that you can do without"
    yield standalone.facts(("Address", shown.email), ("About", shown.label or "All that is not essential"))
    if shown.is_on:
        yield standalone.paragraph(f"You get {about}. Nothing has changed yet: press the button to get no more of it.")
        yield standalone.form(here, "Get no more of it", hidden={"act": "off"})
        if shown.label:
            yield standalone.paragraph("Or get nothing but what you need: sign-in links, receipts, cancellations.")
            yield standalone.form(here, "Get nothing but what I need", hidden={"act": "none"}, look="plain")
    else:
        rest = "" if shown.is_all_on else " Only what you need still comes: sign-in links, receipts, cancellations."
        yield standalone.paragraph(f"Done: you get no more {about}.{rest}")
        yield standalone.form(here, "Turn it on again", hidden={"act": "on"}, look="plain")


def _gone(message: str) -> Response:
    way_on = standalone.link_button("Choose on my profile", addresses.PREFERENCES.url())
    return standalone.page("This link leads nowhere", standalone.paragraph(message), way_on, status=404)


def _reports(told: Any, now: datetime) -> Iterator[ProviderReport]:
    """What concerns us of what was told. Events have no id of their own: what they say is what tells them apart."""
    for event in told if isinstance(told, list) else [told]:
        if not isinstance(event, dict) or event.get("event") not in service.KINDS or not event.get("email"):
            continue
        kind, email = str(event["event"]), str(event["email"])
        provider_id, moment = str(event.get("message-id", "")), _seconds(event)
        key = json.dumps([kind, email.lower(), provider_id, moment])
        yield ProviderReport(
            event_key=hashlib.sha256(key.encode()).hexdigest(),
            kind=kind,
            email=email,
            public_id=str(event.get("X-Mailin-custom", "")),
            provider_id=provider_id,
            reason=str(event.get("reason") or "")[:REASON_LENGTH],
            happened_at=_moment(moment, now),
        )


def _seconds(event: dict[str, Any]) -> Any:
    """When it happened. Only `ts_epoch`, in milliseconds, is in UTC; the others go by the zone set at the provider."""
    millis = event.get("ts_epoch")
    return millis / 1000 if isinstance(millis, int | float) else event.get("ts_event") or event.get("ts")


def _moment(seconds: Any, now: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(float(seconds), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return now


async def _body(request: Request, limit: int) -> bytes | None:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            return None
    return body
