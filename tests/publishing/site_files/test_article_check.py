"""What an article of an export may not hold, whatever form it has."""

import pytest

from faq.publishing.site_files import article_file


def test_half_a_letter_is_damage():
    assert article_file.check({"title": "Whole é 🙂"})

    with pytest.raises(ValueError, match="surrogates not allowed"):
        article_file.check({"title": "Half \ud83d"})
