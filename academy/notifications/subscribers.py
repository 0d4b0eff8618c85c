"""Letters that answer what happens elsewhere, and the job that sends what is queued."""

from academy.identity.events import (
    EmailChanged,
    EmailChangeRequested,
    ProviderConnected,
    SignInRequested,
    ZoneChanged,
)
from academy.identity.models import User
from academy.live import Context, subscribe
from academy.notifications import service, templates
from academy.notifications.events import MailQueued
from academy.notifications.jobs import deliver_mail
from academy.notifications.models import Category
from academy.notifications.service import send_mail, tell


@subscribe(MailQueued)
def have_it_sent(ctx: Context, queued: MailQueued) -> None:
    """Send it once it is due and the transaction has committed."""
    ctx.jobs.run_at(queued.due_at, deliver_mail, message_id=queued.message_id, is_secret=queued.is_secret)


@subscribe(ZoneChanged)
def move_the_digest(ctx: Context, changed: ZoneChanged) -> None:
    """Let the next digest come at the same hour of the new zone."""
    service.plan_digest(ctx, changed.user_id)


@subscribe(SignInRequested)
def send_link(ctx: Context, asked: SignInRequested) -> None:
    """Send the link and the code."""
    letter = templates.sign_in(token=asked.token, code=asked.code, minutes=asked.minutes)
    send_mail(ctx, to=asked.email, letter=letter, template="identity.sign_in", is_secret=True)


@subscribe(ProviderConnected)
def tell_of_connection(ctx: Context, connected: ProviderConnected) -> None:
    """Say that there is another way into the account."""
    user = ctx.session.get_one(User, connected.user_id)
    letter = templates.provider_connected(name=user.name, provider=connected.provider)
    tell(
        ctx,
        user_id=user.id,
        category=Category.ACCOUNT,
        kind="identity.provider_connected",
        title=letter.subject,
        letter=letter,
        is_essential=True,
    )


@subscribe(EmailChangeRequested)
def ask_both_ends(ctx: Context, asked: EmailChangeRequested) -> None:
    """Ask the old and the new address to confirm."""
    old = templates.confirm_old_address(name=asked.name, token=asked.old_token, new_email=asked.new_email)
    new = templates.confirm_new_address(name=asked.name, token=asked.new_token, old_email=asked.old_email)
    kind, user_id = "identity.email_change", asked.user_id
    send_mail(ctx, to=asked.old_email, letter=old, template=kind, user_id=user_id, is_secret=True)
    send_mail(ctx, to=asked.new_email, letter=new, template=kind, user_id=user_id, is_secret=True)


@subscribe(EmailChanged)
def tell_the_old_address(ctx: Context, changed: EmailChanged) -> None:
    """Say to the old address that it is no longer the account's; the new one has shown that mail arrives there."""
    service.lift(ctx, email=changed.new_email)
    letter = templates.address_changed(name=changed.name, new_email=changed.new_email)
    send_mail(ctx, to=changed.old_email, letter=letter, template="identity.email_changed", user_id=changed.user_id)
