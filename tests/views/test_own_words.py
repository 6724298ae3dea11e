"""What the clinic adds to the pages about accessibility and privacy."""

import pytest
from django.test import Client

from faq.errors import RefusedError
from faq.models import AuditEntry, Clinic, Fact
from faq.publishing import facts
from tests.admin.clinic.test_clinic import URL, details
from tests.admin.conftest import seen
from tests.factories import make_staff, stored_picture
from tests.page_text import text_of

pytestmark = pytest.mark.django_db
PAGES = [("/accessibility/", "accessibility_words"), ("/privacy/", "privacy_words")]
WRITTEN = "## Coming in\n\n- Ring *twice*\n\nCall {{clinic-phone}} or write to {{desk}}. <script>alert(1)</script>"


@pytest.fixture
def owner() -> Client:
    client = Client()
    client.force_login(make_staff("Owner"))
    return client


@pytest.mark.parametrize(("address", "field"), PAGES)
def test_the_clinics_words_follow_those_of_the_site_with_facts_filled_in(owner: Client, reader: Client, address, field):
    facts.save(Fact(name="desk", label="Desk", value="the <desk>"), by=None)
    before = text_of(reader.get(address))

    owner.post(URL, details(phone="01632 960983", **{field: WRITTEN}))
    after = reader.get(address)

    html = after.content.decode()
    assert "More from The Hive" not in before
    assert '<h2>More from The Hive</h2>\n        <div class="prose" dir="auto"><h3 id="part-coming-in">' in html
    assert "<li>Ring <em>twice</em></li>" in html
    assert "Call 01632 960983 or write to the &lt;desk&gt;." in text_of(after)
    assert "<script>alert" not in html
    (built_in, _, _) = before.partition("please speak to the clinic" if field == "privacy_words" else "If something")
    assert built_in.partition("clinic help")[2][:60] in text_of(after)


def test_a_fact_that_changes_changes_the_page_at_once_and_one_without_a_value_takes_its_sentence_along(owner, reader):
    desk = facts.save(Fact(name="desk", label="Desk", value="room 1"), by=None)
    owner.post(URL, details(privacy_words="Ask in {{desk}}."))
    shown = text_of(reader.get("/privacy/"))
    desk.value = ""

    facts.save(desk, by=None)

    assert "More from The Hive Ask in room 1 ." in shown.replace("1.", "1 .")
    assert "More from The Hive" not in text_of(reader.get("/privacy/"))


def test_a_fact_that_stands_there_is_not_deleted(owner):
    desk = facts.save(Fact(name="desk", label="Desk", value="room 1"), by=None)
    owner.post(URL, details(accessibility_words="Ask in {{ Desk }}."))

    with pytest.raises(RefusedError) as refused:
        facts.delete(desk, by=None)

    assert refused.value.sentences == [
        "“Desk” cannot be deleted while the clinic’s own words on the page “Accessibility” use it. An owner"
        " changes these under Clinic, Details."
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Ask {{nobody}}.", "There is no fact called “nobody”. Please check {{nobody}}."),
        ("PICTURE", "A picture cannot stand here."),
        ("x" * 5_001, "5000"),
        ("> " * 60 + "deep", "more than 12 deep"),
    ],
)
@pytest.mark.parametrize("field", Clinic.OWN_WORDS)
def test_what_cannot_stand_there_is_said_beside_it_and_stays_typed(owner, settings, tmp_path, field, words, sentence):
    settings.MEDIA_ROOT = tmp_path
    typed = words.replace("PICTURE", f"![A map](/media/{stored_picture()})")

    page = owner.post(URL, details(**{field: typed})).content.decode()

    assert f'id="id_{field}_error"' in page
    assert sentence in page.replace("5,000", "5000")
    assert typed[:40].replace(">", "&gt;") in page
    assert not Clinic.objects.exists()


def test_two_owners_who_write_there_are_shown_both_and_the_log_says_what_changed(owner):
    owner.post(URL, details(privacy_words="First."))
    opened = seen(Clinic.load())
    owner.post(URL, {**details(privacy_words="Second."), **opened})

    page = text_of(owner.post(URL, {**details(privacy_words="Third."), **opened}))

    assert Clinic.load().privacy_words == "Second."
    assert "Your own words on the page “Privacy”" in page
    assert "privacy" in AuditEntry.objects.latest("pk").detail.lower()
