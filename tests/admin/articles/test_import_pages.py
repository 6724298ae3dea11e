"""Staff bring articles in from a file: they see each one first, change it, say yes, and can undo all of it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from faq.models import Article, ArticleImport, Fact, Tag
from faq.publishing import actions, imports, questions, rules, templates
from tests.factories import edit, make_article, make_staff
from tests.publishing.made_files import web_page

pytestmark = pytest.mark.django_db
PORTAL_FAQ = Path(__file__).resolve().parents[4] / "shared" / "seed" / "portal-faq.txt"
START = "/admin/faq/article/import/"
TWO = b"# One?\nTags: Visits\n\nYes.\n\n## Steps\n1. Go.\n2. Sit.\n\n# Two?\n\nNo.\n"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_staff("Editor"))
    return client


def send(client: Client, data: bytes, name: str = "faq.md"):
    return client.post(START, {"file": SimpleUploadedFile(name, data)}, follow=True)


def form_of(page) -> dict[str, object]:
    """What a browser would send back untouched."""
    forms = [form for form, *_ in page.context["rows"]]
    found = {form.add_prefix(name): form.initial.get(name, "") for form in forms for name in form.fields}
    found = {name: value.replace("\n", "\r\n") if isinstance(value, str) else value for name, value in found.items()}
    return {name: ("on" if value is True else value) for name, value in found.items() if value not in ("", False)}


def confirm(client: Client, page, **changes: object):
    sent = {**form_of(page), **{name.replace("__", "-"): value for name, value in changes.items()}, "_confirm": ""}
    return client.post(page.request["PATH_INFO"], sent, follow=True)


def said(page) -> list[str]:
    return [str(message) for message in get_messages(page.wsgi_request)] or [
        str(message) for message in page.context["messages"]
    ]


def test_the_list_of_articles_leads_to_the_import(editor: Client):
    assert f'href="{START}"' in editor.get("/admin/faq/article/").text


def test_every_article_is_shown_and_nothing_is_written_before_the_yes(editor: Client):
    page = send(editor, TWO)

    assert Article.objects.count() == 0
    shown = [(form["title"].value(), form["steps"].value(), form["tags"].value()) for form, *_ in page.context["rows"]]
    assert shown == [("One?", "1. Go.\n2. Sit.", "Visits"), ("Two?", "", "")]
    assert "“Visits” is taken for “Tags”" in page.text

    done = confirm(editor, page)

    assert said(done) == ["2 articles are here as a draft. Patients see nothing of it yet."]
    assert sorted((article.title, article.status) for article in Article.objects.all()) == [
        ("One?", "draft"),
        ("Two?", "draft"),
    ]
    assert ArticleImport.objects.get().data is None


def test_what_is_changed_or_unticked_on_the_page_counts(editor: Client):
    page = send(editor, TWO)

    sent = form_of(page) | {"row-0-title": "First?", "row-0-steps": "1. Run.\nfast\n2. Rest.", "row-0-tags": "A, B"}
    del sent["row-1-is_wanted"]
    editor.post(page.request["PATH_INFO"], {**sent, "row-0-asked_like": "why\nhow", "_confirm": ""})

    article = Article.objects.get()
    assert (article.title, article.asked_like) == ("First?", "why\nhow")
    assert [step.text for step in article.steps.all()] == ["Run.\nfast", "Rest."]
    assert sorted(tag.name for tag in article.tags.all()) == ["A", "B"]


def test_an_article_that_exists_is_a_bad_row_and_the_good_one_goes_in(editor: Client):
    make_article("Two?")

    page = send(editor, TWO)
    confirm(editor, page)

    assert page.context["good"] == page.context["bad"] == 1
    assert "There is an article with this question already." in page.text
    assert sorted(Article.objects.values_list("title", flat=True)) == ["One?", "Two?"]


def test_a_question_that_is_there_in_other_letters_is_told_before_and_after_it_is_typed(editor: Client):
    templates.add_first()
    make_article("TWO?")
    make_article("École?")

    page = send(editor, TWO + b"\n# Short answer\n\nYes.\n")
    again = confirm(editor, page, **{"row-0-title": "ÉCOLE?"})

    assert [form.row.problems for form, *_ in page.context["rows"]] == [[], [questions.TAKEN], []]
    assert [form.errors for form, *_ in again.context["rows"]] == [{"title": [questions.TAKEN]}, {}, {}]
    assert Article.objects.written().count() == 2


def test_a_ticked_article_that_cannot_be_kept_shows_the_page_again_with_everything_typed(editor: Client):
    page = send(editor, TWO)

    again = confirm(editor, page, **{"row-0-title": "x" * 201, "row-1-asked_like": "typed"})

    assert Article.objects.count() == 0
    assert "This question has 201 letters." in again.text
    assert "typed</textarea>" in again.text


@pytest.mark.skipif(not PORTAL_FAQ.is_file(), reason="the clinic's own page is not there")
def test_the_clinics_own_page_comes_in_with_its_repeated_steps_shared(editor: Client):
    page = send(editor, PORTAL_FAQ.read_bytes(), "portal-faq.txt")
    assert "6 of these steps are all steps of “Question to fill in:" in page.text

    confirm(editor, page, **{"row-1-is_shared": "on"})

    password, family = (Article.objects.get(title__contains=words) for words in ("Start by going", "yes!"))
    assert Article.objects.count() == 4
    assert all(title.startswith(rules.UNTITLED) for title in Article.objects.values_list("title", flat=True))
    assert password.steps.count() == 6
    first, second, *rest = family.steps.all()
    assert first.text.startswith("If the primary adult has not yet set up their patient portal account")
    assert (second.include, len(rest)) == (password, 5)


def test_an_import_is_undone_but_for_what_somebody_changed(editor: Client):
    confirm(editor, send(editor, TWO))
    edit(Article.objects.get(title="Two?"), publish=False, short_answer="Changed.")
    undo = reverse("admin:faq_article_import_undo", args=[ArticleImport.objects.get().pk])
    assert "go to the bin" in editor.get(undo).text

    page = editor.post(undo, follow=True)

    assert said(page) == ["1 article is in the bin.", "“Two?” stays: somebody changed it since."]
    assert {article.title: article.status for article in Article.objects.all()} == {"One?": "bin", "Two?": "draft"}
    assert said(editor.post(undo, follow=True)) == ["This import is undone already."]


@pytest.mark.parametrize(
    ("published", "sentence"),
    [
        (0, ""),
        (1, "Patients can read 1 of them now. They will not find it any more."),
        (2, "Patients can read 2 of them now. They will not find them any more."),
    ],
)
def test_before_an_undo_it_is_said_what_patients_lose_and_what_stays(editor: Client, published: int, sentence: str):
    confirm(editor, send(editor, b"Fact: fax | Fax | text | 1\n" + TWO + b"\n# Three?\n\nYes.\n"))
    edit(Article.objects.get(title="Three?"), short_answer="Changed, so it stays.")
    for article in Article.objects.filter(live=None).order_by("pk")[:published]:
        actions.publish(article, by=None)
    done = ArticleImport.objects.get()

    page = editor.get(reverse("admin:faq_article_import_undo", args=[done.pk])).text
    imports.undo(done, by=make_staff("Owner"))

    assert ("Patients can read" in page, sentence in page) == (bool(published), True)
    assert "Facts, topics and tags that came with the file stay" in page
    assert [(fact.name, fact.value) for fact in Fact.objects.all()] == [("fax", "1")]
    assert Article.objects.in_bin().count() == 2


def test_what_was_left_out_can_be_downloaded(editor: Client):
    page = send(editor, web_page().encode(), "page.html")
    confirm(editor, page)

    file = editor.get(reverse("admin:faq_article_import_left_out", args=[ArticleImport.objects.get().pk]))

    lines = b"".join(file.streaming_content).decode("utf-8-sig")
    assert "A script is left out" in lines
    assert "Copyright us" in lines
    assert file["Content-Disposition"] == 'attachment; filename="left-out.csv"'


def test_a_waiting_file_is_nobody_elses_and_is_gone_after_a_day(editor: Client):
    page = send(editor, TWO)
    address = page.request["PATH_INFO"]
    other = Client()
    other.force_login(make_staff("Editor", "other"))
    assert other.get(address).status_code == 404
    assert other.post(address, {"_confirm": "", "row-0-is_wanted": "on"}).status_code == 404

    ArticleImport.objects.update(created_at=timezone.now() - timedelta(hours=25))
    late = confirm(editor, page)

    assert (Article.objects.count(), Tag.objects.count(), ArticleImport.objects.count()) == (0, 0, 0)
    assert "waits no longer" in said(late)[0]


def test_two_presses_bring_it_in_once(editor: Client):
    page = send(editor, TWO)

    confirm(editor, page)
    confirm(editor, page)

    assert Article.objects.count() == 2


def test_a_file_that_is_given_up_is_deleted(editor: Client):
    page = send(editor, TWO)

    editor.post(page.request["PATH_INFO"], {"_give_up": ""})

    assert (ArticleImport.objects.count(), Article.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("faq.pdf", b"%PDF", "A PDF does not tell its questions and steps."),
        ("faq.docx", b"PK\x03\x04broken", "This .docx file is damaged."),
        ("faq.md", b"", "This file is empty."),
        ("faq.zip", b"PK", "This packed folder (.zip) is damaged."),
        ("faq.exe", b"MZ", "This kind of file is not known."),
        ("faq.json", b"[" * 100_000, "damaged and cannot be read"),
    ],
)
def test_a_file_that_holds_nothing_gets_one_sentence(editor: Client, name: str, data: bytes, sentence: str):
    page = send(editor, data, name)

    assert sentence in page.text
    assert (page.status_code, ArticleImport.objects.count()) == (200, 0)


def test_without_a_file_the_page_asks_for_one(editor: Client):
    assert "Please choose a file first." in editor.post(START).text
