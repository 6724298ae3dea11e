"""The order of the topics on the home page: numbered in one form, two people and odd numbers included."""

import pytest
from django.test import Client

from faq.models import AuditEntry, Edition, Tag
from tests.factories import make_article
from tests.page_text import text_of

pytestmark = pytest.mark.django_db
URL = "/admin/faq/tag/order/"


@pytest.fixture
def topics() -> list[Tag]:
    """Billing, Children, Visits: as good as unordered."""
    make_article(tags=["Billing", "Children", "Visits", "No topic"])
    Tag.objects.exclude(name="No topic").update(is_topic=True)
    return list(Tag.objects.all_topics())


def send(client: Client, numbers: dict[Tag, object], seen: str) -> str:
    sent = {f"order-{tag.pk}": number for tag, number in numbers.items()}
    return text_of(client.post(URL, {**sent, "seen": seen}, follow=True))


def order() -> list[str]:
    return [tag.name for tag in Tag.objects.all_topics()]


def test_numbers_say_in_which_order_patients_see_the_topics(editor, reader, topics):
    billing, children, visits = topics
    before = text_of(reader.get("/"))
    seen = editor.get(URL).context["seen"]

    page = send(editor, {billing: 3, children: 2, visits: 1}, seen)

    assert "The order is saved." in page
    after = text_of(reader.get("/"))
    names = ["Visits", "Children", "Billing"]
    assert (order(), sorted(names, key=after.index), sorted(names, key=before.index)) == (names, names, names[::-1])
    assert AuditEntry.objects.filter(who=editor.user).get().subject == "the order of the topics"


def test_the_same_number_twice_keeps_both_as_they_stood_and_none_comes_last(editor, topics):
    billing, children, visits = topics

    send(editor, {billing: "", children: 7, visits: 7}, editor.get(URL).context["seen"])

    assert order() == ["Children", "Visits", "Billing"]


@pytest.mark.parametrize("odd", ["-1", "10000", "two", "1.5", "\x00", "9" * 5_000])
def test_a_number_that_is_none_is_refused_in_words_and_nothing_is_saved(editor, topics, odd):
    billing, children, visits = topics
    edition = Edition.objects.get().number

    page = send(editor, {billing: odd, children: 2, visits: 1}, editor.get(URL).context["seen"])

    assert "Please write a whole number" in page
    assert (order(), Edition.objects.get().number) == (["Billing", "Children", "Visits"], edition)


def test_an_order_that_somebody_changed_meanwhile_is_shown_and_not_overwritten(two, topics):
    ana, ben = two
    billing, children, visits = topics
    seen = ben.get(URL).context["seen"]
    send(ana, {billing: 2, children: 1, visits: 3}, seen)

    answer = ben.post(URL, {f"order-{tag.pk}": n for tag, n in zip(topics, (3, 2, 1), strict=True)} | {"seen": seen})

    said = "Somebody changed the order in the meantime. Now it is: Children, Billing, Visits. Yours stands below."
    assert said in text_of(answer)
    assert [tag.name for tag, _ in answer.context["form"].rows()] == ["Visits", "Children", "Billing"]
    assert order() == ["Children", "Billing", "Visits"]
    # Who has seen it may keep their own
    send(ben, {billing: 3, children: 2, visits: 1}, answer.context["seen"])
    assert order() == ["Visits", "Children", "Billing"]


@pytest.mark.parametrize("seen", ["", "1,2", "\x00", "x" * 9_000])
def test_an_order_of_which_nothing_was_seen_is_not_saved(editor, topics, seen):
    billing, children, visits = topics

    page = send(editor, {billing: 3, children: 2, visits: 1}, seen)

    assert "Somebody changed the order in the meantime." in page
    assert order() == ["Billing", "Children", "Visits"]


def test_without_topics_the_page_says_how_one_is_made(editor):
    assert "No tag stands on the home page yet." in text_of(editor.get(URL))
    assert "Order of the topics on the home page" in text_of(editor.get("/admin/faq/tag/"))
