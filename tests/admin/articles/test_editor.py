"""The article editor: what is typed is saved whole, or comes back whole with a sentence on what to mend."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from faq.models import Article
from faq.publishing import actions
from tests.admin.conftest import ADD_URL, change_url, filled
from tests.factories import a_png, edit, make_article, make_staff


def texts(article: Article) -> list[str]:
    return [step.text for step in article.steps.all()]


def test_a_draft_is_saved_with_its_steps_in_the_order_of_their_numbers(editor):
    sent = filled(
        {"text": "Last.", "ORDER": 9}, {"text": "First.", "ORDER": 1}, {}, {"text": "Unnumbered.", "ORDER": ""}
    )

    response = editor.post(ADD_URL, sent, follow=True)

    article = Article.objects.get()
    assert response.redirect_chain == [(change_url(article), 302)]
    assert "Saved. Patients cannot see this yet." in response.content.decode()
    assert [(step.position, step.text) for step in article.steps.all()] == [
        (1, "First."),
        (2, "Last."),
        (3, "Unnumbered."),
    ]
    assert article.live is None


def test_publish_shows_the_article_to_patients_at_once(editor, client):
    editor.post(ADD_URL, {**filled({"text": "Call us."}), "_publish": ""})

    assert "Call us." in client.get("/articles/how-do-i-book-a-visit/").content.decode()


def test_the_writer_looks_after_a_new_article_unless_told_otherwise(editor):
    page = editor.get(ADD_URL).content.decode()

    assert f'<option value="{editor.user.pk}" selected>' in page


def test_a_saved_change_waits_until_it_is_published(editor, client):
    article = make_article("How do I book a visit?", short_answer="Call.")

    response = editor.post(change_url(article), filled(version=1, short_answer="Come in."), follow=True)

    assert "Saved. Patients still see the version from today." in response.content.decode()
    assert "Come in." not in client.get(article.get_absolute_url()).content.decode()


def test_saving_without_a_change_makes_no_new_version(editor):
    article = make_article("How do I book a visit?", short_answer="Call.")

    editor.post(change_url(article), filled(version=1, short_answer="Call.", slug=article.slug))

    assert article.revisions.count() == 1


def test_publish_that_is_refused_keeps_the_words_and_says_why(editor):
    response = editor.post(ADD_URL, {**filled(short_answer="Call {{no-such-fact}}."), "_publish": ""}, follow=True)

    article = Article.objects.get()
    page = response.content.decode()
    assert article.short_answer == "Call {{no-such-fact}}."
    assert "Your words are saved, but not published yet. There is no fact called “no-such-fact”." in page
    assert article.live is None


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (
            {"include": "No such article"},
            "There is no article called “No such article”. Please write the question of an article that has steps.",
        ),
        ({"text": "Go.", "picture": "pictures/" + "0" * 32 + "-1x1.webp"}, "This picture is not there any more."),
        ({"text": "Go.", "picture": "../secret-key"}, "This picture is not there any more."),
        ({"text": "Go.", "ORDER": "two"}, "Please write a whole number, for example 3."),
        ({"text": "x" * 5_001}, "This has 5001 letters. Please keep it to 5000."),
    ],
)
def test_what_is_wrong_with_a_step_is_said_beside_it_and_nothing_is_lost(editor, step, sentence):
    response = editor.post(ADD_URL, filled({"text": "A good step."}, step, title="My question?", tags="Visits, Portal"))

    page = response.content.decode()
    assert response.status_code == 200
    # In the summary at the top, and beside the step
    assert page.count(sentence) >= 2
    assert "A good step." in page
    assert "My question?" in page
    assert 'value="Visits, Portal"' in page
    assert Article.objects.count() == 0


def test_a_missing_question_is_asked_for_in_plain_words(editor):
    page = editor.post(ADD_URL, filled(title="")).content.decode()

    assert page.count("Please write the question, as a patient would ask it.") == 2
    assert '<a href="#id_title">Question</a>' in page


@pytest.mark.parametrize(
    ("name", "length", "sentence"),
    [
        ("title", 201, "This question has 201 letters. Please keep it under 200."),
        ("short_answer", 2_001, "This has 2001 letters. Please move a part of it to “More detail”."),
        ("asked_like", 4_001, "This has 4001 letters. Please keep it to 4000."),
        ("slug", 101, "This has 101 letters. Please keep it to 100."),
    ],
)
def test_a_field_that_is_too_long_says_so_and_keeps_every_letter(editor, name, length, sentence):
    page = editor.post(ADD_URL, filled(**{"title": "My question?", name: "x" * length})).text

    # In the summary at the top, and beside the field
    assert page.count(sentence) == 2
    assert "x" * length in page
    assert Article.objects.count() == 0


def test_a_picture_sent_with_a_form_that_needs_mending_is_kept(editor):
    sent = filled({"text": "Open it."}, title="")
    sent["steps-0-picture_file"] = SimpleUploadedFile("screen.png", a_png(), "image/png")

    page = editor.post(ADD_URL, sent).content.decode()

    name = page.split('name="steps-0-picture" value="')[1].split('"')[0]
    assert name.startswith("pictures/")
    assert f'src="/media/{name}"' in page
    editor.post(ADD_URL, filled({"text": "Open it.", "picture": name, "picture_alt": "A screen"}))
    assert Article.objects.get().steps.get().picture == name


def test_a_picture_that_cannot_be_used_is_refused_beside_its_step(editor):
    sent = filled({"text": "Open it."})
    sent["steps-0-picture_file"] = SimpleUploadedFile("x.png", b"<svg onload=alert(1)>", "image/png")

    page = editor.post(ADD_URL, sent).content.decode()

    assert page.count("This file is not a picture we can use.") == 2
    assert Article.objects.count() == 0


def test_the_steps_of_another_article_are_chosen_by_its_question(editor):
    shared = make_article("How do I log in?", steps=["Open the portal."])

    editor.post(ADD_URL, filled({"include": "How do I log in?"}, {"text": "Then book."}))

    steps = list(Article.objects.get(title="How do I book a visit?").steps.all())
    assert [(step.include, step.text) for step in steps] == [(shared, ""), (None, "Then book.")]


def test_two_articles_with_the_same_question_can_both_be_chosen(editor):
    make_article("How do I log in?", steps=["One."])
    second = make_article("How do I log in?", steps=["Two."])

    editor.post(ADD_URL, filled({"include": f"How do I log in? ({second.slug})"}))

    assert Article.objects.get(title="How do I book a visit?").steps.get().include == second


def test_the_second_of_two_editors_is_told_and_keeps_every_word(editor):
    article = make_article("How do I book a visit?", short_answer="Call.", tags=["Visits"])
    edit(article, by=make_staff("Owner", first_name="Ada"), publish=False, short_answer="Call before noon.")

    sent = filled({"text": "My step."}, version=1, short_answer="Write to us.", tags="Mine")
    page = editor.post(change_url(article), sent).content.decode()

    assert "Ada saved this article while you were writing" in page
    assert "Call before noon." in page.replace('<mark class="word-removed">', "").replace("</mark>", "")
    assert "Write to us.</textarea>" in page
    assert "My step.</textarea>" in page
    assert 'value="Mine"' in page
    article.refresh_from_db()
    assert article.short_answer == "Call before noon."


def test_saving_mine_over_theirs_is_a_choice_and_keeps_theirs_in_the_log(editor):
    article = make_article("How do I book a visit?", short_answer="Call.")
    edit(article, publish=False, short_answer="Theirs.")

    editor.post(change_url(article), filled(version=1, short_answer="Mine.", _over="2"))

    article.refresh_from_db()
    assert (article.version, article.short_answer) == (3, "Mine.")
    assert article.revisions.get(number=2).snapshot["short_answer"] == "Theirs."


def test_saving_over_theirs_asks_again_when_they_saved_once_more(editor):
    article = make_article("How do I book a visit?", short_answer="Call.")
    edit(article, publish=False, short_answer="Theirs.")
    edit(article, publish=False, short_answer="Theirs again.")

    page = editor.post(change_url(article), filled(version=1, short_answer="Mine.", _over="2")).content.decode()

    assert 'name="_over" value="3"' in page
    article.refresh_from_db()
    assert article.short_answer == "Theirs again."


def test_two_people_who_saved_the_same_words_are_not_bothered(editor):
    article = make_article("How do I book a visit?", short_answer="Call.")
    edit(article, publish=False, short_answer="Same.")

    sent = filled(version=1, short_answer="Same.", slug=article.slug)
    page = editor.post(change_url(article), sent, follow=True).content.decode()

    assert "Saved." in page
    assert article.revisions.count() == 2


def test_words_typed_while_somebody_binned_the_article_are_kept(editor):
    article = make_article("How do I book a visit?", short_answer="Call.")
    actions.move_to_bin(article, by=None)

    refused = editor.post(change_url(article), filled(version=1, short_answer="Mine.")).content.decode()
    editor.post(change_url(article), filled(version=1, short_answer="Mine.", _recover=""))

    assert "This article is in the bin." in refused
    assert "Mine.</textarea>" in refused
    assert 'name="_recover"' in refused
    article.refresh_from_db()
    assert (article.status, article.short_answer, article.has_unpublished_changes) == ("published", "Mine.", True)


def test_an_editor_sees_who_else_shows_these_steps(editor):
    shared = make_article("How do I log in?", steps=["Open the portal."])
    make_article("Can my family log in?", steps=[{"include": shared.slug}])

    page = editor.get(change_url(shared)).content.decode()

    assert "These steps also appear in:" in page
    assert "Can my family log in?</a> (read 0 times in the last 30 days)" in page


def test_a_draft_can_be_shown_to_somebody_without_a_sign_in(editor, client):
    article = make_article("How do I book a visit?", published=False, short_answer="Soon.")

    page = editor.get(change_url(article)).content.decode()
    address = page.split('id="shared-link" value="')[1].split('"')[0]

    assert "Soon." in client.get(address).content.decode()


def test_what_is_written_is_shown_before_it_is_saved(editor):
    shared = make_article("How do I log in?", steps=["Open the portal."])
    sent = filled({"text": "Take **this**."}, {"include": shared.title}, short_answer="Ask <script>alert(1)</script>")

    page = editor.post("/admin/faq/article/preview/", sent).content.decode()

    assert "Take <strong>this</strong>." in page
    assert "Open the portal." in page
    assert "<script>alert" not in page
    assert Article.objects.count() == 1


def test_the_preview_shows_what_is_ready_even_when_the_form_is_not(editor):
    page = editor.post("/admin/faq/article/preview/", filled({"text": "Good."}, {"include": "Nobody"}, title=""))

    assert page.status_code == 200
    assert "Good." in page.content.decode()


@pytest.mark.parametrize("sent", [{}, {"steps-TOTAL_FORMS": "many"}, {"version": "x", "steps-TOTAL_FORMS": "99999"}])
def test_odd_forms_get_a_page_and_save_nothing(editor, sent):
    assert editor.post(ADD_URL, sent).status_code == 200
    assert editor.post("/admin/faq/article/preview/", sent).status_code == 200
    assert Article.objects.count() == 0


def test_an_article_with_many_steps_is_saved_with_their_empty_places_for_pictures(editor):
    sent = encode_multipart(BOUNDARY, filled(*({"text": f"Step {number}."} for number in range(150))))
    empty = 'Content-Disposition: form-data; name="steps-{}-picture_file"; filename=""\r\n\r\n\r\n'
    places = "".join(f"--{BOUNDARY}\r\n{empty.format(number)}" for number in range(150))

    editor.generic("POST", ADD_URL, places.encode() + sent, content_type=MULTIPART_CONTENT)

    assert Article.objects.get().steps.count() == 150
