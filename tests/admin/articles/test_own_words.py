"""In the form, one step of another article is reworded for this article only, and what changed there is shown."""

import json

import pytest
from django.test import Client

from faq.models import Article
from tests.admin.conftest import change_url, filled
from tests.factories import edit, make_article
from tests.page_text import text_of

pytestmark = pytest.mark.django_db
ORIGINALS = ["Open.", "Press.", "Type."]


@pytest.fixture
def shared() -> Article:
    return make_article("How do I sign in?", steps=ORIGINALS)


@pytest.fixture
def host(shared) -> Article:
    step = {"include": shared.slug, "reworded": {"of": ORIGINALS, "own": {"2": "Tap."}}}
    return make_article("How do I book?", steps=["Sit.", step])


def send(editor: Client, host: Article, shared: Article, of: list[str] = ORIGINALS, **row: str) -> str:
    """What the page says after the form was saved with these fields of own words in its second row."""
    fields = {f"{name.replace('_', '-')}": value for name, value in row.items()}
    sent = filled({"text": "Sit."}, {"include": shared.title, "of": json.dumps(of), **fields}, title=host.title)
    return text_of(editor.post(change_url(host), {**sent, "version": host.version}, follow=True))


def kept(host: Article) -> dict:
    return Article.objects.get(pk=host.pk).steps.get(position=2).reworded


def test_one_step_is_reworded_and_the_others_stay(editor, shared):
    host = make_article("How do I book?", steps=["Sit.", {"include": shared.slug}])

    send(editor, host, shared, own_1="Open.", own_2="Tap\r\nit.", own_3="Type.")

    assert kept(host) == {"of": ORIGINALS, "own": {"2": "Tap\nit."}}


def test_the_form_shows_the_own_words_beside_the_original(editor, host):
    page = editor.get(change_url(host))

    assert "Own words for this article Tap. Change your own words" in text_of(page)
    assert "The original: Press." in text_of(page)
    assert ">Tap.</textarea>" in page.text
    assert "The original has changed" not in page.text


def test_an_empty_box_shows_the_original_again(editor, shared, host):
    send(editor, host, shared, own_2="")

    assert kept(host) == {}


def test_what_changed_in_the_original_is_shown_until_somebody_chooses(editor, shared, host):
    now = ["Open.", "Press hard.", "Type."]
    edit(shared, steps=now)
    page = editor.get(change_url(host)).text
    assert "The original has changed since you wrote your own words" in page
    assert '<del class="word-removed">Press.</del><ins class="word-added">Press hard.</ins>' in page

    send(editor, host, shared, now, own_2="Tap.", was_2="Press.")
    assert kept(host) == {"of": ORIGINALS, "own": {"2": "Tap."}}
    host.refresh_from_db()
    send(editor, host, shared, now, own_2="Tap.", was_2="Press.", since_2="keep")

    assert kept(host) == {"of": now, "own": {"2": "Tap."}}
    assert "The original has changed" not in editor.get(change_url(host)).text


def test_the_new_original_is_taken_with_one_choice(editor, shared, host):
    now = ["Open.", "Press hard.", "Type."]
    edit(shared, steps=now)

    send(editor, host, shared, now, own_2="Tap.", was_2="Press.", since_2="take")

    assert kept(host) == {}


def test_own_words_for_a_step_that_is_gone_stay_until_somebody_removes_them(editor, shared, host):
    now = ["Open.", "Type."]
    edit(shared, steps=now)
    assert "You have own words for a step that is not there any more" in text_of(editor.get(change_url(host)))

    send(editor, host, shared, now, gone_0="Tap.", gone_of_0="Press.")
    assert kept(host) == {"of": [*now, "Press."], "own": {"3": "Tap."}}
    host.refresh_from_db()
    assert "You have own words for a step" in text_of(editor.get(change_url(host)))
    send(editor, host, shared, now, gone_0="Tap.", gone_of_0="Press.", drop_0="on")

    assert kept(host) == {}


def test_own_words_that_wait_for_a_fact_are_sent_along(editor, shared):
    step = {"include": shared.slug, "reworded": {"of": ORIGINALS, "own": {"2": "{{door}}"}}}
    host = make_article("How do I book?", steps=[step], published=False)
    editor.post("/admin/faq/fact/add/", {"label": "Door", "name": "door", "kind": "text", "value": ""})

    page = editor.get(change_url(host)).text

    assert '<input type="hidden" name="steps-0-own-2" value="{{door}}">' in page


def test_a_form_that_comes_back_still_has_the_own_words(editor, shared, host):
    page = send(editor, host, shared, own_2="Touch.", ORDER="two")

    assert "Please write a whole number" in page
    assert "Own words for this article Touch." in page


@pytest.mark.parametrize("of", ["", "no list", "[1]", "{}", "[" * 5_000, '["x"'])
def test_odd_originals_keep_the_steps_shared(editor, shared, host, of):
    sent = filled({"text": "Sit."}, {"include": shared.title, "of": of, "own-2": "Tap."}, title=host.title)

    editor.post(change_url(host), {**sent, "version": 1})

    assert kept(host) == {}


def test_what_patients_would_read_otherwise_is_named_by_the_number_they_read(editor, shared, host):
    page = send(editor, host, shared, own_2="Mon<br>Tue")

    assert "Step 3 : patients will not read “&lt;br&gt;”." in page
    assert 'href="#id_steps-1-own-2"' in editor.get(change_url(host)).text


def test_an_article_that_changes_elsewhere_says_that_it_has_own_words(editor, shared, host):
    edit(shared, steps=["Open.", "Press hard.", "Type."], publish=False)

    page = text_of(editor.get(f"/admin/faq/article/{shared.pk}/publish/"))

    assert "How do I book? read 0 times in the last 30 days, with own words for some of these steps" in page
