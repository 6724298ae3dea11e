"""What an update does to the rows of a clinic that has been using the site."""

import json
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from faq import migrations
from faq.models import Edition, LivePicture, Redirect, Revision
from tests.factories import edit, make_article, step_showing, stored_picture

pytestmark = pytest.mark.django_db


def migration(name: str):
    found = next(Path(migrations.__path__[0]).glob(f"*_{name}.py"))
    return import_module(f"faq.migrations.{found.stem}")


def test_pictures_of_what_was_published_before_are_still_shown(settings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path
    in_step, in_text, in_answer, replaced, in_draft = (stored_picture(number) for number in range(5))
    article = make_article("Shown?", steps=[step_showing(replaced)])
    edit(article, steps=[step_showing(in_step), f"![A page](/media/{in_text})"], body=f"![A page](/media/{in_text})")
    make_article("For staff?", short_answer=f"[A page](/media/{in_answer})", audience="staff")
    make_article("A draft?", steps=[step_showing(in_draft)], published=False)
    as_published = set(LivePicture.objects.values_list("revision__article__title", "name"))
    LivePicture.objects.all().delete()

    migration("fill_live_pictures").fill(apps, None)

    filled = list(LivePicture.objects.values_list("revision__article__title", "name"))
    assert sorted(filled) == sorted([("Shown?", in_step), ("Shown?", in_text), ("For staff?", in_answer)])
    assert set(filled) == as_published


def test_addresses_kept_before_for_what_patients_never_saw_are_free():
    seen = edit(make_article("Seen"), slug="moved")
    draft = make_article("Draft", published=False)
    gone = Redirect.objects.create(slug="gone")
    Redirect.objects.create(slug="never-seen", article=draft)
    # Seen, but of another article
    Redirect.objects.create(slug="portal", article=draft)
    make_article("Portal")

    migration("free_unseen_addresses").free(apps, None)

    assert set(Redirect.objects.values_list("slug", "article_id")) == {("seen", seen.pk), ("gone", gone.article_id)}


def test_pictures_in_texts_saved_before_open_whole_and_kept_pages_are_made_anew(settings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path
    shown = f"![A page](/media/{stored_picture()})"
    texts = f"{shown}, [{shown} there](https://portal.example/)"
    article = make_article("Shown?", short_answer=texts, body=texts, steps=[texts])
    rendered, edition = article.live.html, Edition.current()
    before = json.loads(re.sub(r'<a class=\\"picture\\"[^>]*>(<img[^>]*>)</a>', r"\1", json.dumps(rendered)))
    Revision.objects.update(html=before)

    migration("pictures_open_whole").change(apps, None)

    assert before != rendered
    assert Revision.objects.get().html == rendered
    assert Edition.current()[0] == edition[0] + 1
    migration("pictures_open_whole").change(apps, None)
    assert (Revision.objects.get().html, Edition.current()[0]) == (rendered, edition[0] + 1)


def test_saying_that_columns_hold_markdown_leaves_the_database_alone():
    operations = migration("markdown_fields").Migration.operations

    assert [operation.database_operations for operation in operations] == [[]]
