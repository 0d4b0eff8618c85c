"""Leaving for the payment page, and the calendar file."""

from icalendar import Calendar as CalendarFile
from icalendar import Event
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from academy import routes as addresses
from academy.commerce.http import leave_for_payment
from academy.commerce.stripe_gateway import gateway_of
from academy.core.errors import DomainError, SignInRequired
from academy.core.http import require_same_site
from academy.core.settings import settings
from academy.enrollment import service
from academy.enrollment.schemas import Calendar, CalendarEntry
from academy.identity.viewer import session_token
from academy.live.http import read, runtime_of, write


async def go_to_payment(request: Request) -> Response:
    """Send the person to the gateway's page; whatever stands in the way, the checkout page says it."""
    public_id = request.path_params["public_id"]
    checkout_page = addresses.CHECKOUT.url(public_id=public_id)
    gateway = gateway_of(runtime_of(request))
    try:
        require_same_site(request)
        ticket = await write(
            request, service.begin_payment, session_token(request.headers), public_id=public_id, gateway=gateway.name
        )
    except DomainError:
        return RedirectResponse(checkout_page, 303)
    return await leave_for_payment(request, gateway, ticket)


async def back_to_checkout(request: Request) -> Response:
    """Lead somebody who reloads the way to the payment page back to ours."""
    return RedirectResponse(addresses.CHECKOUT.url(public_id=request.path_params["public_id"]), 303)


async def calendar_file(request: Request) -> Response:
    """Download the sessions of one's own enrollment as a calendar file."""
    public_id, path = request.path_params["public_id"], request.url.path
    try:
        calendar = await read(request, service.my_calendar, session_token(request.headers), public_id=public_id)
    except SignInRequired:
        return RedirectResponse(addresses.SIGN_IN.url(query={"next": path}), 303)
    except DomainError as error:
        return PlainTextResponse(error.message, 404)
    headers = {
        "Content-Disposition": f'attachment; filename="{calendar.slug}.ics"',
        "Cache-Control": "private, no-store",
    }
    return Response(calendar_text(calendar), headers=headers, media_type="text/calendar; charset=utf-8")


def calendar_text(calendar: Calendar) -> bytes:
    """Write the file. Each session keeps its UID, so that a calendar which takes it in again moves it."""
    file = CalendarFile()
    file.add("prodid", "-//AI Enablement Academy//Sessions//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", calendar.name)
    for entry in calendar.entries:
        file.add_component(_event(entry, calendar.enrollment_public_id))
    return bytes(file.to_ical())


routes = [
    Route(addresses.CHECKOUT_PAY.path, go_to_payment, methods=["POST"]),
    Route(addresses.CHECKOUT_PAY.path, back_to_checkout),
    Route(addresses.LEARN_CALENDAR.path, calendar_file),
]


def _event(entry: CalendarEntry, public_id: str) -> Event:
    address = settings().base_url + addresses.LEARN_ENROLLMENT.url(public_id=public_id)
    event = Event()
    event.add("uid", f"{entry.public_id}@sessions.enablement.academy")
    event.add("summary", entry.title)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("dtstamp", entry.updated_at)
    event.add("last-modified", entry.updated_at)
    event.add("sequence", int((entry.updated_at - entry.created_at).total_seconds()))
    event.add("url", address)
    event.add("description", f"The way into the room opens a quarter of an hour before: {address}")
    return event
