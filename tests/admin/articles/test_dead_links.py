"""Links in the editor: each dead one at its text, and who links to the article."""

import re

from faq.models import CheckedLink, Fact, Tag
from faq.publishing import facts
from tests.admin.conftest import ADD_URL, change_url, filled
from tests.factories import make_article, step_showing, stored_picture

GONE = "https://a.example/gone"


def told_at(page: str) -> list[str]:
    """The name of the box before each sentence on a dead link."""
    boxes = [(match.start(), match[1]) for match in re.finditer(r'<textarea name="([^"]+)"', page)]
    told = [match.start() for match in re.finditer("leads nowhere", page)]
    return [[name for start, name in boxes if start < at][-1] for at in told]


def test_a_dead_link_is_told_at_its_step(editor):
    article = make_article(steps=["Open it.", f"See [this]({GONE}#part)."], body=f"{GONE} {GONE}")
    CheckedLink.objects.create(url=GONE, state="dead", why="Not there.")

    page = editor.get(change_url(article)).content.decode()

    assert told_at(page) == ["steps-1-text", "body"]
    assert f"The link to <b>{GONE}</b> leads nowhere. Not there." in page


def test_a_dead_link_of_a_fact_is_told_where_the_fact_stands(editor):
    facts.save(Fact(name="portal-address", label="Portal", kind="address", value=GONE), by=None)
    article = make_article(steps=["Open {{portal-address}}."])
    CheckedLink.objects.create(url=GONE, state="dead")

    assert told_at(editor.get(change_url(article)).content.decode()) == ["steps-0-text"]


def test_a_form_that_was_refused_tells_it_of_what_was_typed(editor):
    CheckedLink.objects.create(url=GONE, state="dead")

    page = editor.post(ADD_URL, filled({"text": f"See {GONE}"}, title="")).content.decode()

    assert told_at(page) == ["steps-0-text"]


def test_links_that_work_or_could_not_be_checked_are_not_told(editor):
    article = make_article(body=f"{GONE} https://b.example/")
    CheckedLink.objects.create(url=GONE, state="unknown", why="It asks for a log-in.")
    CheckedLink.objects.create(url="https://b.example/", state="works")

    assert told_at(editor.get(change_url(article)).content.decode()) == []


def test_an_article_names_those_that_link_to_it(editor):
    article = make_article("Where do I park?")
    other = make_article("How do I visit?", body="[Park](/articles/where-do-i-park/)")

    page = " ".join(editor.get(change_url(article)).content.decode().split())

    assert f'Linked to from: <a href="/admin/faq/article/{other.pk}/change/">How do I visit?</a>.' in page


def test_an_article_names_those_that_show_its_pictures(editor):
    picture = step_showing(stored_picture())
    article = make_article("Where do I park?", steps=[picture])
    other = make_article("How do I visit?", steps=[picture])
    make_article("A draft?", steps=[picture], published=False)

    page = " ".join(editor.get(change_url(article)).content.decode().split())

    assert f'Its pictures also stand in: <a href="/admin/faq/article/{other.pk}/change/">How do I visit?</a>.' in page


def test_a_tag_names_its_articles(editor):
    make_article("Where do I park?", tags=["Visit"])
    make_article("A draft?", tags=["Visit"], published=False)
    tag = Tag.objects.get()

    page = editor.get(f"/admin/faq/tag/{tag.pk}/change/").content.decode()

    assert "2 articles have this tag:" in page
    assert page.index("A draft?") < page.index("Where do I park?")
