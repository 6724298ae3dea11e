"""What the first page of the staff area says of a site whose owner has not filled in everything."""

import re

import pytest

from faq.models import Clinic, Fact, Synonym
from tests.admin.clinic.test_clinic import details

pytestmark = pytest.mark.django_db
CLINIC = "/admin/faq/clinic/"
ALL = {
    "Phone": f"{CLINIC}#id_phone",
    "Opening hours": f"{CLINIC}#open",
    "Time zone": f"{CLINIC}#id_time_zone",
    "Emergency number": f"{CLINIC}#id_emergency_phone",
    "Whom to tell about a security problem": f"{CLINIC}#id_security_contact",
    "Facts": "/admin/faq/fact/",
    "Synonyms": "/admin/faq/synonym/add/",
}


def listed(client) -> dict[str, str]:
    html = client.get("/admin/").content.decode()
    found = re.findall(r'<li><a href="([^"]+)">([^<]+)</a> <span class="quiet gap-why">', html)
    if found:
        assert f'<h2 id="gaps">Still to fill in <span class="count">{len(found)}</span></h2>' in html
    else:
        assert "Still to fill in" not in html
    return {name: address for address, name in found}


def test_a_new_site_lists_all_that_is_empty_and_leads_there(owner):
    assert listed(owner) == ALL
    for address in ALL.values():
        path, _, anchor = address.partition("#")
        html = owner.get(path).content.decode()
        assert "<h1" in html
        assert not anchor or html.count(f'id="{anchor}"') == 1


@pytest.mark.parametrize(
    ("sent", "gone"),
    [
        ({"phone": "01632 960983"}, "Phone"),
        ({"hours-mon-from_1": "08:00", "hours-mon-to_1": "12:00"}, "Opening hours"),
        ({"time_zone": "Europe/London"}, "Time zone"),
        ({"emergency_phone": "911"}, "Emergency number"),
        ({"security_contact": "safety@clinic.example"}, "Whom to tell about a security problem"),
    ],
)
def test_what_is_filled_in_leaves_the_list(owner, sent, gone):
    owner.post(CLINIC, details(**{"time_zone": "UTC", **sent}))

    assert ALL.keys() - listed(owner).keys() == {gone}


def test_a_fact_with_a_value_and_a_synonym_leave_it_too(owner):
    Fact.objects.create(name="fax", label="Fax")
    assert "Facts" in listed(owner)
    Fact.objects.create(name="portal", label="Portal", value="x")
    Synonym.objects.create(phrases="app, portal")

    assert ALL.keys() - listed(owner).keys() == {"Facts", "Synonyms"}


def test_who_cannot_fill_it_in_is_not_asked_to(editor):
    assert listed(editor) == {}


def test_a_site_that_is_complete_shows_no_list(owner):
    filled = {"phone": "1234", "hours": {"mon": [["08:00", "12:00"]]}, "time_zone": "Europe/London"}
    Clinic(pk=1, **filled, emergency_phone="911", security_contact="https://a.example").save()
    Fact.objects.create(name="portal", label="Portal", value="x")
    Synonym.objects.create(phrases="app, portal")

    assert listed(owner) == {}
