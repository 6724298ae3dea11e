"""What the index keeps of an article."""

import pytest

from faq.models import Article, Fact
from faq.publishing import facts
from faq.search.index import documents
from faq.search.index.documents import Document
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def read(*, include_staff: bool = False) -> list[Document]:
    return list(documents.read(documents.visible(include_staff=include_staff).order_by("pk")))


def test_a_document_holds_what_patients_read_with_facts_and_shared_steps():
    facts.save(Fact(name="desk", label="Desk", kind="text", value="the blue room"), by=None)
    shared = make_article("How do I log in?", steps=["Open the portal."])
    host = make_article(
        "How does my child log in?",
        short_answer="Ask at {{desk}}.",
        steps=[{"include": shared.slug}, "Call us."],
        tags=["Family"],
        asked_like="my son\nmy daughter",
    )

    _, document = read()

    assert vars(document) == {
        "id": host.pk,
        "edition": Article.objects.get(pk=host.pk).edition,
        "slug": "how-does-my-child-log-in",
        "title": "How does my child log in?",
        "asked_like": ["my son", "my daughter"],
        "short_answer": "Ask at the blue room.",
        "steps": ["Open the portal.", "Call us."],
        "body": "",
        "tags": [["family", "Family"]],
        "parts_words": ["ask at the blue room", "open the portal", "call us", ""],
        "passage_parts": [0],
        "questions": [],
        "only_for": [],
        "attached": [],
        "attached_texts": [],
        "is_for_staff": False,
    }


def test_three_articles_are_read_with_as_many_queries_as_one(django_assert_num_queries):
    make_article("Where can I park?", tags=["Visits"])
    with django_assert_num_queries(4):
        assert len(read()) == 1
    make_article("When are you open?", tags=["Visits"])
    make_article("Who are you?", tags=["People"])

    with django_assert_num_queries(4):
        assert len(read()) == 3


def test_a_document_holds_whom_each_step_is_for():
    asked = {"text": "Who is this for?", "answers": [{"text": "Me"}, {"text": "My child"}]}
    make_article(reader_questions=[asked], steps=["Open.", {"text": "Ask.", "only_for": ["my-child"]}])

    [document] = read()

    assert document.steps == ["Open.", "(My child) Ask."]
    assert document.questions == [[["me", "Me"], ["my-child", "My child"]]]
    assert document.only_for == [[], ["my-child"]]
    assert [document.steps_for(choice) for choice in ([], ["me"], ["my-child"])] == [[1, 2], [1], [1, 2]]


def test_a_document_comes_back_from_its_json():
    make_article("Where can I park?", steps=["Here."], tags=["Visits"])
    [document] = read()

    assert Document.from_json(document.as_json()) == document


@pytest.mark.parametrize("damaged", ["{}", "", "null", "[1]", '{"title": "only"}'])
def test_damaged_json_is_an_error(damaged):
    with pytest.raises((ValueError, TypeError)):
        Document.from_json(damaged)


def test_drafts_are_in_no_index_and_staff_articles_only_in_that_of_staff():
    make_article("A draft", published=False)
    make_article("For the desk", audience="staff")
    make_article("For all")

    assert [document.title for document in read()] == ["For all"]
    assert [document.title for document in read(include_staff=True)] == ["For the desk", "For all"]


def test_the_checksum_differs_when_an_article_comes_goes_or_changes():
    article = make_article("Where can I park?")
    visible = documents.visible(include_staff=False)
    before = documents.checksum(visible)

    Article.objects.filter(pk=article.pk).update(edition=article.edition + 99)
    changed = documents.checksum(visible)
    Article.objects.filter(pk=article.pk).update(live=None)

    assert len({before, changed, documents.checksum(visible)}) == 3
    assert documents.checksum(visible) == (0, 0)


def test_the_row_of_a_passage_names_the_parts_it_holds():
    paragraph = "Bring the card of your insurance. " * 8
    make_article("What do I bring?", short_answer="A card.", steps=["Come in.", paragraph, "Sign."], asked_like="bring")
    [document] = read()

    assert document.passage_parts == [0, 3]
    assert [list(document.parts_of_row(row)) for row in (0, 1)] == [[0, 1, 2], [3, 4]]
    assert list(document.parts_of_row(2)) == list(document.parts_of_row(None)) == []
