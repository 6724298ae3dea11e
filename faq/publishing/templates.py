"""What a new article can begin with: articles that patients never see, which staff change like any other."""

from typing import Any

from django.db import transaction

from faq.models import Article, AuditEntry
from faq.publishing import actions, snapshot
from faq.publishing.kinds import Content

_FIRST: tuple[dict[str, Any], ...] = (
    {
        "title": "How-to with steps",
        "slug": "template-how-to",
        "short_answer": "You can … yourself in about … minutes.",
        "steps": [{"text": "Open … ."}, {"text": "Press “…”."}, {"text": "You are done when … ."}],
        "body": "## If it does not work\n\nTry … . If that does not help, call us at {{clinic-phone}}.",
    },
    {
        "title": "Short answer",
        "slug": "template-short-answer",
        "short_answer": "Yes, … . If you are not sure, call us at {{clinic-phone}}.",
    },
    {
        "title": "What to bring",
        "slug": "template-what-to-bring",
        "short_answer": "Please bring … .",
        "body": "## What to bring\n\n- Your insurance card\n- A photo ID\n- A list of the medicines you take\n\n"
        "## Good to know\n\n- Please come … minutes early.",
    },
)


def were_never_added() -> bool:
    """Whether this site comes from before there were templates; those that staff deleted for good stay in the log."""
    if Article.objects.filter(is_template=True).exists():
        return False
    by_us = AuditEntry.objects.filter(who=None, who_name="", action=AuditEntry.Action.CREATED)
    return not by_us.filter(subject__in=[content["title"] for content in _FIRST]).exists()


@transaction.atomic
def add_first() -> int:
    """Add the templates that every site begins with, where there was never any; return how many were added."""
    if not were_never_added():
        return 0
    for content in _FIRST:
        article = actions.save(None, content, by=None).article
        article.is_template = True
        article.save(update_fields=["is_template"])
    return len(_FIRST)


def beginning(source: Article) -> Content:
    """Return what a new article begins with that is made from `source`: a copy of an article, or a template filled in.

    The question of a copy is only a start ("Copy of Where do I park?"), that of a template stays to be written.
    """
    content = {**snapshot.take(source), "slug": ""}
    longest = Article._meta.get_field("title").max_length
    return {**content, "title": "" if source.is_template else f"Copy of {source.title}"[:longest]}
