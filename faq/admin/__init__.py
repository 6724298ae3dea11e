"""The staff door: one file per subject; importing it puts each subject's pages in their place."""

from faq.admin import article, clinic, facts, people, search, site, tags

__all__ = ["article", "clinic", "facts", "people", "search", "site", "tags"]
