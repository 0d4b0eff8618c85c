"""What every HTTP route needs: cookies as strict as the address allows, and a guard against other sites' forms."""

from collections.abc import Mapping
from ipaddress import IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request, cookie_parser
from starlette.responses import Response

from academy.core.errors import Denied, Invalid
from academy.core.settings import settings

CUSTOMER_BITS = 64


def cookie_name(name: str) -> str:
    """The name a cookie of ours bears: over HTTPS `__Host-` keeps it from being set by a neighbouring host."""
    return f"__Host-{name}" if settings().is_https else name


def read_cookie(headers: Mapping[str, str], name: str) -> str | None:
    """Take a cookie of ours out of the headers of a request or of a websocket's handshake."""
    header = next((value for key, value in headers.items() if key.lower() == "cookie"), "")
    return cookie_parser(header).get(cookie_name(name)) or None


def set_cookie(response: Response, name: str, value: str, *, seconds: int) -> None:
    """Set a cookie that scripts cannot read and other sites' forms do not carry."""
    response.set_cookie(
        cookie_name(name), value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=settings().is_https
    )


def delete_cookie(response: Response, name: str) -> None:
    """Make the browser forget a cookie of ours."""
    response.delete_cookie(cookie_name(name), path="/", httponly=True, samesite="lax", secure=settings().is_https)


def require_same_site(request: Request) -> None:
    """Refuse what a page of another site made the browser send.

    Raises:
        Denied: The browser says that it came from elsewhere, or does not say where from.
    """
    fetched_from = request.headers.get("sec-fetch-site")
    if fetched_from is not None:
        is_ours = fetched_from == "same-origin"
    else:
        is_ours = request.headers.get("origin") in settings().origins
    if not is_ours:
        raise Denied("This form was sent from another site. Please open the page here and try again.")


def client_ip(request: HTTPConnection) -> str:
    """The address of whoever asks; behind a trusted proxy, the one that the proxy saw."""
    forwarded = request.headers.get("x-forwarded-for", "") if settings().behind_proxy else ""
    return forwarded.rpartition(",")[2].strip() or (request.client.host if request.client else "")


def client_network(request: HTTPConnection) -> str:
    """The network of whoever asks, for allowances: of IPv6 the part that one customer gets, else the address itself."""
    address = client_ip(request)
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    return str(parsed.ipv4_mapped or IPv6Network((parsed, CUSTOMER_BITS), strict=False))


def safe_path(path: str | None, default: str = "/") -> str:
    """Return a path on this site to go to next; anything that could lead elsewhere becomes the default."""
    if not path or not path.startswith("/") or path.startswith("//") or not path.isprintable() or "\\" in path:
        return default
    parts = urlsplit(path)
    return default if parts.scheme or parts.netloc else path


async def body_of(request: Request, *, most: int, too_much: str) -> bytes:
    """Read what was sent, and no more of it than is taken.

    Raises:
        Invalid: It is more, which `too_much` says in words.
    """
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > most:
        raise Invalid(too_much)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise Invalid(too_much)
    return bytes(body)
