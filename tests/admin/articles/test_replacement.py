"""Taking an article off the site, or into the bin, asks where its readers shall go."""

import re

import pytest

from faq.models import Article
from faq.publishing import actions
from tests.factories import edit, make_article

URL = "/admin/faq/article/"
CHOICES = re.compile(r'<option value="(\d*)"( selected)?>([^<]+)</option>')
NOBODY = "No, tell them that it was removed"


@pytest.mark.parametrize("page", ["take-off", "delete"])
def test_staff_choose_among_what_patients_read_by_the_words_patients_see(editor, page: str):
    article = make_article("Old?")
    other = edit(make_article("New?"), title="Not published yet?", publish=False)
    make_article("A draft?", published=False)
    make_article("For staff?", audience="staff")

    asked = editor.get(f"{URL}{article.pk}/{page}/").content.decode()
    editor.post(f"{URL}{article.pk}/{page}/", {"replaced_by": other.pk})

    assert CHOICES.findall(asked) == [("", " selected", NOBODY), (str(other.pk), "", "New?")]
    article.refresh_from_db()
    assert (article.live, article.replaced_by) == (None, other)


@pytest.mark.parametrize("odd", ["abc", "0", "9" * 30, "itself", "draft"])
def test_another_choice_shows_the_question_again(editor, odd: str):
    article, draft = make_article("Old?"), make_article("A draft?", published=False)
    sent = {"itself": article.pk, "draft": draft.pk}.get(odd, odd)

    page = editor.post(f"{URL}{article.pk}/take-off/", {"replaced_by": sent}).content.decode()

    assert "Patients cannot read this article any more. Please choose another one." in page
    assert "Take “Old?” off the site?" in page
    assert Article.objects.published().get() == article


@pytest.mark.parametrize("content", [{"published": False}, {"audience": "staff"}])
def test_nothing_is_asked_about_what_patients_never_saw(editor, content: dict):
    article = make_article("Old?", **content)
    make_article("New?")

    asked = editor.get(f"{URL}{article.pk}/delete/").content.decode()
    editor.post(f"{URL}{article.pk}/delete/", {"replaced_by": Article.objects.published().get().pk})

    assert "Move to the bin</button>" in asked
    assert NOBODY not in asked
    article.refresh_from_db()
    assert (article.status, article.replaced_by) == ("bin", None)


def test_moving_many_to_the_bin_keeps_what_was_chosen(editor):
    article, other = make_article("Old?"), make_article("New?")
    actions.unpublish(article, by=None, replaced_by=other)

    editor.post(URL, {"action": "move_to_bin", "_selected_action": [article.pk]})

    article.refresh_from_db()
    assert (article.status, article.replaced_by) == ("bin", other)


def test_what_was_chosen_is_shown_and_may_be_taken_back(editor):
    article, other = make_article("Old?"), make_article("New?")
    actions.unpublish(article, by=None, replaced_by=other)

    asked = editor.get(f"{URL}{article.pk}/delete/").content.decode()
    editor.post(f"{URL}{article.pk}/delete/", {"replaced_by": ""})

    assert CHOICES.findall(asked) == [("", "", NOBODY), (str(other.pk), " selected", "New?")]
    article.refresh_from_db()
    assert article.replaced_by is None
