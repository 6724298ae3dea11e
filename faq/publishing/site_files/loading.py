"""Brings what `writing` wrote into an empty site: everything, or nothing and one sentence that says why."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.db.models import Model

from faq.errors import RefusedError
from faq.models import (
    Article,
    AuditEntry,
    Clinic,
    Edition,
    Fact,
    FeedbackCount,
    FeedbackReason,
    FileCount,
    FoldedCounts,
    OldAddress,
    RefusedCopy,
    SearchCount,
    SearchOutcome,
    SearchPromise,
    SimplerWord,
    SwitchedOffSynonyms,
    Synonym,
    Tag,
    TagRedirect,
    UrgentPhrase,
    ViewCount,
    WeeklyLetter,
)
from faq.models.tag import clean_name
from faq.publishing import moments
from faq.publishing.locking import serialized
from faq.publishing.site_files import article_loading, file_loading, picture_loading
from faq.publishing.site_files.fields import VERSION, DamagedError, columns
from faq.publishing.site_files.sources import NOT_OURS, Source, open_source, reading
from faq.publishing.site_files.writing import FORMAT, LISTS
from faq.text import words
from faq.values import opening_hours

Progress = Callable[[int, int], None]
Rows = dict[type[Model], dict[Any, int]]
# A site that holds one of these is not empty; people may be there before, and what was written down of them
_EMPTY: tuple[type[Model], ...] = (Article, Clinic, *(model for model, _ in LISTS.values()))


def load(path: Path, *, progress: Progress | None = None) -> int:
    """Bring the export in the folder or zip file `path` into this site, which must be empty; return how many articles.

    People come without passwords, and those with a user name that is taken stay as they are. `progress` is called with
    (articles done, of how many). Raises `RefusedError` for a site that is not empty, and for an export that is damaged,
    of a newer form or none of ours; nothing is kept then.
    """
    with open_source(path) as source:
        _refuse_other_form(source)
        with picture_loading.kept_if_all_goes_well(source), file_loading.kept_if_all_goes_well(source):
            try:
                return _load(source, progress)
            except (IntegrityError, DataError) as error:
                raise RefusedError("This export is damaged: some of it contradicts itself.") from error


@serialized
def _load(source: Source, progress: Progress | None) -> int:
    for model in _EMPTY:
        if model._default_manager.exists():
            raise RefusedError(
                "This site is not empty. Please bring an export into a new site, before its first start."
            )
    rows: Rows = {User: _people(source)}
    _clinic(source)
    _lists(source, rows)
    articles = article_loading.load(source, rows, progress)
    _of_articles(source, rows)
    Edition.move(articles)
    moments.note_next()
    return len(articles)


def _refuse_other_form(source: Source) -> None:
    try:
        about = source.json_of("site.json")
        is_ours, version = about["format"] == FORMAT, about["version"]
    except (RefusedError, TypeError, KeyError):
        raise RefusedError(NOT_OURS) from None
    if not is_ours or not isinstance(version, int):
        raise RefusedError(NOT_OURS)
    if version > VERSION:
        raise RefusedError("This export was made by a newer version of this software. Please update this site first.")


def _people(source: Source) -> dict[str, int]:
    """Make those that are missing, without a password: an owner gives each one."""
    roles = {group.name: group for group in Group.objects.all()}
    name = "data/people.json"
    with reading(name):
        for sent in source.json_of(name):
            person = User(**columns(User, sent, {}), is_staff=True)
            if not User.objects.filter(username=person.username).exists():
                person.set_unusable_password()
                person.save()
                person.groups.set(roles[role] for role in sent["roles"] if role in roles)
                if sent.get("weekly_letter") is False:
                    WeeklyLetter.want(person, False)
    return dict(User.objects.values_list("username", "pk"))


def _clinic(source: Source) -> None:
    name = "data/clinic.json"
    sent = source.json_of(name)
    if sent is None:
        return
    with reading(name):
        clinic = Clinic(pk=1, **columns(Clinic, sent, {}))
        _check(clinic)
        if not all(isinstance(code, str) for code in clinic.languages):
            raise DamagedError
        # What cannot be said in words was never typed in our form
        opening_hours.week_in_words(clinic.hours)
        opening_hours.open_now_in_words(clinic.now(), clinic.hours, clinic.holidays)
        clinic.save(force_insert=True)


def _check(row: Clinic | Fact) -> None:
    try:
        row.clean()
    except ValidationError as error:
        raise DamagedError from error


def _lists(source: Source, rows: Rows) -> None:
    _add(source, "tags", Tag, rows, _tidy_tag)
    rows[Tag] = dict(Tag.objects.values_list("name", "pk"))
    _add(source, "former_tag_addresses", TagRedirect, rows)
    _add(source, "facts", Fact, rows, _check)
    _synonyms(source)
    _add(source, "switched_off_synonyms", SwitchedOffSynonyms, rows)
    _add(source, "simpler_words", SimplerWord, rows, _tidy_word)
    _add(source, "urgent_phrases", UrgentPhrase, rows, _tidy_phrase)
    _add(source, "not_found", SearchCount, rows)
    _add(source, "searches", SearchOutcome, rows)
    _add(source, "folded_counts", FoldedCounts, rows, _tidy_folded)


def _of_articles(source: Source, rows: Rows) -> None:
    _add(source, "views", ViewCount, rows)
    _add(source, "files_opened", FileCount, rows)
    _add(source, "feedback", FeedbackCount, rows)
    _add(source, "feedback_reasons", FeedbackReason, rows)
    _add(source, "search_promises", SearchPromise, rows)
    _add(source, "old_addresses", OldAddress, rows)
    _add(source, "refused_copies", RefusedCopy, rows)
    _add(source, "log", AuditEntry, rows)


def _add(source: Source, file: str, model: type[Model], rows: Rows, tidy: Callable[[Any], None] | None = None) -> None:
    name = f"data/{file}.json"
    with reading(name):
        made = [model(**columns(model, sent, rows)) for sent in source.json_of(name)]
        for row in made:
            if tidy:
                tidy(row)
        model._default_manager.bulk_create(made, batch_size=500)


def _synonyms(source: Source) -> None:
    name = "data/synonyms.json"
    with reading(name):
        for sent in source.json_of(name):
            values = columns(Synonym, sent, {})
            group = Synonym.objects.create(**values)
            # Saving it writes the time now
            Synonym.objects.filter(pk=group.pk).update(changed_at=values["changed_at"])


def _tidy_tag(tag: Tag) -> None:
    tag.key = tag.name.casefold()
    article_loading.check_address(tag.slug)
    if tag.name != clean_name(tag.name):
        raise DamagedError


def _tidy_word(word: SimplerWord) -> None:
    word.key = words.normalise(word.hard)


def _tidy_folded(folded: FoldedCounts) -> None:
    folded.pk = 1


def _tidy_phrase(urgent: UrgentPhrase) -> None:
    urgent.key = words.normalise(urgent.phrase)
