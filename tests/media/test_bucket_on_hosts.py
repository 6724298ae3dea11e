"""Three hosts with one bucket: a picture sent to one of them is shown by all, also while the bucket is away."""

import shutil
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests import services
from tests.conftest import require_or_skip
from tests.factories import a_png
from tests.media.conftest import Bucket
from tests.several_hosts import HOSTS, installed

pytestmark = [pytest.mark.slow, pytest.mark.start, pytest.mark.postgres]


def test_a_picture_sent_to_one_host_is_shown_by_all(bucket: Bucket, tmp_path: Path):
    require_or_skip(services.find_postgres(), "PostgreSQL")
    with installed(tmp_path, **bucket.values) as hosts:
        addresses = [hosts.send_picture(a_png((900, 500 + host)), on=host) for host in range(HOSTS)]
        hosts.publish(" ".join(f"![The door]({address})" for address in addresses), on=1)
        missing = [port for address in addresses for port in hosts.without(address)]
        shown = [[hosts.bytes_of(address, on=host) for address in addresses] for host in range(HOSTS)]
        held = [bucket.body(address.removeprefix("/media/")) for address in addresses]

        with bucket.stopped():
            meanwhile = [hosts.bytes_of(address, on=2) for address in addresses]
            # A host that never fetched it has nothing to show; the page itself stands
            hosts.kill_host(0)
            shutil.rmtree(tmp_path / "0" / "media-copies")
            hosts.start_host(0)
            with pytest.raises(HTTPError) as refused:
                hosts.bytes_of(addresses[0], on=0)
            still_missing = hosts.without(addresses[0])

    assert (missing, still_missing) == ([], [])
    assert len(set(held)) == HOSTS
    assert [meanwhile, *shown] == [held] * (HOSTS + 1)
    assert refused.value.code == 503
    assert not list(tmp_path.rglob("media"))
