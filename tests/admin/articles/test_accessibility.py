"""What keeps some readers out is named above the form and in the preview; only a missing alt text refuses Publish."""

import html
import json
import re

from tests.admin.conftest import ADD_URL, change_url, filled
from tests.factories import make_article, stored_picture


def test_each_place_is_named_above_the_form_for_who_has_no_scripts(editor):
    steps = ["Open the portal.", {"text": "Press [here](/a)", "picture": stored_picture(), "picture_alt": ""}]
    article = make_article(short_answer="See https://a.example/b", steps=steps, body="## A\n\n#### B", published=False)

    page = editor.get(change_url(article)).text

    named = re.search(r'id="keep-out-places"(.*?)</section>', page, re.DOTALL)[1]
    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>: (.{24})', html.unescape(named))
    assert links == [
        ("id_short_answer", "Short answer", "The link “https://a.exam"),
        ("id_steps-1-text", "Step 2", "The link “here” does not"),
        ("id_steps-1-picture_alt", "Step 2", "This picture needs a des"),
        ("id_body", "More detail", "The heading “B” is small"),
    ]


def test_the_boxes_carry_what_the_scripts_show_at_the_place(editor):
    article = make_article(short_answer="Call us.", steps=["Press [here](/a)"])

    page = editor.get(change_url(article)).text
    read = editor.post("/admin/faq/article/read/", {"texts": json.dumps([{"text": "[More](/a)"}, {"text": "Call."}])})

    boxes = dict(re.findall(r'<textarea name="([^"]+)"[^>]* data-notes="([^"]*)"', page))
    assert list(boxes) == ["steps-0-text"]
    assert json.loads(html.unescape(boxes["steps-0-text"]))[0].startswith("The link “here” does not say")
    assert [[note[:15] for note in answer["notes"]] for answer in read.json()["texts"]] == [["The link “More”"], []]


def test_the_preview_names_them_too(editor):
    sent = filled({"text": "Press [here](/a)"})

    page = editor.post("/admin/faq/article/preview/", sent).text

    assert "<li>Step 1: The link “here” does not say where it leads." in page


def test_an_article_that_keeps_nobody_out_is_told_of_nothing(editor):
    article = make_article(short_answer="Call us.", body="## When\n\nSee [our hours](/a).")

    page = editor.get(change_url(article)).text

    assert "Some readers will have trouble here" not in page
    assert "data-notes" not in page


def test_links_and_headings_only_warn_but_a_missing_description_refuses_publish(editor):
    warned = editor.post(ADD_URL, filled({"text": "Press [here](/a)"}, body="## A\n\n#### B", _publish=""), follow=True)
    picture = {"text": "Press it", "picture": stored_picture(), "picture_alt": ""}
    refused = editor.post(ADD_URL, filled(picture, title="How?", _publish=""), follow=True)

    assert "Published. Patients see it now." in warned.text
    assert "not published yet. The picture of step 1 needs a description" in refused.text
