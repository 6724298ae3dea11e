"""Notes who opens and leaves the editor of an article. Nothing is raised when the database cannot take it."""

from contextlib import suppress

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from faq.models import Article, OpenEditor
from faq.models.faults import UNAVAILABLE


def note_opened(article: Article, who: User) -> str:
    """Note that `who` opens `article`, and return the mark of this page, which `note_left` asks for.

    Whoever comes back within two minutes (a reload, a save) has had it open all the time.
    """
    page, now = get_random_string(16), timezone.now()
    mine = OpenEditor.objects.filter(article=article, who=who)
    with suppress(*UNAVAILABLE), transaction.atomic():
        if not mine.heard_of(now).update(seen_at=now, has_left=False, page=page):
            OpenEditor.objects.quiet(now).delete()
            row = OpenEditor(article=article, who=who, opened_at=now, seen_at=now, page=page)
            OpenEditor.objects.bulk_create(
                [row],
                update_conflicts=True,
                unique_fields=["article", "who"],
                update_fields=["opened_at", "seen_at", "has_left", "page"],
            )
    return page


def note_still_open(article: Article, who: User, page: str) -> None:
    """Note that `who` still has `article` open, in the page with the mark `page`."""
    now = timezone.now()
    with suppress(*UNAVAILABLE), transaction.atomic():
        if not OpenEditor.objects.filter(article=article, who=who).heard_of(now).update(seen_at=now, has_left=False):
            row = OpenEditor(article=article, who=who, opened_at=now, seen_at=now, page=page[:16])
            OpenEditor.objects.filter(article=article, who=who).delete()
            OpenEditor.objects.bulk_create([row], ignore_conflicts=True)


def note_left(article: Article, who: User, page: str) -> None:
    """Note that `who` left the page with the mark `page`; another page of theirs that was opened later stays open."""
    with suppress(*UNAVAILABLE), transaction.atomic():
        OpenEditor.objects.filter(article=article, who=who, page=page).update(has_left=True)
