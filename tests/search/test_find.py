"""What patients find when they type in their own words."""

import pytest

from faq.models import Synonym, Tag
from faq.publishing import actions, synonyms
from faq.search.find import find, suggest
from faq.search.index.index import open_index
from faq.search.results import Suggestions
from tests.factories import edit, make_article

pytestmark = pytest.mark.django_db

PASSWORD = "How do I reset my portal password?"


def titles(results):
    return [hit.title for hit in results.hits]


@pytest.fixture
def portal():
    """A handful of articles as a clinic would have them."""
    return [
        make_article(
            PASSWORD,
            short_answer="Ask for a link by e-mail.",
            steps=["Go to the log in page.", "Click on “Reset Password”.", "Open the link in your e-mail."],
            tags=["Portal"],
            asked_like="I forgot my secret code",
        ),
        make_article(
            "Can my family share one account?", steps=["Tell us who belongs to you."], tags=["Portal", "Family"]
        ),
        make_article("How do I book an appointment?", short_answer="By phone or in the portal.", tags=["Visits"]),
        make_article("Where can I park?", short_answer="Behind the house, two hours are free.", tags=["Visits"]),
    ]


@pytest.mark.parametrize(
    "typed",
    ["reset password", "please HELP me i need to reset the password now", "“resetting” - passwords?", "pasword reste"],
)
def test_any_of_the_words_finds_the_article_best_first(portal, typed):
    assert titles(find(typed))[0] == PASSWORD


def test_a_misspelt_word_is_repaired_and_the_page_can_say_so(portal):
    results = find("protal pasword")

    assert results.corrections == {"protal": "portal", "pasword": "password"}
    assert results.corrected_text == "portal password"
    assert titles(results)[0] == PASSWORD


def test_what_was_typed_can_be_searched_as_it_is(portal, words_only):
    results = find("pasword", exact=True)

    assert (results.hits, results.corrections) == ([], {})


def test_a_word_that_articles_hold_is_never_repaired(portal):
    make_article("What does dental care cost?", short_answer="Dental care is free for children.")
    make_article("How do I pay my rental bill?", short_answer="The rental desk takes cards.")

    results = find("dental")

    assert results.corrections == {}
    assert titles(results)[0] == "What does dental care cost?"


def test_a_real_word_that_no_article_holds_is_not_said_to_be_a_slip(portal):
    # "book" and "park" are near
    assert find("bank").corrections == {}


@pytest.mark.parametrize("typed", ["login", "log in", "log-in", "LOGIN"])
def test_words_written_together_or_apart_are_the_same(portal, words_only, typed):
    assert titles(find(typed))[0] == PASSWORD


def test_other_ways_of_asking_lead_to_the_article(portal, words_only):
    assert titles(find("secret code"))[0] == PASSWORD


def test_the_meaning_finds_what_shares_no_word(portal):
    assert titles(find("somewhere to leave the car"))[0] == "Where can I park?"


def test_a_hit_opens_at_the_step_that_answers(portal):
    hit = find("click reset").hits[0]

    assert (hit.step, hit.step_url) == (2, "/articles/how-do-i-reset-my-portal-password/#step-2")


def test_an_included_step_is_found_in_its_host_with_its_number_there(portal):
    make_article(
        "How do I get in for my child?", steps=["Call us first.", {"include": "how-do-i-reset-my-portal-password"}]
    )

    hits = {hit.title: hit.step for hit in find("reset password link").hits}

    assert hits["How do I get in for my child?"] in (3, 4)


def test_results_narrow_to_a_tag_and_count_each_tag(portal):
    everything = find("portal appointment account")
    family = find("portal appointment account", tag="family")

    assert titles(family) == ["Can my family share one account?"]
    assert ("family", "Family", 1) in everything.tags
    assert family.tags == everything.tags


def test_a_topic_shows_as_many_results_as_it_promised(portal):
    for typed in ("protal", "my family account", "cant get in"):
        everything = find(typed)

        for slug, _, count in everything.tags:
            narrowed = find(typed, tag=slug)
            assert (narrowed.total, narrowed.is_close) == (count, everything.is_close)


def test_a_topic_that_no_result_has_narrows_nothing(portal):
    everything = find("portal appointment account")

    assert titles(find("portal appointment account", tag="elsewhere")) == titles(everything)
    assert find("portal", tag="elsewhere").tag == ""


def test_results_come_in_pages_of_ten():
    for number in range(13):
        make_article(f"Parking place {number}", short_answer="Behind the house.")

    first, second, beyond = (find("parking", page=page) for page in (1, 2, 99))

    assert (len(first.hits), first.total, first.page.paginator.num_pages) == (10, 13, 2)
    assert len({hit.id for hit in (*first.hits, *second.hits)}) == 13
    assert titles(beyond) == titles(second)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "?!", "😀😀", "\0", '"', "* AND (", "NEAR/2", "title:x", "+-", "\u202e", "'; DROP TABLE", "x" * 10_000],
)
def test_odd_input_finds_nothing_or_something_and_never_raises(portal, typed):
    assert find(typed).total >= 0


def test_another_script_finds_nothing_rather_than_nonsense(portal):
    assert find("如何重置密码").total == 0


def test_nonsense_is_not_called_a_close_match(portal):
    assert not find("xqzzt brrfl").is_close


def test_a_draft_and_an_article_for_staff_are_in_nothing_a_patient_can_ask():
    make_article("Where can I park?", tags=["Visits"])
    make_article("Zebrafish protocol", published=False)
    make_article("Quokka protocol for the front desk", audience="staff", tags=["Hidden"])

    for typed in ("zebrafish protocol", "quokka protocol", "quoka"):
        results = find(typed)
        assert [title for title in titles(results) if "protocol" in title] == []
        assert "hidden" not in [slug for slug, *_ in results.tags]
        assert results.corrections == {}, "a repair would tell that the word is somewhere"
        assert [found.title for found in suggest(typed).items if "protocol" in found.title] == []
    assert "Quokka protocol for the front desk" in titles(find("quokka", include_staff=True))
    assert open_index().store.vector_counts()[0] == 1


def test_an_article_that_becomes_staff_only_leaves_the_patients_search():
    article = make_article("Quokka protocol")
    assert titles(find("quokka")) == ["Quokka protocol"]

    edit(article, audience="staff")

    assert find("quokka", exact=True).hits == []


def test_search_goes_by_words_where_the_model_is_missing(portal, words_only):
    assert titles(find("reset pasword"))[0] == PASSWORD


@pytest.mark.parametrize("typed", ["pass", "how do i res", "reset pas", "pasword", "secret c"])
def test_suggestions_come_while_typing(portal, typed):
    assert suggest(typed).items[0].title == PASSWORD


def test_a_suggestion_names_its_page_and_topic(portal):
    assert vars(suggest("famil").items[0]) == {
        "title": "Can my family share one account?",
        "pieces": [("Can my ", False), ("family", True), (" share one account?", False)],
        "url": "/articles/can-my-family-share-one-account/",
        "note": "Family",
    }


def test_there_are_at_most_eight_suggestions_and_none_for_nothing():
    for number in range(12):
        make_article(f"Parking place {number}")

    assert len(suggest("park").items) == 8
    assert suggest("") == suggest("  ") == Suggestions()


def test_a_search_costs_the_same_few_database_queries_however_much_is_found(django_assert_num_queries):
    make_article("Parking place 0", tags=["Visits"])
    find("parking")
    with django_assert_num_queries(1):
        find("parking")

    for number in range(1, 4):
        make_article(f"Parking place {number}", tags=["Visits"])
    find("parking")
    with django_assert_num_queries(1):
        assert find("parking").total == 4


def test_a_renamed_tag_has_its_new_name_in_the_next_search(portal):
    from faq.publishing import tags

    tag = Tag.objects.get(name="Family")
    tag.name = "Relatives"
    tags.save(tag, by=None)

    assert ("relatives", "Relatives", 1) in find("family account").tags


def test_a_deleted_article_is_gone_from_the_next_search(portal):
    assert PASSWORD in titles(find("reset password"))

    actions.move_to_bin(portal[0], by=None)

    assert PASSWORD not in titles(find("reset password"))


def test_what_may_be_written_of_a_search_is_what_lists_articles_and_synonyms_hold():
    make_article("How do I reach Kowalska Clinic?", steps=["Open Zyxportal."])
    synonyms.save(Synonym(phrases="portal, quimbox"), by=None)

    found = find("garcia kowalska zyxportal quimbox brzeczyszczykiewicz contrasena metformin reach")

    assert sorted(found.writable) == ["contrasena", "kowalska", "metformin", "quimbox", "reach", "zyxportal"]


def test_of_a_slip_is_written_what_it_stands_for():
    make_article("How do I reset my password?")

    assert find("reset pasword").writable == {"reset": "reset", "pasword": "password"}


def test_an_article_in_another_script_is_found_by_its_words_and_never_as_the_nearest(portal):
    make_article("كيف أحجز موعدًا مع الطبيب؟", short_answer="اتصل بنا أو استخدم البوابة.", tags=["Visits"])

    nearest = [titles(find(typed, without_far=True)) for typed in ("hours", "phone number", "asdf", "book a visit")]

    assert not any("كيف" in title for found in nearest for title in found)
    assert titles(find("موعد مع الطبيب")) == ["كيف أحجز موعدًا مع الطبيب؟"]
