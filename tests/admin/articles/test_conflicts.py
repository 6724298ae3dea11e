"""Two people who write the same article: whatever part they differ in, the second one is told and nothing is lost."""

import pytest

from faq.models.parts import PARTS, Kind
from tests.admin.conftest import change_url, filled
from tests.factories import a_file, a_video, edit, make_article, make_staff

TOLD = "saved this article while you were writing"


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_difference_in_any_part_is_a_conflict(editor, part):
    article = make_article("How do I book a visit?", short_answer="", published=False)
    theirs = {
        Kind.TAGS: ["Zebra"],
        Kind.STEPS: ["Zebra."],
        Kind.CHOICE: part.kind is Kind.CHOICE and part.field.choices[-1][0],
        Kind.PERSON: "zebra",
        Kind.READER_QUESTIONS: [{"text": "Who?", "answers": [{"text": "Me"}, {"text": "My child"}]}],
        Kind.FILES: [a_file("Zebra")],
        Kind.VIDEOS: [a_video("Zebra")],
    }
    make_staff("Owner", "zebra")
    edit(article, publish=False, **{part.name: theirs.get(part.kind, "zebra")})

    page = editor.post(change_url(article), filled(version=1, **{"slug": article.slug})).text

    assert TOLD in page
    label = "Step 1" if part.kind is Kind.STEPS else part.label
    assert f'<th scope="row">{label}</th>' in page
    assert article.revisions.count() == 2


def test_steps_that_look_alike_but_are_not_are_a_conflict_and_are_told_apart(editor):
    one, other = make_article("How do I log in?", steps=["One."]), make_article("How do I log in?", steps=["Two."])
    article = make_article("How do I book a visit?", short_answer="", published=False)
    edit(article, publish=False, steps=[{"include": one.slug}])

    sent = filled({"include": f"How do I log in? ({other.slug})"}, version=1, slug=article.slug)
    page = editor.post(change_url(article), sent).text

    assert TOLD in page
    assert "(how-do-i-log-in)" in page
    assert "(how-do-i-log-in-2)" in page
    assert article.steps.get().include == one


def test_the_same_tag_in_other_letters_is_no_conflict(editor):
    article = make_article("How do I book a visit?", short_answer="", published=False)
    edit(article, publish=False, tags=["Portal"])

    page = editor.post(change_url(article), filled(version=1, slug=article.slug, tags="portal"), follow=True).text

    assert TOLD not in page
    assert "Saved." in page
    assert article.revisions.count() == 2
