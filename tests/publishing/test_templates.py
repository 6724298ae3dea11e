"""Templates: made once, changed by staff, never read by patients, and what a new article begins with."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from faq.errors import RefusedError
from faq.models import Article
from faq.publishing import actions, article_bin, differences, snapshot, templates
from tests.factories import edit, make_article, make_staff

pytestmark = pytest.mark.django_db


def test_a_site_begins_with_three_templates_that_come_once():
    assert templates.add_first() == 3
    actions.move_to_bin(Article.objects.templates()[0], by=None)

    assert templates.add_first() == 0
    assert [each.title for each in Article.objects.templates()] == ["Short answer", "What to bring"]


def test_templates_that_staff_deleted_for_good_never_come_back():
    templates.add_first()
    for template in Article.objects.templates():
        actions.move_to_bin(template, by=None)
    article_bin.empty(older_than=timedelta(0))

    assert templates.add_first() == 0
    assert not Article.objects.exists()


def test_an_article_of_staff_with_the_name_of_a_template_is_none():
    make_article("Short answer", by=make_staff())

    assert templates.add_first() == 3


def test_patients_read_the_words_of_templates_as_they_were_typed():
    templates.add_first()

    assert [differences.unpublished(each, snapshot.take(each)) for each in Article.objects.templates()] == [[]] * 3


def test_a_template_is_in_no_list_of_what_needs_a_look():
    templates.add_first()

    assert [article.title for article in Article.objects.needing_attention()] == []
    assert not Article.objects.written().exists()


def test_a_template_is_never_published():
    templates.add_first()
    template = Article.objects.templates()[0]
    edit(template, publish=False, short_answer="Changed.")
    published = make_article("Where do I park?")

    with pytest.raises(RefusedError, match="This is a template, which patients never see"):
        actions.publish(template, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=template.pk).update(live=published.live)


def test_an_article_that_begins_with_a_template_has_its_words_and_a_question_of_its_own():
    templates.add_first()
    how_to = Article.objects.templates()[0]

    begun = templates.beginning(how_to)

    assert (begun["title"], begun["slug"]) == ("", "")
    assert [step["text"] for step in begun["steps"]] == ["Open … .", "Press “…”.", "You are done when … ."]


def test_a_copy_has_all_but_the_address_and_a_question_that_says_so():
    article = make_article("P" * 200, steps=["Open."], tags=["Portal"], body="More.", asked_like="How?", slug="portal")

    copy = templates.beginning(article)

    assert copy["title"] == f"Copy of {'P' * 192}"
    assert copy == {**snapshot.take(article), "slug": "", "title": copy["title"]}
