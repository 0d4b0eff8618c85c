"""When mail may come by the clock on the wall: quiet hours, a digest's hour; whatever a zone does to its clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


def is_quiet(moment: datetime, zone: str, start: int, end: int) -> bool:
    """Tell whether it is quiet: from one minute after midnight to another, over midnight if that is the earlier one."""
    local = moment.astimezone(ZoneInfo(zone))
    minute = 60 * local.hour + local.minute
    return start <= minute < end if start <= end else minute >= start or minute < end


def after_quiet(moment: datetime, zone: str, start: int, end: int) -> datetime:
    """The moment itself, or the end of the quiet it falls into; where clocks skip that end, as much later."""
    while is_quiet(moment, zone, start, end):
        moment = _next_at(moment, zone, end)
    return moment


def next_digest(moment: datetime, zone: str, hour: int, weekday: int | None) -> datetime:
    """When it is that hour the next time, on that weekday (0 is Monday) if one is given."""
    found = _next_at(moment, zone, 60 * hour)
    while weekday is not None and found.astimezone(ZoneInfo(zone)).weekday() != weekday:
        found = _next_at(found, zone, 60 * hour)
    return found


def _next_at(moment: datetime, zone: str, minute: int) -> datetime:
    """The first moment after this one at which clocks show so many minutes after midnight."""
    today = moment.astimezone(ZoneInfo(zone)).date()
    days = (today + number * DAY for number in range(3))
    return next(found for day in days for found in _moments(day, zone, minute) if found > moment)


def _moments(day: date, zone: str, minute: int) -> list[datetime]:
    """When clocks show that time on that day: once, or twice where they are put back."""
    shown = datetime.combine(day, time(minute // 60, minute % 60), ZoneInfo(zone))
    first, second = (shown.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return [first, second] if first < second else [first]
