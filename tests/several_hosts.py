"""Three hosts of one site on this machine: PostgreSQL with a replica, Redis, shared pictures, and nginx in front.

Each host has a port and a data folder of its own. Readers ask all of them and the web server; a view that a reader got
whole must be stored, and once. Where nginx asked a second host after one that broke, the first may have counted.
"""

import http.client
import json
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from urllib.request import urlopen

import psycopg

from tests import services
from tests.endurance import PHONE, VIEWS
from tests.host_readers import Readers
from tests.product import ROOT, Running, manage
from tests.visitor import Form, Visitor

HOSTS = 3
PASSWORD = "correct horse battery"
MAKE_EDITOR = f"""
from django.contrib.auth.models import Group, User
user = User.objects.create_user("ed", password={PASSWORD!r}, is_staff=True)
user.groups.add(Group.objects.get(name="Owner"))
"""


class Hosts:
    """The whole installation; every part may be stopped and started. `ports` are those that readers ask.

    Its pictures lie in one folder, or where `more` says.
    """

    def __init__(self, folder: Path, stack: ExitStack, **more: str) -> None:
        self._folder, self._stack, self._turn = folder, stack, count()
        self.database = stack.enter_context(services.postgres_server())
        self.replica = stack.enter_context(services.replica(of=self.database))
        self._cache_port = services.free_port()
        self.cache = ExitStack()
        self.start_cache()
        self._values = {
            "DATABASE_URL": self.database.url,
            "DATABASE_REPLICA_URL": self.replica.url,
            "CACHE_URL": f"redis://127.0.0.1:{self._cache_port}/0",
            "SECRET_KEY": "the same on all hosts " * 3,
            "WEB_WORKERS": "1",
            **(more or {"KB_MEDIA_DIR": str(folder / "media")}),
        }
        self.ports = [services.free_port() for _ in range(HOSTS)]
        self.hosts = [self._started(number) for number in range(HOSTS)]
        for host in self.hosts:
            host.wait_until_open()
        # Views for which nginx asked a second host
        self.retried: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.has_proxy = shutil.which("nginx") is not None
        if self.has_proxy:
            self.ports.append(stack.enter_context(_nginx(folder, self.ports)))
        self._editor = Visitor(self._base(0))
        self._make_editor()

    def _make_editor(self) -> None:
        done = manage(self._folder / "0", "shell", "--no-imports", "-c", MAKE_EDITOR, **self._values)
        assert done.returncode == 0, done.stderr
        self._editor.sign_in("ed", PASSWORD)
        with psycopg.connect(self.database.url) as connection:
            self.article, slug = connection.execute(
                "SELECT a.id, r.slug FROM faq_article a JOIN faq_revision r ON r.id = a.live_id ORDER BY a.id LIMIT 1"
            ).fetchone()
        self.address = f"/articles/{slug}/"

    def _base(self, number: int) -> str:
        return f"http://127.0.0.1:{self.ports[number]}"

    def _started(self, number: int) -> Running:
        command = [sys.executable, "manage.py", "start"]
        return Running(command, self._folder / str(number), self.ports[number], **self._values)

    def kill_host(self, number: int) -> None:
        self.hosts[number].stop(signal.SIGKILL)
        services.wait_until(lambda: not services.answers(self.ports[number]), "nobody holds the port")

    def start_host(self, number: int) -> None:
        self.hosts[number] = self._started(number).wait_until_open()

    def start_cache(self) -> None:
        self.cache.enter_context(services.redis(self._cache_port))

    def stop(self) -> None:
        for host in self.hosts:
            if host.process.poll() is None:
                host.stop()
        self.cache.close()

    def wait_until_served(self) -> None:
        """Every host answers in full."""
        for port in self.ports:
            services.wait_until(lambda port=port: self._ask(port, self.address)[0] == 200, "all hosts answer")

    def publish(self, words: str, *, on: int) -> None:
        """Give the article another short answer, in the staff area of the host `on`."""
        self._editor.base = self._base(on)
        form = self._editor.get(f"/admin/faq/article/{self.article}/change/").form_with("short_answer")
        answer = self._editor.send(form, "_publish", short_answer=words)
        assert "message-success" in answer.text, (answer.status, answer.words[:300])

    def send_picture(self, data: bytes, *, on: int) -> str:
        """Keep a picture, in the staff area of the host `on`; returns its address."""
        self._editor.base = self._base(on)
        form = self._editor.get(f"/admin/faq/article/{self.article}/change/").form_with("short_answer")
        action = f"{self._base(on)}/admin/faq/article/upload/"
        answer = self._editor.send_file(Form(action, form.values), "picture", data, "image/png")
        return json.loads(answer.text)["url"]

    def bytes_of(self, address: str, *, on: int) -> bytes:
        """What is at `address` on the host `on`; raises HTTPError where there is nothing."""
        with urlopen(f"{self._base(on)}{address}", timeout=20) as answer:
            return answer.read()

    def without(self, words: str, *, ports: list[int] | None = None) -> list[int]:
        """The ports whose very next answer does not show `words`."""
        return [port for port in ports or self.ports if words not in self._ask(port, self.address)[1]]

    def edit_and_look(self, number: int, *, on: int, away: int | None = None) -> list[str]:
        """Publish edit `number`; which hosts did not show it with their next request. The host `away` is not asked."""
        words = f"This is edit number {number} of this page."
        self.publish(words, on=on)
        asked = [port for place, port in enumerate(self.ports) if place != away]
        return [f"{words} Not on {port}." for port in self.without(words, ports=asked)]

    def _ask(self, port: int, address: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            # As no reader, so that nobody is counted
            connection.request("GET", address, headers={"User-Agent": "Robot"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()

    # What readers need: see host_readers.py

    def articles(self) -> list[str]:
        return [f"/articles/{slug}/" for slug in sorted(self.views_by_slug())]

    def views_by_slug(self) -> dict[str, int]:
        with psycopg.connect(self.database.url) as connection:
            return {slug: int(views) for slug, views in connection.execute(VIEWS).fetchall()}

    def read(self, address: str) -> http.client.HTTPResponse | None:
        """One answer of the next host that is there, or None when the connection broke before it came."""
        port = self.ports[next(self._turn) % len(self.ports)]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("GET", address, headers={"User-Agent": PHONE})
            answer = connection.getresponse()
            answer.read()
        except ConnectionRefusedError:
            # Nobody was there who could have counted
            time.sleep(0.02)
            return self.read(address)
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        if "," in answer.headers.get("X-Tried", ""):
            with self._lock:
                self.retried[address] += 1
        return answer

    def kept_files(self) -> list[str]:
        """The files of counts that are still to be added."""
        return sorted(str(file.name) for file in self._folder.glob("*/counts/*.journal"))


@contextmanager
def installed(folder: Path, **more: str) -> Iterator[Hosts]:
    """All parts, started together; stopped at the end."""
    with ExitStack() as stack:
        hosts = Hosts(folder, stack, **more)
        try:
            hosts.wait_until_served()
            yield hosts
        finally:
            hosts.stop()


@contextmanager
def _nginx(folder: Path, ports: list[int]) -> Iterator[int]:
    """The shipped file without a certificate, in front of all hosts; says which of them it asked."""
    port = services.free_port()
    text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    server = "    server 127.0.0.1:{} max_fails=1 fail_timeout=5s;"
    assert server.format(8000) in text
    text = text.replace(server.format(8000), "\n".join(map(server.format, ports)))
    text = re.sub(r"\n\s+ssl_\w+ .*;", "", text.replace("listen 80;", f"listen 127.0.0.1:{services.free_port()};"))
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port}; add_header X-Tried $upstream_addr always;")
    file = folder / "nginx.conf"
    temporary = " ".join(f"{name}_temp_path {folder}/nginx-{name};" for name in ("client_body", "proxy"))
    file.write_text(
        f"worker_processes 1; pid {folder}/pid; error_log {folder}/nginx.log; events {{}} http {{ {temporary} {text} }}"
    )
    command = ["nginx", "-e", folder / "nginx.log", "-c", file, "-g", "daemon off; master_process off;"]
    process = subprocess.Popen(command)
    try:
        services.wait_until(lambda: services.answers(port), "nginx answers")
        yield port
    finally:
        process.terminate()
        process.wait(20)


def stop_each_in_turn(hosts: Hosts, *, edits: int, rounds: int, views: int) -> tuple[Readers, list[str]]:
    """Let a crowd read about `views` times while each part goes away and comes back, `rounds` times, edits between.

    Return the crowd, gone home, and what was not at once on every host.
    """
    crowd, stale, share, number = Readers(hosts, readers=4), [], views // (4 * rounds) + 1, count(1)

    def look(*, away: int | None = None) -> None:
        for _ in range(max(1, edits // (8 * rounds))):
            edit = next(number)
            on = next(place % HOSTS for place in (edit, edit + 1) if place % HOSTS != away)
            stale.extend(hosts.edit_and_look(edit, on=on, away=away))

    for turn in range(rounds):
        hosts.replica.stop("immediate")
        look()
        hosts.replica.start()
        crowd.wait_for_more(share)
        hosts.cache.close()
        look()
        hosts.start_cache()
        crowd.wait_for_more(share)
        hosts.database.stop()
        hosts.database.start()
        hosts.wait_until_served()
        look()
        crowd.wait_for_more(share)
        hosts.kill_host(turn % HOSTS)
        look(away=turn % HOSTS)
        crowd.wait_for_more(share)
        hosts.start_host(turn % HOSTS)
    while (edit := next(number)) <= edits:
        stale.extend(hosts.edit_and_look(edit, on=edit % HOSTS))
    crowd.go_home()
    return crowd, stale


def add_kept_counts(hosts: Hosts) -> None:
    """Each host adds what it kept with its next start."""
    for place in range(HOSTS):
        hosts.hosts[place].stop()
        hosts.start_host(place)
