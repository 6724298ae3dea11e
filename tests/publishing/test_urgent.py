"""Urgent phrases: which are kept, which are refused, and those of a new site."""

import pytest

from faq.errors import RefusedError
from faq.models import AuditEntry, Edition, UrgentPhrase
from faq.publishing import urgent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("phrase", ["", "the", "what if", "?", "x"])
def test_a_phrase_without_a_telling_word_is_refused(phrase):
    with pytest.raises(RefusedError, match="would match everything"):
        urgent.save(UrgentPhrase(phrase=phrase), by=None)


def test_the_same_phrase_twice_is_refused():
    urgent.save(UrgentPhrase(phrase="chest pain"), by=None)

    with pytest.raises(RefusedError, match="in the list already"):
        urgent.save(UrgentPhrase(phrase="Chest-Pain"), by=None)


def test_what_never_shows_the_notice_is_no_urgent_phrase_at_the_same_time():
    urgent.save(UrgentPhrase(phrase="stroke club"), by=None)

    with pytest.raises(RefusedError, match="in the list already"):
        urgent.save(UrgentPhrase(phrase="Stroke-clubs", is_harmless=True), by=None)


def test_more_phrases_than_can_be_compared_are_refused(monkeypatch):
    monkeypatch.setattr(urgent, "_MOST_PHRASES", 1)
    kept = urgent.save(UrgentPhrase(phrase="stroke"), by=None)

    with pytest.raises(RefusedError, match="There are 1 phrases already"):
        urgent.save(UrgentPhrase(phrase="seizure"), by=None)
    kept.is_harmless = True
    urgent.save(kept, by=None)

    assert UrgentPhrase.objects.get().is_harmless


def test_another_order_or_form_of_the_same_words_is_the_same_phrase():
    urgent.save(UrgentPhrase(phrase="cannot breathe"), by=None)

    with pytest.raises(RefusedError, match="in the list already, as “cannot breathe”"):
        urgent.save(UrgentPhrase(phrase="breathing: can not"), by=None)


def test_the_first_phrases_are_kept_once_and_only_where_there_are_none():
    added = urgent.add_first()
    UrgentPhrase.objects.exclude(phrase="stroke").delete()

    assert (added, urgent.add_first(), UrgentPhrase.objects.count()) == (len(urgent.FIRST), 0, 1)


def test_who_changed_the_phrases_is_written_down_and_every_search_hears_of_it(django_user_model):
    user, before = django_user_model.objects.create_user("ann"), Edition.current_number()

    urgent.delete(urgent.save(UrgentPhrase(phrase="chest pain"), by=user), by=user)

    written = list(AuditEntry.objects.order_by("pk").values_list("who", "action", "subject"))
    subject = "the urgent phrase “chest pain”"
    assert written == [(user.pk, "setting", subject), (user.pk, "removed", subject)]
    assert Edition.current_number() == before + 2
