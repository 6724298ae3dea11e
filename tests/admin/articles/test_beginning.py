"""How a new article begins: with nothing, with a template, or as a copy of another one."""

import re

import pytest

from faq.models import Article
from faq.publishing import templates
from tests.admin.conftest import ADD_URL, change_url, filled
from tests.factories import make_article

LIST = "/admin/faq/article/"


@pytest.fixture
def how_to(db) -> Article:
    templates.add_first()
    return Article.objects.templates()[0]


def texts_in(page: str) -> dict[str, str]:
    return dict(re.findall(r'<textarea name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', page))


def test_a_new_article_offers_the_templates_and_begins_with_the_one_chosen(editor, how_to):
    blank = editor.get(ADD_URL).text
    begun = editor.get(ADD_URL, {"from": how_to.pk}).text

    offered = re.findall(r'<a class="button button-quiet" href="\?from=(\d+)">([^<]+)</a>', blank)
    assert [name for _, name in offered] == ["How-to with steps", "Short answer", "What to bring"]
    assert "Begun with “How-to with steps”. Please write the question" in begun
    assert texts_in(begun)["title"] == ""
    assert texts_in(begun)["steps-1-text"] == "Press “…”."
    assert "Begin with a template" not in begun


def test_a_copy_is_a_draft_of_its_own_that_asks_for_a_question(editor, client):
    article = make_article("Where do I park?", steps=["Drive in."], tags=["Visits"])

    page = editor.get(change_url(article)).text
    copied = editor.get(ADD_URL, {"from": article.pk}).text
    fields = texts_in(copied)
    sent = filled({"text": fields["steps-0-text"]}, title=fields["title"], tags="Visits")
    editor.post(f"{ADD_URL}?from={article.pk}", sent)

    assert f'<a href="{ADD_URL}?from={article.pk}">Copy this article</a>' in page
    assert "Please write its own question first." in copied
    copy = Article.objects.get(title="Copy of Where do I park?")
    assert (copy.live, copy.slug, [step.text for step in copy.steps.all()]) == (
        None,
        "copy-of-where-do-i-park",
        ["Drive in."],
    )
    assert client.get(copy.get_absolute_url()).status_code == 404
    assert Article.objects.get(pk=article.pk).version == 1


@pytest.mark.parametrize("odd", ["", "0", "x", "99999", "9" * 40, "-1"])
def test_an_address_that_names_no_article_begins_with_nothing(editor, odd):
    page = editor.get(ADD_URL, {"from": odd, "title": "Where?"}).text

    assert texts_in(page)["title"] == "Where?"
    assert "This is a copy" not in page


def test_an_article_in_the_bin_is_not_copied(editor):
    article = make_article("Where do I park?", published=False)
    Article.objects.update(deleted_at=article.created_at)

    page = editor.get(ADD_URL, {"from": article.pk}).text

    assert "Where do I park?" not in page


def test_a_template_is_marked_changed_like_any_article_and_never_published(editor, how_to):
    page = editor.get(change_url(how_to)).text
    sent = filled({"text": "Go to … ."}, title="Our how-to", version=1, _publish="")
    refused = editor.post(change_url(how_to), sent, follow=True).text

    assert '<p class="state state-template">Template</p>' in page
    assert "Patients never see it." in page
    assert 'name="_publish"' not in page
    assert "Write an article from it" in page
    assert "not published yet. This is a template" in refused
    assert ">Our how-to</a>" in editor.get(ADD_URL).text


def test_templates_have_a_list_of_their_own_and_are_in_no_other(editor, how_to):
    make_article("Where do I park?")

    everything, drafts, own = (
        editor.get(LIST, {"need": need} if need else {}).text for need in ("", "drafts", "templates")
    )
    first_page = editor.get("/admin/").text

    shown = [page for page in (everything, drafts, own, first_page) if "How-to with steps" in page]
    assert shown == [own]
    assert "Where do I park?" in everything
    assert "Where do I park?" not in own
