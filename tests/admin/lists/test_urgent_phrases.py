"""Urgent phrases, as the owner keeps them."""

import re

import pytest
from django.utils.html import escape

from faq.models import AuditEntry, UrgentPhrase

URGENT = "/admin/faq/urgentphrase/"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (" ", "Please write a phrase, as a patient would type it."),
        ("x" * 81, "This phrase has 81 letters. Please keep it to 80."),
        ("what if", "“what if” would match everything. Please use words that tell of an emergency."),
    ],
)
def test_phrases_are_refused_in_plain_words_with_what_was_typed(owner, typed, sentence):
    page = owner.post(f"{URGENT}add/", {"phrase": typed, "_save": ""}).content.decode()

    assert sentence in page
    assert f'name="phrase" value="{typed}"' in page
    assert not UrgentPhrase.objects.exists()


def test_a_browser_does_not_cut_off_what_is_pasted(owner):
    own_field = owner.get(f"{URGENT}add/").content.decode().split('name="phrase')[1].split(">")[0]

    assert "maxlength" not in own_field


def test_only_the_owner_keeps_urgent_phrases(owner, editor):
    owner.post(f"{URGENT}add/", {"phrase": "chest pain", "_save": ""})

    assert UrgentPhrase.objects.get().key == "chest pain"
    page = owner.get(URGENT).content.decode()

    assert "A patient who searches for one of these phrases, or tells of an emergency" in page
    assert editor.get(URGENT).status_code == 403
    assert editor.post(f"{URGENT}add/", {"phrase": "overdose", "_save": ""}).status_code == 403
    assert UrgentPhrase.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "answer", "why"),
    [
        ("I have chest pain", "The notice is shown", "Because of the phrase “chest pain”."),
        ("my chest hurts", "The notice is shown", "It means nearly the same as “my chest hurts”."),
        ("chest pain club", "The notice is not shown", "is ticked for “chest pain club”."),
        ("stroke rehab where", "The notice is not shown", "closer to “stroke rehab”, which is no emergency."),
        ("where do i park <b>", "The notice is not shown", "It holds none of your phrases."),
        ("  ", "Nothing to try yet", "Please type a search"),
    ],
)
def test_a_try_says_whether_the_notice_is_shown_and_why(owner, typed, answer, why):
    owner.post(f"{URGENT}add/", {"phrase": "chest pain", "_save": ""})
    owner.post(f"{URGENT}add/", {"phrase": "stroke", "_save": ""})
    owner.post(f"{URGENT}add/", {"phrase": "chest pain club", "is_harmless": "on", "_save": ""})
    entries = AuditEntry.objects.count()

    page = owner.post(URGENT, {"_try": "1", "try": typed}).content.decode()

    assert answer in page
    assert why in page
    assert f'value="{escape(typed.strip())}"' in page
    assert (UrgentPhrase.objects.count(), AuditEntry.objects.count()) == (3, entries)


def test_a_try_is_for_the_owner_alone(editor):
    refused = editor.post(URGENT, {"_try": "1", "try": "my chest hurts"})

    assert refused.status_code == 403
    assert "The notice is shown" not in refused.content.decode()


def test_the_list_says_which_phrases_never_show_the_notice(owner):
    owner.post(f"{URGENT}add/", {"phrase": "chest pain", "_save": ""})
    owner.post(f"{URGENT}add/", {"phrase": "stroke club", "is_harmless": "on", "_save": ""})

    page = owner.get(URGENT).content.decode()

    assert re.findall(r'class="field-effect[^"]*"[^>]*><span [^>]*>([^<]*)<', page) == ["Shown", "Never for this"]


def test_an_urgent_phrase_is_kept_once(owner):
    owner.post(f"{URGENT}add/", {"phrase": "chest pain", "_save": ""})

    page = owner.post(f"{URGENT}add/", {"phrase": "Chest pain!", "_save": ""}).content.decode()

    assert "is in the list already" in page
