"""A way of sending mail whose server does not answer before a test lets it."""

from threading import Event

from django.core.mail.backends import locmem

ANSWERS = Event()


class Backend(locmem.EmailBackend):
    def send_messages(self, messages: list) -> int:
        ANSWERS.wait(30)
        return super().send_messages(messages)
