"""What tests of search share."""

import pytest


@pytest.fixture(autouse=True)
def _meaning_at_once(meaning_at_once: None) -> None:
    """Every test of search waits for meaning."""
