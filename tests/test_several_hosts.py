"""The short form of `soak/several_hosts.py`: three hosts show an edit at once, and lose no view when a part stops."""

from collections.abc import Iterator

import pytest

from tests import services
from tests.conftest import require_or_skip
from tests.several_hosts import HOSTS, Hosts, add_kept_counts, installed, stop_each_in_turn

pytestmark = [pytest.mark.slow, pytest.mark.start, pytest.mark.postgres]


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    require_or_skip(services.find_postgres(), "PostgreSQL")
    with installed(tmp_path_factory.mktemp("hosts")) as hosts:
        require_or_skip(hosts.has_proxy, "nginx")
        yield hosts


def test_an_edit_is_on_every_host_with_its_next_request(hosts):
    stale = [late for number in range(20) for late in hosts.edit_and_look(number + 100, on=number % HOSTS)]

    assert (stale, len(hosts.ports)) == ([], HOSTS + 1)
    # One that nobody made would be missed
    assert hosts.without("Nobody wrote this.") == hosts.ports


def test_no_view_and_no_edit_is_lost_when_each_part_is_stopped_in_turn(hosts):
    crowd, stale = stop_each_in_turn(hosts, edits=8, rounds=1, views=300)
    add_kept_counts(hosts)

    lost, invented = crowd.lost_and_invented()
    assert (stale, lost, invented, hosts.kept_files()) == ([], 0, 0, [])
    assert crowd.answered.total() >= 300
