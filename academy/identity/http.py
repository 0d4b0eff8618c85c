"""Signing in and out over HTTP, where cookies can be set that no script reads.

A link from a mail is opened by GET, which shows a button and uses nothing up; only the button's POST does. That
form carries a key made from the browser's own cookie, because a page without referrer sends no origin.
"""

import json
from collections.abc import Awaitable, Callable
from functools import wraps
from hmac import compare_digest
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from academy import routes as addresses
from academy.core.errors import DomainError, Invalid, NotFound, TooManyRequests
from academy.core.http import client_ip, delete_cookie, read_cookie, require_same_site, safe_path, set_cookie
from academy.core.numbers import whole_number
from academy.core.secrets import new_token
from academy.identity import oidc, service
from academy.identity.schemas import Browser, LinkState, LinkView, SignedIn
from academy.identity.viewer import SESSION_COOKIE, hashed, session_token
from academy.live import SYSTEM
from academy.live.http import read, write
from academy.ui import standalone

LOGIN_COOKIE = "academy_login"
LOGIN_COOKIE_SECONDS = 24 * 3600
SESSION_COOKIE_SECONDS = 400 * 24 * 3600
"""As long as browsers allow: when a session ends is decided here, not there."""
BODY_LIMIT = 16_384
FIELD_LIMIT = 10
STATUS = {"invalid": 422, "not_found": 404, "sign_in": 401, "denied": 403, "conflict": 409, "too_many": 429}

Handler = Callable[[Request], Awaitable[Response]]


def _answers_json(handler: Handler) -> Handler:
    """Check where the request comes from, and answer errors as JSON: a sentence by field."""

    @wraps(handler)
    async def answer(request: Request) -> Response:
        try:
            require_same_site(request)
            return await handler(request)
        except DomainError as error:
            return JSONResponse({"problems": {error.field or "form": error.message}}, STATUS.get(error.code, 400))

    return answer


def _answers_page(handler: Handler) -> Handler:
    """Answer errors as a page with a way on."""

    @wraps(handler)
    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except DomainError as error:
            return _failed(error.message, STATUS.get(error.code, 400))

    return answer


# By mail


@_answers_json
async def request_sign_in(request: Request) -> Response:
    """Send a link and a code; ties them to this browser."""
    asked = await _json_body(request)
    login_token = _login_token(request) or new_token()
    browser = _browser(request).model_copy(update={"login_token": login_token})
    await write(
        request,
        service.request_sign_in,
        email=_text(asked, "email"),
        next_path=_text(asked, "next"),
        browser=browser,
    )
    response = JSONResponse({})
    set_cookie(response, LOGIN_COOKIE, login_token, seconds=LOGIN_COOKIE_SECONDS)
    return response


@_answers_json
async def sign_in_by_code(request: Request) -> Response:
    """Sign in with the code, in the browser that asked."""
    asked = await _json_body(request)
    done = await write(request, service.sign_in_by_code, code=_text(asked, "code"), browser=_browser(request))
    if done.problem:
        return JSONResponse({"problems": {"code": done.problem}}, STATUS["invalid"])
    return _welcome(JSONResponse({"next": done.next_path}), done)


async def open_link(request: Request) -> Response:
    """Show what a link is good for here. Opening it any number of times changes nothing."""
    token = request.query_params.get("token", "")
    login_token = _login_token(request) or new_token()
    view = await read(request, service.look_at_link, token=token, login_token=login_token)
    response = _link_page(view, token, login_token)
    if view.state is not LinkState.DEAD:
        set_cookie(response, LOGIN_COOKIE, login_token, seconds=LOGIN_COOKIE_SECONDS)
    return response


@_answers_page
async def use_link(request: Request) -> Response:
    """Use a link up: its button was pressed."""
    fields = await _form_body(request)
    token, login_token = fields.get("token", ""), _login_token(request)
    if not login_token or not compare_digest(fields.get("key", ""), _form_key(login_token)):
        return _failed("Please open the link from your mail again, with cookies allowed.", STATUS["denied"])
    code = fields.get("code", "")
    done = await write(request, service.sign_in_by_link, token=token, code=code, browser=_browser(request))
    if not done.problem:
        return _welcome(RedirectResponse(done.next_path, 303), done)
    view = await read(request, service.look_at_link, token=token, login_token=login_token)
    if view.state is LinkState.DEAD:
        return _failed(done.problem, 410)
    return _link_page(view, token, login_token, problem=done.problem, status=STATUS["invalid"])


# By an identity provider


@_answers_page
async def go_to_provider(request: Request) -> Response:
    """Send the browser to the identity provider."""
    _require_provider()
    return await oidc.leave(request, safe_path(request.query_params.get("next")))


@_answers_page
async def come_back_from_provider(request: Request) -> Response:
    """Take in whoever the identity provider vouches for."""
    _require_provider()
    arrival = await oidc.arrive(request)
    done = await write(
        request,
        service.sign_in_by_provider,
        SYSTEM,
        identity=arrival.identity,
        next_path=arrival.next_path,
        browser=_browser(request),
    )
    response = _welcome(RedirectResponse(done.next_path, 303), done)
    oidc.forget(response)
    return response


# Into a demo person, and out


@_answers_page
async def step_into(request: Request) -> Response:
    """Become a person of the demo academy."""
    require_same_site(request)
    fields = await _form_body(request)
    person = fields.get("person", "")
    done = await write(
        request,
        service.step_into,
        user_id=whole_number(person) or 0,
        next_path=fields.get("next", ""),
        browser=_browser(request),
    )
    return _welcome(RedirectResponse(done.next_path, 303), done)


@_answers_page
async def sign_out(request: Request) -> Response:
    """Sign this browser out."""
    require_same_site(request)
    await write(request, service.sign_out, session_token(request.headers))
    return _farewell(addresses.HOME.url())


@_answers_page
async def sign_out_everywhere(request: Request) -> Response:
    """Sign out on all devices."""
    require_same_site(request)
    await write(request, service.sign_out_everywhere, session_token(request.headers))
    return _farewell(addresses.SIGN_IN.url())


# Another address


@_answers_page
async def open_email_change(request: Request) -> Response:
    """Show what a link about another address would confirm."""
    token = request.query_params.get("token", "")
    wish = await read(request, service.look_at_email_change, token=token)
    if wish is None:
        raise NotFound("This link has been used, has expired, or is not complete.")
    return standalone.page(
        "Change your e-mail address",
        standalone.paragraph(f"From now on {wish.new_email} is to be the address of your account."),
        standalone.form(addresses.EMAIL_CHANGE.url(), "Confirm the change", hidden={"token": token}),
    )


@_answers_page
async def confirm_email_change(request: Request) -> Response:
    """Confirm one end of a change of address."""
    token = (await _form_body(request)).get("token", "")
    wish = await write(request, service.confirm_email_change, token=token)
    if wish.is_old_confirmed and wish.is_new_confirmed:
        return standalone.page(
            "Your address has been changed",
            standalone.paragraph(f"Sign in with {wish.new_email} from now on."),
            standalone.link_button("Go to my profile", addresses.PROFILE.url()),
        )
    other = "new" if wish.is_old_confirmed else "old"
    return standalone.page(
        "Confirmed at this end",
        standalone.paragraph(f"Now please confirm in the mail that we sent to your {other} address."),
        standalone.link_button("Go to my profile", addresses.PROFILE.url()),
    )


routes = [
    Route(addresses.REQUEST_SIGN_IN.pattern, request_sign_in, methods=["POST"]),
    Route(addresses.SIGN_IN_CODE.pattern, sign_in_by_code, methods=["POST"]),
    Route(addresses.SIGN_IN_LINK.pattern, open_link),
    Route(addresses.SIGN_IN_LINK.pattern, use_link, methods=["POST"]),
    Route(addresses.SIGN_IN_PROVIDER.pattern, go_to_provider),
    Route(addresses.SIGN_IN_PROVIDER_BACK.pattern, come_back_from_provider),
    Route(addresses.STEP_INTO.pattern, step_into, methods=["POST"]),
    Route(addresses.SIGN_OUT.pattern, sign_out, methods=["POST"]),
    Route(addresses.SIGN_OUT_EVERYWHERE.pattern, sign_out_everywhere, methods=["POST"]),
    Route(addresses.EMAIL_CHANGE.pattern, open_email_change),
    Route(addresses.EMAIL_CHANGE.pattern, confirm_email_change, methods=["POST"]),
]


def _link_page(view: LinkView, token: str, login_token: str, *, problem: str = "", status: int = 200) -> Response:
    if view.state is LinkState.DEAD:
        return _failed(service.DEAD_LINK, 410)
    action, hidden = addresses.SIGN_IN_LINK.url(), {"token": token, "key": _form_key(login_token)}
    if view.state is LinkState.READY:
        return standalone.page(
            "Sign in",
            standalone.paragraph(f"You are about to sign in as {view.email}."),
            standalone.form(action, "Sign in", hidden=hidden),
            status=status,
        )
    return standalone.page(
        "One more step",
        standalone.paragraph(
            "This link was asked for in another browser. To sign in here, type the six digits from the same mail;"
            " to sign in there, type them on the page that is open there."
        ),
        standalone.form(action, "Sign in here", standalone.code_field(problem), hidden=hidden),
        status=status,
    )


def _failed(message: str, status: int) -> Response:
    return standalone.page(
        "That did not work",
        standalone.paragraph(message),
        standalone.link_button("Go to sign-in", addresses.SIGN_IN.url()),
        status=status,
    )


def _welcome(response: Response, done: SignedIn) -> Response:
    set_cookie(response, SESSION_COOKIE, done.token, seconds=SESSION_COOKIE_SECONDS)
    delete_cookie(response, LOGIN_COOKIE)
    response.headers["Cache-Control"] = "no-store"
    return response


def _farewell(path: str) -> Response:
    response = RedirectResponse(path, 303)
    delete_cookie(response, SESSION_COOKIE)
    return response


def _login_token(request: Request) -> str:
    return read_cookie(request.headers, LOGIN_COOKIE) or ""


def _form_key(login_token: str) -> str:
    return hashed(f"form {login_token}")


def _browser(request: Request) -> Browser:
    return Browser(
        user_agent=request.headers.get("user-agent", ""),
        ip=client_ip(request),
        token=session_token(request.headers) or "",
        login_token=_login_token(request),
    )


def _require_provider() -> None:
    if not oidc.is_configured():
        raise NotFound("There is no such way to sign in.")


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise TooManyRequests("That is too much text for a sign-in form.")
    return body


async def _json_body(request: Request) -> dict[str, Any]:
    try:
        found = json.loads(await _body(request))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Invalid("Please use the form on the page.")
    return found


async def _form_body(request: Request) -> dict[str, str]:
    body = (await _body(request)).decode(errors="replace")
    try:
        return dict(parse_qsl(body, max_num_fields=FIELD_LIMIT))
    except ValueError:
        raise Invalid("Please use the form on the page.") from None


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name, "")
    return value if isinstance(value, str) else ""
