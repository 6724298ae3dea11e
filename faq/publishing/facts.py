"""The verbs for facts and for the clinic's own details: a change reaches every page that uses them."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q

from faq.errors import RefusedError
from faq.models import Article, AuditEntry, Clinic, Edition, Fact, changes_between, subject_of
from faq.models.parts import Kind, of_kind
from faq.publishing import approval, moments
from faq.publishing.errors import refuse_while_used
from faq.publishing.includes import affected_by
from faq.publishing.locking import serialized
from faq.publishing.snapshot import fact_names
from faq.text.characters import without_hidden
from faq.text.facts import as_typed, names_in
from faq.text.refusals import sentences_of


def check(fact: Fact) -> None:
    """Raise `RefusedError` when `fact` cannot be kept: a wrong value, or another short name while articles use it."""
    fact.name, fact.label, fact.value = map(without_hidden, (fact.name.casefold(), fact.label, fact.value))
    twin = Fact.objects.filter(name=fact.name).exclude(pk=fact.pk).first()
    if twin:
        raise RefusedError(f"The short name “{fact.name}” is taken by “{twin.label}”. Please choose another one.")
    try:
        fact.full_clean()
    except ValidationError as error:
        found = [each for errors in error.error_dict.values() for each in errors]
        raise RefusedError(*sentences_of(found)) from None
    before = Fact.objects.filter(pk=fact.pk).first() if fact.pk else None
    if before and before.name != fact.name:
        _refuse_while_used(before, f"The short name “{before.name}” cannot change")


@serialized
def save(fact: Fact, *, by: User | None) -> Fact:
    """Write `fact`; every published page that uses it shows the new value at once. Raises `RefusedError` by `check`."""
    check(fact)
    fact.save()
    Edition.move(affected_by(Article.objects.live().filter(live__facts=fact)))
    AuditEntry.note(by, AuditEntry.Action.SETTING, subject_of(fact), detail=f"now: {fact.value}"[:500])
    return fact


@serialized
def delete(fact: Fact, *, by: User | None) -> None:
    """Remove `fact`. Raises `RefusedError` by `check_delete`."""
    check_delete(fact)
    AuditEntry.note(by, AuditEntry.Action.REMOVED, subject_of(fact))
    fact.delete()


def check_delete(fact: Fact) -> None:
    """Raise `RefusedError` naming the articles that still use `fact`."""
    _refuse_while_used(fact, f"“{fact.label}” cannot be deleted")


def names_in_own_words(clinic: Clinic) -> set[str]:
    """Return the names of the facts that the clinic's own words on pages of the site use."""
    return set().union(*(names_in(getattr(clinic, field)) for field in Clinic.OWN_WORDS))


def check_own_words(clinic: Clinic, field: str) -> None:
    """Raise `RefusedError` where the clinic's own words in `field` ask for a fact that is not there."""
    unknown = sorted(names_in(getattr(clinic, field)) - (Fact.by_name() | Fact.of_clinic(clinic)).keys())
    if unknown:
        typed = as_typed(unknown[0])
        raise RefusedError(f"There is no fact called “{unknown[0]}”. Please check {typed}.")


@serialized
def save_clinic(clinic: Clinic, *, by: User | None) -> Clinic:
    """Write the clinic's details; every page shows them at once.

    Raises `RefusedError` where it asks for approval that nobody could give, and by `check_own_words`.
    """
    clinic.pk, clinic.name = 1, without_hidden(clinic.name)
    if not Clinic.load().asks_approval:
        approval.check_clinic(clinic)
    for field in Clinic.OWN_WORDS:
        check_own_words(clinic, field)
    detail = changes_between(Clinic.load(), clinic, [field.name for field in Clinic._meta.fields])
    clinic.save()
    Edition.move(affected_by(Article.objects.live().filter(live__snapshot__icontains="{{")))
    moments.note_next()
    AuditEntry.note(by, AuditEntry.Action.SETTING, subject_of(clinic), detail=detail)
    return clinic


def used_by(fact: Fact) -> list[Article]:
    """Return the articles that use `fact`, in what patients see or in what staff are writing."""
    return users().get(fact.name, [])


def users() -> dict[str, list[Article]]:
    """Return for each fact's name the articles that use it, by title. Three queries, however many there are."""
    asking = Q(live__facts__isnull=False) | Q(steps__text__contains="{{")
    for part in of_kind(Kind.MARKDOWN):
        asking |= Q(**{f"{part.name}__contains": "{{"})
    possible = Article.objects.filter(asking).distinct().order_by("title")
    found: dict[str, list[Article]] = {}
    for article in possible.select_related("live").prefetch_related("steps", "live__facts"):
        for name in _names_in(article):
            found.setdefault(name, []).append(article)
    return found


def waiting() -> list[Fact]:
    """Return the facts that published articles ask for but that have no value yet.

    Those kept with the clinic's own details have no `pk`.
    """
    kept = Fact.objects.filter(value="", revisions__live_article__isnull=False).distinct()
    texts = Article.objects.live().filter(live__snapshot__icontains="{{clinic-")
    asked = set().union(*(fact_names(article.live.snapshot) for article in texts))
    return [*kept, *(fact for name, fact in Fact.of_clinic(Clinic.load()).items() if name in asked and not fact.value)]


def _names_in(article: Article) -> set[str]:
    texts = [getattr(article, part.name) for part in of_kind(Kind.MARKDOWN)]
    texts += [step.text for step in article.steps.all()]
    shown = {fact.name for fact in article.live.facts.all()} if article.live else set()
    return shown.union(*(names_in(text) for text in texts))


def _refuse_while_used(fact: Fact, refusal: str) -> None:
    refuse_while_used(used_by(fact), f"{refusal} while articles use it", "Please take it out of them first.")
    clinic = Clinic.load()
    for field, page in Clinic.OWN_WORDS.items():
        if fact.name in names_in(getattr(clinic, field)):
            raise RefusedError(
                f"{refusal} while the clinic’s own words on the page “{page}” use it. An owner changes these under"
                " Clinic, Details."
            )
