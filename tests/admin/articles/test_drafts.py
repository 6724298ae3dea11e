"""A draft may lack anything but its question: what patients need is asked for when it is published."""

from django.core.files.uploadedfile import SimpleUploadedFile

from faq.models import Article
from faq.publishing import pictures
from tests.admin.conftest import ADD_URL, change_url, filled
from tests.factories import a_png


def test_a_draft_is_saved_with_anything_missing_and_publishing_asks_for_it(editor):
    picture = pictures.store(SimpleUploadedFile("a.png", a_png(), "image/png"))
    steps = [{"text": "Look.", "picture": picture}, {"text": "", "picture": picture, "picture_alt": "A page"}]
    sent = filled(*steps, short_answer="Call {{no-such-fact}}. ![](https://example.org/a.png)")

    draft = editor.post(ADD_URL, sent, follow=True)
    article = Article.objects.get()
    published = editor.post(change_url(article), sent | {"version": 1, "_publish": ""}, follow=True)

    assert "Saved." in draft.text
    assert [(step.text, bool(step.picture), step.picture_alt) for step in article.steps.order_by("position")] == [
        ("Look.", True, ""),
        ("", True, "A page"),
    ]
    assert "Your words are saved, but not published yet." in published.text
    assert "The picture of step 1 needs a description for people who cannot see it." in published.text
    assert "Step 2 has no words yet." in published.text
    assert "There is no fact called “no-such-fact”." in published.text
    article.refresh_from_db()
    assert article.live is None
