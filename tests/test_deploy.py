"""The files in deploy/ run commands that there are, in the environment of the site."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from tests.conftest import require_or_skip
from tests.product import ROOT, environment

DEPLOY = ROOT / "deploy"
OF_PYTHON = {"PYTHONUNBUFFERED"}


def cron() -> list[str]:
    lines = (DEPLOY / "clinic-kb.cron").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def of_cron() -> dict[str, str]:
    return dict(line.split("=", 1) for line in cron() if re.match("[A-Z_]+=", line))


def test_cron_knows_the_site_by_the_same_environment_as_systemd():
    service = (DEPLOY / "clinic-kb-backup.service").read_text(encoding="utf-8")
    wanted = dict(pair.split("=", 1) for pair in re.search("^Environment=(.*)$", service, re.MULTILINE)[1].split())

    assert of_cron() == {"SHELL": "/bin/sh", **wanted}
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
    services = [(DEPLOY / name).read_text(encoding="utf-8") for name in ("clinic-kb.service", "clinic-kb@.service")]
    # Both lines: the second names the file in which DATABASE_URL stands
    environments = {tuple(re.findall("^Environment.*=.*$", service, re.MULTILINE)) for service in services}
    start = re.search(r"^ExecStart=/usr/bin/make run ARGS=(\S+)$", services[1], re.MULTILINE)[1]

    assert [len(lines) for lines in environments] == [2]
    assert load_command_class("faq", "start").create_parser("manage.py", "start").parse_args([start]).take_over


def settings_read() -> set[str]:
    """The names of the environment that the site knows."""
    sources = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "kb").glob("*settings.py"))
    return set(re.findall(r'env\.\w+\(\s*"(\w+)"', sources))


def test_every_command_that_a_file_runs_is_there():
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(DEPLOY.iterdir()))

    named = set(re.findall(r"manage\.py ([a-z]\w+)", text))

    assert {"start", "prepare", "backup"} <= named <= get_commands().keys()


def test_both_services_start_with_the_environment_of_cron():
    wanted = {name: value for name, value in of_cron().items() if name != "SHELL"}
    for name in ("clinic-kb.service", "clinic-kb-backup.service"):
        service = (DEPLOY / name).read_text(encoding="utf-8")
        assert dict(re.findall(r"(\w+)=(\S+)", re.search("^Environment=(.*)$", service, re.MULTILINE)[1])) == wanted


def here(tmp_path: Path, name: str) -> Path:
    """The unit as it would be for this machine and this account, but for what it may not do."""
    text = (DEPLOY / name).read_text(encoding="utf-8").replace("/srv/clinic-kb/.venv/bin/python", sys.executable)
    text = text.replace("/srv/clinic-kb-data", str(tmp_path)).replace("/srv/clinic-kb", str(ROOT))
    file = tmp_path / name
    file.write_text(text.replace("User=clinic-kb", "User=daemon"))
    return file


def test_systemd_takes_the_units_and_finds_the_site_shut_in(tmp_path):
    require_or_skip(shutil.which("systemd-analyze"), "systemd-analyze")
    units = [
        here(tmp_path, name) for name in ("clinic-kb.service", "clinic-kb-backup.service", "clinic-kb-backup.timer")
    ]

    verified = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
    # Tenths: 9.6 for a service that says nothing
    exposed = ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", units[0]]

    assert (verified.returncode, verified.stderr) == (0, "")
    assert subprocess.run(exposed, capture_output=True).returncode == 0


def test_compose_names_only_what_the_site_knows_and_holds_no_secret():
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    services = yaml.safe_load(text)["services"]
    hosts = [service for name, service in services.items() if name.startswith("web-")]

    assert len(hosts) == 2
    for host in hosts:
        assert set(host["environment"]) <= settings_read()
        assert (host["read_only"], host["cap_drop"]) == (True, ["ALL"])
    assert {"SECRET_KEY", "DATABASE_URL", "CACHE_URL", "SITE_URL", "KB_MEDIA_DIR"} == set(hosts[0]["environment"])
    # Compose stops with these words where the file .env lacks one
    assert re.findall(r"\$\{\w+(?!:\?|\w)", text) == []
    of_web, of_database = hosts[0]["environment"], services["database"]["environment"]
    secrets = [of_web["SECRET_KEY"], of_database["POSTGRES_PASSWORD"], services["cache"]["command"][-1]]
    secrets += [re.split("//[a-z]*:", of_web[name])[1] for name in ("DATABASE_URL", "CACHE_URL")]
    assert all(value.startswith("${") for value in secrets), secrets


def test_each_host_of_compose_has_a_folder_of_its_own_and_pictures_in_common():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    one, other = (compose["services"][name]["volumes"] for name in ("web-1", "web-2"))
    named = {
        volume.partition(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }

    assert set(one) & set(other) == {"media:/media"}
    assert named == set(compose["volumes"])


def containerfile() -> list[str]:
    return (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()


def test_what_the_container_copies_is_all_that_the_site_needs(tmp_path):
    sources = [
        name
        for line in containerfile()
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    ]
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    for name in set(sources):
        assert f"!{name}\n" in let_in
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)

    prepared = subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        cwd=tmp_path,
        env=environment(tmp_path / "data", HOST="0.0.0.0"),
        capture_output=True,
        text=True,
    )

    assert (prepared.returncode, "Loaded the clinic's questions" in prepared.stdout) == (0, True), prepared.stderr


def test_the_container_runs_without_rights_and_asks_whether_it_is_alive():
    lines = containerfile()
    values = dict(pair.split("=", 1) for line in lines if line.startswith("ENV ") for pair in line.split()[1:])
    asked = next(line for line in lines if "HEALTHCHECK" in line)

    assert lines.index("USER 10001") > max(lines.index(line) for line in lines if line.startswith("RUN "))
    assert set(values) <= settings_read() | OF_PYTHON
    assert f"127.0.0.1:{values['PORT']}/healthz" in asked
    assert len([line for line in lines if line.startswith("FROM ")]) == 2
