"""The first page of the staff area: what happened last is what people did."""

import pytest
from django.urls import reverse

from faq.models import AuditEntry
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db


def test_what_the_first_start_filled_in_does_not_stand_among_what_happened_last(client):
    maria = make_staff("Editor", first_name="Maria")
    make_article("Where can I park?")
    AuditEntry.note(None, AuditEntry.Action.SETTING, "the urgent phrase “chest pain”")
    AuditEntry.note(maria, AuditEntry.Action.SETTING, "the fact “Phone”")
    client.force_login(maria)

    activity = client.get(reverse("admin:index")).context["activity"]

    assert [str(entry) for entry, _ in activity] == [
        "Maria: Changed the fact “Phone”",
        "The system: Published Where can I park?",
        "The system: Wrote Where can I park?",
    ]
