"""Staff are told that another article has the same steps, and show them from there or keep their own with one press."""

import json

import pytest
from django.test import Client

from faq.models import Article, RefusedCopy
from tests.admin.conftest import ADD_URL, change_url, filled
from tests.factories import edit, make_article
from tests.page_text import text_of

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/faq/article/copies/"
SHARED = ["Open the patient portal.", "Press the blue button “Sign in”.", "Type your password."]
NEAR = ["Open the patient portal", "Press on the blue button “Sign in”", "Type in your password."]
ROWS = [{"text": "Sit down."}, *[{"text": text} for text in NEAR]]


@pytest.fixture
def shared() -> Article:
    return make_article("How do I sign in?", steps=SHARED)


def ask(editor: Client, *texts: str | None, **more: str) -> str:
    rows = [[f"steps-{number}", text] for number, text in enumerate(texts)]
    return editor.post(ADDRESS, {"steps": json.dumps(rows), "audience": "public", "article": "new", **more}).text


def key_of(page: str) -> str:
    return page.split('name="_refuse_copy" value="')[1].split('"')[0]


def test_a_save_replaces_nothing_and_its_page_names_the_copies(editor, shared):
    page = editor.post(ADD_URL, filled(*ROWS), follow=True)

    article = Article.objects.get(title="How do I book a visit?")
    assert [step.text for step in article.steps.all()] == ["Sit down.", *NEAR]
    assert "Steps 2 to 4 are nearly the same in “How do I sign in?”" in text_of(page)
    assert "Another article has some of these steps too." in text_of(page)


def test_one_press_shows_the_steps_from_there(editor, shared):
    page = editor.post(ADD_URL, filled(*ROWS), follow=True).text
    article = Article.objects.get(title="How do I book a visit?")

    editor.post(change_url(article), filled(*ROWS, version=1, _use_copy=key_of(page)))

    assert [(step.text, step.include) for step in article.steps.all()] == [("Sit down.", None), ("", shared)]


def test_a_press_on_what_is_no_copy_any_more_replaces_nothing_and_says_so(editor, shared):
    page = editor.post(ADD_URL, filled(*ROWS), follow=True).text
    article = Article.objects.get(title="How do I book a visit?")
    edit(shared, steps=["Something else entirely.", "And one more."])

    answer = editor.post(change_url(article), filled(*ROWS, version=1, _use_copy=key_of(page)))

    assert "These steps have changed meanwhile, so nothing is replaced." in text_of(answer)
    assert [step.text for step in article.steps.all()] == ["Sit down.", *NEAR]


def test_a_refusal_is_remembered(editor, shared):
    page = editor.post(ADD_URL, filled(*ROWS), follow=True).text
    article = Article.objects.get(title="How do I book a visit?")

    answer = editor.post(change_url(article), filled(*ROWS, version=1, _refuse_copy=key_of(page)), follow=True)

    assert "nearly the same" not in text_of(answer)
    assert "nearly the same" not in ask(editor, *NEAR, article=str(article.pk))
    assert "nearly the same" in ask(editor, *NEAR)


def test_what_is_pasted_is_compared_before_it_is_saved(editor, shared):
    page = ask(editor, "Sit down.", *NEAR)

    assert 'data-rows="steps-1 steps-2 steps-3" data-label="How do I sign in?"' in page


def test_steps_parted_by_shared_ones_are_no_run(editor, shared):
    assert "nearly the same" not in ask(editor, NEAR[0], None, NEAR[1])


def test_a_refusal_in_a_form_not_yet_saved_holds_when_it_is(editor, shared):
    key = key_of(ask(editor, *NEAR))
    assert "nearly the same" not in ask(editor, *NEAR, _refuse_copy=key)

    page = editor.post(ADD_URL, filled(*ROWS, _refused_copy=key), follow=True)

    assert "nearly the same" not in text_of(page)
    assert RefusedCopy.objects.filter(other=shared).count() == 3


@pytest.mark.parametrize("steps", ["", "no", "[1]", "{}", '[["a"]]', "[" * 5_000, json.dumps([["a", "Open."]] * 301)])
def test_odd_questions_are_offered_nothing(editor, shared, steps):
    assert editor.post(ADDRESS, {"steps": steps, "article": "9" * 40, "audience": "x"}).text.strip() == ""


def test_only_who_may_change_articles_is_told_whose_steps_these_are(sign_in, client, shared):
    for somebody in (client, sign_in("Manager")):
        assert "How do I sign in?" not in ask(somebody, *SHARED)
