"""Who is signed in where: Django's sessions, with whose each is, on what kind of device, and when it was last used."""

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class StaffSession(AbstractBaseSession):
    """One browser of one person; `user` is empty until somebody has signed in there. No address is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    # In plain words: "Chrome on Windows"
    device = models.CharField(max_length=60, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField()

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "session of staff"
        verbose_name_plural = "sessions of staff"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        return import_module(settings.SESSION_ENGINE).SessionStore
