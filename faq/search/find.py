"""Finds articles by what a patient typed, and suggests titles while they type. Everything that searches comes here."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from faq.search.answer import Answer
from faq.search.index.documents import Document
from faq.search.index.index import Index, NotReadyError, open_index
from faq.search.index.view import IndexView
from faq.search.query.parse import Query, parse
from faq.search.query.ranking import Matches, Ranking, rank
from faq.search.query.real_words import real_words
from faq.search.query.synonyms import Synonyms
from faq.search.query.urgent import load_phrases
from faq.search.query.vocabulary import Vocabulary
from faq.search.results import Hit, Results, Suggestion, Suggestions
from faq.search.urgent.judge import Verdict, judge
from faq.text import spanish, words

MOST_SUGGESTIONS = 8
# Titles shown where nothing comes close
MOST_FAR = 3


def find(
    text: str,
    *,
    tag: str = "",
    page: int = 1,
    per_page: int = 10,
    include_staff: bool = False,
    exact: bool = False,
    without_far: bool = False,
    synonyms: Synonyms | None = None,
    trial: IndexView | None = None,
) -> Results:
    """Return one page of the articles that answer `text`, best first. Any text is welcome; none raises.

    `tag` (a slug) narrows to articles under it. `include_staff` is for signed-in staff only. `exact` corrects nothing.
    `without_far` leaves out what a reader must not take for an answer: beside an emergency all that is not close, and
    where nothing is close all but the three nearest. `synonyms` are searched with in place of those that are kept, and
    `trial` (`search/trial.py`) in place of what is published.
    """
    try:
        asked = _ask(text, open_index(include_staff=include_staff), exact=exact, synonyms=synonyms, trial=trial)
        return _results(asked, tag=tag, page=page, per_page=per_page, without_far=without_far)
    except NotReadyError:
        is_urgent = judge(text, load_phrases()).is_urgent
        return Results(text[: words.LONGEST_TEXT], is_ready=False, is_close=False, is_urgent=is_urgent)


def suggest(text: str, *, include_staff: bool = False) -> Suggestions:
    """Return at most eight articles for a question that is still being typed; none beside an emergency."""
    try:
        asked = _ask(text, open_index(include_staff=include_staff), is_typing=True)
        if asked.verdict.is_urgent:
            return Suggestions(is_urgent=True)
        ranking = rank(asked.query, asked.matches)
        documents = asked.documents(ranking.ids[:MOST_SUGGESTIONS] if ranking.is_close else [])
        return Suggestions([Suggestion.of(document, asked.weights, asked.text) for document in documents.values()])
    except NotReadyError:
        return Suggestions(is_urgent=judge(text, load_phrases()).is_urgent)


def why_urgent(text: str) -> Verdict:
    """Return whether a patient who searches for `text` sees the emergency notice, and why."""
    try:
        return _ask(text, open_index()).verdict
    except NotReadyError:
        return judge(text, load_phrases())


@dataclass(frozen=True)
class _Asked:
    """One question with what it was read as, and the articles that it may mean."""

    text: str
    index: Index
    view: IndexView
    query: Query
    matches: Matches

    @property
    def verdict(self) -> Verdict:
        return judge(self.text, self.view.urgent_phrases, self.query, self.matches.vector)

    @property
    def weights(self) -> Mapping[str, float]:
        """The words that match, with their weights."""
        return self.view.highlights(self.query)

    def documents(self, ids: Collection[int]) -> dict[int, Document]:
        """Return the texts of these articles by id, in their order; those no longer there are left out."""
        found = self.index.documents(ids, self.view)
        return {id: found[id] for id in ids if id in found}


def _ask(
    text: str,
    index: Index,
    *,
    exact: bool = False,
    is_typing: bool = False,
    synonyms: Synonyms | None = None,
    trial: IndexView | None = None,
) -> _Asked:
    view = (trial or index.current()).with_synonyms(synonyms)
    query = _parse(text, index, view, exact=exact, is_typing=is_typing)
    return _Asked(text, index, view, query, index.matches(query, view))


def _parse(text: str, index: Index, view: IndexView, *, exact: bool = False, is_typing: bool = False) -> Query:
    return parse(
        text,
        view.vocabulary,
        are_together=lambda parts: index.are_together(parts, view),
        synonyms=view.synonyms,
        built_in=view.built_in,
        real_words=real_words(),
        exact=exact,
        is_typing=is_typing,
    )


def _results(asked: _Asked, *, tag: str, page: int, per_page: int, without_far: bool) -> Results:
    ranking, is_urgent = rank(asked.query, asked.matches), asked.verdict.is_urgent
    shown = _without_far(ranking, is_urgent=is_urgent) if without_far else ranking.ids
    tags, tag, ids = _narrow(shown, tag, asked.view)
    found = Paginator(ids, per_page).get_page(page)
    is_answered = ranking.is_sure and not is_urgent and not tag and found.number == 1
    return Results(
        text=asked.query.text,
        page=_page_of_hits(asked, found),
        is_close=ranking.is_close,
        close_count=sum(id in ranking.close_ids for id in ids),
        answer=_answer(asked, ids[0]) if is_answered else None,
        corrections=asked.query.corrections,
        corrected_text=asked.query.corrected_text if asked.query.corrections else "",
        tags=tags,
        tag=tag,
        is_urgent=is_urgent,
        writable=_writable(asked.text, asked.query, asked.view.vocabulary),
    )


def _writable(text: str, query: Query, vocabulary: Vocabulary) -> dict[str, str]:
    """Return the typed words that may be written, each with what is written for it: a slip as what it stands for.

    Those are the words of articles and synonyms, and those of the lists that come with the site but names of people.
    """
    meant = {word: query.corrections.get(word) or query.meant.get(word, word) for word in words.query_tokens(text)}
    return {word: written for word, written in meant.items() if _may_be_written(written, vocabulary)}


def _may_be_written(word: str, vocabulary: Vocabulary) -> bool:
    is_shipped = word in words.QUESTION_WORDS or real_words().may_be_written(word) or spanish.is_word(word)
    return is_shipped or word.replace("-", "") in vocabulary.counts


def _without_far(ranking: Ranking, *, is_urgent: bool) -> list[int]:
    if is_urgent:
        return [id for id in ranking.ids if id in ranking.close_ids]
    return ranking.ids if ranking.is_close else ranking.ids[:MOST_FAR]


def _answer(asked: _Asked, id: int) -> Answer | None:
    document = asked.documents([id]).get(id)
    return Answer.of(document, asked.weights, asked.matches.row_similarities(id), text=asked.text) if document else None


def _narrow(ids: list[int], tag: str, view: IndexView) -> tuple[list[tuple[str, str, int]], str, list[int]]:
    """Return the tags of `ids` with their counts, the tag that narrows them, and those under it.

    A tag that none of them has narrows nothing.
    """
    counts = Counter(slug for id in ids for slug in view.tags.get(id, ()) if slug in view.tag_names)
    tags = [(slug, view.tag_names[slug], count) for slug, count in counts.most_common()]
    if tag not in counts:
        return tags, "", ids
    return tags, tag, [id for id in ids if tag in view.tags.get(id, ())]


def _page_of_hits(asked: _Asked, page: Page) -> Page:
    documents, weights = asked.documents(list(page)), asked.weights
    rows = asked.matches.nearest_rows(documents)
    hits = [Hit.of(document, weights, rows.get(id), text=asked.text) for id, document in documents.items()]
    return Page(hits, page.number, page.paginator)
