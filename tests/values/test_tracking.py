"""Which parameters of an address only tell where a click came from."""

import pytest

from faq.values import tracking


@pytest.mark.parametrize(
    "query",
    [
        "utm=1",
        "utm_source=mail&utm_medium=e-mail&utm_campaign=Autumn",
        "UTM_Source=mail",
        "utm%5Fsource=mail",
        "fbclid=IwAR0abc",
        "gclid=x&gbraid=y&wbraid=z",
        "msclkid=1",
        "mc_cid=1&mc_eid=2",
        "_hsenc=a&_hsmi=b&hsCtaTracking=c",
        "mtm_campaign=a&pk_kwd=b",
        "igshid=a",
        "fbclid",
    ],
)
def test_what_tracks_is_taken_off(query: str):
    assert tracking.without(query) == ""


@pytest.mark.parametrize("query", ["", "page=2", "who=child", "preview=abc", "q=utm_source", "a&b", "=utm", "a&&b"])
def test_what_says_something_stays_letter_for_letter(query: str):
    assert tracking.without(query) == query


def test_the_rest_stays_in_its_order():
    assert tracking.without("who=a%20child&utm_source=mail&page=2&fbclid=x&b") == "who=a%20child&page=2&b"
