"""What must hold of the questions that an article asks its readers, each rule with its sentence."""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

from faq.models import Article, Fact, Revision
from faq.models.page_steps import PageSteps
from faq.publishing.includes import place_labels, published_including
from faq.publishing.kinds import Content
from faq.text.reader_questions import (
    LEAST_ANSWERS,
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    MOST_ANSWERS,
    MOST_QUESTIONS,
    Question,
    Stored,
    is_asked_twice,
    is_for,
    joined,
    with_keys,
    words_of_keys,
)

_TOO_MANY = "An article can ask its readers two questions at most. Please take one away."
_TWICE = "The two questions to readers say the same. Please join them, or word one of them differently."
_NO_WORDS = "Please write the question that the answers {} belong to."


def problems(article: Article, content: Content) -> list[str]:
    """Return why the questions of `content`, or whom its steps are for, cannot be kept in `article`; [] if they can."""
    asked = content.get("reader_questions", [])
    found = [problem for each in asked for problem in question_problems(each)]
    if len(asked) > MOST_QUESTIONS:
        found.append(_TOO_MANY)
    if is_asked_twice(each["text"] for each in asked):
        found.append(_TWICE)
    return found + _lost_answers(article, content)


def question_problems(asked: Stored) -> list[str]:
    """Return what is wrong with one question and its answers, [] when nothing is."""
    text, answers = asked["text"], [answer["text"] for answer in asked["answers"]]
    if not text:
        return [_NO_WORDS.format(_quoted(filter(None, answers)) or "below it")]
    named = f"The question to readers “{text[:LONGEST_QUESTION]}”"
    found = [] if len(answers) >= LEAST_ANSWERS else [f"{named} needs two answers at least, one in each row."]
    if len(answers) > MOST_ANSWERS:
        found.append(f"{named} has {len(answers)} answers; it can have {MOST_ANSWERS} at most.")
    if "" in answers:
        found.append(f"{named} has an answer without words. Please write them, or take the answer away.")
    if is_asked_twice(filter(None, answers)):
        found.append(f"{named} has the same answer twice. Please change one of them.")
    if len(text) > LONGEST_QUESTION:
        found.append(f"This question to readers has {len(text)} letters. Please keep it to {LONGEST_QUESTION}.")
    found += [
        f"An answer to “{text[:LONGEST_QUESTION]}” has {len(answer)} letters. Please keep it to {LONGEST_ANSWER}."
        for answer in answers
        if len(answer) > LONGEST_ANSWER
    ]
    if any("{{" in said for said in (text, *answers)):
        found.append(f"{named}: a fact cannot stand here. Please write the words themselves.")
    return found


def shape_is_wrong(value: Any) -> bool:
    """Whether `value`, read from a file, is no list of questions that this site could have written."""
    try:
        kept = [{"text": each["text"], "answers": [dict(answer) for answer in each["answers"]]} for each in value]
        texts = [text for each in kept for text in (each["text"], *(answer["text"] for answer in each["answers"]))]
        is_right = isinstance(value, list) and all(isinstance(text, str) for text in texts)
        return not is_right or kept != value or with_keys(kept) != value or _breaks_a_rule(kept)
    except (KeyError, TypeError, ValueError, AttributeError):
        return True


def page_problems(article: Article, revision: Revision, targets: Sequence[Revision]) -> list[str]:
    """Return why the steps of `revision` and of `targets`, which it includes, cannot be asked for on one page.

    The same for each published article that shows the steps of `revision`. Both ways, so that no page ever asks more
    than two questions, with four answers each.
    """
    found = _too_much(revision, targets)
    if not revision.html.get("reader_questions") or not article.published_at:
        return found
    for host in published_including(article):
        live = Revision.live_of(host)
        shown = [revision if pk == article.pk else other for pk, other in live.included_revisions().items()]
        found += _too_much(live, shown, changed=revision)
    return found


def warnings(revision: Revision) -> list[str]:
    """Return what readers would wonder about: an answer that leaves no step, a question that changes nothing."""
    page = revision.filled(Fact.by_name())
    asked = {each.text for each in page.questions}
    found = [
        f"No step is only for some of the answers to “{each['text']}” yet, so readers are not asked. "
        "Tick below a step whom it is for."
        for each in revision.html.get("reader_questions", [])
        if each["text"] not in asked
    ]
    return found + [_nothing_left(choice) for choice in _choices_without_steps(page)]


def _nothing_left(choice: tuple[str, ...]) -> str:
    return f"Readers who answer {' and '.join(f'“{text}”' for text in choice)} see no step at all."


def _choices_without_steps(page: PageSteps) -> list[tuple[str, ...]]:
    """Return the shortest choices, in words, for which no step stays."""
    found: list[tuple[str, ...]] = []
    if len(page.questions) > MOST_QUESTIONS:
        # Refused before it is published; to try all that could be picked might take hours
        return found
    single = [[answer] for each in page.questions for answer in each.answers]
    both = (
        [list(pair) for pair in product(*(each.answers for each in page.questions))] if len(page.questions) > 1 else []
    )
    for answers in single + both:
        keys, words = [answer.key for answer in answers], tuple(answer.text for answer in answers)
        if any(set(shorter) <= set(words) for shorter in found):
            continue
        if not any(is_for(page.questions, step.get("only_for", ()), keys) for step in page.steps):
            found.append(words)
    return found


def _lost_answers(article: Article, content: Content) -> list[str]:
    """Say which steps are only for an answer that is not there: nobody would ever see why."""
    known = words_of_keys(content.get("reader_questions", []))
    steps = content.get("steps", [])
    lost: dict[str, list[int]] = {}
    for place, step in enumerate(steps):
        for key in step.get("only_for", []):
            if key not in known:
                lost.setdefault(key, []).append(place)
    if not lost:
        return []
    labels, before = place_labels(steps), _words_before(article)
    return [lost_answer(before.get(key, key), [labels[place] for place in places]) for key, places in lost.items()]


def _words_before(article: Article) -> dict[str, str]:
    """The words of each answer that a version of `article` had; a colleague may just have taken them away."""
    known: dict[str, str] = {}
    for content in article.revisions.order_by("number").values_list("snapshot", flat=True) if article.pk else ():
        known |= words_of_keys(content.get("reader_questions", []))
    return known


def lost_answer(answer: str, places: Sequence[str]) -> str:
    """Return why the answer with these words cannot be taken away while the steps at these places are for it."""
    named = " and ".join(filter(None, [", ".join(places[:-1]), places[-1]]))
    return (
        f"{named} {'is' if len(places) == 1 else 'are'} only for “{answer}”, so this answer cannot be taken away yet. "
        "Please tick there first whom the step is for."
    )


def _breaks_a_rule(asked: list[Stored]) -> bool:
    is_too_much = len(asked) > MOST_QUESTIONS or is_asked_twice(each["text"] for each in asked)
    return is_too_much or any(question_problems(each) for each in asked)


def _too_much(host: Revision, shown: Iterable[Revision], *, changed: Revision | None = None) -> list[str]:
    questions, _ = joined(
        host.html.get("reader_questions", []), [each.html.get("reader_questions", []) for each in shown]
    )
    where = f"“{host.title}”, which shows these steps," if changed else "This article, with the steps that it shows,"
    if len(questions) > MOST_QUESTIONS:
        named = _quoted(question.text for question in questions)
        return [f"{where} would ask readers {len(questions)} questions: {named}. Two at most can stand on a page."]
    return [
        f"{where} would offer {len(each.answers)} answers to “{each.text}”: {_quoted(_texts(each))}. "
        "Four at most can stand there. Please use the same answers in both articles."
        for each in questions
        if len(each.answers) > MOST_ANSWERS
    ]


def _texts(question: Question) -> list[str]:
    return [answer.text for answer in question.answers]


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(f"“{text}”" for text in texts)
