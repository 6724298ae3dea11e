"""Pictures and PDFs of a whole site go into a bucket and come out of it: by a backup, and for every host at once."""

import shutil
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests import services
from tests.backup.sites import FILL, run
from tests.media.conftest import Bucket
from tests.product import manage, started

pytestmark = pytest.mark.start


def done(folder: Path, *command: str, **values: str) -> list[str]:
    ran = manage(folder, *command, **values)
    assert not ran.returncode, ran.stderr
    return ran.stdout.splitlines()


def in_folder(folder: Path) -> dict[str, bytes]:
    media = folder / "media"
    return {path.relative_to(media).as_posix(): path.read_bytes() for path in media.rglob("*") if path.is_file()}


def in_bucket(bucket: Bucket) -> dict[str, bytes]:
    return {name: bucket.body(name) for name in bucket.names()}


def test_from_a_folder_to_a_bucket_and_back(own_folder: Path, tmp_path: Path, bucket: Bucket):
    run(own_folder, FILL)
    before = in_folder(own_folder)

    done(own_folder, "backup", str(tmp_path / "1.backup"))
    there = done(own_folder, "restore", str(tmp_path / "1.backup"), "--pictures", **bucket.values)
    held = in_bucket(bucket)
    bucket.put(next(iter(held)), b"damaged")
    mended = done(own_folder, "restore", str(tmp_path / "1.backup"), "--pictures", **bucket.values)
    mended_held = in_bucket(bucket)
    done(own_folder, "backup", str(tmp_path / "2.backup"), **bucket.values)
    shutil.rmtree(own_folder / "media")
    back = done(own_folder, "restore", str(tmp_path / "2.backup"), "--pictures")

    assert (len(before), in_folder(own_folder), held, mended_held) == (1, before, before, before)
    assert {said[-1] for said in (there, mended, back)} == {"1 pictures and PDFs were brought back."}


def test_a_whole_site_comes_back_into_an_empty_bucket(own_folder: Path, tmp_path: Path, bucket: Bucket):
    name = run(own_folder, FILL, **bucket.values)
    before = in_bucket(bucket)
    done(own_folder, "backup", str(tmp_path / "a.backup"), **bucket.values)
    bucket.client().delete_object(Bucket="clinic-pictures", Key=name)

    done(tmp_path / "new", "restore", str(tmp_path / "a.backup"), "--yes", **bucket.values)

    assert in_bucket(bucket) == before
    assert list(before) == [name]
    assert not (tmp_path / "new" / "media").exists()


def test_a_host_without_any_picture_of_its_own_shows_what_is_in_the_bucket(own_folder: Path, bucket: Bucket):
    name = run(own_folder, FILL, **bucket.values)
    shutil.rmtree(own_folder / "media-copies")

    with started(own_folder, WEB_WORKERS="1", **bucket.values) as host:
        page, ready = host.ask("/articles/park-here/"), host.ask("/readyz")
        with urlopen(f"http://127.0.0.1:{host.port}/media/{name}") as answer:
            picture = answer.read()

    assert (page[0], f"/media/{name}" in page[1], ready[0]) == (200, True, 200)
    assert picture == bucket.body(name)
    assert [path.name for path in (own_folder / "media-copies" / "pictures").iterdir()] == [Path(name).name]


def test_a_start_says_in_one_line_what_is_wrong_with_the_bucket(own_folder: Path, bucket: Bucket):
    stopped = manage(
        own_folder, "start", **{**bucket.values, "KB_MEDIA_BUCKET": "another", "PORT": services.free_port()}
    )

    assert stopped.stderr.splitlines() == [
        "Stopped: There is no bucket another. Look whether KB_MEDIA_BUCKET, KB_MEDIA_ENDPOINT and KB_MEDIA_REGION are "
        "right, or make that bucket."
    ]
