"""What is kept: the tables of the knowledge base, one file per subject."""

from faq.models import audit_guard
from faq.models.article import Article, Step
from faq.models.audit import AuditEntry, changes_between, subject_of
from faq.models.clinic import Clinic, WhenOverdue
from faq.models.copies import RefusedCopy, StepFingerprint
from faq.models.digests import ReviewDigest, WeeklyLetter
from faq.models.facts import Fact
from faq.models.imports import ArticleImport, OldAddress
from faq.models.links import CheckedLink
from faq.models.open_editors import OpenEditor
from faq.models.provider_identities import ProviderIdentity
from faq.models.publishing import Edition, LivePicture, Redirect, Revision
from faq.models.search import (
    SearchCount,
    SearchPromise,
    SimplerWord,
    SwitchedOffSynonyms,
    Synonym,
    UrgentPhrase,
)
from faq.models.second_steps import CodeApp, Passkey, RecoveryCode, SignInRules
from faq.models.shared_changes import SharedChange
from faq.models.staff_sessions import StaffSession
from faq.models.stats import (
    AddedJournal,
    FeedbackCount,
    FeedbackReason,
    FileCount,
    FoldedCounts,
    SearchOutcome,
    ViewCount,
)
from faq.models.tag import Tag, TaggedArticle, TagRedirect

__all__ = [
    "AddedJournal",
    "Article",
    "ArticleImport",
    "AuditEntry",
    "CheckedLink",
    "Clinic",
    "CodeApp",
    "Edition",
    "Fact",
    "FeedbackCount",
    "FeedbackReason",
    "FileCount",
    "FoldedCounts",
    "LivePicture",
    "OldAddress",
    "OpenEditor",
    "Passkey",
    "ProviderIdentity",
    "RecoveryCode",
    "Redirect",
    "RefusedCopy",
    "ReviewDigest",
    "Revision",
    "SearchCount",
    "SearchOutcome",
    "SearchPromise",
    "SharedChange",
    "SignInRules",
    "SimplerWord",
    "StaffSession",
    "Step",
    "StepFingerprint",
    "SwitchedOffSynonyms",
    "Synonym",
    "Tag",
    "TagRedirect",
    "TaggedArticle",
    "UrgentPhrase",
    "ViewCount",
    "WeeklyLetter",
    "WhenOverdue",
    "audit_guard",
    "changes_between",
    "subject_of",
]
