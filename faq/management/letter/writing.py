"""Writes the letter of one person: the titles they may read, and links to forms that they may use."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import reverse

from faq.management.letter.fixed import Fixed
from faq.management.letter.things import Thing
from faq.management.mailing import absolute
from faq.models import Article
from faq.stats.ranges import Range

_NOT_SAID = "an article that is not for patients"


@dataclass(frozen=True)
class Line:
    """One sentence of a letter, where it leads, and what one does there in a word or two."""

    said: str
    url: str
    link: str


@dataclass(frozen=True)
class Letter:
    """What one person reads."""

    person: User
    to_fix: list[Line]
    fixed: list[Line]

    def __bool__(self) -> bool:
        return bool(self.to_fix or self.fixed)


def titles_for_patients() -> dict[int, str]:
    """Return {article: its title} of those that patients may read."""
    return dict(Article.objects.for_patients().values_list("pk", "live__title"))


def letter(person: User, things: list[Thing], fixed: list[Fixed], *, public: Mapping[int, str], week: Range) -> Letter:
    """Return the letter of `person` about the `things` of `week` and what was `fixed`."""
    to_fix = [
        Line(_said(thing, person, public), absolute(_form(thing, person, week)), _link(thing, person))
        for thing in things
    ]
    helped = [Line(_said(each, person, public), absolute(_report(each.article)), "Its numbers") for each in fixed]
    return Letter(person, to_fix, helped)


def _said(about: Thing | Fixed, person: User, public: Mapping[int, str]) -> str:
    """A title that patients do not read goes to nobody but those who see it in the staff area."""
    title = public.get(about.article, about.title)
    is_secret = about.article and about.article not in public and not person.has_perm("faq.view_article")
    said = about.said.format(title=_NOT_SAID if is_secret else f"“{title}”")
    return said[:1].upper() + said[1:]


def _link(thing: Thing, person: User) -> str:
    needed = "faq.add_searchpromise" if thing.of == "search" else f"faq.change_{thing.of}"
    return "Fix it" if person.has_perm(needed) else "See it"


def _form(thing: Thing, person: User, week: Range) -> str:
    """The form that fixes it or, for somebody who may not use that, the report that shows it."""
    if thing.of == "search":
        days = f"range=own&first={week.first}&last={week.last}"
        return f"{reverse('admin:reports-unanswered', args=[thing.pk])}?{days}"
    if person.has_perm(f"faq.change_{thing.of}"):
        return reverse(f"admin:faq_{thing.of}_change", args=[thing.pk])
    if thing.of == "searchpromise":
        return reverse("admin:reports-searches")
    if thing.kind == "feedback":
        return _report(thing.pk)
    return f"{reverse('admin:reports-content')}#{thing.kind}"


def _report(article: int) -> str:
    return reverse("admin:reports-article", args=[article])
