"""From a search without an answer to its fix, and to the proof that it holds."""

import re

import pytest
from django.urls import reverse

from faq.models import Article, AuditEntry, Clinic, SearchOutcome, SearchPromise, Synonym
from faq.publishing import actions, promises, synonyms
from faq.search import promises as promise_search
from faq.search import trial
from faq.text import search_groups
from tests.factories import edit, make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("meaning_at_once")]


@pytest.fixture
def parking():
    make_article("How do I pay a bill?")
    make_article("Where is the entrance?")
    return make_article("Where is the parking place?")


@pytest.fixture
def group(parking) -> str:
    """“quimbox ...”, searched for twice, found nothing."""
    return searched("quimbox ...")


def searched(text: str) -> str:
    group = search_groups.group_of(text)
    today = Clinic.load().now().date()
    SearchOutcome.objects.create(day=today, kind="nothing", group=group, text=text, times=2)
    return group


def address(group: str) -> str:
    return reverse("admin:reports-search", args=[group])


def sent(article: Article, how: str, **more: object) -> dict[str, object]:
    return {"article": article.pk, "how": how, "phrases": "", **more}


def words_of(page) -> str:
    return " ".join(re.sub("<[^>]*>", " ", page.text).split())


def report(client) -> str:
    return words_of(client.get(reverse("admin:reports-searches")))


def titles_of(reader) -> list[str]:
    """What a patient finds who types the search."""
    page = reader.get("/search/", {"q": "quimbox"}).text
    return re.findall(r"Where is the [a-z ]*\?", page.partition("<main")[2])


def test_a_way_of_asking_is_tried_and_then_published_and_the_row_is_closed(owner, reader, group, parking):
    tried = owner.post(address(group), sent(parking, "asked_like", _try="1"))
    before = (report(owner), SearchPromise.objects.count(), Article.objects.get(pk=parking.pk).asked_like)

    done = owner.post(address(group), sent(parking, "asked_like", _do="1"), follow=True)

    assert "The article is among the first three." in words_of(tried)
    assert "Fix it here" in before[0]
    assert before[1:] == (0, "")
    assert "Done. Whoever searches for “quimbox” finds it now." in words_of(done)
    assert Article.objects.get(pk=parking.pk).live.snapshot["asked_like"] == "quimbox"
    assert list(SearchPromise.objects.values_list("text", "article", "first")) == [("quimbox", parking.pk, 3)]
    assert "Fixed finds “Where is the parking place?” at place 1 now" in report(owner)
    assert "Where is the parking place?" in titles_of(reader)


def test_a_closed_row_opens_again_when_the_search_stops_finding_the_article(owner, group, parking):
    owner.post(address(group), sent(parking, "asked_like", _do="1"))

    edit(Article.objects.get(pk=parking.pk), title="Is there a ramp?", asked_like="")

    assert "Not found again does not find “Is there a ramp?” any more Fix it here" in report(owner)
    assert "does not any more" in words_of(owner.get(address(group)))


def test_closed_rows_stand_below_those_that_are_open(owner, group, parking):
    SearchOutcome.objects.create(
        day=Clinic.load().now().date(), kind="nothing", group="b", text="something else", times=1
    )
    before = report(owner)
    owner.post(address(group), sent(parking, "asked_like", _do="1"))
    after = report(owner)

    assert before.index("quimbox ...") < before.index("something else")
    assert after.index("something else") < after.index("quimbox ...")


def test_a_synonym_is_tried_with_the_other_searches_that_it_changes(owner, group, parking):
    searched("entrance")
    phrases = "quimbox, parking place, entrance"

    tried = owner.post(address(group), sent(parking, "synonym", phrases=phrases, _try="1"))
    was_saved = Synonym.objects.exists()
    owner.post(address(group), sent(parking, "synonym", phrases="quimbox, parking place", _do="1"))

    assert "“entrance” finds now:" in words_of(tried)
    assert not was_saved
    assert [each.phrases for each in Synonym.objects.all()] == ["quimbox, parking place"]
    assert "Fixed finds “Where is the parking place?”" in report(owner)


def test_a_search_that_had_only_far_matches_and_then_an_answer_is_one_that_changes(owner, parking, words_only):
    """The same article stands first before and after: below "No close match", and as what was looked for."""
    searched("is there a bicycle rack outside")
    group = searched("bicycle rack")

    tried = words_of(owner.post(address(group), sent(parking, "asked_like", _try="1")))

    changed = tried.partition("Which other searches change?")[2].partition("Nothing is changed yet.")[0]
    assert "“is there a bicycle rack outside” finds now: nothing close then: Where is the parking place?" in changed


def test_the_way_back_from_a_search_leads_to_the_same_days(owner, group, parking):
    page = owner.get(f"{address(group)}?range=7")
    done = owner.post(f"{address(group)}?range=7", sent(parking, "asked_like", _do="1"))

    back = f'href="{reverse("admin:reports-searches")}?range=7"'
    assert (back in page.text, done.url) == (True, f"{address(group)}?range=7")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"article": ""}, "Please choose the article that answers it."),
        ({"how": ""}, "Please choose how the search is to find it."),
        ({"how": "synonym", "phrases": "quimbox"}, "Please give at least two words or phrases"),
        ({"article": "99999"}, "Patients cannot read this article any more."),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_kept(owner, group, parking, change, sentence):
    page = owner.post(address(group), {**sent(parking, "asked_like", _do="1"), **change})

    assert sentence in words_of(page)
    assert (SearchPromise.objects.count(), Synonym.objects.count()) == (0, 0)


def test_a_fix_that_breaks_a_promise_is_done_only_when_somebody_insists(owner, group, parking):
    entrance = Article.objects.get(title="Where is the entrance?")
    SearchPromise.objects.create(text="zyxwv", article=entrance, first=1)
    edit(entrance, asked_like="zyxwv")
    edit(parking, asked_like="zyxwv ramp zyxwv zyxwv", publish=False)
    parking.refresh_from_db()
    both = sent(parking, "synonym", phrases="zyxwv, parking place, quimbox")

    asked = owner.post(address(group), {**both, "_do": "1"})
    was_saved = Synonym.objects.exists()
    owner.post(address(group), {**both, "_do": "1", "_anyway": "1"})

    assert "does not: “zyxwv” does not show “Where is the entrance?” as the first result." in words_of(asked)
    assert not was_saved
    assert Synonym.objects.exists()
    assert AuditEntry.objects.filter(detail="Broken by a change that was made anyway").count() == 1


def test_words_go_into_a_draft_where_others_wait_there_and_the_row_stays_open(owner, group, parking):
    edit(parking, publish=False, body="Not finished")

    page = owner.post(address(group), sent(parking, "asked_like", _do="1"), follow=True)

    parking.refresh_from_db()
    assert "The article has other changes that patients do not see yet" in words_of(page)
    assert (parking.asked_like, parking.live.snapshot["asked_like"]) == ("quimbox", "")
    assert "Fixed" not in report(owner)
    actions.publish(parking, by=None)
    assert "Fixed finds “Where is the parking place?”" in report(owner)


def test_words_that_somebody_must_approve_are_kept_and_the_row_stays_open(owner, group, parking):
    Clinic.objects.update_or_create(pk=1, defaults={"asks_approval": True})

    page = owner.post(address(group), sent(parking, "asked_like", _do="1"), follow=True)

    parking.refresh_from_db()
    assert "quimbox" in parking.asked_like
    assert "The words are saved, but patients do not find it yet." in words_of(page)
    assert SearchPromise.objects.get().article == parking
    assert not [checked for checked in promise_search.check_all() if checked.is_kept]


def test_what_a_promise_would_exceed_is_not_half_done(owner, group, parking):
    for number in range(promises.MOST_PROMISES):
        SearchPromise.objects.create(text=f"word {number}", article=parking)

    refused = owner.post(address(group), sent(parking, "synonym", phrases="quimbox, parking", _do="1", _anyway="1"))
    for _ in range(2):
        owner.post(address(group), {"_draft": "1"})

    assert "There are 100 promises already." in words_of(refused)
    assert (Synonym.objects.count(), Article.objects.filter(title__startswith="Quimbox").count()) == (0, 0)


def test_a_long_search_is_closed_by_its_fix_as_well(owner, parking):
    group = searched(" ".join(f"quimbox{letter * 9}" for letter in "abcdefghijklmno"))

    owner.post(address(group), sent(parking, "asked_like", _do="1"))

    assert [each.is_kept for each in promise_search.of_groups()[group]] == [True]


def test_a_try_while_the_search_is_prepared_says_so(owner, group, parking, monkeypatch):
    monkeypatch.setattr(trial, "_TRIES", 0)

    page = owner.post(address(group), sent(parking, "asked_like", _try="1"))

    assert "The search is being prepared just now. Please try again in a minute." in words_of(page)


def test_a_draft_begins_with_the_question_and_closes_the_row_once_it_is_published(owner, group):
    page = owner.post(address(group), {"_draft": "1"}, follow=True)
    draft = Article.objects.get(title="Quimbox")
    begun = report(owner)
    edit(draft, short_answer="Yes, ask at the desk.")

    assert page.redirect_chain == [(f"/admin/faq/article/{draft.pk}/change/", 302)]
    assert draft.owner == owner.user
    assert "Begun “Quimbox” is not published yet" in begun
    assert "Fixed finds “Quimbox” at place 1 now" in report(owner)


def test_what_the_search_finds_already_is_only_promised(owner, parking):
    synonyms.save(Synonym(phrases="quimbox, parking place"), by=None)
    group = searched("quimbox")

    owner.post(address(group), sent(parking, "found", _do="1"))

    assert "Fixed finds “Where is the parking place?” at place 1 now" in report(owner)


def test_a_promise_for_what_is_not_found_is_said_to_prove_nothing_yet(owner, group, parking):
    page = owner.post(address(group), sent(parking, "found", _do="1"), follow=True)

    assert "the search does not find it among the first three yet" in words_of(page)
    assert "Not found again" in report(owner)


def test_a_manager_reads_what_it_finds_and_is_offered_nothing_that_is_refused(sign_in, group, parking):
    manager = sign_in("Manager")

    page = manager.get(address(group))
    answers = [manager.post(address(group), {**sent(parking, "found"), press: "1"}) for press in ("_do", "_draft")]

    assert "Nothing is found." in words_of(page) or "Nothing close." in words_of(page)
    assert 'name="_do"' not in page.text
    assert 'name="_draft"' not in page.text
    assert [answer.status_code for answer in answers] == [403, 403]
    assert (SearchPromise.objects.count(), Article.objects.filter(title="Quimbox").count()) == (0, 0)


@pytest.mark.parametrize("odd", ["0123456789abcdef", "x", "..", "%00", "é" * 50])
def test_a_search_that_nobody_made_has_no_page(owner, group, odd):
    answer = owner.get(f"/admin/reports/searches/{odd}/")

    assert (answer.status_code, "quimbox" in answer.text) == (404, False)


def test_a_row_of_which_no_word_is_left_offers_no_fix(owner, parking):
    group = searched("...")

    assert "Fix it here" not in report(owner)
    assert SearchOutcome.objects.filter(group=group).exists()
    assert owner.get(address(group)).status_code == 404


@pytest.mark.parametrize("promises", [1, 3])
def test_promises_that_are_known_cost_no_query_each(owner, parking, django_assert_num_queries, promises):
    searched("quimbox")
    for number in range(promises):
        SearchPromise.objects.create(text=f"parking {number}", article=parking)
    report(owner)

    with django_assert_num_queries(12):
        report(owner)
