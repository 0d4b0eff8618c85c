"""The outbox as administrators watch it and step in."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import defer
from sqlmodel import and_, col, desc, func, or_, select

from academy import routes
from academy.core import audit
from academy.core.errors import Conflict, NotFound
from academy.core.fields import Record
from academy.core.search import holds
from academy.core.settings import settings
from academy.identity.models import User
from academy.identity.policy import is_admin, opens, platform_admin
from academy.identity.schemas import Place, PlacePage
from academy.live import Context, Page, mutation, page_of, query
from academy.notifications.models import MailAttempt, MailMessage, MailReport, MailStatus, MailSuppression
from academy.notifications.schemas import (
    AttemptRow,
    MailCounts,
    MailDetail,
    MailRow,
    MailView,
    ReportRow,
    SuppressedRow,
)
from academy.notifications.service import suppressions
from academy.notifications.service.outbox import REMOVED, enqueue
from academy.notifications.wording import LABELS

PAGE = 25
CEILING = 1000
"""More messages in a state than this are not counted."""
GIVEN_UP = (MailStatus.FAILED, MailStatus.REFUSED)
MAY_BE_RETRIED = frozenset({*GIVEN_UP, MailStatus.BOUNCED, MailStatus.WITHHELD})
_VIEWS: dict[MailView | None, tuple[MailStatus, ...]] = {
    MailView.QUEUED: (MailStatus.QUEUED,),
    MailView.SENT: (MailStatus.SENT, MailStatus.DELIVERED),
    MailView.FAILED: GIVEN_UP,
    MailView.BOUNCED: (MailStatus.BOUNCED,),
    MailView.WITHHELD: (MailStatus.WITHHELD,),
}

_mail: Any = MailMessage
_suppression: Any = MailSuppression
_ORDER = (desc(_mail.created_at), desc(_mail.id))


def failed_mail(ctx: Context) -> int:
    """How many messages were given up or refused, as far as they are counted."""
    return _count(ctx, MailView.FAILED)


opens(Place.ADMIN, PlacePage(label="Mail", url=routes.ADMIN_MAIL.url(), counted="failed"), count=failed_mail)(is_admin)


@query(policy=platform_admin)
def mail_counts(ctx: Context) -> MailCounts:
    """How many messages there are of the kinds that may need somebody."""
    return MailCounts(
        queued=_count(ctx, MailView.QUEUED),
        failed=failed_mail(ctx),
        bounced=_count(ctx, MailView.BOUNCED),
        suppressed=ctx.session.exec(
            select(func.count()).select_from(select(MailSuppression.id).limit(CEILING).subquery())
        ).one(),
    )


@query(policy=platform_admin)
def mail_page(ctx: Context, *, view: MailView | None = None, words: str = "", until: str = "") -> Page[MailRow]:
    """The messages of a view, the newest first, or those with words in their address, subject or kind."""
    statement = select(MailMessage).options(defer(_mail.text_body), defer(_mail.html_body))
    if view is MailView.SUPPRESSED:
        return Page[MailRow]()
    if view is not None:
        statement = statement.where(_mail.status.in_(_VIEWS[view]))
    if words.strip():
        statement = statement.where(_fits(words.strip()))
    return page_of(ctx, statement, _row, of=MailRow, order=_ORDER, until=until, size=PAGE)


@query(policy=platform_admin)
def suppressed_page(ctx: Context, *, words: str = "", until: str = "") -> Page[SuppressedRow]:
    """The addresses that get no mail, the latest first."""
    statement = select(MailSuppression)
    if words.strip():
        statement = statement.where(holds(words.strip(), _suppression.email))
    order = (desc(_suppression.id),)
    return page_of(ctx, statement, _suppressed, of=SuppressedRow, order=order, until=until, size=PAGE)


@query(policy=platform_admin)
def mail_detail(ctx: Context, *, public_id: str = "") -> MailDetail | None:
    """Everything about a message but the words of a secret one; nothing if it is not there any more."""
    row = _find(ctx, public_id)
    if row is None:
        return None
    person = ctx.session.exec(select(User.name).where(User.id == row.user_id)).first() if row.user_id else None
    attempts = ctx.session.exec(
        select(MailAttempt).where(MailAttempt.message_id == row.id).order_by(col(MailAttempt.id))
    )
    reports = ctx.session.exec(select(MailReport).where(MailReport.message_id == row.id).order_by(col(MailReport.id)))
    return MailDetail(
        public_id=row.public_id,
        to_email=row.to_email,
        person=person or "",
        subject=_hidden(row),
        kind=row.template,
        category=LABELS[row.category] if row.category else "",
        is_essential=row.is_essential,
        is_secret=row.is_secret,
        status=row.status,
        created_at=row.created_at,
        next_try_at=row.next_try_at,
        sent_at=row.sent_at,
        error=row.last_error or "",
        html="" if row.is_secret else row.html_body,
        text="" if row.is_secret else row.text_body,
        attempts=[AttemptRow(at=one.created_at, is_taken=one.is_taken, answer=one.answer) for one in attempts],
        reports=[ReportRow(at=one.happened_at, kind=one.kind, reason=one.reason) for one in reports],
        attachment=row.attachment_kind or "",
        suppression=suppressions.suppression_of(ctx, row.to_email),
        can_retry=_can_retry(row),
    )


@mutation(policy=platform_admin)
def retry_mail(ctx: Context, *, public_id: str) -> None:
    """Have a message tried again that was given up, refused, withheld or came back.

    Raises:
        NotFound: It is not there any more.
        Conflict: It cannot be sent, and why.
    """
    row = _find(ctx, public_id)
    if row is None:
        raise NotFound("This message is not there any more.")
    if not _can_retry(row):
        raise Conflict("There is nothing to try again: it is on its way already, or its words were removed.")
    if not settings().sends_mail:
        raise Conflict("No way to send mail is configured: give the academy a mail server first.")
    if not row.is_secret and suppressions.suppression_of(ctx, row.to_email):
        raise Conflict("This address gets no mail. Let it get mail again first.")
    row.status, row.attempts, row.next_try_at, row.last_error = MailStatus.QUEUED, 0, None, None
    enqueue(ctx, row)
    _note(ctx, row, "mail_retried", f"Had the mail “{_hidden(row)}” to {row.to_email} tried again.")


@mutation(policy=platform_admin)
def lift_suppression(ctx: Context, *, email: str) -> None:
    """Let an address get mail again.

    Raises:
        Conflict: It does already.
    """
    row = suppressions.lift(ctx, email=email)
    if row is None:
        raise Conflict("This address gets mail already: somebody else was faster.")
    _note(ctx, row, "suppression_lifted", f"Let {row.email} get mail again.")


def _count(ctx: Context, view: MailView) -> int:
    some = select(MailMessage.id).where(_mail.status.in_(_VIEWS[view])).limit(CEILING).subquery()
    return ctx.session.exec(select(func.count()).select_from(some)).one()


def _fits(words: str) -> ColumnElement[bool]:
    """A secret message is not found by its subject, which may hold a code."""
    return or_(
        holds(words, _mail.to_email, _mail.template), and_(_mail.is_secret.is_(False), holds(words, _mail.subject))
    )


def _find(ctx: Context, public_id: str) -> MailMessage | None:
    return ctx.session.exec(select(MailMessage).where(MailMessage.public_id == public_id)).first()


def _can_retry(row: MailMessage) -> bool:
    return row.status in MAY_BE_RETRIED and row.text_body != REMOVED


def _hidden(row: MailMessage) -> str:
    """The subject; that of a secret message may hold a code."""
    return row.subject.partition(":")[0] if row.is_secret else row.subject


def _note(ctx: Context, row: Record, action: str, summary: str) -> None:
    audit.record(
        ctx.session,
        now=ctx.now,
        actor_id=ctx.viewer.user_id,
        action=f"notifications.{action}",
        subject=row,
        summary=summary,
    )


def _row(row: MailMessage) -> MailRow:
    return MailRow(
        public_id=row.public_id,
        to_email=row.to_email,
        subject=_hidden(row),
        kind=row.template,
        status=row.status,
        created_at=row.created_at,
        next_try_at=row.next_try_at,
        error=(row.last_error or "").partition("\n")[0],
        can_retry=_can_retry(row),
    )


def _suppressed(row: MailSuppression) -> SuppressedRow:
    return SuppressedRow(email=row.email, words=suppressions.WORDS[row.cause], reason=row.reason, since=row.created_at)
