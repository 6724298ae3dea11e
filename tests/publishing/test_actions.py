"""The verbs that change articles: what a save, a publish and a take-back do, all or nothing."""

import pytest
from django.db import IntegrityError, transaction

from faq.errors import RefusedError
from faq.models import Article, AuditEntry, Edition, Fact, Revision, Step, Tag
from faq.publishing import actions, article_bin, facts
from faq.publishing.errors import ConflictError
from tests.factories import edit, make_article, make_staff

pytestmark = pytest.mark.django_db


def test_a_draft_changes_nothing_for_patients():
    article = make_article(published=False)

    assert article.status == "draft"
    assert Edition.current_number() == 0
    assert not Article.objects.published().exists()


def test_publishing_moves_the_edition_and_stamps_the_article():
    article = make_article()

    assert Edition.current_number() == 1
    assert article.edition == 1
    assert article.live.number == 1


def test_an_edit_stays_private_until_published():
    article = make_article(steps=["Old step"])

    article = edit(article, steps=["New step"], publish=False)

    assert article.has_unpublished_changes
    assert article.live.steps()[0]["html"] == "<p>Old step</p>"
    assert list(Article.objects.changed_since_published()) == [article]


def test_saving_the_same_words_again_makes_no_revision():
    article = make_article(tags=["Portal"], steps=["One"])

    edit(article, title=f" {article.title} ", tags=["portal"], steps=["One "], publish=False)

    assert Revision.objects.count() == 1


def test_every_save_is_kept_with_who_and_what():
    nurse = make_staff(first_name="Ada", last_name="Nurse")
    article = make_article(by=nurse, published=False)
    edit(article, title="What now?", by=nurse)

    kept = [(r.number, r.title, r.author_name) for r in article.revisions.order_by("number")]
    assert kept == [(1, "How do I reset my password?", "Ada Nurse"), (2, "What now?", "Ada Nurse")]
    actions_taken = [(e.action, e.revision_number) for e in AuditEntry.objects.order_by("pk")]
    assert actions_taken == [("created", 1), ("saved", 2), ("published", 2)]


def test_the_second_of_two_writers_is_told_and_nothing_is_overwritten():
    article = make_article(published=False)
    first = make_staff(username="first", first_name="Ben")
    actions.save(article, {"short_answer": "Ben's words"}, by=first, version=1)

    with pytest.raises(ConflictError) as told:
        actions.save(article, {"short_answer": "My words"}, by=None, version=1)

    assert told.value.theirs.snapshot["short_answer"] == "Ben's words"
    assert str(told.value).startswith("Ben saved this article")
    assert Article.objects.get().short_answer == "Ben's words"


def test_a_conflict_covers_steps_and_tags():
    article = make_article(published=False, steps=["One"], tags=["A"])
    actions.save(article, {"steps": [{"text": "Two"}], "tags": ["B"]}, by=None, version=1)

    with pytest.raises(ConflictError):
        actions.save(article, {"steps": [{"text": "Three"}]}, by=None, version=1)

    assert list(Step.objects.values_list("text", flat=True)) == ["Two"]


def test_steps_are_numbered_from_one_in_the_order_given():
    article = make_article(steps=["a", "b", "c"])

    article = edit(article, steps=["c", "new", "a"])

    assert list(article.steps.values_list("position", "text")) == [(1, "c"), (2, "new"), (3, "a")]


def test_a_failing_save_leaves_everything_as_it_was():
    article = make_article(steps=["One"], tags=["A"])

    with pytest.raises(RefusedError):
        actions.save(article, {"title": "New", "tags": ["B"], "steps": [{"include": "nowhere"}]}, by=None, version=1)

    article.refresh_from_db()
    assert (article.title, article.version) == ("How do I reset my password?", 1)
    assert [tag.name for tag in Tag.objects.all()] == ["A"]


def test_shared_steps_are_numbered_through():
    shared = make_article("How do I log in?", steps=["Open", "Type"])

    including = make_article("Can we share?", steps=[{"text": "First"}, {"include": shared.slug}, {"text": "Last"}])

    assert [(s["number"], s["html"]) for s in including.live.steps()] == [
        (1, "<p>First</p>"),
        (2, "<p>Open</p>"),
        (3, "<p>Type</p>"),
        (4, "<p>Last</p>"),
    ]


def test_publishing_shared_steps_stamps_the_articles_that_show_them():
    shared = make_article("How do I log in?", steps=["Open"])
    including = make_article("Can we share?", steps=[{"include": shared.slug}])

    edit(shared, steps=["Open the new page"])

    including.refresh_from_db()
    assert including.edition == Edition.current_number()
    assert including.live.steps()[0]["html"] == "<p>Open the new page</p>"


@pytest.mark.parametrize("attempt", ["itself", "two deep", "from below"])
def test_shared_steps_go_one_deep_and_never_round(attempt: str):
    inner = make_article("Inner", steps=["a"])
    including = make_article("Can we share?", steps=[{"include": inner.slug}])
    article, target = {
        "itself": (inner, inner),
        "two deep": (make_article("Outer", steps=["b"]), including),
        "from below": (inner, make_article("Other", steps=["c"])),
    }[attempt]

    with pytest.raises(RefusedError):
        actions.save(article, {"steps": [{"include": target.slug}]}, by=None, version=article.version)


def test_an_article_cannot_vanish_while_others_show_its_steps():
    shared = make_article("How do I log in?", steps=["Open"])
    make_article("Can we share?", steps=[{"include": shared.slug}])

    with pytest.raises(RefusedError, match="Can we share"):
        actions.unpublish(shared, by=None)
    with pytest.raises(RefusedError, match="Can we share"):
        actions.move_to_bin(shared, by=None)
    with pytest.raises(RefusedError, match="Can we share"):
        edit(shared, audience="staff")


def test_an_unpublished_or_staff_only_article_lends_no_steps_to_patients():
    draft = make_article("Draft", published=False, steps=["a"])
    staff = make_article("Staff", audience="staff", steps=["a"])

    with pytest.raises(RefusedError, match="not published yet"):
        make_article("Host one", steps=[{"include": draft.slug}])
    with pytest.raises(RefusedError, match="staff only"):
        make_article("Host two", steps=[{"include": staff.slug}])


def test_an_empty_article_is_not_published():
    with pytest.raises(RefusedError, match="nothing to read"):
        make_article(short_answer="")


def test_an_unknown_fact_is_named_before_patients_see_a_hole():
    with pytest.raises(RefusedError, match="no fact called “fax”"):
        make_article(body="Send it to {{fax}}")


def test_pictures_need_a_description():
    name = "pictures/" + "a" * 32 + "-8x6.webp"

    with pytest.raises(RefusedError, match="The picture of step 1 needs a description"):
        make_article(steps=[{"text": "Look", "picture": name, "picture_alt": " "}])
    with pytest.raises(RefusedError, match="needs a description"):
        make_article("Other", body=f"![](/media/{name})")


def test_unpublishing_takes_it_off_and_publishing_brings_it_back():
    article = make_article()

    actions.unpublish(article, by=None)
    assert not Article.objects.published().exists()
    assert Edition.current_number() == 2

    actions.publish(article, by=None)
    assert Article.objects.published().get() == article


def test_the_bin_keeps_words_address_and_history():
    article = make_article(steps=["One"], tags=["A"])

    actions.move_to_bin(article, by=None)
    assert Article.objects.get().status == "bin"

    article_bin.take_out(article, by=None)
    article = Article.objects.get()
    assert (article.status, article.slug, article.steps.count()) == ("published", "how-do-i-reset-my-password", 1)


def test_restoring_makes_a_new_revision_with_steps_and_tags():
    article = make_article(steps=["One", "Two"], tags=["A"])
    first = article.live
    article = edit(article, steps=["Other"], tags=["B"])

    revision = actions.restore(article, first, by=None, version=article.version)

    assert (revision.number, revision.reason, revision.note) == (3, "restored", "from version 1")
    article.refresh_from_db()
    assert [step.text for step in article.steps.all()] == ["One", "Two"]
    assert [tag.name for tag in article.tags.all()] == ["A"]
    assert article.live.number == 2


def test_a_changed_fact_stamps_the_articles_that_use_it():
    fact = facts.save(Fact(name="phone", label="Phone", value="1"), by=None)
    article, other = make_article(body="Call {{phone}}"), make_article("Other")

    fact.value = "2"
    facts.save(fact, by=None)

    article.refresh_from_db()
    other.refresh_from_db()
    assert article.edition == Edition.current_number() > other.edition
    assert article.live.searchable()["body"] == "Call 2"


def test_a_used_fact_is_neither_deleted_nor_renamed():
    fact = facts.save(Fact(name="phone", label="Phone", value="1"), by=None)
    make_article("Who uses it?", published=False, body="Call {{phone}}")

    with pytest.raises(RefusedError, match="Who uses it"):
        facts.delete(fact, by=None)
    fact.name = "telephone"
    with pytest.raises(RefusedError, match="Who uses it"):
        facts.save(fact, by=None)


def test_the_database_itself_refuses_a_step_with_words_and_the_steps_of_another():
    article, other = make_article(published=False), make_article("Other?", steps=["One."])

    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(article=article, position=9, text="Words.", include=other)

    assert not article.steps.filter(position=9).exists()
