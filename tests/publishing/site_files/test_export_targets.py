"""Where an export is written, and what is left when it cannot be."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from faq.publishing.site_files import writing
from tests.factories import make_article

pytestmark = pytest.mark.django_db
PICTURE = "pictures/0123456789abcdef0123456789abcdef-40x30.png"


def test_an_export_goes_into_no_folder_that_holds_something(tmp_path: Path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "there.zip").write_bytes(b"mine")

    for target, said in (("full", "is not empty"), ("there.zip", "is there already"), ("full/mine.txt", "already")):
        with pytest.raises(CommandError, match=said):
            call_command("export_articles", str(tmp_path / target))

    assert sorted(file.name for file in tmp_path.rglob("*")) == ["full", "mine.txt", "there.zip"]


@pytest.mark.parametrize("target", ["export", "export.zip"])
def test_an_export_that_fails_leaves_nothing(tmp_path: Path, target: str):
    make_article("One?")

    def fail(done: int, total: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        writing.to_path(tmp_path / target, progress=fail)

    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_is_missing_is_named(tmp_path: Path, capsys: pytest.CaptureFixture):
    make_article("One?", steps=[{"text": "Look.", "picture": PICTURE, "picture_alt": "A page"}])

    call_command("export_articles", str(tmp_path / "export"))

    assert f"The picture {PICTURE} is not on the disk" in capsys.readouterr().err
