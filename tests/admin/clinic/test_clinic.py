"""The clinic's details, facts and tags: one form each, and what a patient sees follows at once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from faq.models import Article, Clinic, Edition, Fact, Tag, UrgentPhrase
from faq.publishing import urgent
from tests.admin.conftest import seen
from tests.factories import a_png, make_article

URL = "/admin/faq/clinic/"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def details(**values: object) -> dict[str, object]:
    return {
        "name": "The Hive",
        "accent": "",
        "phone": "",
        "email": "",
        "time_zone": "Europe/London",
        "language": "en",
        "emergency_text": "Call 999.",
        "emergency_text_spanish": Clinic().emergency_text_spanish,
        "spanish_text": Clinic().spanish_text,
        "when_overdue": "keep",
        "holidays-TOTAL_FORMS": 2,
        "holidays-INITIAL_FORMS": 0,
        **values,
    }


def test_all_details_are_kept_from_one_form(owner):
    times = {
        "hours-mon-from_1": "08:00",
        "hours-mon-to_1": "12:00",
        "hours-mon-from_2": "13:30",
        "hours-mon-to_2": "17:00",
    }
    days = {
        "holidays-0-on": "2026-12-25",
        "holidays-0-name": "Christmas",
        "holidays-1-on": "2026-12-24",
        "holidays-1-from_1": "08:00",
        "holidays-1-to_1": "11:00",
    }
    logo = SimpleUploadedFile("logo.png", a_png((60, 20)), "image/png")

    owner.post(URL, details(phone="01632 960983", accent="#1f6f5c", logo_file=logo, **times, **days))

    clinic = Clinic.load()
    assert clinic.hours == {"mon": [["08:00", "12:00"], ["13:30", "17:00"]]}
    assert clinic.holidays == [
        {"on": "2026-12-24", "name": "", "hours": [["08:00", "11:00"]]},
        {"on": "2026-12-25", "name": "Christmas", "hours": []},
    ]
    assert (clinic.phone, clinic.accent, clinic.logo_size) == ("01632 960983", "#1f6f5c", (60, 20))
    page = owner.get(URL).content.decode()
    assert 'name="hours-mon-from_2" value="13:30"' in page
    assert 'value="2026-12-25"' in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"time_zone": "Mars/Olympus"}, "Please choose one from the list."),
        ({"phone": "call us"}, "Please use digits, spaces and + ( ) - only"),
        ({"emergency_phone": "call 911"}, "Please use digits, spaces and + ( ) - only"),
        ({"emergency_phone": "---"}, "Please use digits, spaces and + ( ) - only"),
        ({"security_contact": "call us"}, "Please give an e-mail address, or a web address that begins with https://."),
        ({"security_contact": "http://a.example"}, "Please give an e-mail address, or a web address"),
        ({"security_contact": "https://u:pw@a.example"}, "Please give an e-mail address, or a web address"),
        ({"name": ""}, "Please fill this in."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(owner, values, sentence):
    page = owner.post(URL, details(name="Typed name", **values) if "name" not in values else details(**values))

    assert sentence in page.content.decode()
    assert Clinic.objects.count() == 0


@pytest.mark.parametrize("number", ["911", "112", "999", "+44 1632 960 983", "01632 960983 ext 7"])
def test_an_emergency_number_may_be_short_and_heads_the_notice(owner, client, number):
    urgent.save(UrgentPhrase(phrase="overdose"), by=None)

    owner.post(URL, details(emergency_phone=number))

    html = client.get("/search/", {"q": "overdose"}).content.decode()
    notice = html[html.index("Is this an emergency?") : html.index("Call 999.")]
    digits = number.split(" ext")[0].replace(" ", "")
    assert f'<a class="button" href="tel:{digits}">Call {number} now</a>' in notice
    assert f"Call {number} now" in owner.get("/admin/faq/urgentphrase/").content.decode()


def test_without_an_emergency_number_the_notice_is_its_words_alone(owner, client):
    urgent.save(UrgentPhrase(phrase="overdose"), by=None)

    owner.post(URL, details())

    html = client.get("/search/", {"q": "overdose"}).content.decode()
    assert "Is this an emergency?</p>\n  \n  <p>Call 999.</p>" in html
    assert "tel:" not in html


def test_whom_to_tell_about_a_security_problem_is_kept_and_stands_where_it_is_looked_for(owner, reader):
    owner.post(URL, details(security_contact="safety@clinic.example"))

    assert 'value="safety@clinic.example"' in owner.get(URL).content.decode()
    assert "Contact: mailto:safety@clinic.example\n" in reader.get("/.well-known/security.txt").text


def test_the_language_is_that_of_the_articles_and_the_form_says_so(owner):
    owner.post(URL, details(language="ar"))

    page = owner.get(URL).content.decode()
    assert (Clinic.load().language, Clinic.load().content_language_html) == ("ar", ' lang="ar" dir="auto"')
    assert '<option value="ar" selected>' in page
    assert "Screen readers read your articles and topics in this language." in page


def test_articles_may_ask_for_the_emergency_number(owner, client):
    article = make_article(short_answer="At night call {{clinic-emergency-phone}}.")

    before = client.get(article.get_absolute_url()).content.decode()
    owner.post(URL, details(emergency_phone="112"))

    assert "At night call" not in before
    assert 'href="tel:112"' in client.get(article.get_absolute_url()).content.decode()


def test_a_colour_too_pale_to_read_offers_the_nearest_that_works(owner):
    page = owner.post(URL, details(accent="#ffee00")).content.decode()
    nearest = page.split('name="_use_accent" value="')[1].split('"')[0]

    owner.post(URL, details(accent="#ffee00", _use_accent=nearest))

    assert Clinic.load().accent == nearest


def test_the_logo_stays_until_it_is_taken_away(owner):
    owner.post(URL, details(logo_file=SimpleUploadedFile("logo.png", a_png(), "image/png")))
    owner.post(URL, details(phone="01632 960983", **seen(Clinic.load())))
    kept = Clinic.load().logo
    owner.post(URL, details(no_logo="on", **seen(Clinic.load())))

    assert (kept.startswith("pictures/"), Clinic.load().logo) == (True, "")


def test_a_logo_that_is_no_picture_is_refused(owner):
    page = owner.post(
        URL, details(logo_file=SimpleUploadedFile("logo.svg", b"<svg/>", "image/svg+xml"))
    ).content.decode()

    assert "This file is not a picture we can use." in page


def test_a_fact_changes_every_page_at_once(editor, client):
    fact = Fact.objects.create(name="line", label="Help line", kind="phone", value="01632 960001")
    article = make_article(short_answer="Call {{line}}.")

    values = {"label": "Help line", "value": "01632 960002", "kind": "phone", "name": "line"}
    editor.post(f"/admin/faq/fact/{fact.pk}/change/", values | seen(fact))

    assert "01632 960002" in client.get(article.get_absolute_url()).content.decode()


def test_a_used_fact_keeps_its_short_name_and_is_not_deleted(editor):
    fact = Fact.objects.create(name="line", label="Help line", value="x")
    make_article("How do I call?", short_answer="Call {{line}}.")

    values = {"label": "Typed label", "value": "x", "kind": "text", "name": "hotline"}
    renamed = editor.post(f"/admin/faq/fact/{fact.pk}/change/", values | seen(fact)).content.decode()
    deleted = editor.post(f"/admin/faq/fact/{fact.pk}/delete/", {"post": "yes", **seen(fact)}, follow=True).text

    assert "The short name “line” cannot change while articles use it: “How do I call?”." in renamed
    assert 'value="Typed label"' in renamed
    assert "“Help line” cannot be deleted while articles use it: “How do I call?”." in deleted
    assert Fact.objects.get().name == "line"


def test_the_list_of_facts_shows_who_uses_each(editor, django_assert_num_queries):
    Fact.objects.create(name="line", label="Help line", value="x")
    make_article("How do I call?", short_answer="Call {{line}}.")
    with django_assert_num_queries(14):
        page = editor.get("/admin/faq/fact/").content.decode()
    for number in (2, 3):
        Fact.objects.create(name=f"line{number}", label=f"Line {number}", value="x")
        make_article(f"{number}?", short_answer=f"Call {{{{line{number}}}}}.")

    assert "“How do I call?”" in page
    with django_assert_num_queries(14):
        editor.get("/admin/faq/fact/")


def test_two_tags_are_joined_after_asking_which_one_stays(editor):
    make_article("One?", tags=["Portal"])
    make_article("Two?", tags=["Patient portal"])
    portal, patient_portal = Tag.objects.get(name="Portal"), Tag.objects.get(name="Patient portal")
    chosen = {"action": "join", "_selected_action": [portal.pk, patient_portal.pk]}

    asked = editor.post("/admin/faq/tag/", chosen).content.decode()
    shown = {f"version-{tag.pk}": seen(tag)["version"] for tag in (portal, patient_portal)}
    editor.post("/admin/faq/tag/", {**chosen, **shown, "stays": patient_portal.pk})

    assert "Which tag stays?" in asked
    assert [tag.name for tag in Tag.objects.all()] == ["Patient portal"]
    assert Article.objects.published().tagged(patient_portal).count() == 2


def test_joining_needs_two_tags(editor):
    make_article(tags=["Portal"])

    page = editor.post("/admin/faq/tag/", {"action": "join", "_selected_action": [Tag.objects.get().pk]}, follow=True)

    assert "Please tick two or more tags that mean the same" in page.content.decode()


def test_a_tag_is_renamed_and_deleted_through_the_publishing_verbs(editor):
    make_article("One?", tags=["Portl"])
    tag, before = Tag.objects.get(), Edition.current_number()

    values = {"name": "Portal", "description": "", "is_topic": "on", "position": 5, **seen(tag)}
    editor.post(f"/admin/faq/tag/{tag.pk}/change/", values)
    renamed = Edition.current_number()
    editor.post(f"/admin/faq/tag/{tag.pk}/delete/", {"post": "yes", **seen(tag)})

    assert before < renamed < Edition.current_number()
    assert Tag.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("!!!", "The tag “!!!” has no letters."),
        ("portal", "There is a tag “Portal” already."),
        ("", "Please write the tag, in a word that patients know."),
    ],
)
def test_a_tag_that_cannot_be_is_refused_in_words(editor, name, sentence):
    make_article(tags=["Portal"])

    page = editor.post("/admin/faq/tag/add/", {"name": name, "description": "Typed", "position": 5}).content.decode()

    assert sentence in page
    assert 'value="Typed"' in page
    assert Tag.objects.count() == 1


def test_the_words_for_questions_in_spanish_are_kept_or_taken_away(owner):
    assert "llame a la clínica: {{clinic-phone}}." in owner.get(URL).content.decode()

    owner.post(URL, details(spanish_text="Llame al {{ clinic-phone }}."))
    assert Clinic.load().spanish_text == "Llame al {{ clinic-phone }}."

    owner.post(URL, {**details(spanish_text=""), **seen(Clinic.load())})
    assert Clinic.load().spanish_text == ""


@pytest.mark.parametrize("written", ["{{portal-address}}", "{{clinic-phone}", "{{x}} and {{clinic-phone}}"])
def test_braces_in_the_words_in_spanish_that_name_none_of_the_clinics_details_are_refused(owner, written):
    page = owner.post(URL, details(spanish_text=written)).content.decode()

    assert "cannot stand here. Your phone is {{clinic-phone}}." in page
    assert not Clinic.objects.exists()
