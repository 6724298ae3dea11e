"""Pages that stand at another address now."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("rest", ["", "articles/", "by-day.csv"])
def test_the_former_addresses_of_reports_lead_to_the_staff_area(client, rest: str):
    response = client.get(f"/reports/{rest}?range=7")

    assert (response.status_code, response.headers["Location"]) == (301, f"/admin/reports/{rest}?range=7")
