"""Staff ask readers whom an article is for and tick below each step, in a plain form; no answer is lost in silence."""

import re

import pytest

from faq.models import Article
from faq.publishing import snapshot
from tests.admin.conftest import change_url, filled
from tests.factories import edit, make_article
from tests.page_text import shown_in, text_of

pytestmark = pytest.mark.django_db

ADD = "/admin/faq/article/add/"


def asking(
    text: str = "Who is this for?", *answers: str, number: int = 0, keys: tuple[str, ...] = ()
) -> dict[str, str]:
    """What a browser sends for a question."""
    sent = {f"ask-{number}-text": text}
    for row, answer in enumerate(answers or ("Me", "My child")):
        sent |= {f"ask-{number}-{row}-answer": answer, f"ask-{number}-{row}-key": keys[row] if keys else ""}
    return sent


def only(text: str, *places: str) -> dict[str, str]:
    return {"text": text, **{f"only-{place}": "on" for place in places}}


@pytest.fixture
def article() -> Article:
    asked = {"text": "Who is this for?", "answers": [{"text": "Me"}, {"text": "My child"}, {"text": "A friend"}]}
    steps = ["Open.", {"text": "Ask.", "only_for": ["my-child"]}]
    return make_article(
        "How do I book a visit?", short_answer="", reader_questions=[asked], steps=steps, published=False
    )


def kept(article: Article) -> dict:
    return snapshot.take(Article.objects.get(pk=article.pk))


def test_a_question_and_the_steps_it_is_about_are_saved_at_once(editor):
    sent = filled(only("Open."), only("Ask.", "0-1"), only("Tap.", "0-0", "1-0"))

    editor.post(ADD, sent | asking() | asking("What do you use?", "Phone", "Computer", number=1))

    content = snapshot.take(Article.objects.get())
    assert [(each["text"], [answer["key"] for answer in each["answers"]]) for each in content["reader_questions"]] == [
        ("Who is this for?", ["me", "my-child"]),
        ("What do you use?", ["phone", "computer"]),
    ]
    assert [step.get("only_for", []) for step in content["steps"]] == [[], ["my-child"], ["me", "phone"]]


def test_an_article_that_asks_nothing_shows_the_part_folded_and_no_boxes(editor):
    page = editor.get(change_url(make_article(steps=["Open."], published=False)))

    assert "Are some steps only for some people?" in text_of(page)
    assert re.search(r'<details class="collapsible reader-questions" id="reader-questions">', page.text)
    assert re.findall(r'name="steps-\d+-only', page.text) == []
    assert len(re.findall(r'<details class="only-for"[^>]*hidden>', page.text)) == page.text.count("data-step>")


def test_the_boxes_stand_below_each_step_and_say_whom_it_is_for(editor, article):
    page = editor.get(change_url(article))

    said = re.findall(r"<span data-only-for-said>([^<]*)<", page.text)
    assert said[:3] == ["For everybody", "Only for: My child", "For everybody"]
    assert re.findall(r'name="(steps-\d+-only-[^"]*)" checked', page.text) == ["steps-1-only-0-1"]
    assert "steps-__prefix__-only-0-2" in page.text


def test_a_form_that_is_sent_as_it_came_changes_nothing(editor, article):
    page = editor.get(change_url(article))
    sent, ticked = shown_in(page), re.findall(r'name="(steps-[^"]*-only-[^"]*)" checked', page.text)

    editor.post(change_url(article), {**sent, **dict.fromkeys(ticked, "on")})

    assert ticked == ["steps-1-only-0-1"]
    assert article.revisions.count() == 1


def test_a_renamed_answer_keeps_its_steps(editor, article):
    sent = filled(only("Open."), only("Ask.", "0-1"), version=1, slug=article.slug)
    answers = asking("Who is this for?", "Me", "A child", "A friend", keys=("me", "my-child", "a-friend"))

    editor.post(change_url(article), sent | answers)

    assert kept(article)["steps"][1]["only_for"] == ["my-child"]
    assert [answer["text"] for answer in kept(article)["reader_questions"][0]["answers"]] == [
        "Me",
        "A child",
        "A friend",
    ]


def test_rows_may_stand_anywhere_and_the_key_goes_with_its_row(editor, article):
    sent = filled(only("Open.", "0-3"), only("Ask.", "0-1"), version=1, slug=article.slug)
    answers = asking("Who is this for?", "", "My child", "", "Somebody else", keys=("me", "my-child", "a-friend", ""))

    editor.post(change_url(article), sent | answers)

    assert [step.get("only_for") for step in kept(article)["steps"]] == [["somebody-else"], ["my-child"]]


def test_an_answer_with_steps_is_not_taken_away_before_they_are_named(editor, article):
    sent = filled(only("Open.", "0-1"), only("Ask.", "0-1"), version=1, slug=article.slug)
    answers = asking("Who is this for?", "Me", "", "A friend", keys=("me", "my-child", "a-friend"))

    page = editor.post(change_url(article), sent | answers)

    assert "Step 1 and Step 2 are only for “My child”, so this answer cannot be taken away yet." in text_of(page)
    assert '<details class="collapsible reader-questions" id="reader-questions" open>' in page.text
    # The box is still there, under its former words, to be taken off
    assert page.text.count("checked> <span>My child</span>") == 2
    assert article.revisions.count() == 1


@pytest.mark.parametrize(
    "moved", [("My child", "Me", "A friend"), ("My child", "A friend", ""), ("me", "Me", "my child")]
)
def test_answers_that_change_rows_do_not_take_the_steps_of_others_along(editor, article, moved):
    sent = filled(only("Open."), only("Ask.", "0-1"), version=1, slug=article.slug)

    page = editor.post(change_url(article), sent | asking("Who?", *moved, keys=("me", "my-child", "a-friend")))

    assert "stood in another row before. Please leave each answer in its row" in text_of(page)
    assert article.revisions.count() == 1


def test_a_whole_question_is_taken_away_once_no_step_is_for_an_answer(editor, article):
    sent = filled(only("Open."), only("Ask."), version=1, slug=article.slug)

    editor.post(change_url(article), sent | asking("", "", "", "", keys=("me", "my-child", "a-friend")))

    assert kept(article)["reader_questions"] == []
    assert kept(article)["steps"][1].get("only_for") is None


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (asking("Who?", "Me"), "needs two answers at least"),
        (asking("Who?", ""), "needs two answers at least"),
        (asking("", "Me", "You"), "Please write the question that the answers “Me”, “You” belong to."),
        (asking("Who?", "Me", " ME"), "has the same answer twice"),
        (asking("Who?", "Me", "x" * 10_000), "has 10000 letters. Please keep it to 60."),
        (asking("x" * 151, "Me", "You"), "has 151 letters. Please keep it to 150."),
        (asking("Who?", "Me", "{{clinic-phone}}"), "a fact cannot stand here"),
        (asking("Who?") | asking("who", number=1), "Both questions say the same."),
    ],
)
def test_a_question_that_helps_nobody_is_refused_with_all_words_kept(editor, answers, sentence):
    page = editor.post(ADD, filled(only("Open.", "0-0")) | answers)

    assert sentence in text_of(page)
    assert "Questions to readers" in text_of(page)
    assert not Article.objects.exists()
    boxes = shown_in(page)
    assert {name: boxes[name] for name in answers if answers[name]} == {
        k: v.strip() if k.endswith("key") else v for k, v in answers.items() if v
    }


@pytest.mark.parametrize("forged", ["<script>", "a.b", "../../x", "x" * 10_000, "me"])
def test_a_forged_key_is_no_key(editor, forged):
    sent = filled(only("Open.", "0-1")) | asking(keys=("me", forged))

    editor.post(ADD, sent)

    content = snapshot.take(Article.objects.get())
    assert [answer["key"] for answer in content["reader_questions"][0]["answers"]] == ["me", "my-child"]
    assert content["steps"][0]["only_for"] == ["my-child"]


def test_a_tick_for_a_row_that_is_none_counts_for_nothing(editor):
    step = {"text": "Open.", "only-7-7": "on", "only-0-1<script>": "on", "only-": "on", "only-0-0": "on"}

    editor.post(ADD, filled(step) | asking())

    assert snapshot.take(Article.objects.get())["steps"][0]["only_for"] == ["me"]


def test_a_tick_below_a_row_without_words_makes_no_step(editor):
    editor.post(ADD, filled(only("Open."), only("", "0-1")) | asking())

    assert [step["text"] for step in snapshot.take(Article.objects.get())["steps"]] == ["Open."]


def test_steps_of_another_article_can_be_only_for_some(editor):
    other = make_article("Where is the desk?", steps=["Go in."])

    editor.post(ADD, filled({"include": other.title, "only-0-0": "on"}, only("Wait.")) | asking())

    article = Article.objects.get(title="How do I book a visit?")
    assert snapshot.take(article)["steps"][0] == {"include": other.slug, "only_for": ["me"]}


def test_staff_are_told_of_what_readers_would_wonder_about(editor, article):
    edit(article, publish=False, steps=[{"text": "Ask.", "only_for": ["my-child"]}])

    page = editor.get(change_url(article))

    assert "Readers who answer “Me” see no step at all." in text_of(page)
    assert 'id="reader-questions" open>' in page.text


def test_one_renames_an_answer_while_another_marks_a_step(editor, article):
    renamed = kept(article)["reader_questions"]
    renamed[0]["answers"][1]["text"] = "A child"
    edit(article, publish=False, reader_questions=renamed)
    mine = filled(only("Open.", "0-0"), only("Ask.", "0-1"), version=1, slug=article.slug)
    mine |= asking("Who is this for?", "Me", "My child", "A friend", keys=("me", "my-child", "a-friend"))

    page = editor.post(change_url(article), mine)
    names = re.findall(r'name="(seen-[^"]+)" value="([^"]*)"', page.text)
    ticked = re.findall(r'name="(keep-[^"]+)"[^>]*value="(mine|theirs)"[^>]*checked', page.text)
    chosen = {**mine, "_over": "2", **dict(names), **dict(ticked)}
    editor.post(change_url(article), chosen)

    assert "saved this article while you were writing" in text_of(page)
    assert dict(ticked) == {"keep-reader_questions": "theirs", "keep-steps-0-0": "mine"}
    assert kept(article)["reader_questions"] == renamed
    assert [step.get("only_for") for step in kept(article)["steps"]] == [["me"], ["my-child"]]


def test_the_preview_of_what_is_written_shows_the_question_without_links(editor):
    sent = filled(only("Open."), only("Ask.", "0-1")) | asking()

    page = editor.post("/admin/faq/article/preview/", sent)

    assert '<span class="chip">My child</span>' in page.text
    assert "Only for: My child" in text_of(page)


def test_a_comparison_shows_questions_and_marks_in_words(editor, article):
    edit(
        article,
        publish=False,
        steps=[{"text": "Open.", "only_for": ["me"]}, {"text": "Ask.", "only_for": ["my-child"]}],
    )

    page = editor.get(f"/admin/faq/article/{article.pk}/history/?before=1&after=2")

    assert "[only for “Me”]" in text_of(page)
