"""Who did what: the page for managers and owners, by person, kind and day, and the file for a spreadsheet."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from faq.accounts import people
from faq.models import AuditEntry, Clinic
from faq.publishing import facts
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db
LOG, FILE = "/admin/who-did-what/", "/admin/who-did-what.csv"


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_staff("Manager"))
    return client


def lines(client: Client, query: str = "") -> list[str]:
    """The lines of the page without their marks: "day | who | what"."""
    rows = re.findall(r"<tr>(.*?)</tr>", client.get(f"{LOG}{query}").text, re.DOTALL)
    cells = [re.findall(r"<td>(.*?)</td>", row, re.DOTALL) for row in rows]
    return [" | ".join(" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in each) for each in cells if each]


def note(day: int, who_name: str, action: str = "saved", subject: str = "How?", **details: object) -> None:
    at = datetime(2026, 5, day, 23, 30, tzinfo=UTC)
    AuditEntry.objects.create(at=at, who_name=who_name, action=action, subject=subject, **details)


def test_the_log_says_who_did_what_the_newest_first(manager: Client):
    note(1, "Ada", revision_number=2)
    note(2, "", "imported", detail="from a file")

    assert lines(manager) == [
        "2 May 2026, 23:30 | The system | Imported How? from a file",
        "1 May 2026, 23:30 | Ada | Saved a change to How? (version 2)",
    ]


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("?who=Ada", [3, 1]),
        ("?who=The+system", [2]),
        ("?what=published", [3]),
        ("?first=2026-05-02", [3, 2]),
        ("?last=2026-05-02", [2, 1]),
        ("?first=2026-05-02&last=2026-05-02&who=&what=", [2]),
        ("?who=Ada&what=saved", [1]),
    ],
)
def test_it_is_filtered_by_person_kind_and_day_on_the_page_and_in_the_file(manager: Client, query: str, days: list):
    note(1, "Ada")
    note(2, "")
    note(3, "Ada", "published")

    assert [int(line.split()[0]) for line in lines(manager, query)] == days
    rows = list(csv.reader(io.StringIO(manager.get(f"{FILE}{query}").getvalue().decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [f"2026-05-0{day} 23:30:00" for day in days]


def test_days_are_those_of_the_clinic(manager: Client):
    Clinic.objects.create(pk=1, time_zone="Asia/Tokyo")
    note(1, "Ada")

    assert lines(manager, "?first=2026-05-02&last=2026-05-02") == ["2 May 2026, 08:30 | Ada | Saved a change to How?"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?first=soon", "Please write the day like 2026-12-25."),
        ("?who=Nobody", "Please choose one from the list."),
        ("?what=%00", "Please choose one from the list."),
        ("?first=2026-05-02&last=2026-05-01", "The first day is after the last day."),
        ("?first=2026-05-02&last=2026-05-03", "Nothing like this happened."),
        ("?last=9999-12-31&first=0001-01-01", "Please choose a day from 2000 to 2100."),
        ("?page=99999999999999999999", "Ada"),
    ],
)
def test_odd_questions_are_answered_in_words(manager: Client, query: str, said: str):
    note(1, "Ada")

    assert said in manager.get(f"{LOG}{query}").text
    assert manager.get(f"{FILE}{query}").getvalue().decode("utf-8-sig").startswith('"When"')


def test_the_file_runs_no_formula(manager: Client):
    note(1, "=1+1", subject="@x", detail="-2")

    said = manager.get(FILE).getvalue().decode("utf-8-sig")

    assert said.splitlines()[1] == '"2026-05-01 23:30:00","\'=1+1","Saved a change to","\'@x","\'-2"'


def test_an_editor_reads_neither_page_nor_file(client: Client):
    client.force_login(make_staff("Editor"))
    note(1, "Ada")

    assert ["Ada" in client.get(address).text for address in (LOG, FILE)] == [False, False]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number_of_lines(manager: Client, django_assert_num_queries, count):
    for number in range(count):
        make_article(f"Question {number}?", published=False)
    manager.get(LOG)

    with django_assert_num_queries(10):
        assert len(lines(manager)) == count


def test_what_changed_of_the_clinic_and_of_people_is_said(manager: Client):
    owner = make_staff("Owner", first_name="Olga")
    facts.save_clinic(Clinic(name="The Hive", phone="01632 960 983"), by=owner)
    facts.save_clinic(Clinic(name="The Hive", phone="", hours={"mon": [["08:00", "12:00"]]}), by=owner)
    make_staff("Editor", "kim")
    kim = get_user_model().objects.get(username="kim")
    kim.email, kim.is_active = "kim@clinic.example", False
    people.save(kim, role="Manager", by=owner, password="a new password")

    said = list(AuditEntry.objects.order_by("pk").values_list("detail", flat=True))

    assert said == [
        "Name of the clinic: “Our clinic”, now “The Hive”; Phone: empty, now “01632 960 983”",
        "Phone: “01632 960 983”, now empty; Opening hours",
        "Editor, now Manager; may not sign in any more; new password; Email address: empty, now “kim@clinic.example”",
    ]


def test_a_very_long_change_is_cut_and_the_rest_counted():
    long = dict.fromkeys(("emergency_text", "emergency_text_spanish", "spanish_text", "name", "phone"), "x" * 300)

    facts.save_clinic(Clinic(**{**long, "name": "N" * 120, "phone": "0" * 40}), by=None)

    detail = AuditEntry.objects.get().detail
    assert len(detail) <= 500
    assert re.search(r"…”; and \d more$", detail)
