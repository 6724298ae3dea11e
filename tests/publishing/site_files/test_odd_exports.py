"""A file that is no export, a damaged or a hostile one is refused in one sentence, and leaves nothing behind."""

import json
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Model

from faq.errors import RefusedError
from faq.models import Article, Redirect, SwitchedOffSynonyms, Tag, TagRedirect, WeeklyLetter
from faq.publishing import files as files_kept
from faq.publishing import snapshot
from faq.publishing.pdfs import Pdf
from faq.publishing.site_files import article_file, loading, sources, writing
from tests.factories import a_png, a_video, make_article, stored_picture
from tests.publishing.made_pdfs import a_pdf, with_script

pytestmark = pytest.mark.django_db
CONTENT = {**snapshot.BLANK, "title": "How?", "slug": "how", "short_answer": "So.", "steps": []}
NOW = "2026-05-03T14:05:00+00:00"
PICTURE = "pictures/0123456789abcdef0123456789abcdef-40x30.png"
FILE = "files/0123456789abcdef0123456789abcdef-1-637.pdf"
ROW = {"key": "a", "title": "A", "file": FILE}
DAMAGED = "This export is damaged: its file {} is missing or cannot be read."


@pytest.fixture
def files(tmp_path: Path) -> dict[str, object]:
    """The files of a site with one article; values that are no bytes become JSON."""
    writing.to_path(tmp_path / "empty")
    found: dict[str, object] = {
        file.relative_to(tmp_path / "empty").as_posix(): json.loads(file.read_text())
        for file in (tmp_path / "empty").rglob("*.json")
    }
    version = {"number": 1, "created_at": NOW, "author": None, "author_name": "", "reason": "saved", "note": ""}
    version |= {
        "snapshot": deepcopy(CONTENT),
        "approval": "",
        "restored_from": None,
        "published_at": NOW,
        "included": [],
    }
    history = {"address": "how", "version": 1, "live": 1, "created_at": NOW, "changed_at": NOW, "published_at": NOW}
    history |= {
        "deleted_at": None,
        "live_before_bin": None,
        "slug_before_bin": "",
        "is_template": False,
        "publish_at": None,
        "publish_number": None,
        "expires_at": None,
        "not_published_because": "",
        "checked_on": None,
        "checked_by": "",
        "checked_number": None,
        "replaced_by": None,
        "live_tags": [],
        "revisions": [version],
    }
    return {**found, "articles/how.md": article_file.write(CONTENT, {}).encode(), "history/how.json": history}


def zipped(files: dict[str, object], path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in files.items():
            archive.writestr(name, value if isinstance(value, bytes) else json.dumps(value))
    return path


def refusal_of(path: Path) -> str:
    """Why `path` is refused; nothing of it may be left."""
    with pytest.raises(RefusedError) as refused:
        loading.load(path)
    ours = [model for model in apps.get_app_config("faq").get_models() if model.__name__ != "Edition"]
    assert [model.__name__ for model in ours if model._default_manager.exists()] == []
    assert not (Path(settings.MEDIA_ROOT) / PICTURE).exists()
    assert not (Path(settings.MEDIA_ROOT) / FILE).exists()
    return str(refused.value)


def test_the_small_export_of_these_tests_is_a_good_one(files: dict, tmp_path: Path):
    assert loading.load(zipped(files, tmp_path / "a.zip")) == 1
    assert [article.live.html["short_answer"] for article in Article.objects.published()] == ["<p>So.</p>"]


def with_value(name: str, *path: object, value: object) -> Callable[[dict], str]:
    def change(files: dict) -> str:
        *way, last = path
        place = files[name]
        for step in way:
            place = place[step]
        place[last] = value
        return name

    return change


def with_file(name: str, data: object) -> Callable[[dict], str]:
    def change(files: dict) -> str:
        files[name] = data
        return name

    return change


def without(name: str) -> Callable[[dict], str]:
    def change(files: dict) -> str:
        del files[name]
        return name

    return change


HISTORY, VERSION = "history/how.json", ("revisions", 0)
CHANGES = {
    "no JSON": with_file("data/facts.json", b"{"),
    "no text": with_file("data/facts.json", b"\xff\xfe"),
    "JSON without end": with_file("data/facts.json", b"[" * 100_000),
    "a number without end": with_file("data/facts.json", b"[" + b"9" * 10_000 + b"]"),
    "no list": with_file("data/tags.json", 7),
    "no rows": with_file("data/tags.json", ["a"]),
    "a row of nothing": with_file("data/log.json", [{}]),
    "an address that leads out of its place": with_file(
        "data/tags.json", [{"name": "A", "slug": "a/../b", "is_topic": True, "description": "", "position": 1}]
    ),
    "a fact that runs a script": with_file(
        "data/facts.json", [{"name": "a", "label": "A", "kind": "address", "value": "javascript:alert(1)"}]
    ),
    "a kind of fact that is none": with_file(
        "data/facts.json", [{"name": "a", "label": "A", "kind": "x", "value": "b"}]
    ),
    "an endless name": with_file("data/facts.json", [{"name": "a" * 99, "label": "A", "kind": "text", "value": "b"}]),
    "a flag that is none": with_file("data/urgent_phrases.json", [{"phrase": "chest pain", "is_harmless": 1}]),
    "a clinic of nothing": with_file("data/clinic.json", {}),
    "people of nothing": with_file("data/people.json", [{"username": "eve"}]),
    "no history": without("history/how.json"),
    "no log": without("data/log.json"),
    "no Markdown": with_file("articles/how.md", b"# How?"),
    "the history of another article": with_value(HISTORY, "address", value="why"),
    "no newest version": with_value(HISTORY, "version", value=2),
    "no live version": with_value(HISTORY, "live", value=3),
    "a time without a zone": with_value(HISTORY, "created_at", value="2026-05-03T14:05:00"),
    "no time": with_value(HISTORY, "created_at", value="soon"),
    "an approval that is none": with_value(HISTORY, *VERSION, "approval", value="perhaps"),
    "steps that are none": with_value(HISTORY, *VERSION, "snapshot", "steps", value=7),
    "a step that is none": with_value(HISTORY, *VERSION, "snapshot", "steps", value=["a"]),
    "a picture from elsewhere": with_value(
        HISTORY, *VERSION, "snapshot", "steps", value=[{"text": "", "picture": "../../secret", "picture_alt": ""}]
    ),
    "an audience that is none": with_value(HISTORY, *VERSION, "snapshot", "audience", value="nobody"),
    "an address that is none": with_value(HISTORY, *VERSION, "snapshot", "slug", value="A b"),
    "a reason that is none": with_value(HISTORY, *VERSION, "reason", value="because"),
    "included steps that are missing": with_value(HISTORY, *VERSION, "snapshot", "steps", value=[{"include": "how"}]),
    "files and no list": with_value(HISTORY, *VERSION, "snapshot", "files", value="a"),
    "videos without a title": with_value(HISTORY, *VERSION, "snapshot", "videos", value=[{}]),
    "a file from elsewhere": with_value(
        HISTORY, *VERSION, "snapshot", "files", value=[{**ROW, "file": "files/../../secret.pdf"}]
    ),
    "a file with an address that leads out": with_value(
        HISTORY, *VERSION, "snapshot", "files", value=[{**ROW, "key": "../a"}]
    ),
    "two files with one address": with_value(HISTORY, *VERSION, "snapshot", "files", value=[ROW] * 2),
    "a video by another scheme": with_value(
        HISTORY, *VERSION, "snapshot", "videos", value=[a_video(url="javascript:1")]
    ),
    "a file without a name": with_value(HISTORY, *VERSION, "snapshot", "files", value=[{**ROW, "title": ""}]),
    "a file that is none": with_file(FILE, b"<script>alert(1)</script>"),
    "a file under another name": with_file(FILE, a_pdf()),
    "a file that runs a program": with_file(files_kept.name_of(with_script(), Pdf(1, "")), with_script()),
    "a picture that is none": with_file(PICTURE, b"<script>alert(1)</script>"),
    "a picture under another name": with_file(PICTURE, a_png()),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_damaged_export_is_refused_whole_and_names_the_file(files: dict, tmp_path: Path, change: Callable):
    name = change(files)

    assert refusal_of(zipped(files, tmp_path / "a.zip")) == DAMAGED.format(name)


def test_what_contradicts_itself_is_refused(files: dict, tmp_path: Path):
    files["data/not_found.json"] = [{"day": "2026-05-03", "not_found": 1}] * 2

    said = refusal_of(zipped(files, tmp_path / "a.zip"))

    assert said == "This export is damaged: some of it contradicts itself."


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"format": "clinic knowledge base", "version": 2}, "made by a newer version of this software"),
        ({"format": "another", "version": 1}, "This is no export of a site like this one"),
        ({"format": "clinic knowledge base", "version": "1"}, "This is no export of a site like this one"),
        ([], "This is no export of a site like this one"),
        (b"{", "This is no export of a site like this one"),
    ],
)
def test_another_form_is_refused(files: dict, tmp_path: Path, about: object, said: str):
    assert said in refusal_of(zipped({**files, "site.json": about}, tmp_path / "a.zip"))


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/passwd", "articles\\..\\..\\x.md", "C:x"])
def test_a_name_that_leads_out_is_refused(files: dict, tmp_path: Path, name: str):
    said = refusal_of(zipped({**files, name: b"x"}, tmp_path / "a.zip"))

    assert said == "This file is no export of a site like this one: it names a file outside itself."


def test_a_folder_whose_link_leads_out_is_refused(files: dict, tmp_path: Path):
    (tmp_path / "secret.md").write_text("secret")
    folder = tmp_path / "export"
    with zipfile.ZipFile(zipped(files, tmp_path / "a.zip")) as archive:
        archive.extractall(folder)
    (folder / "articles" / "more.md").symlink_to(tmp_path / "secret.md")

    assert "it names a file outside itself" in refusal_of(folder)


def test_what_unpacks_to_more_than_its_limit_is_refused(files: dict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    bomb = zipped({**files, "articles/bomb.md": b"0" * 3_000_000}, tmp_path / "a.zip")
    assert refusal_of(bomb) == sources.TOO_LARGE

    monkeypatch.setattr(sources, "_MOST_IN_ALL", 100)
    assert refusal_of(zipped(files, tmp_path / "b.zip")) == sources.TOO_LARGE


def test_a_zip_that_is_cut_short_or_none_is_refused(files: dict, tmp_path: Path):
    whole = zipped(files, tmp_path / "a.zip").read_bytes()
    for data in (whole[: len(whole) // 2], b"", b"PK", a_png()):
        (tmp_path / "b.zip").write_bytes(data)

        assert refusal_of(tmp_path / "b.zip") == sources.NOT_OURS
    spoilt = bytearray(whole)
    place = whole.index(b"articles/how.md") + 40
    spoilt[place : place + 20] = bytes(20)
    (tmp_path / "b.zip").write_bytes(spoilt)
    assert refusal_of(tmp_path / "b.zip") == DAMAGED.format("articles/how.md")


def test_what_a_text_hides_is_rendered_as_harmless_as_when_it_is_typed(files: dict, tmp_path: Path):
    files["history/how.json"]["revisions"][0]["snapshot"] = {**CONTENT, "short_answer": "<script>alert(1)</script>So."}
    files["history/how.json"]["revisions"][0]["html"] = {"short_answer": "<script>alert(1)</script>", "steps": []}

    loading.load(zipped(files, tmp_path / "a.zip"))

    assert "<script" not in Article.objects.get().live.html["short_answer"]


@pytest.mark.parametrize(
    "row", [TagRedirect(slug="gone"), SwitchedOffSynonyms(list_name="everyday"), Redirect(slug="a")]
)
def test_a_site_that_holds_one_row_of_any_list_takes_no_export(files: dict, tmp_path: Path, row: Model):
    row.save()

    with pytest.raises(RefusedError, match="This site is not empty"):
        loading.load(zipped(files, tmp_path / "a.zip"))

    assert Article.objects.count() == 0


def test_a_site_that_is_not_empty_takes_no_export(files: dict, tmp_path: Path):
    make_article("Mine?", tags=["Mine"])

    with pytest.raises(CommandError, match="This site is not empty"):
        call_command("import_articles", str(zipped(files, tmp_path / "a.zip")))

    assert [str(row) for row in (*Article.objects.all(), *Tag.objects.all())] == ["Mine?", "Mine"]


def test_people_without_password_are_made_and_those_who_are_there_stay(files: dict, tmp_path: Path, django_user_model):
    django_user_model.objects.create_user("ada", password="a secret", first_name="Ada")
    person = {"username": "ada", "first_name": "Eve", "last_name": "", "email": "", "is_active": True}
    person |= {"date_joined": NOW, "roles": ["Owner", "Root"]}
    files["data/people.json"] = [person, {**person, "username": "eve", "weekly_letter": False}]

    loading.load(zipped(files, tmp_path / "a.zip"))

    ada, eve = django_user_model.objects.order_by("username")
    assert (ada.first_name, ada.check_password("a secret"), ada.groups.count()) == ("Ada", True, 0)
    assert (eve.is_staff, eve.is_superuser, eve.has_usable_password()) == (True, False, False)
    assert [group.name for group in eve.groups.all()] == ["Owner"]
    assert WeeklyLetter.refused_by() == {eve.pk}


def test_pictures_of_a_refused_export_are_taken_back_and_those_that_were_there_stay(files: dict, tmp_path: Path):
    media, there, new = Path(settings.MEDIA_ROOT), stored_picture(71), stored_picture(72)
    files |= {there: (media / there).read_bytes(), new: (media / new).read_bytes(), "data/facts.json": 7}
    (media / new).unlink()

    refusal_of(zipped(files, tmp_path / "a.zip"))

    assert ((media / there).exists(), (media / new).exists()) == (True, False)
