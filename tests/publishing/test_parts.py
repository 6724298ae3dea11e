"""Each part of an article is saved, compared, guarded, brought back and found as it is declared, a new one too."""

import pytest

from faq.admin.articles.changelist import matching
from faq.errors import RefusedError
from faq.models import Article
from faq.models.parts import PARTS, STEP_PARTS, Kind, Part
from faq.publishing import actions, compare, snapshot
from faq.publishing.errors import ConflictError
from faq.search.find import find
from faq.values import pdf_names
from tests.factories import a_video, edit, make_article, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(params=PARTS, ids=lambda part: part.name)
def part(request) -> Part:
    return request.param


@pytest.fixture
def value(part: Part) -> object:
    """Another value than the one an article has at first; it holds the word zebra where it is words."""
    if part.kind is Kind.PERSON:
        return make_staff("Owner", "zebra").get_username()
    if part.kind is Kind.CHOICE:
        return next(value for value, _ in part.field.choices if value != part.field.default)
    file = {"title": "zebra", "file": pdf_names.name_for("0" * 32, pages=1, size=1)}
    asked = [{"text": "zebra?", "answers": [{"key": "a", "text": "Zebra"}, {"key": "b", "text": "Horse"}]}]
    made = {Kind.TAGS: ["zebra"], Kind.STEPS: [{"text": "zebra"}], Kind.FILES: [file]}
    made |= {Kind.VIDEOS: [a_video("zebra")], Kind.READER_QUESTIONS: asked}
    return made.get(part.kind, "zebra")


def kept(article: Article, part: Part) -> object:
    return snapshot.take(Article.objects.get(pk=article.pk))[part.name]


def test_a_changed_part_makes_a_version_that_holds_it(part, value):
    article = make_article(published=False)

    edit(article, publish=False, **{part.name: value})

    assert kept(article, part) == snapshot.tidy({part.name: value})[part.name]
    assert article.revisions.get(number=2).snapshot[part.name] == kept(article, part)


def test_a_comparison_names_the_changed_part_and_no_other(part, value):
    before = snapshot.take(make_article(published=False))

    found = compare.changes(before, {**before, part.name: value})

    label = "Step 1" if part.kind is Kind.STEPS else part.label
    assert [change.part for change in found] == ([label] if part.is_compared else [])


def test_the_second_of_two_writers_of_a_part_is_told(part, value):
    article = make_article(published=False)
    edit(article, publish=False, **{part.name: value})

    with pytest.raises(ConflictError):
        actions.save(article, {"short_answer": "Mine."}, by=None, version=1)

    assert kept(article, part) == snapshot.tidy({part.name: value})[part.name]


def test_an_earlier_version_brings_the_part_back(part, value):
    article = make_article(published=False)
    before = kept(article, part)
    article = edit(article, publish=False, **{part.name: value})

    actions.restore(article, article.revisions.get(number=1), by=None, version=2)

    # An address stays: the former one leads to it.
    assert kept(article, part) == (value if part.name == "slug" else before)


@pytest.mark.parametrize("part", [part for part in PARTS if part.name not in ("title", "slug")], ids=lambda p: p.name)
def test_a_version_older_than_the_part_counts_as_blank(part, value):
    article = make_article(published=False, **{part.name: value})
    older = article.revisions.get()
    del older.snapshot[part.name]
    older.save()
    now, blank = snapshot.take(article), snapshot.BLANK[part.name]

    actions.restore(article, older, by=None, version=1)

    assert not snapshot.same(older.snapshot, now)
    assert len(compare.changes(older.snapshot, now)) == 1
    assert snapshot.same(older.snapshot, {**now, part.name: blank})
    assert kept(article, part) == blank


def test_staff_find_an_article_by_the_parts_declared_so(part, value):
    article = make_article(published=False, **{part.name: value})

    found = list(matching(Article.objects.all(), value if part.kind is Kind.CHOICE else "zebra"))

    assert found == ([article] if part.is_searched_by_staff else [])


def test_patients_find_an_article_by_the_parts_declared_so(part, value):
    article = make_article(**{"audience": "public", part.name: value})

    found = [hit.url for hit in find("zebra").hits]

    assert found == ([article.get_absolute_url()] if part.indexed_as else [])


@pytest.mark.parametrize("part", STEP_PARTS, ids=lambda part: part.name)
def test_a_changed_part_of_a_step_is_saved_compared_and_brought_back(part):
    other = make_article("What else?", steps=["Else."])
    first = {"text": "One.", "picture": "pictures/a.webp", "picture_alt": "A page"}
    changes = {
        "include": {"include": other.slug},
        "reworded": {"include": other.slug, "reworded": {"of": ["Else."], "own": {"1": "zebra"}}},
        "only_for": {**first, "only_for": ["me"]},
    }
    change = changes.get(part.name, {**first, part.name: "zebra"})
    asked = [{"text": "Who?", "answers": [{"key": "me", "text": "Me"}, {"key": "you", "text": "You"}]}]
    article = make_article(published=False, steps=[first], reader_questions=asked)
    before = snapshot.take(article)

    article = edit(article, publish=False, steps=[change])

    after = snapshot.take(article)
    assert after["steps"] == [change]
    assert not snapshot.same(before, after)
    assert [found.part for found in compare.changes(before, after)] == ["Step 1"]
    actions.restore(article, article.revisions.get(number=1), by=None, version=2)
    assert snapshot.take(article)["steps"] == [first]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"title": "x" * 201}, "Question: This has 201 letters. Please keep it to 200."),
        ({"asked_like": "x" * 4_001}, "Patients also ask it like this: This has 4001 letters. Please keep it to 4000."),
        ({"audience": "all"}, "Who may read it: Please choose one from the list."),
        ({"steps": [{"text": "x" * 5_001}]}, "Step 1, What to do: This has 5001 letters. Please keep it to 5000."),
    ],
)
def test_a_value_beyond_the_models_limits_is_refused_by_the_name_of_its_field(content, sentence):
    with pytest.raises(RefusedError) as refused:
        make_article(**content)

    assert [said[: len(sentence)] for said in refused.value.sentences] == [sentence]


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ({"text": "x", "picture": "p"}, "The picture of step 1 needs a description for people who cannot see it."),
        ({"text": " ", "picture": "p", "picture_alt": "A page"}, "Step 1 has no words yet."),
    ],
)
def test_what_is_missing_in_a_step_is_asked_for_when_it_is_published(step, sentence):
    article = make_article(published=False, steps=[step])

    with pytest.raises(RefusedError) as refused:
        actions.publish(article, by=None)

    assert refused.value.sentences == [sentence]
