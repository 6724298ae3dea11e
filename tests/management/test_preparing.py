"""What a start puts into an empty database, and what it leaves alone afterwards."""

import pytest
from django.contrib.auth import get_user_model

from faq.management import preparing
from faq.models import Article, Step

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
