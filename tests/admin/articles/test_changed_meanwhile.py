"""Articles that a colleague saved after the list or the question was shown: named and left, or asked about again."""

import re

import pytest

from tests.factories import edit, make_article

ARTICLES = "/admin/faq/article/"


@pytest.mark.parametrize("page", ["delete", "take-off"])
def test_an_article_saved_after_the_question_was_asked_is_asked_about_again(two, page: str):
    article = make_article("Where?")
    url = f"{ARTICLES}{article.pk}/{page}/"
    asked = re.search(r'name="version" value="(\d+)"', two[1].get(url).text)[1]
    edit(article, publish=False, by=two[0].user, short_answer="Elsewhere.")

    again = two[1].post(url, {"version": asked}, follow=True).text

    article.refresh_from_db()
    assert "Ana saved it in the meantime. Changed: Short answer. Please look once more." in again
    assert 'name="version" value="2"' in again
    assert (article.live_id is not None, article.deleted_at) == (True, None)


@pytest.mark.parametrize("action", ["publish", "unpublish", "move_to_bin"])
def test_a_ticked_article_that_was_saved_after_the_list_was_shown_is_named_and_left(two, action: str):
    article, other = make_article("Where?"), make_article("When?")
    shown = dict(re.findall(r'name="(version-\d+)" value="(\d+)"', two[1].get(ARTICLES).text))
    edit(article, publish=False, by=two[0].user, short_answer="Elsewhere.")
    live = article.live_id

    ticked = {"action": action, "_selected_action": [article.pk, other.pk], **shown}
    page = two[1].post(ARTICLES, ticked, follow=True).text

    article.refresh_from_db()
    assert "“Where?”: Ana saved it in the meantime. Changed: Short answer. Please look at it first." in page
    assert (article.live_id, article.deleted_at) == (live, None)
    assert "“When?” is" in page
