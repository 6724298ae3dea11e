"""Sessions in the database, whose last small change may be lost: what a page did stands although it was not kept."""

import logging

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, InternalError, OperationalError

_log = logging.getLogger("kb")


class SessionStore(db.SessionStore):
    """Django's own, but a change that the database cannot take now leaves the answer as it is.

    Django itself answers that a session was "interrupted", and an article that was saved looks as if it was not. What
    is lost is the message that it was. A new session is never lost without a word, nor what `save_or_raise` keeps.
    """

    def save(self, must_create: bool = False) -> None:
        try:
            super().save(must_create)
        except UpdateError as fault:
            if not isinstance(fault.__context__, InterfaceError | InternalError | OperationalError):
                raise
            _log.exception("A session could not be kept")

    def save_or_raise(self) -> None:
        """Keep what somebody cannot do without, such as having signed in. Raises the fault of the database."""
        try:
            super().save()
        except UpdateError as fault:
            raise fault.__context__ or fault from None
