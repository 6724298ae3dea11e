"""What a start puts into an empty database, and what it leaves alone afterwards."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from faq.management import preparing
from faq.models import Article, AuditEntry, Step, audit_guard
from faq.publishing import actions, article_bin

pytestmark = pytest.mark.django_db


def test_an_empty_site_gets_the_clinics_questions_and_one_sign_in_for_each_role():
    preparing.prepare(lambda _: None)

    assert Article.objects.published().count() == 4
    assert list(get_user_model().objects.order_by("pk").values_list("username", "groups__name", "is_staff")) == [
        ("editor", "Editor", True),
        ("manager", "Manager", True),
        ("owner", "Owner", True),
    ]


def test_a_second_time_there_is_nothing_to_do():
    preparing.prepare(lambda _: None)
    said = []

    preparing.prepare(said.append)

    assert (preparing.is_ready(), said) == (True, [])


def test_a_site_restored_from_before_there_were_templates_gets_them_at_its_next_start():
    preparing.prepare(lambda _: None)
    with audit_guard.lifted():
        AuditEntry.objects.filter(article__is_template=True).delete()
    Article.objects.filter(is_template=True).delete()

    was_ready = preparing.is_ready()
    preparing.prepare(lambda _: None)

    assert (was_ready, preparing.is_ready()) == (False, True)
    assert Article.objects.templates().count() == 3


def test_templates_that_staff_deleted_stay_away_at_every_start():
    preparing.prepare(lambda _: None)
    for template in Article.objects.templates():
        actions.move_to_bin(template, by=None)
    article_bin.empty(older_than=timedelta(0))

    preparing.prepare(lambda _: None)

    assert not Article.objects.filter(is_template=True).exists()


def test_styles_that_were_lost_are_collected_again(settings):
    preparing.prepare(lambda _: None)
    (settings.STATIC_ROOT / "staticfiles.json").unlink()
    said = []

    preparing.prepare(said.append)

    assert said == ["Collecting styles, scripts and pictures."]


def test_what_a_clinic_has_deleted_does_not_come_back():
    preparing.prepare(lambda _: None)
    Step.objects.all().delete()
    Article.objects.update(live=None)
    Article.objects.all().delete()

    preparing.prepare(lambda _: None)

    assert Article.objects.count() == 0
