"""What readers see at this moment, as one value: a page that was built under the same one is still right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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


def current(load_clinic: Callable[[], Clinic] = Clinic.load) -> PublishedState:
    """Return the state of this moment, for one statement; `load_clinic` is asked only after something was published."""
    number, token = Edition.current()
    zone, notice_until = _clock_of(number, token, load_clinic)
    here = timezone.now().astimezone(zone)
    end = true_until(here, notice_until)
    name = blake2s(f"{number} {token} {__version__} {end.isoformat()}".encode(), digest_size=6).hexdigest()
    return PublishedState(here.date(), name, end, is_empty=not number)


def true_until(here: datetime, notice_until: datetime | None = None) -> datetime:
    """Return when pages of the clinic's moment `here` stop being true although nobody publishes.

    That is its next midnight, or the end of the clinic's notice where that comes before.

    Pages that are kept say today's hours ("Open today 08:00 to 17:00"), the same words all day; "Open now until ..."
    stands only on pages that are made anew each time. Whatever else will change by the clock alone, such as an article
    that appears at a set time, has its place here: the earliest of all these moments counts.
    """
    midnight = datetime.combine(here.date() + timedelta(days=1), time.min, tzinfo=here.tzinfo)
    return notice_until.astimezone(here.tzinfo) if notice_until and here < notice_until < midnight else midnight


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
