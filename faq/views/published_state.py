"""What readers see at this moment, as one value: a page that was built under the same one is still right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2s
from zoneinfo import ZoneInfo

from django.utils import timezone

from faq import __version__
from faq.models import Clinic, Edition


@dataclass(frozen=True)
class PublishedState:
    """What is published now, and until when a page of it stays true by the clock.

    `name` is short and stands for all that decides a page: the edition, this software's version and `true_until`.
    """

    # Today in the clinic's zone
    day: date
    name: str
    true_until: datetime
    # Nothing was ever published
    is_empty: bool


def current(
    load_clinic: Callable[[], Clinic] = Clinic.load, edition: tuple[int, str, int | None] | None = None
) -> PublishedState:
    """Return the state of this moment, for one statement; `load_clinic` is asked only after something was published.

    `edition` is what `Edition.read` returned for this request already. Where something is due that nobody has done yet
    (`on_time.py`), the state has a name of its own: a page that is kept as of another moment is not taken for it.
    """
    number, token, moves_at = edition or Edition.read()
    zone, notice_until = _clock_of(number, token, load_clinic)
    here = timezone.now().astimezone(zone)
    end = true_until(here, notice_until, datetime.fromtimestamp(moves_at, UTC) if moves_at else None)
    is_due = moves_at is not None and moves_at <= here.timestamp()
    name = blake2s(f"{number} {token} {__version__} {end.isoformat()} {is_due}".encode(), digest_size=6).hexdigest()
    return PublishedState(here.date(), name, end, is_empty=not number)


def true_until(here: datetime, *moments: datetime | None) -> datetime:
    """Return when pages of the clinic's moment `here` stop being true although nobody publishes.

    That is its next midnight, or the first of `moments` to come: the end of the clinic's notice, the time at which an
    article goes live or off the site. All are compared as moments of UTC: within one zone Python compares what clocks
    show, and on the night when they go back 01:30 comes after 01:45.

    Pages that are kept say today's hours ("Open today 08:00 to 17:00"), the same words all day; "Open now until ..."
    stands only on pages that are made anew each time. Whatever else will change by the clock alone has its place here.
    """
    midnight = datetime.combine(here.date() + timedelta(days=1), time.min, tzinfo=here.tzinfo)
    now, ends = here.astimezone(UTC), [moment.astimezone(UTC) for moment in (midnight, *moments) if moment]
    return min(end for end in ends if end > now).astimezone(here.tzinfo)


# The clinic's zone and the end of its notice as of the edition with this token: a change of its details moves it.
_known_clock: tuple[str, tuple[ZoneInfo, datetime | None]] = ("", (ZoneInfo("UTC"), None))


def _clock_of(number: int, token: str, load_clinic: Callable[[], Clinic]) -> tuple[ZoneInfo, datetime | None]:
    global _known_clock
    known_token, clock = _known_clock
    if number and token == known_token:
        return clock
    clinic = load_clinic()
    clock = clinic.zone, clinic.notice_until if clinic.notice else None
    _known_clock = (token, clock)
    return clock
