"""The change log: who changed what, any two versions compared, one brought back as a draft."""

import pytest

from faq.publishing import actions
from tests.factories import edit, make_article, make_staff


@pytest.fixture
def article(db):
    ada = make_staff("Owner", first_name="Ada")
    article = make_article("Where do I park?", by=ada, short_answer="In the yard.", steps=["Turn left.", "Stop."])
    return edit(
        article, by=ada, publish=False, short_answer="In the street.", steps=["Turn right.", "Stop."], tags=["Visits"]
    )


def log(client, article, query: str = "") -> str:
    return client.get(f"/admin/faq/article/{article.pk}/history/{query}").content.decode()


def test_each_save_says_who_and_what(editor, article):
    page = log(editor, article)

    assert "Changed: Short answer, Step 1 and Tags." in page
    assert "by Ada" in page
    assert page.index("Published") < page.index("Wrote")


def test_two_versions_are_compared_word_by_word(editor, article):
    page = log(editor, article, "?before=1&after=2")

    assert 'In the <del class="word-removed">yard.</del><ins class="word-added">street.</ins>' in page
    assert 'Turn <del class="word-removed">left.</del><ins class="word-added">right.</ins>' in page


def test_an_earlier_version_comes_back_as_a_draft(editor, article):
    page = editor.post(f"/admin/faq/article/{article.pk}/bring-back/1/", follow=True).content.decode()

    article.refresh_from_db()
    assert "Version 1 is back as a draft." in page
    assert (article.version, article.short_answer) == (3, "In the yard.")
    assert [step.text for step in article.steps.all()] == ["Turn left.", "Stop."]
    assert article.live.number == 1


def test_bringing_back_from_an_old_page_loses_nobodys_words(editor, article):
    edit(article, publish=False, short_answer="Saved in the meantime.")

    page = editor.post(f"/admin/faq/article/{article.pk}/bring-back/1/", {"version": "2"}, follow=True).content.decode()

    article.refresh_from_db()
    assert "saved this article in the meantime" in page
    assert article.short_answer == "Saved in the meantime."


@pytest.mark.parametrize("odd", ["?before=1&after=99", "?before=99999999&after=2"])
def test_a_version_that_is_not_there_is_not_found(editor, article, odd):
    answer = editor.get(f"/admin/faq/article/{article.pk}/history/{odd}")

    assert (answer.status_code, "From version" in answer.text) == (404, False)


@pytest.mark.parametrize("odd", ["?before=x&after=2", "?before=1", "?page=99", "?before=%C2%B2&after=2"])
def test_odd_addresses_show_the_log(editor, article, odd):
    assert "Where do I park?" in log(editor, article, odd)


def test_bringing_back_is_asked_by_a_button_only(editor, article):
    answer = editor.get(f"/admin/faq/article/{article.pk}/bring-back/1/")

    article.refresh_from_db()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert article.version == 2


def test_the_bin_says_how_to_come_back(editor, article):
    actions.move_to_bin(article, by=None)

    page = editor.post(f"/admin/faq/article/{article.pk}/take-out/", follow=True).content.decode()

    assert "Taken out of the bin, as it was." in page


def test_the_log_asks_the_database_as_often_for_three_lines_as_for_one(editor, django_assert_num_queries):
    article = make_article(published=False)
    with django_assert_num_queries(13):
        log(editor, article)
    for answer in ("Two.", "Three."):
        edit(article, publish=False, short_answer=answer)

    with django_assert_num_queries(13):
        log(editor, article)
