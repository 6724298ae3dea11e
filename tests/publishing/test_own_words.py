"""One shared step has own words in one article; all others stay shared, and patients read the own words."""

import pytest

from faq.errors import RefusedError
from faq.models import Article, Fact
from faq.publishing import actions, compare, merge, snapshot
from faq.search.find import find
from tests.factories import edit, make_article
from tests.page_text import text_of

pytestmark = pytest.mark.django_db
ORIGINALS = ["Open.", "Press.", "Type."]


@pytest.fixture
def shared() -> Article:
    return make_article("How do I sign in?", steps=ORIGINALS)


def reworded(shared: Article, **own: str) -> dict:
    """A step that shows those of `shared`, some in own words: `two="Tap."`."""
    numbers = {"one": "1", "two": "2", "three": "3"}
    return {
        "include": shared.slug,
        "reworded": {"of": ORIGINALS, "own": {numbers[name]: words for name, words in own.items()}},
    }


@pytest.fixture
def host(shared) -> Article:
    return make_article("How do I book?", steps=["Sit.", reworded(shared, two="Tap the **zebra** now.")])


def read(article: Article) -> list[str]:
    return [step["html"] for step in Article.objects.get(pk=article.pk).live.steps()]


def test_patients_read_own_words_here_and_the_others_there(client, shared, host):
    page = text_of(client.get(host.get_absolute_url()))

    assert "Step 2 Open. Step 2 Done" in page
    assert "Step 3 Tap the zebra now." in page
    assert read(shared) == ["<p>Open.</p>", "<p>Press.</p>", "<p>Type.</p>"]


def test_patients_find_the_article_by_its_own_words(host):
    assert [hit.title for hit in find("zebra").hits] == ["How do I book?"]


def test_the_rest_stays_shared_and_own_words_stay_when_the_original_changes(shared, host):
    edit(shared, steps=["Start.", "Press hard.", "Type.", "Wait."])

    assert read(host)[1:] == [
        "<p>Start.</p>",
        "<p>Tap the <strong>zebra</strong> now.</p>",
        "<p>Type.</p>",
        "<p>Wait.</p>",
    ]


def test_own_words_for_a_step_that_is_gone_are_read_nowhere(shared, host):
    edit(shared, steps=["Open.", "Type."])

    assert read(host) == ["<p>Sit.</p>", "<p>Open.</p>", "<p>Type.</p>"]


def test_own_words_move_with_their_step(shared, host):
    edit(shared, steps=["Press.", "Open.", "Type."])

    assert read(host)[1] == "<p>Tap the <strong>zebra</strong> now.</p>"


def test_words_that_are_those_of_the_step_or_none_are_no_own_words(shared):
    article = make_article("When?", published=False, steps=[reworded(shared, one="Open.", two=" ")])

    assert snapshot.take(article)["steps"] == [{"include": shared.slug}]


def test_a_comparison_names_the_own_words(shared, host):
    before = snapshot.take(host)

    found = compare.changes(before, {**before, "steps": [{"text": "Sit."}, reworded(shared, two="Touch.")]})

    assert [(change.part, change.after) for change in found] == [
        ("Steps 2 to 4", "[the steps of “How do I sign in?”; its step 2 reads here: “Touch.”]")
    ]


def test_own_words_of_one_of_two_writers_are_chosen_as_any_step(shared):
    theirs = {**snapshot.BLANK, "steps": [reworded(shared, two="Tap.")]}
    mine = {**snapshot.BLANK, "steps": [reworded(shared, two="Touch.")]}

    (difference,) = merge.differences(theirs, mine, {**snapshot.BLANK, "steps": [{"include": shared.slug}]})

    assert difference.suggested == ""
    assert merge.merged(theirs, mine, [difference.name])["steps"] == theirs["steps"]


def test_an_earlier_version_brings_own_words_back(shared, host):
    edit(host, steps=["Sit.", {"include": shared.slug}], publish=False)

    actions.restore(host, host.revisions.get(number=1), by=None, version=2)

    assert snapshot.take(host)["steps"][1] == reworded(shared, two="Tap the **zebra** now.")


def test_a_fact_in_own_words_is_used_and_one_that_is_not_there_is_refused(shared):
    Fact.objects.create(name="phone", label="Phone", value="555")
    article = make_article("When?", steps=[reworded(shared, two="Call {{phone}}.")])
    assert list(article.live.facts.values_list("name", flat=True)) == ["phone"]

    with pytest.raises(RefusedError, match="no fact called “fax”"):
        edit(article, steps=[reworded(shared, two="Fax {{fax}}.")])


def test_own_words_are_as_long_as_a_step_at_most(shared):
    with pytest.raises(RefusedError, match="Steps 1 to 3: This has 5001 letters. Please keep it to 5000."):
        make_article("When?", steps=[reworded(shared, two="x" * 5_001)])
