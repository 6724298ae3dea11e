"""`manage.py doctor`: looks at every part of the site, and says of each fault how it is mended."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import asdict

from django.core.management.base import BaseCommand

from faq.doctor import looks
from faq.doctor.finding import Finding


class Command(BaseCommand):
    help = "Looks at every part of the site and says what is wrong and what mends it; leaves with code 1 then."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say nothing of what is well")
        parser.add_argument("--json", action="store_true", help="for programs: a list with part, problem and mend")

    def handle(self, **options: object) -> None:
        findings = list(looks.findings(asks_the_site=True))
        if options["json"]:
            self.stdout.write(_as_json(findings))
        else:
            self._say(finding for finding in findings if not (options["quiet"] and finding.is_well))
        if not all(finding.is_well for finding in findings):
            raise SystemExit(1)

    def _say(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.stdout.write(f"{finding.part}: {finding.problem or 'well'}")
            for line in finding.lines:
                self.stdout.write(f"    {line}")


def _as_json(findings: list[Finding]) -> str:
    return json.dumps([asdict(finding) for finding in findings], indent=2)
