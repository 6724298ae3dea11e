"""The owner's button that exports everything."""

import io
import zipfile

import pytest
from django.test import Client

from faq.models import AuditEntry
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db
EXPORT = "/admin/faq/clinic/export/"


def test_an_owner_gets_everything_as_a_zip_file_and_the_log_says_so(client: Client):
    make_article("How?", published=False)
    client.force_login(make_staff("Owner", first_name="Olga"))
    assert f'action="{EXPORT}"' in client.get("/admin/faq/clinic/").text

    answer = client.post(EXPORT)

    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.read("articles/how.md").startswith(b'---\ntitle: "How?"')
    assert answer["Content-Disposition"].startswith('attachment; filename="knowledge-base-')
    assert str(AuditEntry.objects.first()) == "Olga: Exported everything"


@pytest.mark.parametrize("role", ["Editor", "Manager"])
def test_nobody_else_exports(client: Client, role: str):
    client.force_login(make_staff(role))

    answer = client.post(EXPORT)

    assert (answer.status_code, AuditEntry.objects.count()) == (403, 0)
    assert "Not for you" in answer.text
