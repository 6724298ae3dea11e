"""The operator's way to bring articles in from a text file."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from faq.models import Article

pytestmark = pytest.mark.django_db


def test_a_file_comes_in_as_drafts_or_published(tmp_path: Path, capsys):
    file = tmp_path / "questions.md"
    file.write_text("# One?\n\nYes.\n\n# Two?\n\nNo.\n", encoding="utf-8")

    call_command("import_articles", str(file))
    assert [article.status for article in Article.objects.all()] == ["draft", "draft"]

    file.write_text("# Three?\n\nYes.\n\n# Four?\n\nNo.\n", encoding="utf-8")
    call_command("import_articles", str(file), publish=True)
    assert sorted(article.title for article in Article.objects.published()) == ["Four?", "Three?"]
    assert "2 articles added, 0 problems." in capsys.readouterr().out


def test_a_bad_article_is_named_and_the_rest_goes_in(tmp_path: Path, capsys):
    file = tmp_path / "questions.md"
    file.write_text("# One?\n\nYes.\n\n# Two?\n\n## Steps\n1. Steps of: Nowhere\n", encoding="utf-8")

    call_command("import_articles", str(file))

    said = capsys.readouterr()
    assert "“Two?”: The article “Nowhere”" in said.err
    assert "1 articles added, 1 problems." in said.out


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_gets_one_line(tmp_path: Path, content: bytes | None):
    file = tmp_path / "questions.md"
    if content:
        file.write_bytes(content)

    with pytest.raises(CommandError, match=r"questions\.md cannot be read: "):
        call_command("import_articles", str(file))


def test_what_is_taken_for_notes_is_said_before_and_differences_after(tmp_path: Path, capsys):
    file = tmp_path / "questions.md"
    file.write_text("# One?\nTags: Visits\n\nMon<br>Tue\n", encoding="utf-8")

    call_command("import_articles", str(file))

    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "Line 2: “Visits” is taken for “Tags”, not for words of the answer.",
        "1 of 1",
        "1 articles added, 0 problems.",
    ]
    assert said.err.splitlines() == ["Line 4, “One?”, Short answer: patients will not read “<br>”."]


def test_a_check_writes_nothing(tmp_path: Path, capsys):
    file = tmp_path / "questions.md"
    file.write_text("# One?\nTags: Visits\n\nMon<br>Tue\n", encoding="utf-8")

    call_command("import_articles", str(file), check=True)

    said = capsys.readouterr()
    assert Article.objects.count() == 0
    assert "Line 2: “Visits” is taken for “Tags”" in said.out
    assert "1 articles, 1 remarks. Nothing was written." in said.out
    assert "patients will not read “<br>”" in said.err
