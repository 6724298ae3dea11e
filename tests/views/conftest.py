"""A reader for the tests of pages."""

import pytest
from django.test import Client

from tests.visitor import BROWSER


@pytest.fixture
def reader() -> Client:
    return Client(headers={"User-Agent": BROWSER}, enforce_csrf_checks=True)
