"""Which articles: those that patients may see, drafts, those that need a look, in which order."""

from datetime import date, timedelta, tzinfo
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce, TruncDate

from faq.models.tag import Tag
from faq.values.clock import latest_before


class Audience(models.TextChoices):
    PUBLIC = "public", "Everybody"
    STAFF = "staff", "Staff only"


class Interval(models.TextChoices):
    # Otherwise in months
    NEVER = "", "Never"
    QUARTER = "3", "Every three months"
    HALF_YEAR = "6", "Every six months"
    YEAR = "12", "Every year"
    TWO_YEARS = "24", "Every two years"


class ArticleQuerySet(models.QuerySet):
    def published(self) -> "ArticleQuerySet":
        """What patients may see. Every public page starts here."""
        return self.for_patients().filter(is_hidden=False)

    def for_patients(self) -> "ArticleQuerySet":
        """Those that are on the site for patients, also while they are hidden because nobody has checked them."""
        return self.live().filter(live__audience=Audience.PUBLIC)

    def live(self) -> "ArticleQuerySet":
        """Published for patients or for staff only: what signed-in staff may read."""
        return self.filter(live__isnull=False, deleted_at=None).select_related("live")

    def in_bin(self) -> "ArticleQuerySet":
        return self.filter(deleted_at__isnull=False)

    def not_in_bin(self) -> "ArticleQuerySet":
        return self.filter(deleted_at=None)

    def templates(self) -> "ArticleQuerySet":
        """What a new article can begin with."""
        return self.not_in_bin().filter(is_template=True).order_by("pk")

    def written(self) -> "ArticleQuerySet":
        """Those meant for readers, drafts included: neither in the bin nor templates."""
        return self.not_in_bin().filter(is_template=False)

    def drafts(self) -> "ArticleQuerySet":
        return self.written().filter(live=None)

    def changed_since_published(self) -> "ArticleQuerySet":
        return self.written().filter(live__isnull=False).exclude(live__number=F("version"))

    def with_approval(self, state: str) -> "ArticleQuerySet":
        """Those whose newest version waits for approval ("asked") or came back from it ("sent_back")."""
        return self.written().filter(revisions__number=F("version"), revisions__approval=state)

    def scheduled(self) -> "ArticleQuerySet":
        return self.not_in_bin().filter(Q(publish_at__isnull=False) | Q(expires_at__isnull=False))

    def not_published_at_their_time(self) -> "ArticleQuerySet":
        return self.not_in_bin().exclude(not_published_because="")

    def overdue(self, today: date, zone: tzinfo | None = None) -> "ArticleQuerySet":
        """Those on the site that nobody has checked for as long as their interval says, as of the day `today`.

        `zone` is the clinic's, where it is not the present one of Django.
        """
        last_seen = Coalesce("checked_on", TruncDate("published_at", tzinfo=zone))
        last = self.not_in_bin().filter(live__isnull=False).annotate(last=last_seen)
        late = (Q(review_every=every, last__lte=latest_before(today, int(every))) for every in Interval if every)
        return last.filter(reduce(or_, late))

    def untagged(self) -> "ArticleQuerySet":
        return self.written().filter(tagged=None)

    def with_changed_shared_steps(self) -> "ArticleQuerySet":
        """Those that show steps which changed in their own article, until somebody has looked."""
        changed = self.model._default_manager.filter(shared_changes__isnull=False)
        return self.not_in_bin().filter(pk__in=changed.values("pk"))

    def needing_attention(self) -> "ArticleQuerySet":
        """What waits for somebody: drafts, changed, hidden, untagged, with changed shared steps; each article once.

        A draft or a change whose time to go live is set waits for nobody, one that was refused at its time does.
        """
        unset = self.filter(publish_at=None)
        kinds = (
            *(unset.drafts(), unset.changed_since_published(), self.untagged(), self.with_changed_shared_steps()),
            *(self.not_published_at_their_time(), self.filter(is_hidden=True)),
        )
        is_any = Q()
        for kind in kinds:
            is_any |= Q(pk__in=kind.order_by().values("pk"))
        return self.filter(is_any)

    def tagged(self, tag: Tag) -> "ArticleQuerySet":
        """Published under `tag`, as patients see it."""
        return self.filter(live__tags=tag)

    def showing(self, picture: str) -> "ArticleQuerySet":
        """Those whose live revision shows the stored picture of this name, in its own words or steps.

        An article that includes the steps of another needs no look: that other one is live for the same readers.
        """
        return self.filter(live__pictures__name=picture)

    def by_title(self) -> "ArticleQuerySet":
        return self.order_by("live__title", "pk")

    def newest(self) -> "ArticleQuerySet":
        return self.order_by("-live__published_at", "-pk")

    def most_viewed(self, *, since: date) -> "ArticleQuerySet":
        """Those with views on or after the date `since`, most viewed first."""
        counted = self.annotate(views=Sum("view_counts__views", filter=Q(view_counts__day__gte=since)))
        return counted.filter(views__gt=0).order_by("-views", "live__title")

    def most_asked(self, *, today: date) -> "ArticleQuerySet":
        """The five that were viewed most in the last 30 days: "Most asked" on the home page and beside a search."""
        return self.most_viewed(since=today - timedelta(days=30))[:5]
