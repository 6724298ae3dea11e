"""What is kept: the tables of the knowledge base, one file per subject."""

from faq.models.article import Article, Step
from faq.models.audit import AuditEntry, subject_of
from faq.models.clinic import Clinic, Fact
from faq.models.copies import RefusedCopy, StepFingerprint
from faq.models.open_editors import OpenEditor
from faq.models.publishing import Edition, LivePicture, Redirect, Revision
from faq.models.search import SearchCount, SwitchedOffSynonyms, Synonym, UrgentPhrase
from faq.models.shared_changes import SharedChange
from faq.models.stats import AddedJournal, ViewCount
from faq.models.tag import Tag, TaggedArticle, TagRedirect

__all__ = [
    "AddedJournal",
    "Article",
    "AuditEntry",
    "Clinic",
    "Edition",
    "Fact",
    "LivePicture",
    "OpenEditor",
    "Redirect",
    "RefusedCopy",
    "Revision",
    "SearchCount",
    "SharedChange",
    "Step",
    "StepFingerprint",
    "SwitchedOffSynonyms",
    "Synonym",
    "Tag",
    "TagRedirect",
    "TaggedArticle",
    "UrgentPhrase",
    "ViewCount",
    "subject_of",
]
