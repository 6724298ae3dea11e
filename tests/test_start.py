"""What a person who runs the product sees: one command, plain lines when something is wrong, a clean stop."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
import redis

from faq.views.search import LONGEST_QUESTION
from tests.conftest import require_or_skip
from tests.product import ROOT, Browser, Running, environment, manage, started
from tests.services import answers, free_port, wait_until

pytestmark = pytest.mark.start


def test_the_first_start_says_what_it_does_and_ends_with_the_address(prepared):
    folder, output = prepared
    said = [line for line in output.splitlines() if line and not line.startswith(" ")]

    assert said[:4] == [
        f"Preparing {folder}.",
        "Setting up the database.",
        "Loaded the clinic's questions: 4 articles.",
        "Three sign-ins for staff were made. Write the passwords down: they are shown this once.",
    ]
    assert re.fullmatch(r"The knowledge base is open at http://127.0.0.1:\d+/", said[-4])
    assert re.fullmatch(r"Staff sign in at http://127.0.0.1:\d+/admin/", said[-3])


def test_what_was_prepared_is_closed_to_other_accounts_of_the_machine(prepared):
    folder, _ = prepared
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in [folder, *folder.iterdir()]}

    assert modes[folder.name] == "0o700"
    assert {modes["db.sqlite3"], modes["secret-key"]} == {"0o600"}


def test_the_passwords_that_were_shown_let_each_of_the_three_in(prepared):
    folder, output = prepared
    shown = re.findall(r"^ +(editor|manager|owner) +(\S+)", output, re.M)

    with started(folder) as running:
        pages = {name: Browser(running.port).sign_in(name, password) for name, password in shown}

    assert {name: status for name, (status, _) in pages.items()} == {"editor": 200, "manager": 200, "owner": 200}
    assert not [name for name, (_, page) in pages.items() if 'name="password"' in page]


def test_a_second_start_prepares_nothing(prepared):
    folder, _ = prepared

    with started(folder) as running:
        wait_until(lambda: "Ctrl-C" in running.output, "it says that it is open")

    assert [line for line in running.output.splitlines() if line][0].startswith("The knowledge base is open at")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly(prepared, how):
    folder, _ = prepared
    with started(folder) as running:
        code = running.stop(how)

    assert (code, running.output.splitlines()[-1]) == (0, "Stopped.")
    assert not answers(running.port)


def test_killing_it_leaves_no_process_holding_the_port(prepared):
    folder, _ = prepared
    with started(folder) as running:
        running.stop(signal.SIGKILL)

        wait_until(lambda: not answers(running.port), "the port is free", seconds=15)


def test_a_port_in_use_is_named_in_one_line(prepared):
    folder, _ = prepared
    with started(folder) as running:
        second = manage(folder, "start", PORT=running.port)

    said = f"Stopped: Port {running.port} is in use: is the knowledge base running already?"
    assert (second.returncode, second.stderr) == (1, f"{said} Stop it, or name another port in PORT.\n")


def test_a_folder_that_cannot_be_written_is_named_in_one_line():
    refused = manage(Path("/proc/clinic"), "start", PORT=free_port())

    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert "/proc/clinic" in refused.stderr


def test_a_full_disk_is_named_in_one_line(own_folder):
    no_room = f"ulimit -f 0; exec {sys.executable} manage.py start"
    env = environment(own_folder, PORT=free_port())

    refused = subprocess.run(["sh", "-c", no_room], cwd=ROOT, env=env, capture_output=True, text=True)

    said = f"Stopped: The disk of {own_folder} is full. Free some of it, or name another folder in KB_DATA_DIR.\n"
    assert (refused.returncode, refused.stderr) == (1, said)


@pytest.mark.parametrize("shared", ["folder", "database"])
def test_two_first_starts_at_once_prepare_what_they_share_once(tmp_path, prepared, request, shared):
    values, folders = {}, [tmp_path / "one", tmp_path / "one"]
    if shared == "database":
        values = {"DATABASE_URL": request.getfixturevalue("empty_database")}
        # Folders with their static files: collecting those takes long and has nothing to do with databases.
        folders = [shutil.copytree(prepared[0], tmp_path / name) for name in ("one", "two")]
    command = [sys.executable, "manage.py", "start"]
    starts = [Running(command, folder, free_port(), **values) for folder in folders]
    try:
        pages = [running.wait_until_open().ask("/articles/")[1] for running in starts]
        wait_until(lambda: all("Ctrl-C" in running.output for running in starts), "both say that they are open")
    finally:
        codes = [running.stop() for running in starts]

    said = "\n".join(running.output for running in starts)
    assert (codes, said.count("Setting up"), said.count("Loaded"), said.count("Three sign-ins")) == ([0, 0], 1, 1, 1)
    assert pages[0] == pages[1]


def test_a_clean_clone_runs_with_one_command(tmp_path):
    require_or_skip(shutil.which("git") and shutil.which("make"), "git or make")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    env = {name: value for name, value in environment(clone).items() if name != "KB_DATA_DIR"}
    port = free_port()

    running = subprocess.Popen(["make", "run"], cwd=clone, env={**env, "PORT": str(port)})
    try:
        wait_until(lambda: answers(port) or running.poll() is not None, "it answers", seconds=240)
        status, page = Browser(port).ask("/articles/")
    finally:
        _end_children(running.pid)
        code = running.wait(20)

    assert (status, page.count("/articles/") >= 4, code) == (200, True, 0)
    assert sorted(file.name for file in clone.iterdir() if _is_ignored(clone, file)) == [".venv", "var"]


def test_nothing_that_a_reader_sends_is_written_anywhere(own_folder, tmp_path):
    # A word of no list: what is searched for is counted by the words that tell nothing of anybody
    person = {"User-Agent": "Xqzvty/7.0", "Referer": "http://127.0.0.1/search/?q=xqzvty", "Cookie": "xqzvty=1"}
    paths = ["/", "/articles/", "/search/?q=xqzvty+xqzvty@example.org", "/xqzvty/", "/healthz?xqzvty"]

    with started(own_folder) as running:
        statuses = [running.ask(path, **person)[0] for path in paths]
        statuses.append(Browser(running.port).sign_in("xqzvty", "xqzvty")[0])
    found = [str(file) for file in tmp_path.rglob("*") if file.is_file() and b"qzvty" in file.read_bytes()]

    assert statuses == [200, 200, 200, 404, 200, 200]
    assert (found, "qzvty" in running.output) == ([], False)


@pytest.mark.parametrize("letter", ["a", "ş", "密"])
def test_the_longest_question_that_the_box_takes_is_answered_in_any_script(prepared, letter):
    folder, _ = prepared
    with started(folder) as running:
        longest = int(re.search(r'maxlength="(\d+)"', running.ask("/")[1])[1])
        status, page = running.ask(f"/search/?q={quote(letter * longest)}")

    assert (status, page.count("Your question is long")) == (200, 1)
    assert longest == LONGEST_QUESTION


def test_browsers_that_rest_keep_nobody_waiting(prepared):
    folder, _ = prepared
    with started(folder) as running:
        resting = [socket.create_connection(("127.0.0.1", running.port), timeout=10) for _ in range(300)]
        for browser in resting:
            browser.send(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            browser.recv(1000)

        answer = running.ask("/healthz")
        for browser in resting:
            browser.close()

    assert answer == (200, "ok\n")


def test_gunicorn_serves_it_too(prepared):
    folder, _ = prepared
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "2", "kb.wsgi"]
    running = Running(command, folder, port)
    try:
        answer = running.wait_until_open().ask("/healthz")
    finally:
        running.stop()

    assert answer == (200, "ok\n")


def test_postgresql_and_redis_serve_the_same_pages_and_redis_may_go_away(own_folder, empty_database, redis_server):
    cache, process = redis_server
    with started(own_folder, DATABASE_URL=empty_database, CACHE_URL=cache) as running:
        before = running.ask("/articles/")
        kept = redis.from_url(cache).dbsize()
        process.kill()
        process.wait()
        after = running.ask("/articles/")
        said = running.output

    assert f"Pictures are kept on this machine, in {own_folder}/media: other hosts cannot show them." in said
    assert (before[0], before[1].count("<h1")) == (200, 1)
    assert kept == 1
    assert after == before


def _end_children(make: int) -> None:
    """Ends the server, the only child of the `make` that waits for it."""
    for child in Path(f"/proc/{make}/task/{make}/children").read_text().split():
        os.kill(int(child), signal.SIGTERM)


def _is_ignored(clone: Path, file: Path) -> bool:
    return subprocess.run(["git", "check-ignore", "-q", str(file)], cwd=clone, check=False).returncode == 0
