"""What people may make us ask, over real sockets. Tests lead names to this machine by the resolver they hand in."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from ipaddress import ip_address

import httpx
import pytest
import trustme

from academy.core import outbound
from academy.core.outbound import AddressRefused, Gate, NoAnswer
from academy.core.settings import settings
from tests.receivers import Receiver, Reply, Request, receiver

NAME = "hooks.meridian.com"
TRUST = httpx.create_ssl_context()
HOSTILE = [
    "http://hooks.meridian.com/", "ftp://hooks.meridian.com/", "file:///etc/passwd", "gopher://127.0.0.1:25/_",
    "//hooks.meridian.com/",
    "https://", "https:///hook", "hooks.meridian.com/hook", "javascript:alert(1)", "",
    "https://ada:hush@hooks.meridian.com/", "https://ada@hooks.meridian.com/", "https://hooks.meridian.com@127.0.0.1/",
    "https://hooks.meridian.com/#part", "https://hooks.meridian.com:25/", "https://hooks.meridian.com:80/",
    "https://localhost/", "https://localhost:8443/", "https://LOCALHOST./", "https://a.localhost/",
    "https://printer.local/",
    "https://metadata.google.internal/", "https://db.corp/", "https://nas.home.arpa/", "https://router.lan/",
    "https://intranet/",
    "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://0/", "https://0.0.0.0/", "https://10.1.2.3/", "https://172.16.0.1/", "https://192.168.0.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/", "https://224.0.0.1/", "https://255.255.255.255/",
    "https://192.88.99.1/",
    "https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/", "https://[64:ff9b:1::a00:1]/", "https://[2002:7f00:1::]/",
    "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "https://[fe80::1]/", "https://[fc00::1]/", "https://[fd00:ec2::254]/", "https://[ff02::1]/",
    "https://[2001:db8::1]/",
    "https://hooks.meridian.com\\@127.0.0.1/", "https://hooks.meridian.com/\r\nhost: evil",
    "https://hooks .meridian.com/",
    "https://①②⑦.⓪.⓪.①/", f"https://hooks.meridian.com/{'x' * 2000}",
]  # fmt: skip


@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_address_is_refused_before_anything_is_looked_up(url: str) -> None:
    with pytest.raises(AddressRefused) as refusal:
        Gate(trust=TRUST, resolve=lambda *_: pytest.fail("it was looked up")).post(url, content=b"", headers={})
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    "url",
    ["https://hooks.meridian.com/a?b=c", "https://meridian.com:8443/", "https://8.8.8.8/", "https://münchen.de/ü"],
)
def test_an_honest_address_is_taken(url: str) -> None:
    assert Gate(trust=TRUST).check(url).scheme == "https"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fe80::1%eth0",
    ],
)
def test_a_name_that_leads_inside_is_not_connected_to(address: str) -> None:
    for addresses in ([address], ["8.8.8.8", address]):
        with pytest.raises(AddressRefused, match=r"leads to an address that is not on the public internet"):
            Gate(trust=TRUST, resolve=lambda *_, found=addresses: found).post(
                f"https://{NAME}/", content=b"", headers={}
            )


def test_what_is_public() -> None:
    assert all(outbound.is_public(ip_address(text)) for text in ("1.1.1.1", "8.8.8.8", "2606:4700:4700::1111"))


def test_a_name_that_takes_too_long_to_look_up() -> None:
    is_over = threading.Event()

    def look_up(_host: str, _port: int) -> list[str]:
        is_over.wait()
        return ["8.8.8.8"]

    with pytest.raises(NoAnswer, match="not be looked up in time"):
        Gate(trust=TRUST, resolve=look_up, seconds=0.05).post(f"https://{NAME}/", content=b"", headers={})
    is_over.set()


def test_a_name_nobody_has() -> None:
    def fail(_host: str, _port: int) -> list[str]:
        raise socket.gaierror

    with pytest.raises(NoAnswer, match=f"There is no host named {NAME}"):
        Gate(trust=TRUST, resolve=fail).post(f"https://{NAME}/", content=b"", headers={})


# Over TLS, to a name that the resolver leads to this machine


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[Receiver]:
    """A server that has a certificate for `NAME`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(NAME).configure_cert(context)
    with receiver(context) as made:
        yield made


@pytest.fixture
def lookups() -> list[str]:
    return []


@pytest.fixture
def inside(authority: trustme.CA, lookups: list[str]) -> Gate:
    """A way out that believes the test's authority, and for which this machine is the public internet."""
    trust = httpx.create_ssl_context()
    authority.configure_trust(trust)

    def resolve(host: str, _port: int) -> list[str]:
        lookups.append(host)
        return ["127.0.0.1"]

    return Gate(allows=lambda address: address.is_loopback, resolve=resolve, trust=trust, seconds=5)


def test_it_sends_what_it_is_given_and_returns_the_answer(secure: Receiver, inside: Gate, lookups: list[str]) -> None:
    secure.reply = lambda _: Reply(202, {"Retry-After": "7"}, b"thank \x00you\x1b")
    url = secure.url("/hook?x=%20y", host=NAME, scheme="https")
    answer = inside.post(url, content=b'{"a":1}', headers={"content-type": "application/json"})
    assert (answer.status, answer.text, answer.retry_after) == (202, "thank you", "7")
    (request,) = secure.received
    assert (request.path, request.body) == ("/hook?x=%20y", b'{"a":1}')
    assert request.headers["host"] == f"{NAME}:{secure.port}"
    assert request.headers["content-type"] == "application/json"
    assert lookups == [NAME], "it is looked up once"


def test_the_certificate_has_to_be_the_names(secure: Receiver, inside: Gate) -> None:
    with pytest.raises(NoAnswer, match=r"^Its certificate is not good: Hostname mismatch"):
        inside.post(secure.url(host="evil.meridian.com", scheme="https"), content=b"", headers={})
    with pytest.raises(NoAnswer, match=r"^Its certificate is not good"):
        replace(inside, trust=TRUST).post(secure.url(host=NAME, scheme="https"), content=b"", headers={})
    assert secure.received == []


def test_a_name_that_changes_between_looks_leads_nowhere(
    secure: Receiver, inside: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public when it is checked, this machine when it is connected to."""
    answers = iter([["203.0.114.7"], ["127.0.0.1"], ["127.0.0.1"]])
    tried: list[str] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        tried.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    rebound = Gate(trust=TRUST, resolve=lambda *_: next(answers))
    with pytest.raises(NoAnswer, match=r"nobody listens"):
        rebound.post(secure.url(host=NAME, scheme="https"), content=b"", headers={})
    assert tried == ["203.0.114.7"]
    assert secure.received == []


def test_the_next_address_is_tried_if_one_does_not_answer(secure: Receiver, inside: Gate) -> None:
    several = replace(inside, resolve=lambda *_: ["127.0.0.9", "127.0.0.1"])
    assert several.post(secure.url(host=NAME, scheme="https"), content=b"", headers={}).status == 204


def test_redirects_are_not_followed(secure: Receiver, inside: Gate) -> None:
    with receiver() as private:
        secure.reply = lambda _: Reply(307, {"Location": private.url()})
        assert inside.post(secure.url(host=NAME, scheme="https"), content=b"", headers={}).status == 307
        assert private.received == []


def test_no_proxy_is_asked(secure: Receiver, inside: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiver() as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, proxy.url(""))
        assert inside.post(secure.url(host=NAME, scheme="https"), content=b"", headers={}).status == 204
        assert proxy.received == []


def test_only_the_beginning_of_an_endless_answer_is_read(secure: Receiver, inside: Gate) -> None:
    def endless(send: Callable[[bytes], None]) -> None:
        while True:
            send(b"a" * 1000)

    secure.reply = lambda _: Reply(200, during=endless)
    answer = inside.post(secure.url(host=NAME, scheme="https"), content=b"", headers={})
    assert answer.text == "a" * outbound.ANSWER_BYTES


def test_who_answers_too_slowly_is_left(secure: Receiver, inside: Gate) -> None:
    """Whether nothing comes, or a byte now and then."""
    is_over = threading.Event()

    def silent(_request: Request) -> Reply:
        is_over.wait(30)
        return Reply()

    def drip(send: Callable[[bytes], None]) -> None:
        while not is_over.wait(0.02):
            send(b"a")

    hasty = replace(inside, seconds=0.3)
    for reply in (silent, lambda _: Reply(200, during=drip)):
        secure.reply = reply
        with pytest.raises(NoAnswer, match=r"It did not answer within 0\.3 seconds\."):
            hasty.post(secure.url(host=NAME, scheme="https"), content=b"", headers={})
    is_over.set()


def test_what_speaks_no_tls_or_breaks_off(inside: Gate) -> None:
    with receiver() as plain:
        with pytest.raises(NoAnswer, match=r"No secure connection"):
            inside.post(plain.url(host=NAME, scheme="https"), content=b"", headers={})
        plain.reply = lambda _: Reply(200, {"Content-Length": "10"}, b"short")
        here = replace(inside, may_reach_this_machine=True)
        with pytest.raises(NoAnswer, match=r"broke off"):
            here.post(plain.url(), content=b"", headers={})


# As the settings have it


def test_this_machine_is_reached_only_if_a_setting_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiver() as here:
        with pytest.raises(AddressRefused):
            outbound.gate().post(here.url(), content=b"", headers={})
        monkeypatch.setenv("ACADEMY_OUTBOUND_LOOPBACK", "true")
        settings.cache_clear()
        assert outbound.gate().post(here.url(), content=b"", headers={}).status == 204
        for inside in ("http://10.0.0.1/", "http://169.254.169.254/", "http://[fc00::1]/"):
            with pytest.raises(AddressRefused):
                outbound.gate().post(inside, content=b"", headers={})
