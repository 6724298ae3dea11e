"""`manage.py start`, which `make run` ends in: prepares what is missing, then serves."""

import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.checks import run_checks
from django.core.management.base import BaseCommand

from faq.management import preflight, preparing, serving, taking_over


class Command(BaseCommand):
    help = "Prepares what is missing, then serves the knowledge base until it is stopped."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--take-over",
            action="store_true",
            help="serve beside the start that has the port now, then end that one; without one, just start",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        old = taking_over.old_starts() if options["take_over"] else {}
        if not options["take_over"]:
            preflight.require_free_port()
        preflight.make_folder()
        if not preparing.is_ready():
            self._prepare()
        # After the database has answered: one that is away is one line
        for warning in run_checks(tags=["start"], include_deployment_checks=True):
            self.stderr.write(f"{warning.msg} {warning.hint}")
        serving.serve(self._where_to_go(), old)
        if taking_over.given_up.is_set():
            raise preflight.Stopped("The new processes did not come to answer. The old ones go on serving.")
        self.stdout.write("Stopped.")

    def _prepare(self) -> None:
        """In a process of its own: what it loads (the language model, say) does not stay in the server's memory."""
        self.stdout.write(f"Preparing {settings.KB_DATA_DIR}.")
        # Before the other process says more
        self.stdout.flush()
        if subprocess.call([sys.executable, settings.BASE_DIR / "manage.py", "prepare"]):
            raise preflight.Stopped("The knowledge base could not be prepared; the lines above say why.")

    def _where_to_go(self) -> str:
        here = f"http://{_in_an_address(settings.HOST)}:{settings.PORT}"
        place = settings.SITE_URL or here
        return (
            f"\nThe knowledge base is open at {place}/\n"
            f"Staff sign in at {place}/admin/\n"
            f"Password lost? {sys.executable} manage.py changepassword owner\n"
            f"{_for_others(here)}Stop it with Ctrl-C.\n"
        )


def _for_others(here: str) -> str:
    if settings.SITE_URL:
        return f"Your web server reaches it at {here}/\n"
    if settings.HOST in ("0.0.0.0", "::"):
        return "For other computers, name this one's address in SITE_URL, such as http://192.168.1.20:8000\n"
    return ""


def _in_an_address(host: str) -> str:
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
