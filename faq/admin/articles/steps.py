"""The steps of an article as staff fill them in: rows of data, ordered by their number, never tied to stored rows."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.formsets import formset_factory
from django.utils.functional import cached_property

from faq.admin.articles import own_words
from faq.admin.articles.included_steps import Included, included_by
from faq.admin.fields import MarkdownWidget, PictureField, drop_maxlength, field_of, speak_plainly
from faq.admin.formsets import ABSOLUTE_MAX, WholeFormSet, add_order, order_of
from faq.models import Article, CheckedLink, Step
from faq.models.parts import STEP_PARTS, Kind
from faq.publishing import includable, pictures, rules
from faq.publishing.includes import place_label
from faq.publishing.kinds import Content, StepContent, value_in
from faq.text.links import refuse_user_info
from faq.text.reader_questions import MOST_ANSWERS, MOST_QUESTIONS
from faq.values import picture_names as names

MOST_STEPS = 300
_TOO_MANY = "These are {filled} steps; an article can have {most} at most. Please move some of them to another article."
# Offered below the last step to whoever has no scripts
EMPTY_ROWS = 3
# Of the answers to what readers are asked: "0-1" is the second one of the first question
PLACES = [f"{number}-{row}" for number in range(MOST_QUESTIONS) for row in range(MOST_ANSWERS)]


@dataclass(frozen=True)
class Box:
    """One answer below a step: the name of its box, its words, and whether the step is for it."""

    name: str
    text: str
    is_ticked: bool


@dataclass(frozen=True)
class AnswerBoxes:
    """The boxes of one question to readers below a step."""

    question: str
    boxes: list[Box]


class StepForm(forms.Form):
    """One row. Not a `ModelForm`: that asks each of 300 rows for the constraints of its table, five times slower."""

    text = field_of(Step.text.field, widget=MarkdownWidget(attrs={"rows": 2}), help_text="")
    picture = forms.CharField(required=False, widget=forms.HiddenInput)
    picture_file = PictureField(label="Picture")
    picture_alt = field_of(Step.picture_alt.field)
    no_picture = forms.BooleanField(label="Remove this picture", required=False)
    include = forms.CharField(
        label=Step.include.field.verbose_name,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: object, article: Article | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.article = article
        # As patients count; `BaseStepFormSet.numbered_rows` says how
        self.number: int = 0
        self.included: Included | None = None
        self.dead_links: list[CheckedLink] = []
        # `reader_questions.ReaderQuestionsForm.mark` fills them
        self.only_for: list[AnswerBoxes] = []
        self.only_for_said = ""
        self.fields["text"].validators = [*self.fields["text"].validators, refuse_user_info]
        drop_maxlength(self)

    def clean_picture(self) -> str:
        name = self.cleaned_data["picture"]
        if name and not pictures.is_stored(name):
            raise forms.ValidationError("This picture is not there any more. Please add it again.")
        return name

    def clean_include(self) -> str:
        asked = self.cleaned_data["include"].strip()
        if not asked:
            return ""
        asked = includable.typed(asked)
        slug = self._slug_called(asked)
        if not slug:
            raise forms.ValidationError(rules.why_not_includable(asked, self.article))
        return slug

    def _slug_called(self, asked: str) -> str:
        found = includable.named(asked, self.article)
        return found[0].slug if len(found) == 1 else ""

    def clean(self) -> None:
        values = self.cleaned_data
        if values.get("picture_file"):
            values["picture"] = values["picture_file"]
        if values.get("no_picture") and not values.get("picture_file"):
            values["picture"] = values["picture_alt"] = ""
        values["only_for"] = self.only_for_places
        if self.is_blank or self.errors:
            return
        if values["include"]:
            values["reworded"] = own_words.sent(self.data, self.prefix)
        # What is only missing may be missing in a draft: publishing asks for it
        if values["include"] and (values["text"].strip() or values["picture"]):
            self.add_error("include", "Please keep either these words, or the steps of the other article.")

    @property
    def is_blank(self) -> bool:
        values = getattr(self, "cleaned_data", {})
        # Ticks without words are no step
        parts = [part for part in STEP_PARTS if part.kind is not Kind.ONLY_FOR]
        return not self.errors and not any(str(values.get(part.name, "")).strip() for part in parts)

    @property
    def shown_picture(self) -> str:
        """The name of the picture to show beside the form, sent just now or kept before."""
        if self.is_bound:
            values = getattr(self, "cleaned_data", {})
            return values.get("picture", "") if "picture" not in self.errors else ""
        return self.initial.get("picture", "")

    @property
    def shown_picture_url(self) -> str:
        return names.url_of(self.shown_picture) if self.shown_picture else ""

    @property
    def is_include(self) -> bool:
        return bool(self["include"].value()) and not self["text"].value()

    @cached_property
    def include_slug(self) -> str:
        """The address of the article whose steps stand here, "" for a step of its own."""
        asked = includable.typed(str(self["include"].value() or "")) if self.is_include else ""
        return self._slug_called(asked) or asked

    @property
    def reworded(self) -> dict[str, Any]:
        """The own words for the steps that stand here."""
        return own_words.sent(self.data, self.prefix) if self.is_bound else self.initial.get("reworded", {})

    @property
    def only_for_places(self) -> list[str]:
        """The places in the form of the answers that this step is for (`reader_questions.py`)."""
        if not self.is_bound:
            return self.initial.get("only_for", [])
        return [place for place in PLACES if f"{self.prefix}-only-{place}" in self.data]

    @property
    def place(self) -> str:
        """What patients call this step, or the steps that stand here: "Step 7", "Steps 3 to 6"."""
        return place_label(self.number, self.count) if self.number else "Step"

    @property
    def count(self) -> int:
        """How many steps patients read here."""
        if not self.is_include:
            return 1
        return len(self.included.steps) if self.included else 0


# Once for all rows
speak_plainly(StepForm.base_fields)


class BaseStepFormSet(WholeFormSet):
    def clean(self) -> None:
        self.refuse_more_than(MOST_STEPS, len(self.kept_rows()), _TOO_MANY)

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        add_order(form)
        form.fields["DELETE"].label = "Remove this step"

    def rows(self) -> list[StepForm]:
        """All rows in the order a person sees: numbered ones first, as numbered; then those still empty."""
        return sorted(self.forms, key=order_of)

    def numbered_rows(self) -> list[StepForm]:
        """Return `rows()`, each with its number on the patients' page and the shared steps that stand there."""
        rows = self.rows()
        found = included_by(filter(None, (form.include_slug for form in rows)))
        first = 1
        for form in rows:
            included = found.get(form.include_slug)
            form.number, form.included = first, included and included.in_own_words(form.reworded)
            first += 0 if self._is_removed(form) else form.count
        return rows

    def _is_removed(self, form: StepForm) -> bool:
        return self.is_bound and self._should_delete_form(form)

    def steps(self) -> list[StepContent]:
        """The steps as `actions.save` takes them, blank what is wrong. Only after `is_valid()` was asked.

        Whom they are for is said by places in the form (`reader_questions.in_steps` makes keys of them).
        """
        return [{part.name: value_in(form.cleaned_data, part) for part in STEP_PARTS} for form in self.kept_rows()]

    def kept_rows(self) -> list[StepForm]:
        """The rows that become steps. Only after `is_valid()` was asked."""
        return [form for form in self.rows() if not form.cleaned_data.get("DELETE") and not form.is_blank]

    def problems(self) -> list[tuple[str, str, str]]:
        """What is wrong, as (where, anchor, sentence)."""
        found = [("Steps", "steps", sentence) for sentence in self.non_form_errors()]
        for form in self.numbered_rows():
            if self._is_removed(form):
                continue
            for name, sentences in form.errors.items():
                found += [(form.place, form[name].id_for_label, sentence) for sentence in sentences]
        return found


StepFormSet = formset_factory(
    StepForm,
    formset=BaseStepFormSet,
    extra=EMPTY_ROWS,
    can_order=True,
    can_delete=True,
    max_num=MOST_STEPS,
    absolute_max=ABSOLUTE_MAX,
)


def initial_rows(content: Content) -> list[dict[str, str]]:
    """Return what the rows show at first for the steps of `content`."""
    slugs = [step["include"] for step in content["steps"] if step.get("include")]
    labels = includable.labels(Article.objects.not_in_bin().filter(slug__in=slugs)) if slugs else {}
    return [
        {**step, "include": labels.get(step["include"], step["include"])} if step.get("include") else dict(step)
        for step in content["steps"]
    ]
