"""Day and time as somebody reads them off the clock on the wall, and the moment they mean."""

from calendar import monthrange
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

# As a browser's field for day and time sends and shows them
MINUTE = "%Y-%m-%dT%H:%M"
# Nearer to the first and last years, other zones have no such moment
_YEARS = range(1000, 9000)


class NoSuchMomentError(ValueError):
    """A day and time that names no moment, or two; its text says which and what to choose, to a receptionist."""


def moment(typed: str, zone: ZoneInfo) -> datetime | None:
    """Return the moment of UTC that `typed`, for example "2026-05-03T08:00", means in `zone`; None for "".

    Raises `NoSuchMomentError` for anything else, and twice a year for an hour: where clocks go forward from 02:00 to
    03:00 there is no 02:30, and where they go back 01:30 comes twice. Nobody guesses which one was meant.
    """
    if not typed.strip():
        return None
    try:
        local = datetime.strptime(typed.strip()[: len("2026-05-03T08:00")], MINUTE)
    except ValueError:
        local = datetime.min
    if local.year not in _YEARS:
        raise NoSuchMomentError("Please give a day and a time, for example 3 May 2027 at 08:00.")
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    when = f"{local:%H:%M}", f"{local.day} {local:%B %Y}"
    if _shown(first, zone) != local:
        raise NoSuchMomentError(
            f"There is no {when[0]} on {when[1]}: clocks go forward then. Please choose a time an hour later."
        )
    raise NoSuchMomentError(
        f"{when[0]} comes twice on {when[1]}, as clocks go back then. Please choose a time an hour earlier or later."
    )


def typed(at: datetime | None, zone: ZoneInfo) -> str:
    """Return `at` as the field for day and time shows it in `zone`; "" for None."""
    return _shown(at, zone).strftime(MINUTE) if at else ""


def months_after(day: date, months: int) -> date:
    """Return the day that many months after `day`; of a shorter month the last: six after 31 August is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def latest_before(day: date, months: int) -> date:
    """Return the last day from which that many months are over on `day`: for 28 February and six it is 31 August."""
    before = months_after(day, -months)
    is_last = day.day == monthrange(day.year, day.month)[1]
    return before.replace(day=monthrange(before.year, before.month)[1]) if is_last else before


def _shown(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)
