"""Requests to addresses that people gave us, which must not lead into our own network.

Only `https` to names and addresses of the public internet. A name is looked up once, every address it stands for is
checked, and the connection goes to one of these, so a name that is looked up anew cannot lead elsewhere; the
certificate is checked against the name. No redirects, no proxies, no cookies, a deadline for all of it, and only the
beginning of the answer is read.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from functools import cache
from threading import Thread
from typing import Any

import httpcore
import httpx

from academy.core.settings import settings

URL_LENGTH = 2000
ANSWER_BYTES = 2048
CONNECT_SECONDS = 5.0
DEADLINE_SECONDS = 15.0
LOWEST_PORT = 1024
"""Below it only the port of HTTPS itself is asked."""

PRIVATE_NAMES = frozenset(
    "localhost localdomain local internal intranet private lan home corp arpa onion test invalid".split()
)
"""What names end in that belong to no public host."""
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
_TUNNELS = tuple(map(ipaddress.ip_network, ("192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20")))
"""Addresses that carry another address inside, or that documents use."""

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]


class AddressRefused(Exception):
    """We do not send anything to this address; the message is a sentence that says why."""


class NoAnswer(Exception):
    """Nothing came back that could be read; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `text` is its beginning, as text, `retry_after` that header."""

    status: int
    text: str
    retry_after: str


def is_public(address: IPAddress) -> bool:
    """Tell whether an address is one of the public internet, and none that stands for another."""
    if any(address in network for network in _TUNNELS if network.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        return address in _PUBLIC_V6 and address.is_global
    return address.is_global and not address.is_multicast and not address.is_reserved


def is_public_or_this_machine(address: IPAddress) -> bool:
    """As `is_public`, and also this machine; for development."""
    return is_public(address) or address.is_loopback


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses a name stands for."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class Gate:
    """What may be asked, and how it is reached.

    Attributes:
        allows: Whether an address may be connected to.
        resolve: Looks a name up; called once for each request.
        may_reach_this_machine: `http` and names such as `localhost` may be asked, if they lead where `allows` says.
        trust: Which certificates are good.
    """

    allows: Callable[[IPAddress], bool] = is_public
    resolve: Resolver = look_up
    may_reach_this_machine: bool = False
    trust: ssl.SSLContext = field(default_factory=httpx.create_ssl_context)
    seconds: float = DEADLINE_SECONDS

    def check(self, text: str) -> httpx.URL:
        """Return the address in its parts, if by its looks it may be asked; what it leads to is found out on the way.

        Raises:
            AddressRefused: It may not.
        """
        try:
            url = httpx.URL(text)
        except httpx.InvalidURL:
            raise AddressRefused(
                "This is no web address. It should be like https://hooks.company.com/academy."
            ) from None
        if len(text) > URL_LENGTH or "\\" in text or not text.isprintable() or " " in text:
            raise AddressRefused(
                "This is no web address: it is too long, or has a character that does not belong there."
            )
        if url.scheme != "https" and not (url.scheme == "http" and self.may_reach_this_machine):
            raise AddressRefused("The address has to begin with https://, so that nobody can read along.")
        if url.userinfo:
            raise AddressRefused(
                "Please leave the user name and password out of the address; the signature proves who we are."
            )
        if url.fragment:
            raise AddressRefused("Please leave out what follows the # sign; it is never sent.")
        if url.port is not None and url.port < LOWEST_PORT and url.port != 443:
            raise AddressRefused("We only send to port 443, or to ports from 1024 on.")
        if not self.may_reach_this_machine and not _is_public_name(url.host, self.allows):
            raise AddressRefused("This address is not on the public internet, so we do not send anything there.")
        return url

    def addresses(self, host: str, port: int, *, seconds: float) -> list[str]:
        """Look a name up, once, and return its addresses.

        Raises:
            AddressRefused: One of them may not be connected to.
            NoAnswer: There are none, or the look-up took longer than `seconds`.
        """
        looked_up: Future[list[str]] = Future()
        Thread(target=_resolve, args=(looked_up, self.resolve, host, port), daemon=True).start()
        if not wait([looked_up], timeout=seconds).done:
            raise NoAnswer(f"The name {host} could not be looked up in time.")
        try:
            found = looked_up.result()
        except (OSError, UnicodeError):
            found = []
        if not found:
            raise NoAnswer(f"There is no host named {host}.")
        if not all(self.allows(ipaddress.ip_address(address.partition("%")[0])) for address in found):
            raise AddressRefused(f"{host} leads to an address that is not on the public internet.")
        return found

    def post(self, text: str, *, content: bytes, headers: Mapping[str, str]) -> Answer:
        """Send something, and return the answer whatever its status; redirects are not followed.

        Raises:
            AddressRefused: We do not send anything there.
            NoAnswer: Nothing came back, or nothing in time.
        """
        url = self.check(text)
        port = url.port or (443 if url.scheme == "https" else 80)
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=port, target=url.raw_path)
        way = _Way(self, time.monotonic() + self.seconds)
        sent = {
            "host": url.netloc.decode(),
            "accept-encoding": "identity",
            "content-length": str(len(content)),
            **headers,
        }
        with httpcore.ConnectionPool(ssl_context=self.trust, network_backend=way) as pool:
            try:
                with pool.stream("POST", target, headers=list(sent.items()), content=content) as response:
                    return _answer(response)
            except httpcore.TimeoutException:
                raise NoAnswer(f"It did not answer within {self.seconds:g} seconds.") from None
            except httpcore.ConnectError as error:
                raise NoAnswer(_why_not_connected(error)) from error
            except (httpcore.ProtocolError, httpcore.NetworkError) as error:
                raise NoAnswer("The connection broke off before there was a whole answer.") from error


def _resolve(answer: Future[list[str]], resolve: Resolver, host: str, port: int) -> None:
    """Look a name up on a thread of its own: the system's look-up cannot be broken off."""
    try:
        answer.set_result(resolve(host, port))
    except Exception as error:
        answer.set_exception(error)


def gate() -> Gate:
    """The way out of this academy, as the settings have it."""
    return _gate(settings().outbound_loopback)


@cache
def _gate(may_reach_this_machine: bool) -> Gate:
    allows = is_public_or_this_machine if may_reach_this_machine else is_public
    return Gate(allows=allows, may_reach_this_machine=may_reach_this_machine)


def _is_public_name(host: str, allows: Callable[[IPAddress], bool]) -> bool:
    try:
        return allows(ipaddress.ip_address(host))
    except ValueError:
        labels = host.rstrip(".").lower().split(".")
        return len(labels) > 1 and all(labels) and labels[-1] not in PRIVATE_NAMES and not labels[-1].isdecimal()


def _answer(response: httpcore.Response) -> Answer:
    body = b""
    for chunk in response.iter_stream():
        body += chunk
        if len(body) >= ANSWER_BYTES:
            break
    headers = {name.lower(): value for name, value in response.headers}
    text = body[:ANSWER_BYTES].decode(errors="replace")
    return Answer(
        status=response.status,
        text="".join(letter for letter in text if letter.isprintable() or letter in "\n\t"),
        retry_after=headers.get(b"retry-after", b"").decode("ascii", errors="replace"),
    )


def _why_not_connected(error: BaseException | None) -> str:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"Its certificate is not good: {error.verify_message or 'it cannot be verified'}."
        if isinstance(error, ssl.SSLError):
            return "No secure connection could be made; its TLS is missing or too old."
        error = error.__cause__ or error.__context__
    return "No connection could be made: nobody listens at this address."


class _Way(httpcore.NetworkBackend):
    """Connects to the addresses that were checked, and to nothing else, until the deadline."""

    def __init__(self, gate: Gate, deadline: float) -> None:
        self._gate = gate
        self._deadline = deadline
        self._real = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        *first, last = self._gate.addresses(host, port, seconds=_left(self._deadline, httpcore.ConnectTimeout))
        for address in first:
            try:
                return self._connect(address, port)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(last, port)

    def _connect(self, address: str, port: int) -> httpcore.NetworkStream:
        left = min(CONNECT_SECONDS, _left(self._deadline, httpcore.ConnectTimeout))
        return _Stream(self._real.connect_tcp(address, port, timeout=left), self._deadline)


class _Stream(httpcore.NetworkStream):
    """A connection that ends at the deadline, however slowly the other side goes on."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, httpcore.WriteTimeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        self._stream.close()


def _left(deadline: float, too_late: type[httpcore.TimeoutException]) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise too_late
    return left
