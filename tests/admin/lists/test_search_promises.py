"""Search promises in the staff area: made by hand, shown as kept or broken, and named before a change breaks them."""

import pytest
from django.urls import reverse

from faq.models import Article, AuditEntry, SearchPromise, Synonym
from faq.publishing import synonyms
from faq.publishing.row_versions import version_of
from tests.admin.conftest import filled
from tests.factories import edit, make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("meaning_at_once")]


@pytest.fixture
def parking():
    make_article("Where is the entrance?")
    return make_article("Where is the parking place?")


@pytest.fixture
def promised(parking):
    """“quimbox” finds the article only because of a synonym."""
    synonyms.save(Synonym(phrases="quimbox, parking place"), by=None)
    return SearchPromise.objects.create(text="quimbox", article=parking, first=1)


def notes() -> list[tuple[str, str]]:
    found = AuditEntry.objects.filter(subject__startswith="the search promise").order_by("pk")
    return list(found.values_list("subject", "detail"))


def test_a_promise_is_made_by_hand_and_the_list_says_that_it_is_kept(editor, parking):
    sent = {"text": " parking  place", "article": parking.pk, "first": 3}

    page = editor.post(reverse("admin:faq_searchpromise_add"), sent, follow=True).content.decode()

    assert list(SearchPromise.objects.values_list("text", "article", "first")) == [("parking place", parking.pk, 3)]
    assert "Where is the parking place?, among the first 3" in page
    assert "Kept, at place 1" in page


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Quimbox!", "“Quimbox!” is promised for this article already."),
        ("?!", "Please write words that a patient may type."),
    ],
)
def test_a_promise_without_words_or_made_before_is_refused(editor, promised, text, sentence):
    sent = {"text": text, "article": promised.article_id, "first": 3}

    page = editor.post(reverse("admin:faq_searchpromise_add"), sent).content.decode()

    assert sentence in page
    assert SearchPromise.objects.count() == 1


def test_a_broken_promise_is_said_in_the_list(editor, promised):
    synonyms.delete(Synonym.objects.get(), by=None)

    page = editor.get(reverse("admin:faq_searchpromise_changelist")).content.decode()

    assert "Broken, no close match among the first ten" in page


def test_synonyms_that_break_a_promise_are_saved_only_when_somebody_insists(editor, promised):
    group = Synonym.objects.get()
    address, sent = reverse("admin:faq_synonym_change", args=[group.pk]), {"phrases": "quimbox, invoice"}
    sent["version"] = version_of(group)

    page = editor.post(address, sent).content.decode()
    group.refresh_from_db()
    before, noted = group.phrases, notes()
    editor.post(address, {**sent, "_anyway": "1"})
    group.refresh_from_db()

    assert "“quimbox” does not show “Where is the parking place?”" in page
    assert 'name="_anyway"' in page
    assert (before, noted) == ("quimbox, parking place", [])
    assert group.phrases == "quimbox, invoice"
    assert notes() == [("the search promise “quimbox”", "Broken by a change that was made anyway")]


def test_synonyms_that_break_nothing_are_saved_at_once(editor, promised):
    editor.post(reverse("admin:faq_synonym_add"), {"phrases": "bill, invoice"})

    assert Synonym.objects.filter(phrases="bill, invoice").exists()
    assert notes() == []


def test_deleting_synonyms_names_what_breaks_and_is_noted(editor, promised):
    group = Synonym.objects.get()
    address = reverse("admin:faq_synonym_delete", args=[group.pk])

    page = editor.get(address).content.decode()
    editor.post(address, {"post": "yes", "version": version_of(group)})

    assert "“quimbox” does not show “Where is the parking place?”" in page
    assert not Synonym.objects.exists()
    assert len(notes()) == 1


@pytest.mark.parametrize("page", ["unpublish", "delete"])
def test_taking_an_article_off_the_site_names_the_promises_that_break(editor, promised, page):
    address = reverse(f"admin:faq_article_{page}", args=[promised.article_id])

    asked = editor.get(address).content.decode()
    editor.post(address, {"replaced_by": "", "version": promised.article.version})

    promised.article.refresh_from_db()
    assert "“quimbox” does not show “Where is the parking place?”" in asked
    assert promised.article.live is None
    assert notes() == [("the search promise “quimbox”", "Broken by a change that was made anyway")]


@pytest.fixture
def renamed(editor, promised):
    """Somebody has pressed Publish for words that the promised search does not find."""
    address = reverse("admin:faq_article_change", args=[promised.article_id])
    sent = filled({"text": "Pay it."}, title="How do I pay a bill?", version=promised.article.version)
    return editor.post(address, {**sent, "_publish": "1"}, follow=True)


def live_title(promise: SearchPromise) -> str:
    return Article.objects.get(pk=promise.article_id).live.title


def test_publishing_words_that_break_a_promise_asks_first_and_names_it(promised, renamed):
    assert renamed.redirect_chain[-1][0].endswith(f"/{promised.article_id}/publish/")
    assert "“quimbox” does not show “How do I pay a bill?” as the first result any more" in renamed.text
    assert (live_title(promised), notes()) == ("Where is the parking place?", [])


def test_publishing_anyway_is_done_and_noted(editor, promised, renamed):
    page = editor.post(renamed.redirect_chain[-1][0], {"_as_read": "", "version": 2}, follow=True)

    assert "Publish anyway" in renamed.text
    assert "Published. Patients see it now." in page.text
    assert live_title(promised) == "How do I pay a bill?"
    assert notes() == [("the search promise “quimbox”", "Broken by a change that was made anyway")]


def test_publishing_what_breaks_nothing_asks_nothing(editor, promised):
    address = reverse("admin:faq_article_change", args=[promised.article_id])
    sent = filled({"text": "Follow the signs."}, title="Where is our parking place?", version=1)

    page = editor.post(address, {**sent, "_publish": "1"}, follow=True)

    assert "Published. Patients see it now." in page.text
    assert (live_title(promised), notes()) == ("Where is our parking place?", [])


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        (
            "publish",
            "A search would no longer show what was promised. Please open it and press Publish there.",
        ),
        (
            "unpublish",
            "A search is promised to show this article. Please open it, and do that there.",
        ),
        (
            "move_to_bin",
            "A search is promised to show this article. Please open it, and do that there.",
        ),
    ],
)
def test_of_many_ticked_articles_those_that_would_break_a_promise_are_left_alone(editor, promised, action, sentence):
    other = make_article("How do I pay a bill?")
    edit(promised.article, publish=False, title="Is there a ramp?")
    edit(other, publish=False, title="How do I pay my bill?")
    ticked = {"action": action, "index": "0", "_selected_action": [promised.article_id, other.pk]}
    versions = {f"version-{pk}": 2 for pk in ticked["_selected_action"]}

    page = editor.post(reverse("admin:faq_article_changelist"), {**ticked, **versions}, follow=True)

    other.refresh_from_db()
    assert f"“Is there a ramp?”: {sentence}" in page.text
    assert live_title(promised) == "Where is the parking place?"
    assert (other.live.title if other.live else "") == ("How do I pay my bill?" if action == "publish" else "")


def test_the_page_of_set_times_names_what_breaks(editor, promised):
    edit(promised.article, publish=False, title="Is there a ramp?")

    page = editor.get(reverse("admin:faq_article_schedule", args=[promised.article_id]))

    said = "a search that was promised to work does not: “quimbox” does not show “Is there a ramp?” as the first result"
    assert said in page.text


def test_the_promise_of_a_draft_waits_and_the_list_says_so(editor):
    SearchPromise.objects.create(text="quimbox", article=make_article("Quimbox?", published=False))

    page = editor.get(reverse("admin:faq_searchpromise_changelist"))

    assert "Waits until the article is published" in page.text
    assert "Broken" not in page.text
