"""Sending: one job for an endpoint at a time, so that a slow receiver holds up nobody else."""

import time
from threading import BoundedSemaphore

from academy.core.outbound import AddressRefused, NoAnswer, gate
from academy.live import SYSTEM, Runtime
from academy.live.jobs import cron, job
from academy.webhooks import service
from academy.webhooks.schemas import Outcome
from academy.webhooks.signing import headers_of

AT_ONCE = BoundedSemaphore(2)
"""So many endpoints are sent to at once by a worker; its other threads are for other jobs."""
BUSY_SECONDS = 1.0
TURN_SECONDS = 20.0
"""After this much sending others have their turn."""
UNREADABLE = "Its secret cannot be read any more, because the academy's own key was changed. Make it a new secret."


@job(is_unique=True)
def send_due(runtime: Runtime, *, endpoint_id: int) -> None:
    """Send what is due to an endpoint, one delivery after another."""
    if not AT_ONCE.acquire(blocking=False):
        runtime.write(service.put_off, SYSTEM, endpoint_id=endpoint_id, seconds=BUSY_SECONDS)
        return
    try:
        if delivery_ids := runtime.write(service.take_turn, SYSTEM, endpoint_id=endpoint_id):
            _send(runtime, delivery_ids)
            runtime.write(service.end_turn, SYSTEM, endpoint_id=endpoint_id)
    finally:
        AT_ONCE.release()


@cron("*/10 * * * *")
def take_up_deliveries(runtime: Runtime) -> None:
    """Come to every endpoint for which something waits, should its own job be gone."""
    runtime.write(service.take_up_all, SYSTEM)


@cron("37 3 * * *")
def forget_old_events(runtime: Runtime) -> None:
    """Delete events and their deliveries that are old."""
    runtime.write(service.forget_old_events, SYSTEM)


def _send(runtime: Runtime, delivery_ids: list[int]) -> None:
    """Send until one fails, the time is over or all are sent."""
    end = time.monotonic() + TURN_SECONDS
    for delivery_id in delivery_ids:
        outcome = _attempt(runtime, delivery_id)
        if outcome is not None:
            runtime.write(service.note_outcome, SYSTEM, delivery_id=delivery_id, outcome=outcome)
            if not outcome.is_good or time.monotonic() > end:
                return


def _attempt(runtime: Runtime, delivery_id: int) -> Outcome | None:
    message = runtime.read(service.outgoing, SYSTEM, delivery_id=delivery_id)
    if message is None:
        return None
    began = time.monotonic()
    try:
        headers = headers_of(message, runtime.clock())
        answer = gate().post(message.url, content=message.body.encode(), headers=headers)
    except LookupError:
        return Outcome(url=message.url, milliseconds=0, problem=UNREADABLE)
    except (AddressRefused, NoAnswer) as problem:
        return Outcome(url=message.url, milliseconds=_milliseconds(began), problem=str(problem))
    return Outcome(
        url=message.url,
        milliseconds=_milliseconds(began),
        status=answer.status,
        text=answer.text,
        retry_after=answer.retry_after,
    )


def _milliseconds(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
