"""Day and time as somebody reads them off the clock on the wall, and the moment they mean."""

from datetime import UTC, datetime
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


def _shown(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)
