"""Files of companies: the list of members, the template of a list of people, and such a list being handed in."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from academy import routes as addresses
from academy.core.errors import DomainError, Invalid, SignInRequired
from academy.core.http import require_same_site
from academy.identity.viewer import session_token
from academy.live import from_address
from academy.live.arguments import resolve
from academy.live.http import read, write
from academy.managers import lists, service
from academy.routes import Route as Address
from academy.ui import standalone

CSV = "text/csv; charset=utf-8"
NARROWED = {
    name: from_address(parameter)
    for name, parameter in (
        ("company", "company"),
        ("words", "q"),
        ("team", "team"),
        ("department", "department"),
        ("role", "role"),
    )
}
"""What the file of members takes from its address, which is that of their page."""
FORM_ALLOWANCE = 4096
"""What a form weighs besides the file in it."""


async def members_file(request: Request) -> Response:
    """Download the people of a company that one looks after."""
    asked = resolve(service.member_file, NARROWED, request.query_params, None)
    try:
        told = await read(request, service.member_file, session_token(request.headers), **asked)
    except SignInRequired:
        here = f"{request.url.path}?{request.url.query}".removesuffix("?")
        return RedirectResponse(addresses.SIGN_IN.url(query={"next": here}), 303)
    except DomainError as error:
        return _refused(error, addresses.ORG_MEMBERS, request)
    return _file("\ufeff" + told, "members.csv")


async def template_file(_request: Request) -> Response:
    """Download the template of a list of people to invite."""
    return _file("\ufeff" + lists.TEMPLATE, "invitations.csv")


async def hand_in(request: Request) -> Response:
    """Take in a list of people, as a file or as text, and show it before anything is sent."""
    asked = _company(request)
    try:
        require_same_site(request)
        _require_small(request)
        async with request.form(max_files=1, max_fields=4, max_part_size=lists.MOST_BYTES) as form:
            file, text = form.get("file"), form.get("people")
            content = b"" if file is None or isinstance(file, str) else await file.read()
        people = lists.decoded(content) if content else str(text or "")
        cookie = session_token(request.headers)
        standing = await read(request, service.standing, cookie, **asked)
        list_id = await write(request, service.hand_in_list, cookie, organization_id=standing.id, text=people)
    except SignInRequired:
        return RedirectResponse(addresses.SIGN_IN.url(query={"next": addresses.ORG_IMPORT.url(query=asked)}), 303)
    except DomainError as error:
        return _refused(error, addresses.ORG_IMPORT, request)
    return RedirectResponse(addresses.ORG_IMPORT.url(query={**asked, "list": list_id}), 303)


routes = [
    Route(addresses.ORG_MEMBERS_FILE.pattern, members_file),
    Route(addresses.ORG_INVITES_FILE.pattern, template_file),
    Route(addresses.ORG_HAND_IN.pattern, hand_in, methods=["POST"]),
]


def _require_small(request: Request) -> None:
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > lists.MOST_BYTES + FORM_ALLOWANCE:
        raise Invalid(f"This list is larger than {lists.MOST_BYTES // 1024} KB. Please split it.")


def _file(text: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(text.encode(), media_type=CSV, headers=headers)


def _company(request: Request) -> dict[str, str]:
    """The company that the address names, if it names one."""
    company = request.query_params.get("company")
    return {"company": company} if company else {}


def _refused(error: DomainError, back: Address, request: Request) -> Response:
    return standalone.page(
        "That did not work",
        standalone.paragraph(error.message),
        standalone.link_button("Back", back.url(query=_company(request))),
        status=422 if error.code == "invalid" else 403,
    )
