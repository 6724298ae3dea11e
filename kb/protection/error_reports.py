"""Sends faults to a service that collects them, where the operator names one: their places in the code only."""

import logging
import traceback
from typing import Any

from kb.protection.logs import chain_of, facts_of

# Seconds to send what is left when a process ends
_LAST_SECONDS = 2
_TAGS = ("request", "route", "method", "status")


class ReportingHandler(logging.Handler):
    """Sends each event of the log from ERROR on to `address`, as the log keeps it: without what a reader typed.

    No address of a page, no header, no body, no cookie, no value of a variable, no name of this machine. Sending goes
    on in a thread of its own; a service that is away costs nobody anything.
    """

    def __init__(self, address: str, level: int = logging.ERROR) -> None:
        super().__init__(level)
        # Loaded only where somebody wants it
        from sentry_sdk.client import Client

        self._client = Client(
            dsn=address,
            default_integrations=False,
            auto_enabling_integrations=False,
            max_breadcrumbs=0,
            send_default_pii=False,
            include_local_variables=False,
            include_source_context=False,
            send_client_reports=False,
            server_name="",
            release="",
            environment="",
        )

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._client.capture_event(_event(record))
        except Exception:
            self.handleError(record)

    def close(self) -> None:
        """Send what waits; called when the process ends."""
        self._client.close(timeout=_LAST_SECONDS)
        super().close()


def _event(record: logging.LogRecord) -> dict[str, Any]:
    facts = facts_of(record)
    error = record.exc_info[1] if record.exc_info else None
    # From the cause to what came of it, as the service shows them
    values = [_exception(fault) for fault in reversed(list(chain_of(error)))]
    return {
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": facts["event"],
        "tags": {name: str(facts[name]) for name in _TAGS if name in facts},
        **({"exception": {"values": values}} if values else {}),
    }


def _exception(error: BaseException) -> dict[str, Any]:
    frames = [
        {"filename": place.filename, "lineno": place.lineno, "function": place.name}
        for place in traceback.extract_tb(error.__traceback__)
    ]
    return {
        "type": type(error).__qualname__,
        "module": type(error).__module__,
        **({"stacktrace": {"frames": frames}} if frames else {}),
    }
