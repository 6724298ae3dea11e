"""The files in deploy/ run commands that there are, in the environment of the site."""

import re
from pathlib import Path

from django.core.management import get_commands, load_command_class

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"


def cron() -> list[str]:
    lines = (DEPLOY / "clinic-kb.cron").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def environment() -> dict[str, str]:
    return dict(line.split("=", 1) for line in cron() if re.match("[A-Z_]+=", line))


def test_cron_knows_the_site_by_the_same_environment_as_systemd():
    service = (DEPLOY / "clinic-kb-backup.service").read_text(encoding="utf-8")
    wanted = dict(pair.split("=", 1) for pair in re.search("^Environment=(.*)$", service, re.MULTILINE)[1].split())

    assert environment() == {"SHELL": "/bin/sh", **wanted}
    assert "# DATABASE_URL=" in (DEPLOY / "clinic-kb.cron").read_text(encoding="utf-8")


def test_cron_backs_up_first_and_then_empties_the_bin():
    lines = [line for line in cron() if "manage.py" in line]
    by_time = sorted(lines, key=lambda line: (int(line.split()[1]), int(line.split()[0])))
    named = re.findall(r"manage\.py (\w+)", "\n".join(by_time))

    assert named == ["backup", "empty_bin", "remove_unused_pictures", "check_links", "doctor"]
    assert set(named) <= get_commands().keys()


def test_a_newer_version_takes_over_by_systemd_in_the_same_environment():
    services = [
        (DEPLOY / name).read_text(encoding="utf-8") for name in ("clinic-kb-backup.service", "clinic-kb@.service")
    ]
    environments = {re.search("^Environment=(.*)$", service, re.MULTILINE)[1] for service in services}
    start = re.search(r"^ExecStart=/usr/bin/make run ARGS=(\S+)$", services[1], re.MULTILINE)[1]

    assert len(environments) == 1
    assert load_command_class("faq", "start").create_parser("manage.py", "start").parse_args([start]).take_over
