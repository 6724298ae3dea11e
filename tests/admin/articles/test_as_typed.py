"""A writer is told where patients read something else than what was typed, and keeps the words with one press."""

import pytest
from django.contrib.auth.models import Permission

from faq.models import Article
from tests.admin.conftest import ADD_URL, change_url, filled
from tests.factories import edit, make_article, make_staff
from tests.page_text import text_of

TYPED = "Closed:\n1. May\n1. June"
SENTENCE = "Short answer, line 3</a>: patients will read “2. June” instead of “1. June”."


def publish_url(article: Article) -> str:
    return f"/admin/faq/article/{article.pk}/publish/"


def test_a_save_is_never_refused_and_names_the_place_beside_its_box(editor):
    response = editor.post(ADD_URL, filled(short_answer=TYPED), follow=True)

    assert Article.objects.get().short_answer == TYPED
    assert "Saved. Patients cannot see this yet." in response.text
    assert SENTENCE in response.text
    assert '<a href="#id_short_answer">Short answer' in response.text


def test_an_article_that_reads_as_typed_has_no_notice(editor):
    article = make_article(short_answer="**Yes**: 24. December.", published=False)

    assert 'id="differences"' not in editor.get(change_url(article)).text


def test_one_press_keeps_the_words_as_typed_with_all_else_that_was_written(editor):
    article = make_article("When?", short_answer=TYPED, published=False)
    sent = filled({"text": "Press 2*x*3."}, title="When?", short_answer=TYPED, version=1)

    response = editor.post(change_url(article), {**sent, "_keep_words": ""}, follow=True)

    article.refresh_from_db()
    assert article.short_answer == "Closed:\n1\\. May\n1\\. June"
    assert [step.text for step in article.steps.all()] == [r"Press 2\*x\*3."]
    assert (article.version, 'id="differences"' in response.text) == (2, False)


def test_the_press_meets_a_colleague_as_every_save_does(editor):
    article = make_article("When?", short_answer=TYPED, published=False)
    edit(article, by=make_staff("Owner", first_name="Ada"), publish=False, short_answer="Never.")

    sent = filled(title="When?", short_answer=TYPED, version=1, _keep_words="")
    page = editor.post(change_url(article), sent).text

    article.refresh_from_db()
    assert article.short_answer == "Never."
    assert "Ada saved this article while you were writing" in page
    assert f"{TYPED}</textarea>" in page


def test_typed_numbers_come_off_the_steps_with_one_press(editor):
    steps = ["1. Open the portal", '2. Press "Sign in"', "3) Enter the code"]
    article = make_article("How?", steps=steps, published=False)

    page = editor.get(change_url(article))
    rows = [{"text": step} for step in steps]
    editor.post(change_url(article), filled(*rows, title="How?", version=1, _take_off_numbers=""))

    assert "Step 3</a>: “3)” is typed before the words" in page.text
    assert 'form="article-form" name="_take_off_numbers"' in page.text
    texts = [step.text for step in article.steps.all()]
    assert texts == ["Open the portal", 'Press "Sign in"', "Enter the code"]


def test_publish_asks_once_and_shows_the_places(editor):
    response = editor.post(ADD_URL, {**filled(short_answer=TYPED), "_publish": ""}, follow=True)

    article = Article.objects.get()
    assert response.redirect_chain == [(publish_url(article), 302)]
    assert SENTENCE in response.text
    assert f'href="{change_url(article)}#id_short_answer"' in response.text
    assert (article.short_answer, article.live) == (TYPED, None)


@pytest.mark.parametrize(
    ("button", "words"), [("_keep_words", "Closed:\n1\\. May\n1\\. June"), ("_as_read", TYPED)], ids=["kept", "as read"]
)
def test_each_answer_publishes(editor, client, button: str, words: str):
    article = make_article("When?", short_answer=TYPED, published=False)

    response = editor.post(publish_url(article), {"version": 1, button: ""}, follow=True)

    article.refresh_from_db()
    assert article.live.snapshot["short_answer"] == words
    assert "Published. Patients see it now." in response.text
    assert "May" in client.get(article.get_absolute_url()).text


def test_numbers_are_taken_off_first_and_what_is_left_is_asked(editor):
    article = make_article("How?", short_answer=TYPED, steps=["1. Open"], published=False)

    response = editor.post(publish_url(article), {"version": 1, "_take_off_numbers": ""}, follow=True)

    article.refresh_from_db()
    assert response.redirect_chain == [(publish_url(article), 302)]
    assert ([step.text for step in article.steps.all()], article.live) == (["Open"], None)
    assert "Step 1" not in text_of(response)
    assert SENTENCE in response.text


def test_what_was_published_as_it_reads_is_not_asked_again(editor):
    article = make_article("When?", short_answer=TYPED)

    page = editor.get(change_url(article)).text
    sent = filled(title="When?", short_answer=TYPED, body="More.", slug=article.slug, version=1, _publish="")
    response = editor.post(change_url(article), sent, follow=True)

    assert 'id="differences"' not in page
    assert "Published. Patients see it now." in response.text
    assert editor.get(publish_url(article), follow=True).redirect_chain == [(change_url(article), 302)]


@pytest.mark.parametrize("button", ["_keep_words", "_as_read", "_take_off_numbers"])
def test_an_answer_to_an_older_version_publishes_nothing(editor, button: str):
    article = make_article("When?", short_answer=TYPED, published=False)
    edit(article, by=make_staff("Owner", first_name="Ada"), publish=False, short_answer="Never.")

    response = editor.post(publish_url(article), {"version": 1, button: ""}, follow=True)

    article.refresh_from_db()
    assert "Ada saved this article in the meantime. Please read it again before you publish." in response.text
    assert (article.short_answer, article.live) == ("Never.", None)


def test_many_articles_are_published_at_once_but_not_those_that_read_differently(editor):
    good, other = make_article("Good?", published=False), make_article("When?", short_answer=TYPED, published=False)

    sent = {"action": "publish", "_selected_action": [good.pk, other.pk]}
    page = editor.post("/admin/faq/article/", sent, follow=True).text

    assert [article.title for article in Article.objects.published()] == ["Good?"]
    assert "“When?”: Patients would read some of it differently. Please open it and press Publish there." in page


def test_braces_that_name_no_fact_are_refused_not_asked(editor):
    sent = filled(title="Call {{phone}}?", short_answer="Call {{ site.phone }} 2*x*3", _publish="")

    page = text_of(editor.post(ADD_URL, sent, follow=True))

    assert "Question: a fact cannot stand here. Please write the words in place of {{phone}}." in page
    assert "There is no fact called “site.phone”. Please check {{site.phone}}." in page
    assert Article.objects.get().live is None


def test_a_draft_shows_braces_in_its_question_as_a_red_mark_to_staff(editor):
    page = editor.post("/admin/faq/article/preview/", filled(title="Call {{phone}} & <b>?", short_answer="Yes.")).text

    mark = '<mark class="unknown-fact">There is no fact called “phone”</mark>'
    assert f">Call {mark} &amp; &lt;b&gt;?</h1>" in page
    assert "{{phone}}" not in page


def test_a_colleague_who_may_not_publish_is_not_asked(sign_in):
    author = sign_in("Manager")
    author.user.user_permissions.set(
        Permission.objects.filter(codename__in=["add_article", "change_article", "view_article"])
    )

    response = author.post(ADD_URL, {**filled(short_answer=TYPED), "_publish": ""}, follow=True)

    article = Article.objects.get()
    assert response.redirect_chain == [(change_url(article), 302)]
    assert author.post(publish_url(article), {"version": 1, "_as_read": ""}).status_code == 403
    article.refresh_from_db()
    assert article.live is None


def test_keeping_words_that_become_too_long_says_so_and_loses_none(editor):
    typed = "2*x*3 " * 333
    article = make_article("When?", short_answer=typed.strip(), published=False)

    sent = filled(title="When?", short_answer=typed, version=1, _keep_words="")
    page = editor.post(change_url(article), sent).text

    assert "Short answer: " in page
    assert typed.strip() in page
    assert Article.objects.get(pk=article.pk).version == 1


def test_many_typed_numbers_do_not_hide_a_lost_sign(editor):
    steps = [f"{number}. Go" for number in range(1, 13)]
    article = make_article("How?", steps=[*steps, "Mon<br>Tue"], published=False)

    page = editor.get(change_url(article)).text

    assert '<li><a href="#id_steps-12-text">Step 13</a>: patients will not read “&lt;br&gt;”.</li>' in page
    assert page.count("is typed before the words") == 9
    assert "<li>and 3 more places.</li>" in page
