"""What must hold before an article is saved or published, each rule with its sentence."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Model, Q

from faq.models import Article, Clinic, Fact, Revision, Step
from faq.models.parts import PARTS, STEP_PARTS, Kind, Part, of_kind
from faq.publishing import differences, includable, reader_questions
from faq.publishing.file_rules import file_problems
from faq.publishing.includes import find_included, including, place_labels, published_including
from faq.publishing.kinds import Content, StepContent, kind, value_in
from faq.publishing.snapshot import fact_names, texts
from faq.publishing.video_rules import undescribed, video_problems
from faq.text import facts, links, markdown
from faq.text.refusals import sentences_of

# How an imported article is called whose file told no question, until somebody writes it
UNTITLED = "Question to fill in"
USES_OTHERS = "“{}” itself uses the steps of another article. Please choose that other article directly."
FOR_STAFF_ONLY = "“{}” is for staff only, so its steps cannot be shown to patients."


def save_problems(article: Article, content: Content) -> list[str]:
    """Return the reasons why `content` cannot be saved as `article`, [] when it can."""
    wanted = [step["include"] for step in content.get("steps", []) if step.get("include")]
    is_public = content.get("audience", Article.Audience.PUBLIC) == Article.Audience.PUBLIC
    targets = [find_included(slug) for slug in wanted]
    problems = [problem for target in targets if (problem := _include_problem(article, target))]
    problems += reader_questions.problems(article, content)
    return problems + [_for_staff_only(target) for target in targets if is_public and _is_for_staff(target)]


def why_not_includable(asked: str, article: Article | None) -> str:
    """Return why the steps of the article that staff call `asked` (its question or address) cannot stand in `article`.

    For what names none that can be included: it does not exist, is in the bin, has no steps, is this one, uses the
    steps of others itself, or is one of several with this question.
    """
    same = includable.named(asked, article)
    if len(same) > 1:
        return f"There are {len(same)} articles called “{asked}”. {_write_one_of(same)}"
    called = Article.objects.filter(Q(title__iexact=asked) | Q(slug=asked)).order_by("pk")
    target = called.filter(deleted_at=None).first() or called.first()
    if target is None:
        near = includable.matching(asked, article, most=_MOST_NAMED)
        return f"There is no article called “{asked}”. {_write_one_of(near) if near else _WRITE_QUESTION}"
    if target.deleted_at:
        return f"“{target.title}” is in the bin. Please take it out of the bin first, or choose another article."
    if not target.steps.exists():
        return f"“{target.title}” has no steps that could stand here. Please choose another article."
    return _include_problem(article or Article(), target) or f"Please choose “{target.title}” once more."


def field_problems(content: Content) -> list[str]:
    """Return the reasons why the values in `content` cannot be kept, [] when they can; limits are the models' own."""
    problems = [f"{label}: {sentences}" for label, sentences in _wrong_columns(Article(), PARTS, content)]
    for place, step in zip(place_labels(content["steps"]), content["steps"], strict=True):
        wrong = _wrong_columns(Step(), STEP_PARTS, step)
        problems += [f"{place}, {label}: {sentences}" for label, sentences in wrong]
        problems += [f"{place}: {sentence}" for sentence in _too_long(step)]
    problems += file_problems(value_in(content, _FILES)) + video_problems(value_in(content, _VIDEOS))
    return problems + [problem for text in texts(content) for problem in _user_info(text)]


def publish_problems(
    article: Article, revision: Revision, *, at: datetime | None = None, asks_approval: bool | None = None
) -> list[str]:
    """Return the reasons why `revision` of `article` cannot be shown to patients, [] when it can.

    `at` is when it is to be shown, now where it is not said. `asks_approval` is what the clinic says, where the caller
    has read it already.
    """
    if article.is_template:
        return ["This is a template, which patients never see. Please write an article from it instead."]
    content, targets = revision.snapshot, _targets(revision)
    problems = [] if any(text.strip() for text in texts(content)) or targets else [_EMPTY]
    problems += [_NOT_APPROVED] if must_be_approved(revision, asks_approval) else []
    problems += [_NO_QUESTION] if revision.title.startswith(UNTITLED) else []
    steps = content.get("steps", [])
    for place, step in zip(place_labels(steps), steps, strict=True):
        problems += _missing_in_step(place, step)
    problems += undescribed(value_in(content, _VIDEOS))
    for target in targets:
        problems += _target_problems(target, revision, at)
    shown = [there for target in targets if (there := target.live or _scheduled(target, by=at))]
    problems += reader_questions.page_problems(article, revision, shown)
    problems += outlived_targets(revision, article.expires_at)
    problems += [
        f"There is no fact called “{name}”. Please check {facts.as_typed(name)}."
        for name in sorted(_unknown_facts(content))
    ]
    problems += [
        f"{place.where}: a fact cannot stand here. Please write the words in place of {place.difference.typed}."
        for place in differences.places_without_facts(content)
    ]
    problems += [problem for text in texts(content) for problem in _text_problems(text) + _user_info(text)]
    # Nobody shows the steps of what was never published
    others = published_including(article) if article.published_at else []
    shown_in = [Revision.live_of(other) for other in others]
    if targets and shown_in:
        problems.append(f"“{shown_in[0].title}” shows these steps, so this article cannot show those of another one.")
    if revision.audience == Article.Audience.STAFF:
        problems += [_needed_by_patients(other) for other in shown_in if other.audience == Article.Audience.PUBLIC]
    return problems


def outlived_targets(revision: Revision, expires_at: datetime | None) -> list[str]:
    """Return, for each article whose steps `revision` shows and that goes off the site before it does, what to do."""
    return [
        f"“{target.title}”, whose steps you use, goes off the site at a set time. "
        "Please let this article go off the site by then, or change the time of the other one."
        for target in _targets(revision)
        if target.expires_at and (expires_at is None or target.expires_at < expires_at)
    ]


# Kinds whose limits the model's field checks; persons, tags and included articles are looked up instead.
_PLAIN = (Kind.LINE, Kind.TEXT, Kind.MARKDOWN, Kind.CHOICE, Kind.PICTURE)
_FILES, _VIDEOS = of_kind(Kind.FILES, Kind.VIDEOS)
# Articles named in a refusal
_MOST_NAMED = 3
_WRITE_QUESTION = "Please write the question of an article that has steps."
_EMPTY = "There is nothing to read yet. Please write a short answer, a step or some detail first."

_NO_QUESTION = "This article has no question yet. Please write it as a patient would ask it."


_NOT_APPROVED = "Somebody else must approve this version first. Please press “Ask for approval”."


def must_be_approved(revision: Revision, asks_approval: bool | None = None) -> bool:
    """Whether somebody else must read `revision` first; what patients read once needs no second look.

    `asks_approval` is what the clinic says, where the caller has read it already.
    """
    is_settled = revision.published_at is not None or revision.approval == Revision.Approval.APPROVED
    return not is_settled and (Clinic.load().asks_approval if asks_approval is None else asks_approval)


def _targets(revision: Revision) -> list[Article]:
    """The articles whose steps `revision` really shows; an address in its snapshot may have changed hands since."""
    wanted = revision.included_ids
    return list(Article.objects.filter(pk__in=wanted).select_related("live")) if wanted else []


def _write_one_of(articles: list[Article]) -> str:
    names = [f"“{label}”" for label in includable.labels(articles).values()]
    return f"Please write {' or '.join(names)}."


def _include_problem(article: Article, target: Article) -> str:
    if target.pk == article.pk:
        return "An article cannot use its own steps."
    if target.steps.exclude(include=None).exists():
        return USES_OTHERS.format(target.title)
    others = including(article) if article.pk else []
    if others:
        return (
            f"“{others[0].title}” uses the steps of this article, so this article cannot use the steps of another one."
        )
    return ""


def _wrong_columns(trial: Model, parts: Iterable[Part], content: Content) -> list[tuple[str, str]]:
    """The (label, what is wrong) of each column of `trial` that may not hold what `content` has for it."""
    columns = {part.name: part for part in parts if part.kind in _PLAIN}
    for part in columns.values():
        kind(part).write(trial, part, value_in(content, part))
    try:
        trial.clean_fields(exclude={field.name for field in trial._meta.fields} - columns.keys())
    except ValidationError as error:
        return [(columns[name].label, " ".join(sentences_of(found))) for name, found in error.error_dict.items()]
    return []


def _too_long(step: StepContent) -> list[str]:
    """What is wrong with own words for shared steps, which may be as long as any step."""
    text = [part for part in STEP_PARTS if part.name == "text"]
    own = step.get("reworded", {}).get("own", {}).values()
    return [sentences for words in own for _, sentences in _wrong_columns(Step(), text, {"text": words})]


def _missing_in_step(place: str, step: StepContent) -> list[str]:
    wrong = []
    if step.get("picture") and not step.get("picture_alt", "").strip():
        wrong.append(f"The picture of {place.lower()} needs a description for people who cannot see it.")
    if not step.get("include") and not step.get("text", "").strip():
        wrong.append(f"{place} has no words yet.")
    return wrong


def _target_problems(target: Article, revision: Revision, at: datetime | None) -> list[str]:
    shown = target.live or _scheduled(target, by=at)
    if shown is None:
        return [f"“{target.title}”, whose steps you use, is not published yet. Please publish it first."]
    if _targets(shown):
        return [
            f"“{target.title}” itself shows the steps of another article. Please choose that other article directly."
        ]
    if shown.audience == Article.Audience.STAFF and revision.audience == Article.Audience.PUBLIC:
        return [_for_staff_only(target)]
    return []


def _scheduled(article: Article, *, by: datetime | None) -> Revision | None:
    """The version of `article` that goes live by then, at the same moment included."""
    is_soon_enough = by and article.publish_at and article.publish_at <= by
    return article.revisions.filter(number=article.publish_number or 0).first() if is_soon_enough else None


def _is_for_staff(target: Article) -> bool:
    return (target.live or target).audience == Article.Audience.STAFF


def _for_staff_only(target: Article) -> str:
    return FOR_STAFF_ONLY.format(target.title)


def _unknown_facts(content: Content) -> set[str]:
    names = fact_names(content)
    return names - set(Fact.by_name()) if names else set()


def _text_problems(text: str) -> list[str]:
    if "![" not in text and "{{" not in text:
        return []
    html = markdown.render(text)
    found = [_undescribed(text)] if 'alt=""' in html else []
    if facts.has_part_of_link(html):
        found.append("A fact can be the whole address of a link, not a part of it. Please mend the link with {{ in it.")
    return found


def _user_info(text: str) -> list[str]:
    try:
        links.refuse_user_info(text)
    except ValidationError as error:
        return list(error.messages)
    return []


def _undescribed(text: str) -> str:
    start = text.strip()[:40]
    return f"A picture in “{start}…” needs a description for people who cannot see it, between the square brackets."


def _needed_by_patients(other: Revision) -> str:
    return f"“{other.title}” shows these steps to patients, so this article cannot be for staff only."
