"""What staff are told of characters that nobody can see, of look-alike letters and of links with passwords."""

import pytest

from faq.models import Article, Clinic, Fact, Synonym, Tag, UrgentPhrase
from faq.publishing import exchange, textfile
from tests.admin.clinic.test_clinic import details
from tests.admin.conftest import ADD_URL, filled
from tests.factories import make_article
from tests.page_text import text_of

pytestmark = pytest.mark.django_db
TAKEN_OUT = "characters that nobody can see were taken out."
LINK = "The link to host.example has a user name or password in its address. Please take out everything before the @."
SECRET = "See https://user:pw@host.example/ first."


def test_hidden_characters_leave_titles_and_tags_with_a_sentence(editor):
    sent = filled({"text": "Go."}, title="How do I \u202elog in?", tags="Por\u200btal, Fees")

    page = text_of(editor.post(ADD_URL, sent, follow=True))

    article = Article.objects.get()
    assert (article.title, [tag.name for tag in Tag.objects.all()]) == ("How do I log in?", ["Fees", "Portal"])
    assert [f"{field}: {TAKEN_OUT}" in page for field in ("Question", "Tags")] == [True, True]


@pytest.mark.parametrize(
    ("address", "sent", "kept"),
    [
        ("tag", {"name": "Por\u202etal", "position": 1}, lambda: Tag.objects.get().name),
        ("synonym", {"phrases": "app, Por\u200btal"}, lambda: Synonym.objects.get().phrases.split(", ")[1]),
        ("urgentphrase", {"phrase": "Por\ufefftal"}, lambda: UrgentPhrase.objects.get().phrase),
        ("fact", {"label": "Por\u2066tal", "name": "x", "kind": "text", "value": ""}, lambda: Fact.objects.get().label),
    ],
)
def test_hidden_characters_leave_every_name_that_staff_keep(owner, address, sent, kept):
    page = text_of(owner.post(f"/admin/faq/{address}/add/", sent, follow=True))

    assert kept() == "Portal"
    assert page.count(TAKEN_OUT) == 1


def test_hidden_characters_leave_the_name_of_the_clinic(owner):
    page = text_of(owner.post("/admin/faq/clinic/", details(name="The \u202eHive"), follow=True))

    assert (Clinic.load().name, page.count(f"Name of the clinic: {TAKEN_OUT}")) == ("The Hive", 1)


def test_a_word_of_two_alphabets_is_kept_and_named(editor):
    page = text_of(editor.post(ADD_URL, filled({"text": "Go."}, title="Where is the p\u043ertal?"), follow=True))

    assert Article.objects.get().title == "Where is the p\u043ertal?"
    assert page.count("Question: “p\u043ertal” mixes letters of two alphabets that look alike") == 1


def test_nothing_is_said_of_ordinary_words(editor):
    page = text_of(editor.post(ADD_URL, filled({"text": "Go."}, title="می\u200cخواهم Łukasz"), follow=True))

    assert (TAKEN_OUT in page, "alphabets" in page) == (False, False)


@pytest.mark.parametrize("field", ["short_answer", "body", "step"])
def test_a_link_with_a_password_is_refused_at_its_box_and_everything_stays(editor, field):
    sent = filled({"text": SECRET}) if field == "step" else filled({"text": "Go."}, **{field: SECRET})

    page = editor.post(ADD_URL, sent).content.decode()

    assert page.count(LINK) >= 2
    assert (SECRET in page, Article.objects.count()) == (True, 0)


def test_publish_refuses_a_link_with_a_password_that_was_kept_before(editor):
    article = make_article("How do I log in?", published=False)
    revision = article.revisions.get()
    revision.snapshot["body"] = SECRET
    revision.save()

    editor.post("/admin/faq/article/", {"action": "publish", "_selected_action": article.pk, "index": 0})

    assert LINK in text_of(editor.get("/admin/"))
    assert Article.objects.get().live is None


def test_a_fact_holds_no_password(owner):
    sent = {"label": "Portal", "name": "x", "kind": "address", "value": "https://me:pw@host.example/"}

    page = owner.post("/admin/faq/fact/add/", sent).content.decode()

    assert "Please take out the user name or password before the @ in this address." in page
    assert Fact.objects.count() == 0


def test_an_import_names_all_of_it():
    text = f"# One\u202e?\n\nYes.\n\n# The p\u043ertal?\n\nYes.\n\n# Three?\n\n{SECRET}\n"

    imported = exchange.load(textfile.read(text), by=None)

    assert [article.title for article in imported.articles] == ["One?", "The p\u043ertal?"]
    assert [sentence.split(": ", 1)[1] for sentence in imported.remarks + imported.refusals] == [
        TAKEN_OUT,
        "“p\u043ertal” mixes letters of two alphabets that look alike.",
        LINK,
    ]
