"""Import: the clinic's first questions, and files a clinic brings."""

import pytest

from faq.models import Article, Clinic, Fact
from faq.publishing import exchange, facts, questions, templates, textfile
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_the_first_questions_come_in_published():
    assert exchange.load_seed() == 4
    assert sorted(article.live.title for article in Article.objects.published()) == [
        "Can my family share one account?",
        "How do I set or reset my portal password?",
        "Where is the link to the patient portal?",
        "Who can help me with the portal?",
    ]
    assert Clinic.load().name == "The Hive"


def test_the_six_password_steps_are_kept_once_and_numbered_through():
    exchange.load_seed()
    password = Article.objects.get(title__startswith="How do I set")
    family = Article.objects.get(title__startswith="Can my family")

    assert password.steps.count() == 6
    assert [step["include"] for step in family.live.html["steps"] if "include" in step] == [password.pk]
    assert [step["number"] for step in family.live.steps()] == list(range(1, 10))
    assert family.live.steps()[5] == {**password.live.steps()[5], "number": 6}


def test_the_missing_support_address_shows_only_once_it_is_set():
    exchange.load_seed()
    article = Article.objects.get(title__startswith="Who can help")

    assert "Send a message" not in article.live.searchable()["short_answer"]
    assert [fact.name for fact in facts.waiting()] == ["portal-support-email"]

    fact = Fact.objects.get(name="portal-support-email")
    fact.value = "help@portal.example"
    facts.save(fact, by=None)
    said = article.live.searchable()["short_answer"]
    assert said.endswith("Send a message to the email below to get their support! help@portal.example")


def test_loading_again_changes_nothing():
    exchange.load_seed()

    assert exchange.load_seed() == 0
    assert Article.objects.count() == 4


def test_a_bad_article_is_named_and_the_good_ones_go_in():
    parsed = textfile.read("# Good?\n\nYes.\n\n# Bad?\n\n## Steps\n1. Steps of: Nowhere\n\n# Also good?\n\nYes.\n")

    imported = exchange.load(parsed, by=None, publish=True)

    assert sorted(article.title for article in imported.articles) == ["Also good?", "Good?"]
    assert len(imported.refusals) == 1
    assert imported.refusals[0].startswith("“Bad?”: The article “Nowhere”")


def test_lines_that_are_not_understood_are_named_with_their_number():
    parsed = textfile.read("Nonsense here\n# Good?\n\n## Steps\n1. One\nnot a step\n")

    assert [(problem.line, problem.message[:20]) for problem in parsed.problems] == [
        (1, "“Nonsense here” stan"),
        (6, "“not a step” is not "),
    ]


def test_a_file_without_questions_says_so():
    assert [problem.line for problem in textfile.read("just words").problems] == [1, 1]


def test_a_second_import_of_the_same_file_adds_nothing_twice():
    parsed = textfile.read("# Good?\n\nYes.\n")
    exchange.load(parsed, by=None)

    imported = exchange.load(parsed, by=None)

    assert imported.articles == []
    assert imported.refusals == ["“Good?”: There is an article with this question already."]


def test_articles_come_after_those_whose_steps_they_show_however_deep():
    parsed = textfile.read(
        "# One?\n\n## Steps\n1. Steps of: Two?\n\n# Two?\n\n## Steps\n1. Steps of: Three?\n\n"
        "# Three?\n\n## Steps\n1. Go.\n"
    )

    imported = exchange.load(parsed, by=None)

    assert [article.title for article in imported.articles] == ["Three?", "Two?"]
    assert imported.refusals == [
        "“One?”: “Two?” itself uses the steps of another article. Please choose that other article directly."
    ]


def test_articles_that_show_the_steps_of_each_other_are_named():
    parsed = textfile.read("# One?\n\n## Steps\n1. Steps of: Two?\n\n# Two?\n\n## Steps\n1. Steps of: One?\n")

    imported = exchange.load(parsed, by=None)

    assert imported.articles == []
    assert [sentence[:25] for sentence in imported.refusals] == [
        "“One?”: The article “Two?",
        "“Two?”: The article “One?",
    ]


def test_a_question_is_known_in_any_letters_and_a_template_has_none():
    templates.add_first()
    make_article("Où est l’ÉCOLE?")
    known = "# où est  l’école?\n\nYes.\n\n# OÙ EST L’ÉCOLE?\n\n## Steps\n1. Steps of: Short answer\n\n"

    imported = exchange.load(textfile.read(known + "# Short answer\n\nYes.\n"), by=None)

    assert [article.title for article in imported.articles] == ["Short answer"]
    assert [sentence.partition(": ")[2] for sentence in imported.refusals] == [questions.TAKEN] * 2


def test_a_bad_head_is_named_and_the_articles_go_in():
    head = (
        "Fact: bad | Bad | address | javascript:alert(1)\nFact: a | A | text | x\nFact: A | A | text | y\nTopic: !!!\n"
    )

    imported = exchange.load(textfile.read(head + "# Good?\n\nYes.\n"), by=None)

    assert [article.title for article in imported.articles] == ["Good?"]
    assert imported.refusals == [
        "The fact “bad”: A web address begins with https://",
        "The topic “!!!”: The tag “!!!” has no letters. Please use a word that patients know.",
    ]
    assert [fact.name for fact in Fact.objects.all()] == ["a"]


def test_code_and_nested_lists_come_in_as_they_are():
    text = "# Good?\n\n```\n# not a question\n```\n\n## Steps\n1. One\n   - a\n     - b\n"

    article = textfile.read(text).articles[0]

    assert article["short_answer"] == "```\n# not a question\n```"
    assert article["steps"] == [{"text": "One\n- a\n  - b"}]


def test_code_that_begins_in_the_first_line_of_a_step_does_not_swallow_the_next_question():
    text = "# One?\n\n## Steps\n1. ```\n   # typed\n   ```\n\n# Two?\n\nYes.\n"

    articles = textfile.read(text).articles

    assert [article["title"] for article in articles] == ["One?", "Two?"]
    assert articles[0]["steps"] == [{"text": "```\n# typed\n```\n"}]


def test_two_articles_of_one_file_never_share_an_address():
    text = "# What is it?\nA house.\n# What is it!\nA garden.\n# Hours\nAddress: what-is-it\nFrom 8.\n"

    imported = exchange.load(textfile.read(text), by=None)

    assert [article.slug for article in imported.articles] == ["what-is-it", "what-is-it-2"]
    assert len(imported.refusals) == 1
