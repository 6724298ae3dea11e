"""The staff area: one folder a subject; importing this package registers each subject's pages."""

from faq.admin import site
from faq.admin.articles import model_admin as articles
from faq.admin.clinic import facts
from faq.admin.clinic import model_admin as clinic
from faq.admin.lists import links, search_promises, simpler_words, synonyms, tags, urgent_phrases
from faq.admin.people import model_admin as people

__all__ = [
    "articles",
    "clinic",
    "facts",
    "links",
    "people",
    "search_promises",
    "simpler_words",
    "site",
    "synonyms",
    "tags",
    "urgent_phrases",
]
