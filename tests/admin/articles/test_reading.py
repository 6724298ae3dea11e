"""Reading grades and plain words in the editor: named at their text, put in by one press, never in the way."""

import json
import re

import pytest

from faq.errors import RefusedError
from faq.models import Article, Clinic, SimplerWord
from faq.publishing import facts, simpler_words
from tests.admin.conftest import ADD_URL, change_url, filled, seen
from tests.factories import make_article

HARD = "Administration necessitates comprehensive documentation."


def said(page: str, name: str) -> str:
    return " ".join(re.split(rf'data-reading="{name}">', page)[1].split("</div>")[0].split())


@pytest.fixture
def give(db) -> SimplerWord:
    return simpler_words.save(SimplerWord(hard="administer", simpler="give"), by=None)


def test_each_step_and_the_whole_show_their_grade(editor):
    article = make_article(steps=["Press the green button now.", f"{HARD} {HARD}"])

    page = editor.get(change_url(article)).content.decode()

    assert "Reading grade 1" in said(page, "steps-0-text")
    assert "Hard to read" in said(page, "steps-1-text")
    assert "Reading grade" in said(page, "")
    assert "Flesch and Kincaid (1975)" in page


def test_an_article_in_another_language_has_no_grade(editor):
    facts.save_clinic(Clinic(languages=["es"]), by=None)
    article = make_article(steps=["Pulse el botón verde ahora mismo, por favor."])

    assert "Reading grade" not in editor.get(change_url(article)).content.decode()


def test_a_hard_word_is_offered_its_plain_one_at_its_step(editor, give):
    article = make_article(steps=["Administer it."])

    page = editor.get(change_url(article)).content.decode()

    assert 'data-simpler="Administer"' in said(page, "steps-0-text")
    assert "data-simpler" not in said(page, "short_answer")


def test_hard_words_stop_nobody(editor, give):
    editor.post(ADD_URL, filled({"text": f"Administer it. {HARD}"}, _publish="", title="What now?"))

    assert Article.objects.published().get().title == "What now?"


def test_what_is_typed_is_looked_at_by_the_name_of_its_box(editor, give):
    texts = [["steps-0-text", "Administer **it**."], ["body", "<b>&"]]

    found = editor.post("/admin/faq/article/reading/", {"texts": json.dumps(texts)}).json()

    assert set(found) == {"steps-0-text", "body", ""}
    assert "you say “give”" in found["steps-0-text"]


@pytest.mark.parametrize("texts", ["", "[", "3", "[[1]]", '{"a": 1}', json.dumps([["a", "x"]] * 2000), "[" * 5000])
def test_what_is_no_list_of_texts_is_answered_with_nothing(editor, texts):
    answer = editor.post("/admin/faq/article/reading/", {"texts": texts})

    assert (answer.status_code, set(answer.json()) <= {"", "a"}) == (200, True)


def test_one_press_puts_the_plain_word_in(editor, give):
    sent = {"text": "Administer {{administer}}.", "word": "Administer"}

    assert editor.post("/admin/faq/article/simpler/", sent).json() == {"text": "Give {{administer}}."}
    assert editor.post("/admin/faq/article/simpler/", {"text": "As it is.", "word": "none"}).json() == {
        "text": "As it is."
    }


def test_staff_keep_their_words(editor):
    editor.post("/admin/faq/simplerword/add/", {"hard": " in order  to ", "simpler": "to"})
    word = SimplerWord.objects.get()
    editor.post(
        f"/admin/faq/simplerword/{word.pk}/change/", {"hard": "in order to", "simpler": "so as to", **seen(word)}
    )

    assert simpler_words.pairs() == [("in order to", "so as to")]


@pytest.mark.parametrize(("hard", "simpler"), [("Administer!", "x"), ("…", "x"), ("x", "-"), ("Same", "same")])
def test_a_word_that_says_nothing_or_is_there_is_refused(give, hard, simpler):
    with pytest.raises(RefusedError):
        simpler_words.save(SimplerWord(hard=hard, simpler=simpler), by=None)

    assert SimplerWord.objects.count() == 1
