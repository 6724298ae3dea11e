"""Urgent phrases, as the owner keeps them."""

import pytest

from faq.models import UrgentPhrase

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
    assert "Who searches for one of these phrases reads this" in owner.get(URGENT).content.decode()
    assert editor.get(URGENT).status_code == 403
    assert editor.post(f"{URGENT}add/", {"phrase": "overdose", "_save": ""}).status_code == 403
    assert UrgentPhrase.objects.count() == 1


def test_an_urgent_phrase_is_kept_once(owner):
    owner.post(f"{URGENT}add/", {"phrase": "chest pain", "_save": ""})

    page = owner.post(f"{URGENT}add/", {"phrase": "Chest pain!", "_save": ""}).content.decode()

    assert "is in the list already" in page
