"""The settings: as they stand for one machine, and as the environment switches them."""

import json

import pytest
from django.conf import settings
from django.db import connection

from tests.product import manage

HTTPS = {"SITE_URL": "https://help.example.org"}


def settings_with(folder, *names, **values):
    read = f"[getattr(settings, name) for name in {names}]"
    program = f"import json; from django.conf import settings; print(json.dumps({read}, default=str))"
    answer = manage(folder, "shell", "--no-imports", "-c", program, **values)
    return json.loads(answer.stdout)


def test_a_real_site_passes_djangos_own_check_without_a_word(tmp_path):
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "today.tar.gz").write_text("a backup")

    checked = manage(
        tmp_path, "check", "--deploy", "--fail-level", "WARNING", KB_BACKUP_DIR=tmp_path / "backups", **HTTPS
    )

    assert checked.stdout == "System check identified no issues (0 silenced).\n"


def test_a_site_address_with_https_makes_cookies_that_belong_to_it_alone(tmp_path):
    names = ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE")

    read = settings_with(tmp_path, *names, "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", **HTTPS)

    assert read == ["__Host-kb-session", True, "__Host-kb-csrf", True, True, 31_536_000]


def test_the_site_address_is_an_allowed_host(tmp_path):
    read = settings_with(tmp_path, "ALLOWED_HOSTS", ALLOWED_HOSTS="a.example, b.example", **HTTPS)

    assert read == [["127.0.0.1", "localhost", "[::1]", "a.example", "b.example", "127.0.0.1", "help.example.org"]]


def test_pictures_lie_in_the_data_folder_or_where_hosts_share_them(tmp_path):
    own = settings_with(tmp_path, "MEDIA_ROOT")
    shared = settings_with(tmp_path, "MEDIA_ROOT", KB_MEDIA_DIR="/mnt/pictures")

    assert (own, shared) == ([str(tmp_path / "media")], ["/mnt/pictures"])


def test_a_bucket_takes_the_place_of_the_folder_and_nothing_of_it_is_loaded_without_one(tmp_path):
    program = "import sys; from faq.media import stored; print(stored.here().where, 'botocore' in sys.modules)"

    def place(**values: str) -> str:
        return manage(tmp_path, "shell", "--no-imports", "-c", program, **values).stdout.strip()

    own = place()
    of_hosts = place(KB_MEDIA_BUCKET="clinic-pictures", KB_MEDIA_ENDPOINT="http://127.0.0.1:9")

    assert (own, of_hosts) == (f"{tmp_path / 'media'} False", "the bucket clinic-pictures True")


def test_pictures_lie_in_a_folder_or_in_a_bucket_never_in_both(tmp_path):
    both = manage(
        tmp_path, "check", KB_MEDIA_BUCKET="clinic", KB_MEDIA_REGION="eu-west-1", KB_MEDIA_DIR="/mnt/pictures"
    )

    said = "KB_MEDIA_BUCKET cannot be used: KB_MEDIA_DIR names a folder for the same; please set one of the two."
    assert both.stderr.splitlines() == [said]


def test_two_addresses_switch_to_postgresql_and_redis(tmp_path):
    values = {
        "DATABASE_URL": "postgres://kb:p%40ss@db.example:5433/clinic",
        "CACHE_URL": "redis://cache.example:6379/1",
    }

    databases, caches = settings_with(tmp_path, "DATABASES", "CACHES", **{**values, "SECRET_KEY": "k3y-" * 20})

    database = {name: databases["default"][name] for name in ("ENGINE", "HOST", "PORT", "USER", "PASSWORD", "NAME")}
    assert list(database.values()) == ["django.db.backends.postgresql", "db.example", 5433, "kb", "p@ss", "clinic"]
    assert caches["pages"]["LOCATION"] == "redis://cache.example:6379/1"
    assert caches["pages"]["OPTIONS"]["serializer"] == "kb.protection.redis_cache.BytesSerializer"


@pytest.mark.django_db
def test_postgresql_waits_as_long_for_its_turn_as_sqlite():
    if connection.vendor != "postgresql":
        pytest.skip("this run is on SQLite")
    with connection.cursor() as cursor:
        waits = cursor.execute("SHOW lock_timeout").fetchone()

    assert (waits, connection.settings_dict["OPTIONS"]["connect_timeout"]) == (("5s",), 5)


@pytest.mark.django_db
def test_sqlite_waits_for_its_turn_and_reads_beside_a_writer():
    if connection.vendor != "sqlite":
        pytest.skip("this run is on PostgreSQL")
    with connection.cursor() as cursor:
        read = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "busy_timeout")
        ]

    assert read == ["wal", 1, 5_000]
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
