"""What a page offers whoever did not find what they came for."""

import re

from django.http import HttpRequest

from faq.models import Article
from faq.views.public_page import clinic_of

# Characters of an address that are offered to search with
_LONGEST = 100
_FILE_ENDING = re.compile(r"\.(html?|php|aspx?|jsp|pdf)$", re.IGNORECASE)
_TYPED_BY_NOBODY = ("/media/", "/static/", "/preview/")
_OTHER_PAGES = re.compile(r"/(print(/large)?|read-out)/?$")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def ways_on(request: HttpRequest) -> dict[str, list[Article]]:
    """Return the articles that most readers need or, where nobody has read any yet, the newest."""
    published = Article.objects.published()
    most_asked = list(published.most_asked(today=clinic_of(request).now().date()))
    return {"most_asked": most_asked, "newest": [] if most_asked else list(published.newest()[:5])}


def words_of_address(path: str) -> str:
    """Return the words at the end of an address: what its reader was after.

    "/articles/reset-my-pasword/" gives "reset my pasword", "/old/faq_page.html" gives "faq page", "/2024/07/" nothing.
    What follows the address of an article ("print") and what no person types counts for nothing.
    """
    if path.startswith(_TYPED_BY_NOBODY):
        return ""
    last = _OTHER_PAGES.sub("", path).rstrip("/").rpartition("/")[2]
    words = _BETWEEN_WORDS.sub(" ", _FILE_ENDING.sub("", last))[:_LONGEST].strip()
    return words if any(map(str.isalpha, words)) else ""
