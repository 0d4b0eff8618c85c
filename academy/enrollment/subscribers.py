"""What enrollment does when something happens below it."""

from academy.commerce.events import PaymentFailed, PaymentRefunded, PaymentSucceeded
from academy.commerce.models import Purchase
from academy.enrollment import service
from academy.enrollment.events import EnrollmentCancelled, PaymentReturned, SeatTaken
from academy.live import Context, subscribe


@subscribe(PaymentSucceeded)
def hand_over_the_seat(ctx: Context, fact: PaymentSucceeded) -> None:
    service.settle(ctx, ctx.session.get_one(Purchase, fact.purchase_id))


@subscribe(PaymentFailed)
def keep_the_hold(ctx: Context, fact: PaymentFailed) -> None:
    service.note_failure(ctx, ctx.session.get_one(Purchase, fact.purchase_id))


@subscribe(PaymentRefunded)
def free_what_is_not_paid(ctx: Context, fact: PaymentRefunded) -> None:
    if fact.is_full:
        service.note_refund(ctx, ctx.session.get_one(Purchase, fact.purchase_id))


@subscribe(SeatTaken)
def confirm(ctx: Context, fact: SeatTaken) -> None:
    service.mail_confirmation(ctx, fact.enrollment_id)


@subscribe(EnrollmentCancelled)
def confirm_cancellation(ctx: Context, fact: EnrollmentCancelled) -> None:
    service.mail_cancellation(ctx, fact.enrollment_id, refund_cents=fact.refund_cents)


@subscribe(PaymentReturned)
def explain_refund(ctx: Context, fact: PaymentReturned) -> None:
    service.mail_payment_returned(ctx, fact.enrollment_id, amount_cents=fact.amount_cents)
