"""Two people, one of whom deletes or joins: what the other one wrote meanwhile is neither lost nor deleted unseen."""

import re

import pytest

from faq.models import Tag
from faq.publishing import exchange, tags, textfile
from tests.admin.conftest import seen
from tests.admin.two_people.kinds import DELETED, TAG, Kind
from tests.admin.two_people.test_saves import rows_of

every_kind = pytest.mark.parametrize("kind", DELETED, ids=str)


@every_kind
def test_deleting_what_somebody_changed_meanwhile_asks_again_with_what_changed(two, kind: Kind):
    ana, ben = two
    row = kind.make()
    asked = ben.get(kind.delete_url(row)).text
    version = re.search(r'name="version" value="([^"]+)"', asked)[1]
    ana.post(kind.change_url(row), kind.values("two, theirs") | seen(row))

    page = ben.post(kind.delete_url(row), {"post": "yes", "version": version}).text

    assert kind.kept(row) == "two, theirs"
    assert "Ana changed it in the meantime. Please look once more before you delete it." in page
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [(kind.label, "two, theirs")]
    again = re.search(r'name="version" value="([^"]+)"', page)[1]
    ben.post(kind.delete_url(row), {"post": "yes", "version": again})
    assert not type(row).objects.filter(pk=row.pk).exists()


@every_kind
def test_deleting_without_a_version_asks_first(two, kind: Kind):
    row = kind.make()

    page = two[0].post(kind.delete_url(row), {"post": "yes"}).text

    assert "Please look once more before you delete it." in page
    assert kind.kept(row) == "one, first"


@every_kind
def test_words_written_for_what_was_deleted_meanwhile_can_be_added_again(two, kind: Kind):
    ana, ben = two
    row = kind.make()
    started = seen(row)
    ana.post(kind.delete_url(row), {"post": "yes"} | started)

    page = ben.post(kind.change_url(row), kind.values("one, first") | started).text
    form = page.split('<form class="panel"')[1].split("</form>")[0]
    address = re.search(r'action="([^"]+)"', form)[1]
    ben.post(address, kind.values("one, first") | started)

    assert f"deleted this {kind.noun} while you were writing" in page
    assert "one, first" in form
    assert [getattr(each, kind.text) for each in type(row).objects.all()] == ["one, first"]


@every_kind
def test_what_was_deleted_twice_is_said_to_be_gone(two, kind: Kind):
    ana, ben = two
    row = kind.make()
    started = seen(row)
    ana.post(kind.delete_url(row), {"post": "yes"} | started)

    page = ben.post(kind.delete_url(row), {"post": "yes"} | started, follow=True).text

    assert f"This {kind.noun} is not there any more." in page


def test_a_tag_that_was_joined_meanwhile_says_into_which(two):
    ana, ben = two
    row, other = TAG.make(), tags.save(Tag(name="Patient portal"), by=None)
    started, address = seen(row), TAG.change_url(row)
    tags.merge([row], other, by=ana.user)

    page = ben.post(address, TAG.values("mine") | started).text

    assert "Ana deleted this tag while you were writing" in page
    assert "It was joined into “Patient portal”." in page


def joining(page: str, stays: int) -> dict[str, object]:
    """What the page that asks which tag stays sends."""
    hidden = re.findall(r'<input type="hidden" name="(version-\d+)" value="([^"]*)"', page)
    ticked = re.findall(r'name="_selected_action" value="(\d+)"', page)
    return {"action": "join", "_selected_action": ticked, "stays": stays, **dict(hidden)}


def test_joining_tags_of_which_one_was_changed_meanwhile_asks_again(two):
    ana, ben = two
    row, other = TAG.make(), tags.save(Tag(name="Patient portal"), by=None)
    asked = ben.post(TAG.address, {"action": "join", "_selected_action": [row.pk, other.pk]}).text
    ana.post(TAG.change_url(row), {"name": "Doctors", "position": 5} | seen(row))

    page = ben.post(TAG.address, joining(asked, other.pk)).text

    assert "Ana changed “Doctors” in the meantime. Please look once more." in page
    assert "Which tag stays?" in page
    assert Tag.objects.count() == 2
    ben.post(TAG.address, joining(page, other.pk))
    assert [tag.name for tag in Tag.objects.all()] == ["Patient portal"]


def test_an_import_that_changes_a_row_counts_as_another_person(two):
    row = TAG.make()
    started = seen(row)

    exchange.load(textfile.read("Topic: Portal | Signing in\n"), by=None)
    page = two[0].post(TAG.change_url(row), TAG.values("mine") | started).text

    row.refresh_from_db()
    assert row.is_topic
    assert "Somebody else saved this tag while you were writing" in page
    assert ("Show on the home page", "Yes", "No") in rows_of(page)
