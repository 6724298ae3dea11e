"""The operator's way to bring articles in from a file, a folder or a packed one."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from faq.models import Article, ArticleImport, Fact
from faq.publishing import actions
from tests.factories import make_article

pytestmark = pytest.mark.django_db

TWO = "# One?\n\nYes.\n\n# Two?\n\nNo.\n"


def test_a_file_comes_in_as_drafts_or_published(tmp_path: Path, capsys):
    file = tmp_path / "questions.md"
    file.write_text(TWO, encoding="utf-8")

    call_command("import_articles", str(file))
    assert [article.status for article in Article.objects.all()] == ["draft", "draft"]

    file.write_text("# Three?\n\nYes.\n\n# Four?\n\nNo.\n", encoding="utf-8")
    call_command("import_articles", str(file), publish=True)
    assert sorted(article.title for article in Article.objects.published()) == ["Four?", "Three?"]
    assert "2 articles added, 0 problems." in capsys.readouterr().out


def test_a_bad_article_is_named_by_its_file_and_the_rest_goes_in(tmp_path: Path, capsys):
    file = tmp_path / "questions.md"
    file.write_text("# One?\n\nYes.\n\n# Two?\n\n## Steps\n1. Steps of: Nowhere\n", encoding="utf-8")

    with pytest.raises(CommandError, match="1 things were left out"):
        call_command("import_articles", str(file))

    said = capsys.readouterr()
    assert "questions.md: “Two?”: The article “Nowhere”" in said.err
    assert "1 articles added, 1 problems." in said.out


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_gets_one_line(tmp_path: Path, content: bytes | None, capsys):
    file = tmp_path / "questions.md"
    if content:
        file.write_bytes(content)

    with pytest.raises(CommandError):
        call_command("import_articles", str(file))

    said = capsys.readouterr().err.splitlines()
    assert said == ["questions.md: It cannot be read: No such file or directory."] or said == [
        "questions.md: This is not plain text. Please save it as plain text in the encoding UTF-8, and try again."
    ]


def test_what_is_taken_for_notes_is_said_before_and_differences_after(tmp_path: Path, capsys):
    file = tmp_path / "questions.md"
    file.write_text("# One?\nTags: Visits\n\nMon<br>Tue\n", encoding="utf-8")

    call_command("import_articles", str(file))

    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "questions.md, line 2: “Visits” is taken for “Tags”, not for words of the answer.",
        "1 of 1",
        "1 articles added, 0 problems.",
    ]
    assert said.err.splitlines() == ["questions.md, line 4, “One?”, Short answer: patients will not read “<br>”."]


@pytest.mark.parametrize("option", ["check", "dry_run"])
def test_a_dry_run_writes_nothing(tmp_path: Path, capsys, option: str):
    file = tmp_path / "questions.md"
    file.write_text("# One?\nTags: Visits\n\nMon<br>Tue\n", encoding="utf-8")

    call_command("import_articles", str(file), **{option: True})

    said = capsys.readouterr()
    assert (Article.objects.count(), ArticleImport.objects.count()) == (0, 0)
    assert "line 2: “Visits” is taken for “Tags”" in said.out
    assert "1 articles would be added, 0 problems, 1 remarks. Nothing was written." in said.out
    assert "patients will not read “<br>”" in said.err


REFUSED = """Fact: bad | Bad | address | javascript:alert(1)
Fact: a | A | text | x
Fact: A | A | text | y
Topic: !!!

# there already?

Yes.

# Here?

Yes.

# HERE?

Yes.

# Shows what is not there?

## Steps
1. Steps of: Nowhere

# Shows one of this file?

## Steps
1. Steps of: Here?

# Shows what shows another?

## Steps
1. Steps of: Shows one of this file?

# Shows what is for staff?

## Steps
1. Steps of: For staff?

# Shows one that is there?

## Steps
1. Steps of: THERE already?

# Shows what is in the bin?

## Steps
1. Steps of: in-the-bin

# Shows no picture?

![x](x.png)

# {}

Yes.
"""


def test_a_dry_run_refuses_what_the_import_refuses(tmp_path: Path, capsys, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    make_article("There already?", steps=["Go."])
    make_article("For staff?", audience="staff", steps=["Go."])
    actions.move_to_bin(make_article("In the bin?", slug="in-the-bin", steps=["Go."]), by=None)
    folder = tmp_path / "faq"
    folder.mkdir()
    (folder / "a.md").write_text(REFUSED.format("x" * 201), encoding="utf-8")
    (folder / "b.md").write_text("---\ntitle: Address?\nslug: for-staff\n---\nYes.\n", encoding="utf-8")
    (folder / "x.png").write_bytes(b"no picture")

    with pytest.raises(CommandError) as before:
        call_command("import_articles", str(folder), dry_run=True)
    foretold = capsys.readouterr()
    written = Article.objects.count(), Fact.objects.count(), ArticleImport.objects.count()
    with pytest.raises(CommandError) as after:
        call_command("import_articles", str(folder))
    said = capsys.readouterr()

    assert written == (3, 0, 0)
    assert (sorted(foretold.err.splitlines()), str(before.value)) == (sorted(said.err.splitlines()), str(after.value))
    assert "4 articles would be added, 11 problems" in foretold.out
    assert "4 articles added, 11 problems." in said.out


class ClosedPipe(io.StringIO):
    """What is there when the output goes to `head`, which has ended."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


def test_an_import_that_is_cut_short_says_where_it_can_be_undone(tmp_path: Path):
    file, told = tmp_path / "questions.md", io.StringIO()
    file.write_text("\n".join(f"# Question {number}?\n\nYes.\n" for number in range(201)), encoding="utf-8")

    with pytest.raises(BrokenPipeError):
        call_command("import_articles", str(file), stdout=ClosedPipe(), stderr=told)

    assert told.getvalue() == (
        "This import did not come to its end. What it added stands under “Import articles” in the staff area, where it"
        " can be undone.\n"
    )
    assert Article.objects.count() == len(ArticleImport.objects.get().added) == 200


def test_a_folder_and_a_packed_one_hold_the_same(tmp_path: Path):
    folder = tmp_path / "faq"
    (folder / "visits").mkdir(parents=True)
    (folder / "a.md").write_text("---\ntitle: One?\ntags: [Visits]\n---\nYes.\n", encoding="utf-8")
    (folder / "visits/b.txt").write_text("Two?\nNo.\n", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "faq.zip", "w") as packed:
        for name in ("a.md", "visits/b.txt"):
            packed.write(folder / name, name)

    call_command("import_articles", str(folder))
    from_folder = list(Article.objects.order_by("title").values_list("title", "short_answer"))
    Article.objects.all().delete()
    call_command("import_articles", str(tmp_path / "faq.zip"))

    assert from_folder == [("One?", "Yes."), ("Two?", "No.")]
    assert list(Article.objects.order_by("title").values_list("title", "short_answer")) == from_folder
