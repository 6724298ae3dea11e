"""The files in deploy/ run commands that there are, in the environment of the site."""

import re
from pathlib import Path

import pytest
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


@pytest.mark.parametrize(("name", "command"), [("backup", "backup"), ("letter", "send_weekly_letter")])
def test_systemd_runs_it_in_the_environment_of_the_site_by_a_timer_of_its_own(name: str, command: str):
    service, timer = (
        (DEPLOY / f"clinic-kb-{name}.{kind}").read_text(encoding="utf-8") for kind in ("service", "timer")
    )

    assert re.findall(r"^ExecStart=.*manage\.py (\w+)", service, re.MULTILINE) == [command]
    assert command in get_commands()
    assert "Environment=SITE_URL=https://help.example.org KB_DATA_DIR=/srv/clinic-kb-data\n" in service
    assert re.search(r"^OnCalendar=\*-\*-\* \d\d:\d\d$", timer, re.MULTILINE)


def test_cron_holds_ready_what_an_operator_decides():
    ready = re.findall(
        r"^# [\d* ]+clinic-kb cd .*manage\.py (\w+)", (DEPLOY / "clinic-kb.cron").read_text(), re.MULTILINE
    )

    assert ready == ["fold_counts", "send_digests", "send_weekly_letter"]
    assert set(ready) <= get_commands().keys()


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
