"""Search on the first content: questions about its four articles as patients type them, with the answer of each.

They were written by themselves. Those that stand among the "also asked" lines too would prove nothing; none does.
"""

import pytest

from faq.models import Article
from faq.publishing import exchange
from faq.search.find import find
from faq.search.index.index import open_index
from faq.text import words

PHRASINGS = {
    "Where is the link to the patient portal?": (
        "where's the patient portal",
        "how do I find the portal",
        "portal login page url",
        "what website do i use to see my records online",
        "can u give me the portal adress",
        "where can i sign in to see my chart",
        "link to patient login",
        "cant find where to log in on your site",
        "is there an online portal for patients and where",
    ),
    "How do I set or reset my portal password?": (
        "forgot password",
        "how to reset pasword",
        "my password doesnt work anymore",
        "set up new portal account password first time",
        "I need to create a password",
        "didnt get reset link in my email",
        "change my password please",
        "cannot get into my account, password forgotten",
        "where is the email to reset my password",
    ),
    "Can my family share one account?": (
        "can me and my husband use the same login",
        "how do i see my daughters information",
        "share account with my kids",
        "same email for two patients",
        "multiple family members one portal",
        "switch between children in the portal",
        "portal wants date of birth what format",
        "log into my sons account",
        "do my wife and i each need a separate account",
    ),
    "Who can help me with the portal?": (
        "who do i call for portal problems",
        "portal not working",
        "tech support",
        "need help logging in who can i ask",
        "optimantra support contact",
        "having trouble with the portal",
        "who can assist with the website",
        "portal keeps giving me an error",
        "is there someone who can help with the patient portal",
    ),
}


@pytest.fixture
def seed(transactional_db):
    exchange.load_seed()
    open_index().embed_all()


def test_patients_find_the_right_answer_of_the_first_content_first(seed):
    asked = [(phrasing, title) for title, phrasings in PHRASINGS.items() for phrasing in phrasings]

    wrong = [(phrasing, title) for phrasing, title in asked if find(phrasing).hits[0].title != title]

    assert len(asked) == 36
    assert len(wrong) <= 3, wrong


def test_each_article_of_the_first_content_has_other_ways_of_asking_that_are_not_these_questions(seed):
    ways = {article.title: article.asked_like.splitlines() for article in Article.objects.all()}

    assert all(len(lines) >= 8 for lines in ways.values()), ways
    lines = {words.normalise(line) for asked in ways.values() for line in asked}
    assert lines.isdisjoint(words.normalise(phrasing) for asked in PHRASINGS.values() for phrasing in asked)
