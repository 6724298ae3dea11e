"""Sits somebody down in the staff area, and fills in its forms as a browser would."""

from pathlib import Path

import pytest
from django.db.models import Model
from django.test import Client

from faq.models import Article
from faq.publishing.row_versions import version_of
from tests.factories import make_staff


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def sign_in(db):
    """`sign_in("Editor")` is a client of somebody with that role; `.user` is that person."""

    def as_role(role: str = "Editor", username: str = "", **fields) -> Client:
        client = Client()
        client.user = make_staff(role, username, **fields)
        client.force_login(client.user)
        return client

    return as_role


@pytest.fixture
def editor(sign_in) -> Client:
    return sign_in("Editor")


@pytest.fixture
def owner(sign_in) -> Client:
    return sign_in("Owner")


@pytest.fixture
def two(sign_in) -> list[Client]:
    """Two owners, Ana and Ben."""
    return [sign_in("Owner", name.lower(), first_name=name) for name in ("Ana", "Ben")]


def filled(*steps: dict, version: int = 0, **fields: object) -> dict[str, object]:
    """What a browser sends for an article; each step is a dict of what is in its row."""
    sent: dict[str, object] = {
        "title": "How do I book a visit?",
        "short_answer": "",
        "body": "",
        "tags": "",
        "slug": "",
        "asked_like": "",
        "audience": "public",
        "owner": "",
        "version": version,
        "steps-TOTAL_FORMS": len(steps),
        "steps-INITIAL_FORMS": 0,
        "files-TOTAL_FORMS": 0,
        "files-INITIAL_FORMS": 0,
        "videos-TOTAL_FORMS": 0,
        "videos-INITIAL_FORMS": 0,
        "_save": "",
        **fields,
    }
    for index, step in enumerate(steps):
        row = {"text": "", "picture": "", "picture_alt": "", "include": "", "ORDER": index + 1, **step}
        sent |= {f"steps-{index}-{name}": value for name, value in row.items()}
    return sent


def seen(row: Model) -> dict[str, str]:
    """What the form of `row` sends along when it was opened just now."""
    return {"version": version_of(type(row)._default_manager.get(pk=row.pk))}


def change_url(article: Article) -> str:
    return f"/admin/faq/article/{article.pk}/change/"


ADD_URL = "/admin/faq/article/add/"
