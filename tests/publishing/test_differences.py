"""Each place of an article that patients read differently is named in a sentence, and can be kept as typed."""

import pytest

from faq.errors import RefusedError
from faq.models import Article, Fact
from faq.publishing import actions, differences, exchange, snapshot
from tests.factories import edit, make_article

pytestmark = pytest.mark.django_db


def content(**parts) -> dict:
    steps = [{"text": step} if isinstance(step, str) else step for step in parts.pop("steps", [])]
    return snapshot.tidy({**snapshot.BLANK, "title": "When are you open?", **parts, "steps": steps})


def said(**parts) -> list[str]:
    return [f"{place.where}: {place.sentence}" for place in differences.places(content(**parts))]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (
            {"short_answer": "Closed:\n1. May\n1. June"},
            "Short answer, line 3: patients will read “2. June” instead of “1. June”.",
        ),
        (
            {"body": "> half"},
            "More detail: patients will not see the first sign of “> half”, which becomes a quotation.",
        ),
        (
            {"body": "# of visits"},
            "More detail: patients will not see the first sign of “# of visits”, which becomes a heading.",
        ),
        (
            {"body": "+ 1\n+ 2"},
            "More detail, line 1: patients will see the dot of a list in place of the first sign of “+ 1”.",
        ),
        ({"steps": ["Go.", "Mon<br>Tue"]}, "Step 2: patients will not read “<br>”."),
        ({"steps": ["<iframe>"]}, "Step 1: patients will read “<iframe>”, as it stands here."),
        ({"steps": ["[2](daily)"]}, "Step 1: the link “[2](daily)” leads nowhere."),
        ({"body": "[Map]: https://a.example/"}, "More detail: patients will not read “[Map]: https://a.example/”."),
        (
            {"body": "![x](https://b.example/y.png)"},
            "More detail: the picture “![x](https://b.example/y.png)” stands at another site,"
            " so patients will only read “x”.",
        ),
        (
            {"body": "Call {{ site.phone }}"},
            "More detail: there is no fact called “site.phone”, so patients will read nothing there.",
        ),
        (
            {"title": "Call {{phone}}?"},
            "Question: patients will read nothing in place of “{{phone}}”, because a fact cannot stand here.",
        ),
        (
            {"asked_like": "a\nb {{x y}}"},
            "Patients also ask it like this, line 2: patients will read nothing in place of “{{x y}}”,"
            " because a fact cannot stand here.",
        ),
        (
            {"steps": ["Go.", "2. Press"]},
            "Step 2: “2.” is typed before the words, and patients see the number of the step as well.",
        ),
    ],
)
def test_each_place_is_named_in_a_sentence(parts: dict, sentence: str):
    assert said(**parts) == [sentence]


def test_a_known_fact_and_the_first_questions_of_the_clinic_hold_no_difference():
    Fact.objects.create(name="fax", label="Fax", value="")
    exchange.load_seed()

    assert said(body="Fax us at {{fax}} or call {{clinic-phone}}") == []
    assert [differences.places(snapshot.take(article)) for article in Article.objects.all()] == [[]] * 4


def test_keeping_the_words_leaves_nothing_to_say_and_changes_nothing_twice():
    typed = content(short_answer="Take 2*x*3", body="Mon<br>Tue", steps=["1. Open", "**Press**", {"include": "other"}])

    kept = differences.keep(typed)

    assert differences.places(kept) == []
    assert differences.keep(kept) == kept
    assert (kept["short_answer"], kept["body"]) == (r"Take 2\*x\*3", r"Mon\<br>Tue")
    assert [step.get("text") for step in kept["steps"]] == [r"1\. Open", "**Press**", None]


def test_words_that_read_right_are_kept_byte_for_byte():
    typed = content(short_answer="**Yes**, at 8.", body="## Hours\n\n- Monday", steps=["Open *it*.", "Wait."])

    assert differences.keep(typed) == typed


def test_typed_numbers_come_off_the_steps_and_nothing_else_changes():
    typed = content(body="1. May\n1. June", steps=["1. Open", "2 tablets daily", "3) Enter"])

    freed = differences.take_off_step_numbers(typed)

    assert [step["text"] for step in freed["steps"]] == ["Open", "2 tablets daily", "Enter"]
    assert freed["body"] == typed["body"]


def test_what_patients_read_already_is_not_said_again():
    article = make_article(body="Mon<br>Tue")
    edit(article, publish=False, body="Mon<br>Tue 2*x*3")
    article.refresh_from_db()

    new = differences.unpublished(article, snapshot.take(article))

    assert [place.difference.typed for place in new] == ["2*x*3"]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (
            {"title": "Call {{phone}}?"},
            "Question: a fact cannot stand here. Please write the words in place of {{phone}}.",
        ),
        ({"asked_like": "call {{ site.phone }}"}, "Patients also ask it like this: a fact cannot stand here."),
        ({"tags": ["{{phone}"]}, "Tags: a fact cannot stand here. Please write the words in place of {{phone}."),
        ({"body": "Call {{clinic phone}}"}, "There is no fact called “clinic phone”. Please check {{clinic phone}}."),
        ({"body": "Call {{phone}"}, "There is no fact called “{{phone}”. Please check {{phone}."),
        (
            {"steps": [{"text": "Go.", "picture": "pictures/" + "0" * 32 + "-1x1.webp", "picture_alt": "At {{x}}"}]},
            "Step 1, what the picture shows: a fact cannot stand here.",
        ),
    ],
)
def test_publish_refuses_braces_wherever_they_stand(parts: dict, sentence: str):
    revision = actions.save(None, content(short_answer="Yes.", **{"body": "", **parts}), by=None)

    with pytest.raises(RefusedError) as refusal:
        actions.publish(revision.article, by=None)

    assert sentence in str(refusal.value)
    assert Article.objects.published().count() == 0
