"""What tests of search share."""

import pytest

from faq.search.index import embedding_jobs


@pytest.fixture(autouse=True)
def meaning_at_once(monkeypatch):
    """The few articles of a test have their vectors before the first search answers, however busy the machine is."""
    monkeypatch.setattr(embedding_jobs, "_MOST_WAITING", 60.0)
