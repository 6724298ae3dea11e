"""Every number of the limits on guessing passwords, and the counts of the tries that they limit."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol, cast

from django.core.cache import caches
from django.core.exceptions import ValidationError

# Seconds from the first wrong password in which further ones are counted with it
WINDOW = 15 * 60
_HOUR, _MAILS_AN_HOUR = 60 * 60, 3


class Counters(Protocol):
    """What counting needs of the cache "limits" (kb/protection/counter_cache.py)."""

    def count(self, key: str, seconds: int, *, by: int = 1) -> int: ...
    def get_many(self, keys: Iterable[str]) -> dict[str, int]: ...
    def delete_many(self, keys: Iterable[str]) -> None: ...


def _counters() -> Counters:
    return cast(Counters, caches["limits"])


class ClosedError(Exception):
    """No try is left for `minutes`: the password was not looked at, or it was the last wrong one."""

    def __init__(self, minutes: int) -> None:
        super().__init__(f"closed for {minutes} minutes")
        self.minutes = minutes


@dataclass(frozen=True)
class Limit:
    """With wrong password number `wrong`, and with each one after it in the same window, it is closed for `minutes`."""

    name: str
    wrong: int
    minutes: int
    # Several people stand behind one key: the right password of one must not forget the wrong ones of the others.
    is_shared: bool = False

    def count(self, key: str) -> bool:
        """Count one try; return whether it closes the limit. Raises `ClosedError`, and counts nothing, if none is left.

        Of tries at the same moment only one is the last, whichever process or host they reach.
        """
        if _counters().count(self._tries_key(key), WINDOW) < self.wrong:
            return False
        if _counters().count(self.closed_key(key), self.minutes * 60) == 1:
            return True
        self.undo(key, closed=False)
        raise ClosedError(self.minutes)

    def undo(self, key: str, *, closed: bool) -> None:
        """Take one try back, which has closed the limit or not."""
        _counters().count(self._tries_key(key), WINDOW, by=-1)
        if closed:
            _counters().delete_many([self.closed_key(key)])

    def forget(self, key: str) -> None:
        _counters().delete_many([self._tries_key(key), self.closed_key(key)])

    def closed_key(self, key: str) -> str:
        return f"{self.name}: closed to {key}"

    def _tries_key(self, key: str) -> str:
        return f"{self.name}: tries by {key}"


NAME_AT_ADDRESS = Limit("name at address", wrong=5, minutes=15)
# A minute only: whoever guesses from many addresses must not keep the account's own person out for long.
ACCOUNT = Limit("account", wrong=10, minutes=1)
# A whole clinic may share one address; each of its people stops at five.
ADDRESS = Limit("address", wrong=30, minutes=15, is_shared=True)
# Counted by itself, past the three above: strangers who guess at a name, or from the same address, use up no try of it.
KNOWN_BROWSER = Limit("known browser", wrong=5, minutes=15)
# Of one account, from all browsers together in which its person has not signed in before.
CODE = Limit("code", wrong=5, minutes=15)
# Requests for a link to a new password, counted by the address that asks, whichever name is typed.
FORGOTTEN = Limit("forgotten", wrong=10, minutes=15)
# Of one account, however many of its sessions were left open.
OLD_PASSWORD = Limit("old password", wrong=10, minutes=15)


def sign_in(name: str, address: str, browser: str = "") -> AbstractContextManager[None]:
    """Count a sign-in with `name`, which need not exist, by a client at `address`: see `_counted`.

    `browser` names one in which the same person has signed in before (`known_browsers.py`), "" any other.
    """
    name = name.casefold()
    if browser:
        return _counted((KNOWN_BROWSER, f"{name} {browser}"))
    return _counted((NAME_AT_ADDRESS, f"{name} {address}"), (ACCOUNT, name), (ADDRESS, address))


def old_password(account_id: int) -> AbstractContextManager[None]:
    """Count a try of the old password where somebody signed in wants a new one: see `_counted`."""
    return _counted((OLD_PASSWORD, str(account_id)))


def forgotten(address: str) -> None:
    """Count that a client at `address` asks for a link to a new password. Raises `ClosedError` when none is left."""
    _refuse_closed(((FORGOTTEN, address),))
    FORGOTTEN.count(address)


def take_mail(account_id: int) -> bool:
    """Count a mail that is asked for by whoever; return whether the person still gets it, three within an hour."""
    return _counters().count(f"mails to {account_id}", _HOUR) <= _MAILS_AN_HOUR


def second_step(account_id: int, browser: str = "") -> AbstractContextManager[None]:
    """Count a try of a code or passkey, from a known `browser` or any other: see `_counted`."""
    return _counted((CODE, f"{account_id} {browser}"))


@contextmanager
def _counted(*limits: tuple[Limit, str]) -> Iterator[None]:
    """Count one try against each limit and its key, then let the body look at the password.

    The body raises `ValidationError` where the password is wrong; else the try is taken back. Counted before it is
    looked at, ten tries at the same moment have no more than ten one after the other. Raises `ClosedError` when no
    try was left, then the body does not run, or when this wrong one was the last.
    """
    _refuse_closed(limits)
    closing = _count(limits)
    try:
        yield
    except ValidationError:
        if any(closing):
            raise ClosedError(_longest(limits, closing)) from None
        raise
    for (limit, key), closed in zip(limits, closing, strict=True):
        if limit.is_shared:
            limit.undo(key, closed=closed)
        else:
            limit.forget(key)


def _refuse_closed(limits: tuple[tuple[Limit, str], ...]) -> None:
    found = _counters().get_many([limit.closed_key(key) for limit, key in limits])
    closed = [limit.closed_key(key) in found for limit, key in limits]
    if any(closed):
        raise ClosedError(_longest(limits, closed))


def _count(limits: tuple[tuple[Limit, str], ...]) -> list[bool]:
    closing: list[bool] = []
    try:
        for limit, key in limits:
            closing.append(limit.count(key))
    except ClosedError:
        for (limit, key), closed in zip(limits, closing, strict=False):
            limit.undo(key, closed=closed)
        raise
    return closing


def _longest(limits: tuple[tuple[Limit, str], ...], closed: list[bool]) -> int:
    return max(limit.minutes for (limit, _), is_closed in zip(limits, closed, strict=True) if is_closed)
