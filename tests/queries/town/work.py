"""News, mail and jobs."""

from datetime import timedelta

from academy.enrollment.models import (
    ReminderLead,
    SessionReminder,
)
from academy.identity import jobs as identity_jobs
from academy.live import Context
from academy.live.models import JobState, QueuedJob
from academy.notifications.models import (
    Category,
    Channel,
    DigestPace,
    MailAttempt,
    MailMessage,
    MailReport,
    MailSuppression,
    Notification,
    NotificationPreference,
    NotificationSettings,
    SuppressionCause,
)
from tests.queries.town.rows import Rows, Town


def work(ctx: Context, town: Town) -> Rows:
    for name in ("ada", "olga"):
        for kind in ("first", "second"):
            yield (
                f"{kind} news of {name}",
                Notification(user_id=town[name].id, category=Category.SEATS, kind=kind, title=kind, url="/learn"),
            )
        yield (
            f"{name}'s settings",
            NotificationSettings(
                user_id=town[name].id,
                digest=DigestPace.DAILY,
                next_digest_at=ctx.now - timedelta(hours=1),
                quiet_from=0,
                quiet_until=60,
            ),
        )
        yield (
            f"{name}'s choice",
            NotificationPreference(
                user_id=town[name].id, category=Category.SEATS, channel=Channel.MAIL, is_on=name == "ada"
            ),
        )
        email = town[name].email
        yield f"{name}'s bounce", MailSuppression(email=email, cause=SuppressionCause.HARD_BOUNCE)
    yield (
        "mail",
        MailMessage(
            to_email="ada@town.example",
            user_id=town["ada"].id,
            subject="Hello",
            text_body="Hello",
            html_body="",
            template="x",
        ),
    )
    yield (
        "reminder",
        SessionReminder(cohort_id=town["past"].id, starts_at=town["past"].start_date, lead=ReminderLead.DAY),
    )
    mail_id = town["mail"].id
    yield "attempt", MailAttempt(message_id=mail_id, is_taken=False, answer="451 Busy")
    yield (
        "report",
        MailReport(event_key="1", message_id=mail_id, email="ada@town.example", kind="delivered", happened_at=ctx.now),
    )
    moments = {"next_try_at": ctx.now + timedelta(hours=9), "started_at": ctx.now, "ended_at": ctx.now}
    for state in JobState:
        yield f"job {state}", QueuedJob(name=f"x.{state}", state=state, **moments)
    name = identity_jobs.forget_expired.name
    yield "periodic job", QueuedJob(name=name, unique_key=name, schedule="*/15 * * * *", **moments)
