"""Two people save the same article: the second one chooses for each place, and nothing is saved that nobody chose."""

import re

import pytest
from django.test import Client

from faq.models import Article
from tests.admin.conftest import change_url, filled
from tests.admin.two_people.test_saves import over, rows_of
from tests.factories import edit, make_article

QUESTION = "How do I book a visit?"
CHOOSE = "Please choose for: "


@pytest.fixture
def article(db) -> Article:
    steps = ["Call us.", "Say your name.", "Come in."]
    return make_article(QUESTION, short_answer="Call us.", steps=steps, tags=["Visits"], published=False)


def sent(article: Article, *steps: str, **fields: object) -> dict[str, object]:
    """What a browser sends for `article`, opened when it was new."""
    rows = [{"text": text} for text in steps or ("Call us.", "Say your name.", "Come in.")]
    same = {"slug": article.slug, "short_answer": "Call us.", "body": "", "tags": "Visits"}
    return filled(*rows, **({"version": 1, **same} | fields))


def choices(page: str) -> dict[str, str]:
    """What is ticked on a page with both versions, and the button that saves it."""
    inputs = [dict(re.findall(r'(name|value)="([^"]*)"', tag)) for tag in re.findall(r"<input [^>]*>", page)]
    seen = {each["name"]: each["value"] for each in inputs if each.get("name", "").startswith("seen-")}
    ticked = re.findall(r'name="(keep-[^"]+)" value="(\w+)" checked', page)
    return {**seen, **dict(ticked), **over(page)}


def steps_of(article: Article) -> list[str]:
    return [step.text for step in article.steps.order_by("position")]


def save(client: Client, article: Article, fields: dict[str, object]) -> str:
    return client.post(change_url(article), fields, follow=True).text


def test_what_only_one_of_the_two_changed_is_chosen_already(editor, article):
    edit(article, publish=False, tags=["Visits", "Phone"], asked_like="appointment", audience="staff")
    mine = sent(article, short_answer="Call or write.")

    page = save(editor, article, mine)
    ticked = {name: value for name, value in choices(page).items() if name.startswith("keep-")}
    said = save(editor, article, mine | choices(page))

    assert ticked == {
        "keep-short_answer": "mine",
        "keep-asked_like": "theirs",
        "keep-tags": "theirs",
        "keep-audience": "theirs",
    }
    assert "Saved." in said
    article.refresh_from_db()
    assert (article.short_answer, article.asked_like, article.audience) == ("Call or write.", "appointment", "staff")
    assert {tag.name for tag in article.tags.all()} == {"Visits", "Phone"}
    assert article.version == 3


def test_steps_are_chosen_one_by_one(editor, article):
    edit(article, publish=False, steps=["Call us by nine.", "Say your name.", "Come in.", "Sit down."])
    mine = sent(article, "Call us.", "Say your name and age.", "Come in.")

    page = save(editor, article, mine)
    save(editor, article, mine | choices(page))

    assert [part for part, *_ in rows_of(page)] == ["Step 1", "Step 2", "Step 4"]
    assert steps_of(article) == ["Call us by nine.", "Say your name and age.", "Come in.", "Sit down."]


def test_a_step_that_one_removed_and_the_other_left_alone_stays_removed(editor, article):
    edit(article, publish=False, steps=["Call us.", "Say your name."])
    mine = sent(article, "Say your name.", "Come in.", "Sit down.")

    page = save(editor, article, mine)
    save(editor, article, mine | choices(page))

    assert steps_of(article) == ["Say your name.", "Sit down."]


def test_where_both_changed_the_same_nothing_is_ticked_and_nothing_is_saved_without_a_choice(editor, article):
    edit(article, publish=False, short_answer="Write to us.", steps=["Write.", "Say your name.", "Come in."])
    mine = sent(article, "Ring the bell.", "Say your name.", "Come in.", short_answer="Ring the bell.")

    page = save(editor, article, mine)
    again = save(editor, article, mine | choices(page))

    assert "checked" not in page.split('class="sides')[1].split("</table>")[0]
    assert f"{CHOOSE}Short answer, Step 1." in again
    assert article.revisions.count() == 2
    assert rows_of(again)[0][:2] == ("Short answer", "Write to us.")


@pytest.mark.parametrize(
    ("choice", "kept"), [("mine", "Ring the bell."), ("theirs", "Write."), ("edit", "Ring the bell.")]
)
def test_a_choice_decides_for_each_place(editor, article, choice, kept):
    edit(article, publish=False, short_answer="Write.", steps=["Write.", "Say your name.", "Come in."])
    mine = sent(article, "Ring the bell.", "Say your name.", "Come in.", short_answer="Ring the bell.")
    page = save(editor, article, mine)

    chosen = {"keep-short_answer": choice, "keep-steps-0-0": choice}
    save(editor, article, mine | choices(page) | chosen)

    article.refresh_from_db()
    assert (article.short_answer, steps_of(article)[0]) == (kept, kept)
    assert article.revisions.get(number=2).snapshot["short_answer"] == "Write."


def test_a_step_that_one_moved_is_chosen_once_for_both_its_places(editor, article):
    edit(article, publish=False, steps=["Say your name.", "Come in.", "Call us."])
    mine = sent(article, short_answer="Mine.")

    page = save(editor, article, mine)
    moved = next(part for part, *_ in rows_of(page) if part.endswith("moved"))
    name = re.search(r'name="keep-(steps-[\dx-]+)"', page)[1]
    save(editor, article, mine | choices(page) | {f"keep-{name}": "theirs"})

    assert moved == "Step 1, moved"
    assert steps_of(article) == ["Say your name.", "Come in.", "Call us."]


def test_what_is_edited_after_comparing_is_saved_as_edited(editor, article):
    edit(article, publish=False, short_answer="Write.")
    page = save(editor, article, sent(article, short_answer="Ring the bell."))

    edited = sent(article, short_answer="Write, or ring the bell.", body="More.")
    save(editor, article, edited | choices(page) | {"keep-short_answer": "edit"})

    article.refresh_from_db()
    assert (article.short_answer, article.body) == ("Write, or ring the bell.", "More.")


def test_words_written_after_theirs_was_chosen_are_not_thrown_away(editor, article):
    edit(article, publish=False, short_answer="Write.")
    page = save(editor, article, sent(article, short_answer="Ring the bell."))

    edited = sent(article, short_answer="Write, or ring the bell.")
    again = save(editor, article, edited | choices(page) | {"keep-short_answer": "theirs"})

    assert f"{CHOOSE}Short answer." in again
    assert "Write, or ring the bell." in again
    assert article.revisions.count() == 2


def test_a_third_save_meanwhile_is_compared_anew(editor, article):
    edit(article, publish=False, short_answer="Write.")
    mine = sent(article, short_answer="Ring the bell.")
    page = save(editor, article, mine)
    edit(article, publish=False, short_answer="Write twice.")

    again = save(editor, article, mine | choices(page) | {"keep-short_answer": "mine"})

    assert 'name="_over" value="3"' in again
    assert rows_of(again) == [("Short answer", "Write twice.", "Ring the bell.")]
    assert article.revisions.count() == 3


@pytest.mark.parametrize(
    "forged", [{"keep-short_answer": "all"}, {"keep-short_answer": ""}, {"seen-short_answer": "x"}]
)
def test_a_forged_choice_saves_nothing(editor, article, forged):
    edit(article, publish=False, short_answer="Write.")
    mine = sent(article, short_answer="Ring the bell.")
    page = save(editor, article, mine)

    again = save(editor, article, mine | choices(page) | {"keep-short_answer": "theirs"} | forged)

    assert f"{CHOOSE}Short answer." in again
    assert article.revisions.count() == 2


def test_choices_that_do_not_fit_together_keep_the_comparison_and_say_why(editor):
    who = {"text": "Who?", "answers": [{"key": "me", "text": "Me"}, {"key": "child", "text": "My child"}]}
    article = make_article(
        QUESTION, short_answer="Call us.", steps=["Call us."], reader_questions=[who], published=False
    )
    edit(article, publish=False, reader_questions=[])
    asked = {"ask-0-text": "Who?", "ask-0-0-answer": "Me", "ask-0-0-key": "me"}
    asked |= {"ask-0-1-answer": "My child", "ask-0-1-key": "child", "steps-0-only-0-0": "on"}
    mine = {**filled({"text": "Call us."}, version=1, slug=article.slug, short_answer="Call us."), **asked}

    page = save(editor, article, mine)
    refused = save(editor, article, mine | choices(page))
    said = save(editor, article, mine | choices(refused) | {"keep-reader_questions": "mine"})

    assert "Nothing is saved yet: what you chose does not fit together. Step 1 is only for “Me”" in refused
    assert 'name="keep-reader_questions"' in refused
    assert "Saved." in said
    assert article.steps.get().only_for == ["me"]
