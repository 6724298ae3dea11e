"""Counts wrong passwords by account, by address and by session, so that guessing is slow whichever way it goes."""

from collections.abc import Iterator
from dataclasses import dataclass

from axes.handlers.cache import AxesCacheHandler
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache

_WINDOW = 15 * 60  # seconds in which wrong passwords are counted together
Credentials = dict[str, str] | None


@dataclass(frozen=True)
class Limit:
    """After `times` wrong passwords, and after each one more, it is closed for `minutes`."""

    name: str
    times: int
    minutes: int

    def is_closed(self, whose: str) -> bool:
        return bool(caches["attempts"].get(self._key(whose, "closed")))

    def count(self, whose: str) -> bool:
        """Count one wrong password; return whether it is closed now."""
        cache, key = caches["attempts"], self._key(whose, "count")
        count = 1 if cache.add(key, 1, _WINDOW) else cache.incr(key)
        if count >= self.times:
            cache.set(self._key(whose, "closed"), True, self.minutes * 60)
        return count >= self.times

    def forget(self, whose: str) -> None:
        caches["attempts"].delete_many([self._key(whose, "count"), self._key(whose, "closed")])

    def _key(self, whose: str, what: str) -> str:
        return salted_hmac("faq.attempts", f"{self.name} {what} {whose}").hexdigest()


# A minute only: whoever guesses from many addresses must not keep the account's own person out for long.
ACCOUNT = Limit("account", times=10, minutes=1)
ADDRESS = Limit("address", times=30, minutes=15)  # a whole clinic may share one; each of its people stops at five
OLD_PASSWORD = Limit("old password", times=10, minutes=15)


class SignIns(AxesCacheHandler):
    """Closes a name to an address, as axes does, and beside it a name to everybody and an address for every name."""

    def is_locked(self, request: HttpRequest, credentials: Credentials = None) -> bool:
        return super().is_locked(request, credentials) or any(
            limit.is_closed(whose) for limit, whose in _limits(request, credentials)
        )

    def user_login_failed(
        self, sender: str, credentials: Credentials, request: HttpRequest | None = None, **kwargs: object
    ) -> None:
        counts = request is not None and not request.axes_locked_out
        super().user_login_failed(sender, credentials, request, **kwargs)
        closed = [limit.count(whose) for limit, whose in _limits(request, credentials)] if counts else []
        if any(closed):
            request.axes_locked_out, request.axes_credentials = True, credentials

    def user_logged_in(self, sender: str, request: HttpRequest, user: object, **kwargs: object) -> None:
        """Forget the account's count; the address's stays, or one's own sign-in would allow guessing at others'."""
        super().user_logged_in(sender, request, user, **kwargs)
        ACCOUNT.forget(_folded(user.get_username()))


def please_wait(request: HttpRequest, response: HttpResponse | None, credentials: Credentials) -> HttpResponse:
    """Answer the page that says how long to wait."""
    closed = [limit.minutes for limit, whose in _limits(request, credentials) if limit.is_closed(whose)]
    if AxesProxyHandler.get_failures(request, credentials) >= settings.AXES_FAILURE_LIMIT:
        closed.append(int(settings.AXES_COOLOFF_TIME.total_seconds()) // 60)
    return waiting_page(request, minutes=max(closed, default=1))


@never_cache
def waiting_page(request: HttpRequest, *, minutes: int) -> HttpResponse:
    return render(request, "admin/lockout.html", {"minutes": minutes}, status=429)


def _limits(request: HttpRequest, credentials: Credentials) -> Iterator[tuple[Limit, str]]:
    yield ACCOUNT, _folded((credentials or {}).get("username") or "")
    yield ADDRESS, request.axes_ip_address or ""


def _folded(name: str) -> str:
    return name.casefold()[:150]
