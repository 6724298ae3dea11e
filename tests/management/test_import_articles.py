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
