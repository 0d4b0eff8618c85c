"""The webhook that payment providers post to, and the embedded gateway's own checkout page.

The checkout page has no session and no cookie: whoever has its unguessable address may pay.
"""

from html import escape
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from academy import routes as addresses
from academy.commerce import service
from academy.commerce.embedded import answer
from academy.commerce.gateway import CheckoutRequest, PaymentGateway, is_embedded, webhook_secret
from academy.commerce.models import EventOutcome, Interval, LocalCheckoutStatus
from academy.commerce.receipt_pdf import draw
from academy.commerce.schemas import HostedCheckout, PaymentTicket
from academy.commerce.stripe_events import SIGNATURE_HEADER, is_signed
from academy.commerce.stripe_gateway import gateway_name, gateway_of, own_path
from academy.commerce.stripe_shapes import BAD_CARD, GOOD_CARD, ONCE_GOOD_CARD
from academy.core.errors import Conflict, DomainError, NotFound, SignInRequired, TooManyRequests
from academy.core.http import client_network, require_same_site
from academy.core.money import amount
from academy.identity.viewer import session_token
from academy.live import SYSTEM
from academy.live.http import read, runtime_of, write
from academy.ui import standalone

BODY_LIMIT = 65_536
FORM_LIMIT = 2_048
RENEWS = {
    Interval.MONTH: "This is charged today and then each month, until you cancel.",
    Interval.YEAR: "This is charged today and then each year, until you cancel.",
}
CLOSED = {
    LocalCheckoutStatus.PAID: ("Payment received", "Thank you. This payment has been made."),
    LocalCheckoutStatus.DECLINED: ("Card declined", "Nothing was charged. Go back to try again."),
    LocalCheckoutStatus.EXPIRED: (
        "This checkout is closed",
        "Its time is over. Nothing was charged.",
    ),
}


async def receive(request: Request) -> Response:
    """Take in an event. Unsigned ones are written down and refused; repeated ones are answered as before."""
    body = await _body(request, BODY_LIMIT)
    if body is None:
        return JSONResponse({"problem": "This is too large for an event."}, 413)
    header = request.headers.get(SIGNATURE_HEADER, "")
    is_valid = is_signed(body, header, webhook_secret(), runtime_of(request).clock())
    try:
        receipt = await write(
            request,
            service.receive_event,
            SYSTEM,
            provider=gateway_name(),
            body=body,
            is_signature_valid=is_valid,
            sender=client_network(request),
        )
    except TooManyRequests as error:
        return JSONResponse({"problem": error.message}, 429)
    except DomainError as error:
        return JSONResponse({"problem": error.message}, 400)
    status = {EventOutcome.REFUSED: 400, EventOutcome.FAILED: 500}.get(receipt.outcome, 200)
    return JSONResponse({"outcome": receipt.outcome, "repeated": receipt.is_repeated}, status)


async def go_to_payment(request: Request) -> Response:
    """Send somebody who pays an order to the gateway's page; whatever stands in the way, the order's page says it."""
    public_id = request.path_params["public_id"]
    gateway = gateway_of(runtime_of(request))
    try:
        require_same_site(request)
        token = session_token(request.headers)
        begin = service.begin_order_payment
        ticket = await write(request, begin, token, public_id=public_id, gateway=gateway.name)
    except DomainError:
        return RedirectResponse(addresses.ORDER.url(public_id=public_id), 303)
    return await leave_for_payment(request, gateway, ticket)


async def leave_for_payment(request: Request, gateway: PaymentGateway, ticket: PaymentTicket) -> Response:
    """Lead somebody to the page where they pay; it is opened if it is not."""
    if ticket.checkout_url is not None:
        return RedirectResponse(ticket.checkout_url, 303)
    asked = await with_price(request, gateway, ticket.request)
    checkout = await run_in_threadpool(gateway.create_checkout, asked)
    await write(
        request,
        service.record_checkout,
        SYSTEM,
        reference=ticket.request.reference,
        session_id=checkout.session_id,
        url=checkout.url,
    )
    return RedirectResponse(checkout.url, 303)


async def with_price(request: Request, gateway: PaymentGateway, asked: CheckoutRequest) -> CheckoutRequest:
    """Have the price of a plan made that the provider does not know yet."""
    if asked.plan is None or asked.plan.price_id:
        return asked
    price_id = await run_in_threadpool(gateway.create_price, asked.plan.price)
    await write(request, service.record_price, SYSTEM, terms=asked.plan.price, price_id=price_id, gateway=gateway.name)
    return asked.model_copy(update={"plan": asked.plan.model_copy(update={"price_id": price_id})})


async def back_to_order(request: Request) -> Response:
    """Lead somebody who reloads the way to the payment page back to ours."""
    return RedirectResponse(addresses.ORDER.url(public_id=request.path_params["public_id"]), 303)


async def receipt_file(request: Request) -> Response:
    """Download a receipt."""
    public_id = request.path_params["public_id"]
    try:
        receipt = await read(request, service.receipt, session_token(request.headers), public_id=public_id)
    except SignInRequired:
        return RedirectResponse(addresses.SIGN_IN.url(query={"next": request.url.path}), 303)
    except DomainError as error:
        return _instead("There is no such receipt", error.message, addresses.HOME.url(), status=404)
    headers = {
        "Content-Disposition": f'inline; filename="receipt-{receipt.number}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return Response(await run_in_threadpool(draw, receipt), headers=headers, media_type="application/pdf")


async def show_checkout(request: Request) -> Response:
    """Show the embedded gateway's checkout page; there is none where a real provider is set."""
    if not is_embedded():
        return _shut()
    try:
        checkout = await read(request, service.hosted_checkout, public_id=request.path_params["public_id"])
    except NotFound as error:
        return _instead("There is no such checkout", error.message, addresses.HOME.url(), status=404)
    return _open_page(checkout) if checkout.status == LocalCheckoutStatus.OPEN else _closed_page(checkout)


async def pay_checkout(request: Request) -> Response:
    """Pay, or have the card declined, and go back to where the person came from."""
    if not is_embedded():
        return _shut()
    public_id = request.path_params["public_id"]
    fields = dict(parse_qsl(await _body(request, FORM_LIMIT) or ""))
    card = fields.get("card", GOOD_CARD)
    try:
        if card == BAD_CARD:
            checkout = await write(request, service.decline_hosted_checkout, public_id=public_id)
        else:
            checkout = await write(request, service.pay_hosted_checkout, public_id=public_id, card=card)
    except Conflict as error:
        checkout = await read(request, service.hosted_checkout, public_id=public_id)
        return _instead("Nothing was charged", error.message, own_path(checkout.cancel_url), status=409)
    except NotFound as error:
        return _instead("There is no such checkout", error.message, addresses.HOME.url(), status=404)
    return RedirectResponse(own_path(checkout.return_url), 303)


async def ask_gateway(request: Request) -> Response:
    """Answer the embedded gateway's API to whoever has its key."""
    body = await _body(request, BODY_LIMIT)
    if not is_embedded() or body is None:
        return JSONResponse({"error": {"type": "invalid_request_error", "message": "There is no gateway here."}}, 404)
    url = f"{request.url.path}?{request.url.query}"
    answered = await run_in_threadpool(answer, runtime_of(request), request.method, url, dict(request.headers), body)
    return Response(answered.body, answered.status, media_type="application/json")


routes = [
    Route(addresses.PAYMENT_WEBHOOK.path, receive, methods=["POST"]),
    Route(f"{addresses.GATEWAY.path}/{{path:path}}", ask_gateway, methods=["GET", "POST", "DELETE"]),
    Route(addresses.ORDER_PAY.path, go_to_payment, methods=["POST"]),
    Route(addresses.ORDER_PAY.path, back_to_order),
    Route(addresses.RECEIPT.path, receipt_file),
    Route(addresses.PAY.path, show_checkout),
    Route(addresses.PAY.path, pay_checkout, methods=["POST"]),
]


def _open_page(checkout: HostedCheckout) -> Response:
    price = amount(checkout.amount_cents, checkout.currency)
    return standalone.page(
        f"Pay {price}",
        standalone.paragraph(checkout.description),
        *([standalone.paragraph(RENEWS[checkout.interval])] if checkout.interval else []),
        standalone.facts(("To", "AI Enablement Academy"), ("Receipt to", checkout.customer_email)),
        standalone.form(
            addresses.PAY.url(public_id=checkout.public_id),
            f"Pay {price}",
            _cards(is_plan=checkout.interval is not None),
            hidden={},
        ),
        f'<p><a class="link" href="{escape(own_path(checkout.cancel_url), quote=True)}">Go back without paying</a></p>',
    )


def _cards(*, is_plan: bool) -> str:
    once = (ONCE_GOOD_CARD, "Card ending in 0341", "Is accepted now, declined at renewals")
    return standalone.choices(
        "Card",
        "card",
        (
            (GOOD_CARD, "Card ending in 4242", "Is accepted"),
            *((once,) if is_plan else ()),
            (BAD_CARD, "Card ending in 0002", "Is declined"),
        ),
        help="These are test cards: no real money moves here.",
    )


def _closed_page(checkout: HostedCheckout) -> Response:
    title, text = CLOSED[checkout.status]
    return _instead(title, text, own_path(checkout.return_url))


def _shut() -> Response:
    words = "Payments are made at our payment provider. Nothing was charged."
    return _instead("There is no such checkout", words, addresses.HOME.url(), status=404)


def _instead(title: str, text: str, way_on: str, *, status: int = 200) -> Response:
    return standalone.page(
        title,
        standalone.paragraph(text),
        standalone.link_button("Back to the academy", way_on),
        status=status,
    )


async def _body(request: Request, limit: int) -> str | None:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            return None
    return body.decode(errors="replace")
