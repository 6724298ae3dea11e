"""Notes when the site changes next by the clock alone."""

from django.db.models import Min

from faq.models import Article, Edition
from faq.publishing import overdue


def note_next() -> None:
    """Bring what is hidden up to now, and note when the next article goes live, off the site, or is overdue.

    Call it inside the change's own transaction.
    """
    scheduled = Article.objects.aggregate(first=Min("publish_at"), last=Min("expires_at"))
    moments = [moment for moment in (*scheduled.values(), overdue.hide()) if moment]
    Edition.objects.filter(pk=1).update(moves_at=int(min(moments).timestamp()) if moments else None)
