"""The staff door: one file per subject; importing it puts each subject's pages in their place."""

from faq.admin import article, clinic, facts, people, site, synonyms, tags, urgent_phrases

__all__ = ["article", "clinic", "facts", "people", "site", "synonyms", "tags", "urgent_phrases"]
