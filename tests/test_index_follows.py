"""After every operation in the staff area, the search index equals one that is built anew."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from faq.models import Article, Clinic, Fact, Tag
from faq.publishing import facts
from faq.search.index.documents import Document
from faq.search.index.index import Index, open_index
from tests.admin.conftest import seen
from tests.factories import make_article, make_staff
from tests.visitor import Page

pytestmark = pytest.mark.django_db
QUESTIONS = ("reset password", "open portal", "zebra", "family", "call 2", "support", "joined")


class StaffActions:
    """An owner at the staff area, and the index that patients use."""

    def __init__(self, folder: Path):
        self.client, self.folder, self.builds = Client(), folder, 0
        self.client.force_login(make_staff("Owner"))
        self.shared = make_article("How do I log in?", steps=["Open the portal"], tags=["Portal", "Log in"])
        self.including = make_article(
            "Can my family share?", steps=[{"include": self.shared.slug}, "Then share"], tags=["Family"]
        )
        self.other = make_article("Who do I call?", body="Call {{line}} or {{clinic-phone}}.", tags=["Support"])

    def post(self, page: str, /, *args: object, **values: object) -> None:
        response = self.client.post(reverse(f"admin:{page}", args=args), values)
        assert response.status_code == 302, response.content.decode()

    def edit(self, article: Article, button: str, **values: str) -> None:
        address = reverse("admin:faq_article_change", args=[article.pk])
        page = Page(200, address, {}, self.client.get(address).content.decode())
        response = self.client.post(address, {**page.form_with("title").values, **values, button: "1"})
        assert response.status_code == 302, response.content.decode()

    def tick(self, model: str, action: str, *rows: object, among: str = "", **values: object) -> None:
        ticked = {"action": action, "_selected_action": [row.pk for row in rows], **values}
        assert self.client.post(reverse(f"admin:faq_{model}_changelist") + among, ticked).status_code in (200, 302)

    def check(self) -> dict[int, Document]:
        """Compare what the index has become with a fresh one, and return its texts."""
        self.builds += 1
        grown, fresh = open_index(), Index(self.folder / str(self.builds), include_staff=False)
        texts = [each.current().documents(each.current().tags) for each in (grown, fresh)]
        assert texts[0] == texts[1]
        assert set(texts[0]) == set(Article.objects.published().values_list("pk", flat=True))
        return texts[0]


@pytest.fixture
def staff(settings, tmp_path: Path) -> StaffActions:
    settings.KB_INDEX_DIR = tmp_path / "index"
    facts.save(Fact(name="line", label="Line", kind="phone", value="01632 960 001"), by=None)
    facts.save_clinic(Clinic(name="Test clinic", phone="01632 960 983"), by=None)
    staff = StaffActions(tmp_path)
    staff.check()
    return staff


def test_a_new_article_saved_then_published(staff: StaffActions):
    staff.post("faq_article_add", title="Zebra?", short_answer="Yes.", version=0, audience="public", _save="1", **EMPTY)
    staff.check()

    staff.edit(Article.objects.get(title="Zebra?"), "_publish", tags="Animals")
    assert [document.tags for document in staff.check().values() if document.title == "Zebra?"] == [
        [["animals", "Animals"]]
    ]


EMPTY = {"steps-TOTAL_FORMS": 0, "steps-INITIAL_FORMS": 0, "steps-MIN_NUM_FORMS": 0, "steps-MAX_NUM_FORMS": 300}
EMPTY |= {f"{rows}-{count}_FORMS": 0 for rows in ("files", "videos") for count in ("TOTAL", "INITIAL")}


def test_a_draft_beside_the_live_text_changes_nothing(staff: StaffActions):
    before = staff.check()

    staff.edit(staff.other, "_save", short_answer="Zebra.")

    assert staff.check() == before


def test_shared_steps_change_in_both_articles(staff: StaffActions):
    staff.edit(staff.shared, "_save", **{"steps-0-text": "Open the zebra"})
    staff.check()
    staff.post("faq_article_publish", staff.shared.pk, _as_read="1")

    documents = staff.check()
    assert [documents[article.pk].steps[0] for article in (staff.shared, staff.including)] == ["Open the zebra"] * 2


def test_rename_take_off_and_back(staff: StaffActions):
    staff.edit(staff.other, "_publish", slug="call-us")
    assert staff.check()[staff.other.pk].slug == "call-us"

    staff.post("faq_article_unpublish", staff.other.pk)
    assert staff.other.pk not in staff.check()

    staff.edit(staff.other, "_publish")
    assert staff.other.pk in staff.check()


def test_staff_only_and_public_again(staff: StaffActions):
    staff.edit(staff.other, "_publish", audience="staff")
    assert staff.other.pk not in staff.check()

    staff.edit(staff.other, "_publish", audience="public")
    assert staff.other.pk in staff.check()


def test_bin_and_out_of_it(staff: StaffActions):
    staff.post("faq_article_delete", staff.other.pk)
    assert staff.other.pk not in staff.check()

    staff.post("faq_article_recover", staff.other.pk)
    staff.edit(staff.other, "_publish")
    assert staff.other.pk in staff.check()


def test_an_earlier_version_brought_back(staff: StaffActions):
    staff.edit(staff.other, "_publish", body="Zebra.")
    staff.post("faq_article_restore", staff.other.pk, 1)
    staff.check()

    staff.edit(staff.other, "_publish")
    assert staff.check()[staff.other.pk].body == "Call 01632 960 001 or 01632 960 983."


def test_ticked_articles_taken_off_published_and_binned(staff: StaffActions):
    for action in ("unpublish", "publish", "move_to_bin"):
        staff.tick("article", action, staff.other, staff.including)
        staff.check()
    assert Article.objects.get(pk=staff.other.pk).status == "bin"

    staff.tick("article", "take_out_of_bin", staff.other, staff.including, among="?need=bin")
    staff.check()

    assert Article.objects.get(pk=staff.other.pk).status == "published"


def test_tags_renamed_joined_and_deleted(staff: StaffActions):
    tag = Tag.objects.get(name="Log in")
    staff.post("faq_tag_change", tag.pk, name="Signing in", position=1, **seen(tag))
    assert staff.check()[staff.shared.pk].tags == [["portal", "Portal"], ["signing-in", "Signing in"]]

    stays = Tag.objects.get(name="Portal")
    shown = {f"version-{each.pk}": seen(each)["version"] for each in (tag, stays)}
    staff.tick("tag", "join", tag, stays, stays=stays.pk, **shown)
    assert staff.check()[staff.shared.pk].tags == [["portal", "Portal"]]

    staff.post("faq_tag_delete", stays.pk, post="yes", **seen(stays))
    assert staff.check()[staff.shared.pk].tags == []


def test_facts_and_the_clinics_own_details(staff: StaffActions):
    fact, values = Fact.objects.get(), {"name": "line", "label": "Line", "kind": "phone", "value": "01632 960 002"}
    staff.post("faq_fact_change", fact.pk, **values, **seen(fact))
    assert staff.check()[staff.other.pk].body == "Call 01632 960 002 or 01632 960 983."

    address = reverse("admin:faq_clinic_changelist")
    form = Page(200, address, {}, staff.client.get(address).content.decode()).form_with("phone")
    assert staff.client.post(address, {**form.values, "phone": "01632 960 000"}).status_code == 302
    assert staff.check()[staff.other.pk].body == "Call 01632 960 002 or 01632 960 000."


def test_searches_find_the_same_in_a_grown_and_a_fresh_index(staff: StaffActions, settings, tmp_path: Path):
    from faq.search.find import find

    staff.edit(staff.shared, "_publish", **{"steps-0-text": "Open the zebra"})
    staff.edit(staff.other, "_publish", body="Support has joined the family.")
    open_index().embed_all()
    grown = {text: [hit.title for hit in find(text).hits] for text in QUESTIONS}

    settings.KB_INDEX_DIR = tmp_path / "fresh"
    open_index().embed_all()
    assert {text: [hit.title for hit in find(text).hits] for text in QUESTIONS} == grown
