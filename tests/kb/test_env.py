"""An odd value in the environment stops the start with one plain line that names it."""

import pytest

from kb import env
from tests.product import manage


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "eighty", "PORT cannot be used: write a whole number from 1 to 65535."),
        ("PORT", "70000", "PORT cannot be used: write a whole number from 1 to 65535."),
        ("WEB_WORKERS", "0", "WEB_WORKERS cannot be used: write a whole number from 1 to 64."),
        ("HOST", "my computer", "HOST cannot be used: write a host name or an address, such as 127.0.0.1."),
        ("KB_DEBUG", "perhaps", "KB_DEBUG cannot be used: write 1 for yes or 0 for no."),
        ("SECRET_KEY", "short", "SECRET_KEY cannot be used: it needs at least 50 characters."),
        ("KB_DATA_DIR", "/dev/null", "KB_DATA_DIR cannot be used: /dev/null is not a folder."),
        ("KB_MEDIA_DIR", "/dev/null", "KB_MEDIA_DIR cannot be used: /dev/null is not a folder."),
        ("KB_BACKUP_DIR", "/dev/null", "KB_BACKUP_DIR cannot be used: /dev/null is not a folder."),
        (
            "KB_OIDC_ISSUER",
            "http://login.example.org",
            "KB_OIDC_ISSUER cannot be used: write the issuer as the provider gives it, such as "
            "https://login.example.org.",
        ),
        (
            "KB_OIDC_ISSUER",
            "https://login.example.org",
            "KB_OIDC_ISSUER cannot be used: it needs KB_OIDC_CLIENT_ID and KB_OIDC_CLIENT_SECRET, too.",
        ),
        (
            "KB_OIDC_NEW_PEOPLE",
            "domain:example.org=Owner",
            "KB_OIDC_NEW_PEOPLE cannot be used: write domain:example.org=Editor or group:name=Manager, separated by "
            "commas, no role Owner.",
        ),
        (
            "KB_MEDIA_BUCKET",
            "s3://clinic",
            "KB_MEDIA_BUCKET cannot be used: write the bucket's name alone: 3 to 63 small letters, digits, dots and "
            "hyphens.",
        ),
        (
            "KB_MEDIA_BUCKET",
            "clinic-pictures",
            "KB_MEDIA_BUCKET cannot be used: it needs KB_MEDIA_REGION (Amazon's), or KB_MEDIA_ENDPOINT (of another "
            "server).",
        ),
        (
            "KB_MEDIA_ENDPOINT",
            "https://s3.example.org/clinic",
            "KB_MEDIA_ENDPOINT cannot be used: write an address such as https://s3.example.org, with nothing after "
            "the name.",
        ),
        (
            "KB_MEDIA_SECRET",
            "secret",
            "KB_MEDIA_KEY_ID cannot be used: it and KB_MEDIA_SECRET need each other.",
        ),
        ("CACHE_URL", "memcached://h", "CACHE_URL cannot be used: write an address such as redis://host:6379/0."),
    ],
)
def test_an_odd_value_is_named_in_one_line(tmp_path, name, value, said):
    refused = manage(tmp_path, "check", **{name: value})

    assert (refused.returncode, refused.stdout, refused.stderr.splitlines()) == (1, "", [said])


@pytest.mark.parametrize(
    "value",
    ["help.example.org", "ftp://help.example.org", "https://", "https://a.org/help", "https://u@a.org", "https://[::1"],
)
def test_a_site_address_is_a_scheme_and_a_name(monkeypatch, value):
    monkeypatch.setenv("SITE_URL", value)

    with pytest.raises(env.InvalidSetting, match="^SITE_URL cannot be used: write an address such as https://"):
        env.site("SITE_URL")


@pytest.mark.parametrize("value", ["mysql://h/kb", "postgres://user:secret@h:port/kb", "postgres://h", "kb.sqlite3"])
def test_a_database_address_that_is_refused_is_not_repeated(monkeypatch, value):
    monkeypatch.setenv("DATABASE_URL", value)

    with pytest.raises(env.InvalidSetting) as refused:
        env.database("DATABASE_URL")

    said = "DATABASE_URL cannot be used: write an address such as postgres://user:password@host:5432/name."
    assert refused.value.code == said


@pytest.mark.parametrize("value", ["http://a.org", "a.org/", "a b", "*"])
def test_allowed_hosts_are_names_only(monkeypatch, value):
    monkeypatch.setenv("ALLOWED_HOSTS", f"help.example.org,{value}")

    with pytest.raises(env.InvalidSetting, match="^ALLOWED_HOSTS cannot be used"):
        env.hosts("ALLOWED_HOSTS")


def test_an_empty_value_is_the_same_as_none(monkeypatch):
    for name in ("A_SITE", "A_NUMBER", "A_SWITCH", "A_DATABASE", "A_CACHE", "SOME_HOSTS"):
        monkeypatch.setenv(name, " ")

    read = [env.site("A_SITE"), env.number("A_NUMBER", 7, low=1, high=9), env.switch("A_SWITCH")]
    assert [*read, env.database("A_DATABASE"), env.cache("A_CACHE"), env.hosts("SOME_HOSTS")] == [
        "",
        7,
        False,
        None,
        "",
        [],
    ]


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path):
    file = tmp_path / "new folder" / "secret-key"

    first, second = env.secret("NO_SUCH_NAME", file), env.secret("NO_SUCH_NAME", file)

    assert (first, len(first) >= 50, oct(file.stat().st_mode & 0o777)) == (second, True, "0o600")
    assert [kept.name for kept in file.parent.iterdir()] == ["secret-key"]


def test_who_comes_in_without_being_added_is_read_by_domain_and_group(monkeypatch):
    monkeypatch.setenv("KB_OIDC_NEW_PEOPLE", "domain:Example.org=Editor, group:kb Managers=Manager,")

    assert env.new_people("KB_OIDC_NEW_PEOPLE") == [
        ("domain", "example.org", "Editor"),
        ("group", "kb Managers", "Manager"),
    ]


@pytest.mark.parametrize("kept", ["", "cut short by a full disk"])
def test_a_secret_key_that_is_not_whole_says_what_to_do_and_not_what_it_is(tmp_path, kept):
    file = tmp_path / "secret-key"
    file.write_text(kept)

    with pytest.raises(env.InvalidSetting) as refused:
        env.secret("NO_SUCH_NAME", file)

    assert refused.value.code == f"KB_DATA_DIR cannot be used: {file} holds no whole key. Run: rm {file}"
    assert (refused.value.mend, file.read_text()) == (f"Run: rm {file}", kept)
