"""Readers pick whom an article is for: by links, kept in the address, counted once and kept in few pages."""

import re

import pytest
from django.test import Client

from faq.models import Article, Clinic, FeedbackCount
from faq.publishing import facts
from tests.factories import edit, make_article, make_staff
from tests.page_text import text_of

pytestmark = pytest.mark.django_db

WHO = {"text": "Who is this for?", "answers": [{"text": "Me"}, {"text": "My child"}]}
DEVICE = {"text": "What do you use?", "answers": [{"text": "Phone"}, {"text": "Computer"}]}
PATH = "/articles/how-do-i-log-in/"


def article_that_asks() -> Article:
    steps = [
        "Open the portal.",
        {"text": "Type your name.", "only_for": ["me"]},
        {"text": "Type the name of your child.", "only_for": ["my-child"]},
        {"text": "Tap Go.", "only_for": ["phone"]},
        {"text": "Done.", "only_for": []},
    ]
    return make_article("How do I log in?", reader_questions=[WHO, DEVICE], steps=steps)


@pytest.fixture
def article() -> Article:
    return article_that_asks()


def steps_of(page) -> list[tuple[str, str, list[str]]]:
    """(number, anchor, labels and words) of each step."""
    rows = re.findall(r'<li class="step" id="([^"]+)">(.*?)</li>', page.text, re.DOTALL)
    return [
        (
            re.search(r"Step </span>(\d+)</span>", row)[1],
            anchor,
            re.findall(r"<b[^>]*>([^<]*)</b>|<p>([^<]*)</p>", row),
        )
        for anchor, row in rows
    ]


def words_of(page) -> list[str]:
    return [f"{number} {' '.join(filter(None, sum(said, ())))}" for number, _, said in steps_of(page)]


def links_of(page) -> dict[str, str]:
    return dict(re.findall(r'<a class="chip" href="(\?[^"]*|[^"]*for=[^"]*)"[^>]*>([^<]*)</a>', page.text))


def test_without_a_choice_every_step_shows_labelled(reader: Client, article: Article):
    page = reader.get(PATH)

    assert words_of(page) == [
        "1 Open the portal.",
        "2 Me Type your name.",
        "3 My child Type the name of your child.",
        "4 Phone Tap Go.",
        "5 Done.",
    ]
    assert "Only for: My child" in text_of(page)
    assert links_of(page) == {
        f"{PATH}?for=me#steps": "Me",
        f"{PATH}?for=my-child#steps": "My child",
        f"{PATH}?for=phone#steps": "Phone",
        f"{PATH}?for=computer#steps": "Computer",
    }


def test_a_choice_shows_its_steps_renumbered_and_names_itself(reader: Client, article: Article):
    page = reader.get(PATH, {"for": "my-child"})

    assert words_of(page) == ["1 Open the portal.", "2 Type the name of your child.", "3 Phone Tap Go.", "4 Done."]
    assert [anchor for _, anchor, _ in steps_of(page)] == ["step-1", "step-3", "step-4", "step-5"]
    assert "You see the steps for: My child . Show all steps" in text_of(page)
    assert "<title>How do I log in? – My child" in page.text
    assert page.text.count('aria-current="true"') == 1
    assert f'<a href="{PATH}#steps">Show all steps</a>' in page.text


def test_two_answers_go_together_and_each_can_be_changed_alone(reader: Client, article: Article):
    page = reader.get(PATH, {"for": "my-child.computer"})

    assert words_of(page) == ["1 Open the portal.", "2 Type the name of your child.", "3 Done."]
    assert (
        list(links_of(page))
        == [
            f"{PATH}?for=me.computer#steps",
            f"{PATH}?for=my-child.computer#steps",
            f"{PATH}?for=my-child.phone#steps",
        ]
        + [f"{PATH}?for=my-child.computer#steps"][1:]
    )


def test_search_engines_see_one_page_and_no_cookie_is_set(reader: Client, article: Article):
    page = reader.get(PATH, {"for": "me"})

    assert re.findall(r'rel="canonical" href="[^"]*?(/articles[^"]*)"', page.text) == [PATH]
    assert page.text.count('rel="nofollow"') == 4
    assert page.cookies == {}


def test_a_choice_after_which_no_step_stays_says_so(reader: Client):
    make_article("How do I log in?", reader_questions=[WHO], steps=[{"text": "Ask.", "only_for": ["my-child"]}])

    page = reader.get(PATH, {"for": "me"})

    assert steps_of(page) == []
    assert "There are no steps for: Me . Show all steps" in text_of(page)


def test_the_sheet_follows_the_choice_names_it_and_prints_an_address_that_leads_to_it(
    reader: Client, article, settings
):
    settings.SITE_URL = "https://help.example.org"
    page = reader.get(f"{PATH}print/", {"for": "my-child"})

    words = text_of(page)
    assert "For: My child" in words
    assert "Type the name of your child." in words
    assert "Type your name." not in words
    assert "Only for: Phone" in words
    assert f"This page: help.example.org/a/{article.pk}?for=my-child" in words
    assert f'href="{PATH}print/large/?for=my-child"' in page.text
    assert f'href="{PATH}?for=my-child">Back to the article' in page.text
    assert f'rel="canonical" href="https://help.example.org{PATH}"' in page.text
    everybody = text_of(reader.get(f"{PATH}print/"))
    assert "For: " not in everybody.replace("Only for: ", "")


def test_the_short_address_carries_a_choice_that_the_article_knows(reader: Client, article: Article):
    short = f"/a/{article.pk}"

    assert reader.get(f"{short}?for=me")["Location"] == f"{PATH}?for=me"
    assert reader.get(f"{short}?for=//evil.example")["Location"] == PATH
    assert reader.get(f"{short}?x=1")["Location"] == PATH


def test_a_former_address_keeps_the_choice(reader: Client, article: Article):
    edit(article, slug="log-in")

    assert reader.get(f"{PATH}?for=me")["Location"] == "/articles/log-in/?for=me"


def test_staff_read_out_the_steps_of_a_choice(client: Client, article: Article):
    client.force_login(make_staff("Editor"))

    page = client.get(f"{PATH}read-out/", {"for": "me"})

    words = text_of(page)
    assert "You see the steps for: Me ." in words
    assert "Step 2 of 4 Type your name." in words
    assert f"/a/{article.pk}?for=me" in page.text
    assert f'href="{PATH}read-out/?for=me"' in text_of_links(client.get(PATH, {"for": "me"}))


def text_of_links(page) -> str:
    return " ".join(re.findall(r'href="[^"]*"', page.text))


def test_a_preview_can_be_looked_at_as_each_reader(client: Client, article: Article):
    client.force_login(make_staff("Editor"))

    page = client.get(f"/preview/{article.pk}/", {"for": "my-child"})

    assert words_of(page)[1] == "2 Type the name of your child."
    assert f"/preview/{article.pk}/?for=me#steps" in links_of(page)


def test_stuck_at_a_step_is_counted_for_that_step_and_said_as_its_reader_counts(reader: Client, article: Article):
    page = reader.get(PATH, {"for": "my-child"})
    action = re.search(r'action="([^"]*feedback/[^"]*)"', page.text)[1]
    values = re.findall(r'name="stuck" value="(\d+)"', page.text)

    answer = reader.post(action, {"stuck": values[1], "revision": 1}, headers={"Sec-Fetch-Site": "same-origin"})
    thanks = reader.get(answer["Location"])

    assert values == ["1", "3", "4", "5"]
    assert FeedbackCount.objects.get().step == 3
    assert "somebody got stuck at step 2" in text_of(thanks)
    assert f'href="{PATH}?for=my-child#step-3"' in thanks.text


def test_answers_are_words_and_no_code(reader: Client):
    asked = {"text": "<b>Who?</b>", "answers": [{"text": "<script>alert(1)</script>"}, {"text": '"><img src=x>'}]}
    keys = ["script-alert-1-script"]
    steps = [{"text": "Go.", "only_for": keys}]
    make_article("How do I log in?", reader_questions=[asked], steps=steps)

    for path in (PATH, f"{PATH}?for={keys[0]}", f"{PATH}print/?for={keys[0]}"):
        page = reader.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_page_with_shared_steps_asks_their_question(reader: Client, article: Article):
    make_article("How does my family log in?", steps=["Sit down.", {"include": article.slug}])

    page = reader.get("/articles/how-does-my-family-log-in/", {"for": "me.phone"})

    assert words_of(page) == ["1 Sit down.", "2 Open the portal.", "3 Type your name.", "4 Tap Go.", "5 Done."]


def test_the_clinic_without_questions_loads_no_style_of_theirs(reader: Client):
    facts.save_clinic(Clinic(name="The Hive"), by=None)
    plain = make_article("Where do I park?", steps=["Turn left."])

    assert "reader_questions" not in reader.get(plain.get_absolute_url()).text
