"""Forms with more rows than there may be, or with forged numbers: refused in words, nothing saved, nothing lost."""

import re

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from faq.models import Article, Clinic, Tag
from tests.admin.clinic.test_clinic import URL as CLINIC
from tests.admin.clinic.test_clinic import details
from tests.admin.conftest import ADD_URL, change_url, filled, seen
from tests.factories import make_article

NOT_WHOLE = "Something on this page did not arrive, so nothing is saved."
ODD = ["-5", "-1", "abc", "", "1.5", str(10**9), "9" * 5000, "²", "\x00", None]
COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS")
DAY = {"holidays-0-on": "2026-12-25", "holidays-0-name": "Christmas"}


def forged(sent: dict[str, object], name: str, value: str | None) -> dict[str, object]:
    """What is sent with another number in it, or without that number."""
    rest = {key: kept for key, kept in sent.items() if key != name}
    return rest if value is None else {**rest, name: value}


def browser_form(number_of_steps: int) -> bytes:
    """What a browser sends for an article: for each step also an empty place for a picture."""
    empty = 'Content-Disposition: form-data; name="steps-{}-picture_file"; filename=""\r\n\r\n\r\n'
    places = "".join(f"--{BOUNDARY}\r\n{empty.format(number)}" for number in range(number_of_steps))
    steps = ({"text": f"Do number {number}."} for number in range(number_of_steps))
    return places.encode() + encode_multipart(BOUNDARY, filled(*steps))


@pytest.mark.parametrize("number", [301, 400, 900])
def test_an_article_with_too_many_steps_comes_back_with_all_of_them_and_one_sentence(editor, number: int):
    page = editor.generic("POST", ADD_URL, browser_form(number), content_type=MULTIPART_CONTENT).text

    assert re.findall(r"Do number (\d+)\.</textarea>", page) == [str(each) for each in range(number)]
    said = f"These are {number} steps; an article can have 300 at most. Please move some of them to another article."
    assert page.split('id="problems"')[1].split("</div>")[0].count("<li>") == page.count(said) == 1
    assert Article.objects.count() == 0


def test_three_hundred_steps_are_not_too_many(editor):
    editor.generic("POST", ADD_URL, browser_form(300), content_type=MULTIPART_CONTENT)

    assert Article.objects.get().steps.count() == 300


def test_removed_and_empty_steps_are_not_counted(editor):
    steps = [{"text": f"Do {number}."} for number in range(300)] + [{}, {"text": "Not this.", "DELETE": "on"}]

    editor.post(ADD_URL, filled(*steps))

    assert Article.objects.get().steps.count() == 300


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize("value", ODD)
def test_a_forged_number_of_steps_is_refused_with_every_word_still_there(editor, name: str, value: str | None):
    article = make_article("How do I book a visit?", short_answer="", steps=["Kept."], published=False)
    sent = filled({"text": "Typed with care."}, {"text": "And this."}, version=1, slug=article.slug)

    page = editor.post(change_url(article), forged(sent, f"steps-{name}", value)).text

    assert NOT_WHOLE in page
    assert "Typed with care.</textarea>" in page
    assert "And this.</textarea>" in page
    assert [step.text for step in article.steps.all()] == ["Kept."]
    numbers = dict(re.findall(r'name="steps-(\w+)" value="([^"]*)"', page))
    assert (numbers["TOTAL_FORMS"], numbers["INITIAL_FORMS"]) == ("2", "0")


@pytest.mark.parametrize("total", [0, 1])
def test_steps_that_were_sent_but_not_counted_are_not_left_out_in_silence(editor, total: int):
    sent = filled({"text": "One."}, {"text": "Two."})

    page = editor.post(ADD_URL, {**sent, "steps-TOTAL_FORMS": total}).text

    assert NOT_WHOLE in page
    assert "Two.</textarea>" in page
    assert Article.objects.count() == 0


def test_numbers_that_scripts_leave_out_are_no_fault(editor):
    sent = filled({"text": "One."}, {"text": "Two."}, {"text": "Three."})
    without = {name: value for name, value in sent.items() if not name.startswith("steps-1-")}

    editor.post(ADD_URL, without)

    assert [step.text for step in Article.objects.get().steps.all()] == ["One.", "Three."]


@pytest.mark.parametrize("version", ["", "abc", "1.5", "9" * 5000, None])
def test_an_article_without_the_version_it_started_from_is_refused_in_words(editor, version: str | None):
    article = make_article("How do I book a visit?", short_answer="Kept.", published=False)

    page = editor.post(change_url(article), forged(filled(short_answer="Mine."), "version", version)).text

    assert NOT_WHOLE in page
    assert "Mine.</textarea>" in page
    article.refresh_from_db()
    assert article.short_answer == "Kept."


@pytest.mark.parametrize("version", ["-1", str(10**30)])
def test_a_version_that_never_was_is_compared(editor, version: str):
    article = make_article("How do I book a visit?", short_answer="Kept.", published=False)

    page = editor.post(change_url(article), filled(short_answer="Mine.", version=version, slug=article.slug)).text

    assert "saved this article while you were writing" in page
    article.refresh_from_db()
    assert article.short_answer == "Kept."


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize("value", ODD)
def test_a_forged_number_of_special_days_is_refused_with_every_word_still_there(owner, name: str, value: str | None):
    page = owner.post(CLINIC, forged(details(name="Typed name", **DAY), f"holidays-{name}", value)).text

    assert f"Special days: {NOT_WHOLE}" in page
    assert 'value="Christmas"' in page
    assert 'value="Typed name"' in page
    assert Clinic.objects.count() == 0


@pytest.mark.parametrize("number", [101, 400])
def test_too_many_special_days_come_back_whole_with_one_sentence(owner, number: int):
    days = {f"holidays-{each}-on": f"{2026 + each // 300}-01-01" for each in range(number)}
    days |= {f"holidays-{each}-name": f"Day {each}" for each in range(number)}

    page = owner.post(CLINIC, details(**days, **{"holidays-TOTAL_FORMS": number})).text

    assert page.count(f"These are {number} special days; 100 is the most.") == 1
    assert re.findall(r'value="Day (\d+)"', page) == [str(each) for each in range(number)]
    assert Clinic.objects.count() == 0


def test_a_hundred_special_days_can_be_opened_and_saved_again(owner):
    days = [{"on": f"2026-{1 + each // 28:02}-{1 + each % 28:02}", "name": "", "hours": []} for each in range(100)]
    Clinic(pk=1, name="The Hive", holidays=days, time_zone="UTC").save()
    page = owner.get(CLINIC).text
    sent = dict(re.findall(r'<input[^>]* name="(holidays-[^"]+)" value="([^"]*)"', page))

    owner.post(CLINIC, {**details(), **sent, **seen(Clinic.load())})

    assert len(Clinic.load().holidays) == 100
    assert 'name="holidays-101-on"' in page


@pytest.mark.parametrize("stays", ["-1", "abc", "", "9" * 30, None])
@pytest.mark.parametrize("ticked", [["-1", "0"], ["abc", "²"], ["9" * 5000]])
def test_forged_ticks_join_nothing(owner, stays: str | None, ticked: list[str]):
    make_article(tags=["Portal", "Visits"])

    sent = {"action": "join", "_selected_action": ticked, "index": "0"} | ({"stays": stays} if stays else {})
    page = owner.post("/admin/faq/tag/", sent, follow=True).text

    assert "Please tick" in page
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Portal", "Visits"]


@pytest.mark.parametrize("position", ["-1", "abc", "1.5", str(10**9), str(10**30), "9" * 5000])
def test_an_order_that_no_database_holds_is_refused_in_words(owner, position: str):
    page = owner.post("/admin/faq/tag/add/", {"name": "Portal", "description": "Typed", "position": position}).text

    assert "Please write a whole number from 0 to 9999." in page
    assert 'value="Typed"' in page
    assert Tag.objects.count() == 0


@pytest.mark.parametrize("sent", [{"select_across": "1"}, {"index": "abc"}, {"action": "no_such"}, {"index": "-5"}])
def test_a_forged_list_is_answered_and_does_nothing_to_lines_not_ticked(editor, sent: dict):
    ticked, other = make_article("Ticked?"), make_article("Other?")

    chosen = {"action": "move_to_bin", "_selected_action": [ticked.pk], "index": "0", **sent}
    page = editor.post("/admin/faq/article/", chosen, follow=True)

    other.refresh_from_db()
    assert (page.status_code, other.deleted_at) == (200, None)
    assert "is in the bin" in page.text or "Please tick the lines you mean" in page.text
