"""Sessions in the database, each with whose it is; their last small change may be lost: what a page did stands."""

import logging
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import InterfaceError, InternalError, OperationalError
from django.utils import timezone

_log = logging.getLogger("kb")


class SessionStore(db.SessionStore):
    """Django's own, but a change that the database cannot take now leaves the answer as it is.

    Django itself answers that a session was "interrupted", and an article that was saved looks as if it was not. What
    is lost is the message that it was. A new session is never lost without a word, nor what `save_or_raise` keeps.

    Its row names the person, so that somebody can see and end all of their own. What it says of the device and since
    when is what `faq/accounts/sessions.py` has put into the session.
    """

    # As it was when the session was read; None for a new one
    used_at: datetime | None = None

    def get_session_cookie_age(self) -> int:
        """Return for how many seconds the session goes on: from signing in, however often it is written meanwhile."""
        began = self.get("signed_in_at")
        if not began:
            return settings.SESSION_COOKIE_AGE
        past = (timezone.now() - datetime.fromisoformat(began)).total_seconds()
        return max(int(settings.SESSION_COOKIE_AGE - past), 0)

    @classmethod
    def get_model_class(cls) -> type[AbstractBaseSession]:
        return apps.get_model("faq", "StaffSession")

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        row: Any = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.device = data.get("device", "")
        row.signed_in_at = datetime.fromisoformat(data["signed_in_at"]) if "signed_in_at" in data else None
        row.used_at = timezone.now()
        return row

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        row: Any = super()._get_session_from_db()
        self.used_at = row.used_at if row else None
        return row

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
