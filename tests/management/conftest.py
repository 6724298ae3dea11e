"""A site whose clock a test sets, and a manager who gets the weekly letter."""

import pytest
from django.contrib.auth.models import User

from tests.clock import Clock
from tests.factories import make_staff
from tests.management.letters import BEFORE


@pytest.fixture
def clock(settings, monkeypatch: pytest.MonkeyPatch) -> Clock:
    settings.SITE_URL = "https://help.example.org"
    clock = Clock(monkeypatch)
    clock.set(BEFORE)
    return clock


@pytest.fixture
def manager() -> User:
    return make_staff("Manager", "mo", email="mo@x.org", first_name="Mo")
