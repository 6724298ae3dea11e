"""Search promises: which are kept, and the command that fails when one is broken."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from faq.models import SearchPromise, Synonym
from faq.publishing import actions, synonyms
from faq.search import promises
from faq.search.query.synonyms import compile
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_a_promise_is_kept_while_its_article_is_among_the_first():
    first = make_article("How do I reset my password?")
    second = make_article("Where do I park?", body="Near the machine that asks for a password.")
    kept, broken = (
        SearchPromise.objects.create(text="reset password", article=each, first=1) for each in (first, second)
    )

    checked = promises.check([kept, broken])

    assert [each.is_kept for each in checked] == [True, False]
    assert checked[0].rank == 1


def test_synonyms_that_would_break_a_promise_are_known_before_they_are_saved():
    parking = make_article("Where is the parking place?")
    make_article("Where is the entrance?")
    promise = SearchPromise.objects.create(text="quimbox", article=parking, first=1)
    group = synonyms.save(Synonym(phrases="quimbox, parking place"), by=None)

    without = promises.broken_by_synonyms(compile([]))
    unchanged = promises.broken_by_synonyms(compile([group]))

    assert (without, unchanged) == ([promise], [])


def test_the_command_fails_and_names_what_is_broken():
    article = make_article("How do I reset my password?")
    SearchPromise.objects.create(text="reset password", article=article)
    said, said_then = StringIO(), StringIO()

    call_command("check_promises", stdout=said)
    actions.unpublish(article, by=None)
    with pytest.raises(CommandError, match="Search promises broken: 1 of 1."):
        call_command("check_promises", stdout=said_then)

    assert said.getvalue() == "Search promises kept: 1 of 1.\n"
    assert said_then.getvalue() == (
        "Broken: “reset password” is to show “How do I reset my password?” among the first 3 results; "
        "now no close match among the first ten.\n"
    )
