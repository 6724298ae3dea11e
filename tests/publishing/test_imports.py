"""An import as a whole: it can be undone wherever it ended, and the same file comes in again afterwards."""

import pytest

from faq.models import Article, ArticleImport, OldAddress, Redirect
from faq.publishing import actions, article_bin, imports, textfile
from faq.publishing.importing import reader
from faq.publishing.importing.parsed import ParsedFile
from faq.publishing.imports import Undone
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db
WITH_ADDRESS = (
    b"---\ntitle: Where do I park?\nslug: parking\nredirect_from: [/old/parking.html, /articles/cars/]\n---\nHere.\n"
)


class CutShortError(Exception):
    """What a full disk, a lost database or a killed process looks like from within."""


def cut_short(*args: object) -> bytes:
    raise CutShortError


def questions(count: int) -> ParsedFile:
    return textfile.read("\n".join(f"# Question {number}?\n\nYes.\n" for number in range(count)))


def undo_all() -> Undone:
    return imports.undo(ArticleImport.objects.finished()[0], by=make_staff())


def test_an_import_that_dies_at_the_command_line_can_be_undone():
    with pytest.raises(CutShortError):
        imports.load(questions(201), by=None, name="faq.md", progress=cut_short)
    begun = ArticleImport.objects.finished().get()

    assert Article.objects.count() == len(begun.added) == 200
    assert begun.left_out[0].startswith("This import has not come to its end")
    assert undo_all() == Undone(200, [])
    assert not Article.objects.not_in_bin().exists()


def test_an_import_that_dies_after_the_yes_can_be_undone():
    editor = make_staff()
    waiting = imports.wait("faq.md", b"# One?\n\nYes.\n\n# Two?\n\n## Steps\n1. Steps of: One?\n2. Go.\n", by=editor)
    parsed = imports.read(waiting)
    parsed.articles[1]["steps"][1]["text"] = "![x](import:x.png)"
    parsed.pictures["import:x.png"] = cut_short

    with pytest.raises(CutShortError):
        imports.confirm(waiting, parsed, by=editor)

    assert imports.undo(ArticleImport.objects.finished().get(), by=editor) == Undone(1, [])
    assert [article.status for article in Article.objects.all()] == ["bin"]


def test_what_comes_in_after_an_undo_can_be_undone_too():
    editor = make_staff()

    def undo_at_once(done: int, total: int) -> None:
        if done == 200:
            imports.undo(ArticleImport.objects.get(), by=editor)

    imports.load(questions(201), by=None, name="faq.md", progress=undo_at_once)
    left = ArticleImport.objects.get()

    assert left.undone_at is None
    assert imports.undo(left, by=editor) == Undone(1, [])


def test_an_import_that_ended_says_so_and_keeps_the_version_of_each_article():
    parsed = textfile.read("# One?\n\n## Steps\n1. Go.\n\n# Two?\n\n## Steps\n1. Steps of: One?\n")

    imports.load(parsed, by=None, name="faq.md", publish=True)

    done = ArticleImport.objects.get()
    assert done.left_out == []
    assert done.added == [[article.pk, article.version] for article in Article.objects.order_by("pk")]


def test_an_import_of_nothing_is_not_kept():
    imports.load(textfile.read("nothing here"), by=None, name="faq.md")

    assert not ArticleImport.objects.exists()


def test_the_same_file_comes_in_again_after_an_undo_with_its_addresses():
    parsed = reader.read_upload("faq.md", WITH_ADDRESS)
    imports.load(parsed, by=None, name="faq.md", publish=True)
    undo_all()

    again = imports.load(parsed, by=None, name="faq.md", publish=True)

    new = Article.objects.not_in_bin().get()
    assert (again.refusals, new.live.slug) == ([], "parking")
    assert list(OldAddress.objects.values_list("path", "article_id")) == [("old/parking.html", new.pk)]
    assert list(Redirect.objects.values_list("slug", "article_id")) == [("cars", new.pk)]
    binned = Article.objects.in_bin().get()
    assert (binned.slug, binned.slug_before_bin) == ("parking-2", "parking")


def test_an_address_of_the_same_import_is_not_given_to_what_is_in_the_bin():
    actions.move_to_bin(make_article("Cars?", slug="a"), by=None)
    parsed = textfile.read("# One?\n\nYes.\n\n# Two?\n\nYes.\n")
    for content, slug in zip(parsed.articles, ("a-2", "a"), strict=True):
        content["slug"] = slug

    assert imports.load(parsed, by=None, name="faq.md").refusals == []
    assert sorted(Article.objects.not_in_bin().values_list("slug", flat=True)) == ["a", "a-2"]
    assert Article.objects.in_bin().get().slug_before_bin == "a"


def test_an_address_that_was_of_ours_is_had_from_the_bin():
    binned = make_article("Cars?", slug="cars")
    actions.move_to_bin(binned, by=None)

    imports.load(reader.read_upload("faq.md", WITH_ADDRESS), by=None, name="faq.md", publish=True)

    redirect = Redirect.objects.get()
    assert (redirect.slug, redirect.article.slug) == ("cars", "parking")
    binned.refresh_from_db()
    assert binned.slug_before_bin == "cars"


def test_an_address_whose_steps_a_version_names_stays_where_it_is():
    shown = make_article("Sign in", slug="sign-in", steps=["Open the portal."])
    other = make_article("Pay", steps=[{"include": "sign-in"}])
    actions.move_to_bin(other, by=None)
    actions.move_to_bin(shown, by=None)
    article_bin.empty()
    parsed = reader.read_upload("faq.md", WITH_ADDRESS.replace(b"slug: parking", b"slug: sign-in"))

    refusals = imports.load(parsed, by=None, name="faq.md").refusals

    assert ["belongs to another article, now or in the past" in sentence for sentence in refusals] == [True]
