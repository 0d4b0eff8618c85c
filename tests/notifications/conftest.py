"""A real mail server, and settings that send mail there."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

from academy.core.settings import settings
from academy.notifications import subscribers

__all__ = ["subscribers"]


@dataclass
class MailServer:
    """Takes mail, unless `answer` says otherwise; with a `password` only from whoever knows it."""

    received: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    answer: str = "250 OK"
    recipient_answer: str = "250 OK"
    before: dict[str, Callable[[], None]] = field(default_factory=dict)
    """What happens just before it answers a command: `RCPT`, or `DATA` once it has all of it."""

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:
        self.before.get("RCPT", _nothing)()
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.received.append(message)
            self.recipients += envelope.rcpt_tos
        self.before.get("DATA", _nothing)()
        return self.answer

    def authenticate(self, _server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"hush", handled=False)


def _nothing() -> None:
    """Nothing happens."""


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change settings: `configure(smtp_host="localhost")`."""

    def change(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"ACADEMY_{name.upper()}", str(value))
        settings.cache_clear()

    return change


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def mail_server(configure: Callable[..., None]) -> Iterator[MailServer]:
    """A server that takes mail on a port of its own, with the settings to reach it."""
    server = MailServer()
    port = free_port()
    controller = Controller(
        server, hostname="127.0.0.1", port=port, authenticator=server.authenticate, auth_require_tls=False
    )
    controller.start()
    try:
        configure(smtp_host="127.0.0.1", smtp_port=port, smtp_security="none", mail_from="academy@example.org")
        yield server
    finally:
        controller.stop()
