"""The bar of the editor: what patients read and from when, and what is new since."""

from django.utils import timezone

from tests.admin.conftest import change_url, filled
from tests.factories import make_article


def test_the_bar_says_from_when_patients_read_and_leads_to_what_changed_since(editor):
    article = make_article("How do I book a visit?", short_answer="Call.")
    at = f"{timezone.localtime(article.live.published_at):%H:%M}"

    published = editor.get(change_url(article)).text
    editor.post(change_url(article), filled(version=1, short_answer="Come in."))
    changed = editor.get(change_url(article)).text
    compared = editor.get(f"/admin/faq/article/{article.pk}/history/?before=1&after=2").text

    assert f"Patients read the version from today, {at}." in published
    assert "there is nothing to publish" in published
    assert "See what changed" not in published
    assert f"Patients read the version from today, {at}." in changed
    assert "there is nothing to publish" not in changed
    assert f'href="/admin/faq/article/{article.pk}/history/?before=1&amp;after=2">See what changed</a>' in changed
    assert '<ins class="word-added">Come in.</ins>' in compared


def test_publishing_what_patients_read_already_says_so_and_makes_no_new_version(editor):
    article = make_article("How do I book a visit?", short_answer="Call.")
    sent = filled(version=1, short_answer="Call.", slug=article.slug, _publish="")

    page = editor.post(change_url(article), sent, follow=True).text

    assert "Nothing has changed since this was published. Patients read it already." in page
    assert article.revisions.count() == 1
