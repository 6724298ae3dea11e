"""Two people saved the same article: both versions side by side, and a choice for each place where they differ."""

from dataclasses import dataclass, field
from hashlib import blake2s

from django import forms
from django.http import QueryDict

from faq.admin import wording
from faq.admin.articles.steps import BaseStepFormSet
from faq.models import Revision
from faq.publishing import merge, snapshot
from faq.publishing.compare import Change
from faq.publishing.kinds import Content

# "Edit" is what stands in the form, as "mine" is; it says that the writer means to change it there
EDIT = "edit"


@dataclass(frozen=True)
class Row:
    """One place where the two differ: what the choice is called, which one is ticked, and where in the form mine is.

    `seen` tells whether mine is still what the choice was made for.
    """

    name: str
    change: Change
    chosen: str
    seen: str
    box: str
    must_choose: bool = False


@dataclass(frozen=True)
class Comparison:
    """What the page of a stale save shows: what somebody else saved, and the rows that differ from what was sent."""

    theirs: Revision
    rows: list[Row] = field(default_factory=list)

    @property
    def at(self) -> str:
        return wording.moment(self.theirs.created_at)

    @property
    def open_rows(self) -> list[str]:
        """The places that somebody still has to choose for, once they have been asked."""
        return [row.change.part for row in self.rows if row.must_choose]


def started_from(article_version: object, theirs: Revision) -> Content | None:
    """Return what the writer began with, None where that version is not known or is theirs."""
    revision = theirs.article.revisions.filter(number=article_version).exclude(number=theirs.number).first()
    return revision.snapshot if revision else None


def full_content(sent: Content, theirs: Revision) -> Content:
    """Return all of what was sent, as a version would hold it: what the form does not ask for is theirs."""
    mine = snapshot.tidy({**theirs.snapshot, **sent})
    mine["slug"] = mine["slug"] or theirs.slug
    return mine


def compared(
    theirs: Revision, mine: Content, base: Content | None, post: QueryDict, boxes: dict[str, str], *, is_answer: bool
) -> Comparison:
    """Return `theirs` beside `mine`; where `is_answer`, `post` holds choices between just these two.

    `boxes` is {name of a part, or "steps-3" for the fourth step that was sent: the id of its box}.
    """
    found = merge.differences(theirs.snapshot, mine, base)
    return Comparison(theirs, [_row(each, post, boxes, is_answer=is_answer) for each in found])


def answered(comparison: Comparison, mine: Content) -> Content:
    """Return what to save: mine, with theirs wherever that was chosen."""
    taken = {row.name for row in comparison.rows if row.chosen == merge.THEIRS}
    return merge.merged(comparison.theirs.snapshot, mine, taken)


def boxes_of(form: forms.Form, steps: BaseStepFormSet) -> dict[str, str]:
    """Return where each part of an article stands in its form; "steps-0" is the first step that is kept."""
    fields = {bound.name: bound.id_for_label or bound.auto_id for bound in form.visible_fields()}
    kept = enumerate(steps.kept_rows())
    return {**fields, **{f"steps-{place}": row["include" if row.is_include else "text"].auto_id for place, row in kept}}


def _row(each: merge.Difference, post: QueryDict, boxes: dict[str, str], *, is_answer: bool) -> Row:
    seen = _mark(each.change.after)
    box = boxes.get(f"steps-{each.mine[0]}" if each.mine else each.name, "")
    if not is_answer:
        return Row(each.name, each.change, each.suggested, seen, box)
    chosen, is_as_seen = post.get(f"keep-{each.name}", ""), post.get(f"seen-{each.name}") == seen
    if f"seen-{each.name}" not in post and not each.theirs:
        # Written into the form after the two were compared
        chosen = chosen or merge.MINE
    if chosen in (merge.MINE, EDIT) or (chosen == merge.THEIRS and is_as_seen):
        return Row(each.name, each.change, chosen, seen, box)
    return Row(each.name, each.change, "", seen, box, must_choose=True)


def has_choices(post: QueryDict) -> bool:
    """True when the form was sent from a page with both versions, false for a program that only names the version."""
    return any(name.startswith("seen-") for name in post)


def _mark(text: str) -> str:
    return blake2s(text.encode(errors="replace"), digest_size=6).hexdigest()
