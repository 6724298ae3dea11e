"""Writers at the same moment: they take turns, on any database, and what one checked still holds when it is done."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from faq.errors import RefusedError
from faq.models import Article, Edition, Fact, Revision, Synonym
from faq.publishing import actions, facts, synonyms
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable) -> list[Exception]:
    """Do all `calls` at the same moment and return what they raised."""
    barrier, raised = Barrier(len(calls)), []

    def run(call: Callable) -> None:
        barrier.wait()
        try:
            call()
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


def test_the_same_question_saved_twice_gets_two_addresses():
    content = {"title": "Same?", "short_answer": "Yes."}

    raised = at_once(*[lambda: actions.save(None, dict(content), by=None)] * 4)

    assert raised == []
    assert sorted(Article.objects.values_list("slug", flat=True)) == ["same", "same-2", "same-3", "same-4"]


def test_one_word_never_stands_in_two_groups_of_synonyms():
    groups = [Synonym(phrases=f"portal, word{number}") for number in range(4)]

    raised = at_once(*[lambda group=group: synonyms.save(group, by=None) for group in groups])

    assert [type(error).__name__ for error in raised] == ["RefusedError"] * 3
    assert Synonym.objects.count() == 1


def test_one_of_two_saves_of_an_article_is_told_of_the_other():
    article = make_article(published=False)
    saves = [lambda n=n: actions.save(article, {"body": f"words {n}"}, by=None, version=1) for n in range(5)]

    raised = at_once(*saves)

    assert [type(error).__name__ for error in raised] == ["ConflictError"] * 4
    assert Revision.objects.filter(article=article).count() == 2


def test_articles_never_include_each_other():
    one, other = make_article("One", steps=["a"]), make_article("Other", steps=["b"])

    raised = at_once(
        lambda: actions.save(one, {"steps": [{"include": other.slug}]}, by=None, version=1),
        lambda: actions.save(other, {"steps": [{"include": one.slug}]}, by=None, version=1),
    )

    assert [type(error) for error in raised] == [RefusedError]


def test_steps_cannot_become_secret_while_a_host_is_being_published():
    shared = make_article("Shared", steps=["a"])
    including = make_article("Can we share?", published=False, steps=[{"include": shared.slug}])
    actions.save(shared, {"audience": "staff"}, by=None, version=1)

    raised = at_once(lambda: actions.publish(including, by=None), lambda: actions.publish(shared, by=None))

    assert len(raised) == 1
    shown = {article.title: article.live.audience for article in Article.objects.live()}
    assert shown in ({"Shared": "public", "Can we share?": "public"}, {"Shared": "staff"})


def test_many_calls_at_once_never_wait_for_each_other_in_a_circle():
    fact = facts.save(Fact(name="line", label="Line", value="1"), by=None)
    articles = [make_article(f"Question {n}?", body="{{line}}") for n in range(3)]
    before = Edition.current_number()

    raised = at_once(
        *[lambda a=a: actions.unpublish(a, by=None) for a in articles],
        *[lambda: facts.save(Fact.objects.get(pk=fact.pk), by=None)] * 3,
    )

    assert raised == []
    assert Edition.current_number() == before + 6
    assert connection.vendor in ("sqlite", "postgresql")
