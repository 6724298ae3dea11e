"""Steps that are only for some readers: saved, compared, merged, shown with shared steps, and never lost in silence."""

import pytest

from faq.errors import RefusedError
from faq.models import Article
from faq.publishing import actions, compare, copies, merge, reader_questions, snapshot, templates
from tests.factories import edit, make_article

pytestmark = pytest.mark.django_db


def asked(text: str = "Who is this for?", *answers: str) -> dict:
    return {"text": text, "answers": [{"text": answer} for answer in answers or ("Me", "My child")]}


def only(text: str, *keys: str) -> dict:
    return {"text": text, "only_for": list(keys)}


def shown(article: Article) -> list[tuple[str, list[str]]]:
    """What patients read, and whom each step is for."""
    live = Article.objects.get(pk=article.pk).live
    return [(step["html"], step.get("only_for", [])) for step in live.steps()]


def questions(article: Article) -> list[tuple[str, list[str]]]:
    page = Article.objects.get(pk=article.pk).live.page_steps()
    return [(each.text, [answer.text for answer in each.answers]) for each in page.questions]


def test_steps_keep_whom_they_are_for_in_every_version():
    article = make_article(reader_questions=[asked()], steps=["Open.", only("Ask them.", "my-child")])

    assert shown(article) == [("<p>Open.</p>", []), ("<p>Ask them.</p>", ["my-child"])]
    assert questions(article) == [("Who is this for?", ["Me", "My child"])]


def test_a_version_of_older_days_reads_as_before():
    article = make_article(steps=["Open.", "Press."])
    old = article.live
    old.snapshot = {name: value for name, value in old.snapshot.items() if name != "reader_questions"}
    old.save()

    assert shown(article) == [("<p>Open.</p>", []), ("<p>Press.</p>", [])]
    assert old.snapshot["steps"] == snapshot.take(article)["steps"]
    assert snapshot.same(old.snapshot, snapshot.take(article))


def test_a_question_about_which_no_step_is_is_not_asked():
    article = make_article(reader_questions=[asked()], steps=["Open.", only("Press.", "me", "my-child")])

    assert questions(article) == []
    assert shown(article)[1] == ("<p>Press.</p>", [])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ([asked("Who?", "Me")], "needs two answers at least"),
        ([{"text": "Who?", "answers": []}], "needs two answers at least"),
        ([asked("Who?", *"abcde")], "has 5 answers; it can have 4 at most."),
        ([asked("Who?", "Me", "me ")], "has the same answer twice"),
        ([asked("Who?", "Me", " \u200b ")], "has an answer without words"),
        ([asked(" ", "Me", "You")], "Please write the question that the answers “Me”, “You” belong to."),
        ([asked("Who?", "Me", "x" * 10_000)], "An answer to “Who?” has 10000 letters. Please keep it to 60."),
        ([asked("x" * 151, "Me", "You")], "This question to readers has 151 letters. Please keep it to 150."),
        ([asked("Who?"), asked("who")], "The two questions to readers say the same."),
        ([asked(word, "a", "b") for word in "xyz"], "An article can ask its readers two questions at most."),
        ([asked("Who?", "Me", "{{clinic-phone}}")], "a fact cannot stand here"),
    ],
)
def test_a_question_that_helps_nobody_is_refused(wrong, sentence):
    with pytest.raises(RefusedError) as refused:
        make_article(reader_questions=wrong)

    assert sentence in str(refused.value)
    assert not Article.objects.exists()


def test_an_answer_with_steps_is_not_taken_away_in_silence():
    steps = ["Open.", only("Ask.", "my-child"), only("Press.", "my-child")]
    article = make_article(reader_questions=[asked("Who?", "Me", "My child", "A friend")], steps=steps)

    with pytest.raises(RefusedError) as refused:
        edit(article, reader_questions=[asked("Who?", "Me", "A friend")])

    assert str(refused.value) == (
        "Step 2 and Step 3 are only for “My child”, so this answer cannot be taken away yet. "
        "Please tick there first whom the step is for."
    )
    assert shown(article)[1] == ("<p>Ask.</p>", ["my-child"])


def test_a_renamed_answer_keeps_its_steps():
    article = make_article(reader_questions=[asked()], steps=[only("Ask.", "my-child"), "Open."])
    answers = [{"key": "me", "text": "Me"}, {"key": "my-child", "text": "A child"}]

    article = edit(article, reader_questions=[{"text": "Who is this for?", "answers": answers}])

    assert shown(article)[0] == ("<p>Ask.</p>", ["my-child"])
    assert questions(article) == [("Who is this for?", ["Me", "A child"])]


def test_a_comparison_says_in_words_what_changed():
    article = make_article(reader_questions=[asked()], steps=["Open.", only("Ask.", "my-child")])
    before = snapshot.take(article)
    answers = [{"key": "me", "text": "Me"}, {"key": "my-child", "text": "A child"}]
    change = {"reader_questions": [{"text": "Who is this for?", "answers": answers}]}

    article = edit(article, steps=[only("Open.", "me"), only("Ask.", "my-child")], **change)

    found = compare.changes(before, snapshot.take(article))
    assert [(each.part, each.before, each.after) for each in found] == [
        ("Questions to readers", "Who is this for? Me / My child", "Who is this for? Me / A child"),
        ("Step 1", "Open.", "Open. [only for “Me”]"),
    ]


def test_one_renames_an_answer_while_another_marks_a_step():
    article = make_article(published=False, reader_questions=[asked()], steps=["Open.", only("Ask.", "my-child")])
    base = snapshot.take(article)
    renamed = [{"text": "Who is this for?", "answers": [base["reader_questions"][0]["answers"][0]]}]
    renamed[0]["answers"].append({"key": "my-child", "text": "A child"})
    theirs = {**base, "reader_questions": renamed}
    mine = {**base, "steps": [{**base["steps"][0], "only_for": ["me"]}, base["steps"][1]]}

    found = merge.differences(theirs, mine, base)
    both = merge.merged(theirs, mine, {each.name for each in found if each.suggested == merge.THEIRS})

    assert [(each.name, each.suggested) for each in found] == [("reader_questions", "theirs"), ("steps-0-0", "mine")]
    assert both["reader_questions"] == renamed
    assert [step.get("only_for", []) for step in both["steps"]] == [["me"], ["my-child"]]


def test_one_takes_an_answer_away_while_another_marks_a_step_for_it():
    three = [asked("Who?", "Me", "My child", "A friend")]
    article = make_article(published=False, reader_questions=three, steps=["Open."])
    base = snapshot.take(article)
    theirs = {
        **base,
        "reader_questions": [
            {
                **base["reader_questions"][0],
                "answers": [answer for answer in base["reader_questions"][0]["answers"] if answer["key"] != "a-friend"],
            }
        ],
    }
    mine = {**base, "steps": [{**base["steps"][0], "only_for": ["a-friend"]}]}
    both = merge.merged(theirs, mine, {"reader_questions"})

    with pytest.raises(RefusedError, match="Step 1 is only for “A friend”"):
        actions.save(article, both, by=None, version=1)


def test_shared_steps_keep_whom_they_are_for_and_their_question_is_asked_here_too():
    there = make_article("There?", reader_questions=[asked()], steps=["Open.", only("Ask.", "my-child")])
    here = make_article("Here?", steps=["Begin.", {"include": there.slug}])

    assert shown(here) == [("<p>Begin.</p>", []), ("<p>Open.</p>", []), ("<p>Ask.</p>", ["my-child"])]
    assert questions(here) == [("Who is this for?", ["Me", "My child"])]


def test_the_same_question_is_asked_once_and_keys_that_differ_are_one_answer():
    there = make_article("There?", reader_questions=[asked()], steps=[only("Ask.", "my-child")])
    answers = [{"key": "myself", "text": "me"}, {"key": "child", "text": "My child"}]
    own = {"reader_questions": [{"text": "Who is this for", "answers": answers}]}
    here = make_article("Here?", steps=[only("Begin.", "myself"), {"include": there.slug}], **own)

    assert shown(here) == [("<p>Begin.</p>", ["myself"]), ("<p>Ask.</p>", ["child"])]
    assert questions(here) == [("Who is this for", ["me", "My child"])]


def test_shared_steps_may_be_only_for_some_here_and_those_for_others_alone_stand_nowhere():
    there = make_article(
        "There?", reader_questions=[asked()], steps=["Open.", only("Ask.", "me"), only("Go.", "my-child")]
    )
    steps = ["Begin.", {"include": there.slug, "only_for": ["my-child"]}]
    here = make_article("Here?", reader_questions=[asked()], steps=steps)

    assert shown(here) == [("<p>Begin.</p>", []), ("<p>Open.</p>", ["my-child"]), ("<p>Go.</p>", ["my-child"])]


def test_a_draft_that_would_ask_far_too_much_can_still_be_opened(django_assert_max_num_queries):
    included = []
    for number in range(12):
        letters = [chr(ord("a") + number) * 3 + end for end in "wxyz"]
        steps = [only(f"Step {letter}.", letter) for letter in letters]
        asks = [asked(f"Which {number}?", *letters)]
        included.append({"include": make_article(f"There {number}?", reader_questions=asks, steps=steps).slug})

    host = make_article("Host?", published=False, steps=included)

    with django_assert_max_num_queries(40):
        assert reader_questions.warnings(host.revisions.get()) == []


def test_a_page_never_asks_three_questions_whichever_article_is_published_last():
    there = make_article("There?", steps=["Open."])
    two = [asked("What do you use?", "Phone", "Computer"), asked("Where are you?", "Here", "There")]
    make_article("Here?", reader_questions=two, steps=[only("Go.", "phone", "here"), {"include": there.slug}])
    there = edit(there, publish=False, reader_questions=[asked()], steps=[only("Open.", "me")])

    with pytest.raises(RefusedError) as refused:
        actions.publish(there, by=None)

    assert str(refused.value) == (
        "“Here?”, which shows these steps, would ask readers 3 questions: “What do you use?”, “Where are you?”, "
        "“Who is this for?”. Two at most can stand on a page."
    )
    other = make_article("Other?", reader_questions=[asked()], steps=[only("Open.", "me")])
    host = make_article("Host?", published=False, reader_questions=two, steps=[{"include": other.slug}])
    with pytest.raises(RefusedError, match="This article, with the steps that it shows, would ask readers 3 questions"):
        actions.publish(host, by=None)


def test_a_page_never_offers_five_answers():
    there = make_article("There?", reader_questions=[asked("Who?", "A", "B", "C")], steps=[only("Open.", "a")])
    own = [asked("Who?", "D", "E")]
    host = make_article("Host?", published=False, reader_questions=own, steps=[{"include": there.slug}])

    with pytest.raises(RefusedError, match="would offer 5 answers to “Who\\?”"):
        actions.publish(host, by=None)


def test_staff_are_told_of_an_answer_without_steps_and_of_a_question_that_changes_nothing():
    two = [asked(), asked("What do you use?", "Phone", "Computer")]
    article = make_article(reader_questions=two, steps=[only("Ask.", "my-child")])

    assert reader_questions.warnings(article.live) == [
        "No step is only for some of the answers to “What do you use?” yet, so readers are not asked. "
        "Tick below a step whom it is for.",
        "Readers who answer “Me” see no step at all.",
    ]


def test_two_answers_together_may_leave_no_step():
    two = [asked(), asked("What do you use?", "Phone", "Computer")]
    article = make_article(reader_questions=two, steps=[only("Ask.", "my-child"), only("Tap.", "phone")])

    assert reader_questions.warnings(article.live) == ["Readers who answer “Me” and “Computer” see no step at all."]


def test_a_copy_and_a_version_brought_back_have_the_same_questions_and_steps():
    article = make_article(reader_questions=[asked()], steps=[only("Ask.", "my-child"), "Open."])
    before = snapshot.take(article)
    article = edit(article, reader_questions=[], steps=["Open."])

    actions.restore(article, article.revisions.get(number=1), by=None, version=2)

    after = snapshot.take(Article.objects.get(pk=article.pk))
    beginning = templates.beginning(Article.objects.get(pk=article.pk))
    for name in ("reader_questions", "steps"):
        assert after[name] == beginning[name] == before[name]


def test_steps_that_are_only_for_some_are_never_offered_to_be_shared():
    words = ["Open the patient portal in your browser.", "Press the button “Forgot password” below the boxes."]
    make_article("There?", steps=words)
    marked = [{"text": text, "only_for": ["me"]} for text in words]

    assert copies.offers(None, [{"text": text} for text in words], for_patients=True)
    assert copies.offers(None, marked, for_patients=True) == []
