"""A search names an answer to an article's question only where it is sure."""

import pytest

from faq.search.query.reader_choice import chosen

WHO = [["me", "Me"], ["my-child", "My child"], ["someone", "Someone I care for"]]
DEVICE = [["phone", "Phone"], ["computer", "Computer"]]
APP = [["app", "In the app"], ["web", "On the web page"]]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("see results for my son", ["my-child"]),
        ("my daughter's results", ["my-child"]),
        ("How do I book a visit for a child?", ["my-child"]),
        ("sign up for my husband", ["someone"]),
        ("results for myself", ["me"]),
        ("log in on my phone", ["phone"]),
        ("portal on iphone", ["phone"]),
        ("use it with a laptop", ["computer"]),
        ("results for my son on my phone", ["my-child", "phone"]),
        ("Résultats for my CHILD", ["my-child"]),
    ],
)
def test_words_that_say_for_whom_or_with_what_name_an_answer(text, keys):
    assert chosen(text, [WHO, DEVICE]) == keys


@pytest.mark.parametrize(
    "text",
    [
        "",
        "reset my password",
        "change my phone number",
        "what is the phone number for my doctor",
        "child support payments",
        "urgent care",
        "phone or computer",
        "for my son and my wife",
        "is there a computer in the waiting room",
        "phone",
        "on my phone or on my computer",
        "for me",
        "\x00 <script> " * 50,
        "医院",
    ],
)
def test_where_that_is_not_sure_nothing_is_named(text):
    assert chosen(text, [WHO, DEVICE]) == []


def test_words_of_the_clinics_own_answers_count_whole():
    assert chosen("see my results in the app", [APP]) == ["app"]
    assert chosen("see my results on the web page", [APP]) == ["web"]
    assert chosen("see my results on the page", [APP]) == []


def test_an_article_that_asks_nothing_is_named_nothing():
    assert chosen("for my son", []) == []
