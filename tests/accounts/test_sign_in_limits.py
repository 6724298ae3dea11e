"""How many passwords may be tried: counted before they are looked at, in one table, by all processes and hosts."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError

from faq.accounts import sign_in_limits
from faq.accounts.sign_in_limits import ClosedError
from tests.product import ROOT, environment

HERE, ELSEWHERE = "203.0.113.9", "198.51.100.7"
GUESS = """
import sys
from concurrent.futures import ThreadPoolExecutor
import django
django.setup()
from django.conf import settings
from django.core.exceptions import ValidationError
from faq.accounts import sign_in_limits

name, address, *browser = sys.argv[1:]
looked_at = []

def guess(number):
    try:
        with sign_in_limits.sign_in(name.format(number), address.format(number), *browser):
            looked_at.append(number)
            raise ValidationError("wrong")
    except (ValidationError, sign_in_limits.ClosedError):
        pass

print(settings.CACHES["limits"]["LOCATION"], flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(4) as pool:
    list(pool.map(guess, range(40)))
print(len(looked_at))
"""


def try_wrong(name: str, address: str = HERE) -> None:
    with sign_in_limits.sign_in(name, address):
        raise ValidationError("wrong")


def answers(*tries: tuple[str, str]) -> list[str | int]:
    """What each wrong password met: "wrong", or the minutes to wait."""
    return [answer(*each) for each in tries]


def answer(name: str, address: str) -> str | int:
    try:
        try_wrong(name, address)
    except ValidationError:
        return "wrong"
    except ClosedError as closed:
        return closed.minutes
    return "right"


def test_the_fifth_wrong_password_closes_the_name_to_the_address():
    said = answers(*[("ann", HERE)] * 6, ("Ann", HERE), ("ben", HERE), ("ann", ELSEWHERE))

    assert said == ["wrong"] * 4 + [15] * 3 + ["wrong"] * 2


def test_a_closed_name_is_not_looked_at():
    answers(*[("ann", HERE)] * 5)

    with pytest.raises(ClosedError), sign_in_limits.sign_in("ann", HERE):
        pytest.fail("the right password is not accepted either")


def test_a_closed_name_counts_nothing_further():
    answers(*[("ann", HERE)] * 100)

    assert answers(("ann", ELSEWHERE), *[(f"name{number}", HERE) for number in range(25)]) == ["wrong"] * 25 + [15]


def test_the_longest_wait_is_told():
    answers(*[("ann", f"192.0.2.{number}") for number in range(9)])

    assert answers(("ann", HERE), *[("ben", HERE)] * 5) == [1, "wrong", "wrong", "wrong", "wrong", 15]
    caches["limits"].delete_many([sign_in_limits.ACCOUNT.closed_key("ben")])
    assert answers(("ann", HERE), ("ben", HERE)) == [1, 15]


def test_a_minute_later_one_more_may_be_tried_at_an_account():
    answers(*[("ann", f"192.0.2.{number}") for number in range(12)])

    caches["limits"].delete_many([sign_in_limits.ACCOUNT.closed_key("ann")])

    with sign_in_limits.sign_in("ann", HERE):
        assert answers(("ann", ELSEWHERE)) == [1]
    assert answers(("ann", ELSEWHERE)) == ["wrong"]


def test_tries_at_the_same_moment_are_no_more_than_one_after_the_other():
    with ExitStack() as looking:
        for _ in range(5):
            looking.enter_context(sign_in_limits.sign_in("ann", HERE))

        with pytest.raises(ClosedError):
            looking.enter_context(sign_in_limits.sign_in("ann", HERE))


def test_a_refused_try_counts_nothing():
    limit = sign_in_limits.ADDRESS
    counted = [limit.count(HERE) for _ in range(30)]
    with pytest.raises(ClosedError):
        limit.count(HERE)

    limit.undo(HERE, closed=True)
    limit.undo(HERE, closed=False)

    assert counted == [False] * 29 + [True]
    assert [limit.count(HERE), limit.count(HERE)] == [False, True]


def test_many_who_sign_in_at_once_with_the_right_password_do_not_use_up_their_address():
    answers(*[(f"name{number}", HERE) for number in range(28)])

    with ExitStack() as looking:
        for number in range(2):
            looking.enter_context(sign_in_limits.sign_in(f"colleague{number}", HERE))
        assert answers(("colleague2", HERE)) == [15]

    assert answers(("colleague2", HERE), ("colleague3", HERE), ("colleague3", HERE)) == ["wrong", 15, 15]


def test_the_right_password_forgets_the_wrong_ones_of_its_account():
    answers(*[("ann", HERE)] * 4, *[("ann", ELSEWHERE)] * 4)

    with sign_in_limits.sign_in("ann", HERE):
        pass

    assert answers(*[("ann", HERE)] * 4, *[("ann", ELSEWHERE)] * 2) == ["wrong"] * 4 + [15, 15]


@pytest.fixture
def guessers(tmp_path: Path) -> Iterator[object]:
    """`guessers(folders, name, address)` tries 40 passwords in each of several processes, all at once; how many ran?"""
    made: set[Path] = set()

    def start(folder: str, *arguments: str, **values: str) -> subprocess.Popen:
        values |= {"DJANGO_SETTINGS_MODULE": "kb.settings", "SECRET_KEY": "k3y-" * 20}
        command = [sys.executable, "-c", GUESS, *arguments]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=ROOT, env=environment(tmp_path / folder, **values), **pipes)

    def guess(folders: list[str], *arguments: str, **values: str) -> int:
        processes = [start(folder, *arguments, **values) for folder in folders]
        made.update(Path(process.stdout.readline().strip()) for process in processes)
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        return sum(int(process.communicate()[0]) for process in processes)

    yield guess
    for place in made:
        for file in place.parent.glob(f"{place.name}*"):
            file.unlink()


@pytest.mark.parametrize(
    ("name", "address", "allowed"),
    [("ann", HERE, 5), ("ann", "192.0.2.{}", 10), ("name{}", HERE, 30)],
    ids=["name at address", "account", "address"],
)
def test_two_processes_of_a_host_allow_together_what_one_does(guessers, name, address, allowed):
    assert guessers(["host", "host"], name, address) == allowed


def test_two_processes_allow_a_known_browser_its_own_five_wherever_it_is(guessers):
    assert guessers(["host", "host"], "ann", "192.0.2.{}", "known") == 5


def test_guesses_of_strangers_in_other_processes_leave_a_known_browser_its_tries(guessers):
    assert guessers(["host", "host"], "ann", HERE) == 5
    assert guessers(["host", "host"], "name{}", HERE) == 25
    assert guessers(["host", "host"], "ann", "192.0.2.{}") == 5

    assert guessers(["host"], "ann", HERE) == 0
    assert guessers(["host", "host"], "ann", HERE, "known") == 5


def test_without_redis_each_host_counts_for_itself(guessers):
    assert guessers(["host-a", "host-b"], "ann", HERE) == 10


def test_two_hosts_with_redis_allow_together_what_one_does(guessers, redis_server):
    url, process = redis_server

    assert guessers(["host-a", "host-b"], "ann", HERE, CACHE_URL=url) == 5

    process.kill()
    process.wait()
    # Each host still knows the tries that it has allowed itself.
    assert guessers(["host-a", "host-b"], "ann", HERE, CACHE_URL=url) <= 5
    assert guessers(["host-a", "host-a"], "ben", HERE, CACHE_URL=url) == 5
