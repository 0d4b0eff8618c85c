"""The ways by which mail leaves the house: an SMTP server, or Brevo's API."""

import smtplib
import ssl
from base64 import b64encode
from email.message import EmailMessage
from email.utils import formataddr

import httpx

from academy.core.settings import settings
from academy.notifications.schemas import Attachment, OutgoingMail, Taken

TIMEOUT_SECONDS = 20


class MailRefused(Exception):
    """The message will never be taken; trying again is no use."""


def send(mail: OutgoingMail, attachment: Attachment | None = None) -> Taken:
    """Send a message the configured way; returns what the server said.

    Raises:
        MailRefused: It will never be taken.
        Exception: It was not taken this time.
    """
    if settings().brevo_api_key.get_secret_value():
        return _send_by_brevo(mail, attachment)
    return _send_by_smtp(mail, attachment)


def _send_by_smtp(mail: OutgoingMail, attachment: Attachment | None) -> Taken:
    message = _message(mail, attachment)
    host, port, security = settings().smtp_host, settings().smtp_port, settings().smtp_security
    opened = (
        smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
        if security == "tls"
        else smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    )
    with opened as server:
        if security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings().smtp_username:
            server.login(settings().smtp_username, settings().smtp_password.get_secret_value())
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refusal:
            _raise_if_final(*next(iter(refusal.recipients.values())))
            raise
        except smtplib.SMTPResponseException as answer:
            _raise_if_final(answer.smtp_code, answer.smtp_error)
            raise
    return Taken(answer=f"Taken by {host}.", provider_id=message["Message-ID"])


def _raise_if_final(code: int, words: bytes | str) -> None:
    if 500 <= code < 600:
        text = words.decode(errors="replace") if isinstance(words, bytes) else words
        raise MailRefused(f"{code} {text}")


def _message(mail: OutgoingMail, attachment: Attachment | None) -> EmailMessage:
    sender = settings().mail_from
    message = EmailMessage()
    message["From"] = formataddr((settings().mail_from_name, sender))
    message["To"] = mail.to_email
    message["Subject"] = mail.subject
    message["Message-ID"] = f"<{mail.public_id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    for name, value in _way_out(mail).items():
        message[name] = value
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    if attachment:
        kind, _, subkind = attachment.content_type.partition("/")
        message.add_attachment(attachment.content, maintype=kind, subtype=subkind, filename=attachment.filename)
    return message


def _way_out(mail: OutgoingMail) -> dict[str, str]:
    """Headers by which mail programs offer to unsubscribe at one click (RFC 8058)."""
    if not mail.unsubscribe_url:
        return {}
    return {"List-Unsubscribe": f"<{mail.unsubscribe_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _send_by_brevo(mail: OutgoingMail, attachment: Attachment | None) -> Taken:
    headers = {"X-Mailin-custom": mail.public_id, **_way_out(mail)}
    if settings().brevo_sandbox:
        headers["X-Sib-Sandbox"] = "drop"
    files = [{"name": attachment.filename, "content": b64encode(attachment.content).decode()}] if attachment else []
    answer = httpx.post(
        f"{settings().brevo_url}/v3/smtp/email",
        headers={"api-key": settings().brevo_api_key.get_secret_value()},
        json={
            "sender": {"email": settings().mail_from, "name": settings().mail_from_name},
            "to": [{"email": mail.to_email}],
            "subject": mail.subject,
            "textContent": mail.text,
            "htmlContent": mail.html,
            "headers": headers,
            **({"attachment": files} if files else {}),
        },
        timeout=TIMEOUT_SECONDS,
    )
    if answer.status_code == httpx.codes.BAD_REQUEST:
        raise MailRefused(answer.text[:300])
    answer.raise_for_status()
    provider_id = str(answer.json().get("messageId", ""))
    return Taken(answer=f"{answer.status_code} {provider_id}", provider_id=provider_id)
